"""Addresses of topics and posts, and of the categories that list them."""

from django.urls import path

from forum.topics import feeds, views

app_name = "topics"
urlpatterns = [
    path("c/<slug:slug>/new/", views.new, name="new"),
    path("c/<slug:slug>/watch/", views.watch_category, name="watch-category"),
    path("c/<slug:slug>/feed/", feeds.of_category, name="category-feed"),
    path("feed/", feeds.newest, name="feed"),
    path("sitemap.xml", feeds.sitemaps, name="sitemaps"),
    path("sitemap-<str:section>.xml", feeds.sitemap, name="sitemap"),
    path("t/<int:topic_id>/reply/", views.reply, name="reply"),
    path("t/<int:topic_id>/watch/", views.watch, name="watch"),
    path("t/<int:topic_id>/read/", views.read, name="read"),
    path("t/<int:topic_id>/jump/", views.jump, name="jump"),
    path("t/<int:topic_id>/seen/<int:number>/", views.seen, name="seen"),
    path("unread/", views.unread, name="unread"),
    path("new/", views.recent, name="recent"),
    path("read/", views.read_all, name="read-all"),
    path("t/<str:slug>/<int:topic_id>/", views.topic, name="topic"),
    path("t/<str:slug>/<int:topic_id>/<int:number>/", views.topic, name="post"),
    path("t/<str:slug>/<int:topic_id>/feed/", feeds.of_topic, name="topic-feed"),
    path("p/<int:post_id>/edit/", views.edit, name="edit"),
    path("p/<int:post_id>/update/", views.update, name="update"),
    path("p/<int:post_id>/delete/", views.delete, name="delete"),
    path("p/<int:post_id>/history/", views.history, name="history"),
    path("preview/", views.preview, name="preview"),
    path("draft/", views.draft, name="draft"),
    path("people/", views.people, name="people"),
    path("kept/", views.kept, name="kept"),
]

# A category's page lists topics, which categories know nothing of; so it stands here, under their name.
categories = ([path("c/<slug:slug>/", views.category, name="category")], "categories")
