"""The only writers of reactions and bookmarks."""

from forum.reactions.actions.counts import mend_reactions, wrong_reactions
from forum.reactions.actions.give import react, take_back

__all__ = ["mend_reactions", "react", "take_back", "wrong_reactions"]
