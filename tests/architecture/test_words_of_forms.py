"""What a form says beside a field is in our words: nothing of what the libraries say is left."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import cast

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tests.architecture.house import modules

JARGON = ("Ensure", "valid choice", "Enter a ", "This field", "is required", "this value", "not one of")
BAD = ("", "x", "-1", "1.5", "9" * 30, "no such choice", "a@b", "http://", "<&>", "x" * 40_000)


def forms_of_ours() -> Iterator[type[forms.Form]]:
    """Yield each form that is defined in one of our modules."""
    for module in modules():
        if module.path.name == "forms.py":
            for one in vars(import_module(module.name)).values():
                if isinstance(one, type) and issubclass(one, forms.BaseForm) and one.__module__ == module.name:
                    yield cast("type[forms.Form]", one)


def fields_of(form: type[forms.Form]) -> Mapping[str, forms.Field]:
    """Return the fields as the form makes them; or as they are declared, where it wants to be given something."""
    try:
        return dict(form().fields)
    except KeyError:  # allauth's form for a member insists on being told which
        return dict(form(user=None).fields)  # type: ignore[call-arg]
    except (TypeError, ValueError):
        return dict(vars(form)["base_fields"])


def said_about(field: forms.Field) -> Iterator[str]:
    """Yield what the field says of all that is wrong."""
    for value in BAD:
        try:
            field.clean(value)
        except ValidationError as error:
            yield from error.messages


@pytest.mark.django_db
@pytest.mark.parametrize("form", list(forms_of_ours()), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_form_speaks_our_words(form: type[forms.Form]) -> None:
    said = [(name, text) for name, field in fields_of(form).items() for text in said_about(field)]
    assert [(name, text) for name, text in said if any(word in text for word in JARGON)] == []


def test_every_floor_has_forms_to_try() -> None:
    assert {form.__module__.partition(".")[0] for form in forms_of_ours()} == {"accounts", "forum", "moderation"}
