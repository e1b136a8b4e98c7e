"""Where is my order: told to whom it belongs."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import Events, Said, ShopAction
from actions.forms import FormDoor
from bot.domain.errors import NotVerified, RateLimited
from bot.language import normalise, parse_order_code, parse_phone
from bot.services.orders import is_late, order_payload, show_order

BARE_CODE = re.compile(r"#?[A-Za-z]{0,4}-?\d{4,12}\Z")
NO_CODE = re.compile(
    r"\b(?:khong|chua) (?:con |he )?(?:nho|co|biet|thay|luu|giu|nhan duoc) (?:\w+ )?ma\b"
    r"|\bma .{0,12}\b(?:khong|chua) (?:nho|co|biet|thay)"
    r"|\b(?:quen|mat) (?:\w+ )?ma\b|\bkhong nho\b|\bforg[eo]t|\bno code\b|\blost\b"
    r"|\b(?:don'?t|do not|didn'?t) (?:have|know|remember)\b"
)
"""Says that there is no order code at hand; matched on folded words with short forms written out."""
ORDER_SLOTS = (slots.ORDER_CODE, slots.ORDER_PHONE, slots.ORDER_OUTCOME)


class ValidateOrderForm(FormDoor):
    """Reads order code and phone, in any order, also from the first message."""

    outcome_slot = slots.ORDER_OUTCOME

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "validate_order_form"

    async def fill(self, said: Said, requested: str | None) -> dict[str, Any]:
        """Whatever of code and phone the message holds."""
        filled: dict[str, Any] = {}
        phone = parse_phone(said.words)
        code = parse_order_code(said.words)
        if not code and requested == slots.ORDER_CODE and not phone and BARE_CODE.match(said.words.strip()):
            code = said.words.strip().lstrip("#").upper()
        if phone:
            filled[slots.ORDER_PHONE] = phone
        if code and code != phone:
            filled[slots.ORDER_CODE] = code
        return filled

    def cannot_answer(self, said: Said, requested: str) -> bool:
        """No code at hand: an answer of its own, whatever else the words resemble."""
        return requested == slots.ORDER_CODE and bool(NO_CODE.search(normalise(said.words).folded))

    def complain(self, said: Said, requested: str) -> None:
        """What was wrong, in words; without a code a person can look it up."""
        if self.cannot_answer(said, requested):
            said.say("say_no_order_code")
        elif requested == slots.ORDER_PHONE and any(c.isdigit() for c in said.words):
            said.say("say_phone_invalid")
        else:
            said.say("say_answer_unclear")


class ActionAskOrderCode(ShopAction):
    """First question of the order form."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_ask_order_code"

    async def answer(self, said: Said) -> Events:
        """Ask; who complains of a delay hears an apology first."""
        said.say("say_sorry_ask_order_code" if said.intent == "report_late_delivery" else "say_ask_order_code")
        return []


class ActionAskOrderPhone(ShopAction):
    """Second question of the order form."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_ask_order_phone"

    async def answer(self, said: Said) -> Events:
        """Ask, with the keyboard for numbers."""
        said.say("say_ask_order_phone", payload={"input": {"kind": "tel"}}, code=said.slot(slots.ORDER_CODE) or "")
        return []


class ActionShowOrder(ShopAction):
    """The end of the order form: the order, if code and phone belong together."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_show_order"

    async def answer(self, said: Said) -> Events:
        """Where the order is; or that the two do not match, without saying which was wrong."""
        reset = [SlotSet(name, None) for name in ORDER_SLOTS]
        code, phone = said.slot(slots.ORDER_CODE), said.slot(slots.ORDER_PHONE)
        if not code or not phone:
            if said.slot(slots.ORDER_OUTCOME) == "cancelled":
                said.say("say_anything_else")
            return reset
        try:
            order = await show_order(said.services, said.conversation_id, code, phone)
        except NotVerified:
            said.say("say_order_not_verified", code=code)
            return reset
        except RateLimited:
            said.say("say_order_pause")
            return reset
        payload = await order_payload(said.services, order, said.language)
        sentence = "say_order_late" if await is_late(said.services, order) else f"say_order_is_{order.status}"
        said.say(
            sentence,
            kind="order",
            payload=payload,
            code=order.code,
            carrier=order.carrier or "",
            expected=_date(order.expected_on),
            delivered=_date(order.delivered_on),
        )
        return reset


def _date(day: Any) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
