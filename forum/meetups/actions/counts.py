"""The seats that meetups count, checked against their guest lists and mended."""

from django.db import transaction
from django.db.models import Count, F, Q

from forum.meetups.models import Meetup
from forum.topics.actions import WrongCount


def wrong_seats() -> list[WrongCount]:
    """Return every stored count of seats that the guest list does not bear out."""
    taken = Count("registrations", filter=Q(registrations__cancelled_at=None))
    wrong = Meetup.objects.annotate(right=taken).exclude(seats_taken=F("right")).order_by("pk")
    rows = wrong.values_list("pk", "seats_taken", "right")
    return [WrongCount("meetup", pk, "seats_taken", stored, right) for pk, stored, right in rows]


def mend_seats() -> list[WrongCount]:
    """Put every wrong count of seats right, each meetup under its lock, and return what was wrong."""
    wrong = wrong_seats()
    for count in wrong:
        with transaction.atomic():
            meetup = Meetup.objects.select_for_update(of=("self",)).get(pk=count.pk)
            meetup.seats_taken = meetup.registrations.live().count()
            meetup.save(update_fields=["seats_taken"])
    return wrong
