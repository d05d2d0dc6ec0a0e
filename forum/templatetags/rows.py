"""The rows of lists, as they were drawn before where nothing that shows in them has changed since."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Persona
from forum import keeping
from forum.search.words import Run
from forum.templatetags.articles import Viewer
from forum.templatetags.kept import ground, shelf
from forum.templatetags.when import told_until
from forum.topics.models import Post, Topic
from outbox import clock

register = template.Library()


@register.simple_tag(takes_context=True)
def topic_row(context: Context, topic: Topic, *, show_category: bool = False) -> SafeString:
    """Show a topic in a list, for a member as `as_read_by` found it."""
    reading = tuple(vars(topic).get(name) for name in ("is_opened", "unread", "is_new", "last_read"))
    first = topic.first_post
    face = (*_place(topic), *_look(first.persona if first else None), *reading, show_category)
    extent = (topic.last_number, topic.reply_count, topic.created_at, topic.activity_at)
    state = (topic.status, topic.pinned_at is None, topic.closed_at is None)
    return _drawn(context, "components/topic_row.html", (face, extent, state), topic=topic, show_category=show_category)


@register.simple_tag(takes_context=True)
def hit_facts(context: Context, post: Post) -> SafeString:
    """Show of whom and when a post is that was found, and where it stands."""
    face = (*_place(post.topic), *_look(post.persona), post.status, post.updates_id is None, post.created_at)
    return _drawn(context, "forum/search/_facts.html", face, post=post)


@register.simple_tag
def runs(words: Iterable[Run]) -> SafeString:
    """Show words with the matches among them marked."""
    texts = (
        format_html("<mark>{}</mark>", run.text) if run.is_match else conditional_escape(run.text) for run in words
    )
    return SafeString("".join(texts))


def _place(topic: Topic) -> tuple[object, ...]:
    """Return what a row shows of the topic and of its category."""
    category = topic.category
    return topic.pk, topic.title, topic.audience, category.name, category.audience


def _look(persona: Persona | None) -> tuple[object, ...]:
    """Return what a row shows of whoever speaks."""
    return (persona.name, persona.colour, persona.badge) if persona else ()


def _drawn(context: Context, name: str, face: tuple[object, ...], **shown: object) -> SafeString:
    """Return the template `name` with what is `shown`, all of which the `face` tells of; the reader is a part of it."""
    viewer = Viewer(bool(context["user"].is_authenticated))
    key = (name, face, viewer, *ground(context))
    drawn = shelf.get(key)
    if drawn is None:
        drawing = get_template(name).template  # type: ignore[attr-defined]
        with keeping.leaving_holes() as moments:
            text = drawing.render(context.new({**shown, "user": viewer}))
        drawn = keeping.Drawn(text, moments)
        shelf.put(key, drawn, drawn.size)
    return mark_safe(drawn.read(clock.now(), told_until))  # noqa: S308 - a template's own
