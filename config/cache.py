"""The cache that rate limits are counted in: Redis, and this process's own memory while Redis is away."""

import logging
import time
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

QUIET = 5.0  # seconds


class PatientCache(RedisCache):
    """Never raises and never waits long: a log-in needs its limits, not Redis."""

    # Until when this process leaves a Redis alone that did not answer; by time.monotonic().
    silent_until: ClassVar[float] = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while-redis-is-away", {})

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever was kept
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("delete", *args, **kwargs))

    def _ask(self, verb: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever was kept
        if time.monotonic() >= PatientCache.silent_until:
            try:
                return getattr(RedisCache, verb)(self, *args, **kwargs)
            except RedisError as error:
                PatientCache.silent_until = time.monotonic() + QUIET
                log.warning("The cache is away: %s", type(error).__name__)
        return getattr(self._own, verb)(*args, **kwargs)
