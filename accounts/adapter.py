"""Where allauth asks this house: how a member is stored."""

from allauth.account.adapter import DefaultAccountAdapter
from django.forms import BaseForm
from django.http import HttpRequest

from accounts import actions
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Stores members through our actions."""

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:  # noqa: FBT001, FBT002 - allauth's own signature
        """Store the account together with the persona that speaks for it."""
        super().save_user(request, user, form, commit=False)
        if commit:
            actions.store_member(user)
        return user
