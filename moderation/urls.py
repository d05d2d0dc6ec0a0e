"""Addresses of the moderators' pages."""

from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("log/", views.log, name="log"),
    path("waiting/", views.waiting, name="waiting"),
    path("p/<int:pk>/approve/", views.approve, name="approve"),
    path("p/<int:pk>/edit/", views.edit, name="edit"),
    path("p/<int:pk>/hide/", views.hide, name="hide"),
    path("p/<int:pk>/restore/", views.restore, name="restore"),
    path("t/<int:pk>/close/", views.close, name="close"),
    path("t/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("t/<int:pk>/pin/", views.pin, name="pin"),
    path("t/<int:pk>/unpin/", views.unpin, name="unpin"),
    path("t/<int:pk>/move/", views.move, name="move"),
    path("t/<int:pk>/rename/", views.rename, name="rename"),
]
