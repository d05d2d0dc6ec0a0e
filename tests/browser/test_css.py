"""Our CSS runs on browsers of thirty months ago: what is newer stands in `@supports`, so that nothing needs it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLELINT = ROOT / "node_modules" / "stylelint" / "bin" / "stylelint.mjs"
pytestmark = pytest.mark.browser


def too_new(*files: str) -> list[str]:
    """Return what is not widely available by Baseline, as lines."""
    if not shutil.which("node"):
        pytest.skip("Node.js is missing: install nodejs and npm")
    if not STYLELINT.exists():
        pytest.skip("stylelint is missing: run make tools, which needs npm")
    asked = ["node", str(STYLELINT), "--config", ".stylelintrc.json", "--formatter", "unix", *files]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return [line for line in f"{answer.stdout}{answer.stderr}".splitlines() if line.strip()]


def test_css_uses_only_what_is_widely_available() -> None:
    assert too_new("static/css/**/*.css") == []


def test_what_is_too_new_is_found(tmp_path: Path) -> None:
    css = tmp_path / "new.css"
    css.write_text("p { field-sizing: content }\n@supports (field-sizing: content) { p { field-sizing: content } }\n")
    assert [line.partition("new.css:")[2][:1] for line in too_new(str(css))][:1] == ["1"]


def test_colours_are_fixed_so_that_their_contrast_can_be_measured() -> None:
    # Baseline's plugin does not know relative colours.
    found = [path.name for path in (ROOT / "static").rglob("*.css") if re.search(r"\(\s*from\s", path.read_text())]
    assert found == []
