"""What our files say through gettext: each text by the name that it has in a catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.architecture.house import ROOT

CALL = re.compile(r"\b((?:n|p|np)?gettext|_)\(((?:[^()\"']|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')*)\)")
TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
NAMES = re.compile(r"_|(n|p|np)?gettext(_lazy|_noop)?")
# What is no page of a member's: the back rooms, and what the style guide shows.
BEHIND = {"admin", "demo"}
GUIDE = {"styleguide.html", "samples.py"}


def templates() -> list[Path]:
    """Return every template that a visitor or a member may read."""
    found = sorted(path for kind in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{kind}"))
    return [path for path in found if not BEHIND & set(path.parts) and path.name not in GUIDE]


def modules() -> list[Path]:
    """Return every module of ours that may say something on a page."""
    found = sorted(path for floor in ("accounts", "forum", "moderation") for path in (ROOT / floor).rglob("*.py"))
    return [path for path in found if path.name not in {"admin.py", "models.py", *GUIDE}]


def said(path: Path) -> Iterator[list[str]]:
    """Yield what `path` says: its text, or the one and the many, after the context where it has one."""
    yield from _in_module(path) if path.suffix == ".py" else _in_template(path)


def key(name: str, texts: list[str]) -> str:
    """Return what `texts`, given to the function `name`, are called in a catalogue."""
    return "\x04".join(texts[:2]) if name.startswith(("p", "np")) else texts[0]


def keys(path: Path) -> set[str]:
    """Return what the texts of `path` are called in a catalogue."""
    return {key(name, texts) for name, *texts in said(path)}


def texts(path: Path) -> set[str]:
    """Return the words that `path` says, without contexts."""
    return {text for name, *texts in said(path) for text in (texts[1:] if name.startswith(("p", "np")) else texts)}


def _in_template(path: Path) -> Iterator[list[str]]:
    for call in CALL.finditer(templatize(path.read_text())):
        yield [call[1], *(ast.literal_eval(text) for text in TEXT.findall(call[2]))]


def _in_module(path: Path) -> Iterator[list[str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and NAMES.fullmatch(node.func.id):
            given = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if given:
                yield [node.func.id, *given]
