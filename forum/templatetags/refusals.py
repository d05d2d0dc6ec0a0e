"""What a page says of a form that was refused."""

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def is_refused(context: Context) -> bool:
    """Return whether the page shows a form again, since something in it has to be mended; its title says so first."""
    composer = context.get("composer")
    forms = context.get("form"), getattr(composer, "form", None)
    return any(form is not None and form.is_bound and form.errors for form in forms)
