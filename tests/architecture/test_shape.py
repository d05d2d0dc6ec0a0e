"""The house keeps its shape: what stands where, how long it may grow, and what no room may hold."""

import ast
import statistics
import tomllib

import pytest

from tests.architecture.house import ROOT, STOREYS, Module, length, modules, modules_of_tests, of_part

LINES_MAX = 300
FUNCTION_TYPICAL, TEST_TYPICAL = 8, 12
FUNCTION_LONG = 25  # nine functions of ten are shorter
DRAWERS = {"utils", "util", "helpers", "core", "common", "misc", "lib", "tools", "base_views"}
# Django's engine must be called `base`.
FIXED_NAMES = {"config.database.base", "config.database.embedded.base"}

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("module", [*modules(), *modules_of_tests()], ids=lambda module: module.name)
def test_module_opens_with_a_sentence(module: Module) -> None:
    opening = (ast.get_docstring(module.tree) or "").split("\n\n")[0]
    assert opening[:1].isupper() or opening[:1] in "`$"
    assert opening.rstrip().endswith((".", ":"))


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_file_is_no_longer_than_a_reader_holds(module: Module) -> None:
    assert len(module.path.read_text().splitlines()) <= LINES_MAX


def test_functions_are_short() -> None:
    lengths = [length(function) for module in modules() for function in module.functions()]
    assert statistics.median(lengths) <= FUNCTION_TYPICAL
    assert statistics.quantiles(lengths, n=10)[-1] <= FUNCTION_LONG


def test_tests_are_short() -> None:
    found = [length(one) for module in modules_of_tests() for one in module.functions() if one.name.startswith("test_")]
    assert statistics.median(found) <= TEST_TYPICAL


def test_no_module_is_a_drawer() -> None:
    names = {module.name for module in modules() if module.name not in FIXED_NAMES}
    assert not {name for name in names if DRAWERS & set(name.split("."))}


def test_storeys_are_all_that_is_imported() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py") if not path.parent.name.startswith(".")}
    assert packages - {"tests", "bench"} == set(STOREYS)


def test_every_room_stands_in_the_contract_of_floors() -> None:
    floors = next(contract for contract in CONTRACTS if contract["name"] == "The floors of a noun")
    rooms = {f"forum.{path.parent.name}" for path in ROOT.glob("forum/*/__init__.py")}
    # Pure text and the movers of data have no floors; the rest is Django's.
    without = {f"forum.{name}" for name in ("markup", "moving", "migrations", "management", "templatetags")}
    assert rooms - without <= set(floors["containers"])


def test_models_neither_save_nor_delete_in_ways_of_their_own() -> None:
    overridden = [
        f"{module.name}.{kind.name}.{method.name}"
        for module in of_part("models")
        for kind in module.classes()
        for method in kind.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "full_clean", "clean"}
    ]
    assert overridden == []


def test_views_are_functions() -> None:
    classes = [(module, kind) for module in of_part("views") for kind in module.classes()]
    views = [
        f"{module.name}.{kind.name}" for module, kind in classes if any("View" in ast.unparse(b) for b in kind.bases)
    ]
    assert views == []


def test_rooms_of_the_tests_are_rooms_of_the_house() -> None:
    folders = {path.name for path in (ROOT / "tests" / "forum").iterdir() if path.is_dir() and path.name[0] != "_"}
    assert {name for name in folders if not (ROOT / "forum" / name).is_dir()} == set()


@pytest.mark.parametrize("app", ["accounts", "forum", "moderation", "outbox"])
def test_newest_migration_is_the_marked_one(app: str) -> None:
    folder = ROOT / app / "migrations"
    newest = max(path.stem for path in folder.glob("[0-9]*.py"))
    marked = (folder / "newest.txt").read_text().strip()
    assert marked == newest, f"write {newest} into {app}/migrations/newest.txt: two branches then meet in a conflict"
