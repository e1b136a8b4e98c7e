"""Delivery to the place that is known: fee, time, whether it is free for this purchase."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.ground import Line
from bot.language import fold, normalise
from bot.services.answers.basket import delivery_of, keep_asked, quoted, same_day_fee
from bot.services.answers.contact import ask_for_contact
from bot.services.answers.gaps import tell_missing
from bot.services.answers.policies import find_answer, tell_policy
from bot.services.answers.talk import Talk
from bot.services.answers.totals import cart_lines, fees
from bot.services.delivery import Zone, zone_of
from bot.understanding.abroad import sends_abroad
from bot.understanding.acts import Ask
from bot.understanding.lines import wished_in

SHORT = 4
"""Up to so many letters a place is abbreviated: "hn", "sg", "đn"."""


def place_of(typed: str, province: str) -> str:
    """What to call a place: as it was typed, with the province where it is called otherwise today."""
    if "|" in province:
        return typed.strip().title()
    plain, today = fold(typed).replace(".", " "), fold(province).replace(".", " ")
    letters = plain.replace(" ", "")
    if (
        len(letters) <= SHORT
        or not re.search(r"[aeiouy]", letters)
        or letters in today.replace(" ", "")
        or set(plain.split()) & set(today.split())
    ):
        return province
    return f"{typed.strip().title()} ({province})"


def lines_spoken_of(talk: Talk, ask: Ask) -> list[Line]:
    """What a question about delivery is asked for: the basket, or the thing spoken of."""
    wished = [
        one
        for one in wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
        if one.how not in ("shown",)
    ]
    explicit = [
        one
        for one in wished
        if one.how in ("named", "described", "counted", "both", "pressed", "other") or one.quantity
    ]
    if explicit:
        known = {line.sku: line for line in talk.ground.basket}
        lines = [
            Line(
                o.sku,
                o.quantity or (known[o.sku].quantity if o.sku in known else 1),
                o.size,
                o.colour,
                talk.message_id,
                asked=o.sku not in known or known[o.sku].asked,
            )
            for o in explicit
        ]
        keep_asked(talk, lines)
        return lines
    if talk.ground.basket:
        return list(talk.ground.basket)
    if talk.focus is not None and not talk.ground.several:
        return [Line(talk.focus.sku, 1)]
    return []


ABROAD_IN_WORDS = "shop có gửi ra nước ngoài không"
SOON = re.compile(r"\b(?:mai|hom nay|toi nay|trong ngay|gap|kip|tomorrow|today|tonight)\b")


async def tell_delivery(talk: Talk, ask: Ask) -> None:
    """Fee and time together: who asks for one wants the other, too."""
    if "delivery" in {part.payload.get("told") for part in talk.parts}:
        return
    if sends_abroad(talk.reading.text):
        # The place that was told is not where this goes.
        await tell_policy(talk, Ask("ask_delivery_area", ABROAD_IN_WORDS))
        return
    place = talk.ground.get("place")
    lines = lines_spoken_of(talk, ask) or await cart_lines(talk)
    if ask.topic == "ask_delivery_area" and not place:
        await tell_policy(talk, ask)
        return
    shipping = talk.shop.get("shipping") or {}
    if not isinstance(shipping, dict) or not shipping.get("zones"):
        await tell_policy(talk, ask)
        return
    if ask.detail == "gap":
        if not tell_missing(talk, ask, lines):
            tell_gap(talk, lines)
        return
    zone = zone_of(talk.shop, str(place)) if place else None
    if zone is None:
        await tell_without_zone(talk, ask, lines, place)
        return
    talk.say_text(delivery_text(talk, zone, lines), payload={"told": "delivery"})
    if re.search(
        r"\b(?:mai|hom nay|toi nay|trong ngay|gap|kip|tomorrow|today|tonight)\b", normalise(talk.reading.text).folded
    ):
        await same_day(talk, Ask("ask_delivery_options", ask.text, "same_day", ask.entities))


async def tell_without_zone(talk: Talk, ask: Ask, lines: list[Line], place: str | None) -> None:
    """What can be said of delivery while the place is not known, or may be one of two; a place outside is told so."""
    if place and "|" not in str(place):
        talk.say("say_place_outside", place=str(place))
        return
    if ask.detail == "free" and lines:
        tell_free(talk, lines)
        return
    if lines and _reaches_free(talk, lines):
        tell_free(talk, lines)
    await tell_policy(talk, ask)
    if not place and ask.topic in ("ask_delivery_time", "ask_shipping_fee"):
        talk.ground.ask("place")
        talk.ground.pending = ask.topic


def delivery_text(talk: Talk, zone: Zone, lines: list[Line]) -> str:
    """Fee and days for the place; for this purchase whether it is free, or what is missing where that is near."""
    result = quoted(talk, lines) if lines else None
    values = {
        "place": str(talk.ground.get("place_name") or talk.ground.get("place")),
        "days": zone.days.replace("-", "–"),
        "fee": talk.money(zone.fee),
        "free": free_text(talk),
    }
    if result is not None and result.fee == 0:
        return talk.draw("say_delivery_free_for_this", goods=talk.money(result.goods - result.discount), **values)
    if result is not None and talk.focus is not None and (short := _short_by(talk, lines)):
        told = talk.draw("say_delivery_to", missing=talk.money(short), **values)
        return told + " " + talk.draw("say_delivery_missing", missing=talk.money(short))
    return talk.draw("say_delivery_to", **values)


def free_text(talk: Talk) -> str:
    """From which sum on delivery is free; nothing where it never is."""
    limit = (talk.shop.get("shipping") or {}).get("free_from")
    if not isinstance(limit, int) or limit <= 0:
        return ""
    return talk.draw("say_delivery_free", limit=talk.money(limit))


def _limit(talk: Talk) -> int:
    limit = (talk.shop.get("shipping") or {}).get("free_from")
    return limit if isinstance(limit, int) and limit > 0 else 0


def _reaches_free(talk: Talk, lines: list[Line]) -> bool:
    result = quoted(talk, lines)
    return bool(_limit(talk)) and result.goods - result.discount >= _limit(talk)


def _short_by(talk: Talk, lines: list[Line]) -> int:
    """How much is missing to free delivery, where that is near: less than half of the limit."""
    limit = _limit(talk)
    if not limit:
        return 0
    result = quoted(talk, lines)
    missing = limit - (result.goods - result.discount)
    return missing if 0 < missing <= limit // 2 else 0


def tell_free(talk: Talk, lines: list[Line]) -> None:
    """Whether delivery is free for these goods, and what is missing if not."""
    result = quoted(talk, lines)
    goods, limit = result.goods - result.discount, _limit(talk)
    if result.fee_reason == "code":
        talk.say("say_free_by_code", code=result.code.code if result.code else "")
    elif not limit:
        talk.say("say_never_free", **fees(talk))
    elif goods >= limit:
        talk.say("say_is_free", goods=talk.money(goods), limit=talk.money(limit))
    else:
        talk.say(
            "say_not_free_yet", goods=talk.money(goods), limit=talk.money(limit), missing=talk.money(limit - goods)
        )


def tell_gap(talk: Talk, lines: list[Line]) -> None:
    """How much is missing for free delivery."""
    if lines:
        tell_free(talk, lines)
    elif _limit(talk):
        talk.say_text(free_text(talk))
    else:
        talk.say("say_never_free", **fees(talk))


ASKED_FOR = {"carrier": "đơn vị vận chuyển giao buổi tối", "pickup": "nhận tại cửa hàng"}
"""What a detail stands for, in the words of the shop's questions."""


async def tell_options(talk: Talk, ask: Ask) -> None:
    """Same-day, pick-up, ordinary delivery, carriers, hours: the shop's answers, with this purchase's sum."""
    if ask.detail == "same_day":
        await same_day(talk, ask)
        return
    if ask.detail == "standard":
        talk.ground.told.pop("delivery", None)
        place = talk.ground.get("place")
        zone = zone_of(talk.shop, str(place)) if place else None
        lines = lines_spoken_of(talk, ask)
        free = bool(lines) and _reaches_free(talk, lines)
        talk.say(
            "say_standard_noted",
            days=zone.days.replace("-", "–") if zone else "",
            fee=talk.draw("say_free") if free else talk.money(zone.fee) if zone else fees(talk)["fees"],
            role="ack",
        )
        return
    if ask.detail == "pickup":
        talk.ground.note("delivery", "pickup", talk.message_id)
    await tell_policy(talk, replace(ask, text=f"{ASKED_FOR.get(ask.detail, '')} {ask.text}".strip()))
    if ask.detail == "pickup" and talk.ground.basket and talk.ground.purpose == "order" and not talk.ground.get("lead"):
        await ask_for_contact(talk, "order")


async def same_day(talk: Talk, ask: Ask) -> None:
    """Same-day delivery, where the place that is known has it."""
    fee = same_day_fee(talk)
    answer = await find_answer(talk, Ask("ask_delivery_options", "giao hoả tốc trong ngày same day " + ask.text))
    if answer is not None and re.search(
        r"trong ngay|same.?day|hoa toc", fold(f"{answer.question} {answer.question_en}")
    ):
        talk.say_text(answer.answer_in(talk.language))
    else:
        await tell_policy(talk, ask)
        return
    if fee is not None and re.search(
        r"\b(?:lay|chon|giao|ship|muon|can|cho|want|please|sai gon|ha noi|quan|q\d)\b",
        normalise(talk.reading.text).folded,
    ):
        asks_total = any(act.topic == "ask_order_total" for act in talk.reading.of(Ask))
        if asks_total or re.search(
            r"\b(?:lay|chon|cho {me}|muon)\b".replace("{me}", "(?:minh|em|chi|anh)"), normalise(ask.text).folded
        ):
            talk.ground.note("delivery", "same_day", talk.message_id)


__all__ = ["delivery_of", "free_text", "place_of", "same_day", "tell_delivery", "tell_options"]
