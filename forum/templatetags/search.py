"""What the search gives to other nouns' pages."""

from django import template
from django.template.context import Context

from accounts.verdict import RefusedError
from forum.search import queries
from forum.topics.models import Topic
from forum.topics.views.composing import Composer

register = template.Library()


@register.inclusion_tag("forum/search/_similar_here.html", takes_context=True)
def similar_topics(context: Context, composer: Composer) -> dict[str, object]:
    """Offer topics like the one that is begun in `composer`: a script as its title is typed, else with the preview."""
    is_topic = composer.place.startswith("new:")
    title = str(composer.form.data.get("title", "")) if is_topic and composer.form.is_bound else ""
    return {"is_topic": is_topic, "similar": _like(context, title) if title else []}


def _like(context: Context, title: str) -> list[Topic]:
    """Return topics with titles like `title`; what is only offered need not be had."""
    try:
        return queries.similar_topics(context["request"].user, title)
    except RefusedError:
        return []
