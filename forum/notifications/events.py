"""What happens while people are told."""

from dataclasses import dataclass

from outbox.events import Event


@dataclass(frozen=True)
class PostAudienceSplit(Event):
    """A post concerns too many to tell at once; these are one portion, a range of accounts."""

    post_id: int
    first_id: int
    last_id: int


@dataclass(frozen=True)
class MeetupAudienceSplit(Event):
    """A meetup concerns too many to tell at once; these are one portion, a range of accounts."""

    meetup_id: int
    first_id: int
    last_id: int


@dataclass(frozen=True)
class GuestsSplit(Event):
    """A change to a meetup concerns too many to tell at once; these are one portion, a range of accounts."""

    change_id: int
    first_id: int
    last_id: int
