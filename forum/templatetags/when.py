"""Times in words, in the reader's own zone."""

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """Return `moment` (aware) as "3 hours ago", with the exact time and zone on demand."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), in_words(moment), naturaltime(moment)
    )


@register.simple_tag
def exact(moment: datetime) -> SafeString:
    """Return `moment` (aware) as a date, a time and the zone they are told in."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), in_words(moment))


def in_words(moment: datetime) -> str:
    """Return `moment` (aware) as "Monday 23 November 2026, 20:00 (Europe/Berlin)", in the active zone."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'l j F Y, H:i')} ({timezone.get_current_timezone_name()})"
