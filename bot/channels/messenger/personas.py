"""Agents under their own name: a persona for each, made when they first write."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import structlog

from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.errors import GraphError, GraphUnreachable
from bot.channels.messenger.graph import Graph
from bot.channels.messenger.splitting import shorten
from bot.channels.messenger.webhook import CHANNEL
from bot.services.context import Services
from bot.services.personas import find_persona, forget_personas, keep_persona

log = structlog.get_logger(__name__)

NAME = 50
PICTURE = "/static/shared/agent.png"
PAUSE = 600.0
"""Seconds before a persona that could not be made is tried again; the message goes out without it."""


class Personas:
    """Which persona speaks for which agent."""

    def __init__(self, services: Services, graph: Graph, config: MessengerConfig) -> None:
        self._services = services
        self._graph = graph
        self._config = config
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._not_before: dict[str, float] = {}

    async def persona_for(self, agent_id: str, name: str) -> str | None:
        """The agent's persona; None where there can be none, which must not keep a message from going out."""
        name = shorten(name, NAME)
        async with self._locks[agent_id]:
            known = await find_persona(self._services, CHANNEL, agent_id)
            if known is not None and known.name == name:
                return known.external_id
            moment = asyncio.get_running_loop().time()
            # Meta fetches the picture, so it needs an address that Meta reaches.
            if not self._config.public_url.startswith("https://") or moment < self._not_before.get(agent_id, 0.0):
                return None
            body = {"name": name, "profile_picture_url": self._config.public_url + PICTURE}
            try:
                made = await self._graph.post("me/personas", body)
            except (GraphError, GraphUnreachable) as error:
                log.warning("messenger.no_persona", agent=agent_id, error=str(error))
                self._not_before[agent_id] = moment + PAUSE
                return None
            external_id = str(made.get("id", ""))
            if not external_id:
                return None
            await keep_persona(self._services, CHANNEL, agent_id, name, external_id)
            return external_id

    async def forget(self, agent_id: str) -> None:
        """Graph does not know it (any more)."""
        await forget_personas(self._services, CHANNEL, agent_id)
