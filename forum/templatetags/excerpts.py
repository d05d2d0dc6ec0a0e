"""A few words of a post, where the whole would be too much."""

from django import template

from forum.markup.plain import plain_words

register = template.Library()

# Some four lines on a phone.
LONGEST = 180


@register.filter
def excerpt(html: str) -> str:
    """Return the beginning of what a post says; what is hidden in it stays hidden."""
    return plain_words(html, LONGEST)
