"""``GET|POST /webhooks/messenger``: verify, store, answer; work comes afterwards."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.events import READERS, SILENT, event_key, read_id, read_time
from bot.channels.messenger.signature import HEADER, is_signed
from bot.domain.delivery import InboxRow
from bot.services.context import Services
from bot.services.inbox import EventStore

log = structlog.get_logger(__name__)

PATH = "/webhooks/messenger"
CHANNEL = "messenger"
MAX_BODY = 2 * 1024 * 1024
"""Bytes. Meta batches at most a thousand events."""
MOST_EVENTS = 5_000
DEPTH = 60


def add_webhook(app: web.Application, services: Services, config: MessengerConfig, wake: Callable[[], None]) -> None:
    """Mount the webhook. Without credentials it is there and refuses everything."""
    known_strangers: set[str] = set()
    events = EventStore(services)

    async def verify(request: web.Request) -> web.Response:
        """Meta asks whether this address wants its events."""
        query = request.query
        token = query.get("hub.verify_token", "")
        right = bool(config.verify_token) and hmac.compare_digest(token.encode(), config.verify_token.encode())
        if query.get("hub.mode") != "subscribe" or not right:
            raise web.HTTPForbidden
        return web.Response(text=query.get("hub.challenge", "")[:1000], content_type="text/plain")

    async def receive(request: web.Request) -> web.Response:
        """Events: 200 as soon as they are stored."""
        raw = await read_limited(request)
        if not config.page_id or not is_signed(config.app_secret, raw, request.headers.get(HEADER)):
            log.warning("messenger.bad_signature", size=len(raw))
            raise web.HTTPForbidden
        body = read_body(raw)
        if body is None:
            raise web.HTTPBadRequest
        if body.get("object") != "page":
            raise web.HTTPNotFound
        rows = list(rows_of(body, config.page_id, services.clock()))
        for row in rows:
            for name in strange_keys(row.body.get("event", {})):
                if name not in known_strangers and len(known_strangers) < 1000:
                    known_strangers.add(name)
                    log.info("messenger.unknown_key", key=name)
        await events.store(rows)
        wake()
        return web.Response(text="EVENT_RECEIVED")

    app.router.add_get(PATH, verify, allow_head=False)
    app.router.add_post(PATH, receive)


async def read_limited(request: web.Request) -> bytes:
    """The body, at most ``MAX_BODY`` bytes; nothing larger is ever held or hashed."""
    if (request.content_length or 0) > MAX_BODY:
        raise web.HTTPRequestEntityTooLarge(MAX_BODY, request.content_length or 0)
    raw = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        raw += chunk
        if len(raw) > MAX_BODY:
            raise web.HTTPRequestEntityTooLarge(MAX_BODY, len(raw))
    return bytes(raw)


def read_body(raw: bytes) -> Mapping[str, Any] | None:
    """The JSON object of a body, without what no database keeps (NUL, half characters); None if it is none."""
    try:
        body = clean(json.loads(raw))
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, Mapping) else None


def clean(value: Any, depth: int = 0) -> Any:
    """A value that every store takes; what lies too deep is cut off."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    if depth > DEPTH:
        return None
    if isinstance(value, dict):
        return {clean(key): clean(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [clean(one, depth + 1) for one in value]
    if isinstance(value, float) and value not in (float("inf"), float("-inf")) and value == value:  # noqa: PLR0124 - NaN
        return value
    return value if isinstance(value, int | bool) or value is None else None


def rows_of(body: Mapping[str, Any], page_id: str, moment: datetime) -> Iterator[InboxRow]:
    """Every event of every entry that is for our Page, as it came.

    Events of other Pages, comments on posts and shapes of Meta's test buttons are left out: they are nobody's message.
    """
    position = 0
    for entry in _dicts(body.get("entry")):
        entered = read_time(entry.get("time"))
        for list_name in ("messaging", "standby"):
            for event in _dicts(entry.get(list_name)):
                sender, recipient = _id_of(event.get("sender")), _id_of(event.get("recipient"))
                if page_id not in (sender, recipient):
                    log.info("messenger.not_ours", page=recipient)
                    continue
                position += 1
                if position > MOST_EVENTS:
                    log.warning("messenger.too_many_events")
                    return
                yield InboxRow(
                    channel=CHANNEL,
                    key=event_key(event, page_id),
                    external_id=recipient if sender == page_id else sender,
                    happened_at=min(read_time(event.get("timestamp")) or entered or moment, moment),
                    body={"event": event, "standby": list_name == "standby"},
                    position=position,
                    created_at=moment,
                )


def strange_keys(event: Mapping[str, Any]) -> list[str]:
    """Keys of an event that nobody here knows what to do with; none if one is known."""
    if any(key in READERS or key in SILENT for key in event):
        return []
    return [str(key)[:60] for key in event if key not in ("sender", "recipient", "timestamp")]


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def _id_of(value: Any) -> str:
    return read_id(value.get("id")) if isinstance(value, Mapping) else ""
