"""Who may do what: doors call actions and write nothing; what speaks to the world is imported by doors alone."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.house import Module, called, modules, of_part

DOORS = ("views", "handlers", "tasks", "feeds", "context_processors", "middleware", "forms", "queries", "templatetags")
WRITES = {
    "abulk_create",
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "select_for_update",
    "update_or_create",
}
# What writes no row of ours, or is allauth's to write.
WRITING_ALLOWED = {
    "accounts.forms": {"save"},  # allauth's sign-up form hands the account over by that name
}
# Where each thing that speaks to the world may be imported.
SPEAKERS = {
    "django.http": {
        "views",
        "feeds",
        "middleware",
        "context_processors",
        "admin",
        "adapter",
        "backends",
        "forms",
        "templatetags",
    },
    "django.shortcuts": {"views", "admin", "adapter"},
    "django.contrib.messages": {"views", "adapter", "admin"},
    "django.core.mail": set[str](),
}
MAILERS = {"outbox.mail", "config.mail"}
CLOCK = "outbox.clock"


@pytest.mark.parametrize("module", of_part(*DOORS), ids=lambda module: module.name)
def test_door_writes_no_row(module: Module) -> None:
    if module.name.startswith("config."):
        return
    allowed = WRITING_ALLOWED.get(module.name, set())
    written = [call for call in called(module) if _method(call) in WRITES - allowed]
    assert [f"line {call.lineno}: {_method(call)}" for call in written] == []


def test_what_speaks_to_the_world_is_imported_by_doors_alone() -> None:
    strangers = [
        f"{module.name} imports {name}"
        for module in modules()
        for name in _imported(module)
        for speaker, doors in SPEAKERS.items()
        if f"{name}.".startswith(f"{speaker}.") and not _may_speak(module, doors)
    ]
    assert strangers == []


def test_only_the_clock_tells_the_time() -> None:
    asked = [
        f"{module.name}: {ast.unparse(node)}"
        for module in modules()
        for node in ast.walk(module.tree)
        if module.name != CLOCK and not module.name.startswith("config.") and _asks_the_time(node)
    ]
    assert asked == []


def test_no_signal_of_ours_is_sent_or_heard() -> None:
    heard = [
        f"{module.name} imports {name}"
        for module in modules()
        for name in _imported(module)
        if name.startswith(("django.dispatch", "django.db.models.signals", "celery.signals"))
    ]
    assert heard == []


def test_no_name_stands_for_a_model_to_hide_a_circle() -> None:
    hidden = [f"{module.name}:{call.lineno}" for module in modules() for call in called(module) if _hides(call)]
    assert hidden == []


def test_forms_check_shape_only() -> None:
    acting = [f"{module.name} imports {name}" for module in of_part("forms") for name in _imported(module)]
    assert [name for name in acting if name.endswith(".actions") or ".actions." in name] == []


def test_pages_read_the_persona_and_never_its_account() -> None:
    readers = of_part("queries", "feeds", "emails", "views", "context_processors", "templatetags", "ical")
    asked = [
        f"{module.name}:{node.lineno}"
        for module in readers
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "user" and _ends_in_persona(node.value)
    ]
    assert asked == []


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _imported(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _may_speak(module: Module, doors: set[str]) -> bool:
    return module.part in doors or module.name in MAILERS or module.name.startswith("config.")


def _asks_the_time(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in {"auto_now", "auto_now_add"}
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    asked = f"{node.value.id}.{node.attr}"
    return asked in {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"}


def _hides(call: ast.Call) -> bool:
    return _method(call) == "get_model" and isinstance(call.func, ast.Attribute)


def _ends_in_persona(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "persona") or (
        isinstance(node, ast.Name) and node.id == "persona"
    )
