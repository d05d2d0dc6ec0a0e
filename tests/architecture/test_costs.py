"""Every page that lists has its query count asserted at one row and at twenty; this table says where."""

import ast

import pytest

from tests.architecture.house import ROOT
from tests.architecture.test_routes import routed_views

LISTS = {
    "forum.meetups.views.guests": "forum/meetups/test_list.py::test_guests_cost_the_same_however_many",
    "forum.meetups.views.meetups": "forum/meetups/test_list.py::test_list_costs_the_same_whatever_its_length",
    "forum.notifications.views.notification_list": "forum/notifications/test_views.py::"
    "test_list_takes_as_many_queries_for_one_row_as_for_twenty",
    "forum.pages.views.front.front": "forum/pages/test_costs.py::test_front_page_costs_the_same_however_much_there_is",
    "forum.profiles.views.profile": "forum/profiles/test_profile.py::test_profile_costs_three_queries_however_long",
    "forum.reactions.views.bookmarks": "forum/reactions/test_bookmarks.py::"
    "test_list_costs_the_same_for_one_bookmark_as_for_twenty",
    "forum.reactions.views.reactions": "forum/reactions/test_views.py::"
    "test_list_costs_the_same_for_one_reaction_as_for_twenty",
    "forum.search.views.search": "forum/search/test_views.py::test_search_costs_the_same_for_one_post_as_for_twenty",
    **{
        f"forum.topics.feeds.{name}": "forum/topics/test_feeds.py::test_feed_costs_the_same_for_one_entry_as_for_twenty"
        for name in ("newest", "of_category", "of_topic")
    },
    **{
        f"forum.topics.feeds.{name}": "forum/topics/test_feeds.py::"
        "test_sitemap_costs_the_same_for_one_topic_as_for_twenty"
        for name in ("sitemaps", "sitemap")
    },
    "forum.topics.views.read.category": "forum/topics/test_views_read.py::"
    "test_room_costs_the_same_for_one_topic_as_for_twenty",
    "forum.topics.views.read.history": "forum/topics/test_history.py::"
    "test_history_costs_the_same_for_one_edit_as_for_twenty",
    "forum.topics.views.read.topic": "forum/topics/test_views_read.py::test_topic_costs_the_same_however_long_it_is",
    **{
        f"forum.topics.views.reading.{name}": "forum/topics/test_reading.py::"
        "test_lists_cost_the_same_for_one_topic_as_for_twenty"
        for name in ("unread", "recent")
    },
    "moderation.views.log": "moderation/test_views.py::test_log_costs_the_same_whatever_its_length",
    "moderation.views.waiting": "moderation/test_waiting.py::test_list_costs_the_same_whatever_its_length",
}
# Pages of one thing, or of none: forms, answers to buttons, files.
SINGLE = {
    *(f"forum.meetups.views.{name}" for name in ("cancel", "change", "ics", "join", "new", "register")),
    *(f"forum.notifications.views.{name}" for name in ("live", "open_notification", "read_all", "stop")),
    *(f"forum.pages.views.device.{name}" for name in ("forget", "forgotten", "log_out")),
    "forum.pages.views.help.help_page",
    "forum.pages.views.styleguide.styleguide",
    *(f"forum.pages.views.shell.{name}" for name in ("manifest", "offline", "robots", "worker")),
    *(f"forum.preferences.views.{name}" for name in ("claim", "emoji", "preferences")),
    *(f"forum.reactions.views.{name}" for name in ("bookmark", "react", "remove")),
    "forum.search.views.similar",
    *(f"forum.topics.views.aside.{name}" for name in ("draft", "people", "preview")),
    *(f"forum.topics.views.change.{name}" for name in ("delete", "edit", "update")),
    "forum.topics.views.kept.kept",
    "forum.topics.views.read.jump",
    *(f"forum.topics.views.reading.{name}" for name in ("read", "read_all", "seen")),
    *(f"forum.topics.views.watch.{name}" for name in ("watch", "watch_category")),
    *(f"forum.topics.views.write.{name}" for name in ("new", "reply")),
    *(
        f"moderation.views.{name}"
        for name in ("approve", "close", "edit", "hide", "move", "pin", "rename", "reopen", "restore", "unpin")
    ),
}


def test_every_view_is_known_to_list_or_not() -> None:
    ours = {name for name in routed_views() if name.split(".")[0] in {"forum", "moderation"}}
    assert ours == set(LISTS) | SINGLE


@pytest.mark.parametrize(("view", "test"), LISTS.items())
def test_count_is_asserted_at_one_row_and_at_twenty(view: str, test: str) -> None:
    path, name = test.split("::")
    tree = ast.parse((ROOT / "tests" / path).read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
    assert len(found) == 1
    rows = [ast.literal_eval(word.args[1]) for word in found[0].decorator_list if isinstance(word, ast.Call)]
    counts = next(row for row in rows if row[0] == 1)
    assert counts[1] >= 20
    assert "num_queries" in ast.unparse(found[0])
    assert view in set(routed_views())
