"""The categories that topics stand in, and how closely each member follows them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.categories.querysets import CategoryQuerySet
from forum.categories.visibility import Audience
from outbox import clock


class Language(models.TextChoices):
    """What people write in a category; the search knows its word forms. The values are PostgreSQL's own names."""

    ARABIC = "arabic", _("Arabic")
    ARMENIAN = "armenian", _("Armenian")
    BASQUE = "basque", _("Basque")
    CATALAN = "catalan", _("Catalan")
    DANISH = "danish", _("Danish")
    DUTCH = "dutch", _("Dutch")
    ENGLISH = "english", _("English")
    FINNISH = "finnish", _("Finnish")
    FRENCH = "french", _("French")
    GERMAN = "german", _("German")
    GREEK = "greek", _("Greek")
    HINDI = "hindi", _("Hindi")
    HUNGARIAN = "hungarian", _("Hungarian")
    INDONESIAN = "indonesian", _("Indonesian")
    IRISH = "irish", _("Irish")
    ITALIAN = "italian", _("Italian")
    LITHUANIAN = "lithuanian", _("Lithuanian")
    NEPALI = "nepali", _("Nepali")
    NORWEGIAN = "norwegian", _("Norwegian")
    PORTUGUESE = "portuguese", _("Portuguese")
    ROMANIAN = "romanian", _("Romanian")
    RUSSIAN = "russian", _("Russian")
    SERBIAN = "serbian", _("Serbian")
    SPANISH = "spanish", _("Spanish")
    SWEDISH = "swedish", _("Swedish")
    TAMIL = "tamil", _("Tamil")
    TURKISH = "turkish", _("Turkish")
    YIDDISH = "yiddish", _("Yiddish")
    SIMPLE = "simple", _("Another, or several")


class Category(models.Model):
    """A category with a description and an audience."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(blank=True)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.MEMBERS)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH, db_default=Language.ENGLISH
    )
    position = models.PositiveSmallIntegerField(default=0)
    holds_first_posts = models.BooleanField(
        _("first posts wait for a moderator"),
        default=False,
        db_default=False,
        help_text=_(
            "What someone writes here before others can read anything of theirs waits until a moderator lets it in."
        ),
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Level(models.TextChoices):
    """How closely someone follows a topic, or all topics of a category."""

    WATCHING = "watching", _("Watching")
    TRACKING = "tracking", _("Tracking")
    NORMAL = "normal", _("Normal")
    MUTED = "muted", _("Muted")

    @property
    def meaning(self) -> str:
        """Return what one is told at this level."""
        return str(_MEANINGS[self])


# The levels that come by themselves, each closer than the one before.
RISING = (Level.NORMAL, Level.TRACKING, Level.WATCHING)

_MEANINGS = {
    Level.WATCHING: _("You are told of every reply."),
    Level.TRACKING: _("You see how much is unread. You are told of updates, and of what is said to you."),
    Level.NORMAL: _("You are told only of what is said to you."),
    Level.MUTED: _("You are told of nothing, and it stands in no list of what is unread or new."),
}


class CategoryWatch(models.Model):
    """One member's place in one category: how closely they follow it, and what they took for seen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="category_watches")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="watches")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.NORMAL, db_default=Level.NORMAL)
    # Whoever began to follow later is not told of what stood there already.
    since = models.DateTimeField(default=clock.now)
    # Topics begun up to here are not new to them any more: one row, however many topics there are.
    seen_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "category watches"
        constraints = (models.UniqueConstraint(fields=["user", "category"], name="category_watch_unique"),)
        indexes = (models.Index(fields=["category", "level"], name="category_watch_by_category"),)

    def __str__(self) -> str:
        """Name the level."""
        return f"{self.user_id} {self.level} {self.category_id}"
