"""What the command is given and what it says: nothing is lost, and nothing taken for what it is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Origin
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


def test_the_report_prints_no_name_that_does_more_than_be_read(
    db: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a\x1b[31m\nb.json").write_text("{")
    call_command("import_discourse", str(folder))
    assert r"Left out: 1 × broken file: a\x1b[31m\nb.json (no JSON)" in capsys.readouterr().out
