"""Typed readers of the environment."""

import os
from pathlib import Path


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
