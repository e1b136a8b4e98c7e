"""What agents hear as it happens, and what they do not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer
from socketio.exceptions import ConnectionError as Refused

from bot.console.routes import add_console
from bot.console.socket import ConsoleNamespace
from bot.domain.handoff import Agent
from bot.services.agents import list_agents, log_in, log_out
from bot.services.context import Event
from bot.services.handoffs import claim, request_handoff
from bot.services.journey import correct_stage
from bot.services.messages import mark_read_by_agent

GRACE = 0.15
PASSWORD = "a long enough password"


@dataclass
class Line:
    """One connected console, or widget, with what it heard."""

    client: socketio.AsyncClient
    heard: list[tuple[str, Any]] = field(default_factory=list)

    def names(self) -> list[str]:
        """What was heard, in order, without the coming and going of colleagues."""
        return [name for name, _ in self.heard if name != "presence"]

    def last(self, name: str) -> Any:
        """The newest body of an event."""
        return next(body for heard, body in reversed(self.heard) if heard == name)

    async def call(self, command: str, body: Any = None) -> Any:
        """A command and its acknowledgement."""
        return await self.client.call(command, body, namespace="/console", timeout=3)


@pytest.fixture
async def live(house: Any) -> AsyncIterator[Callable[..., Awaitable[Line]]]:
    """Connects consoles to a server that passes every event on."""
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
    namespace = ConsoleNamespace(house.services, house.settings, grace=GRACE)
    server.register_namespace(namespace)

    async def enter(sid: str, conversation_id: str) -> None:
        await server.enter_room(sid, f"conversation:{conversation_id}", namespace="/")

    server.on("enter", enter, namespace="/")

    async def publish(event: Event) -> None:
        house.events.append(event)
        await namespace.on_event(event)

    house.services.publish = publish
    app = web.Application()
    server.attach(app)
    add_console(app, house.services, house.settings)
    running = TestServer(app)
    await running.start_server()
    lines: list[Line] = []

    async def connect(agent: Agent | None = None, token: str = "", namespace: str = "/console", **headers: str) -> Line:
        if agent:
            _, token, _ = await log_in(house.services, agent.email, PASSWORD)
        line = Line(socketio.AsyncClient(reconnection=False))

        async def hear(event: str, *args: Any) -> None:
            line.heard.append((event, args[0] if args else None))

        line.client.on("*", hear, namespace=namespace)
        cookie = {"Cookie": f"dh_console={token}"} if token else {}
        await line.client.connect(
            str(running.make_url("/")), headers={**cookie, **headers}, namespaces=[namespace],
            transports=["websocket"], wait_timeout=3,
        )  # fmt: skip
        lines.append(line)
        return line

    yield connect
    for line in lines:
        await line.client.disconnect()
    await asyncio.sleep(0.05)
    await namespace.close()
    await server.shutdown()
    await running.close()


async def until(condition: Callable[[], bool], seconds: float = 2.0) -> None:
    """Wait until something is so; fails if it never is."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def quiet() -> None:
    """Time enough for an event that should not come."""
    await asyncio.sleep(0.1)


async def test_line_opens_only_with_a_session_and_from_the_own_page(live: Any, alice: Agent) -> None:
    for headers in ({}, {"token": "forged"}, {"agent": alice, "Origin": "https://evil.example"}):
        with pytest.raises(Refused):
            await live(**headers)
    assert (await live(alice)).client.connected


async def test_agents_hear_of_every_row_but_only_of_the_messages_they_watch(
    house: Any, live: Any, alice: Agent, bob: Agent
) -> None:
    conversation = await house.hears("Shop ơi")
    other = await house.hears("Alo", "vinh")
    alices, bobs = await live(alice), await live(bob)
    assert await alices.call("watch", {"conversation_id": conversation}) == {"ok": True}

    await house.hears("Còn hàng không?")
    await house.hears("Có ai không?", "vinh")
    await until(lambda: bobs.names().count("conversation.changed") == 2)
    await quiet()

    assert alices.names() == ["message.created", "conversation.changed", "conversation.changed"]
    assert alices.last("message.created")["text"] == "Còn hàng không?"
    assert alices.last("message.created")["conversation_id"] == conversation
    assert bobs.names() == ["conversation.changed", "conversation.changed"]
    assert bobs.last("conversation.changed")["id"] == other
    assert bobs.last("conversation.changed")["last_text"] == "Có ai không?"


async def test_watching_another_conversation_leaves_the_first(house: Any, live: Any, alice: Agent) -> None:
    first, second = await house.hears("Một"), await house.hears("Hai", "vinh")
    line = await live(alice)
    for conversation in (first, second, None):
        assert (await line.call("watch", {"conversation_id": conversation}))["ok"]
    await house.hears("Một nữa")
    await house.hears("Hai nữa", "vinh")
    await until(lambda: line.names().count("conversation.changed") == 2)
    assert "message.created" not in line.names()


@pytest.mark.parametrize(
    ("body", "code"),
    [({"conversation_id": "0" * 32}, "not_found"), ({"conversation_id": "x\x00"}, "bad_request"), (None, "bad_request"),
     ("a", "bad_request"), ({"conversation_id": None, "more": 1}, "bad_request")],
)  # fmt: skip
async def test_watching_what_is_not_there_is_refused(live: Any, alice: Agent, body: Any, code: str) -> None:
    line = await live(alice)
    answer = await line.call("watch", body)
    assert not answer["ok"]
    assert answer["error"]["code"] == code


async def test_no_other_method_can_be_called_by_its_name(live: Any, alice: Agent) -> None:
    line = await live(alice)
    for name in ("event", "_leave", "close", "emit"):
        assert not (await line.call(name, {"name": "presence"}))["ok"]
    assert (await line.call("watch", {"conversation_id": None}))["ok"]


async def test_request_for_a_person_is_told_to_all(house: Any, live: Any, alice: Agent) -> None:
    conversation = await house.hears("Cho gặp người")
    line = await live(alice)
    await request_handoff(house.services, conversation, "complaint")
    await until(lambda: "handoff.requested" in line.names())
    row = line.last("handoff.requested")
    assert (row["id"], row["status"], row["reason"]) == (conversation, "waiting", "complaint")


async def test_watcher_hears_of_delivery_and_stage(house: Any, live: Any, alice: Agent) -> None:
    conversation = await house.hears("Shop ơi")
    line = await live(alice)
    await line.call("watch", {"conversation_id": conversation})
    await mark_read_by_agent(house.services, conversation, 1)
    await correct_stage(house.services, conversation, "buying")
    await until(lambda: "stage.changed" in line.names() and "message.updated" in line.names())
    assert line.last("message.updated")["delivery"] == "read"
    moved = line.last("stage.changed")
    assert (moved["conversation_id"], moved["stage"], moved["why"]) == (conversation, "buying", ["agent"])


async def test_visitor_sees_only_their_own_agent_typing(house: Any, live: Any, alice: Agent, bob: Agent) -> None:
    conversation = await house.hears("Shop ơi")
    await claim(house.services, conversation, alice)
    veras = await live(namespace="/")
    await veras.client.emit("enter", conversation, namespace="/")
    alices, bobs = await live(alice), await live(bob)
    for line in (alices, bobs):
        await line.call("watch", {"conversation_id": conversation})

    await bobs.call("typing", {"conversation_id": conversation, "active": True})
    await until(lambda: "typing" in alices.names())
    await quiet()
    assert "typing" not in veras.names()
    await alices.call("typing", {"conversation_id": conversation, "active": True})
    await until(lambda: "typing" in veras.names())

    assert veras.last("typing") == {"author": "agent", "active": True, "name": "Alice"}
    assert alices.last("typing") == {
        "conversation_id": conversation, "author": "agent", "name": "Bob", "active": True,
    }  # fmt: skip
    await alices.client.disconnect()
    await until(lambda: veras.last("typing")["active"] is False)


async def test_agent_hears_the_visitor_typing_but_not_the_bot(house: Any, live: Any, alice: Agent) -> None:
    conversation = await house.hears("Shop ơi")
    line = await live(alice)
    await line.call("watch", {"conversation_id": conversation})
    for author in ("bot", "visitor"):
        await house.services.publish(Event("typing", conversation, {"author": author, "active": True}))
    await until(lambda: "typing" in line.names())
    assert [body for name, body in line.heard if name == "typing"] == [
        {"conversation_id": conversation, "author": "visitor", "active": True}
    ]


async def test_agent_is_online_while_connected_and_a_reload_is_no_leaving(
    house: Any, live: Any, alice: Agent, bob: Agent
) -> None:
    async def online() -> list[str]:
        return [agent.name for agent in await list_agents(house.services) if agent.online]

    bobs = await live(bob)
    alices = await live(alice)
    assert await online() == ["Alice", "Bob"]
    await until(lambda: any(agent["name"] == "Alice" and agent["online"] for agent in bobs.last("presence")["agents"]))

    await alices.client.disconnect()
    alices = await live(alice)
    await asyncio.sleep(GRACE * 2)
    assert await online() == ["Alice", "Bob"]

    await alices.client.disconnect()
    await asyncio.sleep(GRACE * 2)
    assert await online() == ["Bob"]


async def test_who_logs_out_hears_nothing_more(house: Any, live: Any, alice: Agent) -> None:
    _, token, _ = await log_in(house.services, alice.email, PASSWORD)
    ended, kept = await live(token=token), await live(alice)
    await log_out(house.services, token)
    await house.services.publish(Event("session.ended", "", {"agent_id": alice.id}))
    await until(lambda: not ended.client.connected)
    assert kept.client.connected


async def test_nothing_is_looked_up_while_nobody_listens(house: Any, live: Any, monkeypatch: Any) -> None:
    async def fail(*_: Any) -> None:
        raise AssertionError("asked the database for nobody")

    monkeypatch.setattr("bot.console.socket.conversation_row", fail)
    await house.hears("Shop ơi")
    assert house.events[-1].name == "message.created"
