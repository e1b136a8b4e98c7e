"""Everything else Graph answers: the Page and its edges, people, personas, tokens, the app's subscriptions."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from .errors import GraphError, bad_param, one_of, refusal
from .graph import FIELDS, Graph
from .limits import check_url
from .person import Person
from .profile import FIELDS as PROFILE_FIELDS
from .profile import check_profile
from .request import Request
from .send import send, upload

Answer = dict[str, Any]
PERSONA_NAME = 50


def no_such_thing(request: Request) -> GraphError:
    """What Graph says of ids it does not know."""
    verb = "get" if request.method == "GET" else request.method.lower()
    return GraphError(
        f"Unsupported {verb} request. Object with ID '{request.node}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation.",
        100,
        33,
        kind="GraphMethodException",
    )


def wanted_fields(request: Request, default: str) -> list[str]:
    """Names in ``fields``."""
    return [name.strip() for name in str(request.params.get("fields") or default).split(",") if name.strip()]


# ── The Page ──


async def get_page(graph: Graph, request: Request) -> Answer:
    """``GET /me``."""
    known = {"id": graph.page_id, "name": graph.page_name, "category": "Shopping & retail"}
    return {name: known[name] for name in {"id", *wanted_fields(request, "id,name")} if name in known}


async def get_profile(graph: Graph, request: Request) -> Answer:
    """``GET /me/messenger_profile?fields=…``."""
    fields = wanted_fields(request, "")
    if not fields:
        raise bad_param("The parameter fields is required")
    for name in fields:
        if name not in PROFILE_FIELDS:
            raise one_of("fields", PROFILE_FIELDS)
    found = {name: graph.profile[name] for name in fields if name in graph.profile}
    return {"data": [found] if found else []}


async def set_profile(graph: Graph, request: Request) -> Answer:
    """``POST /me/messenger_profile``."""
    check_profile(request.params, graph.profile)
    graph.profile.update(request.params)
    graph.changed()
    return {"result": "success"}


async def delete_profile(graph: Graph, request: Request) -> Answer:
    """``DELETE /me/messenger_profile`` with ``fields`` as a list or with commas."""
    fields = request.params.get("fields")
    names = fields if isinstance(fields, list) else wanted_fields(request, "")
    for name in names:
        if name not in PROFILE_FIELDS:
            raise one_of("fields", PROFILE_FIELDS)
    if "get_started" in names and "persistent_menu" in graph.profile and "persistent_menu" not in names:
        raise bad_param("You must delete the persistent menu before the Get Started button")
    for name in names:
        graph.profile.pop(name, None)
    graph.changed()
    return {"result": "success"}


async def get_subscribed(graph: Graph, request: Request) -> Answer:
    """``GET /{page}/subscribed_apps``."""
    if not graph.fields:
        return {"data": []}
    app = {
        "id": str(graph.app_id),
        "name": "Dong Hanh",
        "link": "https://www.facebook.com/games/",
        "category": "Business",
    }
    return {"data": [{**app, "subscribed_fields": sorted(graph.fields)}]}


async def set_subscribed(graph: Graph, request: Request) -> Answer:
    """``POST /{page}/subscribed_apps?subscribed_fields=…``: from now on events of these fields come."""
    given = request.params.get("subscribed_fields")
    names = given if isinstance(given, list) else [name.strip() for name in str(given or "").split(",") if name.strip()]
    if not names:
        raise bad_param("The parameter subscribed_fields is required.")
    for number, name in enumerate(names):
        if name not in FIELDS:
            raise one_of(f"subscribed_fields[{number}]", FIELDS)
    graph.fields = set(names)
    return {"success": True}


async def delete_subscribed(graph: Graph, request: Request) -> Answer:
    """``DELETE /{page}/subscribed_apps``."""
    graph.fields = set()
    return {"success": True}


async def get_templates(graph: Graph, request: Request) -> Answer:
    """``GET /{page}/message_templates``."""
    return {
        "data": [
            {"name": name, "language": language, "status": "APPROVED", "category": "UTILITY"}
            for name, language in graph.templates
        ]
    }


async def no_permissions(graph: Graph, request: Request) -> Answer:
    """``GET /me/permissions``: a field of people, not of Pages; a Page token's scopes are in ``/debug_token``."""
    raise bad_param("Tried accessing nonexisting field (permissions) on node type (Page)")


# ── Personas ──


async def get_personas(graph: Graph, request: Request) -> Answer:
    """``GET /{page}/personas``."""
    return {"data": list(graph.personas.values()), "paging": {"cursors": {"before": "b", "after": "a"}}}


async def add_persona(graph: Graph, request: Request) -> Answer:
    """``POST /{page}/personas``."""
    name = request.params.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= PERSONA_NAME:
        raise bad_param(f"Param name must have between 1 and {PERSONA_NAME} characters")
    check_url(request.params.get("profile_picture_url"), "profile_picture_url")
    picture = request.params["profile_picture_url"]
    size = graph.media.get(picture, 0)
    if size is None or size > 8 * 1024 * 1024:
        raise refusal("attachment_unfetchable" if size is None else "attachment_too_big")
    persona_id = str(secrets.randbelow(9 * 10**14) + 10**14)
    graph.personas[persona_id] = {"name": name, "profile_picture_url": picture, "id": persona_id}
    graph.changed()
    return {"id": persona_id}


# ── Who has the thread ──


def person_in(graph: Graph, request: Request) -> Person:
    """The person a thread call is about."""
    person = graph.people.get(request.person_id or "")
    if person is None:
        raise refusal("person_unknown")
    return person


async def pass_thread(graph: Graph, request: Request) -> Answer:
    """``POST /{page}/pass_thread_control``: only whoever has it."""
    person = person_in(graph, request)
    if person.owner != graph.app_id:
        raise refusal("thread_taken")
    target = str(request.params.get("target_app_id") or "")
    if not target.isdecimal():
        raise bad_param("The parameter target_app_id is required")
    await graph.move_thread(person, int(target), "pass_thread_control", request.params.get("metadata"))
    return {"success": True}


async def take_thread(graph: Graph, request: Request) -> Answer:
    """``POST /{page}/take_thread_control``: ours is the default app, so it may."""
    person = person_in(graph, request)
    if person.owner != graph.app_id:
        await graph.move_thread(person, graph.app_id, "take_thread_control", request.params.get("metadata"))
    return {"success": True}


async def get_owner(graph: Graph, request: Request) -> Answer:
    """``GET /{page}/thread_owner?recipient=…``."""
    recipient = request.params.get("recipient")
    psid = recipient.get("id") if isinstance(recipient, dict) else recipient
    person = graph.people.get(str(psid))
    if person is None:
        raise refusal("person_unknown")
    return {"data": [{"thread_owner": {"app_id": str(person.owner)}}]}


# ── Tokens and subscriptions of the app ──


async def debug_token(graph: Graph, request: Request) -> Answer:
    """``GET /debug_token?input_token=…``."""
    given = request.params.get("input_token")
    if not given:
        raise bad_param("The parameter input_token is required")
    return {"data": dict(graph.tokens.described(str(given), int(graph.clock().timestamp())))}


async def subscribe_callback(graph: Graph, request: Request) -> Answer:
    """``POST /{app}/subscriptions``: takes a callback address after making sure of it."""
    url, token = request.params.get("callback_url"), str(request.params.get("verify_token") or "")
    check_url(url, "callback_url")
    before, graph.callback = graph.callback, str(url)
    status, text = await graph.webhooks.verify(token)
    if (status, text) != (200, "1158201444"):
        graph.callback = before
        raise GraphError(
            f"(#2200) Callback verification failed with the following errors: HTTP Status Code = {status}", 2200
        )
    graph.verify_token = token
    return {"success": True}


async def get_subscriptions(graph: Graph, request: Request) -> Answer:
    """``GET /{app}/subscriptions``."""
    fields = [{"name": name, "version": request.version} for name in sorted(graph.fields)]
    return {"data": [{"object": "page", "callback_url": graph.callback, "active": True, "fields": fields}]}


Handler = Callable[[Graph, Request], Awaitable[Answer]]

PAGE: dict[tuple[str, str], Handler] = {
    ("GET", ""): get_page,
    ("POST", "messages"): send,
    ("POST", "message_attachments"): upload,
    ("GET", "messenger_profile"): get_profile,
    ("POST", "messenger_profile"): set_profile,
    ("DELETE", "messenger_profile"): delete_profile,
    ("GET", "subscribed_apps"): get_subscribed,
    ("POST", "subscribed_apps"): set_subscribed,
    ("DELETE", "subscribed_apps"): delete_subscribed,
    ("GET", "personas"): get_personas,
    ("POST", "personas"): add_persona,
    ("GET", "message_templates"): get_templates,
    ("GET", "permissions"): no_permissions,
    ("POST", "pass_thread_control"): pass_thread,
    ("POST", "take_thread_control"): take_thread,
    ("GET", "thread_owner"): get_owner,
}
APP: dict[tuple[str, str], Handler] = {
    ("GET", "subscriptions"): get_subscriptions,
    ("POST", "subscriptions"): subscribe_callback,
}


async def get_person(graph: Graph, request: Request) -> Answer:
    """``GET /{psid}?fields=…``."""
    person = graph.people.get(request.node)
    if person is None:
        raise no_such_thing(request)
    if person.profile == "refused":
        raise refusal("profile_missing")
    if person.profile == "empty":
        return {}
    known = {
        "first_name": person.name,
        "last_name": person.last_name,
        "name": f"{person.last_name} {person.name}",
        "profile_pic": f"{graph.url}/cdn/face",
    }
    return {
        **{k: known[k] for k in wanted_fields(request, "first_name,last_name,profile_pic") if k in known},
        "id": person.id,
    }


async def on_persona(graph: Graph, request: Request) -> Answer:
    """``GET`` and ``DELETE /{persona}``."""
    if request.method == "DELETE":
        del graph.personas[request.node]
        graph.changed()
        return {"success": True}
    return dict(graph.personas[request.node])


async def answer(graph: Graph, request: Request, page_id: str) -> Answer:
    """Do what a call asks for; ``page_id`` is the Page of its token."""
    node = page_id if request.node == "me" else request.node
    key = (request.method, request.edge)
    if request.node == "debug_token" and request.method == "GET":
        return await debug_token(graph, request)
    if node == str(graph.app_id) and key in APP:
        return await APP[key](graph, request)
    if node == graph.page_id == page_id:
        if key not in PAGE:
            raise GraphError(f"Unknown path components: /{request.edge}", 2500)
        return await PAGE[key](graph, request)
    if request.node == "me" and request.edge == "messages":
        raise refusal("person_unknown")  # Another Page's token: it knows none of our people.
    if request.node == "me" and not request.edge:
        return {"id": page_id, "name": "Another Page"}
    if page_id == graph.page_id and not request.edge:
        if request.node in graph.personas and request.method in ("GET", "DELETE"):
            return await on_persona(graph, request)
        if request.method == "GET":
            return await get_person(graph, request)
    raise no_such_thing(request)
