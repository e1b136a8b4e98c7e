"""Orders that were placed before: shown to whom they belong, and then acted on without asking again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.domain.errors import NotVerified, RateLimited
from bot.domain.handoff import Reason
from bot.domain.order import Order
from bot.language import normalise
from bot.services.answers import store
from bot.services.answers.basket import listed, put
from bot.services.answers.contact import ask_for_contact
from bot.services.answers.order_facts import tell_facts_of, tell_refund, tell_warranty_of
from bot.services.answers.policies import tell_policy
from bot.services.answers.promised import promised
from bot.services.answers.taking import take
from bot.services.answers.talk import Talk
from bot.services.handoffs import leave_request, request_handoff
from bot.services.orders import is_late, order_payload, read_order, show_order
from bot.understanding.acts import Ask, Give
from bot.understanding.lines import Wished

BEFORE_HAND_OVER = ("pending", "confirmed", "packing")


async def find_order(talk: Talk, ask: Ask) -> Order | None:
    """The order spoken of, verified: known to this talk, or by code and phone now. Asks for what is missing."""
    ground = talk.ground
    code = ground.order_code or (ground.orders[0] if ground.orders else None)
    if code and code in ground.orders:
        talk.order = await read_order(talk.services, code)
        return talk.order
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
    if ask.detail == "no_phone":
        ground.ask("order_phone")
        talk.say("say_order_is_private", code=code)
        return None
    if not phone and ground.get("wrong_phone"):
        ground.ask("order_phone")
        ground.pending = ask.topic
        talk.say("say_order_phone_again", role="question", code=code, payload={"input": {"kind": "tel"}})
        return None
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
    ground.order_code = order.code
    ground.told.pop("wrong_phone", None)
    ground.ask(None)
    talk.order = order
    return order


async def tell_order(talk: Talk, ask: Ask) -> None:
    """Where an order is, when it comes, its parcel's number, what is to be paid at the door."""
    if ask.detail == "code":
        await tell_policy(talk, Ask("check_order_status", ask.text))
        return
    known = bool(talk.ground.orders) and (talk.ground.order_code in (None, *talk.ground.orders))
    order = await find_order(talk, ask)
    if order is None:
        return
    if known and await tell_facts_of(talk, order, ask):
        return
    await say_order(talk, order)
    if not known:
        await tell_facts_of(talk, order, ask)


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
    if ask.detail == "courier":
        await pass_on(talk, order, ask)
        talk.say("say_courier_told", code=order.code, what=wished(talk, ask))
    elif order.status not in BEFORE_HAND_OVER:
        await change_too_late(talk, order, ask)
    elif ask.topic == "change_order" and moves_elsewhere(talk, ask):
        talk.ground.ask("new_address")
        talk.say("say_ask_new_address", role="question", code=order.code, status=state_of(talk, order))
    else:
        await pass_on(talk, order, ask)
        talk.say(
            "say_cancel_passed_on" if ask.topic == "cancel_order" else "say_change_passed_on",
            code=order.code,
            status=state_of(talk, order),
            what=wished(talk, ask),
            soon=promised(talk, ask.topic),
            buttons=talk.buttons("say_after_purchase_choices"),
        )


def wished(talk: Talk, ask: Ask) -> str:
    """What is wished in the visitor's words; with an address all of them, because a clause has none."""
    told = any(give.what == "address" for give in talk.reading.of(Give))
    return " ".join((talk.reading.text if told else ask.text).split())[:200]


def state_of(talk: Talk, order: Order) -> str:
    """The order's state as it stands within a sentence."""
    return talk.draw(f"say_order_{order.status}").lower()


def moves_elsewhere(talk: Talk, ask: Ask) -> bool:
    """Whether another address is wished without the address itself."""
    names_address = re.search(r"\b(?:dia chi|cho (?:nhan|giao) khac|address)\b", normalise(ask.text).folded)
    return names_address is not None and not any(give.what == "address" for give in talk.reading.of(Give))


async def pass_on(talk: Talk, order: Order, ask: Ask) -> None:
    """Leave what is wished of an order for the shop's people, with everything they need to know."""
    await leave_request(
        talk.services,
        talk.conversation_id,
        Reason.ASKED,
        message_id=talk.message_id,
        slots=request_slots(talk, order, ask),
    )


async def change_too_late(talk: Talk, order: Order, ask: Ask) -> None:
    """What can still be done with an order that has left: the courier is asked, or the rule for what came is told."""
    name = {"shipping": "say_change_too_late_shipping", "delivered": "say_change_too_late_delivered"}.get(
        order.status, "say_change_too_late"
    )
    talk.say(name, code=order.code, status=state_of(talk, order))
    if ask.topic == "cancel_order":
        await tell_policy(talk, Ask("cancel_order", "đang giao rồi còn huỷ được không shipped"))
    elif order.status == "delivered":
        await tell_policy(talk, Ask("request_exchange", ask.text))
    else:
        await pass_on(talk, order, ask)
        talk.say("say_change_asked_of_courier", what=wished(talk, ask))


def request_slots(talk: Talk, order: Order, ask: Ask) -> dict[str, str]:
    """What whoever takes the request needs to know."""
    return {"Mã đơn": order.code, "Yêu cầu": wished(talk, ask), "Tình trạng": order.status, "Liên hệ": order.phone}


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
    order = await order_of_problem(talk, ask)
    await tell_policy(talk, ask)
    if order is not None:
        talk.say("say_problem_noted", code=order.code)
    elif ground.open != "order_phone":
        ground.ask("order_code")
        ground.pending = ask.topic
    slots = {"Vấn đề": ask.text[:300]}
    if order is not None:
        slots |= {"Mã đơn": order.code, "Liên hệ": order.phone}
    if first:
        await request_handoff(
            talk.services, talk.conversation_id, Reason.COMPLAINT, message_id=talk.message_id, slots=slots, sorry=True
        )


async def order_of_problem(talk: Talk, ask: Ask) -> Order | None:
    """The order that a problem is about, if it was shown to be the visitor's or is so by what this message tells."""
    code = talk.ground.order_code
    if code and code not in talk.ground.orders:
        return await find_order(talk, ask)
    return await read_order(talk.services, talk.ground.orders[0]) if talk.ground.orders else None


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


def tell_where(talk: Talk, ask: Ask) -> None:
    """Where the shop is that it can be brought to."""
    address = store.address_answer(ask.text, talk.shop, talk.language, talk.services.words.say)
    if address:
        talk.say_text(address)


CHECKS_WARRANTY = re.compile(
    r"\b(?:con|het|duoc|co)(?: \w+){0,3} (?:bao hanh|han)\b|\bbao hanh (?:toi|den|con|may|bao lau|bao nhieu|khong|gi)\b"
    r"|\bhan bao hanh\b|\bkiem tra bao hanh\b|\b(?:still|under|in) (?:\w+ )?warranty\b"
)


async def told_of_order(talk: Talk, order: Order, ask: Ask) -> bool:
    """Whether the order itself answers: its refund, or until when its things are under warranty."""
    if ask.topic == "ask_refund":
        await tell_refund(talk, order, ask)
        return True
    if ask.topic == "claim_warranty" and CHECKS_WARRANTY.search(normalise(ask.text).folded):
        return tell_warranty_of(talk, order, [])
    return False


REQUESTS = ("request_return", "request_exchange", "claim_warranty")
"""What the shop's people do with an order once they know which."""


IF_IT_BREAKS = re.compile(
    r"\b(?:hu|hong|loi|truc trac)\b.{0,40}\bdoi (?:moi|may|cai)\b|\bdoi (?:moi|may|cai).{0,20}\b(?:hu|hong|loi|sua)\b"
)
"""A new one for one that breaks: the rule for faults is asked for, nothing is to be exchanged yet."""


def rule_for_faults(talk: Talk, folded: str) -> str:
    """The topic of the rule that "đổi mới" is asked of: a fault that was told, or one that may come."""
    if re.search(r"\bdoi moi\b", folded) and talk.ground.get("problem"):
        return "report_defect"
    return "ask_return_policy" if IF_IT_BREAKS.search(folded) and talk.order is None else ""


async def after_sale(talk: Talk, ask: Ask) -> None:
    """Return, exchange, refund, warranty claim: the rule; with a verified order a request that has everything in it."""
    folded = normalise(ask.text).folded
    if ask.topic == "request_exchange" and (rule := rule_for_faults(talk, folded)):
        await tell_policy(talk, Ask(rule, ask.text))
        return
    given = ask.detail == "given"
    if talk.ground.order_code not in (None, *talk.ground.orders):
        order = await find_order(talk, ask)
        if order is None:
            return
        await say_order(talk, order)
        if given and talk.ground.question:
            ask = replace(ask, text=talk.ground.question)
    if talk.order is not None and await told_of_order(talk, talk.order, ask):
        return
    if given and talk.ground.question:
        # The rule was told when it was asked for; what is passed on are the words that asked.
        ask = replace(ask, text=talk.ground.question)
    else:
        await tell_policy(talk, ask)
    if ask.detail == "where":
        tell_where(talk, ask)
        return
    if (
        talk.ground.orders
        and ask.topic in REQUESTS
        and (order := await read_order(talk.services, talk.ground.orders[0]))
    ):
        await pass_on(talk, order, ask)
        talk.say("say_request_noted", code=order.code)
    elif ask.topic in REQUESTS and not talk.ground.orders:
        talk.ground.ask("order_code")
        talk.ground.pending = ask.topic
