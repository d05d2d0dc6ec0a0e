"""The only writers of reactions and bookmarks."""

from forum.reactions.actions.bookmark import (
    keep_bookmark,
    look_again,
    put_off_reminder,
    release_due_bookmarks,
    remove_bookmark,
)
from forum.reactions.actions.counts import mend_reactions, wrong_reactions
from forum.reactions.actions.give import react, take_back

__all__ = [
    "keep_bookmark",
    "look_again",
    "mend_reactions",
    "put_off_reminder",
    "react",
    "release_due_bookmarks",
    "remove_bookmark",
    "take_back",
    "wrong_reactions",
]
