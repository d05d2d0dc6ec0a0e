"""What one can choose to be told of."""

from django import template

from forum.categories.models import Level

register = template.Library()


@register.simple_tag
def levels() -> list[Level]:
    """Return every level, the closest first."""
    return list(Level)
