"""What a mail says, to whom, and when it stays unsent."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from forum.categories.models import Level
from forum.categories.visibility import Audience
from forum.meetups.events import ReminderDue
from forum.meetups.models import Reminder
from forum.notifications import actions, emails, handlers
from forum.notifications.models import Notification
from forum.notifications.rules import SWITCH, Told
from forum.notifications.visibility import OF_MEETUPS, Reason
from forum.topics.events import PostCreated, PostEdited
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from outbox import clock
from outbox.mail import Dropped, Message
from outbox.models import Letter
from tests.forum.notifications.conftest import TITLE, Clock, mention, write
from tests.mails import html_words, text_words

# What someone looking over a shoulder may not read: the forum, its theme, people and their words.
TELLTALES = ("alongside", "recover", "relapse", "partner", "ada", "bob", "mona", "stopped", "believe", "so do i")


def composed() -> Message | Dropped:
    """Return what the newest letter becomes."""
    return emails.compose(Letter.objects.latest("pk"))


def message() -> Message:
    """Return the newest letter's mail, which goes."""
    written = composed()
    assert isinstance(written, Message)
    return written


def shown(mail: Message) -> str:
    """Return all of `mail` but the recipient's own address, as the reader's eye takes it in."""
    whole = "\n".join([mail.subject, mail.text, mail.html, *mail.headers.values()])
    # Tokens and digests, in which any letters may meet by chance.
    return re.sub(r"/u/[^/]+/|<[^<>@\s]+@", "…", whole).lower()


def want(person: User, **choices: bool) -> None:
    """Store what `person` chose."""
    User.objects.filter(pk=person.pk).update(**choices)


def test_mail_goes_to_the_confirmed_address(told: Notification) -> None:
    assert message().to == "ada@example.org"


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in OF_MEETUPS])
def test_discreet_mail_tells_nothing(told: Notification, reason: Reason) -> None:
    Notification.objects.update(reason=reason, text="We hid your post about his relapse.")
    Letter.objects.update(payload={"notification": told.pk, "reason": reason})
    text = shown(message())
    assert [word for word in TELLTALES if word in text] == []


def test_link_leads_to_the_notification_and_nowhere_else(told: Notification) -> None:
    links = set(re.findall(r"https?://[^\s\"<>]+", message().text + message().html))
    assert {link for link in links if "/u/" not in link} == {f"https://notes.example.org/notifications/{told.pk}/"}


@pytest.mark.parametrize(
    ("language", "subject", "opening"),
    [("de", "Etwas Neues für dich", '<html lang="de" dir="ltr">'), ("ar", "جديد لك", '<html lang="ar" dir="rtl">')],
)
def test_mail_is_in_the_language_of_whoever_gets_it(
    ada: User, told: Notification, language: str, subject: str, opening: str
) -> None:
    User.objects.filter(pk=ada.pk).update(language=language)
    mail = message()
    assert mail.subject == subject
    assert opening in mail.html


def test_mail_in_full_names_who_wrote_where_and_what(ada: User, told: Notification) -> None:
    want(ada, mails_in_full=True)
    mail = message()
    assert mail.subject == TITLE
    assert f"bob replied to you in “{TITLE}”" in mail.text
    assert "So do I." in mail.text
    assert "So do I." in mail.html


@pytest.mark.parametrize("in_full", [False, True])
def test_both_parts_of_a_mail_say_the_same(ada: User, told: Notification, in_full: bool) -> None:  # noqa: FBT001 - a case
    want(ada, mails_in_full=in_full)
    mail = message()
    assert html_words(mail) == text_words(mail)


def test_words_in_a_mail_are_escaped(ada: User, told: Notification, reply: Post) -> None:
    want(ada, mails_in_full=True)
    reply.topic.title = "<script>alert(1)</script>\n& more"
    reply.topic.save()
    mail = message()
    assert "<script>" not in mail.html
    assert mail.subject == "<script>alert(1)</script> & more"
    assert "<script>alert(1)</script>" in mail.text


def test_mail_in_full_keeps_hidden_text_hidden(ada: User, told: Notification, reply: Post) -> None:
    want(ada, mails_in_full=True)
    Post.objects.update(html='<p>He <span class="spoiler">hit me</span>.</p>')
    assert "He […]." in message().text


def test_word_from_the_moderators_in_full_holds_it(ada: User, topic: Topic) -> None:
    want(ada, mails_in_full=True)
    actions.tell(recipient_id=ada.pk, key="act:1", topic_id=topic.pk, text="We moved your topic.")
    assert "We moved your topic." in message().text


def test_mails_of_one_topic_make_one_thread(ada: User, bob: User, topic: Topic, told: Notification) -> None:
    first = message()
    second_reply = write(bob, topic, "One thing more.")
    mention(ada, second_reply)
    handlers.on_post_created(PostCreated(second_reply.pk))
    second = message()
    assert thread(first) == thread(second)
    assert first.subject == second.subject


def thread(mail: Message) -> Mapping[str, str]:
    """Return what mail programs make threads by."""
    return {name: mail.headers[name] for name in ("References", "In-Reply-To")}


def test_thread_of_one_topic_is_another_for_each_reader(ada: User, newcomer: User, told: Notification) -> None:
    assert emails._thread(ada, told) != emails._thread(newcomer, told)


def test_mail_offers_to_stop_with_one_click(told: Notification) -> None:
    headers = message().headers
    assert re.fullmatch(r"<https://notes\.example\.org/u/[A-Za-z0-9_.-]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_no_mail_for_what_was_read(told: Notification) -> None:
    actions.read(notification=told)
    assert composed() == Dropped("read")


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.DELETED])
def test_no_mail_for_what_was_taken_down(told: Notification, reply: Post, status: str) -> None:
    Post.objects.filter(pk=reply.pk).update(status=status)
    assert composed() == Dropped("out of sight")


@pytest.mark.parametrize("reason", SWITCH)
def test_no_mail_of_a_kind_that_is_not_wanted(ada: User, told: Notification, reason: Reason) -> None:
    Notification.objects.update(reason=reason)
    Letter.objects.update(payload={"notification": told.pk, "reason": reason})
    want(ada, **{SWITCH[reason]: False})
    assert composed() == Dropped("not wanted")


def test_no_mail_about_a_topic_that_was_muted_since(ada: User, told: Notification) -> None:
    told.topic.watches.update(level=Level.MUTED)
    assert composed() == Dropped("not wanted")


def test_word_from_the_moderators_is_mailed_in_a_muted_topic(ada: User, topic: Topic) -> None:
    topic.watches.update(level=Level.MUTED)
    actions.tell(recipient_id=ada.pk, key="act:1", topic_id=topic.pk, text="We moved it.")
    assert isinstance(composed(), Message)


def test_no_mail_to_someone_who_may_not_log_in(ada: User, told: Notification) -> None:
    want(ada, is_active=False)
    assert composed() == Dropped("not wanted")


def test_no_mail_to_an_address_that_is_not_confirmed(told: Notification) -> None:
    EmailAddress.objects.update(verified=False)
    assert composed() == Dropped("no confirmed address")


def test_no_mail_to_someone_without_an_address(ada: User, told: Notification) -> None:
    EmailAddress.objects.all().delete()
    User.objects.update(email="")
    assert composed() == Dropped("no confirmed address")


def test_raised_reason_is_mailed_once(ada: User, told: Notification, reply: Post) -> None:
    mention(ada, reply)
    handlers.on_post_edited(PostEdited(reply.pk))
    earlier, later = Letter.objects.order_by("pk")
    assert emails.compose(earlier) == Dropped("told with a better reason")
    assert isinstance(emails.compose(later), Message)


def test_reminder_says_when_in_the_readers_own_zone(time: Clock, bob: User, reminder: Reminder) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="America/New_York")
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    assert "it starts on Tuesday 24 November at 07:00 (America/New_York), in 24 hours" in message().text


def test_reminder_says_when_in_the_organizers_zone_to_who_chose_none(time: Clock, reminder: Reminder) -> None:
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    assert "at 13:00 (Europe/Berlin)" in message().text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(24 * 60 - 5, "in 24 hours"), (60, "in 1 hour"), (55, "in 55 minutes"), (1, ""), (-10, "")],
)
def test_what_remains_is_told_as_people_say_it(minutes: int, words: str) -> None:
    assert emails._remaining(timedelta(minutes=minutes)) == words


def test_discreet_reminder_tells_nothing(reminder: Reminder) -> None:
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    text = shown(message())
    assert [word for word in (*TELLTALES, "meet", "secret") if word in text] == []


def test_join_link_stands_in_no_mail(bob: User, reminder: Reminder) -> None:
    want(bob, mails_in_full=True)
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    assert "meet.example.org" not in shown(message())
    assert TITLE in message().text


def test_no_reminder_after_the_meetup(time: Clock, reminder: Reminder) -> None:
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    time.move(hours=26)
    assert composed() == Dropped("too late")


def test_no_reminder_of_a_seat_given_back(reminder: Reminder) -> None:
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    reminder.registration.cancelled_at = clock.now()
    reminder.registration.save()
    assert composed() == Dropped("too late")


def test_notice_tells_no_title_to_whom_the_topic_is_taken_from(ada: User, topic: Topic) -> None:
    want(ada, mails_in_full=True)
    actions.tell(recipient_id=ada.pk, key="act:1", topic_id=topic.pk, post_id=topic.first_post_id, text="It is moved.")
    Topic.objects.update(audience=Audience.MODERATORS, title="A sharper title")
    mail = message()
    assert "sharper" not in shown(mail)
    assert "It is moved." in mail.text


@pytest.mark.parametrize("status", [Status.DELETED, Status.HIDDEN])
def test_words_that_were_taken_back_are_mailed_to_nobody(moderator: User, reply: Post, status: Status) -> None:
    want(moderator, mails_in_full=True)
    actions.tell_of_post(post=reply, told=[Told(moderator.pk, Reason.MENTION)])
    Post.objects.filter(pk=reply.pk).update(status=status)
    assert composed() == Dropped("taken back")
