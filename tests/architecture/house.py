"""The house as a reader of its source sees it: its modules, parsed, by their dotted names."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STOREYS = ("accounts", "config", "forum", "moderation", "outbox")


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return its dotted name."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def part(self) -> str:
        """Return what it is in its noun: `views` for `forum/topics/views.py` and for `forum/topics/views/reply.py`."""
        *folders, last = self.path.relative_to(ROOT).with_suffix("").parts
        rooms = {"actions", "views", "handlers", "management", "templatetags", "migrations"}
        return next((folder for folder in folders if folder in rooms), last)

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Return its functions and methods."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Return its classes."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the app, without migrations."""
    paths = (
        path for storey in STOREYS for path in sorted((ROOT / storey).rglob("*.py")) if "migrations" not in path.parts
    )
    return tuple(Module(path, ast.parse(path.read_text())) for path in paths)


@cache
def modules_of_tests() -> tuple[Module, ...]:
    """Return every module of the tests."""
    return tuple(Module(path, ast.parse(path.read_text())) for path in sorted((ROOT / "tests").rglob("*.py")))


def of_part(*parts: str) -> list[Module]:
    """Return the modules that are one of these parts of a noun."""
    return [module for module in modules() if module.part in parts]


def length(node: ast.FunctionDef) -> int:
    """Return how many lines of statements a function has, its docstring aside."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def called(module: Module) -> Iterator[ast.Call]:
    """Return every call of a method in the module: `x.y()`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node
