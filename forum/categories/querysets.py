"""How categories are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, FilteredRelation, Q

from accounts.models import User
from forum.categories.visibility import reach

if TYPE_CHECKING:
    from accounts.models import Reader
    from forum.categories.models import Category


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, seen by someone."""

    def visible_to(self, reader: Reader) -> CategoryQuerySet:
        """Return the categories whose audience `reader` belongs to."""
        return self.filter(audience__lte=reach(reader))

    def as_followed_by(self, reader: Reader) -> CategoryQuerySet:
        """Annotate for a member how closely they follow each category: `level`, null where they never chose."""
        if not isinstance(reader, User):
            return self
        mine = FilteredRelation("watches", condition=Q(watches__user=reader))
        return self.annotate(mine=mine).annotate(level=F("mine__level"))
