"""Where a page stands among those that the header leads to."""

from django import template
from django.template.context import Context

register = template.Library()

# By name, as the header has them; few, since the header is kept once for each.
HEADER = frozenset({"meetups:list", "notifications:list", "search:search", "pages:help"})


@register.simple_tag(takes_context=True)
def place_in_header(context: Context) -> str:
    """Return the name of the page if the header leads to it, or nothing."""
    match = getattr(context.get("request"), "resolver_match", None)
    return match.view_name if match and match.view_name in HEADER else ""
