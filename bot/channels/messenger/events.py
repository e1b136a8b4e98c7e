"""One event of Meta's webhook as one of ours; what cannot be read is said to be so, never guessed at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.messenger.config import INBOX_APPS
from bot.channels.messenger.shapes import (
    Came,
    Cart,
    Control,
    Delivered,
    Details,
    Echo,
    Edited,
    File,
    LeadAnswers,
    Mark,
    Nothing,
    OptedIn,
    Policy,
    Pressed,
    Reacted,
    Read,
    Referral,
    Referred,
    Said,
    Unsent,
)

THUMBS_UP = frozenset({"369239263222822", "369239343222814", "369239383222810"})
"""The thumbs-up button of the composer in its three sizes."""

SECONDS_END = 100_000_000_000
"""Meta gives milliseconds, some events seconds: no time of today in milliseconds is below this."""

MEDIA = ("image", "audio", "video", "file")
SHARES = ("fallback", "reel", "ig_reel", "post", "ig_post", "share", "story_mention")
MOST_ATTACHMENTS = 10
KNOWN = frozenset(
    "sender recipient timestamp message postback referral delivery read reaction message_edit optin policy_enforcement "
    "messaging_feedback response_feedback order account_linking pass_thread_control take_thread_control "
    "request_thread_control app_roles messaging_customer_information message_request hop_context game_play "
    "thread prior_message is_standby".split()
)
"""Keys of an event that need no line in the log."""

SILENT = ("account_linking", "app_roles", "message_request", "request_thread_control", "game_play")
"""Events that are understood and need nothing done."""

Raw = Mapping[str, Any]


def read_time(value: Any) -> datetime | None:
    """A time in milliseconds or seconds, as a number or as text; None if it is neither."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if number <= 0:
        return None
    seconds = number / 1000 if number >= SECONDS_END else float(number)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def read_id(value: Any) -> str:
    """An id, which some events give as a number; empty if there is none. What it looks like is no matter."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()[:200]


def read_event(raw: Raw, page_id: str, *, standby: bool = False) -> Came:
    """The event; never raises for what a signed body may hold."""
    sender, recipient = _id_of(raw.get("sender")), _id_of(raw.get("recipient"))
    person = recipient if sender == page_id else sender
    at = read_time(raw.get("timestamp"))
    common: dict[str, Any] = {"person": person, "at": at, "standby": standby}
    for key, read in READERS.items():
        if key in raw:
            inner = raw[key]
            if not isinstance(inner, Mapping):
                return Nothing(why=f"{key} is not an object", **common)
            return read(inner, raw, common)
    strange = tuple(sorted(str(key)[:60] for key in raw if key not in KNOWN))
    return Nothing(
        why="known and not needed" if any(key in raw for key in SILENT) else "unknown", strange=strange, **common
    )


def _id_of(value: Any) -> str:
    return read_id(value.get("id")) if isinstance(value, Mapping) else ""


def _words(value: Any, limit: int = 16_000) -> str:
    return value[:limit] if isinstance(value, str) else ""


def _dicts(value: Any) -> Iterator[Raw]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def _message(message: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    mid = read_id(message.get("mid"))
    text = _words(message.get("text"))
    if message.get("is_echo"):
        app_id = read_id(message.get("app_id")) or None
        metadata = _words(message.get("metadata"), 1000) or None
        return Echo(mid=mid, app_id=app_id, metadata=metadata, text=text, files=_files(message), **common)
    if message.get("is_deleted"):
        return Unsent(mid=mid, **common)
    hop = raw.get("hop_context") or message.get("hop_context")
    for one in (*_dicts(hop), *([hop] if isinstance(hop, Mapping) else [])):
        if one.get("metadata") == "messenger_lead_gen_complete":
            return LeadAnswers(mid=mid, text=text, **common)
    files = _files(message)
    reply = message.get("quick_reply")
    payload = _words(reply.get("payload"), 1000) if isinstance(reply, Mapping) else None
    unsupported = bool(message.get("is_unsupported"))
    if not (text or files or payload or unsupported):
        return Nothing(why="an empty message", **common)
    tags = [_words(tag.get("source")) for tag in _dicts(message.get("tags"))]
    return Said(
        mid=mid,
        text=text,
        payload=payload or None,
        files=files,
        thumbs_up=not text and _is_thumbs_up(message),
        unsupported=unsupported,
        referral=_referral(message.get("referral")),
        from_plugin="customer_chat_plugin" in tags,
        **common,
    )


def _files(message: Raw) -> tuple[File, ...]:
    found: list[File] = []
    for one in list(_dicts(message.get("attachments")))[:MOST_ATTACHMENTS]:
        kind = _words(one.get("type"), 40)
        payload = one.get("payload")
        payload = payload if isinstance(payload, Mapping) else {}
        url = _address(payload.get("url")) or _address(one.get("url"))
        title = _words(one.get("title"), 200) or _words(payload.get("title"), 200) or None
        if kind == "sticker" or payload.get("sticker_id"):
            found.append(File(kind="sticker", url=url))
        elif kind in MEDIA:
            found.append(File(kind=kind, url=url, title=title))
        elif kind == "template" and isinstance(payload.get("product"), Mapping):
            for element in _dicts(payload["product"].get("elements")):
                sku = read_id(element.get("retailer_id")) or None
                found.append(File(kind="product", title=_words(element.get("title"), 200) or sku, sku=sku))
        elif kind in SHARES:
            found.append(File(kind="share", title=title or url))
        elif kind == "appointment_booking":
            found.append(File(kind="appointment"))
        else:
            found.append(File(kind="unsupported", title=title))
    # Meta sends a sticker as its own type and, on older shapes, once more as an image.
    if sum(file.kind == "sticker" for file in found) > 1:
        found = [file for file in found if file.kind != "sticker"] + [File(kind="sticker")]
    return tuple(found)


def _address(value: Any) -> str | None:
    """Only a whole http(s) address; a relative one belongs to no server of which we know."""
    text = _words(value, 4000)
    return text if text.lower().startswith(("https://", "http://")) else None


def _is_thumbs_up(message: Raw) -> bool:
    ids = [message.get("sticker_id")]
    for one in _dicts(message.get("attachments")):
        if isinstance(one.get("payload"), Mapping):
            ids.append(one["payload"].get("sticker_id"))
    return any(read_id(one) in THUMBS_UP for one in ids)


def _referral(value: Any) -> Referral | None:
    if not isinstance(value, Mapping):
        return None
    product = value.get("product")
    return Referral(
        source=_words(value.get("source"), 60),
        type=_words(value.get("type"), 60),
        ref=_words(value.get("ref"), 2100) or None,
        ad_id=read_id(value.get("ad_id")) or None,
        product=(read_id(product.get("id")) or None) if isinstance(product, Mapping) else None,
    )


def _postback(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    return Pressed(
        mid=read_id(inner.get("mid")) or None,
        title=_words(inner.get("title"), 200) or None,
        payload=_words(inner.get("payload"), 1000) or None,
        referral=_referral(inner.get("referral")),
        **common,
    )


def _referred(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    return Referred(referral=_referral(inner) or Referral(), **common)


def _delivery(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    mids = inner.get("mids")
    ids = tuple(filter(None, (read_id(mid) for mid in mids[:1000]))) if isinstance(mids, list) else ()
    return Delivered(mids=ids, watermark=read_time(inner.get("watermark")), **common)


def _read(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    return Read(watermark=read_time(inner.get("watermark")), **common)


def _reaction(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    emoji = None
    if inner.get("action") != "unreact":
        emoji = _words(inner.get("emoji"), 40) or _words(inner.get("reaction"), 40) or None
    return Reacted(mid=read_id(inner.get("mid")), emoji=emoji, **common)


def _edit(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    try:
        number = max(1, int(inner.get("num_edit") or 1))
    except (TypeError, ValueError):
        number = 1
    return Edited(mid=read_id(inner.get("mid")), text=_words(inner.get("text")), number=number, **common)


def _optin(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    status = _words(inner.get("notification_messages_status"), 60).upper()
    topic = _words(inner.get("title"), 200) or _words(inner.get("payload"), 200) or _words(inner.get("ref"), 200)
    return OptedIn(topic=topic or _words(inner.get("type"), 60) or "messages", granted="STOP" not in status, **common)


def _policy(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    return Policy(action=_words(inner.get("action"), 40), reason=_words(inner.get("reason"), 500), **common)


def _passed(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    return Control(
        new_owner=read_id(inner.get("new_owner_app_id")) or None,
        previous_owner=read_id(inner.get("previous_owner_app_id")) or None,
        taken=False,
        **common,
    )


def _taken(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    return Control(
        new_owner=read_id(inner.get("new_owner_app_id")) or None,
        previous_owner=read_id(inner.get("previous_owner_app_id")) or None,
        taken=True,
        **common,
    )


def _feedback(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    for screen in _dicts(inner.get("feedback_screens")):
        questions = screen.get("questions")
        if not isinstance(questions, Mapping):
            continue
        for name, question in questions.items():
            if not isinstance(question, Mapping):
                continue
            follow = question.get("follow_up")
            comment = _words(follow.get("payload"), 2000) if isinstance(follow, Mapping) else ""
            try:
                score = int(question.get("payload", ""))
            except (TypeError, ValueError):
                continue
            kind = _words(question.get("type"), 16).lower()
            return Mark(kind=kind, score=score, comment=comment or None, key=_key("mark", raw, str(name)), **common)
    return Nothing(why="feedback without a mark", **common)


def _thumb(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    score = 2 if "good" in _words(inner.get("feedback"), 40).lower() else 1
    return Mark(kind="reply", score=score, comment=None, key=_key("thumb", raw), **common)


def _customer_information(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    details: dict[str, str] = {}
    for screen in list(_dicts(inner.get("screens")))[:10]:
        for response in list(_dicts(screen.get("responses")))[:40]:
            name = _words(response.get("key"), 60)
            if name:
                details[name] = _words(str(response.get("value", "")), 500)
    return Details(details=details, **common)


def _order(inner: Raw, raw: Raw, common: dict[str, Any]) -> Came:
    items = [
        {
            "sku": read_id(product.get("retailer_id")) or read_id(product.get("id")),
            "name": _words(product.get("name"), 200),
            "price": product.get("unit_price") if isinstance(product.get("unit_price"), int | float) else None,
            "currency": _words(product.get("currency"), 8),
            "quantity": product.get("quantity") if isinstance(product.get("quantity"), int) else 1,
        }
        for product in list(_dicts(inner.get("products")))[:100]
    ]
    return Cart(items=items, note=_words(inner.get("note"), 2000) or None, **common)


READERS = {
    "message": _message,
    "postback": _postback,
    "referral": _referred,
    "delivery": _delivery,
    "read": _read,
    "reaction": _reaction,
    "message_edit": _edit,
    "optin": _optin,
    "policy_enforcement": _policy,
    "pass_thread_control": _passed,
    "take_thread_control": _taken,
    "messaging_feedback": _feedback,
    "response_feedback": _thumb,
    "messaging_customer_information": _customer_information,
    "order": _order,
}


def event_key(raw: Raw, page_id: str) -> str:
    """The same for the same event however often it comes: by ``mid`` where there is one, else by everything it says."""
    for name in ("message", "postback"):
        inner = raw.get(name)
        if isinstance(inner, Mapping) and (mid := read_id(inner.get("mid"))):
            kind = next((flag for flag in ("is_echo", "is_deleted") if inner.get(flag)), name)
            return _key(kind, {}, page_id, mid)
    return _key("event", {"event": raw}, page_id)


def client_id_for(mid: str) -> str:
    """What a message with this ``mid`` is called in the transcript; Meta's ids are longer than ours may be."""
    return "mid:" + hashlib.sha256(mid.encode()).hexdigest()[:48]


def _key(kind: str, raw: Raw, *more: str) -> str:
    text = json.dumps([kind, *more, raw], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def is_inbox(app_id: str | None) -> bool:
    """Whether a person in Meta's own inbox wrote it; very old echoes carry no app at all."""
    return app_id is None or app_id in INBOX_APPS
