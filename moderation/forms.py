"""What is asked of a moderator before an act."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.topics.forms import Lines, TitleField, WordsField, put_back
from forum.topics.models import Post, Topic
from forum.topics.rules import EDITED_MEANWHILE, audience_under
from forum.topics.typed import read_source
from forum.topics.words import fingerprint, tidy_source, tidy_title
from moderation.models import Act
from moderation.rules import NO_REASON, Grounds


class GroundsForm(forms.Form):
    """Why, and how it came to be."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads these words. Be plain and kind. They stay in the log for good."),
        max_length=2000,
        widget=Lines(attrs={"rows": 4}),
        error_messages={
            "required": NO_REASON,
            "max_length": _("Keep the reason to 2000 characters or fewer."),
        },
    )
    rule = forms.CharField(
        label=_("Rule"),
        help_text=_("If it is about one of our rules, which?"),
        max_length=80,
        required=False,
        error_messages={"max_length": _("Keep the rule to 80 characters or fewer.")},
    )
    origin = forms.ChoiceField(
        label=_("How did it come up?"),
        choices=[
            (Act.Origin.OWN_LOOK, _("I saw it myself")),
            (Act.Origin.REPORT, _("Someone reported it")),
            (Act.Origin.AUTOMATIC, _("The forum pointed it out")),
        ],
        initial=Act.Origin.OWN_LOOK,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list how it came up.")},
    )

    def __init__(self, *args: Any, subject: Post | Topic, reader: User, **kwargs: Any) -> None:
        """Know what the act is about and who does it."""
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.reader = reader

    def grounds(self) -> Grounds:
        """Return the reason as the log keeps it."""
        data = self.cleaned_data
        origin = data["origin"] or Act.Origin.OWN_LOOK
        return Grounds(
            why=tidy_source(data["why"]),
            rule=tidy_title(data["rule"]),
            origin=origin,
            was_found_by_machine=origin == Act.Origin.AUTOMATIC,
        )

    def change(self) -> dict[str, Any]:
        """Return what the act changes besides."""
        return {}

    def refuse(self, error: RefusedError) -> None:
        """Say why the act was refused."""
        self.add_error(None, str(error))


class WelcomeForm(GroundsForm):
    """The first words that a newcomer hears from us, which are there already: one press lets a post in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from a welcome."""
        super().__init__(*args, **kwargs)
        self.fields["why"].initial = _("Your words fit here well. Welcome, and thank you for writing.")


class EditForm(GroundsForm):
    """Other words for a post."""

    body = WordsField(label=_("The post"))
    base = forms.CharField(required=False, widget=forms.HiddenInput())

    field_order = ("body",)

    def __init__(self, *args: Any, subject: Post, **kwargs: Any) -> None:
        """Start from the words that stand."""
        super().__init__(*args, subject=subject, **kwargs)
        self.fields["body"].initial = subject.source
        self.mark = self.fields["base"].initial = fingerprint(subject.source)

    def clean_body(self) -> str:
        """Say beside the field what the words lack."""
        source: str = self.cleaned_data["body"]
        try:
            read_source(self.reader, source)
        except RefusedError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return source

    def change(self) -> dict[str, Any]:
        """Return the new words, and a mark of those they started from."""
        return {"source": self.cleaned_data["body"], "base": self.cleaned_data["base"]}

    def refuse(self, error: RefusedError) -> None:
        """Say why; where others changed the post meanwhile, the form starts from what stands there now."""
        super().refuse(error)
        if error.verdict is EDITED_MEANWHILE:
            put_back(self, base=self.mark)


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django knows the argument to its stubs only
    """Where a topic may go, each place with who can read the topic there."""

    topic: Topic

    def label_from_instance(self, obj: Category) -> str:
        """Name the category, and who can read the topic in it."""
        readers = audience_under(self.topic, obj).label
        return _("%(category)s: %(audience)s can read it there") % {"category": obj.name, "audience": readers}


class MoveForm(GroundsForm):
    """Another category for a topic."""

    category = PlaceField(
        label=_("Category"),
        help_text=_(
            "Beside each category stands who can read the topic once it is there. If you move it back, "
            "it opens to those who could read it before, unless someone wrote in it meanwhile: "
            "what was written for fewer people stays with them."
        ),
        queryset=Category.objects.none(),
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a category from the list.")),
    )

    field_order = ("category",)

    def __init__(self, *args: Any, subject: Topic, reader: User, **kwargs: Any) -> None:
        """Offer the other categories that the moderator sees."""
        super().__init__(*args, subject=subject, reader=reader, **kwargs)
        field = self.fields["category"]
        if isinstance(field, PlaceField):
            field.topic = subject
            field.queryset = Category.objects.visible_to(reader).exclude(pk=subject.category_id)

    def change(self) -> dict[str, Any]:
        """Return where the topic goes."""
        return {"category": self.cleaned_data["category"]}


class RenameForm(GroundsForm):
    """Another title for a topic."""

    title = TitleField(label=_("Title"))

    field_order = ("title",)

    def __init__(self, *args: Any, subject: Topic, **kwargs: Any) -> None:
        """Start from the title that stands."""
        super().__init__(*args, subject=subject, **kwargs)
        self.fields["title"].initial = subject.title

    def change(self) -> dict[str, Any]:
        """Return the new title."""
        return {"title": self.cleaned_data["title"]}
