"""Addresses of notifications; the one that ends a kind of mail stands in mails and says nothing."""

from django.urls import path

from forum.notifications import views

app_name = "notifications"
urlpatterns = [
    path("live/", views.live, name="live"),
    path("notifications/", views.notification_list, name="list"),
    path("notifications/read/", views.read_all, name="read"),
    path("notifications/<int:pk>/", views.open_notification, name="open"),
    path("u/<str:token>/", views.stop, name="stop"),
]
