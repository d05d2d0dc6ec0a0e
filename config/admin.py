"""Django's admin, dressed for this house and opened to administrators alone."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class AdminConfig(DjangoAdminConfig):
    """Puts our own site in the place of Django's."""

    default_site = "config.admin.Site"


class Site(AdminSite):
    """Looks at everything; what members wrote cannot be changed here."""

    site_title = _("Alongside")
    site_header = _("Alongside, behind the scenes")
    index_title = _("What is kept")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Open to administrators alone."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Send a visitor to the one log-in, which counts wrong tries; refuse a member."""
        del extra_context
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        here = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': here})}")

    def password_change(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:  # type: ignore[override]  # no page of its own
        """Lead to the one page on which passwords are changed."""
        del request, extra_context
        return redirect("account_change_password")
