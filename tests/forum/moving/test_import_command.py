"""What the command is given and what it says: nothing is lost, and nothing taken for what it is not."""

from pathlib import Path

import pytest
from django.core.management import call_command


def test_the_report_prints_no_name_that_does_more_than_be_read(
    db: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a\x1b[31m\nb.json").write_text("{")
    call_command("import_discourse", str(folder))
    assert r"Left out: 1 × broken file: a\x1b[31m\nb.json (no JSON)" in capsys.readouterr().out
