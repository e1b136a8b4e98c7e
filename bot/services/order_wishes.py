"""Wishes of somebody whose order is known: what is asked of it is asked of it, and buys nothing new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.order import Order
from bot.language import normalise
from bot.services.answers.talk import Talk
from bot.services.noting import NO_ORDER_CODE
from bot.understanding.acts import Act, Ask, Choose, Give, Postpone, Reading, Stop
from bot.understanding.of_orders import (
    COLLECTS,
    FORGETS_PHONE,
    INSISTS,
    LEAVES_OUT,
    ONLY_OF_AN_ORDER,
    TELLS_COURIER,
    facts_asked,
    names_an_order,
)

SERVICE = {
    "check_order_status",
    "ask_refund",
    "ask_order_total",
    "ask_price",
    "ask_specs",
    "manage_cart",
    "ask_payment_methods",
    "ask_bank_details",
    "ask_delivery_options",
    "ask_delivery_area",
    "ask_delivery_time",
    "ask_return_policy",
    "explain_product_kind",
    "browse_catalogue",
    "ask_store_address",
    "ask_stock",
    "report_payment_done",
    "find_product",
    "nlu_fallback",
}
"""Topics that words about an order are mistaken for."""
PAYING = {"ask_payment_methods", "report_payment_done", "ask_bank_details"}
ASKS = re.compile(
    r"\b(?:khong|chua|gi|nao|sao|may|bao|dau|ha|chu|nhi|phai|nhieu|what|how|when|where)\b"
    r"|\?"
)
PROBLEMS = {"report_defect", "report_wrong_item", "report_missing_item", "complain"}
ABOUT_THE_PAST = {"ask_refund", "claim_warranty", "check_order_status"}
"""What is asked of an order whose story was told with it: the story is no complaint."""


def read_of_order(talk: Talk) -> Reading:
    """The message with those of its acts that are about the order that is known, turned to it."""
    reading = talk.reading
    order = talk.order
    acts: list[Act] = list(reading.acts)
    if stands_by_proof(talk) or (order is None and NO_ORDER_CODE.search(normalise(reading.text).folded)):
        acts = [act for act in acts if isinstance(act, Give)]
    elif any(isinstance(act, Give) and act.what == "order_code" for act in acts):
        acts = without_the_story(acts if not only_tells_code(talk) else [act for act in acts if not looks_up(act)])
    elif order is not None and not talk.pressed:
        turned = [turned_to_order(talk, order, act) for act in acts]
        of_order = any(one is not act for one, act in zip(turned, acts))
        acts = [one for one in turned if one is not None and not (of_order and only_tells(one))]
    return replace(reading, acts=tuple(acts))


TELLS_A_CODE = re.compile(
    r"^\W*(?:a |da |vang |ok |day |la )*(?:ma don|ma|don|code|order)\b(?! .{0,30}\b(?:toi dau|chua)\b)"
)


def only_tells_code(talk: Talk) -> bool:
    """Whether the code that was asked for is told, for what it was asked for: "mã đơn HN20264 hình như vậy"."""
    asked_for = talk.ground.open in ("order_code", "order_phone") and talk.ground.pending not in (
        None,
        "check_order_status",
    )
    return asked_for and TELLS_A_CODE.match(normalise(talk.reading.text).folded) is not None


def looks_up(act: Act) -> bool:
    """Whether an act asks how an order stands."""
    return isinstance(act, Ask) and act.topic == "check_order_status"


def stands_by_proof(talk: Talk) -> bool:
    """Whether somebody asked for the phone number of an order only says what is in it, or that all was right."""
    folded = normalise(talk.reading.text).folded
    return (
        talk.ground.open == "order_phone"
        and (names_an_order(folded) or INSISTS.search(folded) is not None or FORGETS_PHONE.search(folded) is not None)
        and not any(act.what in ("phone", "order_code") for act in talk.reading.of(Give))
        and not any(act.topic == "ask_human" for act in talk.reading.of(Ask))
    )


def without_the_story(acts: Sequence[Act]) -> list[Act]:
    """Beside a question of what became of an order, what went wrong with it is its story, not a new complaint."""
    told = [act for act in acts if not (isinstance(act, Ask) and not act.sure and only_tells(act))]
    topics = {act.topic for act in acts if isinstance(act, Ask)}
    if not topics & ABOUT_THE_PAST:
        return told
    return [act for act in told if not (isinstance(act, Ask) and act.topic in PROBLEMS)]


def only_tells(act: Act) -> bool:
    """Whether an act is a statement that was taken for a question."""
    if not isinstance(act, Ask) or act.topic in ORDER_TALK or act.asks:
        return False
    return act.topic in PAYING or (not act.sure and not ASKS.search(normalise(act.text).folded))


def turned_to_order(talk: Talk, order: Order, act: Act) -> Act | None:
    """An act as it is meant by somebody whose order is spoken of; None for what says nothing beside it."""
    if isinstance(act, Choose):
        folded = normalise(act.text).folded
        if INTO_THE_ORDER.search(folded):
            return Ask("change_order", act.text, "", act.entities)
        if set(facts_asked(folded)) & ONLY_OF_AN_ORDER and not talk.ground.basket:
            return Ask("check_order_status", act.text, "+".join(facts_asked(folded)), act.entities)
        return None if takes_out(talk, order) or (names_an_order(folded) and facts_asked(folded)) else act
    if isinstance(act, Postpone | Stop):
        ask = Ask("nlu_fallback", act.text or talk.reading.text, sure=False)
        turned = turned_ask(talk, order, ask) if is_about_order(talk, order, ask) else ask
        return act if turned is ask else turned
    if isinstance(act, Ask) and swaps_in(talk, order, act):
        return replace(act, topic="change_order", detail="", sure=True)
    return turned_ask(talk, order, act) if isinstance(act, Ask) and is_about_order(talk, order, act) else act


SWAPS = re.compile(
    r"\b(?:doi|thay|chuyen|sua)\b(?!.{0,80}\b(?:neu|lo|co (?:mat|ton|duoc)|dc khong|phi|may|sao|nao)\b).{1,30}"
    r"\b(?:sang|qua|thanh|lay|size|sz|mau)\b \w"
)
"""Another variant in place of the one that was ordered: "đổi quần sang 32 giúp em"."""


def swaps_in(talk: Talk, order: Order, ask: Ask) -> bool:
    """Whether a thing of an order that has not left yet is to come in another variant."""
    if talk.ground.basket or order.status not in ("pending", "confirmed", "packing"):
        return False
    if ask.topic not in SERVICE | {"request_exchange", "change_order", "choose_variant"}:
        return False
    query = talk.query(ask)
    kinds = {talk.shelf.products[sku].kind for sku in items_of(order) if sku in talk.shelf.products}
    named = bool((query.kinds | query.heads) & kinds)
    return named and SWAPS.search(normalise(ask.text).folded) is not None


INTO_THE_ORDER = re.compile(
    r"\b(?:vo|vao|trong|chung|cung|kem|voi)(?: luon| cai| chung)? don (?:hang )?(?:do|nay|kia|ay|cu|tren|luc nay"
    r"|hoi nay|\w{0,3}\d{4,})\b|\bto (?:my|that|this|the same) order\b"
)
"""What is added to the order that was placed, and begins no new one."""


def turned_ask(talk: Talk, order: Order, act: Ask) -> Act | None:
    """A question as it is asked of the order."""
    folded = normalise(act.text).folded
    if takes_out(talk, order):
        return replace(act, topic="change_order", detail="", sure=True)
    if TELLS_COURIER.search(folded) and act.topic in SERVICE | {"change_order", "request_call_back"}:
        return replace(act, topic="change_order", detail="courier", sure=True)
    if order.status == "returning" and COLLECTS.search(folded):
        return replace(act, topic="ask_return_policy", detail="collect", sure=True)
    facts = [fact for fact in facts_asked(folded) if fact not in OF_A_PURCHASE or not buys_anew(talk, folded)]
    if facts and (
        act.topic in SERVICE or not act.sure or (set(facts) & ONLY_OF_AN_ORDER and act.topic not in ORDER_TALK)
    ):
        return replace(act, topic="check_order_status", detail="+".join(facts), sure=True)
    if act.topic == "ask_warranty_policy" and order.delivered_on:
        return replace(act, topic="claim_warranty", detail="check")
    if not act.sure and names_an_order(folded) and not ASKS.search(folded):
        return replace(act, topic="check_order_status", sure=True)
    return act


OF_A_PURCHASE = {"total", "payment", "contents"}
"""What is asked of something that is bought now in the same words."""
ABOUT_GOODS = {"ask_stock", "ask_price", "ask_colour", "ask_size", "find_product", "reorder", "place_order"}


def buys_anew(talk: Talk, folded: str) -> bool:
    """Whether a message speaks of buying: goods, a place to send them to, without naming the order."""
    if names_an_order(folded):
        return False
    return (
        any(give.what == "place" for give in talk.reading.of(Give))
        or bool(talk.reading.of(Choose))
        or any(ask.topic in ABOUT_GOODS and ask.sure and ask.topic != talk.ground.topic for ask in talk.reading.of(Ask))
    )


def is_about_order(talk: Talk, order: Order, ask: Ask) -> bool:
    """Whether a clause is about the order: by name, by what only an order has, or because nothing else is spoken of."""
    folded = normalise(ask.text).folded
    if set(facts_asked(folded)) & ONLY_OF_AN_ORDER or TELLS_COURIER.search(folded):
        return not talk.ground.basket or names_an_order(folded) or talk.ground.topic in ("check_order_status",)
    if talk.ground.basket:
        return False
    return names_an_order(folded) or is_what_is_spoken_of(talk, order, ask)


def is_what_is_spoken_of(talk: Talk, order: Order, ask: Ask) -> bool:
    """Whether the order was just answered for and the clause names nothing that is not in it."""
    if talk.ground.topic not in ORDER_TALK:
        return False
    referent = talk.referent(ask)
    names_a_kind = talk.query(ask).kinds or talk.query(ask).heads
    if not referent.explicit and (not names_a_kind or len(referent.skus) != 1):
        return not names_a_kind
    return set(referent.skus) <= items_of(order)


ORDER_TALK = {
    "check_order_status",
    "report_late_delivery",
    "ask_order_history",
    "change_order",
    "cancel_order",
    "request_return",
    "request_exchange",
    "claim_warranty",
    "ask_refund",
    "report_wrong_item",
    "report_missing_item",
    "report_defect",
    "report_payment_done",
}


def items_of(order: Order) -> set[str]:
    """SKUs of what is in an order."""
    return {str(item.get("sku")) for item in order.items}


def takes_out(talk: Talk, order: Order) -> bool:
    """Whether less of what is in the order is wished, with nothing noted that this could mean instead."""
    if talk.ground.basket or order.status in ("delivered", "refunded", "cancelled", "returning"):
        return False
    if not LEAVES_OUT.search(normalise(talk.reading.text).folded):
        return False
    query = talk.whole
    kinds = {talk.shelf.products[sku].kind for sku in items_of(order) if sku in talk.shelf.products}
    return bool((query.kinds | query.heads) & kinds)
