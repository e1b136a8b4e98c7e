"""Handlers of ``/console``: parse, call one service, shape the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.console import shapes
from bot.console.logins import LoginLimit, client_address
from bot.console.openapi import Call, openapi_document
from bot.console.sessions import COOKIE, check_csrf, check_same_origin, drop_cookie, set_cookie
from bot.domain import errors
from bot.domain.conversation import check_text
from bot.domain.handoff import Agent
from bot.services import agents, attachments, handoffs, journey, messages, queue
from bot.services.context import Event, Services
from bot.services.wire import agent_to_wire, message_to_wire
from bot.settings import Settings

INDEX = Path(__file__).resolve().parent.parent / "web" / "console" / "index.html"
API = "/console/api"
MAX_BODY = 64 * 1024
CONVERSATION_ID = TypeAdapter(shapes.ConversationId)

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: https:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-cache",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "audio/mpeg", "audio/mp4", "audio/ogg",
                   "audio/aac", "audio/wav", "video/mp4", "video/webm"})  # fmt: skip
"""Types that a browser shows without running anything."""

FILE_HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
API_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Ask:
    """One call, already read and allowed."""

    services: Services
    settings: Settings
    logins: LoginLimit
    request: web.Request
    signed_in: Agent | None = None
    csrf: str = ""
    body: Any = None
    query: Any = None

    @property
    def agent(self) -> Agent:
        """Who calls."""
        if self.signed_in is None:
            raise errors.LoginRequired
        return self.signed_in

    @property
    def conversation_id(self) -> str:
        """The conversation in the address; ``NotFound`` if it cannot be one."""
        try:
            return CONVERSATION_ID.validate_python(self.request.match_info["conversation_id"])
        except ValidationError:
            raise errors.NotFound("no such conversation") from None

    async def row(self) -> dict[str, Any]:
        """The conversation as it is now."""
        return {"conversation": await queue.conversation_row(self.services, self.conversation_id)}


async def log_in(ask: Ask) -> web.Response:
    """Open a session."""
    check_same_origin(ask.request, ask.settings)
    email = f"email {ask.body.email.strip().lower()}"
    address = f"address {client_address(ask.request, ask.settings.trusted_proxies)}"
    ask.logins.enter(email, address)
    agent, token, csrf = await agents.log_in(ask.services, ask.body.email, ask.body.password)
    ask.logins.succeeded(email, address)
    response = _json({"agent": agent_to_wire(agent), "csrf": csrf})
    set_cookie(response, ask.settings, token)
    return response


async def show_session(ask: Ask) -> dict[str, Any]:
    """Say who is logged in."""
    return {"agent": agent_to_wire(ask.agent), "csrf": ask.csrf}


async def log_out(ask: Ask) -> web.Response:
    """Close the session, and with it what is connected under it."""
    await agents.log_out(ask.services, ask.request.cookies.get(COOKIE, ""))
    await ask.services.publish(Event("session.ended", "", {"agent_id": ask.agent.id}))
    response = _json({})
    drop_cookie(response, ask.settings)
    return response


async def set_presence(ask: Ask) -> dict[str, Any]:
    """Take conversations, or have a break."""
    agent = await agents.set_presence(ask.services, ask.agent.id, ask.body.online)
    return {"agent": agent_to_wire(agent)}


async def list_agents(ask: Ask) -> dict[str, Any]:
    """Show who works here."""
    return {"agents": [agent_to_wire(agent) for agent in await agents.list_agents(ask.services)]}


async def list_conversations(ask: Ask) -> dict[str, Any]:
    """Show one page of a queue."""
    return await queue.list_queue(ask.services, ask.agent.id, ask.query.queue, ask.query.search, ask.query.before)


async def show_conversation(ask: Ask) -> dict[str, Any]:
    """Show everything about a conversation but its messages."""
    return await queue.conversation_detail(ask.services, ask.conversation_id)


async def list_messages(ask: Ask) -> dict[str, Any]:
    """Show a part of the transcript."""
    if ask.query.before is not None:
        found, more = await messages.messages_before(ask.services, ask.conversation_id, ask.query.before)
    else:
        found, more = await messages.messages_after(ask.services, ask.conversation_id, ask.query.after)
    if not found:
        await ask.row()  # An empty part of something, or of nothing at all?
    return {"messages": [message_to_wire(message) for message in found], "more": more}


async def claim(ask: Ask) -> dict[str, Any]:
    """Take the floor, from the queue or from the bot."""
    await handoffs.claim(ask.services, ask.conversation_id, ask.agent)
    return await ask.row()


async def reply(ask: Ask) -> dict[str, Any]:
    """Say something to the visitor."""
    text = check_text(ask.body.text)
    message = await handoffs.reply_as_agent(ask.services, ask.conversation_id, ask.agent, ask.body.client_id, text)
    return {"message": message_to_wire(message)}


async def hand_back(ask: Ask) -> dict[str, Any]:
    """Give the floor to the bot."""
    await handoffs.hand_back(ask.services, ask.conversation_id, ask.agent, ask.body.note)
    return await ask.row()


async def resolve(ask: Ask) -> dict[str, Any]:
    """Close the conversation."""
    await handoffs.resolve(ask.services, ask.conversation_id, ask.agent, ask.body.note)
    return await ask.row()


async def correct_stage(ask: Ask) -> dict[str, Any]:
    """Say where the visitor stands."""
    await journey.correct_stage(ask.services, ask.conversation_id, ask.body.stage)
    return await ask.row()


async def mark_read(ask: Ask) -> dict[str, Any]:
    """Say how far the agent has read."""
    await messages.mark_read_by_agent(ask.services, ask.conversation_id, ask.body.seq)
    return {}


ONE = "conversations/{conversation_id}"

CALLS: tuple[Call[Ask], ...] = (
    Call("POST", "login", log_in, shapes.SessionAnswer, body=shapes.Login, public=True,
         refusals=(errors.BadCredentials, errors.Forbidden, errors.RateLimited)),
    Call("GET", "session", show_session, shapes.SessionAnswer),
    Call("POST", "logout", log_out, shapes.Nothing),
    Call("PUT", "me/presence", set_presence, shapes.AgentAnswer, body=shapes.Presence),
    Call("GET", "agents", list_agents, shapes.AgentsAnswer),
    Call("GET", "conversations", list_conversations, shapes.QueueAnswer, query=shapes.QueueQuery),
    Call("GET", ONE, show_conversation, shapes.DetailAnswer, refusals=(errors.NotFound,)),
    Call("GET", f"{ONE}/messages", list_messages, shapes.TranscriptAnswer, query=shapes.TranscriptQuery,
         refusals=(errors.NotFound,)),
    Call("POST", f"{ONE}/messages", reply, shapes.MessageAnswer, body=shapes.Reply,
         refusals=(errors.NotFound, errors.NotYours, errors.ClientIdConflict, errors.EmptyMessage)),
    Call("POST", f"{ONE}/claim", claim, shapes.RowAnswer, refusals=(errors.NotFound, errors.AlreadyClaimed)),
    Call("POST", f"{ONE}/hand_back", hand_back, shapes.RowAnswer, body=shapes.End,
         refusals=(errors.NotFound, errors.NotYours)),
    Call("POST", f"{ONE}/resolve", resolve, shapes.RowAnswer, body=shapes.End,
         refusals=(errors.NotFound, errors.NotYours)),
    Call("POST", f"{ONE}/stage", correct_stage, shapes.RowAnswer, body=shapes.Correction, refusals=(errors.NotFound,)),
    Call("POST", f"{ONE}/read", mark_read, shapes.Nothing, body=shapes.Seen, refusals=(errors.NotFound,)),
)  # fmt: skip


def add_console(app: web.Application, services: Services, settings: Settings) -> None:
    """Mount the console's page and its calls."""
    logins = LoginLimit()
    document = openapi_document(CALLS, API)

    async def show_page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(INDEX, headers=PAGE_HEADERS)

    async def show_document(_request: web.Request) -> web.Response:
        return _json(document)

    async def show_file(request: web.Request) -> web.Response:
        """A visitor's file, to agents only; whatever it is, a browser must not run it."""
        await agents.session_agent(services, request.cookies.get(COOKIE, ""))
        attachment, content = await attachments.read_attachment(services, request.match_info["attachment_id"])
        content_type = attachment.content_type or "application/octet-stream"
        way = "inline" if content_type in SHOWN else "attachment"
        name = f"{attachment.kind}-{attachment.id[:8]}.{content_type.rpartition('/')[2]}"
        return web.Response(
            body=content,
            content_type=content_type,
            headers={**FILE_HEADERS, "Content-Disposition": f'{way}; filename="{name}"'},
        )

    app.router.add_get("/console/files/{attachment_id:[0-9a-f]{32}}", show_file)
    app.router.add_get("/console", show_page)
    app.router.add_get("/console/", show_page)
    app.router.add_get(f"{API}/openapi.json", show_document)
    for call in CALLS:
        app.router.add_route(call.method, f"{API}/{call.path}", _handler(call, services, settings, logins))


def _handler(
    call: Call[Ask], services: Services, settings: Settings, logins: LoginLimit
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler of a call: who may, then what, then the call itself."""

    async def handle(request: web.Request) -> web.Response:
        agent, csrf = None, ""
        if not call.public:
            agent, csrf = await agents.session_agent(services, request.cookies.get(COOKIE, ""))
            if call.method != "GET":
                check_csrf(request, csrf)
        body = _read(call.body.model_validate_json, await _json_body(request)) if call.body else None
        query = _read(call.query.model_validate, dict(request.query)) if call.query else None
        answer = await call.handler(Ask(services, settings, logins, request, agent, csrf, body, query))
        return answer if isinstance(answer, web.Response) else _json(answer)

    return handle


async def _json_body(request: web.Request) -> bytes:
    """The body, at most ``MAX_BODY`` bytes. Only JSON: a form on another website could not send that."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(8192):
        body += chunk
        if len(body) > MAX_BODY:
            raise errors.MessageTooLong(f"more than {MAX_BODY} bytes")
    if body and request.content_type != "application/json":
        raise errors.BadInput("the body must be application/json")
    return bytes(body) or b"{}"


def _read(validate: Callable[[Any], BaseModel], given: Any) -> BaseModel:
    try:
        return validate(given)
    except ValidationError as error:
        problems = (
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}".removeprefix(": ")
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise errors.BadInput("; ".join(problems)) from None


def _json(body: Any) -> web.Response:
    return web.json_response(body, headers=API_HEADERS)
