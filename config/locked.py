"""Addresses of the site where someone left at once: all lead to the page that asks for the password, but for these."""

from django.urls import include, path, re_path

from accounts import views
from config import health
from forum.notifications.views import stop
from forum.topics.views import draft, locked, server_error

leaving = [
    path("leave/", views.leave, name="leave"),
    path("leave/back/", views.come_back, name="back"),
]
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include((leaving, "leaving"))),
    # Its address stands in mails and is proof enough; its page says nothing of what this place is about.
    path("u/<str:token>/", stop, name="stop"),
    # What was being typed as someone left is kept; it answers with a word, and with nothing that was kept before.
    path("draft/", draft, name="draft"),
    re_path("", locked, name="locked"),
]

handler400 = handler403 = handler404 = locked
handler500 = server_error
