"""Everything that can happen is routed: events to handlers, addresses to views, tasks to the clock's worker."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from config.celery import TASKS
from config.events import EVENTS, LETTERS
from config.settings import CELERY_BEAT_SCHEDULE, CSRF_FAILURE_VIEW
from outbox.events import Event
from tests.architecture.house import ROOT, modules, of_part

REGISTRY = "from config.celery import app; app.loader.import_default_modules(); print(*sorted(app.tasks))"


def test_every_event_is_routed() -> None:
    for module in of_part("events"):
        if module.name.startswith("forum.") or module.name.startswith("moderation."):
            importlib.import_module(module.name)
    ours = {kind for kind in _subclasses(Event) if kind.__module__.split(".")[0] != "tests"}
    assert {kind.__name__ for kind in ours} == {kind.__name__ for kind in EVENTS}


def test_every_handler_is_routed_under_a_key_that_names_it() -> None:
    routed = {key: handler for handlers in EVENTS.values() for key, handler in handlers.items()}
    for key, handler in routed.items():
        assert key == f"{handler.__module__.split('.')[-2]}.{handler.__name__}"
    written = {f"{m.name.split('.')[-2]}.{f.name}" for m in of_part("handlers") for f in m.functions()}
    assert {name for name in written if ".on_" in name} == set(routed)


def test_every_letter_that_is_sent_has_a_composer() -> None:
    kinds = {word.value for m in modules() for word in _first_words_of(m.tree, "send_later")}
    assert kinds <= set(LETTERS)


def test_every_view_is_routed() -> None:
    routed = set(routed_views())
    written = {
        f"{module.name}.{node.name}"
        for module in of_part("views")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and node.args.args[:1] and node.args.args[0].arg == "request"
        if not node.name.startswith("_")
    }
    shared = {f"{node.module}.{alias.name}" for module in of_part("views") for node, alias in _imports(module.tree)}
    assert written - shared - {CSRF_FAILURE_VIEW} - routed == set()


def test_tasks_that_are_written_are_those_that_a_fresh_worker_knows() -> None:
    assert {module.name for module in of_part("tasks")} == set(TASKS)
    written = {
        f"{module.name}.{function.name}"
        for module in of_part("tasks")
        for function in module.functions()
        if any("shared_task" in ast.unparse(decorator) for decorator in function.decorator_list)
    }
    said = subprocess.run([sys.executable, "-c", REGISTRY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {name for name in said.stdout.split() if not name.startswith("celery.")} == written


def test_clock_strikes_only_for_tasks_that_there_are() -> None:
    struck = {entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()}
    assert {str(task).rpartition(".")[0] for task in struck} <= set(TASKS)


def _subclasses(kind: type[Event]) -> Iterator[type[Event]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def _first_words_of(tree: ast.AST, function: str) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == function:
            yield from (argument for argument in node.args[:1] if isinstance(argument, ast.Constant))


def _imports(tree: ast.AST) -> Iterator[tuple[ast.ImportFrom, ast.alias]]:
    return ((node, alias) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names)


def routed_views(resolver: URLResolver | None = None) -> Iterator[str]:
    """Return the dotted name of every view that an address leads to."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{pattern.callback.__module__}.{getattr(pattern.callback, '__name__', '')}"
        else:
            yield from routed_views(pattern)
