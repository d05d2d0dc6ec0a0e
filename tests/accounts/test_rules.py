"""Which names may be had."""

import pytest

from accounts import rules
from accounts.models import Persona, User


@pytest.mark.parametrize(
    "name", ["ada", "o", "river.song", "a-b_c", "zoë", "Анна", "春子", "ひろ春", "_x_", "jo2", "modesty", "badminton"]
)
def test_ordinary_names_may_be_had(name: str) -> None:
    assert rules.may_be_called(name)


@pytest.mark.parametrize(
    "name",
    ["", "ada.", "-ada", ".ada", "ada-", "a da", "a@b", "a/b", "a" * 31, "ad\u200ba", "ada\n", "a\u202eda", "🙂"],
)
def test_names_that_a_mention_could_not_find_are_refused(name: str) -> None:
    assert rules.may_be_called(name).reason == rules.SHAPE


@pytest.mark.parametrize("name", ["moderаtor", "аda", "adа", "pаypal", "ada春", "ἀda"])
def test_names_of_two_alphabets_are_refused(name: str) -> None:
    assert rules.may_be_called(name).reason == rules.MIXED


@pytest.mark.parametrize(
    "name",
    [
        *("admin", "Administrator", "MODERATOR", "mod", "organizer", "staff", "system", "support", "help", "alongside"),
        *("root", "everyone", "here", "all", "deleted", "adm1n", "m0derator", "4dmin", "admin2", "the-moderator"),
        *("real_admin", "mod.jo", "admın", "ɑdmin", "a.d.m.i.n", "àdmin", "adrnin", "админ"),
        *("AdminAnna", "TheModerator", "Organizer2Anna", "siteadmin", "moderatoranna", "ModTeam", "anna4staff"),
    ],
)
def test_names_that_speak_for_the_house_are_refused(name: str) -> None:
    assert rules.may_be_called(name).reason == rules.RESERVED


def test_name_of_an_account_or_a_persona_is_taken_whatever_its_case(ada: User) -> None:
    Persona.objects.create(name="Wren")
    assert rules.may_take_name("ADA").reason == rules.TAKEN
    assert rules.may_take_name("wren").reason == rules.TAKEN
    assert rules.may_take_name("robin")


@pytest.mark.parametrize("double", ["lily_0", "Iily-0", "1ilyo", "l.i.l.y.O", "LILY0"])
def test_double_of_a_member_is_refused_as_a_taken_name_is(double: str, db: None) -> None:
    Persona.objects.create(name="Lily0")
    assert rules.may_take_name(double).reason == rules.TAKEN


def test_double_in_another_alphabet_is_refused(db: None) -> None:
    Persona.objects.create(name="cope")
    assert rules.may_take_name("соре").reason == rules.TAKEN


@pytest.mark.parametrize("name", ["zoe", "bemie", "lilian", "li", "river"])
def test_name_that_only_resembles_anothers_may_be_had(name: str, db: None) -> None:
    for taken in ("zoë", "bernie", "lily", ""):
        Persona.objects.create(name=taken)
    assert rules.may_take_name(name)


def test_double_of_someone_with_a_role_is_refused_by_its_accents_too(moderator: User) -> None:
    assert rules.may_take_name("mönà").reason == rules.RESERVED
