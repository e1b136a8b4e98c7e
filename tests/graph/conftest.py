"""A running stand-in, somebody who calls it, and a shop that hears its webhooks."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from . import Graph, Person, proof_of, running_graph


@dataclass
class Api:
    """Calls the API with the Page's token and its proof."""

    graph: Graph
    session: aiohttp.ClientSession

    async def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, Any]:
        """Make one call; returns status and JSON."""
        version = query.pop("version", "v26.0")
        token = query.pop("access_token", self.graph.token.text)
        proof = query.pop("appsecret_proof", proof_of(self.graph.app_secret, token))
        params = {"access_token": token, "appsecret_proof": proof, **query}
        params = {key: value for key, value in params.items() if value is not None}
        address = f"{self.graph.url}/{version}{path}"
        async with self.session.request(method, address, params=params, json=body) as response:
            return response.status, await response.json()

    async def send(self, person: Person, message: Any, **more: Any) -> tuple[int, Any]:
        """Send a message to somebody."""
        body = {"recipient": {"id": person.id}, "messaging_type": "RESPONSE", "message": message, **more}
        return await self("POST", "/me/messages", body)

    async def text(self, person: Person, text: str = "Dạ em đây ạ", **more: Any) -> tuple[int, Any]:
        """Send a text to somebody."""
        return await self.send(person, {"text": text}, **more)

    async def template(self, person: Person, kind: str, **payload: Any) -> tuple[int, Any]:
        """Send a template to somebody."""
        attachment = {"type": "template", "payload": {"template_type": kind, **payload}}
        return await self.send(person, {"attachment": attachment})


@dataclass
class Shop:
    """Hears webhooks and answers 200, unless told otherwise."""

    url: str = ""
    answers: deque[int] = field(default_factory=deque)
    heard: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    verified: str = "let me in"

    async def hear(self, request: web.Request) -> web.Response:
        """Take a webhook."""
        self.heard.append((await request.read(), dict(request.headers)))
        return web.Response(status=self.answers.popleft() if self.answers else 200)

    async def verify(self, request: web.Request) -> web.Response:
        """Say whether we know this token."""
        if request.query["hub.verify_token"] != self.verified:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])

    @property
    def bodies(self) -> list[Any]:
        """What was posted."""
        return [json.loads(raw) for raw, _ in self.heard]

    def events(self, kind: str = "", channel: str = "messaging") -> list[Any]:
        """Every event of one kind, in the order in which they came."""
        every = [event for body in self.bodies for entry in body["entry"] for event in entry.get(channel, [])]
        return [event for event in every if not kind or kind in event]


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    """Somebody to tell."""
    made = Shop()
    app = web.Application()
    app.router.add_post("/hook", made.hear)
    app.router.add_get("/hook", made.verify)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.fixture
async def graph(shop: Shop) -> AsyncIterator[Graph]:
    """A stand-in that tells the shop; waits for nothing."""
    async with running_graph(callback=shop.url) as running:
        running.echo_after = running.delivered_after = 0
        yield running


@pytest.fixture
async def api(graph: Graph) -> Api:
    """Somebody who calls it."""
    return Api(graph, graph.session)


@pytest.fixture
async def vera(graph: Graph) -> Person:
    """Vera, who has just written."""
    person = graph.person("Vera")
    await person.says("Shop ơi")
    return person
