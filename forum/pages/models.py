"""What staff say on the help page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox import clock


class HelpPage(models.Model):
    """The one text of the help page; there is no row until staff write one, and where a field is empty ours stands."""

    ONLY = 1

    emergency_number = models.CharField(_("emergency number"), max_length=20, blank=True)
    source = models.TextField(_("text"), blank=True)
    edited_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = _("help page")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="help_page_is_one"),)

    def __str__(self) -> str:
        """Name the page."""
        return str(_("Help page"))
