"""The REST channel, in the shape of Rasa's, for other programs; open only with a token."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.conversation import Inbound, Message
from bot.domain.errors import BadInput, LoginRequired, NotFound
from bot.domain.ids import new_id
from bot.services.context import Services
from bot.services.messages import receive_message
from bot.services.turns import answer_to, replies_to

CHANNEL = "rest"


class RestMessage(BaseModel):
    """The body of ``POST /webhooks/rest/webhook``; fields unknown to us are ignored, as Rasa does."""

    model_config = ConfigDict(extra="ignore")

    sender: str = Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")
    message: str
    message_id: str | None = Field(default=None, max_length=64)
    metadata: dict[str, Any] | None = None


def add_rest_channel(
    app: web.Application,
    services: Services,
    token: str,
    wake: Callable[[str], None],
    wait_for: Callable[[str, float], Awaitable[None]],
    patience: float,
) -> None:
    """Mount the channel; without a configured token it does not exist."""

    async def receive(request: web.Request) -> web.Response:
        if not token:
            raise NotFound("the REST channel is closed: BOT_API_TOKEN is not set")
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise LoginRequired("Authorization: Bearer …")
        body = await _read(request)
        payload = body.message if body.message.startswith("/") else None
        received = await receive_message(
            services,
            Inbound(
                channel=CHANNEL,
                external_id=body.sender,
                text=body.message,
                client_id=body.message_id or f"rest-{new_id()}",
                payload=payload,
            ),
        )
        wake(received.conversation.id)
        deadline = asyncio.get_running_loop().time() + patience
        while True:
            left = max(0.0, deadline - asyncio.get_running_loop().time())
            await wait_for(received.conversation.id, min(left, 2.0))
            answer = await answer_to(services, received.message)
            if answer is not None or not left:
                break
            # Another instance may be taking the turn; then there is no task here to wait for.
            await asyncio.sleep(0.01)
        replies = await replies_to(services, received.message) if answer is None else answer
        return web.json_response([part for reply in replies for part in _shape(body.sender, reply)])

    app.router.add_post("/webhooks/rest/webhook", receive)


async def _read(request: web.Request) -> RestMessage:
    try:
        return RestMessage.model_validate_json(await request.read())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadInput(f"{where}: {first['msg']}") from None


def _shape(sender: str, message: Message) -> list[dict[str, Any]]:
    """One message as Rasa's REST channel would show it."""
    text: dict[str, Any] = {"recipient_id": sender, "text": message.text}
    if message.quick_replies:
        text["buttons"] = message.quick_replies
    if message.kind in ("text", "notice"):
        return [text]
    return [text, {"recipient_id": sender, "custom": {"kind": message.kind, "payload": message.payload}}]
