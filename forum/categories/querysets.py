"""How categories are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from forum.categories.visibility import reach

if TYPE_CHECKING:
    from accounts.models import Reader
    from forum.categories.models import Category


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, seen by someone."""

    def visible_to(self, reader: Reader) -> CategoryQuerySet:
        """Return the categories whose audience `reader` belongs to."""
        return self.filter(audience__lte=reach(reader))
