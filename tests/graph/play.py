"""A page on which a developer plays the Messenger user against a bot that runs on the same machine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from .errors import ERRORS
from .graph import INBOX_APP, Graph
from .person import Person
from .server import GRAPH

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOOK_AGAIN = 20
"""Seconds after which a page that waits for news is answered anyhow."""


def add_play(app: web.Application) -> None:
    """The page, what it shows and what it does."""
    app.router.add_get("/", page)
    app.router.add_get("/play/state", state)
    app.router.add_post("/play/do", do)
    app.router.add_post("/play/file", send_file)
    app.router.add_static("/play/web", HERE / "web")
    for folder in ("shared", "fonts"):
        app.router.add_static(f"/play/{folder}", ROOT / "bot" / "web" / folder)


async def page(request: web.Request) -> web.StreamResponse:
    """The page itself."""
    return web.FileResponse(HERE / "web" / "index.html", headers={"Cache-Control": "no-cache"})


async def state(request: web.Request) -> web.Response:
    """Everything there is to show, as soon as it differs from what the page has seen."""
    graph = request.app[GRAPH]
    try:
        seen = int(request.query.get("seen", "-1"))
    except ValueError:
        seen = -1
    with contextlib.suppress(AssertionError):
        await graph.until(lambda: graph.closing or graph.version != seen, LOOK_AGAIN)
    return web.json_response(shown(graph))


def shown(graph: Graph) -> dict[str, Any]:
    """The state of the whole stand-in."""
    return {
        "version": graph.version,
        "now": int(graph.clock().timestamp() * 1000),
        "page": {
            "name": graph.page_name,
            "blocked": graph.restriction is not None,
            "token_good": graph.token.trouble is None,
            "callback": graph.callback,
            "echo": graph.echo,
            "copies": graph.webhooks.copies,
            "faults": [fault.name or fault.kind for fault in graph.faults.open],
        },
        "settings": environment(graph),
        "errors": [{"name": line.name, "code": line.code, "class": line.reaction} for line in ERRORS.values()],
        "people": [person_shown(graph, person) for person in graph.people.values()],
        "webhooks": [
            {
                "at": int(post.at.timestamp() * 1000),
                "status": post.status,
                "attempt": post.attempt,
                "answer": post.answer[:300],
                "body": post.body,
            }
            for post in list(graph.webhooks.log)[-40:]
        ],
        "calls": [
            {
                "at": int(call.at.timestamp() * 1000),
                "method": call.method,
                "path": call.path,
                "status": call.status,
                "params": call.params,
                "answer": call.answer,
            }
            for call in list(graph.calls)[-40:]
        ],
    }


def environment(graph: Graph) -> dict[str, str]:
    """What the bot has to be started with."""
    return {f"BOT_{name.upper()}": value for name, value in graph.settings().items()}


def person_shown(graph: Graph, person: Person) -> dict[str, Any]:
    """Somebody, their thread, and what they may tap."""
    greetings = {entry.get("locale"): entry.get("text", "") for entry in graph.profile.get("greeting") or []}
    greeting = greetings.get(person.locale) or greetings.get("default") or ""
    breakers = graph.profile.get("ice_breakers") or []
    if not (breakers and "question" in breakers[0]):
        breakers = graph.localised("ice_breakers", person.locale, "call_to_actions")
    ends = person.window_ends
    return {
        "id": person.id,
        "name": person.name,
        "thread": [line.shown() for line in person.thread],
        "quick_replies": person.quick_replies,
        "typing": person.typing,
        "seen": "mark_seen" in person.signs,
        "window_ends": int(ends.timestamp() * 1000) if ends else None,
        "blocked": person.blocked,
        "nameless": person.profile != "shown",
        "owner": "bot" if person.owner == graph.app_id else "inbox" if person.owner == INBOX_APP else "other",
        "welcome": {
            "greeting": greeting.replace("{{user_first_name}}", person.name),
            "get_started": bool(graph.profile.get("get_started")),
            "ice_breakers": breakers,
        },
        "menu": graph.localised("persistent_menu", person.locale, "call_to_actions"),
    }


# ── What the page can do ──

Act = Callable[[Graph, Person, dict[str, Any]], Awaitable[Any]]


async def _fault(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    name = what["name"]
    if name == "stall":
        graph.stall(10, person=person)
    elif name in ("reset", "html", "truncate"):
        getattr(graph, name)(person=person)
    elif name in ERRORS:
        graph.fail(name, person=person, delivered=ERRORS[name].delivered)
    else:
        raise AssertionError(f"no line {name!r} in the error table")
    graph.changed()


async def _set(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    if what["name"] == "echo" and what["value"] in ("before", "after", "never"):
        graph.echo = what["value"]
    elif what["name"] == "copies":
        graph.webhooks.copies = 2 if what["value"] else 1
    elif what["name"] == "token":
        graph.token.trouble = None if what["value"] else "token_invalid"
    elif what["name"] == "blocked":
        person.blocked = bool(what["value"])
    elif what["name"] == "nameless":
        person.profile = "refused" if what["value"] else "shown"
    graph.changed()


async def _clock(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    graph.clock.forward(hours=float(what["hours"]))  # type: ignore[attr-defined]
    graph.changed()


async def _new_token(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    graph.new_token()


async def _heal(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    graph.heal()
    graph.changed()


async def _verify(graph: Graph, person: Person, what: dict[str, Any]) -> dict[str, Any]:
    status, text = await graph.verify_callback()
    return {"status": status, "text": text[:300]}


async def _inbox(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    await graph.page_inbox_replies(person, str(what["text"]), takes_thread=bool(what.get("takes")))


async def _thread(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    await (graph.inbox_takes_thread(person) if what["value"] else graph.inbox_passes_thread(person))


async def _policy(graph: Graph, person: Person, what: dict[str, Any]) -> None:
    await (graph.policy_block() if what["value"] else graph.policy_unblock())


ACTS: dict[str, Act] = {
    "says": lambda graph, person, what: person.says(str(what["text"])[:20000]),
    "taps": lambda graph, person, what: person.taps(str(what["what"])),
    "starts": lambda graph, person, what: person.gets_started(),
    "link": lambda graph, person, what: person.opens_link(str(what["ref"])),
    "ad": lambda graph, person, what: person.opens_from_ad(str(what["ad"]), says=what.get("text") or None),
    "image": lambda graph, person, what: person.sends_image(what.get("url")),
    "likes": lambda graph, person, what: person.likes(),
    "reads": lambda graph, person, what: person.reads(),
    "reacts": lambda graph, person, what: person.reacts("love", what["mid"]),
    "unreacts": lambda graph, person, what: person.unreacts(what["mid"]),
    "edits": lambda graph, person, what: person.edits(what["mid"], str(what["text"])),
    "unsends": lambda graph, person, what: person.unsends(what["mid"]),
    "rates": lambda graph, person, what: person.rates(int(what["score"]), what.get("text") or None),
    "set": _set,
    "clock": _clock,
    "fault": _fault,
    "heal": _heal,
    "new_token": _new_token,
    "verify": _verify,
    "inbox": _inbox,
    "thread": _thread,
    "policy": _policy,
}


async def do(request: web.Request) -> web.Response:
    """Do what was clicked. JSON only, which another site cannot send here without asking."""
    graph = request.app[GRAPH]
    if request.content_type != "application/json":
        return web.json_response({"trouble": "JSON, please"}, status=415)
    try:
        what = await request.json()
        person = graph.people.get(str(what.get("person"))) or graph.person(str(what.get("person"))[:40] or "Vera")
        act = ACTS.get(what.get("act"))
        if what.get("act") == "meet":
            return web.json_response({"id": person.id})
        assert act, f"no act {what.get('act')!r}"
        # An act goes on though its page is closed: webhooks must not be cut off in the middle.
        result = await asyncio.shield(asyncio.ensure_future(_awaited(act, graph, person, what)))
    except (AssertionError, KeyError, ValueError, AttributeError) as error:
        return web.json_response({"trouble": str(error)}, status=400)
    return web.json_response({"result": result})


async def send_file(request: web.Request) -> web.Response:
    """Send a file from the developer's disk. The header is one that another site may not set."""
    graph = request.app[GRAPH]
    person = graph.people.get(request.headers.get("X-Person", ""))
    if person is None:
        return web.json_response({"trouble": "nobody"}, status=400)
    content_type = request.content_type
    kind = content_type.partition("/")[0]
    url = graph.keep_file(await request.read(), content_type)
    await person.sends(kind if kind in ("image", "audio", "video") else "file", url)
    return web.json_response({"result": url})


async def _awaited(act: Act, graph: Graph, person: Person, what: dict[str, Any]) -> Any:
    return await act(graph, person, what)
