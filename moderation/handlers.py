"""What follows from an act: the author hears of it in plain words."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from forum.categories.visibility import Audience, reached_by
from forum.notifications.actions import tell
from forum.topics.events import PostHeld
from forum.topics.models import Post
from forum.topics.visibility import Status
from moderation.events import ActRecorded
from moderation.models import Act


def on_act_recorded(event: ActRecorded) -> None:
    """Tell the author what was done to their words and why, once; never someone who acted on their own."""
    act = Act.objects.select_related("persona__user", "topic__category").get(pk=event.act_id)
    if act.persona is None or act.persona.user is None or act.topic is None:
        return
    if act.persona.user.pk == act.actor_id:
        return
    with translation.override(act.persona.user.mail_language):
        text = in_plain_words(act)
    tell(
        recipient_id=act.persona.user.pk,
        key=f"act:{act.pk}",
        topic_id=act.topic.pk,
        post_id=act.post_id or act.topic.first_post_id,
        text=text,
    )


def on_post_held(event: PostHeld) -> None:
    """Tell each moderator that something waits for them, once; unless it was let in or turned down meanwhile."""
    post = Post.objects.filter(pk=event.post_id, status=Status.HELD).first()
    if post is None:
        return
    for moderator in User.objects.filter(reached_by(Audience.MODERATORS), is_active=True):
        with translation.override(moderator.mail_language):
            text = _("The first words of someone new wait for a moderator. Others read them once you let them in.")
        tell(recipient_id=moderator.pk, key=f"held:{post.pk}", topic_id=post.topic_id, post_id=post.pk, text=text)


def in_plain_words(act: Act) -> str:
    """Return what was done and the moderator's reason, as its author is told."""
    parts = [_what(act)]
    before, after = (act.facts.get(f"audience_{when}", 0) for when in ("before", "after"))
    if after > before:
        parts.append(_("Fewer people can read it there than before."))
    if after < before:
        parts.append(_("Those you wrote it for can read it again."))
    parts.append(_("The reason: %(why)s") % {"why": act.why})
    if act.rule:
        parts.append(_("The rule: %(rule)s") % {"rule": act.rule})
    return "\n\n".join(parts)


def _what(act: Act) -> str:
    words = {
        Act.Verb.EDIT: _("A moderator changed some words of your post. Its history shows which."),
        Act.Verb.APPROVE: _("A moderator let your words in. Others can read them now."),
        Act.Verb.HIDE: _("A moderator took your post down. Others cannot read it now."),
        Act.Verb.RESTORE: _("A moderator brought your post back. It can be read again."),
        Act.Verb.CLOSE: _("A moderator closed your topic. It can be read as before, and nobody can add to it now."),
        Act.Verb.REOPEN: _("A moderator opened your topic again. It takes replies again."),
        Act.Verb.PIN: _("A moderator pinned your topic to the top of its category."),
        Act.Verb.UNPIN: _("Your topic is not pinned any more. It stands among the others again."),
        Act.Verb.MOVE: _("A moderator moved your topic to another category, where it fits better."),
        Act.Verb.RENAME: _("A moderator gave your topic another title."),
    }
    return words[Act.Verb(act.verb)]
