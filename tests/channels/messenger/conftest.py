"""A whole server on one side, the stand-in for Meta's Graph on the other, and people who write to the Page."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from graph import Graph, Person, running_graph, signature
from messenger_shapes import APP, PAGE
from sqlalchemy import func, select

from bot.app import PLATFORMS
from bot.channels.messenger import Messenger, channel
from bot.domain.conversation import Conversation, Message, Visitor
from bot.domain.delivery import InboxRow
from bot.domain.handoff import Agent
from bot.domain.work import OutboxRow, Turn
from bot.services import inbox, outbox_worker
from bot.services.context import Services

VERSION = os.environ.get("BOT_TEST_GRAPH_VERSION", "v26.0")
"""Which Graph the tests play with; the important ones play with both that matter."""


@dataclass
class Shop:
    """One running bot whose Page Meta knows."""

    door: Any
    graph: Graph

    @property
    def services(self) -> Services:
        return self.door.services

    @property
    def url(self) -> str:
        return f"{self.door.url}/webhooks/messenger"

    @property
    def channel(self) -> Messenger:
        """The channel inside."""
        return self.door.app[PLATFORMS].messenger

    @property
    def heard(self) -> list[str]:
        """What the dialogue engine was asked, in order."""
        return [heard.text for heard in self.door.dialogue.heard]

    async def all(self, noun: type[Any], **values: Any) -> list[Any]:
        """Everything stored of a noun."""
        async with self.services.store.read() as session:
            return list((await session.execute(select(noun).filter_by(**values))).scalars())

    async def one(self, noun: type[Any], **values: Any) -> Any:
        """The only one of a noun."""
        [found] = await self.all(noun, **values)
        return found

    async def conversation(self, person: Person | str) -> Conversation:
        """The conversation with somebody."""
        external_id = person if isinstance(person, str) else person.id
        visitor = await self.one(Visitor, channel="messenger", external_id=external_id)
        return await self.one(Conversation, visitor_id=visitor.id)

    async def transcript(self, person: Person | str) -> list[Message]:
        """What was said with somebody, in order."""
        found = await self.all(Message, conversation_id=(await self.conversation(person)).id)
        return sorted(found, key=lambda message: message.seq)

    async def agent(self, name: str = "Alice") -> Agent:
        """Somebody at the desk."""
        agent = Agent(f"{name.lower()}@example.com", name, "!", online=True, created_at=self.services.clock())
        async with self.services.store.begin() as session:
            session.add(agent)
        return agent

    async def post(self, body: Any, **more: Any) -> int:
        """A webhook as Meta would post it; returns the status."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(raw, self.graph.app_secret)}
        headers |= more.pop("headers", {})
        headers = {name: value for name, value in headers.items() if value is not None}
        async with aiohttp.ClientSession() as http, http.post(self.url, data=raw, headers=headers) as response:
            return response.status

    async def open(self, noun: type[Any]) -> int:
        """How many of a kind of work are not done."""
        async with self.services.store.read() as session:
            query = select(func.count()).select_from(noun).where(noun.status.in_(["pending", "running"]))
            return (await session.execute(query)).scalar_one()

    async def until(self, noun: type[Any], holds: Callable[[Any], Any]) -> None:
        """Wait until something of a noun is stored, and all of it is so."""
        async with asyncio.timeout(20):
            while not (found := await self.all(noun)) or not all(map(holds, found)):
                await asyncio.sleep(0.01)

    async def settled(self) -> None:
        """Wait until every stored event is worked and every turn taken."""
        async with asyncio.timeout(60):
            while await self.open(InboxRow) or await self.open(Turn):
                await asyncio.sleep(0.02)

    async def emptied(self) -> None:
        """Wait until the outbox is empty, too."""
        await self.settled()
        async with asyncio.timeout(60):
            while await self.open(OutboxRow):
                await asyncio.sleep(0.02)


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    """Meta, in small; its clock is the bot's."""
    async with running_graph(page_id=PAGE, app_id=int(APP)) as running:
        yield running


@pytest.fixture
def start_shop(
    graph: Graph, open_door: Callable[..., Awaitable[Any]], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Awaitable[Shop]]:
    """Starts a bot for the Page, whose workers look around more often than in real life."""
    for module in (inbox, outbox_worker, channel):
        monkeypatch.setattr(module, "SWEEP_SECONDS", 0.05)

    async def start(**settings: Any) -> Shop:
        version = settings.pop("version", VERSION)
        door = await open_door(**{**graph.settings(version), "messenger_app_id": APP, **settings})
        door.services.clock = graph.clock
        made = Shop(door, graph)
        graph.callback = made.url
        return made

    return start


@pytest.fixture
async def page(start_shop: Callable[..., Awaitable[Shop]]) -> Shop:
    """One bot for the Page."""
    return await start_shop()


@pytest.fixture
async def vera(graph: Graph) -> Person:
    """Vera."""
    return graph.person("Vera")
