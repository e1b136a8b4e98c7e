"""What a message may be: the Send API's limits, as Meta's reference documents them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from .errors import bad_param, one_of, refusal, too_long
from .templates import check_template

TEXT = 2000
METADATA = 1000
QUICK_REPLIES = 13
QUICK_REPLY_TITLE = 20
PAYLOAD = 1000
IMAGE_BYTES = 8 * 1024 * 1024
OTHER_BYTES = 25 * 1024 * 1024

MESSAGING_TYPES = {"RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"}
RETIRED_TAGS = {"CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"}
"""Gone since 27 April 2026."""
TAGS = {"HUMAN_AGENT"}
SENDER_ACTIONS = {"mark_seen", "typing_on", "typing_off"}
MEDIA = {"image", "audio", "video", "file"}


def check_type_and_tag(messaging_type: Any, tag: Any) -> None:
    """``messaging_type`` and ``tag`` go together; a missing type counts as RESPONSE."""
    if messaging_type is not None and messaging_type not in MESSAGING_TYPES:
        raise one_of("messaging_type", MESSAGING_TYPES)
    if tag in RETIRED_TAGS:
        raise refusal("tag_retired")
    if tag is not None and tag not in TAGS:
        raise one_of("tag", TAGS)
    if messaging_type == "MESSAGE_TAG" and tag is None:
        raise bad_param("The parameter tag is required when messaging_type is MESSAGE_TAG")


def check_message(message: Any, sizes: Callable[[str, str], None]) -> None:
    """Refuses a ``message`` that Messenger would not show; ``sizes(type, url)`` refuses media that are too large."""
    if not isinstance(message, dict) or not message:
        raise bad_param("The parameter message is required")
    text, attachment = message.get("text"), message.get("attachment")
    if "template" in message:
        if text is not None or attachment is not None:
            raise bad_param("message[template] cannot stand beside text or attachment")
    elif text is not None and attachment is not None:
        raise bad_param("message cannot have both text and attachment")
    elif attachment is not None:
        _check_attachment(attachment, sizes)
    else:
        _check_text(text)
    _check_quick_replies(message.get("quick_replies"))
    metadata = message.get("metadata")
    if metadata is not None and (not isinstance(metadata, str) or len(metadata) > METADATA):
        raise too_long("message[metadata]", METADATA)


def _check_text(text: Any) -> None:
    if not isinstance(text, str) or not text.strip():
        raise bad_param("message must have text or attachment")
    if len(text) > TEXT:
        raise refusal("text_too_long")


def _check_quick_replies(replies: Any) -> None:
    if replies is None:
        return
    if not isinstance(replies, list) or not 1 <= len(replies) <= QUICK_REPLIES:
        raise bad_param(f"Param message[quick_replies] must have between 1 and {QUICK_REPLIES} items")
    for number, reply in enumerate(replies):
        where = f"message[quick_replies][{number}]"
        if not isinstance(reply, dict):
            raise bad_param(f"Param {where} must be an object")
        kind = reply.get("content_type")
        if kind not in ("text", "user_phone_number", "user_email"):
            raise one_of(f"{where}[content_type]", ("text", "user_phone_number", "user_email"))
        if kind == "text":
            _check_typed_reply(reply, where)
        if reply.get("image_url") is not None:
            check_url(reply["image_url"], f"{where}[image_url]")


def _check_typed_reply(reply: dict[str, Any], where: str) -> None:
    """A reply that the Page words itself has a title and a payload."""
    title, payload = reply.get("title"), reply.get("payload")
    if not isinstance(title, str) or not title:
        raise bad_param(f"Param {where}[title] is required")
    if len(title) > QUICK_REPLY_TITLE:
        raise too_long(f"{where}[title]", QUICK_REPLY_TITLE)
    if payload in (None, ""):
        raise bad_param(f"Param {where}[payload] is required")
    if len(str(payload)) > PAYLOAD:
        raise too_long(f"{where}[payload]", PAYLOAD)


def _check_attachment(attachment: Any, sizes: Callable[[str, str], None]) -> None:
    if not isinstance(attachment, dict) or not isinstance(attachment.get("payload"), dict):
        raise bad_param("Param message[attachment] must have a type and a payload")
    kind, payload = attachment.get("type"), attachment["payload"]
    if kind == "template":
        check_template(payload)
    elif kind in MEDIA:
        if "url" in payload:
            check_url(payload["url"], "message[attachment][payload][url]")
            sizes(kind, payload["url"])
        elif "attachment_id" not in payload:
            raise bad_param("message[attachment][payload] must have a url or an attachment_id")
    else:
        raise one_of("message[attachment][type]", {*MEDIA, "template"})


def check_url(url: Any, where: str) -> None:
    """An address on the web."""
    if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise bad_param(f"Param {where} should represent a valid URL")


def check_size(kind: str, size: int) -> None:
    """8 MB for a picture, 25 MB for everything else."""
    if size > (IMAGE_BYTES if kind == "image" else OTHER_BYTES):
        raise refusal("attachment_too_big")
