"""The author hears of an act in plain words."""

import pytest

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.notifications.models import Notification
from forum.notifications.visibility import Reason
from forum.topics.models import Post, Topic
from moderation import actions
from moderation.events import ActRecorded
from moderation.handlers import on_act_recorded
from moderation.models import Act
from moderation.rules import Grounds
from outbox.tasks import deliver_due


def test_author_is_told_what_and_why_once(post: Post, ada: User, moderator: User, grounds: Grounds) -> None:
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    for _ in range(2):
        on_act_recorded(ActRecorded(act.pk))
    told = Notification.objects.get(key=f"act:{act.pk}")
    assert (told.recipient, told.reason, told.post) == (ada, Reason.NOTICE, post)
    assert "took your post down" in told.text
    assert "It names a town." in told.text
    assert "mona" not in told.text


def test_author_is_told_in_their_own_language(post: Post, ada: User, moderator: User, grounds: Grounds) -> None:
    User.objects.filter(pk=ada.pk).update(language="de")
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    on_act_recorded(ActRecorded(act.pk))
    assert "Die Begründung: It names a town." in Notification.objects.get(key=f"act:{act.pk}").text


def test_word_about_a_topic_goes_to_who_started_it(topic: Topic, ada: User, moderator: User, grounds: Grounds) -> None:
    act = actions.close_topic(topic=topic, actor=moderator, grounds=grounds)
    on_act_recorded(ActRecorded(act.pk))
    assert Notification.objects.get(recipient=ada).topic == topic


def test_author_hears_of_a_move_out_of_their_sight(topic: Topic, ada: User, moderator: User, grounds: Grounds) -> None:
    team = Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    actions.move_topic(topic=topic, actor=moderator, grounds=grounds, category=team)
    deliver_due()
    told = Notification.objects.visible_to(ada).get(reason=Reason.NOTICE)
    assert "Fewer people can read it there" in told.text
    assert "Team" not in told.text


def test_author_hears_that_their_topic_is_back(
    topic: Topic, room: Category, ada: User, moderator: User, grounds: Grounds
) -> None:
    team = Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    for category in (team, room):
        actions.move_topic(topic=topic, actor=moderator, grounds=grounds, category=category)
        deliver_due()
    told = Notification.objects.visible_to(ada).filter(reason=Reason.NOTICE).latest("pk")
    assert "Those you wrote it for can read it again" in told.text


def test_moderator_is_not_told_of_their_own_act(start: object, moderator: User, grounds: Grounds) -> None:
    topic = start(moderator)  # type: ignore[operator] # a fixture
    act = actions.pin_topic(topic=topic, actor=moderator, grounds=grounds)
    on_act_recorded(ActRecorded(act.pk))
    assert not Notification.objects.exists()


def test_author_without_an_account_is_nobody_to_tell(post: Post, moderator: User, grounds: Grounds) -> None:
    Persona.objects.filter(pk=post.persona_id).update(user=None)
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    on_act_recorded(ActRecorded(act.pk))
    assert not Notification.objects.exists()


@pytest.mark.parametrize("verb", Act.Verb.values)
def test_every_act_has_words(topic: Topic, moderator: User, ada: User, verb: str) -> None:
    act = Act.objects.create(verb=verb, topic=topic, persona=ada.persona, actor=moderator, why="So.")
    on_act_recorded(ActRecorded(act.pk))
    assert "So." in Notification.objects.get().text
