"""What a template may be: one table of templates, each with its limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from .errors import bad_param, one_of, too_long

WHERE = "message[attachment][payload]"

BUTTON_TEXT = 640
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_PAYLOAD = 1000
ELEMENTS = 10
CARD_TEXT = 80
RECEIPT_ELEMENTS = 100
FEEDBACK_TITLE = 65
FEEDBACK_SUBTITLE = 80
FEEDBACK_DAYS = 7

SCORES = {
    "csat": ("one_to_five", "five_stars", "five_emojis"),
    "nps": ("zero_to_ten",),
    "ces": ("one_to_seven",),
}
BUTTON_TYPES = {"web_url", "postback", "phone_number", "account_link", "account_unlink"}


def check_template(payload: dict[str, Any]) -> None:
    """Refuses a template that Messenger would not show."""
    kind = payload.get("template_type")
    if kind not in TEMPLATES:
        raise one_of(f"{WHERE}[template_type]", TEMPLATES)
    TEMPLATES[kind](payload)


def need_text(holder: dict[str, Any], name: str, where: str, limit: int, *, needed: bool = True) -> None:
    """A text within its limit."""
    value = holder.get(name)
    if value is None or value == "":
        if needed:
            raise bad_param(f"Param {where}[{name}] is required")
        return
    if not isinstance(value, str):
        raise bad_param(f"Param {where}[{name}] must be a string")
    if len(value) > limit:
        raise too_long(f"{where}[{name}]", limit)


def need_url(holder: dict[str, Any], name: str, where: str, *, needed: bool = True) -> None:
    """An address on the web."""
    value = holder.get(name)
    if value is None and not needed:
        return
    if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise bad_param(f"Param {where}[{name}] should represent a valid URL")


def need_list(holder: dict[str, Any], name: str, where: str, most: int, least: int = 1) -> list[dict[str, Any]]:
    """A list of objects of an allowed length."""
    value = holder.get(name, [] if least == 0 else None)
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise bad_param(f"Param {where}[{name}] must have between {least} and {most} items")
    if not all(isinstance(item, dict) for item in value):
        raise bad_param(f"Param {where}[{name}] must be an array of objects")
    return value


def check_buttons(holder: dict[str, Any], where: str, *, least: int = 0) -> None:
    """Up to three, each with what its type needs."""
    for number, button in enumerate(need_list(holder, "buttons", where, BUTTONS, least)):
        at = f"{where}[buttons][{number}]"
        kind = button.get("type")
        if kind not in BUTTON_TYPES:
            raise one_of(f"{at}[type]", BUTTON_TYPES)
        if kind in ("web_url", "postback", "phone_number"):
            need_text(button, "title", at, BUTTON_TITLE)
        if kind in ("web_url", "account_link"):
            need_url(button, "url", at)
        if kind == "postback":
            need_text(button, "payload", at, BUTTON_PAYLOAD)
        if kind == "phone_number" and not str(button.get("payload", "")).startswith("+"):
            raise bad_param(f"Param {at}[payload] must be a phone number such as +84900000000")


def _button(payload: dict[str, Any]) -> None:
    need_text(payload, "text", WHERE, BUTTON_TEXT)
    check_buttons(payload, WHERE, least=1)


def _generic(payload: dict[str, Any]) -> None:
    for number, element in enumerate(need_list(payload, "elements", WHERE, ELEMENTS)):
        at = f"{WHERE}[elements][{number}]"
        need_text(element, "title", at, CARD_TEXT)
        need_text(element, "subtitle", at, CARD_TEXT, needed=False)
        need_url(element, "image_url", at, needed=False)
        check_buttons(element, at)
        if not set(element) & {"subtitle", "image_url", "buttons", "default_action"}:
            raise bad_param(f"Param {at} must have at least one property beside its title")
        action = element.get("default_action")
        if action is not None:
            if not isinstance(action, dict) or action.get("type") != "web_url" or "title" in action:
                raise bad_param(f"Param {at}[default_action] must be a web_url button without a title")
            need_url(action, "url", f"{at}[default_action]")


def _media(payload: dict[str, Any]) -> None:
    (element,) = need_list(payload, "elements", WHERE, 1)
    at = f"{WHERE}[elements][0]"
    if element.get("media_type") not in ("image", "video"):
        raise one_of(f"{at}[media_type]", ("image", "video"))
    if ("attachment_id" in element) == ("url" in element):
        raise bad_param(f"Param {at} must have either an attachment_id or a url")
    check_buttons(element, at)


def _receipt(payload: dict[str, Any]) -> None:
    for name in ("recipient_name", "order_number", "currency", "payment_method"):
        need_text(payload, name, WHERE, 1000)
    summary = payload.get("summary")
    if not isinstance(summary, dict) or not isinstance(summary.get("total_cost"), int | float):
        raise bad_param(f"Param {WHERE}[summary][total_cost] is required")
    for number, element in enumerate(need_list(payload, "elements", WHERE, RECEIPT_ELEMENTS, 0)):
        at = f"{WHERE}[elements][{number}]"
        need_text(element, "title", at, 1000)
        if not isinstance(element.get("price"), int | float):
            raise bad_param(f"Param {at}[price] is required")


def _coupon(payload: dict[str, Any]) -> None:
    need_text(payload, "title", WHERE, CARD_TEXT)
    need_text(payload, "subtitle", WHERE, CARD_TEXT, needed=False)
    need_text(payload, "coupon_code", WHERE, 100)
    need_url(payload, "coupon_url", WHERE, needed=False)


def _feedback(payload: dict[str, Any]) -> None:
    need_text(payload, "title", WHERE, FEEDBACK_TITLE)
    need_text(payload, "subtitle", WHERE, FEEDBACK_SUBTITLE, needed=False)
    need_text(payload, "button_title", WHERE, BUTTON_TITLE)
    privacy = payload.get("business_privacy")
    if not isinstance(privacy, dict):
        raise bad_param(f"Param {WHERE}[business_privacy] is required")
    need_url(privacy, "url", f"{WHERE}[business_privacy]")
    days = payload.get("expires_in_days", 1)
    if not isinstance(days, int) or not 1 <= days <= FEEDBACK_DAYS:
        raise bad_param(f"Param {WHERE}[expires_in_days] must be between 1 and {FEEDBACK_DAYS}")
    (screen,) = need_list(payload, "feedback_screens", WHERE, 1)
    at = f"{WHERE}[feedback_screens][0]"
    for number, question in enumerate(need_list(screen, "questions", at, 1)):
        spot = f"{at}[questions][{number}]"
        need_text(question, "id", spot, 80)
        if question.get("type") not in SCORES:
            raise one_of(f"{spot}[type]", SCORES)
        allowed = SCORES[question["type"]]
        if question.get("score_option", allowed[0]) not in allowed:
            raise one_of(f"{spot}[score_option]", allowed)
        need_text(question, "title", spot, CARD_TEXT, needed=False)


def _product(payload: dict[str, Any]) -> None:
    for number, element in enumerate(need_list(payload, "elements", WHERE, ELEMENTS)):
        need_text(element, "id", f"{WHERE}[elements][{number}]", 100)


TEMPLATES: dict[str, Callable[[dict[str, Any]], None]] = {
    "button": _button,
    "generic": _generic,
    "media": _media,
    "receipt": _receipt,
    "coupon": _coupon,
    "customer_feedback": _feedback,
    "product": _product,
}
