"""The rows of lists, as they were drawn before where nothing that shows in them has changed since."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from accounts.models import Persona
from forum import keeping
from forum.search.words import Run
from forum.templatetags.articles import Viewer
from forum.templatetags.kept import ground, shelf
from forum.templatetags.when import told_until
from forum.topics.models import Post, Topic
from outbox import clock

register = template.Library()

Face = tuple[object, ...]


class RowNode(template.Node):
    """A template that shows one thing and is kept under its face: all that shows of it there."""

    def __init__(
        self,
        drawing: str,
        name: str,
        face: Callable[[Any], Face],
        thing: FilterExpression,
        values: Mapping[str, FilterExpression],
    ) -> None:
        self.drawing, self.name, self.face, self.thing, self.values = drawing, name, face, thing, values

    def render(self, context: Context) -> str:
        thing, viewer = self.thing.resolve(context), Viewer(bool(context["user"].is_authenticated))
        values = {name: value.resolve(context) for name, value in self.values.items()}
        key = (self.drawing, self.face(thing), *values.values(), viewer, *ground(context))
        drawn = shelf.get(key)
        if drawn is None:
            shown = context.new({**values, self.name: thing, "user": viewer})
            drawing = get_template(self.drawing).template  # type: ignore[attr-defined]
            drawn = keeping.drawn(partial(drawing.render, shown))
            shelf.put(key, drawn, drawn.size)
        return keeping.put(drawn.read(clock.now(), told_until))


@register.tag
def topic_row(parser: Parser, token: Token) -> RowNode:
    """Show a topic in a list, for a member as `as_read_by` found it: `{% topic_row topic show_category=True %}`."""
    return _row(parser, token, "components/topic_row.html", "topic", _topic_face)


@register.tag
def hit_facts(parser: Parser, token: Token) -> RowNode:
    """Show of whom and when a post is that was found, and where it stands: `{% hit_facts post %}`."""
    return _row(parser, token, "forum/search/_facts.html", "post", _hit_face)


@register.simple_tag
def runs(words: Iterable[Run]) -> SafeString:
    """Show words with the matches among them marked."""
    shown = escape("")
    for run in words:
        shown += format_html("<mark>{}</mark>", run.text) if run.is_match else escape(run.text)
    return shown


def _row(parser: Parser, token: Token, drawing: str, name: str, face: Callable[[Any], Face]) -> RowNode:
    _tag, thing, *values = token.split_contents()
    return RowNode(drawing, name, face, parser.compile_filter(thing), token_kwargs(values, parser))


def _topic_face(topic: Topic) -> Face:
    reading = tuple(vars(topic).get(name) for name in ("is_opened", "unread", "is_new", "last_read"))
    extent = (topic.last_number, topic.reply_count, topic.created_at, topic.activity_at)
    state = (topic.status, topic.pinned_at is None, topic.closed_at is None)
    first = topic.first_post
    return (*_place(topic), *_look(first.persona if first else None), reading, extent, state)


def _hit_face(post: Post) -> Face:
    return (*_place(post.topic), *_look(post.persona), post.status, post.updates_id is None, post.created_at)


def _place(topic: Topic) -> Face:
    """Return what a row shows of the topic and of its category."""
    category = topic.category
    return topic.pk, topic.title, topic.audience, category.name, category.audience


def _look(persona: Persona | None) -> Face:
    """Return what a row shows of whoever speaks."""
    return (persona.name, persona.colour, persona.badge) if persona else ()
