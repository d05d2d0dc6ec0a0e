"""The only writers of reactions and bookmarks."""

from forum.reactions.actions.bookmark import keep_bookmark, release_due_bookmarks, remove_bookmark
from forum.reactions.actions.counts import mend_reactions, wrong_reactions
from forum.reactions.actions.give import react, take_back

__all__ = [
    "keep_bookmark",
    "mend_reactions",
    "react",
    "release_due_bookmarks",
    "remove_bookmark",
    "take_back",
    "wrong_reactions",
]
