"""What happened, brought to those whom it concerns; each may run twice and tells nobody twice."""

from forum.meetups.events import MeetupAnnounced, MeetupChanged, ReminderDue
from forum.meetups.models import Change, Meetup, Reminder
from forum.notifications import actions
from forum.notifications.audience import audience_for, audience_for_meetup, guests_to_tell, reminded
from forum.notifications.events import GuestsSplit, MeetupAudienceSplit, PostAudienceSplit
from forum.notifications.models import Notification
from forum.notifications.rules import BATCH, Batch, batches
from forum.notifications.visibility import Reason
from forum.reactions.actions import put_off_reminder
from forum.reactions.events import BookmarkDue
from forum.reactions.models import Bookmark
from forum.topics.events import PostCreated, PostEdited, PostRestored, UpdateAdded
from forum.topics.models import Post
from outbox.record import record


def on_post_created(event: PostCreated) -> None:
    """Tell whom a new topic or reply mentions, answers or interests."""
    _tell_of_post(event.post_id)


def on_post_restored(event: PostRestored) -> None:
    """Tell of a post that was down when its audience was to be told; who was told before is not told again."""
    if not Notification.objects.filter(key=f"post:{event.post_id}").exists():
        _tell_of_post(event.post_id)


def on_update_added(event: UpdateAdded) -> None:
    """Tell those who follow the topic, and whom the update mentions."""
    _tell_of_post(event.post_id)


def on_post_audience_split(event: PostAudienceSplit) -> None:
    """Tell one portion of a post's audience."""
    post = _post(event.post_id)
    actions.tell_of_post(post=post, told=audience_for(post, Batch(event.first_id, event.last_id)))


def on_post_edited(event: PostEdited) -> None:
    """Tell those whom the edit mentions and who were not told of it as a mention before."""
    post = _post(event.post_id)
    mentioned = [one for one in audience_for(post) if one.reason == Reason.MENTION]
    actions.tell_of_post(post=post, told=mentioned)


def on_meetup_announced(event: MeetupAnnounced) -> None:
    """Tell those who asked to hear of new meetups."""
    meetup = _meetup(event.meetup_id)
    told = audience_for_meetup(meetup)
    if len(told) > BATCH:
        for batch in batches(told):
            record(MeetupAudienceSplit(meetup.pk, *batch))
    elif meetup.topic.first_post:
        actions.tell_of_post(post=meetup.topic.first_post, told=told)


def on_meetup_audience_split(event: MeetupAudienceSplit) -> None:
    """Tell one portion of a meetup's audience."""
    meetup = _meetup(event.meetup_id)
    told = audience_for_meetup(meetup, Batch(event.first_id, event.last_id))
    if meetup.topic.first_post:
        actions.tell_of_post(post=meetup.topic.first_post, told=told)


def on_meetup_changed(event: MeetupChanged) -> None:
    """Tell those who registered that their meetup was called off, is back, or was moved."""
    change = _change(event.change_id)
    told = guests_to_tell(change)
    if len(told) > BATCH:
        for batch in batches(told):
            record(GuestsSplit(change.pk, *batch))
    else:
        actions.tell_of_change(change=change, told=told)


def on_guests_split(event: GuestsSplit) -> None:
    """Tell one portion of those who registered."""
    change = _change(event.change_id)
    actions.tell_of_change(change=change, told=guests_to_tell(change, Batch(event.first_id, event.last_id)))


def on_reminder_due(event: ReminderDue) -> None:
    """Remind one member, if they still hold the seat."""
    near = "registration__persona", "registration__meetup__topic"
    # One of a meetup that was put off meanwhile is gone.
    reminder = Reminder.objects.select_related(*near).filter(pk=event.reminder_id).first()
    user_id = reminded(reminder) if reminder else None
    if reminder and user_id:
        actions.remind(reminder=reminder, recipient_id=user_id)


def on_bookmark_due(event: BookmarkDue) -> None:
    """Remind a member of a post, if they still keep a bookmark there; later, if they may not read it now."""
    bookmark = Bookmark.objects.select_related("user", "post").filter(pk=event.bookmark_id).first()
    if bookmark is None or bookmark.reminded_at is None or not bookmark.user.is_active:
        return
    if Post.objects.visible_to(bookmark.user).filter(pk=bookmark.post_id).exists():
        actions.remind_of_post(bookmark=bookmark)
    else:
        put_off_reminder(bookmark=bookmark)


def _tell_of_post(post_id: int) -> None:
    """Tell a small audience now, and a large one in portions that other workers can share."""
    post = _post(post_id)
    told = audience_for(post)
    if len(told) <= BATCH:
        actions.tell_of_post(post=post, told=told)
        return
    for batch in batches(told):
        record(PostAudienceSplit(post.pk, *batch))


def _post(pk: int) -> Post:
    near = "persona", "updates", "reply_to__persona", "topic__first_post__persona"
    return Post.objects.select_related(*near).get(pk=pk)


def _meetup(pk: int) -> Meetup:
    return Meetup.objects.select_related("topic__first_post__persona").get(pk=pk)


def _change(pk: int) -> Change:
    return Change.objects.select_related("meetup__topic__first_post__persona").get(pk=pk)
