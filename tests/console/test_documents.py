"""The page and the OpenAPI document."""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter

from bot.console.openapi import openapi_document
from bot.console.routes import API, CALLS
from bot.domain.handoff import Agent
from bot.services.handoffs import request_handoff


async def test_every_route_is_in_the_document(new_desk: Any) -> None:
    desk = await new_desk()
    status, document = await desk.call("GET", "openapi.json")
    assert status == 200
    documented = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    mounted = {
        (route.method, route.resource.canonical)
        for route in desk.client.app.router.routes()
        if route.resource and route.resource.canonical.startswith(API) and route.method != "HEAD"
    }
    assert documented == mounted - {("GET", f"{API}/openapi.json")}


def test_every_reference_in_the_document_leads_somewhere() -> None:
    document = openapi_document(CALLS, API)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert references <= set(document["components"]["schemas"])
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    assert all(operation["summary"] for methods in document["paths"].values() for operation in methods.values())


async def test_answers_have_the_documented_shapes(house: Any, new_desk: Any, alice: Agent) -> None:
    conversation = await house.hears()
    await request_handoff(house.services, conversation)
    desk = await new_desk(alice)
    bodies = {
        "log_in": {"email": alice.email, "password": "a long enough password"},
        "set_presence": {"online": True}, "reply": {"client_id": "a-1", "text": "Dạ"},
        "correct_stage": {"stage": "buying"}, "mark_read": {"seq": 1}, "hand_back": {"note": "xong"},
    }  # fmt: skip
    calls = {call.handler.__name__: call for call in CALLS}
    order = [
        "log_in", "show_session", "set_presence", "list_agents", "claim", "reply", "correct_stage", "mark_read",
        "list_conversations", "show_conversation", "list_messages", "hand_back", "claim", "resolve", "log_out",
    ]  # fmt: skip
    assert set(order) == set(calls)
    for name in order:
        call = calls[name]
        status, answer = await desk.call(
            call.method, call.path.format(conversation_id=conversation), bodies.get(name, {} if call.body else None)
        )
        assert status == 200, (name, answer)
        desk.csrf = answer.get("csrf", desk.csrf)
        TypeAdapter(call.answer).validate_python(answer)


async def test_page_loads_nothing_from_elsewhere(new_desk: Any) -> None:
    desk = await new_desk()
    for path in ("/console", "/console/"):
        answer = await desk.client.get(path)
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        page = await answer.text()
        assert "://" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert not re.findall(r"<script(?![^>]*\bsrc=)", page)
