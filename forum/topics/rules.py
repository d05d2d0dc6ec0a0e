"""Who may do what with topics and posts, and why not; the same of one row as `visibility` says in SQL."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from accounts.models import Persona, Reader, User
from accounts.verdict import YES, Verdict
from forum.categories.models import Category
from forum.categories.visibility import Audience, reach
from forum.topics.models import Post, Topic
from forum.topics.visibility import OWN, Status
from outbox import clock

# The largest whole number that a column of numbers holds.
MAX_NUMBER = 2**31 - 1
# The digit for the version in the key of a post that came from another forum, made of its id there; ours are random.
CAME = "5"
MELTING = timedelta(minutes=5)
# A topic that nobody opened is new for so long.
FRESH_FOR = timedelta(days=14)

LOG_IN = Verdict.no(_("Log in to write here."))
OUT_OF_SIGHT = Verdict.no(_("This is not open to you."))
CLOSED = Verdict.no(_("This topic is closed. You can read it, but nobody can add to it now."))
TAKEN_DOWN_TOPIC = Verdict.no(_("A moderator has taken this topic down, so nobody can add to it now."))
GONE_TOPIC = Verdict.no(_("This topic was removed by the person who started it."))
TAKEN_DOWN_POST = Verdict.no(_("A moderator has taken this post down, so its words cannot be changed now."))
WAITING_TOPIC = Verdict.no(_("This topic waits for a moderator. Once others can read it, you can add to it."))
WAITING_POST = Verdict.no(_("This post waits for a moderator. Once others can read it, you can add to it."))
GONE_POST = Verdict.no(_("This post was removed by the person who wrote it."))
NOT_YOURS = Verdict.no(_("Only the person who wrote this can do that."))
YOUR_OWN = Verdict.no(_("These are your own words."))
NOT_A_MODERATOR = Verdict.no(_("Only moderators can do that."))
UPDATES_STAND_UNDER_POSTS = Verdict.no(_("An update stands under a post. Add it there."))
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
OUT_OF_DATE_LOG_IN = Verdict.no(_("That page was out of date. Log in here."))
NOT_OPEN_ANY_MORE = Verdict.no(
    _("This is not open to you any more, so your words could not be added. They are below: copy them before you leave.")
)
LEFT = Verdict.no(
    _("You left before this was sent. Nothing is lost: your words are below. Press the button to send them.")
)
NO_PLACE = Verdict.no(_("This cannot be kept."))
ALREADY_HIDDEN = Verdict.no(_("This is taken down already."))
NOT_HELD = Verdict.no(_("This does not wait for a moderator any more."))
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
    return YES if is_own and topic.status in OWN else OUT_OF_SIGHT


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
    if post.updates_id:
        return UPDATES_STAND_UNDER_POSTS
    if post.status != Status.PUBLISHED:
        return {Status.HIDDEN: TAKEN_DOWN_POST, Status.HELD: WAITING_POST}.get(Status(post.status), GONE_POST)
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


def is_held(persona: Persona, category: Category) -> bool:
    """Return whether what `persona` writes in `category` waits for a moderator's yes before others read it.

    Where a category asks for that, it does so until anything that they wrote is there for others to read.
    """
    writer = account_of(persona)
    if not category.holds_first_posts or (isinstance(writer, User) and writer.is_organizer):
        return False
    return not Post.objects.filter(persona=persona, status=Status.PUBLISHED).exists()


def may_moderate(reader: Reader) -> Verdict:
    """Judge whether `reader` looks after what others write."""
    return YES if isinstance(reader, User) and reader.is_moderator else NOT_A_MODERATOR


def has_come(key: UUID) -> bool:
    """Return whether a key is that of a post which came from another forum."""
    return str(key)[14] == CAME


def is_author(reader: Reader, post: Post) -> bool:
    """Return whether `reader` is the account behind the persona that wrote `post`."""
    return isinstance(reader, User) and post.persona.user_id == reader.pk


def account_of(persona: Persona) -> Reader:
    """Return the account that stands behind `persona`, or nobody."""
    return persona.user or AnonymousUser()


def _may_touch(reader: Reader, post: Post) -> Verdict:
    """Judge what every act on a post needs: an account, and the words in sight."""
    return may_read_post(reader, post) if isinstance(reader, User) else LOG_IN


def _takes_words(topic: Topic) -> Verdict:
    """Judge whether anything may be added to `topic` at all."""
    if topic.status == Status.HIDDEN:
        return TAKEN_DOWN_TOPIC
    if topic.status == Status.DELETED:
        return GONE_TOPIC
    if topic.status == Status.HELD:
        return WAITING_TOPIC
    return CLOSED if topic.closed_at else YES


def _is_open_to(reader: Reader, post: Post) -> bool:
    """Return whether `post` is published, or held or hidden and the reader's own."""
    if post.status == Status.PUBLISHED:
        return True
    return post.status in OWN and is_author(reader, post)
