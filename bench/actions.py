"""An action server for both Rasas: it answers at once and does nothing, so that what is measured is Rasa."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[str]:
    """Its address while it runs: one sentence and one slot for each action, nothing for a form's validation."""

    async def run(request: web.Request) -> web.Response:
        call: dict[str, Any] = await request.json()
        name = str(call["next_action"])
        if name.startswith("validate_"):
            return web.json_response({"events": [], "responses": []})
        events: list[dict[str, Any]] = [{"event": "slot", "name": "failed_turns", "value": 0.0, "timestamp": None}]
        if name == "action_handle_fallback":
            events.append({"event": "followup", "name": "action_listen", "timestamp": None})
        return web.json_response({"events": events, "responses": [{"text": f"{name} says so"}]})

    # Stock Rasa sends the whole conversation with each call.
    app = web.Application(client_max_size=100_000_000)
    app.add_routes([web.post("/webhook", run)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    finally:
        await runner.cleanup()
