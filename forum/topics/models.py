"""Topics, posts and what hangs on them."""

import uuid
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Persona
from forum.categories.models import Category, Language, Level
from forum.categories.visibility import Audience
from forum.topics.querysets import PostQuerySet, TopicQuerySet
from forum.topics.visibility import Status
from outbox import clock


@lru_cache(maxsize=4096)
def slug_of(title: str) -> str:
    """Return a title as an address shows it, "topic" where no letter of it can stand there."""
    return slugify(title)[:80].strip("-") or "topic"


class Topic(models.Model):
    """A question and the stream of replies to it.

    Its audience is the narrower of its category's and of those it was written for.
    """

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="topics")
    title = models.CharField(_("title"), max_length=150)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    # For whom the words in it were written, where it may be for fewer now; null where that is its audience.
    written_for = models.PositiveSmallIntegerField(choices=Audience.choices, null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PUBLISHED)
    # Null only inside the transaction that makes both.
    first_post = models.OneToOneField("Post", on_delete=models.PROTECT, null=True, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    activity_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    # Raised by the database with each change of the topic, its posts and its meetup; nobody else writes it.
    revision = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["category", "-activity_at", "-id"], name="topic_by_activity"),
            models.Index(fields=["-activity_at", "-id"], name="topic_by_activity_overall"),
            models.Index(fields=["-created_at", "-id"], name="topic_by_beginning"),
            models.Index(fields=["category"], condition=~Q(pinned_at=None), name="topic_pinned"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(status=Status.PUBLISHED, reply_count=0, closed_at=None, pinned_at=None),
                name="topic_waiting",
            ),
            # As the visibility for visitors says it; the sitemap asks for what lies next.
            models.Index(
                fields=["id"],
                condition=Q(audience__lte=Audience.EVERYONE, status=Status.PUBLISHED),
                name="topic_for_everyone",
            ),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the first page."""
        return reverse("topics:topic", args=[self.slug, self.pk])

    @property
    def slug(self) -> str:
        """Return the title as an address shows it; decoration, never looked up."""
        return slug_of(self.title)


class Kind(models.TextChoices):
    """What a post is: someone's words, or a note of what a moderator did, which came from another forum."""

    POST = "post", ""
    MODERATOR = "moderator", _("Written as a moderator")
    CLOSED = "closed", _("Closed this topic")
    OPENED = "opened", _("Opened this topic again")
    ARCHIVED = "archived", _("Archived this topic")
    UNARCHIVED = "unarchived", _("Took this topic out of the archive")
    PINNED = "pinned", _("Pinned this topic")
    UNPINNED = "unpinned", _("Unpinned this topic")
    MOVED = "moved", _("Moved posts")
    NOTE = "note", _("Looked after this topic")


class Post(models.Model):
    """What one persona wrote: a numbered place in the stream, or an update under another post."""

    # The numbers within it are what it is looked up by.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts", db_index=False)
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField(null=True, blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    updates = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="updated_by")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.POST, db_default=Kind.POST)
    source = models.TextField()
    html = models.TextField()
    renderer_version = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PUBLISHED)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    # What the search goes by beside the HTML: the category's language and, with one post of a topic, its title.
    # The table has a column more, `search`, made of these by the database; pages that show posts never ask for it.
    language = models.CharField(max_length=10, default=Language.ENGLISH, db_default=Language.ENGLISH)
    title = models.CharField(max_length=150, blank=True, default="", db_default="")
    # How many reacted, by what they felt; and how many did in the forum that the post came from, which tells not who.
    hearts = models.PositiveIntegerField(default=0, db_default=0)
    hugs = models.PositiveIntegerField(default=0, db_default=0)
    same_heres = models.PositiveIntegerField(default=0, db_default=0)
    strengths = models.PositiveIntegerField(default=0, db_default=0)
    former_likes = models.PositiveIntegerField(default=0, db_default=0)
    # Raised by the database with each change of what shows in the post, its updates and answers; nobody else writes it.
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # The draft's id: the same key and text are the same post, however often they are sent.
    key = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["topic", "number"], name="post_numbered_for_ever"),
            # A reply that waits gets its number when others may read it; one that was turned down never had any.
            models.CheckConstraint(
                condition=(Q(number=None) ^ Q(updates=None))
                | (Q(number=None, updates=None) & ~Q(status=Status.PUBLISHED)),
                name="post_is_numbered_or_an_update",
            ),
        )
        indexes = (
            models.Index(fields=["persona", "-created_at"], name="post_by_persona"),
            models.Index(fields=["topic", "created_at"], condition=~Q(number=None), name="post_by_day"),
            models.Index(fields=["topic"], condition=Q(number=None, updates=None), name="post_without_number"),
            models.Index(fields=["-created_at", "-id"], condition=Q(status=Status.HELD), name="post_held"),
            models.Index(fields=["renderer_version"], name="post_by_renderer"),
            models.Index(fields=["-created_at", "-id"], name="post_newest"),
        )

    def __str__(self) -> str:
        """Name the place, never the words."""
        if self.updates_id:
            return f"update of post {self.updates_id}"
        return f"#{self.number} of topic {self.topic_id}" if self.number else f"unnumbered in topic {self.topic_id}"

    def get_absolute_url(self) -> str:
        """Return the address of this post on its topic's page; an update stands under its post.

        One that has no number yet stands at the end, for those who may see it.
        """
        number = self.number or (self.updates and self.updates.number)
        if number is None:
            last = max(1, self.topic.last_number)
            return reverse("topics:post", args=[self.topic.slug, self.topic_id, last]) + f"#waiting-{self.pk}"
        return reverse("topics:post", args=[self.topic.slug, self.topic_id, number]) + f"#post-{number}"

    @property
    def has_reactions(self) -> bool:
        """Return whether anyone reacted to it, here or where it came from."""
        return any((self.hearts, self.hugs, self.same_heres, self.strengths, self.former_likes))


class FormerTopic(models.Model):
    """Under which id and slug a topic stood in the forum that it came from; old addresses lead on by it."""

    old_id = models.BigIntegerField(primary_key=True)
    slug = models.CharField(max_length=255, blank=True)
    # Where that forum says it began: another forum's topic of the same id did not begin in the same millisecond.
    started_at = models.DateTimeField()
    # Given before the topic is written, so that what quotes it can name it.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former", db_constraint=False)

    def __str__(self) -> str:
        """Name both by id."""
        return f"{self.old_id} is {self.topic_id} now"


class Version(models.Model):
    """A post's words as they stood after one edit, kept for ever."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["post", "number"], name="version_unique"),)

    def __str__(self) -> str:
        """Name the version, never the words."""
        return f"version {self.number} of post {self.post_id}"


class Mention(models.Model):
    """A persona named in a post; a row, so that renaming and erasing find it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "persona"], name="mention_unique"),)

    def __str__(self) -> str:
        """Name both ends by id."""
        return f"{self.persona_id} in {self.post_id}"


class Quote(models.Model):
    """A post quoted in another, as it stood at one version."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quotes")
    quoted = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quoted_in")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "quoted"], name="quote_unique"),)

    def __str__(self) -> str:
        """Name both ends by id."""
        return f"{self.quoted_id} in {self.post_id}"


class Watch(models.Model):
    """One member's place in one topic: how far they read, and how closely they follow it.

    A level chosen by hand always wins; one that came by itself only ever rises.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="watches")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.NORMAL, db_default=Level.NORMAL)
    is_chosen = models.BooleanField(default=False)
    # Whoever began to follow later is not told of what stood there already.
    since = models.DateTimeField(default=clock.now)
    # The number of the last post read, which only ever rises; 0 where the topic was never opened.
    last_read = models.PositiveIntegerField(default=0, db_default=0)
    # How long they have been reading, in seconds, as far as it matters; and when they were last heard of.
    seconds = models.PositiveSmallIntegerField(default=0, db_default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    # Whether they took it for seen where it stood before, in a category that it has left.
    is_seen = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name_plural = "watches"
        constraints = (models.UniqueConstraint(fields=["user", "topic"], name="watch_unique"),)
        indexes = (models.Index(fields=["topic", "level"], name="watch_by_topic"),)

    def __str__(self) -> str:
        """Name the level."""
        return f"{self.user_id} {self.level} {self.topic_id}"


class House(models.Model):
    """One row: a version raised by the database with each name, badge or category that shows on pages of topics."""

    version = models.PositiveBigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        """Return the version."""
        return str(self.version)


def reply_place(topic_id: int) -> str:
    """Return the place where replies to a topic are written, as drafts name it."""
    return f"reply:{topic_id}"


class Draft(models.Model):
    """What a member is writing at one place (`reply:12`, `new:slug`), kept until it is sent; for nobody else's eyes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=120)
    # Becomes the post's key when it is sent.
    key = models.UUIDField(default=uuid.uuid4)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    fields = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "place"], name="draft_unique"),)

    def __str__(self) -> str:
        """Name the place, never the words."""
        return f"{self.place} of {self.user_id}"
