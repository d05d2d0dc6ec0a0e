"""What moderators did: rows that are written once and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Persona
from forum.models import Post, Topic
from outbox import clock


class Act(models.Model):
    """One act of moderation: who did what, on what, from when until when, why, and how it was found."""

    class Verb(models.TextChoices):
        """What was done."""

        EDIT = "edit", _("edited")
        APPROVE = "approve", _("let in")
        HIDE = "hide", _("hid")
        RESTORE = "restore", _("restored")
        CLOSE = "close", _("closed")
        REOPEN = "reopen", _("reopened")
        PIN = "pin", _("pinned")
        UNPIN = "unpin", _("unpinned")
        MOVE = "move", _("moved")
        RENAME = "rename", _("renamed")

    class Origin(models.TextChoices):
        """Where it came from."""

        REPORT = "report", _("a report")
        OWN_LOOK = "own look", _("own look")
        AUTOMATIC = "automatic", _("automatic")

    UNDOES = {Verb.RESTORE: Verb.HIDE, Verb.REOPEN: Verb.CLOSE, Verb.UNPIN: Verb.PIN}
    # What is taken back by one of its own kind, by the fact that tells where it leads.
    LEADS_BACK = {Verb.MOVE: "category", Verb.RENAME: "title"}

    # Null where a machine acted by itself.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="acts")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="acts")
    # Whom it touches: the author of the words, or the owner of the topic.
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, null=True, related_name="acts")
    acted_at = models.DateTimeField(default=clock.now)
    starts_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    rule = models.CharField(_("rule"), max_length=80, blank=True)
    why = models.TextField(_("reason"))
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.OWN_LOOK)
    was_found_by_machine = models.BooleanField(default=False)
    was_decided_by_machine = models.BooleanField(default=False)
    # Stands on the later act, so that the earlier row never changes; read backwards as `reversed_by`.
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        ordering = ("-acted_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(why=""), name="act_says_why"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="act_ends_after_it_starts",
            ),
        )
        indexes = (
            models.Index(fields=["topic", "-acted_at"], name="act_by_topic"),
            models.Index(fields=["post", "-acted_at"], name="act_by_post"),
            models.Index(fields=["persona", "-acted_at"], name="act_by_persona"),
        )

    def __str__(self) -> str:
        """Name the verb, never the words."""
        return f"{self.verb} ({self.pk})"
