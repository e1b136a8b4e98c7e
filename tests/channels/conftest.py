"""A whole server with a dialogue engine in plain sight, and the browsers that talk to it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer
from fake_dialogue import FakeDialogue

from bot.app import SERVICES, make_app
from bot.domain.ids import new_id
from bot.services.context import Services
from bot.services.words import Words
from bot.settings import load_settings

PATIENCE = 30
"""Seconds after which something that should come does not come any more; slow machines are slow."""


@dataclass
class Door:
    """One running instance."""

    app: web.Application
    url: str
    dialogue: FakeDialogue
    close: Callable[[], Awaitable[None]]

    @property
    def services(self) -> Services:
        return self.app[SERVICES]


@dataclass
class Browser:
    """A Socket.IO client that remembers what it heard."""

    door: Door
    sio: socketio.AsyncClient = field(default_factory=lambda: socketio.AsyncClient(reconnection=False))
    heard: list[tuple[str, Any]] = field(default_factory=list)
    token: Any = None
    conversation_id: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, **more: Any) -> Browser:
        """Connect."""

        async def on_any(event: str, *args: Any) -> None:
            self.heard.append((event, args[0] if args else None))
            self._news.set()

        self.sio.on("*", on_any)
        await self.sio.connect(self.door.url, transports=["websocket"], wait_timeout=PATIENCE, **more)
        return self

    async def call(self, command: str, body: Any = None) -> Any:
        """Send a command and wait for its acknowledgement."""
        return await self.sio.call(command, body, timeout=PATIENCE)

    async def hello(self, **body: Any) -> dict[str, Any]:
        """Say who it is."""
        if self.token is not None:
            body.setdefault("token", self.token)
        answer = await self.call("hello", body)
        assert answer["ok"], answer
        self.token, self.conversation_id = answer["token"], answer["conversation"]["id"]
        return answer

    async def send(self, text: str, **more: Any) -> dict[str, Any]:
        """Send a message."""
        more.setdefault("client_id", f"c-{new_id()}")
        return await self.call("message.send", {"text": text, **more})

    def all(self, event: str, **wanted: Any) -> list[Any]:
        """What it heard of an event, perhaps with certain values."""
        return [
            body
            for name, body in self.heard
            if name == event and all(isinstance(body, dict) and body.get(k) == v for k, v in wanted.items())
        ]

    async def hears(self, event: str, **wanted: Any) -> Any:
        """Wait for an event and return its body."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := self.all(event, **wanted)):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"no {event} {wanted}; heard {self.heard}") from None
        return found[0]

    async def close(self) -> None:
        """Leave."""
        await self.sio.disconnect()


@pytest.fixture
def app_database(sqlite_files: Any, quick_folder: Path, unique: str) -> str:
    """A migrated, empty database for one server."""
    path = quick_folder / f"app-{unique}.db"
    shutil.copy(sqlite_files.empty.removeprefix("sqlite:///"), path)
    return f"sqlite:///{path}"


@pytest.fixture
async def open_door(
    app_database: str, tmp_path: Path, words: Words, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., Awaitable[Door]]]:
    """Starts instances."""
    # Reading the sentences is most of a start; they are the same each time.
    monkeypatch.setattr(Words, "load", lambda _folder: words)
    servers: list[TestServer] = []

    async def start(dialogue: FakeDialogue | None = None, **settings: Any) -> Door:
        dialogue = dialogue or FakeDialogue()
        defaults = {
            "_env_file": None,
            "var_dir": tmp_path,
            "database_url": app_database,
            "secret_key": "a secret for tests only",
            "api_token": "",
            "demo_shop": False,
            "redis_url": "",
            "rasa_urls": "",
            "allowed_origins": "",
            "public_url": "",
            "actions_port": 0,
        }
        app = make_app(load_settings(**{**defaults, **settings}), dialogue=dialogue)
        dialogue.talks = app[SERVICES].talks
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        return Door(app, str(server.make_url("/")).rstrip("/"), dialogue, server.close)

    yield start
    for server in servers:
        await server.close()


@pytest.fixture
async def door(open_door: Callable[..., Awaitable[Door]]) -> Door:
    """One instance."""
    return await open_door()


@pytest.fixture
async def browser(door: Door) -> AsyncIterator[Callable[..., Awaitable[Browser]]]:
    """Opens browsers; ``hello=False`` leaves the greeting to the test."""
    opened: list[Browser] = []

    async def open_one(at: Door | None = None, *, hello: bool = True, token: Any = None, **more: Any) -> Browser:
        one = Browser(at or door, token=token)
        opened.append(one)
        await one.open(**more)
        if hello:
            await one.hello()
        return one

    yield open_one
    for one in opened:
        await one.close()


@pytest.fixture
async def http(door: Door) -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP calls to the instance."""
    async with aiohttp.ClientSession(door.url) as session:
        yield session
