"""The categories that topics stand in."""

from django.db import models

from forum.categories.querysets import CategoryQuerySet
from forum.categories.visibility import Audience


class Category(models.Model):
    """A category with a description and an audience."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(blank=True)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.MEMBERS)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        """Return the name."""
        return self.name
