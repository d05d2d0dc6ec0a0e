"""Reactions to posts, and bookmarks at them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import Persona
from forum.topics.models import Post
from outbox import clock


class Feeling(models.TextChoices):
    """How a post met someone."""

    HEART = "heart", pgettext_lazy("reaction", "Heart")
    HUG = "hug", pgettext_lazy("reaction", "Hug")
    SAME_HERE = "same", pgettext_lazy("reaction", "Same here")
    STRENGTH = "strength", pgettext_lazy("reaction", "Strength")

    @property
    def column(self) -> str:
        """Return where a post stores how many felt so."""
        return _COLUMNS[self]

    @property
    def icon(self) -> str:
        """Return the name of its drawing."""
        return _ICONS[self]


_COLUMNS = {
    Feeling.HEART: "hearts",
    Feeling.HUG: "hugs",
    Feeling.SAME_HERE: "same_heres",
    Feeling.STRENGTH: "strengths",
}
_ICONS = {
    Feeling.HEART: "heart",
    Feeling.HUG: "heart-handshake",
    Feeling.SAME_HERE: "hand",
    Feeling.STRENGTH: "biceps-flexed",
}


class Reaction(models.Model):
    """One feeling of one persona about one post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="reactions")
    feeling = models.CharField(max_length=8, choices=Feeling.choices)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "persona", "feeling"], name="reaction_unique"),)
        indexes = (models.Index(fields=["post", "-created_at", "-id"], name="reaction_newest"),)

    def __str__(self) -> str:
        """Name both ends by id."""
        return f"{self.feeling} of {self.persona_id} for {self.post_id}"


class Bookmark(models.Model):
    """A member's own mark at a post, with a note for nobody else's eyes and a time to be reminded of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    note = models.CharField(max_length=500, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    # When the reminder was let go; null again with another time.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # A reminder that is due while its post is out of its keeper's sight waits; when the clock looks at it again.
    look_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "post"], name="bookmark_unique"),)
        indexes = (
            models.Index(fields=["user", "-created_at", "-id"], name="bookmark_newest"),
            models.Index(fields=["remind_at"], condition=~Q(remind_at=None) & Q(reminded_at=None), name="bookmark_due"),
        )

    def __str__(self) -> str:
        """Name both ends by id, never the note."""
        return f"{self.user_id} at {self.post_id}"
