"""Where allauth asks this house: how a member is stored, which names are free, how its mails leave."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import get_language

from accounts import actions
from accounts.emails import MAILS, TO_NOBODY
from accounts.models import User
from accounts.names import plain
from accounts.rules import REFUSALS, TAKEN, TRIED_OUT, TRIED_OUT_WITHIN, may_take_name
from outbox.mail import send_later

EXISTS = "account/email/account_already_exists"


class AccountAdapter(DefaultAccountAdapter):
    """Stores members through our actions and hands every mail to the outbox."""

    error_messages = {**DefaultAccountAdapter.error_messages, **REFUSALS}

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 - allauth's own signature
        """Return the name as it is kept; raises ValidationError with the rule's reason where it may not be had."""
        name = plain(username)
        verdict = may_take_name(name)
        if not verdict and not shallow:
            raise ValidationError(str(verdict.reason))
        return name

    def save_user(  # type: ignore[override]  # there is one kind of account here
        self,
        request: HttpRequest,
        user: User,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's own signature
    ) -> User:
        """Store the account with its persona and address; two who take one name at the same moment are told apart."""
        super().save_user(request, user, form, commit=False)
        user.time_zone = form.cleaned_data.get("time_zone", "")
        user.language = get_language() or ""
        if user.zone is None:
            user.time_zone = ""
        try:
            if commit:
                actions.store_member(user, form.cleaned_data["email"], is_confirmed=False)
        except IntegrityError:
            form.add_error("username", str(TAKEN))
            raise ImmediateHttpResponse(render(request, "account/signup.html", {"form": form})) from None
        return user

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what allauth has to say; of a code that was tried too often, say where the way goes on."""
        # As a message, and not beside a field, only the page for the code says this.
        if message and str(message) == str(REFUSALS["too_many_login_attempts"]):
            message = str(TRIED_OUT_WITHIN if request.user.is_authenticated else TRIED_OUT)
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: ANN401, FBT001 - allauth's own signature
        """Write the code to the address; where it is someone else's already, write to them that it is, in its place.

        Pages and rows are the same for both, so that only who reads the mailbox learns of it.
        """
        address = emailconfirmation.email_address
        owner = User.objects.owner_of(address.email)
        if owner and owner.pk != address.user_id:
            self.send_mail(EXISTS, address.email, {"user": owner})
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail as a letter to the account it is about; an address without one gets none."""
        user = context.get("user") or User.objects.known_as(email)
        if user is None:
            return
        payload = {"mail": MAILS[template_prefix.rpartition("/")[2]]}
        if email.lower() != user.email.lower():
            payload["address"] = email
        if "code" in context:
            payload["code"] = context["code"]
        if "password_reset_url" in context and "key" in context:
            payload["url"] = urlsplit(context["password_reset_url"]).path
        self._write(user.pk, payload)

    def send_notification_mail(  # type: ignore[override]  # there is one kind of account here
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the member that something was changed; neither where from nor with what."""
        del context
        if email or user.email:
            self.send_mail(template_prefix, email or user.email, {"user": user})

    def write_to_nobody(self) -> None:
        """Write a letter that goes nowhere, so that an address without an account takes as long as one with it."""
        someone = User.objects.order_by("pk").prefetch_related("emailaddress_set").first()
        if someone:
            self._write(someone.pk, {"mail": TO_NOBODY})

    def _write(self, recipient_id: int, payload: dict[str, str]) -> None:
        send_later("account", recipient_id, f"account:{uuid.uuid4().hex}", payload)
