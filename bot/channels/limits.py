"""A token bucket for each visitor, so that nobody can drown the others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 10_000


class RateLimit:
    """``burst`` at once, then ``per_second`` steadily. Kept in memory: a restart forgives."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._rate = per_second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, key: str) -> bool:
        """Whether ``key`` may act now; counts it if so."""
        moment = self._clock()
        tokens, seen = self._buckets.pop(key, (float(self._burst), moment))
        tokens = min(float(self._burst), tokens + (moment - seen) * self._rate)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, moment)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return allowed
