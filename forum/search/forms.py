"""The shape of a search."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Reader, User
from forum.search import rules
from forum.search.words import UnclearError, Wanted, parse
from forum.topics.words import tidy_title


class WordsField(forms.CharField):
    """What is looked for, on one line; its length is judged when it is read, so that no browser cuts it."""

    widget = forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"})
    default_error_messages = {"required": rules.NOTHING_ASKED}

    def to_python(self, value: object) -> str:
        """Return the words without what nobody can type."""
        return tidy_title(super().to_python(value) or "")


class SearchForm(forms.Form):
    """The words and, for a member, whether only their own topics count."""

    q = WordsField(label=_("What are you looking for?"))
    mine = forms.BooleanField(label=_("Only topics I took part in"), required=False)

    wanted: Wanted = Wanted()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(reader, User):
            self.use_required_attribute = False  # the box alone asks for something
            self.fields["q"].required = not self.data.get("mine")
        else:
            del self.fields["mine"]

    def clean(self) -> None:
        """Take the words apart, or say which piece cannot be read; the box says the same as `in:mine`."""
        words, is_mine = self.cleaned_data.get("q", ""), self.cleaned_data.get("mine", False)
        try:
            wanted = parse(words)
        except UnclearError as error:
            self.add_error("q", rules.unclear(error))
        else:
            self.wanted = replace(wanted, is_mine=wanted.is_mine or is_mine)
