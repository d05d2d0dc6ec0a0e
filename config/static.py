"""How static files are kept for serving: under hashed names, compressed, and all styles in one file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = "css/all.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);')


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; each `@import` of the styles' list gives way to the file that it names.

    Where nothing is collected, as in tests, the list works as it stands.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 - as Django has it
        """Write the one file of styles, then have all files hashed and compressed."""
        if STYLES in paths and not dry_run:
            Path(self.path(STYLES)).write_text(_joined(paths), encoding="utf-8")
            paths = {**paths, STYLES: (self, STYLES)}
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[no-untyped-call]  # WhiteNoise has no types


def _joined(paths: dict[str, Any]) -> str:
    """Return the styles' list with the named files in it, in its order."""
    return IMPORT.sub(lambda found: _source(paths, f"css/{found[1]}"), _source(paths, STYLES))


def _source(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
