"""What the pages of topics show, each read in a fixed number of queries."""

from forum.topics.queries.category_page import CategoryPage, category_page, find_category
from forum.topics.queries.finding import (
    Version,
    find_former,
    find_topic,
    has_draft,
    is_gone,
    version_for_everyone,
    version_of,
)
from forum.topics.queries.history import VersionChange, history_page
from forum.topics.queries.items import Own, PostItem
from forum.topics.queries.people import people_called
from forum.topics.queries.reading import recent_page, unread_page
from forum.topics.queries.topic_page import TopicPage, jump, landing, read_up_to, topic_page
from forum.topics.queries.writing import audiences_for, draft_at, find_post, find_removed, find_reply_to, quotation

__all__ = [
    "CategoryPage",
    "Own",
    "PostItem",
    "TopicPage",
    "Version",
    "VersionChange",
    "audiences_for",
    "category_page",
    "draft_at",
    "find_category",
    "find_former",
    "find_post",
    "find_removed",
    "find_reply_to",
    "find_topic",
    "has_draft",
    "history_page",
    "is_gone",
    "jump",
    "landing",
    "people_called",
    "quotation",
    "read_up_to",
    "recent_page",
    "topic_page",
    "unread_page",
    "version_for_everyone",
    "version_of",
]
