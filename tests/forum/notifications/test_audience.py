"""Who is told of a post or a meetup, and why."""

from datetime import timedelta

import pytest

from accounts.models import Persona, Role, User
from forum.categories.models import CategoryWatch, Level
from forum.categories.visibility import Audience
from forum.meetups.models import Meetup, Reminder
from forum.notifications.audience import audience_for, audience_for_meetup, reminded
from forum.notifications.rules import Batch, Told, level_of
from forum.notifications.visibility import Reason
from forum.topics.actions import watch_topic
from forum.topics.models import Mention, Post, Topic, Watch
from forum.topics.visibility import Status
from outbox import clock
from tests.fixtures_people import make_person
from tests.forum.notifications.conftest import make_topic, mention, watch, write


def test_starter_hears_of_a_reply_as_a_reply(ada: User, reply: Post) -> None:
    assert audience_for(reply) == [Told(ada.pk, Reason.REPLY)]


def test_follower_hears_of_a_reply(newcomer: User, topic: Topic, reply: Post) -> None:
    watch(newcomer, topic)
    assert Told(newcomer.pk, Reason.FOLLOWING) in audience_for(reply)


def test_whoever_followed_later_is_not_told_of_what_stood_there(newcomer: User, topic: Topic, reply: Post) -> None:
    watch_topic(user=newcomer, topic=topic, level=Level.WATCHING, by_hand=True)
    assert newcomer.pk not in [told.user_id for told in audience_for(reply)]


def test_whoever_is_answered_hears_of_a_reply_as_a_reply(ada: User, bob: User, topic: Topic, reply: Post) -> None:
    watch(bob, topic)
    assert Told(bob.pk, Reason.REPLY) in audience_for(write(ada, topic, reply_to=reply))


def test_mention_beats_reply_and_nobody_is_told_twice(ada: User, reply: Post) -> None:
    mention(ada, reply)
    assert audience_for(reply) == [Told(ada.pk, Reason.MENTION)]


def test_author_is_never_told(ada: User, topic: Topic) -> None:
    own = write(ada, topic, reply_to=topic.first_post)
    mention(ada, own)
    assert audience_for(own) == []


def test_update_is_told_to_followers_as_an_update(ada: User, bob: User, topic: Topic) -> None:
    watch(bob, topic)
    update = write(ada, topic, "He told me.", updates=topic.first_post)
    assert audience_for(update) == [Told(bob.pk, Reason.UPDATE)]


def test_update_under_a_reply_reaches_the_starter_as_follower(ada: User, bob: User, topic: Topic, reply: Post) -> None:
    update = write(bob, topic, "One thing more.", updates=reply)
    assert audience_for(update) == [Told(ada.pk, Reason.UPDATE)]


def test_muted_topic_is_silent_even_for_a_mention(newcomer: User, topic: Topic, reply: Post) -> None:
    watch(newcomer, topic, Level.MUTED)
    mention(newcomer, reply)
    assert newcomer.pk not in {told.user_id for told in audience_for(reply)}


def test_starter_who_stopped_following_hears_only_what_is_said_to_them(ada: User, bob: User) -> None:
    topic = make_topic(ada)
    watch(ada, topic, Level.NORMAL)
    assert audience_for(write(bob, topic)) == []
    assert audience_for(write(bob, topic, reply_to=topic.first_post)) == [Told(ada.pk, Reason.REPLY)]


def test_someone_who_may_not_log_in_is_not_told(ada: User, reply: Post) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert audience_for(reply) == []


def test_mention_of_a_persona_without_an_account_tells_nobody(ada: User, reply: Post) -> None:
    Mention.objects.create(post=reply, persona=Persona.objects.create(name="gone"))
    assert audience_for(reply) == [Told(ada.pk, Reason.REPLY)]


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.DELETED])
def test_nobody_is_told_of_what_was_taken_down(reply: Post, status: str) -> None:
    reply.status = status
    assert audience_for(reply) == []


def test_nobody_is_told_of_a_post_in_a_hidden_topic(reply: Post) -> None:
    reply.topic.status = Status.HIDDEN
    assert audience_for(reply) == []


def test_nobody_is_told_of_an_update_under_a_hidden_post(bob: User, topic: Topic, reply: Post) -> None:
    update = write(bob, topic, updates=reply)
    reply.status = Status.HIDDEN
    assert audience_for(update) == []


def test_follower_of_a_topic_that_is_now_for_moderators_is_not_told(bob: User, moderator: User) -> None:
    topic = make_topic(moderator, Audience.MODERATORS)
    watch(bob, topic)
    post = write(moderator, topic)
    mention(bob, post)
    assert audience_for(post) == []


@pytest.mark.parametrize("audience", Audience.values)
def test_all_who_are_told_may_read_it_and_all_who_may_read_it_are_told(ada: User, audience: int) -> None:
    topic = make_topic(ada, audience)
    people = [make_person(f"one-{role}", role) for role in Role.values]
    for person in people:
        watch(person, topic)
    post = write(ada, topic)
    readers = {person.pk for person in people if Post.objects.visible_to(person).filter(pk=post.pk)}
    assert {told.user_id for told in audience_for(post)} - {ada.pk} == readers


def test_batch_holds_only_its_own_range(ada: User, bob: User, topic: Topic, newcomer: User) -> None:
    watch(bob, topic)
    post = write(newcomer, topic)
    assert [told.user_id for told in audience_for(post, Batch(bob.pk, bob.pk))] == [bob.pk]


def test_meetup_is_told_to_those_who_asked_and_not_to_who_announced_it(
    ada: User, bob: User, organizer: User, meetup: Meetup
) -> None:
    assert audience_for_meetup(meetup) == []
    User.objects.exclude(pk=bob.pk).update(wants_meetups=True)
    assert audience_for_meetup(meetup) == [Told(ada.pk, Reason.MEETUP)]


def test_hidden_meetup_is_told_to_nobody(ada: User, meetup: Meetup) -> None:
    meetup.topic.status = Status.HIDDEN
    assert audience_for_meetup(meetup) == []


def test_registered_member_is_reminded(bob: User, reminder: Reminder) -> None:
    assert reminded(reminder) == bob.pk


def test_nobody_is_reminded_of_a_seat_given_back(reminder: Reminder) -> None:
    reminder.registration.cancelled_at = clock.now()
    assert reminded(reminder) is None


def test_nobody_is_reminded_of_what_is_over(reminder: Reminder) -> None:
    reminder.registration.meetup.starts_at = clock.now() - timedelta(days=1)
    assert reminded(reminder) is None


def test_nobody_is_reminded_of_a_hidden_meetup(reminder: Reminder) -> None:
    reminder.registration.meetup.topic.status = Status.HIDDEN
    assert reminded(reminder) is None


def watch_room(person: User, topic: Topic, level: str) -> None:
    """Set how closely `person` has followed the topic's category from its beginning."""
    CategoryWatch.objects.create(user=person, category=topic.category, level=level, since=topic.created_at)


def test_whoever_watches_a_category_hears_of_its_topics_and_their_replies(
    newcomer: User, topic: Topic, reply: Post
) -> None:
    watch_room(newcomer, topic, Level.WATCHING)
    assert topic.first_post
    for post in (topic.first_post, reply):
        assert Told(newcomer.pk, Reason.FOLLOWING) in audience_for(post)


@pytest.mark.parametrize("level", [Level.TRACKING, Level.NORMAL])
def test_tracking_tells_of_nothing(newcomer: User, topic: Topic, reply: Post, level: str) -> None:
    watch_room(newcomer, topic, level)
    watch(newcomer, topic, Level.TRACKING)
    assert newcomer.pk not in {told.user_id for told in audience_for(reply)}


@pytest.mark.parametrize("level", [Level.TRACKING, Level.NORMAL, Level.MUTED])
def test_choice_for_a_topic_beats_its_category(newcomer: User, topic: Topic, reply: Post, level: str) -> None:
    watch_room(newcomer, topic, Level.WATCHING)
    watch(newcomer, topic, level)
    assert newcomer.pk not in {told.user_id for told in audience_for(reply)}


def test_muted_category_tells_only_of_what_is_said_to_one(newcomer: User, topic: Topic, reply: Post) -> None:
    watch_room(newcomer, topic, Level.MUTED)
    Watch.objects.create(user=newcomer, topic=topic, level=Level.WATCHING, since=topic.created_at)
    assert newcomer.pk not in {told.user_id for told in audience_for(reply)}
    mention(newcomer, reply)
    assert Told(newcomer.pk, Reason.MENTION) in audience_for(reply)


def test_whoever_watches_a_category_is_not_told_of_what_they_may_not_see(bob: User, moderator: User) -> None:
    topic = make_topic(moderator, Audience.MODERATORS)
    watch_room(bob, topic, Level.WATCHING)
    assert audience_for(write(moderator, topic)) == []


def test_starter_who_only_tracks_is_not_told_of_every_reply(ada: User, bob: User) -> None:
    topic = make_topic(ada)
    watch(ada, topic, Level.TRACKING)
    assert audience_for(write(bob, topic)) == []


def test_whoever_tracks_is_told_of_updates_which_no_count_shows(ada: User, bob: User, topic: Topic) -> None:
    watch(bob, topic, Level.TRACKING)
    update = write(ada, topic, "He told me.", updates=topic.first_post)
    assert Told(bob.pk, Reason.UPDATE) in audience_for(update)


OWN = [(level, chosen) for level in Level.values for chosen in (False, True)]


@pytest.mark.parametrize("here", ["", *Level.values])
@pytest.mark.parametrize(("own", "chosen"), [("", False), *OWN])
def test_level_is_the_same_in_sql_and_of_one_row(
    bob: User,
    topic: Topic,
    here: str,
    own: str,
    chosen: bool,  # noqa: FBT001 - a parameter
) -> None:
    in_category = CategoryWatch(user=bob, category=topic.category, level=here) if here else None
    in_topic = Watch(user=bob, topic=topic, level=own, is_chosen=chosen) if own else None
    for row in (in_category, in_topic):
        if row:
            row.save()
    found = Topic.objects.as_read_by(bob, topic.created_at).get(pk=topic.pk)
    assert vars(found)["level"] == level_of(in_topic, in_category)
