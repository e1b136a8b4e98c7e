"""Serves the custom actions to Rasa on a loopback port, inside this process: they share its store and services."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import structlog
from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException

import actions.buying
import actions.faq
import actions.orders
import actions.people
import actions.products  # noqa: F401 - importing a module makes its actions known
from actions.base import actions_by_name
from bot.metrics import Metrics
from bot.services.context import Services

log = structlog.get_logger(__name__)

MAX_CALL = 8_000_000
"""Bytes of one action call; Rasa sends the whole tracker."""


def make_executor(services: Services) -> ActionExecutor:
    """rasa-sdk's executor with one instance of each action, given our services."""
    executor = ActionExecutor()
    for make in actions_by_name().values():
        executor.register_action(make(services))
    return executor


def make_action_app(services: Services, metrics: Metrics, timeout: float) -> web.Application:
    """The action server's application, for a port that only Rasa reaches."""
    executor = make_executor(services)

    async def run(request: web.Request) -> web.Response:
        call: dict[str, Any] = await request.json()
        name = str(call.get("next_action"))
        # No action of ours reads the domain and our Rasa does not send it; rasa-sdk wants one all the same.
        call["domain"] = call.get("domain") or {}
        began = time.perf_counter()
        try:
            result = await asyncio.wait_for(executor.run(call), timeout)
        except ActionExecutionRejection as error:
            return web.json_response({"error": str(error), "action_name": error.action_name}, status=400)
        except ActionNotFoundException as error:
            return web.json_response({"error": str(error), "action_name": error.action_name}, status=404)
        except ActionMissingDomainException as error:
            return web.json_response({"error": str(error), "action_name": error.action_name}, status=449)
        except Exception:
            # Rasa logs a failed action and answers 200 with nothing; the turn sees the silence and tries again.
            log.exception("action.failed", action=name)
            return web.json_response({"error": "the action failed", "action_name": name}, status=500)
        metrics.action_seconds.labels(name).observe(time.perf_counter() - began)
        return web.json_response(result.model_dump() if result is not None else {"events": [], "responses": []})

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application(client_max_size=MAX_CALL)
    app.add_routes([web.post("/webhook", run), web.get("/health", health)])
    return app
