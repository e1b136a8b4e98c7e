"""Orders that were placed before: shown to whom they belong, and then acted on without asking again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.domain.errors import NotVerified, RateLimited
from bot.domain.handoff import Reason
from bot.domain.order import Order
from bot.language import normalise
from bot.services.answers.basket import listed, put
from bot.services.answers.contact import ask_for_contact
from bot.services.answers.policies import tell_policy
from bot.services.answers.taking import take
from bot.services.answers.talk import Talk
from bot.services.handoffs import leave_request, request_handoff
from bot.services.orders import is_late, order_payload, read_order, show_order
from bot.understanding.acts import Ask
from bot.understanding.lines import Wished

BEFORE_HAND_OVER = ("pending", "confirmed", "packing")
TRACKING = re.compile(r"\b(?:van don|tracking|ma van chuyen|don vi|ben nao giao)\b")


async def find_order(talk: Talk, ask: Ask) -> Order | None:
    """The order spoken of, verified: known to this talk, or by code and phone now. Asks for what is missing."""
    ground = talk.ground
    code = ground.order_code or (ground.orders[0] if ground.orders else None)
    if code and code in ground.orders:
        return await read_order(talk.services, code)
    if code is None and ask.detail == "no_code":
        ground.ask(None)
        talk.say("say_no_order_code", buttons=talk.buttons("say_after_purchase_choices")[:1])
        return None
    if code is None:
        ground.ask("order_code")
        ground.pending = ask.topic
        late = ask.topic in ("report_late_delivery",)
        sorry = ask.topic in ("report_wrong_item", "report_missing_item", "report_defect", "complain")
        if not sorry:
            talk.say("say_sorry_ask_order_code" if late else "say_ask_order_code", role="question")
        return None
    phone = ground.get("order_phone") or (
        ground.get("phone") if ground.get("phone") != ground.get("wrong_phone") else None
    )
    if not phone:
        ground.ask("order_phone")
        ground.pending = ask.topic
        talk.say("say_ask_order_phone", role="question", code=code, payload={"input": {"kind": "tel"}})
        return None
    try:
        order = await show_order(talk.services, talk.conversation_id, code, str(phone))
    except NotVerified:
        ground.ask("order_phone")
        ground.pending = ask.topic
        ground.told.pop("order_phone", None)
        ground.note("wrong_phone", phone, talk.message_id)
        talk.say("say_order_not_verified", code=code)
        return None
    except RateLimited:
        ground.ask(None)
        talk.say("say_order_pause")
        return None
    ground.orders = [order.code, *[one for one in ground.orders if one != order.code]]
    ground.ask(None)
    return order


async def tell_order(talk: Talk, ask: Ask) -> None:
    """Where an order is, when it comes, its parcel's number, what is to be paid at the door."""
    known = bool(talk.ground.orders) and (talk.ground.order_code in (None, *talk.ground.orders))
    order = await find_order(talk, ask)
    if order is None:
        return
    folded = normalise(ask.text).folded
    if known and ask.detail == "owed":
        owed = (
            order.total
            if order.payment_method == "cod" and order.status not in ("delivered", "cancelled", "refunded")
            else 0
        )
        talk.say("say_order_owed" if owed else "say_order_paid", code=order.code, amount=talk.money(owed))
        return
    if known and TRACKING.search(folded) and order.tracking_code:
        talk.say("say_order_tracking", code=order.code, carrier=order.carrier, tracking=order.tracking_code)
        return
    if known and TRACKING.search(folded):
        talk.say("say_order_no_tracking", code=order.code, status=talk.draw(f"say_order_{order.status}").lower())
        return
    await say_order(talk, order)


async def say_order(talk: Talk, order: Order) -> None:
    """The order's state with its card; what is in it is spoken of now."""
    talk.ground.attend(*[str(item["sku"]) for item in order.items if str(item.get("sku")) in talk.shelf.entries])
    payload = await order_payload(talk.services, order, talk.language)
    late = await is_late(talk.services, order)
    name = "say_order_late" if late else f"say_order_is_{order.status}"
    if (not order.expected_on and order.status in ("pending", "confirmed", "packing")) or (
        order.status == "shipping" and not (order.carrier and order.expected_on)
    ):
        name = "say_order_plain" if not late else name
    talk.say(
        name,
        kind="order",
        payload=payload,
        code=order.code,
        carrier=order.carrier or "",
        expected=_date(order.expected_on),
        delivered=_date(order.delivered_on),
        status=talk.draw(f"say_order_{order.status}").lower(),
    )


def _date(day: Any) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


async def tell_late(talk: Talk, ask: Ask) -> None:
    """An apology first; where the order is and what the shop does about a delay."""
    known = bool(talk.ground.orders)
    order = await find_order(talk, ask)
    if order is None:
        return
    if known:
        late = await is_late(talk.services, order)
        if order.expected_on and not late:
            talk.say(
                "say_order_expected",
                code=order.code,
                expected=_date(order.expected_on),
                status=talk.draw(f"say_order_{order.status}").lower(),
            )
            return
        talk.say("say_sorry")
        await say_order(talk, order)
        await tell_policy(talk, Ask("report_late_delivery", ask.text))
        return
    await say_order(talk, order)
    if await is_late(talk.services, order):
        await tell_policy(talk, Ask("report_late_delivery", ask.text))


async def cancel_or_change(talk: Talk, ask: Ask) -> None:
    """Cancelling or changing: the rule for the order's state; a request to the shop's people, all filled in."""
    if not talk.ground.orders and not talk.ground.order_code:
        if (
            talk.ground.basket
            and ask.topic == "cancel_order"
            and not re.search(r"\bdon\b|\border\b", normalise(ask.text).folded)
        ):
            talk.ground.basket = []
            talk.ground.ask(None)
            talk.say("say_basket_dropped")
            return
        await tell_policy(talk, ask)
        if talk.ground.get("order_code") is None:
            talk.ground.ask("order_code")
            talk.ground.pending = ask.topic
        return
    order = await find_order(talk, ask)
    if order is None:
        return
    talk.ground.purpose = None
    before = order.status in BEFORE_HAND_OVER
    status = talk.draw(f"say_order_{order.status}").lower()
    if before:
        await leave_request(
            talk.services,
            talk.conversation_id,
            Reason.ASKED,
            message_id=talk.message_id,
            slots=request_slots(talk, order, ask),
        )
        name = "say_cancel_passed_on" if ask.topic == "cancel_order" else "say_change_passed_on"
        talk.say(
            name,
            code=order.code,
            status=status,
            what=ask.text[:200],
            buttons=talk.buttons("say_after_purchase_choices"),
        )
    else:
        name = {"shipping": "say_change_too_late_shipping", "delivered": "say_change_too_late_delivered"}.get(
            order.status, "say_change_too_late"
        )
        talk.say(name, code=order.code, status=status)
        topic = (
            "cancel_order"
            if ask.topic == "cancel_order"
            else "request_exchange"
            if order.status == "delivered"
            else "change_order"
        )
        text = "đang giao rồi còn huỷ được không shipped" if topic == "cancel_order" else ask.text
        await tell_policy(talk, Ask(topic, text))


def request_slots(talk: Talk, order: Order, ask: Ask) -> dict[str, str]:
    """What whoever takes the request needs to know."""
    return {"Mã đơn": order.code, "Yêu cầu": ask.text[:300], "Tình trạng": order.status, "Liên hệ": order.phone}


async def report_problem(talk: Talk, ask: Ask) -> None:
    """Wrong, missing, broken: an apology, what the shop does, what is not known asked for; a person has it."""
    ground = talk.ground
    if ask.detail == "given":
        await continue_problem(talk, ask.topic)
        return
    first = ground.topic not in ("report_wrong_item", "report_missing_item", "report_defect") or not ground.get(
        "problem"
    )
    ground.note("problem", ask.text[:300], talk.message_id)
    order = await read_order(talk.services, ground.orders[0]) if ground.orders else None
    await tell_policy(talk, ask)
    if order is not None:
        talk.say("say_problem_noted", code=order.code)
    else:
        ground.ask("order_code")
        ground.pending = ask.topic
    slots = {"Vấn đề": ask.text[:300]}
    if order is not None:
        slots |= {"Mã đơn": order.code, "Liên hệ": order.phone}
    if first:
        await request_handoff(
            talk.services, talk.conversation_id, Reason.COMPLAINT, message_id=talk.message_id, slots=slots, sorry=True
        )


async def continue_problem(talk: Talk, topic: str) -> None:
    """Code and phone came for a problem that was told before: find the order, and say that it is noted."""
    order = await find_order(talk, Ask(topic, talk.text))
    if order is None:
        return
    await say_order(talk, order)
    talk.say("say_problem_noted", code=order.code)
    await leave_request(
        talk.services, talk.conversation_id, Reason.COMPLAINT, message_id=talk.message_id,
        slots={"Mã đơn": order.code, "Vấn đề": str(talk.ground.get("problem") or ""), "Liên hệ": order.phone},
    )  # fmt: skip


async def order_again(talk: Talk, ask: Ask) -> None:
    """The things of an earlier order at today's prices, into the basket; of a kind that was named only those."""
    if not talk.ground.orders and not talk.ground.order_code:
        referent = talk.referent(ask)
        if referent.explicit and referent.skus:
            await take(talk, ask)
            return
        await tell_policy(talk, ask)
        talk.ground.ask("order_code")
        talk.ground.pending = ask.topic
        return
    order = await find_order(talk, ask)
    if order is None:
        return
    query = talk.whole
    items = [(str(i["sku"]), int(i["quantity"])) for i in order.items if str(i["sku"]) in talk.shelf.entries]
    kinds = query.kinds or query.heads
    if kinds:
        items = [(sku, n) for sku, n in items if talk.shelf.entries[sku].product.kind in kinds] or items
    if not items:
        await say_order(talk, order)
        return
    put(talk, [Wished(sku, number) for sku, number in items])
    talk.ground.attend(*[sku for sku, _ in items])
    lines = [line for line in talk.ground.basket if line.sku in {sku for sku, _ in items}]
    prices = "; ".join(
        f"{talk.title(talk.shelf.entries[sku].product)} – {talk.money(talk.shelf.entries[sku].product.price)}"
        for sku, _ in items
    )
    talk.say("say_order_again", code=order.code, lines=listed(talk, lines), prices=prices)
    if len(talk.wishes) <= 1:
        await ask_for_contact(talk, "order")


REQUESTS = ("request_return", "request_exchange", "claim_warranty")
"""What the shop's people do with an order once they know which."""


async def after_sale(talk: Talk, ask: Ask) -> None:
    """Return, exchange, refund, warranty claim: the rule; with a verified order a request that has everything in it."""
    folded = normalise(ask.text).folded
    if ask.topic == "request_exchange" and re.search(r"\bdoi moi\b", folded) and talk.ground.get("problem"):
        await tell_policy(talk, Ask("report_defect", ask.text))
        return
    given = ask.detail == "given"
    if ask.topic in REQUESTS and talk.ground.order_code not in (None, *talk.ground.orders):
        order = await find_order(talk, ask)
        if order is None:
            return
        await say_order(talk, order)
    if given and talk.ground.question:
        # The rule was told when it was asked for; what is passed on are the words that asked.
        ask = replace(ask, text=talk.ground.question)
    else:
        await tell_policy(talk, ask)
    if (
        talk.ground.orders
        and ask.topic in REQUESTS
        and (order := await read_order(talk.services, talk.ground.orders[0]))
    ):
        await leave_request(
            talk.services,
            talk.conversation_id,
            Reason.ASKED,
            message_id=talk.message_id,
            slots=request_slots(talk, order, ask),
        )
        talk.say("say_request_noted", code=order.code)
    elif ask.topic in REQUESTS and not talk.ground.orders:
        talk.ground.ask("order_code")
        talk.ground.pending = ask.topic
