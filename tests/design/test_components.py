"""Components hold what stands between their tags, and know nothing but their parts."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COMPONENTS = TEMPLATES / "components"
PAGES = [path for path in TEMPLATES.rglob("*.html") if path.parent != COMPONENTS and "emails" not in path.parts]
# The mark-up of these is written by their own templates alone.
BY_HAND = re.compile(r'class="(?:[^"]* )?(?:button|card|field|mark|menu)[ "]')


def drawn(source: str, **context: object) -> str:
    """Return `source` drawn with `context`, its white space drawn together."""
    template = engines["django"].from_string("{% load components %}" + source)
    return re.sub(r"\s+", " ", template.render(context))


def test_component_holds_what_stands_between_its_tags() -> None:
    assert "<p>Tea?</p>" in drawn('{% component "card" %}<p>{{ word }}</p>{% endcomponent %}', word="Tea?")


def test_component_escapes_the_parts_it_is_given() -> None:
    assert "<b>" not in drawn('{% component "card" title=word %}{% endcomponent %}', word="<b>")


def test_component_draws_a_named_part_in_its_place_only() -> None:
    page = drawn('{% component "dialog" id="keys" %}{% part foot %}<i>foot</i>{% endpart %}keys{% endcomponent %}')
    assert page.count("<i>foot</i>") == 1


def test_component_does_not_see_what_it_was_not_given() -> None:
    assert "secret" not in drawn('{% component "card" %}{% endcomponent %}', title="secret")


def test_component_takes_named_parts_only() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn('{% component "card" title %}{% endcomponent %}')


def test_every_component_opens_with_its_parts() -> None:
    bare = [path.name for path in COMPONENTS.glob("*.html") if not path.read_text().startswith("{#")]
    assert bare == []


def test_button_without_address_sends_and_with_one_leads() -> None:
    assert "<button" in drawn('{% include "components/button.html" with label="Save" only %}')
    assert '<a class="button" href="/x/"' in drawn(
        '{% include "components/button.html" with label="Go" url="/x/" only %}'
    )


def menu(*entries: str) -> str:
    """Return a menu with these entries."""
    return drawn(f'{{% component "menu" label="More" about="of tea" %}}{"".join(entries)}{{% endcomponent %}}')


def test_menu_with_one_entry_shows_that_entry() -> None:
    page = menu("<li><a href='/tea/'>Tea</a></li>")
    assert "<details" not in page
    assert 'aria-label="of tea"' in page
    assert "Tea</a>" in page


def test_menu_with_two_entries_folds_them() -> None:
    assert "<details" in menu("<li><a href='/tea/'>Tea</a></li>", "<li><a href='/milk/'>Milk</a></li>")


def test_menu_with_nothing_in_it_is_not_there() -> None:
    assert menu("{% if False %}<li></li>{% endif %}").strip() == ""


def test_no_page_writes_the_markup_of_a_component() -> None:
    assert PAGES
    assert [path.name for path in PAGES if BY_HAND.search(path.read_text())] == []


def test_button_sends_a_form_that_it_stands_outside_of() -> None:
    page = drawn('{% include "components/button.html" with label="Reply" form="composer" name="answer" value=3 only %}')
    assert '<button class="button" type="submit" form="composer" name="answer" value="3">Reply</button>' in page


def test_button_for_a_script_sends_nothing() -> None:
    page = drawn('{% include "components/button.html" with label="Quote" for_script="data-quote" hidden=True only %}')
    assert '<button class="button" type="button" data-quote hidden>Quote</button>' in page


def test_mark_with_an_address_leads_there() -> None:
    page = drawn('{% include "components/mark.html" with text="3 unread" url="/t/" about="in Tea" only %}')
    assert '<a class="mark" href="/t/">3 unread<span class="hidden-text"> in Tea</span></a>' in page
