"""Why a bookmark cannot be kept as it was sent, in words fit to show."""

from django.utils.translation import gettext_lazy as _

from accounts.verdict import Verdict

NOTED_MEANWHILE = Verdict.no(
    _("You wrote another note here meanwhile, perhaps in another tab. Look at both, and keep again to replace it.")
)
