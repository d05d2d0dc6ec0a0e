"""Who may do what with topics and posts, and why not; the same of one row as `visibility` says in SQL."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from accounts.models import Persona, Reader, User
from accounts.verdict import YES, RefusedError, Verdict, require
from forum.categories.models import Category
from forum.categories.visibility import Audience, reach
from forum.markup.render import Rendered, TooMuchError, render
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from forum.topics.words import is_blank, tidy_title
from outbox import clock

MAX_TITLE = 150
# The largest whole number that a column of numbers holds.
MAX_NUMBER = 2**31 - 1
MENTIONS = 10
MENTIONS_OF_THE_NEW = 2
NEW_FOR = timedelta(hours=24)
MELTING = timedelta(minutes=5)
# A topic that nobody opened is new for so long.
FRESH_FOR = timedelta(days=14)

LOG_IN = Verdict.no(_("Log in to write here."))
OUT_OF_SIGHT = Verdict.no(_("This is not open to you."))
CLOSED = Verdict.no(_("This topic is closed. You can read it, but nobody can add to it now."))
TAKEN_DOWN_TOPIC = Verdict.no(_("A moderator has taken this topic down, so nobody can add to it now."))
GONE_TOPIC = Verdict.no(_("This topic was removed by the person who started it."))
TAKEN_DOWN_POST = Verdict.no(_("A moderator has taken this post down, so its words cannot be changed now."))
GONE_POST = Verdict.no(_("This post was removed by the person who wrote it."))
NOT_YOURS = Verdict.no(_("Only the person who wrote this can do that."))
YOUR_OWN = Verdict.no(_("These are your own words."))
NOT_A_MODERATOR = Verdict.no(_("Only moderators can do that."))
UPDATES_STAND_UNDER_POSTS = Verdict.no(_("An update stands under a post. Add it there."))
WRITE_SOMETHING = _("Write a few words first.")
EMPTY_BODY = Verdict.no(WRITE_SOMETHING)
GIVE_A_TITLE = _("Give your topic a title.")
EMPTY_TITLE = Verdict.no(GIVE_A_TITLE)
LONG_TITLE = Verdict.no(_("Keep the title to 150 characters or fewer."))
TOO_WIDE = Verdict.no(_("A topic cannot be open to more people than its category is."))
TOO_NARROW = Verdict.no(_("You could not read this topic yourself. Choose people you belong to."))
REPLY_TO_NOTHING = Verdict.no(
    _("The post you reply to is not here any more. Your words are kept: send them again as a plain reply.")
)
ALREADY_SENT = Verdict.no(
    _(
        "You have sent this once already, with other words. Your new words are below and nothing is lost: "
        "send them again to add them as well."
    )
)
EDITED_MEANWHILE = Verdict.no(
    _(
        "Someone else changed this post while you were writing. Your words are below and nothing is lost. "
        "Look at how it stands now, and save again to replace it."
    )
)
LOGGED_OUT = Verdict.no(
    _(
        "You are not logged in any more, so this could not be sent. Nothing is lost: your words are below. "
        "Log in again in a new tab, come back here, and press the button."
    )
)
LOGGED_OUT_ASIDE = Verdict.no(_("You are not logged in any more, so this is not kept."))
OUT_OF_DATE = Verdict.no(
    _(
        "The page you wrote on was out of date, which happens when you log in again meanwhile. "
        "Nothing is lost: your words are below. Press the button once more."
    )
)
OUT_OF_DATE_ASIDE = Verdict.no(
    _("This page is out of date, so nothing more is kept. Send your words all the same: they come back.")
)
OUT_OF_DATE_CLICK = Verdict.no(_("The page was out of date. Go back, load it again, and send the form once more."))
NOT_OPEN_ANY_MORE = Verdict.no(
    _("This is not open to you any more, so your words could not be added. They are below: copy them before you leave.")
)
LEFT = Verdict.no(
    _("You left before this was sent. Nothing is lost: your words are below. Press the button to send them.")
)
NO_PLACE = Verdict.no(_("This cannot be kept."))
TOO_MUCH = {
    "length": _("This is longer than the %(bound)s characters that fit into one post."),
    "lines": _("This has more than %(bound)s lines. Split it into several posts."),
    "levels": _("Quotes or lists are more than %(bound)s levels deep here. Use fewer."),
    "elements": _("This has more than %(bound)s links, list lines, emoji and the like. Split it into several posts."),
}
TOO_MANY_NAMES = _("You can name %(limit)d people in a post; you named %(count)d. Take the @ away from the others.")
TOO_MANY_NAMES_AT_FIRST = _(
    "On your first day you can name %(limit)d people in a post; you named %(count)d. Take the @ away from the others."
)
ALREADY_HIDDEN = Verdict.no(_("This is taken down already."))
NOT_HIDDEN = Verdict.no(_("This is not taken down."))
ALREADY_CLOSED = Verdict.no(_("This topic is closed already."))
NOT_CLOSED = Verdict.no(_("This topic is open already."))
ALREADY_PINNED = Verdict.no(_("This topic is pinned already."))
NOT_PINNED = Verdict.no(_("This topic is not pinned."))
ALREADY_THERE = Verdict.no(_("This topic stands in that category already."))
SAME_TITLE = Verdict.no(_("The topic has this title already."))


def may_see_topic(reader: Reader, topic: Topic) -> Verdict:
    """Judge as `visible_topics` does; wants `topic.first_post.persona` at hand where the topic is hidden."""
    if topic.audience > reach(reader):
        return OUT_OF_SIGHT
    if reach(reader) == Audience.MODERATORS or topic.status == Status.PUBLISHED:
        return YES
    is_own = topic.first_post is not None and is_author(reader, topic.first_post)
    return YES if is_own and topic.status == Status.HIDDEN else OUT_OF_SIGHT


def may_know_gone(reader: Reader, topic: Topic) -> Verdict:
    """Judge as `gone_topics` does: whether `reader` may be told that the author of `topic` removed it."""
    return YES if topic.status == Status.DELETED and topic.audience <= reach(reader) else OUT_OF_SIGHT


def may_read_post(reader: Reader, post: Post) -> Verdict:
    """Judge as `visible_posts` does; wants `topic`, `persona` and, for an update, `updates.persona` at hand."""
    verdict = may_see_topic(reader, post.topic)
    if not verdict or reach(reader) == Audience.MODERATORS:
        return verdict
    if post.updates_id and post.updates is not None and not _is_open_to(reader, post.updates):
        return OUT_OF_SIGHT
    return YES if _is_open_to(reader, post) else OUT_OF_SIGHT


def may_start_topic(reader: Reader, category: Category) -> Verdict:
    """Judge whether `reader` may start a topic in `category`."""
    if not isinstance(reader, User):
        return LOG_IN
    return YES if category.audience <= reach(reader) else OUT_OF_SIGHT


def may_choose_audience(reader: Reader, category: Category, audience: int) -> Verdict:
    """Judge whether `reader` may start a topic for `audience` in `category`."""
    if audience < category.audience:
        return TOO_WIDE
    return YES if audience <= reach(reader) else TOO_NARROW


def audience_under(topic: Topic, category: Category) -> Audience:
    """Return for whom `topic` would be in `category`: those in there whom it was written for."""
    written_for = topic.audience if topic.written_for is None else topic.written_for
    return Audience(max(written_for, category.audience))


def may_reply(reader: Reader, topic: Topic) -> Verdict:
    """Judge whether `reader` may add a reply to `topic`."""
    if not isinstance(reader, User):
        return LOG_IN
    return may_see_topic(reader, topic) and _takes_words(topic)


def may_reply_to(post: Post | None, topic: Topic) -> Verdict:
    """Judge whether a reply in `topic` may say that it answers `post`; None answers the topic."""
    if post is None:
        return YES
    is_here = post.topic_id == topic.pk and post.number is not None and post.status == Status.PUBLISHED
    return YES if is_here else REPLY_TO_NOTHING


def may_edit(reader: Reader, post: Post) -> Verdict:
    """Judge whether `reader` may change the words of `post`; the author's own, or a moderator's duty."""
    verdict = _may_touch(reader, post)
    if not verdict:
        return verdict
    if not is_author(reader, post) and not may_moderate(reader):
        return NOT_YOURS
    if post.status == Status.DELETED:
        return GONE_POST
    is_taken_down = Status.HIDDEN in {post.status, post.topic.status}
    return TAKEN_DOWN_POST if is_taken_down and not may_moderate(reader) else YES


def may_update(reader: Reader, post: Post) -> Verdict:
    """Judge whether `reader` may add a dated update under `post`."""
    verdict = _may_touch(reader, post)
    if not verdict:
        return verdict
    if not is_author(reader, post):
        return NOT_YOURS
    if post.number is None:
        return UPDATES_STAND_UNDER_POSTS
    if post.status != Status.PUBLISHED:
        return TAKEN_DOWN_POST if post.status == Status.HIDDEN else GONE_POST
    return _takes_words(post.topic)


def may_delete(reader: Reader, post: Post) -> Verdict:
    """Judge whether `reader` may remove `post`; also a hidden one: authors may take their words with them."""
    verdict = _may_touch(reader, post)
    if not verdict:
        return verdict
    if not is_author(reader, post):
        return NOT_YOURS
    return GONE_POST if post.status == Status.DELETED else YES


def may_react(reader: Reader, post: Post) -> Verdict:
    """Judge whether `reader` may say by a heart or the like how another's `post` meets them; a closed topic's too."""
    if not isinstance(reader, User):
        return LOG_IN
    if is_author(reader, post):
        return YOUR_OWN
    stands = post.number is not None and post.status == post.topic.status == Status.PUBLISHED
    return may_read_post(reader, post) and (YES if stands else OUT_OF_SIGHT)


def may_see_history(reader: Reader, post: Post) -> Verdict:
    """Judge whether `reader` may read earlier wordings of `post`; an edit may be there to take a name back."""
    verdict = _may_touch(reader, post)
    if not verdict:
        return verdict
    return YES if is_author(reader, post) or may_moderate(reader) else NOT_YOURS


def new_since(reader: Reader) -> datetime:
    """Return when topics begun are new to `reader` from: since they joined, and some days back at most."""
    some_days_back = clock.now() - FRESH_FOR
    return max(reader.created_at, some_days_back) if isinstance(reader, User) else some_days_back


def may_moderate(reader: Reader) -> Verdict:
    """Judge whether `reader` looks after what others write."""
    return YES if isinstance(reader, User) and reader.is_moderator else NOT_A_MODERATOR


def is_author(reader: Reader, post: Post) -> bool:
    """Return whether `reader` is the account behind the persona that wrote `post`."""
    return isinstance(reader, User) and post.persona.user_id == reader.pk


def account_of(persona: Persona) -> Reader:
    """Return the account that stands behind `persona`, or nobody."""
    return persona.user or AnonymousUser()


def read_source(writer: Reader | Persona, source: str) -> Rendered:
    """Return `source` (tidied) as HTML with its mentions and quotes.

    Raises RefusedError where it is empty, over the bounds of a post, or names more people than `writer` may.
    """
    reader = account_of(writer) if isinstance(writer, Persona) else writer
    require(EMPTY_BODY if is_blank(source) else YES)
    try:
        rendered = render(source, people=people)
    except TooMuchError as error:
        raise RefusedError(Verdict.no(TOO_MUCH[error.code] % {"bound": f"{error.bound:,}"})) from error
    require(_may_mention(reader, len(rendered.mentions)))
    return rendered


def read_title(title: str) -> str:
    """Return `title` as it is kept; raises RefusedError where it is empty or too long."""
    tidy = tidy_title(title)
    require(EMPTY_TITLE if is_blank(tidy) else YES)
    require(LONG_TITLE if len(tidy) > MAX_TITLE else YES)
    return tidy


def people(names: Iterable[str]) -> dict[str, str]:
    """Return {name in lower case: name as its persona writes it} for those of `names` that are somebody's."""
    wanted = list(names)
    found = Persona.objects.named(wanted).values_list("name", flat=True) if wanted else ()
    return {name.lower(): name for name in found}


def _may_touch(reader: Reader, post: Post) -> Verdict:
    """Judge what every act on a post needs: an account, and the words in sight."""
    return may_read_post(reader, post) if isinstance(reader, User) else LOG_IN


def _takes_words(topic: Topic) -> Verdict:
    """Judge whether anything may be added to `topic` at all."""
    if topic.status == Status.HIDDEN:
        return TAKEN_DOWN_TOPIC
    if topic.status == Status.DELETED:
        return GONE_TOPIC
    return CLOSED if topic.closed_at else YES


def _is_open_to(reader: Reader, post: Post) -> bool:
    """Return whether `post` is published, or hidden and the reader's own."""
    if post.status == Status.PUBLISHED:
        return True
    return post.status == Status.HIDDEN and is_author(reader, post)


def _may_mention(reader: Reader, count: int) -> Verdict:
    """Judge whether `reader` may name `count` people in one post."""
    if may_moderate(reader):
        return YES
    is_new = isinstance(reader, User) and clock.now() - reader.created_at < NEW_FOR
    limit = MENTIONS_OF_THE_NEW if is_new else MENTIONS
    if count <= limit:
        return YES
    text = TOO_MANY_NAMES_AT_FIRST if is_new else TOO_MANY_NAMES
    return Verdict.no(text % {"limit": limit, "count": count})
