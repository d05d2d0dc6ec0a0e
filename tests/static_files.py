"""The styles and scripts as they lie in the project, and as they are served to members."""

from functools import cache
from pathlib import Path

from django.conf import settings

from config.static import joined

STATIC = Path(settings.BASE_DIR, "static")


def on_disk(name: str) -> str:
    """Return the text of a file of ours."""
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def served() -> dict[str, str]:
    """Return what stands in the place of all styles and scripts, by its name."""
    return joined(on_disk)
