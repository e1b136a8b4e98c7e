"""What it costs in all: goods, code, wrapping, delivery; computed, not recited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.ground import Line
from bot.domain.quote import CodeVerdict, Quote, QuoteLine, Verdict, judge_code
from bot.language import find_entities, fold, normalise
from bot.services.answers.basket import delivery_of, described, keep_asked, listed, quoted, same_day_fee
from bot.services.answers.policies import tell_policy
from bot.services.answers.summing import lines_for_total
from bot.services.answers.talk import Talk
from bot.services.answers.unclear import ask_unclear
from bot.services.answers.units import tell_unit_price
from bot.services.answers.which import ask_which
from bot.understanding.acts import Ask, Choose, Give
from bot.understanding.lines import Wished, wished_in
from bot.understanding.reading import without_address

LOOKS_LIKE_A_CODE = re.compile(r"\b([A-Z]{3,}[A-Z0-9]*\d[A-Z0-9]*)\b")


async def tell_total(talk: Talk, ask: Ask) -> None:
    """The sum of what the message names, else of the basket, else of what is spoken of; with fee and code."""
    if any(one.detail == "same_day" for one in talk.reading.of(Ask)) and same_day_fee(talk) is not None:
        talk.ground.note("delivery", "same_day", talk.message_id)
    if talk.focus is not None and not talk.ground.basket and tell_unit_price(talk, ask, talk.focus):
        return
    lines = lines_for_total(talk, ask)
    if not lines:
        cart = await cart_lines(talk)
        lines = cart
    if not lines:
        await ask_which(talk, ask)
        return
    result = quoted(talk, lines)
    if ask.detail == "check":
        check_sum(talk, ask, result)
    tell_quote(talk, lines, result)
    ask_unclear(talk)


def check_sum(talk: Talk, ask: Ask, result: Quote) -> None:
    """Whether the sum that somebody came to is right: what is to be paid, or what the goods come to."""
    said = amounts_said(ask.text)
    known = {result.total, result.goods, result.goods - result.discount}
    right = next((amount for amount in said if amount in known), None)
    talk.say("say_sum_is_right" if right else "say_sum_is_other", role="ack", amount=talk.money(right or 0))


def amounts_said(text: str) -> list[int]:
    """Amounts of a message as they are typed: 420, 420k, 1tr2, 1.250.000; a bare number below 10,000 is thousands."""
    found = []
    for entity in find_entities(text):
        if entity.kind == "money":
            found.append(int(entity.value))
    for number in re.findall(r"(?<![\w.,])\d{2,4}(?![\w.,]*\d)", fold(text)):
        found.append(int(number) * 1000)
    return found


def tell_sum_of_several(talk: Talk, ask: Ask) -> bool:
    """So many of this and of that have one price: "3 bịch điều 2 bịch rong biển bao nhiêu"; says if they were."""
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku, ask.skus)
    if len({one.sku for one in wished}) < 2 or any(one.quantity is None for one in wished):
        return False
    tell_sum_of(talk, wished)
    return True


def tell_sum_of(talk: Talk, wished: Sequence[Wished]) -> None:
    """What these come to together; they are what is spoken of."""
    lines = [Line(one.sku, one.quantity or 1, one.size, one.colour, talk.message_id, asked=True) for one in wished]
    keep_asked(talk, lines)
    tell_quote(talk, lines, quoted(talk, lines))
    talk.ground.show([line.sku for line in lines])


def wished_of(talk: Talk, ask: Ask, sku: str) -> list[Wished]:
    """What a question wants of one thing, in its numbers and variants."""
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku, ask.skus)
    return [one for one in wished if one.sku == sku]


def tell_sum_of_variants(talk: Talk, ask: Ask, sku: str) -> bool:
    """So many of one thing in several variants have one price: "one navy and one red"; says if they were asked for."""
    wished = wished_of(talk, ask, sku)
    if len(wished) < 2 and not talk.reading.of(Choose):
        # "One black and one pink, how much": they stand before the question.
        whole = without_address(talk.reading.text)
        told = wished_in(talk.shelf, talk.ground, whole, talk.reading.entities, talk.page_sku)
        wished = told if {one.sku for one in told} == {sku} else []
    if len(wished) < 2 or not all(one.quantity for one in wished):
        return False
    tell_sum_of(talk, wished)
    return True


def pieces_wished(talk: Talk, ask: Ask, sku: str) -> int:
    """How many of a thing a question about its price wants; they stay what a sum is asked of."""
    wished = wished_of(talk, ask, sku)
    count = sum(one.quantity or 0 for one in wished)
    if count > 1:
        keep_asked(talk, [Line(sku, count, wished[0].size, wished[0].colour, talk.message_id, asked=True)])
    return count


async def cart_lines(talk: Talk) -> list[Line]:
    """What the website says that its cart holds."""
    items = (talk.page.get("cart") or {}).get("items") or []
    lines = []
    for item in items[:50]:
        sku = str(item.get("sku", "")).upper()
        if sku in talk.shelf.entries and isinstance(item.get("quantity"), int) and item["quantity"] > 0:
            lines.append(Line(sku, item["quantity"], message_id=talk.message_id))
    return lines


def tell_quote(talk: Talk, lines: list[Line], result: Quote, *, role: str = "answer") -> None:
    """The sum in words: each line, what is taken off and why, the fee and why, the whole."""
    rows = [row for row in _rows(talk, lines, result) if row]
    talk.say_text(talk.draw("say_sum_intro") + "\n" + "\n".join(rows), role=role)
    if result.code and result.code.verdict != Verdict.VALID:
        tell_verdict(talk, result.code)
    for sku, stock in result.short:
        product = talk.shelf.entries[sku].product
        talk.say("say_only_so_many" if stock else "say_but_sold_out", name=talk.title(product), stock=stock)
    for gift in result.gifts[:1]:
        talk.say(
            "say_gift_with_it",
            title=gift.title_en if talk.language == "en" and gift.title_en else gift.title,
            detail=gift.detail_en if talk.language == "en" and gift.detail_en else gift.detail,
        )


def _rows(talk: Talk, lines: list[Line], result: Quote) -> Iterator[str]:
    """The rows of a sum; an empty one where there is nothing to say."""
    several = bool(len(lines) > 1 or result.discount or result.services)
    if several or lines[0].quantity > 1:
        yield listed(talk, lines)
        if several:
            yield talk.draw("say_sum_goods", amount=talk.money(result.goods))
    else:
        yield talk.draw("say_sum_one", line=described(talk, lines[0]), amount=talk.money(result.goods))
    if result.discount and result.code:
        yield talk.draw("say_sum_discount", code=result.code.code, amount=talk.money(result.discount))
        if result.fee or result.services:
            yield talk.draw("say_sum_after_discount", amount=talk.money(result.goods - result.discount))
    if result.services:
        yield talk.draw("say_sum_services", amount=talk.money(result.services))
    elif talk.ground.get("gift_wrap"):
        yield talk.draw("say_sum_services_free")
    yield fee_text(talk, result)
    if result.fee is not None:
        yield talk.draw("say_sum_total", amount=talk.money(result.total))
    elif result.discount or result.services:
        yield talk.draw("say_sum_total_without_fee", amount=talk.money(result.total))


def fee_text(talk: Talk, result: Quote) -> str:
    """The fee with its reason, or what it depends on."""
    if talk.ground.get("delivery") == "pickup":
        return ""
    place = talk.ground.told.get("place_name")
    where = str(place.value) if place else str(talk.ground.get("place") or "")
    where = where if "|" not in where else ""
    if result.fee is None:
        shipping = talk.shop.get("shipping") or {}
        free_from = shipping.get("free_from")
        goods = result.goods - result.discount
        if (
            isinstance(free_from, int)
            and free_from
            and goods >= free_from
            and talk.ground.get("delivery") != "same_day"
        ):
            return talk.draw("say_sum_fee_free_anywhere", limit=talk.money(free_from), amount=talk.money(result.total))
        return talk.draw("say_sum_fee_unknown", **fees(talk))
    if result.fee_reason == "free_from":
        told = talk.draw(
            "say_sum_fee_free", place=where, limit=talk.money((talk.shop.get("shipping") or {}).get("free_from") or 0)
        )
        return told if where else re.sub(r" +(?=:)", "", told)
    if result.fee_reason == "code":
        return talk.draw("say_sum_fee_code", code=result.code.code if result.code else "")
    if result.fee_reason == "same_day":
        return talk.draw("say_sum_fee_same_day", fee=talk.money(result.fee))
    return talk.draw("say_sum_fee", place=where, fee=talk.money(result.fee))


def fees(talk: Talk) -> dict[str, Any]:
    """The span of fees, for where the place is not known."""
    zones = (talk.shop.get("shipping") or {}).get("zones") or []
    known = sorted({int(z["fee"]) for z in zones if isinstance(z, dict) and str(z.get("fee", "")).isdigit()})
    if not known:
        return {"fees": ""}
    text = talk.money(known[0]) if len(known) == 1 else f"{talk.money(known[0])}–{talk.money(known[-1])}"
    return {"fees": text}


def tell_verdict(talk: Talk, verdict: CodeVerdict) -> None:
    """A plain word on a code: what it saves, or why it does not count."""
    offer = verdict.offer
    conditions = ((offer.conditions_en if talk.language == "en" else offer.conditions) or "") if offer else ""
    detail = ((offer.detail_en if talk.language == "en" else offer.detail) or "") if offer else ""
    minimum = talk.money(offer.min_total) if offer and offer.min_total else ""
    ends = offer.ends_on.strftime("%d/%m/%Y") if offer and offer.ends_on else ""
    starts = offer.starts_on.strftime("%d/%m/%Y") if offer and offer.starts_on else ""
    name = {
        Verdict.VALID: "say_code_valid"
        if verdict.saves or not offer or offer.kind != "free_shipping"
        else "say_code_free_delivery",
        Verdict.BELOW_MINIMUM: "say_code_below",
        Verdict.OTHER_CATEGORY: "say_code_other_goods",
        Verdict.NOT_YET: "say_code_not_yet",
        Verdict.OVER: "say_code_over",
        Verdict.UNKNOWN: "say_code_unknown",
        Verdict.NO_GAIN: "say_code_no_gain",
        Verdict.NOT_A_CODE_FOR_THIS: "say_code_not_for_this",
    }.get(verdict.verdict, "say_code_unknown")
    talk.say(
        name,
        code=verdict.code,
        saves=talk.money(verdict.saves),
        missing=talk.money(verdict.missing),
        minimum=minimum,
        ends=ends,
        starts=starts,
        detail=detail,
        conditions=conditions,
    )


async def tell_code(talk: Talk, ask: Ask) -> None:
    """What a code does to this purchase."""
    given = [act.value for act in talk.reading.acts if isinstance(act, Give) and act.what == "code"]
    typed = re.search(
        r"\b(?:ma|code|voucher|coupon)(?: giam gia| giam)?(?: la| is|:)? ([a-z]{2,}\d+[a-z0-9]*|"
        r"[a-z]+\d+[a-z]+[a-z0-9]*)\b",
        normalise(ask.text).folded,
    ) or LOOKS_LIKE_A_CODE.search(ask.text)
    code = str(given[0]) if given else (typed.group(1).upper() if typed else None)
    before = talk.ground.told.get("code_before")
    if code is None and talk.ground.get("code"):
        code = str(talk.ground.get("code"))
    if code is None:
        await tell_policy(talk, ask)
        return
    lines = talk.ground.basket or ([Line(talk.focus.sku, 1)] if talk.focus else await cart_lines(talk))
    if (
        before is not None
        and before.value
        and before.value != code
        and re.search(
            r"\b(?:cong|them|gop|cung|chung|kem|ca (?:hai|2)|(?:hai|2) ma|as well|too|also|both|nua|together)\b",
            normalise(ask.text).folded,
        )
    ):
        talk.say("say_one_code", code=code, other=str(before.value))
        talk.ground.note("code", before.value, before.message_id)

        verdict = judge_code(
            code,
            [
                QuoteLine(talk.shelf.entries[ln.sku].product, ln.quantity)
                for ln in lines
                if ln.sku in talk.shelf.entries
            ],
            talk.offers,
            talk.today,
            delivery=delivery_of(talk),
        )
        if verdict.verdict != Verdict.VALID:
            tell_verdict(talk, verdict)
        return
    known = next((o for o in talk.offers if o.code and o.code.upper() == code.upper()), None)
    if not lines and known is not None and known.is_open(talk.today):
        english = talk.language == "en"
        detail = (known.detail_en if english else "") or known.detail
        conditions = (known.conditions_en if english else "") or known.conditions or ""
        talk.say("say_code_open", code=code, detail=detail, conditions=conditions)
        return
    if not lines:
        tell_verdict(talk, judge_code(code, [], talk.offers, talk.today, delivery=delivery_of(talk)))
        return
    result = quoted(talk, lines, code)
    if result.code is None:
        talk.say("say_code_unknown", code=code)
        return
    if result.code.verdict == Verdict.VALID:
        talk.ground.note("code", code, talk.message_id)
        tell_verdict(talk, result.code)
        tell_quote(talk, list(lines), result)
    else:
        if talk.ground.get("code") == code and result.code.verdict in (
            Verdict.UNKNOWN,
            Verdict.OVER,
            Verdict.OTHER_CATEGORY,
        ):
            talk.ground.told.pop("code", None)
        tell_verdict(talk, result.code)
