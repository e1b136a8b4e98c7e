"""The cast and the stage of the console's tests: Alice and Bob are agents, Vera visits, Charlie has no rights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.console.routes import add_console
from bot.domain.conversation import Inbound
from bot.domain.handoff import Agent, Reason
from bot.http_errors import error_middleware
from bot.services.agents import add_agent
from bot.services.context import Event, Services
from bot.services.messages import receive_message
from bot.services.words import Words
from bot.settings import Settings, load_settings
from bot.store import open_store
from bot.store.migrate import upgrade

PASSWORD = "a long enough password"

SPOKEN = [
    "say_handoff_requested", "say_nobody_online", "say_agent_is_here", "say_agent_joined", "say_handed_back",
    "say_resolved", *(f"say_reason_{reason}" for reason in Reason),
]  # fmt: skip


@dataclass
class House:
    """Services with an ear on what they publish."""

    services: Services
    settings: Settings
    events: list[Event] = field(default_factory=list)

    async def hears(self, text: str = "Shop ơi", visitor: str = "vera", **more: Any) -> str:
        """A visitor says something; returns the conversation's id."""
        client_id = f"c-{len(self.events)}-{visitor}"
        received = await receive_message(self.services, Inbound("web_chat", visitor, text, client_id, **more))
        return received.conversation.id


@dataclass
class Desk:
    """One browser with the console's calls in it."""

    client: TestClient[Any, Any]
    csrf: str = ""

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, dict[str, Any]]:
        """One call; returns status and answer."""
        headers = {"X-CSRF-Token": self.csrf, **more.pop("headers", {})}
        answer = await self.client.request(method, f"/console/api/{path}", json=body, headers=headers, **more)
        return answer.status, await answer.json()

    async def log_in(self, email: str, password: str = PASSWORD, **more: Any) -> tuple[int, dict[str, Any]]:
        """Log in and keep the CSRF token."""
        status, answer = await self.call("POST", "login", {"email": email, "password": password}, **more)
        self.csrf = answer.get("csrf", "")
        return status, answer


@pytest.fixture
async def house(tmp_path: Any) -> AsyncIterator[House]:
    """An empty shop."""
    settings = load_settings(var_dir=tmp_path, _env_file=None)
    store = open_store(settings.database_url)
    await upgrade(store)
    words = Words({name: {"vi": [{"text": f"{name} {{name}}"}]} for name in SPOKEN})
    events: list[Event] = []

    async def publish(event: Event) -> None:
        events.append(event)

    yield House(Services(store=store, words=words, publish=publish), settings, events)
    await store.close()


@pytest.fixture
async def alice(house: House) -> Agent:
    """An agent."""
    return await add_agent(house.services, "alice@example.com", "Alice", "agent", PASSWORD)


@pytest.fixture
async def bob(house: House) -> Agent:
    """Her colleague."""
    return await add_agent(house.services, "bob@example.com", "Bob", "admin", PASSWORD)


@pytest.fixture
async def new_desk(house: House, aiohttp_client: Any) -> Callable[..., Awaitable[Desk]]:
    """Opens a browser on the console."""
    app = web.Application(middlewares=[error_middleware])
    add_console(app, house.services, house.settings)
    server = TestServer(app)

    async def open_desk(agent: Agent | None = None) -> Desk:
        desk = Desk(await aiohttp_client(server))
        if agent:
            status, _ = await desk.log_in(agent.email)
            assert status == 200
        return desk

    return open_desk
