"""How meetups are looked up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from forum.categories.visibility import reach
from forum.topics.visibility import Status, visible_topics

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Reader
    from forum.meetups.models import Meetup, Registration

LONGEST = timedelta(days=1)
# A visitor's key: None would find the seats of people without an account.
NOBODY = 0


def stands(path: str) -> Q:
    """Return the condition under which the topic that `path` leads to does not call its meetup off."""
    return Q(**{f"{path}status": Status.PUBLISHED, f"{path}first_post__status": Status.PUBLISHED})


class MeetupQuerySet(models.QuerySet["Meetup"]):
    """Meetups, seen by someone at some moment."""

    def visible_to(self, reader: Reader) -> MeetupQuerySet:
        """Return the meetups whose topic stands and is open to `reader`; a hidden topic calls its meetup off."""
        return self.filter(visible_topics(reader, "topic__"), stands("topic__"))

    def called_off_for(self, reader: Reader) -> MeetupQuerySet:
        """Return the meetups that were called off, are for people like `reader`, and hold a seat of theirs."""
        seats = {"registrations__cancelled_at": None, "registrations__persona__user": reader.pk or NOBODY}
        return self.filter(~stands("topic__"), topic__audience__lte=reach(reader), **seats)

    def not_over(self, now: datetime) -> MeetupQuerySet:
        """Return the meetups that end after `now`; the first condition is for the index."""
        longest_ago = ExpressionWrapper(Value(now) - Value(LONGEST), output_field=models.DateTimeField())
        return self.filter(GreaterThan(_end(), now), starts_at__gt=longest_ago)

    def over(self, now: datetime) -> MeetupQuerySet:
        """Return the meetups that ended by `now`."""
        return self.filter(LessThanOrEqual(_end(), now), starts_at__lte=now)

    def with_seat_of(self, reader: Reader, seats: models.QuerySet[Registration]) -> MeetupQuerySet:
        """Annotate `has_seat`: whether `reader` holds one of the live `seats`."""
        mine = seats.filter(meetup=OuterRef("pk"), persona__user=reader.pk or NOBODY)
        return self.annotate(has_seat=Exists(mine))


def _end() -> ExpressionWrapper[CombinedExpression]:
    """Return the end of a meetup, in SQL."""
    length = F("duration_minutes") * Value(timedelta(minutes=1))
    return ExpressionWrapper(F("starts_at") + length, output_field=models.DateTimeField())


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Seats."""

    def live(self) -> RegistrationQuerySet:
        """Return the seats that nobody gave back."""
        return self.filter(cancelled_at=None)
