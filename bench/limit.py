"""The limit: what a page of posts costs at least here: two raw queries, the plainest template, no middleware."""

import os

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

TOPIC = "SELECT t.title, c.name FROM forum_topic t JOIN forum_category c ON c.id = t.category_id WHERE t.id = %s"
POSTS = """
    SELECT p.number, a.name, p.created_at, p.html FROM forum_post p JOIN accounts_persona a ON a.id = p.persona_id
    WHERE p.topic_id = %s AND p.number >= %s AND p.number < %s ORDER BY p.number
"""
PAGE = engines["django"].from_string(
    "<!DOCTYPE html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ category }}</p>"
    "{% for number, name, at, html in posts %}"
    '<article id="post-{{ number }}"><h2>#{{ number }} {{ name }}</h2><p>{{ at|date:"c" }}</p>{{ html|safe }}</article>'
    "{% endfor %}"
)
POSTS_ON_A_PAGE = 20


def topic(request: HttpRequest, topic_id: int, first: int) -> HttpResponse:
    """Show the posts from number `first` on."""
    del request
    with connection.cursor() as cursor:
        cursor.execute(TOPIC, [topic_id])
        title, category = cursor.fetchone()
        cursor.execute(POSTS, [topic_id, first, first + POSTS_ON_A_PAGE])
        posts = cursor.fetchall()
    body = PAGE.render({"title": title, "category": category, "posts": posts}).encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


def worker(request: HttpRequest) -> HttpResponse:
    """Say which process answers, so that connections can be shared out evenly."""
    del request
    body = str(os.getpid()).encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [path("limit/worker/", worker), path("limit/<int:topic_id>/<int:first>/", topic)]
