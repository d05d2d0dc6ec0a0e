"""What is asked of someone who joins, logs in or has forgotten a password; shape only."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import SHAPE, SHORT

PASSWORD_HINT = _(
    "Eight characters or more, not only digits, and no word that many people use. A short sentence is easy to remember."
)
FILL_IN = _("This is still empty.")
AN_ADDRESS = _("Give an email address, like name@example.org.")
AGAIN = _("New password, once more")
TWO_PASSWORDS = _("These are two different passwords. Type the same one twice.")

Words = dict[str, tuple[Any, Any]]


class Worded(forms.Form):
    """A form of allauth's in our words: `words` gives label and hint by field; no grey ones stand in the boxes."""

    words: Words = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = FILL_IN
            if isinstance(field, forms.EmailField):
                field.error_messages |= dict.fromkeys(("invalid", "max_length"), AN_ADDRESS)
        for name, (label, hint) in self.words.items():
            self.fields[name].label = label
            self.fields[name].help_text = hint

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401 - Django takes many kinds
        """Say in our words what allauth says of two passwords that differ: the one thing it says in plain text."""
        is_plain = field == "password2" and not isinstance(error, forms.ValidationError)
        super().add_error(field, str(TWO_PASSWORDS) if is_plain else error)


class SignupForm(Worded, allauth_forms.SignupForm):  # type: ignore[misc]  # allauth makes its base while running
    """Asks for a pseudonym, an address and a password; the browser adds its time zone."""

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput({"data-zone-guess": ""}))
    words = {
        "username": (
            _("Pseudonym"),
            _(
                "This is all that others see of you. For your own sake, do not use your real name, nor a name "
                "you go by elsewhere."
            ),
        ),
        "email": (
            _("Email address"),
            _(
                "Never shown to anyone. We send a code to it now. Whoever reads this mailbox may learn that you have "
                "an account here, so choose one that only you read."
            ),
        ),
        "password1": (_("Password"), PASSWORD_HINT),
        "password2": (_("Password, once more"), ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {"min_length": SHORT, "max_length": SHAPE, "invalid": SHAPE}
        self.fields["username"].error_messages |= said

    def validate_unique_email(self, value: str) -> str:
        """Let every address pass: what the mail to it says is decided where nobody but its reader sees it."""
        return value

    def save(self, request: HttpRequest) -> User:
        """Store the member; whether the address has an account already makes no difference here."""
        adapter: Any = get_adapter(request)
        user: User = adapter.save_user(request, adapter.new_user(request), self)
        return user


class LoginForm(Worded, allauth_forms.LoginForm):
    """Asks for a pseudonym or an address, and a password."""

    words = {
        "login": (_("Pseudonym or email address"), ""),
        "password": (_("Password"), ""),
        "remember": (
            _("Keep me logged in on this device"),
            _("Only where nobody else uses it. Otherwise you are logged out when you close the browser."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def clean(self) -> dict[str, Any]:
        """Judge both together, and say beside the first where they do not fit."""
        try:
            return dict(super().clean())  # type: ignore[no-untyped-call]  # allauth's has no types
        except forms.ValidationError as error:
            self.add_error("login", error)
            return self.cleaned_data


class ResetPasswordForm(Worded, allauth_forms.ResetPasswordForm):
    """Asks for the address that a new password is to be sent for."""

    words = {"email": (_("Email address"), "")}

    def clean_email(self) -> str:
        """Look once for who is reached there, whether someone is or not."""
        email = str(self.cleaned_data["email"])
        user = User.objects.known_as(email)
        self.users = [user] if user and user.is_active else []
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Write the letter; for an address that nobody has, write one that goes nowhere, at the same cost."""
        if not self.users:
            adapter: Any = get_adapter(request)
            adapter.write_to_nobody()
        return str(super().save(request, **kwargs))


class AddEmailForm(Worded, allauth_forms.AddEmailForm):
    """Asks for the address that is to take the place of the present one."""

    words = {"email": (_("New email address"), _("We send a code to it. Until then all stays as it is."))}


class ConfirmCodeForm(Worded, allauth_forms.ConfirmEmailVerificationCodeForm):
    """Asks for the code that stands in the mail."""

    words = {"code": (_("Code"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """Compare the code; an address that another confirmed meanwhile is theirs, one that nobody did is free."""
        code = str(allauth_forms.BaseConfirmCodeForm.clean_code(self))
        owner = User.objects.owner_of(self.email)
        if owner and owner != self.user:
            raise get_adapter().validation_error("email_taken")  # noqa: EM101 - the key of a text
        return code


class ReauthenticateForm(Worded, allauth_forms.ReauthenticateForm):
    """Asks a member for the password before what opens the account is changed."""

    words = {"password": (_("Password"), "")}


class ChangePasswordForm(Worded, allauth_forms.ChangePasswordForm):
    """Asks for the present password and a new one."""

    words = {
        "oldpassword": (_("Your password now"), ""),
        "password1": (_("New password"), PASSWORD_HINT),
        "password2": (AGAIN, ""),
    }


class SetPasswordForm(Worded, allauth_forms.SetPasswordForm):
    """Asks someone without a password for one."""

    words = {"password1": (_("New password"), PASSWORD_HINT), "password2": (AGAIN, "")}


class ResetPasswordKeyForm(Worded, allauth_forms.ResetPasswordKeyForm):
    """Asks whoever holds the link from the mail for a new password."""

    words = {"password1": (_("New password"), PASSWORD_HINT), "password2": (AGAIN, "")}


class PasswordForm(forms.Form):
    """Asks for nothing but the password, on the page that a locked device shows; shape only."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
