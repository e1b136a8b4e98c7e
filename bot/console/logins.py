"""Slows down who guesses passwords."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from aiohttp import web

from bot.domain.errors import RateLimited

FAILURES = 10
PERIOD = 600.0
"""Seconds."""

REMEMBERED = 20_000
"""Names kept in memory; beyond, those that are out of their period are dropped, then the oldest."""


class LoginLimit:
    """At most ``FAILURES`` failed logins in ``PERIOD`` for each name, where a name is an e-mail or an address.

    An attempt counts as failed from its start, so that many at the same moment do not slip through together.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[str, deque[float]] = {}

    def enter(self, *names: str) -> None:
        """Count an attempt; ``RateLimited`` if one of the names has used up its attempts."""
        now = self._clock()
        if any(len(self._recent(name, now)) >= FAILURES for name in names):
            raise RateLimited("too many failed logins, try again in ten minutes")
        for name in names:
            self._failures.setdefault(name, deque()).append(now)
        self._forget_old(now)

    def succeeded(self, email: str, address: str) -> None:
        """The attempt was none: the account starts anew, the address gets this one attempt back."""
        self._failures.pop(email, None)
        if recent := self._failures.get(address):
            recent.pop()

    def _recent(self, name: str, now: float) -> deque[float]:
        failures = self._failures.get(name)
        if failures is None:
            return deque()
        while failures and failures[0] <= now - PERIOD:
            failures.popleft()
        return failures

    def _forget_old(self, now: float) -> None:
        if len(self._failures) <= REMEMBERED:
            return
        for name in [name for name in self._failures if not self._recent(name, now)]:
            del self._failures[name]
        while len(self._failures) > REMEMBERED:
            del self._failures[next(iter(self._failures))]


def client_address(request: web.Request, trusted_proxies: int) -> str:
    """The caller's address; each trusted proxy has put the one it saw at the end of ``X-Forwarded-For``."""
    hops = [hop.strip() for line in request.headers.getall("X-Forwarded-For", []) for hop in line.split(",")]
    if 0 < trusted_proxies <= len(hops):
        return hops[-trusted_proxies]
    return request.remote or "unknown"
