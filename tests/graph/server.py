"""The HTTP side: who may call, how often, what goes wrong on purpose, and the way to the handlers."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from .errors import GraphError, refusal
from .faults import Fault
from .files import FILES, serve_file
from .graph import Call, Graph
from .nodes import answer
from .request import Request, read_request

GRAPH = web.AppKey("graph", Graph)

BROKEN = (
    "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>"
)
MAX_BODY = 30 * 1024 * 1024


def make_app(graph: Graph, *more: Callable[[web.Application], None]) -> web.Application:
    """The API as an application; ``more`` may add routes of their own before it takes all that is left."""
    app = web.Application(client_max_size=MAX_BODY)
    app[GRAPH] = graph
    app[FILES] = graph.files
    app.router.add_get("/cdn/{name}", serve_file)
    for add in more:
        add(app)
    app.router.add_route("*", "/{path:.*}", handle)
    return app


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer one call."""
    graph = request.app[GRAPH]
    seen = Call(graph.clock(), request.method, request.path, "", {})
    graph.calls.append(seen)
    response: web.Response
    try:
        asked = await read_request(request)
        seen.version, seen.params = asked.version, asked.params
        response = await _answer(graph, asked, request)
    except GraphError as error:
        response = web.json_response(error.body(), status=error.status)
        if error.error["code"] == 190:
            response.headers["WWW-Authenticate"] = (
                f'OAuth "Facebook Platform" "invalid_token" "{error.error["message"]}"'
            )
    seen.status, seen.answer = response.status, str(response.text)[:2000]
    graph.changed()
    response.headers.update(_usage(graph))
    if seen.version:
        response.headers["facebook-api-version"] = seen.version
    return response


async def _answer(graph: Graph, asked: Request, request: web.Request) -> web.Response:
    if asked.token == graph.tokens.app_token and asked.node in ("debug_token", str(graph.app_id)):
        page_id = ""
    else:
        page_id = graph.tokens.read(asked.token).page_id
        graph.tokens.check_proof(str(asked.token), asked.proof)
    fault = graph.faults.take(asked.kind, asked.person_id)
    if fault is not None and fault.kind == "stall":
        await fault.stall()
        fault = None
    if fault is not None and not fault.delivered:
        return _broken(fault, {}, request)
    _count(graph, asked)
    body = await answer(graph, asked, page_id)
    return web.json_response(body) if fault is None else _broken(fault, body, request)


def _count(graph: Graph, asked: Request) -> None:
    """Refuses a call too many."""
    if asked.edge == "messenger_profile" and not graph.profile_rate.allow():
        raise refusal("page_rate")
    if not graph.per_day.allow():
        raise refusal("account_rate")
    if asked.edge == "messages" and not graph.per_second.allow():
        raise refusal("page_rate")


def _broken(fault: Fault, body: dict[str, Any], request: web.Request) -> web.Response:
    if fault.kind == "error":
        raise refusal(fault.name)
    if fault.kind == "html":
        return web.Response(text=BROKEN, content_type="text/html", status=fault.status)
    if fault.kind == "truncated":
        whole = json.dumps(body) if body else json.dumps({"recipient_id": "1", "message_id": "m_1"})
        return web.Response(text=whole[: len(whole) // 2], content_type="application/json")
    assert request.transport is not None
    request.transport.abort()  # type: ignore[attr-defined]
    return web.Response(status=500)


def _usage(graph: Graph) -> dict[str, str]:
    """How much of the day's calls is used, as Graph tells it with every answer."""
    used = {
        "type": "messenger",
        "call_count": graph.per_day.percent,
        "total_cputime": 1,
        "total_time": 1,
        "estimated_time_to_regain_access": -(-int(graph.per_day.regained_in) // 60),
    }
    return {
        "X-Business-Use-Case-Usage": json.dumps({graph.page_id: [used]}),
        "X-App-Usage": json.dumps({"call_count": graph.per_day.percent, "total_time": 1, "total_cputime": 1}),
        "x-fb-trace-id": secrets.token_urlsafe(8),
        "x-fb-rev": "1030000000",
    }


@asynccontextmanager
async def running_graph(
    *more: Callable[[web.Application], None], host: str = "127.0.0.1", port: int = 0, **options: Any
) -> AsyncIterator[Graph]:
    """A running stand-in; its address is ``graph.url``. For the options see ``Graph``."""
    async with aiohttp.ClientSession() as session:
        graph = Graph(session, **options)
        runner = web.AppRunner(make_app(graph, *more), access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            graph.url = f"http://{host}:{runner.addresses[0][1]}"
            yield graph
        finally:
            await graph.close()
            await runner.cleanup()
