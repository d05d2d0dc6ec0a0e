"""The posts of a topic's page, as they were drawn before, or in the mould of others like them."""

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape

from accounts.models import Persona
from forum import keeping
from forum.reactions.queries import felt
from forum.templatetags.kept import ground, moulds, shelf
from forum.templatetags.when import in_words, told_until
from forum.topics.models import Post, Topic
from forum.topics.queries import PostItem, TopicPage
from forum.topics.visibility import Status
from outbox import clock

register = template.Library()

# What stands in a mould: like nothing in a template or in a translation, and like no part of one another.
WORDS = "\x02words\x02"
WRITTEN, EDITED = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC), datetime(1902, 3, 4, 5, 6, 7, tzinfo=UTC)
WRITER, ANSWERED = "ᚠehu.ᚢruz", "ᚦorn.ᚨnsuz"
TOPIC, POST, NUMBER, ANSWERED_NUMBER, PERSONA, COLOUR = range(987_600_001, 987_600_007)
COUNTS, ANSWERS = range(987_600_011, 987_600_015), range(987_600_021, 987_600_051)


class Viewer(NamedTuple):
    """All that a post shows of whoever looks at it, beside what they may do with it."""

    is_authenticated: bool


@register.tag
def articles(parser: Parser, token: Token) -> "ArticlesNode":
    """Show the posts of a topic's page: `{% articles page %}…{% endarticles %}`.

    What stands between the tags is put before the first post that is new to the reader.
    """
    _tag, page = token.split_contents()
    line = parser.parse(("endarticles",))
    parser.delete_first_token()
    return ArticlesNode(parser.compile_filter(page), line)


class ArticlesNode(template.Node):
    """Posts as they were drawn before, where nothing that shows in them has changed since."""

    child_nodelists = ("line",)

    def __init__(self, page: FilterExpression, line: NodeList) -> None:
        self.page, self.line = page, line

    def render(self, context: Context) -> str:
        page: TopicPage = self.page.resolve(context)
        viewer = Viewer(bool(context["user"].is_authenticated))
        place = (page.house, page.topic.pk, page.topic.slug)
        around, now, new_from = (viewer, *place, *ground(context)), clock.now(), page.new_from
        texts: list[bytes] = []
        for item in page.items:
            if new_from and item.post.number == new_from:
                texts.append(self.line.render(context).encode())
            texts.append(_article(context, page, item, viewer, around).read(now, told_until))
        return keeping.put(b"\n".join(texts))


def _article(
    context: Context, page: TopicPage, item: PostItem, viewer: Viewer, around: tuple[object, ...]
) -> keeping.Drawn:
    """Return a post, made now if it was not before."""
    key = (item.post.pk, item.post.revision, item.face, around)
    made = shelf.get(key)
    if made is None:
        whole = page.whole.get(item.post.pk, item)
        made = (cast if is_plain(whole) else draw)(context, whole, viewer)
        # Had someone changed it between our two looks at it, it would not be what the key says.
        if page.house is not None and whole.face == item.face:
            shelf.put(key, made, made.size)
    return made


def draw(context: Context, item: PostItem, viewer: Viewer) -> keeping.Drawn:
    """Draw a post from nothing but what its key tells of."""
    return keeping.Drawn(*_drawing(context, item, viewer))


def _drawing(context: Context, item: PostItem, viewer: Viewer) -> tuple[str, list[datetime]]:
    drawing = get_template("components/post.html")
    with keeping.leaving_holes() as moments:
        text = drawing.template.render(context.new({"item": item, "topic": item.post.topic, "user": viewer}))  # type: ignore[attr-defined]
    return text, moments


def is_plain(item: PostItem) -> bool:
    """Return whether a post is like most: words that stand by themselves for everyone."""
    return item.is_readable and item.post.status == Status.PUBLISHED and not item.updates


def cast(context: Context, item: PostItem, viewer: Viewer) -> keeping.Drawn:
    """Return a plain post in the mould of those that look alike but for words, names, numbers and times."""
    shape = (viewer, *ground(context), *_shape(item))
    mould = moulds.get(shape)
    if mould is None:
        stand_in = _stand_in(item)
        text, moments = _drawing(context, stand_in, viewer)
        mould = keeping.Mould(text, _values(stand_in), moments)
        moulds.put(shape, mould, mould.size)
    times = {WRITTEN: item.post.created_at, EDITED: item.post.edited_at or item.post.created_at}
    return keeping.Cast(mould, _values(item), [times[moment] for moment in mould.moments])


def _shape(item: PostItem) -> tuple[object, ...]:
    """Return all by which plain posts differ that is not among their values."""
    post, writer = item.post, item.post.persona
    own = (item.face, post.number == 1, post.kind, post.edited_at is None)
    around = (item.in_reply_to is not None, len(item.answers), item.further_answers)
    return (*own, bool(writer.name), writer.badge, *around, *map(bool, _counts(post).values()))


def _stand_in(item: PostItem) -> PostItem:
    """Return a post of the same shape, each of whose values can be told from all else on its page."""
    post, writer = item.post, item.post.persona
    name = WRITER if writer.name else ""
    counts = zip(_counts(post).items(), COUNTS, strict=True)
    stands = Post(
        pk=POST,
        topic=Topic(pk=TOPIC, title="Standing in a mould"),
        number=1 if post.number == 1 else NUMBER,
        html=WORDS,
        persona=Persona(pk=PERSONA, name=name, badge=writer.badge, colour=COLOUR),
        kind=post.kind,
        status=post.status,
        created_at=WRITTEN,
        edited_at=EDITED if post.edited_at else None,
        **{column: count and stand_in for (column, count), stand_in in counts},
    )
    answered = Post(number=ANSWERED_NUMBER, persona=Persona(name=ANSWERED)) if item.in_reply_to else None
    return item._replace(post=stands, in_reply_to=answered, answers=ANSWERS[: len(item.answers)])


def _values(item: PostItem) -> list[str]:
    """Return what a post shows that hardly another does, ready for HTML; empty what it does not show."""
    post, topic, writer, answered = item.post, item.post.topic, item.post.persona, item.in_reply_to
    numbers = (topic.pk, post.pk, "" if post.number == 1 else post.number, writer.colour)
    who = (conditional_escape(writer.name), quote(writer.name), writer.initials)
    times = (*_told(post.created_at), *_told(post.edited_at))
    to = (answered.number, conditional_escape(answered.persona.name)) if answered else ("", "")
    return list(map(str, (post.html, topic.slug, *numbers, *who, *times, *to, *_counts(post).values(), *item.answers)))


def _told(moment: datetime | None) -> tuple[str, str]:
    """Return a moment for machines and for people."""
    return (moment.isoformat(timespec="seconds"), conditional_escape(in_words(moment))) if moment else ("", "")


def _counts(post: Post) -> dict[str, int]:
    """Return how many reacted, by the column that counts them."""
    return {one.feeling.column: one.count for one in felt(post, ())}
