"""How long something that failed waits before it is tried again."""

from datetime import timedelta


def growing_wait(count: int, first: timedelta, factor: int, longest: timedelta) -> timedelta:
    """Return the wait after the `count`-th try: `first`, then `factor` times the last, never over `longest`."""
    steps = 0
    wait = first
    while steps < count - 1 and wait < longest:
        wait *= factor
        steps += 1
    return min(wait, longest)
