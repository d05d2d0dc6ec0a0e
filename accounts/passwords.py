"""What a password has to be, checked by Django's own rules and said in our words."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Length(password_validation.MinimumLengthValidator):
    """Asks for so many characters at least."""

    def get_error_message(self) -> str:
        """Say how many."""
        text = ngettext("Use %d character or more.", "Use %d characters or more.", self.min_length)
        return text % self.min_length


class Common(password_validation.CommonPasswordValidator):
    """Refuses what many people use."""

    def get_error_message(self) -> str:
        """Say why, and what would do."""
        return _("Many people use this password, so it is easy to guess. Try a short sentence.")


class Digits(password_validation.NumericPasswordValidator):
    """Refuses digits alone."""

    def get_error_message(self) -> str:
        """Say what is missing."""
        return _("Use letters too, not only digits.")


class Likeness(password_validation.UserAttributeSimilarityValidator):
    """Refuses what is nearly the name or the address."""

    def get_error_message(self) -> str:
        """Say what it is too near to, without showing it."""
        return _("This is too much like your pseudonym or your address. Choose something else.")
