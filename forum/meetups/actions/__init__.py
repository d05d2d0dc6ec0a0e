"""What is done with meetups, one file a verb."""

from forum.meetups.actions.announce import announce_meetup
from forum.meetups.actions.bulk import write_past_meetup
from forum.meetups.actions.change import change_meetup
from forum.meetups.actions.counts import mend_seats, wrong_seats
from forum.meetups.actions.remind import release_due_reminders
from forum.meetups.actions.seats import cancel, register
from forum.meetups.actions.tell import note_standing

__all__ = [
    "announce_meetup",
    "cancel",
    "change_meetup",
    "mend_seats",
    "note_standing",
    "register",
    "release_due_reminders",
    "write_past_meetup",
    "wrong_seats",
]
