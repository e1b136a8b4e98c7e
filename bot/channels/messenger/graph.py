"""Calls to Graph: every one with a proof and a time limit, none whose address or token could end in a log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.errors import GraphUnreachable, read_error

TIMEOUT = 20.0
"""Seconds for one call. Only the person it is for waits."""
SIGNAL_TIMEOUT = 5.0


class Graph:
    """One Page's view of Graph. Raises ``GraphError`` or ``GraphUnreachable``."""

    def __init__(self, config: MessengerConfig) -> None:
        self._config = config
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the connection pool."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60), trust_env=True
        )

    async def close(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, path: str, *, as_app: bool = False, **params: str) -> dict[str, Any]:
        """Read; ``as_app`` with the app's own token instead of the Page's."""
        return await self._call("GET", path, params, None, as_app=as_app)

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, timeout: float = TIMEOUT, *, as_app: bool = False
    ) -> dict[str, Any]:
        """Write."""
        return await self._call("POST", path, {}, body or {}, timeout, as_app=as_app)

    async def send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The Send API."""
        return await self.post(f"{self._config.page_id}/messages", body)

    async def signal(self, person: str, action: str, persona: str | None = None) -> None:
        """``mark_seen``, ``typing_on`` or ``typing_off``; a request of its own, never beside a message."""
        body: dict[str, Any] = {"recipient": {"id": person}, "sender_action": action}
        if persona:
            body["persona_id"] = persona
        await self.post(f"{self._config.page_id}/messages", body, timeout=SIGNAL_TIMEOUT)

    async def _call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: Mapping[str, Any] | None,
        timeout: float = TIMEOUT,
        *,
        as_app: bool = False,
    ) -> dict[str, Any]:
        if self._session is None:
            raise GraphUnreachable("the channel is not open", doubtful=False)
        config = self._config
        token = f"{config.app_id}|{config.app_secret}" if as_app else config.token
        query = {**params, "access_token": token, "appsecret_proof": config.proof_of(token)}
        try:
            async with self._session.request(
                method,
                f"{config.graph_url}/{config.version}/{path}",
                params=query,
                json=body,
                timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=5),
                allow_redirects=False,
            ) as response:
                raw = await response.read()
                status, headers = response.status, dict(response.headers)
        # The address carries the token, and aiohttp's errors carry the address: only their type is told.
        except aiohttp.ClientConnectorError as error:
            raise GraphUnreachable(type(error).__name__, doubtful=False) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise GraphUnreachable(type(error).__name__, doubtful=method != "GET") from None
        try:
            found = json.loads(raw)
        except ValueError:
            found = None
        if status >= 400 or (isinstance(found, dict) and "error" in found):
            raise read_error(status, found, headers)
        if not isinstance(found, dict):
            raise GraphUnreachable(f"unreadable answer, status {status}", doubtful=method != "GET")
        return found
