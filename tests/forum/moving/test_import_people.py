"""Whoever wrote in another forum comes as themselves, and what they wrote is given to nobody else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.actions import take_in_authors
from accounts.models import Origin, Persona
from outbox import clock

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


def list_addresses(folder: Path, lines: str) -> Path:
    """Return a list of names and addresses."""
    path = folder / "emails.csv"
    path.write_text(lines)
    return path


def test_a_name_that_its_owner_gave_away_brings_no_address(take: Take, tmp_path: Path, change: Change) -> None:
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(username="stream"))
    take(emails=list_addresses(tmp_path, "river,new@example.org\nstream,old@example.org\n"), details=tmp_path / "all")
    assert not Origin.objects.exclude(email="").exists()
    notes = "Addresses not kept: not the one name of one author who came: "
    assert (tmp_path / "all").read_text().endswith(f"{notes}river\n{notes}stream\n")


def test_a_name_of_signs_that_grow_is_cut_before_it_is_made_plain(db: None) -> None:
    take_in_authors({"discourse:1": (["\ufdfa" * 1_000_000], clock.now())})
    assert Persona.objects.get().name.startswith("\u0635\u0644\u0649")


@pytest.mark.parametrize("name", ["a" * 61, "\u0130" * 31, "a" + "\u0315\u0300" * 500_000])
def test_a_file_with_a_name_that_nobody_can_have_costs_itself_alone(take: Take, change: Change, name: str) -> None:
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(username=name))
    assert take() == {"topics": 1, "posts": 5, "authors": 3, "skipped": 4}


def test_more_authors_than_one_statement_takes_come(db: None) -> None:
    now = clock.now()
    assert take_in_authors({f"discourse:{place}": ([f"friend{place}"], now) for place in range(12_000)}) == 12_000
