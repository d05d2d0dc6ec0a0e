"""What moderators do: each act takes a reason, stands in the log, and tells the author."""

from moderation.actions.posts import approve_post, edit_post, hide_post, restore_post
from moderation.actions.topics import (
    close_topic,
    move_topic,
    pin_topic,
    rename_topic,
    reopen_topic,
    unpin_topic,
)

__all__ = [
    "approve_post",
    "close_topic",
    "edit_post",
    "hide_post",
    "move_topic",
    "pin_topic",
    "rename_topic",
    "reopen_topic",
    "restore_post",
    "unpin_topic",
]
