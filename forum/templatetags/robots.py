"""What a page tells search engines."""

from django import template
from django.template.context import Context

from forum.pages.rules import may_be_found

register = template.Library()


@register.simple_tag(takes_context=True)
def found(context: Context) -> bool:
    """Return whether a search engine may keep the page."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return bool(request and match and may_be_found(request.user, match.view_name))
