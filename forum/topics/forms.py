"""The shapes of what members write; whether it may be written is for the rules."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.verdict import RefusedError
from forum.moments import LOCAL, read_local
from forum.topics import rules, typed
from forum.topics.words import plain_newlines, tidy_source


class Lines(forms.Textarea):
    """A box for some lines. Browsers send each break as two characters and count it as one, as we do."""

    def value_from_datadict(self, *args: Any) -> str | None:
        """Return the text with plain newlines."""
        sent: str | None = super().value_from_datadict(*args)
        return sent and plain_newlines(sent)


class WordsField(forms.CharField):
    """A large box of Markdown; its length is for the renderer to judge, so that no browser cuts a pasted text."""

    widget = forms.Textarea(attrs={"rows": 8, "autocomplete": "off"})
    default_error_messages = {"required": typed.WRITE_SOMETHING}

    def __init__(self, **kwargs: Any) -> None:
        """Leave the first line its indent: the lists below it are nested by theirs."""
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        """Return the text without what no page can show."""
        return tidy_source(super().to_python(value) or "")


class TitleField(forms.CharField):
    """A title on one line."""

    default_error_messages = {"required": typed.GIVE_A_TITLE}

    def clean(self, value: object) -> str:
        """Return the title as it is kept."""
        try:
            return typed.read_title(str(value or ""))
        except RefusedError as error:
            raise ValidationError(str(error)) from error


class LocalTimeField(forms.CharField):
    """A date and a time by the clock on the wall, as a naive datetime; None where it is empty."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)

    def clean(self, value: str | None) -> datetime | None:
        """Read it; a browser may add seconds."""
        text = super().clean(value)
        try:
            return read_local(text) if text else None
        except ValueError:
            raise ValidationError(_("Enter the date and time like 2026-12-31T20:00.")) from None


class KeyField(forms.CharField):
    """The key under which a form makes one thing and no second; where it is missing or unreadable, a fresh one."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, initial=uuid.uuid4, **kwargs)

    def to_python(self, value: object) -> uuid.UUID:  # type: ignore[override] # a key is no text
        """Return the key."""
        return read_key(str(value or ""))

    def bound_data(self, data: object, initial: object) -> object:
        """Return what a form that is shown again holds: never an empty key, or a double click would make two."""
        return super().bound_data(data, initial) or str(uuid.uuid4())


class AudienceField(forms.TypedChoiceField):
    """For whom a topic is; a form without it leaves that to the category."""

    def __init__(self, **kwargs: Any) -> None:
        said = {"invalid_choice": _("Choose from the list who can read it.")}
        super().__init__(coerce=int, error_messages=said, **kwargs)

    def clean(self, value: object) -> int | None:
        """Return the chosen audience, or None where none was chosen."""
        return super().clean(value) if value else None


class ReplyToField(forms.IntegerField):
    """The number of the post that is answered; what is no such number answers the topic."""

    widget = forms.HiddenInput

    def clean(self, value: object) -> int | None:
        """Return the number, or None."""
        try:
            number: int | None = super().clean(value)
        except ValidationError:
            return None
        return number


class WritingForm(forms.Form):
    """What every form of writing has: words and a key."""

    body = WordsField(label=_("Your words"))
    key = KeyField()


class ReplyForm(WritingForm):
    """A reply, perhaps to one post of the topic (by its number)."""

    reply_to = ReplyToField(required=False, min_value=1, max_value=rules.MAX_NUMBER)


class UpdateForm(WritingForm):
    """A dated update under one's own post."""


class EditForm(forms.Form):
    """Other words for a post; `version` is the mark of those that the editor started from."""

    body = WordsField(label=_("Your words"))
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class TopicForm(forms.Form):
    """A new topic."""

    title = TitleField(label=_("Title"), help_text=_("A few words that say what it is about."))
    body = WordsField(label=_("Your words"))
    audience = AudienceField(label=_("Who can read it"))
    key = KeyField()

    def __init__(self, *args: Any, audiences: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        if len(audiences) > 1 and isinstance(field, AudienceField):
            field.choices = audiences
        else:
            del self.fields["audience"]


def put_back(form: forms.Form, **values: str) -> None:
    """Put other values into fields of a form that is shown again."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    data.update(form.data)
    for name, value in values.items():
        data[name] = value
    form.data = data


def read_key(text: str) -> uuid.UUID:
    """Return the key that `text` spells, or a fresh one.

    One that says that a post came from another forum is nobody's to choose.
    """
    try:
        key = uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
    return uuid.uuid4() if rules.has_come(key) else key
