"""The count in the header, and what is read by being shown."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.sessions import SessionStore
from forum.notifications import actions
from forum.notifications.context_processors import unread
from forum.notifications.models import Notification
from forum.notifications.rules import Told
from forum.notifications.visibility import Reason
from forum.topics.models import Post
from forum.topics.visibility import Status
from tests.fixtures_people import ClientOf
from tests.forum.notifications.conftest import write


def request_of(person: User | AnonymousUser, *shown: int) -> HttpRequest:
    """Return a request of `person` for a page that shows those posts."""
    request = RequestFactory().get("/")
    request.user = person
    request.posts_shown = list(shown)  # type: ignore[attr-defined]
    return request


def count(request: HttpRequest) -> int:
    """Return what the header says."""
    return unread(request)["unread_count"]()


def test_visitor_costs_no_query(
    db: None, outsider: AnonymousUser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert unread(request_of(outsider)) == {}


def test_member_costs_one_query_however_often_it_is_asked(
    ada: User, told: Notification, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = request_of(ada)
    with django_assert_num_queries(1):
        assert [count(request), count(request)] == [1, 1]


def test_member_without_news_costs_no_query_of_its_own(
    ada: User, client_of: ClientOf, told: Notification, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for read_at, expected in ((None, 1), (told.created_at, 0)):
        Notification.objects.update(read_at=read_at)
        asking = SessionStore(client_of(ada).session.session_key).account()
        assert asking is not None
        with django_assert_num_queries(expected):
            assert count(request_of(asking)) == expected


def test_page_without_a_header_costs_no_query(ada: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        unread(request_of(ada))


def test_post_is_read_by_being_shown(ada: User, told: Notification) -> None:
    assert told.post_id
    assert count(request_of(ada, told.post_id)) == 0
    assert Notification.objects.get().read_at


def test_other_posts_stay_unread(ada: User, told: Notification, topic: Post) -> None:
    assert count(request_of(ada, 0)) == 1


def test_post_is_read_by_being_shown_and_the_rest_counted_in_one_query(
    ada: User, bob: User, told: Notification, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    later = write(bob, told.topic)
    actions.tell_of_post(post=later, told=[Told(ada.pk, Reason.REPLY)])
    with django_assert_num_queries(1):
        assert count(request_of(ada, later.pk)) == 1
    assert Notification.objects.unread().get() == told


def test_place_of_a_hidden_post_reads_nothing(ada: User, told: Notification, reply: Post) -> None:
    Post.objects.filter(pk=reply.pk).update(status=Status.HIDDEN)
    assert count(request_of(ada, reply.pk)) == 0
    assert Notification.objects.get().read_at is None
