"""Addresses of the site: one include an app."""

from django.contrib import admin
from django.urls import include, path

from accounts.views import confirm
from config import demo_mail, health
from forum.pages.views import log_out

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("forum.urls")),
    path("moderation/", include("moderation.urls")),
    path("", include("accounts.urls")),
    path("accounts/logout/", log_out, name="account_logout"),
    path("accounts/confirm-email/", confirm, name="account_email_verification_sent"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("demo/mail/", demo_mail.mail_list, name="demo-mails"),
    path("demo/mail/<str:name>/", demo_mail.mail, name="demo-mail"),
]

handler500 = "forum.topics.views.server_error"
