"""The only writers of topics and posts, a file for each verb."""

from forum.topics.actions.approve import approve_post
from forum.topics.actions.arrive import ArrivedPost, ArrivedTopic, keep_former, link_quotes, reserve_ids, write_arrived
from forum.topics.actions.audience import keep_among_readers, set_audience
from forum.topics.actions.bulk import PastPost, write_past_topic
from forum.topics.actions.claim import claim, settle_claims
from forum.topics.actions.close import close_topic, reopen_topic
from forum.topics.actions.counts import WrongCount, mend_counts, wrong_counts
from forum.topics.actions.create import create_reply, create_topic
from forum.topics.actions.delete import delete_post
from forum.topics.actions.draft import discard_draft, save_draft
from forum.topics.actions.edit import edit_post
from forum.topics.actions.hide import hide_post, restore_post
from forum.topics.actions.language import read_anew, set_language
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.actions.move import move_topic
from forum.topics.actions.pin import pin_topic, unpin_topic
from forum.topics.actions.read import mark_all_read, mark_all_seen, mark_read
from forum.topics.actions.rename import rename_topic
from forum.topics.actions.render import render_again
from forum.topics.actions.sent import AlreadySentError
from forum.topics.actions.update import add_update
from forum.topics.actions.watch import watch_as_category, watch_topic

__all__ = [
    "AlreadySentError",
    "ArrivedPost",
    "ArrivedTopic",
    "PastPost",
    "WrongCount",
    "add_update",
    "approve_post",
    "claim",
    "close_topic",
    "create_reply",
    "create_topic",
    "delete_post",
    "discard_draft",
    "edit_post",
    "hide_post",
    "keep_among_readers",
    "keep_former",
    "link_quotes",
    "locked_post",
    "locked_topic",
    "mark_all_read",
    "mark_all_seen",
    "mark_read",
    "mend_counts",
    "move_topic",
    "pin_topic",
    "read_anew",
    "rename_topic",
    "render_again",
    "reopen_topic",
    "reserve_ids",
    "restore_post",
    "save_draft",
    "set_audience",
    "set_language",
    "settle_claims",
    "unpin_topic",
    "watch_as_category",
    "watch_topic",
    "write_arrived",
    "write_past_topic",
    "wrong_counts",
]
