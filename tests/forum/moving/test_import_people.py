"""Whoever wrote in another forum comes as themselves, and what they wrote is given to nobody else."""

from collections.abc import Callable
from pathlib import Path

from accounts.models import Origin

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
