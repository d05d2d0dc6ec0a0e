"""The styles: one list, all files in it, small, and one file once collected."""

import gzip
import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from config.static import IMPORT, StaticStorage

STATIC = Path(__file__).resolve().parents[2] / "static"
CSS = STATIC / "css"
LIST = (CSS / "all.css").read_text()
FILES = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - {"all.css", "admin.css", "styleguide.css"}


def test_list_names_every_file_once() -> None:
    assert sorted(IMPORT.findall(LIST)) == sorted(FILES)


def test_all_styles_together_stay_small() -> None:
    assert len(gzip.compress("".join((CSS / name).read_text() for name in FILES).encode())) < 25_000


def test_every_file_stays_within_the_layers() -> None:
    outside = {name: re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL).strip() for name in FILES}
    assert [name for name, text in outside.items() if not re.match(r"@(layer|font-face)\b", text)] == []


def test_nothing_is_placed_left_or_right() -> None:
    sided = re.compile(
        r"\b(?:margin|padding|border)-(?:left|right)\b|[;{]\s*(?:left|right):|text-align: (?:left|right)"
    )
    assert [name for name in FILES if sided.search((CSS / name).read_text())] == []


def test_collected_styles_are_one_file(tmp_path: Path) -> None:
    source = FileSystemStorage(STATIC)
    names = [
        path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".woff2"}
    ]
    storage = StaticStorage(location=tmp_path)  # type: ignore[no-untyped-call]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    list(storage.post_process({name: (source, name) for name in names}))
    served = (tmp_path / storage.stored_name("css/all.css")).read_text()
    assert "@import" not in served
    assert ".topic-row" in served
