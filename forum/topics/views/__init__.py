"""The pages of topics and posts."""

from forum.topics.views.aside import draft, people, preview
from forum.topics.views.change import delete, edit, update
from forum.topics.views.kept import csrf_failure, kept, locked, server_error
from forum.topics.views.read import category, history, jump, topic
from forum.topics.views.reading import read, read_all, recent, seen, unread
from forum.topics.views.watch import watch, watch_category
from forum.topics.views.write import new, reply

__all__ = [
    "category",
    "csrf_failure",
    "delete",
    "draft",
    "edit",
    "history",
    "jump",
    "kept",
    "locked",
    "new",
    "people",
    "preview",
    "read",
    "read_all",
    "recent",
    "reply",
    "seen",
    "server_error",
    "topic",
    "unread",
    "update",
    "watch",
    "watch_category",
]
