"""Typed readers of the environment."""

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A page asks a few small questions, the same ones each time: PostgreSQL plans each once a connection, and neither
# calls in further processes nor compiles anything for what is answered sooner than they begin.
ASKING = {
    "server_side_binding": True,
    "prepare_threshold": 2,
    "options": "-c max_parallel_workers_per_gather=0 -c jit=off",
}


def text(name: str, default: str = "") -> str:
    """Return the variable `name`, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable `name` says yes (1, true, yes, on)."""
    value = text(name).lower()
    return value in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """Return the variable `name` as a whole number; raises ValueError naming it where it is none."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        message = f"{name} must be a whole number, not {value!r}"
        raise ValueError(message) from None


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated variable `name` as a list without empty members."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """Return the variable `name` as an absolute path."""
    return Path(text(name, str(default))).expanduser().absolute()


def postgres(name: str) -> dict[str, Any] | None:
    """Return the PostgreSQL address in the variable `name` as Django's setting, or None where it is unset.

    Reads `postgres://user:password@host:port/name?option=value`; raises ValueError where it cannot be read, without
    repeating the address, which holds a password.
    """
    url = text(name)
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        message = f"{name} cannot be read: {error}"
        raise ValueError(message) from None
    options = {"connect_timeout": "5", **dict(parse_qsl(parts.query))}  # seconds, where nobody answers at all
    database = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not database:
        message = f"{name} must look like postgres://user:password@host:5432/name"
        raise ValueError(message)
    return {
        "ENGINE": "config.database",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }


def redis(name: str) -> str:
    """Return the Redis address in the variable `name`, or nothing; raises ValueError where it is another's."""
    url = text(name)
    if url and urlsplit(url).scheme not in {"redis", "rediss"}:
        message = f"{name} must look like redis://:password@host:6379/0"
        raise ValueError(message)
    return url


def site(name: str, default: str) -> str:
    """Return the address that links are written under, without a slash at its end; raises ValueError for any other."""
    url = text(name, default).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@\[\]]+|https?://\[[0-9a-fA-F:]+\](:\d+)?", url):
        message = f"{name} must look like https://forum.example.org"
        raise ValueError(message)
    return url


def kept_secret(path: Path, size: int = 48) -> str:
    """Return the secret of `size` bytes in the file at `path`, made on the first call, readable by its owner alone.

    Whoever comes first makes it whole, so that two processes that start together read the same.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(size))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()
