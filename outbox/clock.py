"""The only one asked for the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment in UTC. Tests replace this function and nothing else."""
    return datetime.now(UTC)
