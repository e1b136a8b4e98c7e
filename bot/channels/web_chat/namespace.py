"""Socket.IO namespace ``/``: connecting, resuming, sending, and events on their way to the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import socketio
import structlog
from pydantic import ValidationError

from bot.channels.limits import RateLimit
from bot.channels.tokens import VisitorTokens
from bot.channels.web_chat import frames
from bot.channels.web_chat.rasa_shapes import to_bot_uttered
from bot.domain.conversation import Author, Inbound
from bot.domain.errors import BadInput, DomainError, MessageTooLong, RateLimited
from bot.domain.handoff import Agent
from bot.domain.ids import new_id
from bot.services.context import Event, Services
from bot.services.handoffs import agents_online, request_handoff
from bot.services.hours import hours_text
from bot.services.messages import (
    lock_conversation,
    mark_delivered,
    mark_read_by_visitor,
    messages_after,
    messages_before,
    receive_message,
)
from bot.services.offers import take_offer
from bot.services.shop import load_shop
from bot.services.threads import find_or_create
from bot.services.wire import agent_for_visitor, message_to_wire

log = structlog.get_logger(__name__)

CHANNEL = "web_chat"
F = TypeVar("F", bound=frames.Frame)
Answer = dict[str, Any]

PASSED_ON = ("message.created", "message.updated", "conversation.status_changed", "typing")


def room(conversation_id: str) -> str:
    """The Socket.IO room of a conversation's browsers."""
    return f"conversation:{conversation_id}"


def rasa_room(conversation_id: str) -> str:
    """The room of connections that speak Rasa's events."""
    return f"rasa:{conversation_id}"


class HelloFirst(DomainError):
    """A command before ``hello``."""

    code = "hello_first"


class WebChat(socketio.AsyncNamespace):
    """The visitor's side of docs/protocol.md."""

    def __init__(
        self,
        services: Services,
        tokens: VisitorTokens,
        wake: Callable[[str], None],
        origins: Callable[[str | None, str | None], bool],
    ) -> None:
        super().__init__("/")
        self._services = services
        self._tokens = tokens
        self._wake = wake
        self._origin_allowed = origins
        self._messages = RateLimit(burst=15, per_second=1.0)
        self._commands = RateLimit(burst=60, per_second=10.0)

    # -- connection ---------------------------------------------------------------------------------------------

    async def on_connect(self, sid: str, environ: Mapping[str, Any], _auth: Any = None) -> bool:
        """Accept browsers from allowed websites; who they are comes with ``hello``."""
        if not self._origin_allowed(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST")):
            log.info("web_chat.origin_refused", origin=environ.get("HTTP_ORIGIN"))
            return False
        await self.save_session(sid, {"id": new_id()})
        return True

    async def on_hello(self, sid: str, data: Any = None) -> Answer:
        """Connect or resume: who it is, and everything after ``last_seq``."""

        async def act(frame: frames.Hello) -> Answer:
            external_id = self._tokens.read(frame.token)
            external_id, token = self._tokens.issue(external_id)
            conversation_id, answer = await self._enter(sid, external_id, frame)
            shop = await load_shop(self._services)
            messages, more = await messages_after(self._services, conversation_id, frame.last_seq)
            async with self._services.store.read() as session:
                online = await agents_online(session) > 0
            if messages:
                await mark_delivered(self._services, conversation_id, messages[-1].seq)
            language = answer["conversation"]["language"]
            return {
                "token": token,
                **answer,
                "messages": [message_to_wire(message) for message in messages],
                "more": more,
                "last_seq": messages[-1].seq if messages else frame.last_seq,
                "shop": {"name": shop.get("name", ""), "online": online, "hours_text": hours_text(shop, language)},
            }

        return await self._run(sid, frames.Hello, data or {}, act, needs_hello=False)

    async def _enter(self, sid: str, external_id: str, frame: frames.Hello) -> tuple[str, Answer]:
        locale = (frame.locale or "vi")[:2].lower()
        async with self._services.store.begin() as session:
            _, conversation = await find_or_create(session, self._services, CHANNEL, external_id, locale)
            if frame.page is not None:
                conversation.page = frame.page.kept()
            agent = await session.get(Agent, conversation.agent_id) if conversation.agent_id else None
        known = await self.get_session(sid)
        if known.get("conversation_id") not in (None, conversation.id):
            await self.leave_room(sid, room(known["conversation_id"]))
            await self.leave_room(sid, rasa_room(known["conversation_id"]))
        await self.save_session(
            sid, {**known, "external_id": external_id, "conversation_id": conversation.id, "locale": locale}
        )
        # First the room, then the transcript: what is said in between arrives twice rather than never.
        await self.enter_room(sid, room(conversation.id))
        return conversation.id, {
            "conversation": {
                "id": conversation.id,
                "status": str(conversation.status),
                "agent": agent_for_visitor(agent),
                "language": conversation.language,
            }
        }

    # -- commands -----------------------------------------------------------------------------------------------

    async def on_message_send(self, sid: str, data: Any = None) -> Answer:
        """Store a message; answered when it is committed."""

        async def act(frame: frames.Send) -> Answer:
            known = await self.get_session(sid)
            if not self._messages.allow(known["external_id"]):
                raise RateLimited
            received = await receive_message(
                self._services,
                Inbound(
                    channel=CHANNEL,
                    external_id=known["external_id"],
                    text=frame.text,
                    client_id=frame.client_id,
                    payload=frame.payload,
                    page=frame.page.kept() if frame.page else None,
                    locale=known.get("locale"),
                ),
            )
            self._wake(received.conversation.id)
            return {"message": message_to_wire(received.message)}

        return await self._run(sid, frames.Send, data, act)

    async def on_messages_read(self, sid: str, data: Any = None) -> Answer:
        """The visitor has seen the transcript up to ``seq``."""

        async def act(frame: frames.Seq) -> Answer:
            await mark_read_by_visitor(self._services, await self._conversation(sid), frame.seq)
            return {}

        return await self._run(sid, frames.Seq, data, act)

    async def on_messages_before(self, sid: str, data: Any = None) -> Answer:
        """Older messages."""

        async def act(frame: frames.Seq) -> Answer:
            messages, more = await messages_before(self._services, await self._conversation(sid), frame.seq)
            return {"messages": [message_to_wire(message) for message in messages], "more": more}

        return await self._run(sid, frames.Seq, data, act)

    async def on_typing(self, sid: str, data: Any = None) -> None:
        """The visitor is typing; only agents are told."""

        async def act(frame: frames.Typing) -> Answer:
            conversation_id = await self._conversation(sid)
            await self._services.publish(
                Event("typing", conversation_id, {"author": "visitor", "active": frame.active})
            )
            return {}

        await self._run(sid, frames.Typing, data, act)

    async def on_page_set(self, sid: str, data: Any = None) -> Answer:
        """The visitor moved on to another page."""

        async def act(frame: frames.Page) -> Answer:
            async with self._services.store.begin() as session:
                conversation = await lock_conversation(session, await self._conversation(sid))
                conversation.page = frame.kept()
            return {}

        return await self._run(sid, frames.Page, data, act)

    async def on_handoff_request(self, sid: str, data: Any = None) -> Answer:
        """The menu's "talk to a person": works with or without the dialogue engine."""

        async def act(_frame: frames.Frame) -> Answer:
            conversation_id = await self._conversation(sid)
            await request_handoff(self._services, conversation_id)
            async with self._services.store.begin() as session:
                conversation = await lock_conversation(session, conversation_id)
            return {"status": str(conversation.status)}

        return await self._run(sid, frames.Frame, data or {}, act)

    async def on_offer_take(self, sid: str, data: Any = None) -> Answer:
        """The visitor copied an offer's code."""

        async def act(frame: frames.OfferTaken) -> Answer:
            await take_offer(self._services, await self._conversation(sid), frame.offer_id)
            return {}

        return await self._run(sid, frames.OfferTaken, data, act)

    # -- Rasa's own events --------------------------------------------------------------------------------------

    async def on_session_request(self, sid: str, data: Any = None) -> None:
        """Rasa's handshake: a session id that we did not issue starts a new session."""

        async def act(frame: frames.RasaSession) -> Answer:
            external_id, token = self._tokens.issue(self._tokens.read(frame.session_id))
            conversation_id, _ = await self._enter(sid, external_id, frames.Hello())
            await self.leave_room(sid, room(conversation_id))
            await self.enter_room(sid, rasa_room(conversation_id))
            await self.emit("session_confirm", token, to=sid)
            return {}

        await self._run(sid, frames.RasaSession, data or {}, act, needs_hello=False, errors_to="session_confirm_error")

    async def on_user_uttered(self, sid: str, data: Any = None) -> Answer:
        """Rasa's message event; the session of the connection counts, not a name somebody typed in."""
        known = await self.get_session(sid)
        if "conversation_id" not in known:
            asked = data.get("session_id") if isinstance(data, dict) else None
            await self.on_session_request(sid, {"session_id": asked} if isinstance(asked, str) else {})

        async def act(frame: frames.RasaUttered) -> Answer:
            known = await self.get_session(sid)
            if not self._messages.allow(known["external_id"]):
                raise RateLimited
            custom = frame.customData or {}
            client_id = custom.get("client_id") if isinstance(custom.get("client_id"), str) else None
            page = None
            if isinstance(custom.get("page"), dict):
                page = frames.Page.model_validate(custom["page"]).kept()
            received = await receive_message(
                self._services,
                Inbound(
                    channel=CHANNEL,
                    external_id=known["external_id"],
                    text=frame.message,
                    client_id=client_id or f"rasa-{new_id()}",
                    # A Rasa widget sends a button's payload as the message itself.
                    payload=frame.message if frame.message.startswith("/") else None,
                    page=page,
                    locale=known.get("locale"),
                ),
            )
            self._wake(received.conversation.id)
            return {"message": message_to_wire(received.message)}

        return await self._run(sid, frames.RasaUttered, data, act, errors_to="error")

    # -- events on their way out ----------------------------------------------------------------------------------

    async def on_event(self, event: Event) -> None:
        """Pass a published event on to the conversation's browsers."""
        if event.name not in PASSED_ON or (event.name == "typing" and event.body.get("author") == "visitor"):
            return
        await self.emit(event.name, dict(event.body), room=room(event.conversation_id))
        if event.name == "message.created" and event.body.get("author") != Author.VISITOR:
            for shaped in to_bot_uttered(event.body):
                await self.emit("bot_uttered", shaped, room=rasa_room(event.conversation_id))

    # -- helpers ------------------------------------------------------------------------------------------------

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Map ``message.send`` to ``on_message_send``; unknown events are answered, not ignored."""
        name = event.replace(".", "_") if isinstance(event, str) else ""
        handler = getattr(self, f"on_{name}", None) if name not in ("event",) else None
        if handler is None:
            return {"ok": False, "error": {"code": "bad_request", "message": "unknown command", "retry": False}}
        if name in ("connect", "disconnect"):
            if name == "connect" and await self.get_session(str(args[0])):
                # A browser may call its own event "connect"; only the first one is Socket.IO's.
                return {"ok": False, "error": {"code": "bad_request", "message": "unknown command", "retry": False}}
            return await super().trigger_event(event, *args)
        # Socket.IO lets a client send any number of arguments; the protocol has one.
        return await handler(*args[:2])

    async def _conversation(self, sid: str) -> str:
        return str((await self.get_session(sid))["conversation_id"])

    async def _run(
        self,
        sid: str,
        model: type[F],
        data: Any,
        act: Callable[[F], Awaitable[Answer]],
        *,
        needs_hello: bool = True,
        errors_to: str | None = None,
    ) -> Answer:
        """Check the frame, act, and turn what goes wrong into an answer."""
        locale = "vi"
        try:
            known = await self.get_session(sid)
            locale = known.get("locale", "vi")
            if not self._commands.allow(known.get("external_id") or known.get("id") or sid):
                raise RateLimited
            if needs_hello and "conversation_id" not in known:
                raise HelloFirst
            if not isinstance(data, dict):
                raise BadInput("one object is expected")
            return {"ok": True, **await act(model.model_validate(data))}
        except ValidationError as error:
            too_long = any(problem["type"] == "string_too_long" for problem in error.errors())
            answer = self._error(MessageTooLong() if too_long else BadInput(), locale)
        except DomainError as error:
            answer = self._error(error, locale)
        except Exception:
            log.exception("web_chat.failed", frame=model.__name__)
            answer = self._error(None, locale)
        if errors_to:
            await self.emit(errors_to, answer["error"], to=sid)
        return answer

    def _error(self, error: DomainError | None, locale: str) -> Answer:
        code = error.code if error else "unavailable"
        language = "en" if locale == "en" else "vi"
        try:
            message = self._services.words.say(f"say_error_{code}", language)
        except KeyError:
            message = self._services.words.say("say_error_unavailable", language)
        retry = code in ("unavailable", "rate_limited")
        return {"ok": False, "error": {"code": code, "message": message, "retry": retry}}
