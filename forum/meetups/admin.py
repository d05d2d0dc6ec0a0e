"""Meetups and seats as administrators look at them; the join link stands here no more than anywhere."""

from django.contrib import admin

from forum.meetups.models import Meetup, Registration
from outbox.admin import LookOnly


@admin.register(Meetup)
class MeetupAdmin(LookOnly):
    """Meetups."""

    list_display = ("topic", "starts_at", "time_zone", "duration_minutes", "capacity", "seats_taken")
    fields = (*list_display, "theme", "uid", "sequence")
    list_select_related = ("topic",)
    date_hierarchy = "starts_at"


@admin.register(Registration)
class RegistrationAdmin(LookOnly):
    """Seats."""

    list_display = ("meetup", "persona", "registered_at", "cancelled_at")
    fields = list_display
    list_select_related = ("meetup", "persona")
