"""What the command is given and what it says: nothing is lost, and nothing taken for what it is not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Origin
from forum.moving.discourse import importing
from forum.moving.discourse.importing import BusyError, Importer
from forum.topics.models import Post

Take = Callable[..., dict[str, int]]


@pytest.fixture
def emails(tmp_path: Path) -> Path:
    """Return where a list of addresses can be."""
    return tmp_path / "emails.csv"


@pytest.mark.parametrize(
    "lines",
    [
        "\ufeffriver,river@example.org\n",
        "\nriver,river@example.org\n\n",
        "\n,\nname,address\nriver,river@example.org",
        " River , River@example.org \r\n",
    ],
)
def test_a_list_is_read_as_it_is_usually_written(take: Take, emails: Path, lines: str) -> None:
    emails.write_text(lines)
    take(emails=emails)
    assert Origin.objects.get(email="river@example.org").names == ["river"]


@pytest.mark.parametrize(
    "line",
    [
        f"river,{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example\n",
        "ri\0ver,river@example.org\n",
        "ri\u202ever,river@example.org\n",
        f"{'a' * 200_000},river@example.org\n",
        "river,river@example.org\nkim,\n",
    ],
)
def test_a_list_that_cannot_be_kept_is_refused_before_anything_is_taken(take: Take, emails: Path, line: str) -> None:
    emails.write_text(line)
    with pytest.raises(CommandError, match="cannot be read as lines of a name and an address"):
        take(emails=emails)
    assert not Post.objects.exists()


def test_a_list_that_cannot_be_read_says_in_which_line(take: Take, emails: Path) -> None:
    emails.write_text("name,address\n\nkim\n")
    with pytest.raises(CommandError, match="see line 3"):
        take(emails=emails)


def test_a_file_of_details_is_never_overwritten(take: Take, tmp_path: Path) -> None:
    (tmp_path / "all").write_text("mine")
    with pytest.raises(CommandError, match="File exists"):
        take(details=tmp_path / "all")
    assert (tmp_path / "all").read_text() == "mine"


def test_a_run_that_is_refused_leaves_no_file(take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Importer) -> None:
        raise BusyError

    monkeypatch.setattr(Importer, "run", refuse)
    with pytest.raises(CommandError, match="under way"):
        take(details=tmp_path / "all")
    assert not (tmp_path / "all").exists()


def stop(*_: object) -> None:
    """Do what Ctrl-C does."""
    raise KeyboardInterrupt


def test_a_run_that_was_stopped_says_so_to_the_shell_and_reports(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Importer, "_take", stop)
    with pytest.raises(SystemExit) as stopped:
        call_command("import_discourse", str(folder))
    assert stopped.value.code == 130
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["authors"] == 3


def test_a_run_that_is_stopped_once_more_ends_without_a_traceback(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Importer, "_take", stop)
    monkeypatch.setattr(importing, "link_quotes", stop)
    with pytest.raises(CommandError, match="run it again") as stopped:
        take()
    assert stopped.value.returncode == 130


def test_the_report_prints_no_name_that_does_more_than_be_read(
    db: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a\x1b[31m\nb.json").write_text("{")
    call_command("import_discourse", str(folder))
    assert r"Left out: 1 × broken file: a\x1b[31m\nb.json (no JSON)" in capsys.readouterr().out
