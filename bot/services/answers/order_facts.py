"""Facts of an order shown to be the visitor's: what is in it, what is owed, what was paid back, its warranty."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from bot.domain.order import Order
from bot.language import normalise
from bot.services.answers.policies import tell_policy
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.of_orders import fact_asked

CLOSED = ("delivered", "cancelled", "refunded", "returning")
"""States in which a courier is owed nothing any more."""
KNOWN_PAYMENTS = ("cod", "transfer", "card", "ewallet", "instalment")
ASKS_WHEN = re.compile(
    r"\b(?:bao lau|may ngay|khi nao|bao gio|chung nao|chua (?:thay|ve|nhan|co)|when|how long|not yet)\b"
)
ASKS_HOW_MUCH = re.compile(r"\b(?:bao nhieu|nhieu|may|du|tru|ca ship|tien hang|how much|full)\b")


async def tell_facts_of(talk: Talk, order: Order, ask: Ask) -> bool:
    """Tell the facts that were asked for; False where none was."""
    asked = [fact for fact in ask.detail.split("+") if fact in TELLERS or fact == "refund"]
    asked = asked or [fact for fact in (fact_asked(normalise(ask.text).folded),) if fact in ("refund", "contents")]
    for fact in asked:
        if fact == "refund":
            await tell_refund(talk, order, ask)
        else:
            TELLERS[fact](talk, order)
    return bool(asked)


def tell_contents(talk: Talk, order: Order) -> None:
    """What is in the order, its sum with the fee, and how it is paid."""
    rows = [f"{item['quantity']} × {called(talk, str(item['sku']))}" for item in order.items]
    talk.ground.attend(*[str(item["sku"]) for item in order.items if str(item["sku"]) in talk.shelf.entries])
    talk.say("say_order_contents", code=order.code, lines="; ".join(rows))
    tell_total(talk, order)


def called(talk: Talk, sku: str) -> str:
    """What a thing of an order is called; its SKU where the shop sells it no more."""
    product = talk.product(sku)
    return talk.title(product) if product else sku


def tell_total(talk: Talk, order: Order) -> None:
    """The sum of the order, and what of it is the fee."""
    talk.say(
        "say_order_comes_to",
        code=order.code,
        total=talk.money(order.total),
        goods=talk.money(order.total - order.shipping_fee),
        fee=talk.money(order.shipping_fee) if order.shipping_fee else talk.draw("say_free"),
    )


def tell_owed(talk: Talk, order: Order) -> None:
    """What is to be paid at the door."""
    if order.payment_method == "cod" and order.status not in CLOSED:
        talk.say("say_order_owed", code=order.code, amount=talk.money(order.total))
    elif order.status == "cancelled":
        talk.say("say_order_cancelled_owes_nothing", code=order.code)
    elif order.payment_method == "cod":
        talk.say("say_order_owes_nothing", code=order.code)
    else:
        talk.say("say_order_paid", code=order.code)
        tell_payment(talk, order)


def tell_payment(talk: Talk, order: Order) -> None:
    """How the order is paid."""
    if order.payment_method in KNOWN_PAYMENTS:
        method = talk.draw(f"say_paid_by_{order.payment_method}")
        talk.say("say_order_payment", code=order.code, method=method, total=talk.money(order.total))
    else:
        tell_total(talk, order)


def tell_tracking(talk: Talk, order: Order) -> None:
    """The parcel's number and who brings it."""
    if order.tracking_code:
        talk.say("say_order_tracking", code=order.code, carrier=order.carrier, tracking=order.tracking_code)
    else:
        talk.say("say_order_no_tracking", code=order.code, status=talk.draw(f"say_order_{order.status}").lower())


def tell_address(talk: Talk, order: Order) -> None:
    """Where the order goes: whoever asks has shown that it is theirs."""
    talk.say("say_order_goes_to", code=order.code, address=order.address)


def tell_placed(talk: Talk, order: Order) -> None:
    """On which day it was ordered."""
    talk.say("say_order_placed_on", code=order.code, day=written(order.placed_on))


async def tell_refund(talk: Talk, order: Order, ask: Ask) -> None:
    """Whether and when money comes back, and of which sum; what the shop's data does not say is not made up."""
    folded = normalise(ask.text).folded
    shown = any(part.kind == "order" for part in talk.parts)
    if order.status in ("refunded", "returning") and not shown:
        talk.say(f"say_refund_{order.status}", code=order.code)
    elif order.status == "cancelled" and order.payment_method == "cod":
        talk.say("say_order_cancelled_owes_nothing", code=order.code)
        return
    if ASKS_HOW_MUCH.search(folded) and not re.search(r"\b(?:bao lau|may ngay)\b", folded):
        tell_total(talk, order)
        if order.status == "returning":
            await tell_policy(talk, Ask("request_return", "trả hàng phí"))
        elif order.status == "refunded":
            talk.say("say_refund_amount_is_checked", code=order.code)
    if order.status != "refunded" or ASKS_WHEN.search(folded):
        await tell_policy(talk, Ask("ask_refund", f"hoàn tiền {ask.text}"))


TELLERS = {
    "contents": tell_contents,
    "total": tell_total,
    "owed": tell_owed,
    "payment": tell_payment,
    "tracking": tell_tracking,
    "address": tell_address,
    "placed": tell_placed,
}
"""What tells a fact of an order; a refund needs the question, too."""


def written(day: date | None) -> str:
    """A day as it is written."""
    return day.strftime("%d/%m/%Y") if day else ""


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def tell_warranty_of(talk: Talk, order: Order, skus: list[str]) -> bool:
    """Until when each thing of a delivered order is under warranty; False where none of them has any."""
    since = order.delivered_on
    if since is None:
        return False
    told = False
    for item in order.items:
        product = talk.product(str(item["sku"]))
        if product is None or (skus and product.sku not in skus):
            continue
        if not product.warranty_months:
            continue
        ends = months_after(since, product.warranty_months)
        talk.say(
            "say_warranty_until" if ends >= talk.today else "say_warranty_over",
            name=talk.title(product),
            months=product.warranty_months,
            since=written(since),
            ends=written(ends),
        )
        told = True
    return told
