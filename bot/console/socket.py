"""Live events for agents: the Socket.IO namespace ``/console``."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import socketio
import structlog
from pydantic import BaseModel, ValidationError
from socketio.async_pubsub_manager import AsyncPubSubManager
from socketio.exceptions import ConnectionRefusedError as Refusal

from bot.console.sessions import COOKIE, is_own_origin
from bot.console.shapes import Body, ConversationId
from bot.domain import errors
from bot.domain.conversation import Status
from bot.domain.handoff import Agent
from bot.services import agents
from bot.services.context import Event, Services
from bot.services.queue import conversation_row
from bot.settings import Settings

M = TypeVar("M", bound=BaseModel)

log = structlog.get_logger(__name__)

EVERYBODY = "agents"
COMMANDS = frozenset({"connect", "disconnect", "watch", "typing"})
TOLD_TO_WATCHERS = frozenset({"message.created", "message.updated", "stage.changed"})
CHANGES_ROW = frozenset(
    {"message.created", "conversation.status_changed", "handoff.requested", "stage.changed", "lead.captured"}
)
OFFLINE_GRACE = 10.0
"""Seconds; a reload of the page or a short loss of the network is no going home."""


class Watch(Body):
    """Which conversation is on the agent's screen; None for none."""

    conversation_id: ConversationId | None


class Typing(Body):
    """Whether the agent is writing."""

    conversation_id: str
    active: bool


@dataclass
class Seat:
    """One connected console."""

    agent: Agent
    token: str
    watching: str | None = None


class ConsoleNamespace(socketio.AsyncNamespace):
    """Tells agents what happens, and visitors that their agent is typing."""

    def __init__(
        self, services: Services, settings: Settings, namespace: str = "/console", grace: float = OFFLINE_GRACE
    ) -> None:
        super().__init__(namespace)
        self._services = services
        self._settings = settings
        self._grace = grace
        self._seats: dict[str, Seat] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._row_order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Pass on what docs/protocol.md names; a client must not reach other methods by calling their names."""
        if event in COMMANDS:
            return await super().trigger_event(event, *args[: 3 if event == "connect" else 2])
        return {"ok": False, "error": {"code": "bad_request", "message": "no such command", "retry": False}}

    async def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let an agent with a valid session in; whoever comes first from outside is online from now on."""
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and not is_own_origin(origin, environ.get("HTTP_HOST", ""), self._settings):
            raise Refusal("forbidden")
        token = _session_token(environ.get("HTTP_COOKIE", ""))
        try:
            agent, _csrf = await agents.session_agent(self._services, token)
        except errors.LoginRequired:
            raise Refusal("login_required") from None
        came_back = self._leaving.pop(agent.id, None)
        if came_back is not None:
            came_back.cancel()
        is_first = came_back is None and not self._sids_of(agent.id)
        self._seats[sid] = Seat(agent, token)
        await self.enter_room(sid, EVERYBODY)
        if is_first:
            await agents.set_presence(self._services, agent.id, online=True)

    async def on_disconnect(self, sid: str, _reason: str = "") -> None:
        """The last console of an agent that closes takes them offline after a while."""
        seat = self._seats.pop(sid, None)
        if seat is None:
            return
        if seat.watching:
            await self._say_typing(sid, seat, seat.watching, active=False)
        if not self._sids_of(seat.agent.id) and seat.agent.id not in self._leaving:
            self._leaving[seat.agent.id] = asyncio.create_task(self._leave(seat.agent.id))

    async def on_watch(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Follow one conversation, and no longer the one before."""
        seat = self._seats.get(sid)
        try:
            if seat is None:
                raise errors.LoginRequired
            wanted = _read(Watch, data).conversation_id
            await agents.session_agent(self._services, seat.token)
            if wanted is not None:
                await conversation_row(self._services, wanted)
        except errors.DomainError as error:
            if isinstance(error, errors.LoginRequired):
                await self.disconnect(sid)
            return {"ok": False, "error": {"code": error.code, "message": str(error), "retry": False}}
        if seat.watching != wanted:
            if seat.watching:
                await self._say_typing(sid, seat, seat.watching, active=False)
                await self.leave_room(sid, _room(seat.watching))
            if wanted:
                await self.enter_room(sid, _room(wanted))
            seat.watching = wanted
        return {"ok": True}

    async def on_typing(self, sid: str, data: Any = None) -> None:
        """Tell who watches; tell the visitor only if it is their agent who writes."""
        seat = self._seats.get(sid)
        with contextlib.suppress(errors.DomainError):
            typing = _read(Typing, data)
            if seat is not None and typing.conversation_id == seat.watching:
                await self._say_typing(sid, seat, typing.conversation_id, typing.active)

    async def on_event(self, event: Event) -> None:
        """Pass a published event on to the consoles it concerns."""
        if event.name == "session.ended":
            await self._put_out(str(event.body["agent_id"]))
        if not self._anybody():
            return
        if event.name == "presence":
            await self.emit("presence", dict(event.body), room=EVERYBODY)
            return
        conversation_id = event.conversation_id
        if event.name in TOLD_TO_WATCHERS:
            body = {"conversation_id": conversation_id, **event.body}
            await self.emit(event.name, body, room=_room(conversation_id))
        if event.name == "typing" and event.body.get("author") == "visitor":
            body = {"conversation_id": conversation_id, "author": "visitor", "active": bool(event.body.get("active"))}
            await self.emit("typing", body, room=_room(conversation_id))
        if event.name in CHANGES_ROW:
            await self._tell_row(conversation_id, is_request=event.name == "handoff.requested")

    async def close(self) -> None:
        """At the end of the process nobody is waited for any more."""
        for task in self._leaving.values():
            task.cancel()
        await asyncio.gather(*self._leaving.values(), return_exceptions=True)
        self._leaving.clear()

    async def _tell_row(self, conversation_id: str, *, is_request: bool) -> None:
        # One after the other, so that an older row never arrives after a newer one.
        lock = self._row_order.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            try:
                row = await conversation_row(self._services, conversation_id)
            except errors.NotFound:
                return
            if is_request:
                await self.emit("handoff.requested", row, room=EVERYBODY)
            await self.emit("conversation.changed", row, room=EVERYBODY)

    async def _say_typing(self, sid: str, seat: Seat, conversation_id: str, active: bool) -> None:
        try:
            row = await conversation_row(self._services, conversation_id)
        except errors.NotFound:
            return
        name = seat.agent.name
        await self.emit(
            "typing",
            {"conversation_id": conversation_id, "author": "agent", "name": name, "active": active},
            room=_room(conversation_id),
            skip_sid=sid,
        )
        if row["status"] == Status.AGENT and row["agent"] and row["agent"]["id"] == seat.agent.id:
            body = {"author": "agent", "active": active, "name": name}
            await self.server.emit("typing", body, room=_room(conversation_id), namespace="/")

    async def _leave(self, agent_id: str) -> None:
        await asyncio.sleep(self._grace)
        self._leaving.pop(agent_id, None)
        try:
            await agents.set_presence(self._services, agent_id, online=False)
        except Exception:
            log.exception("console.offline_failed", agent_id=agent_id)

    async def _put_out(self, agent_id: str) -> None:
        """Close this agent's connections whose session has ended."""
        for sid in self._sids_of(agent_id):
            try:
                await agents.session_agent(self._services, self._seats[sid].token)
            except errors.LoginRequired:
                await self.disconnect(sid)

    def _sids_of(self, agent_id: str) -> list[str]:
        return [sid for sid, seat in self._seats.items() if seat.agent.id == agent_id]

    def _anybody(self) -> bool:
        """Whether somebody may be listening; with a message queue they may be connected to another process."""
        return bool(self._seats) or isinstance(self.server.manager, AsyncPubSubManager)


def _room(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


def _session_token(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _read(model: type[M], data: Any) -> M:
    try:
        return model.model_validate(data)
    except ValidationError:
        raise errors.BadInput(f"not the body of {model.__name__.lower()}") from None
