"""How often one may call: so many within the last so many seconds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class Rate:
    """At most ``limit`` calls within ``seconds``; the limit may move."""

    def __init__(self, limit: Callable[[], float], seconds: float, now: Callable[[], float]) -> None:
        self._limit = limit
        self._seconds = seconds
        self._now = now
        self._calls: deque[float] = deque()

    def _forget(self) -> float:
        moment = self._now()
        while self._calls and self._calls[0] <= moment - self._seconds:
            self._calls.popleft()
        return moment

    def allow(self) -> bool:
        """Whether one more call fits; counts it if so."""
        moment = self._forget()
        if len(self._calls) >= self._limit():
            return False
        self._calls.append(moment)
        return True

    @property
    def percent(self) -> int:
        """How much of the limit is used."""
        self._forget()
        return min(100, round(100 * len(self._calls) / max(1.0, self._limit())))

    @property
    def regained_in(self) -> float:
        """Seconds until the next call fits."""
        moment = self._forget()
        return max(0.0, self._calls[0] + self._seconds - moment) if len(self._calls) >= self._limit() else 0.0
