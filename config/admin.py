"""Django's admin, dressed for this house and opened to administrators alone."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AdminConfig(DjangoAdminConfig):
    """Puts our own site in the place of Django's."""

    default_site = "config.admin.Site"


class Site(AdminSite):
    """Looks at everything; what members wrote cannot be changed here."""

    site_title = _("Alongside")
    site_header = _("Alongside, behind the scenes")
    index_title = _("What is kept")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Open to administrators alone; they log in like everyone else."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))
