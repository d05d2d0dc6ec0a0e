"""What the pages of meetups show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Persona, Reader
from accounts.queries import PreparedFor
from accounts.verdict import Verdict
from forum.categories.visibility import reach
from forum.keeping import Shelf
from forum.meetups import rules
from forum.meetups.models import Meetup, Registration
from forum.meetups.querysets import MeetupQuerySet
from forum.paging import PAGE, behind, place_of
from forum.topics.models import Topic
from outbox import clock

# Revisions of topics that were seen to carry no meetup.
_without: Shelf[bool] = Shelf(4 * 2**20)


@dataclass(frozen=True)
class Card:
    """A meetup as one reader sees it."""

    meetup: Meetup
    reader: Reader
    has_seat: bool

    @property
    def register(self) -> Verdict:
        """Return whether a seat can be taken."""
        return rules.may_register(self.reader, self.meetup)

    @property
    def takes_guests(self) -> Verdict:
        """Return whether logging in would lead to a seat."""
        return rules.takes_guests(self.meetup)

    @property
    def join(self) -> Verdict:
        """Return whether the room is open to them now."""
        return rules.may_join(self.reader, self.meetup, has_seat=self.has_seat)

    @property
    def is_over(self) -> bool:
        """Return whether the end has passed."""
        return clock.now() >= self.meetup.ends_at

    @property
    def is_on_now(self) -> bool:
        """Return whether it goes on at this moment."""
        return self.meetup.starts_at <= clock.now() < self.meetup.ends_at

    @property
    def is_host(self) -> bool:
        """Return whether the reader announced it."""
        return rules.is_host(self.reader, self.meetup)

    @property
    def may_change(self) -> Verdict:
        """Return whether the reader may change time, seats and room."""
        return rules.may_change(self.reader, self.meetup)

    @property
    def sees_guests(self) -> bool:
        """Return whether the reader may see who comes."""
        return bool(rules.may_see_guests(self.reader, self.meetup))


@dataclass(frozen=True)
class Page:
    """Some meetups, and the cursor that leads to those after them."""

    cards: Sequence[Card]
    further: str


def card_of(topic: Topic, reader: Reader) -> Card | None:
    """Return the card of `topic`'s meetup, or None where it has none or `reader` may not see it; one query at most.

    Most topics have none, and their revision rises when one comes.
    """
    key = (topic.pk, topic.revision, reach(reader))
    if _without.get(key):
        return None
    card = _first(Meetup.objects.filter(topic=topic), reader)
    if card is None:
        _without.put(key, thing=True, size=0)
    return card


def card(pk: int, reader: Reader) -> Card | None:
    """Return the card of the meetup `pk`, or None where `reader` may not see it; one query."""
    return _first(Meetup.objects.filter(pk=pk), reader)


def for_calendar(pk: int, reader: Reader) -> Meetup | None:
    """Return the meetup `pk` as calendars may have it: what `reader` sees, or had a seat at when it was called off."""
    seen = card(pk, reader)
    if seen is not None:
        return seen.meetup
    return Meetup.objects.called_off_for(reader).select_related("topic__first_post").filter(pk=pk).first()


def was_called_off(pk: int, reader: Reader) -> bool:
    """Return whether `reader` has a seat at the meetup `pk` and it was called off; one query."""
    return Meetup.objects.called_off_for(reader).filter(pk=pk).exists()


def next_meetup(reader: Reader) -> Card | None:
    """Return the nearest meetup that `reader` may see and that is not over; one query."""
    found = _NEXT.things(reader, clock.now())
    return _card(found[0], reader) if found else None


def coming(reader: Reader, after: str = "") -> Page:
    """Return the meetups that are not over, the nearest first, behind the cursor `after`."""
    rows = Meetup.objects.not_over(clock.now()).order_by("starts_at", "pk")
    return _page(rows.filter(behind("starts_at", after, later=True)), reader)


def past(reader: Reader, before: str = "") -> Page:
    """Return the meetups that are over, the latest first, behind the cursor `before`."""
    rows = Meetup.objects.over(clock.now()).order_by("-starts_at", "-pk")
    return _page(rows.filter(behind("starts_at", before)), reader)


def guests(meetup: Meetup) -> list[Persona]:
    """Return who holds a seat, in the order of registering."""
    seats = meetup.registrations.live().select_related("persona").order_by("registered_at", "pk")
    return [seat.persona for seat in seats]


def _first(rows: MeetupQuerySet, reader: Reader) -> Card | None:
    cards = _cards(rows, reader, 1)
    return cards[0] if cards else None


def _page(rows: MeetupQuerySet, reader: Reader) -> Page:
    cards = _cards(rows, reader, PAGE + 1)
    if len(cards) <= PAGE:
        return Page(cards, "")
    last = cards[PAGE - 1].meetup
    return Page(cards[:PAGE], place_of(last.starts_at, last.pk))


def _cards(rows: MeetupQuerySet, reader: Reader, count: int) -> list[Card]:
    return [_card(meetup, reader) for meetup in _seen(rows, reader)[:count]]


def _card(meetup: Meetup, reader: Reader) -> Card:
    return Card(meetup, reader, has_seat=bool(vars(meetup)["has_seat"]))


def _seen(rows: MeetupQuerySet, reader: Reader) -> MeetupQuerySet:
    """Return those of `rows` that `reader` may see, with all that a card shows."""
    seen = rows.visible_to(reader).with_seat_of(reader, Registration.objects.live())
    return seen.select_related("topic__category", "topic__first_post__persona")


def _next(reader: Reader, now: datetime) -> MeetupQuerySet:
    return _seen(Meetup.objects.not_over(now).order_by("starts_at", "pk"), reader)[:1]


_NEXT = PreparedFor(_next)
