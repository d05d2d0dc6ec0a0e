"""Where the reader of a page leaves to, for the button that is on every one of them."""

from typing import Any

from django.template import Library

from accounts import leaving

register = Library()


@register.simple_tag(takes_context=True)
def way_out(context: dict[str, Any]) -> str:
    """Return the address that the reader leaves to; asks nothing where the page knows no reader."""
    return leaving.way_out(context.get("user"))
