"""The categories that topics stand in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.categories.querysets import CategoryQuerySet
from forum.categories.visibility import Audience


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

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        """Return the name."""
        return self.name
