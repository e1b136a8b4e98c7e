"""The basket in the talk: things are put in, changed and taken out; every sum goes through one quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ground import Line
from bot.domain.quote import Delivery, Quote, QuoteLine, Service, quote
from bot.language import fold
from bot.services.answers.talk import Talk
from bot.services.delivery import zone_of
from bot.understanding.lines import Wished

GIFT_WRAP = "gift_wrap"


def delivery_of(talk: Talk) -> Delivery:
    """What delivery costs to the place that is known."""
    shipping = talk.shop.get("shipping") or {}
    free_from = shipping.get("free_from") if isinstance(shipping, dict) else None
    place = talk.ground.get("place")
    zone = zone_of(talk.shop, str(place)) if place else None
    same_day = talk.ground.get("delivery") == "same_day"
    fee = same_day_fee(talk) if same_day else (zone.fee if zone else None)
    return Delivery(
        fee=fee,
        days=zone.days if zone else None,
        free_from=free_from if isinstance(free_from, int) and free_from > 0 else None,
        same_day=same_day and fee is not None,
    )


def same_day_fee(talk: Talk) -> int | None:
    """The fee of same-day delivery as the shop's profile or its answers tell it."""
    shipping = talk.shop.get("shipping") or {}
    same_day = shipping.get("same_day") if isinstance(shipping, dict) else None
    if isinstance(same_day, dict) and isinstance(same_day.get("fee"), int):
        return int(same_day["fee"])
    for faq in talk.faqs.values():
        if faq.topic == "ask_delivery_options" and re.search(
            r"trong ngay|hoa toc|same.?day", fold(f"{faq.question} {faq.question_en}")
        ):
            amounts = re.findall(r"(\d{1,3}(?:[.,]\d{3})+)\s*(?:₫|đ|d\b|vnd)", faq.answer.lower())
            if amounts:
                return int(re.sub(r"[.,]", "", amounts[0]))
    return None


def gift_wrap(talk: Talk) -> Service | None:
    """What wrapping costs, as the shop's answer tells it: the first amount a piece, the second from when it is free."""
    faq = next((faq for faq in talk.faqs.values() if faq.topic == "request_gift_wrap"), None)
    if faq is None:
        return None
    amounts = [
        int(re.sub(r"[.,]", "", a)) for a in re.findall(r"(\d{1,3}(?:[.,]\d{3})+)\s*(?:₫|đ|vnd)", faq.answer.lower())
    ]
    if not amounts:
        return None
    return Service(GIFT_WRAP, amounts[0], amounts[1] if len(amounts) > 1 else None)


def quote_lines(talk: Talk, lines: Sequence[Line]) -> list[QuoteLine]:
    """The lines as a sum takes them, without what is not on the shelf any more."""
    known = [(talk.product(line.sku), line) for line in lines]
    return [QuoteLine(product, line.quantity, line.size, line.colour) for product, line in known if product is not None]


def quoted(
    talk: Talk, lines: Sequence[Line] | None = None, code: str | None = None, *, with_code: bool = True
) -> Quote:
    """The quote of these lines, or of the basket."""
    chosen = quote_lines(talk, talk.ground.basket if lines is None else lines)
    wrap = gift_wrap(talk) if talk.ground.get("gift_wrap") else None
    pieces = sum(line.quantity for line in chosen)
    return quote(
        chosen,
        delivery_of(talk),
        offers=talk.offers,
        today=talk.today,
        code=(code or talk.ground.get("code")) if with_code else None,
        services=[(wrap, pieces)] if wrap else [],
    )


def keep_asked(talk: Talk, lines: Sequence[Line]) -> None:
    """What a sum was asked of is what the talk is about; it stands beside nothing that was taken and is not in it."""
    taken = {line.sku for line in talk.ground.basket if not line.asked}
    if taken <= {line.sku for line in lines}:
        talk.ground.basket = [replace(line, asked=line.sku not in taken) for line in lines]


def put(talk: Talk, wished: Sequence[Wished], *, add: bool = False, asked: bool = False) -> list[Line]:
    """Put what is wished into the basket; returns the lines that changed. Quantities said replace, "thêm" adds."""
    changed: list[Line] = []
    for sku in {one.sku for one in wished}:
        mine = [one for one in wished if one.sku == sku]
        if len(mine) > 1 and all(one.colour or one.size for one in mine) and not add:
            talk.ground.basket = [line for line in talk.ground.basket if line.sku != sku]
    for one in wished:
        spread = sum(other.sku == one.sku for other in wished) > 1
        standing = [line for line in talk.ground.basket if line.sku == one.sku]
        untold = not (one.colour or one.size or add)
        if len(standing) > 1 and untold and one.quantity in (None, sum(line.quantity for line in standing)):
            # "2 cái đầm" of a pink and a grey one are those.
            changed += standing
            continue
        old = line_for(talk, one, apart=spread or add)
        if old is not None:
            quantity = one.quantity or old.quantity
            if add and one.quantity:
                quantity = old.quantity + one.quantity
            size, colour = one.size or old.size, one.colour or old.colour
            line = Line(one.sku, quantity, size, colour, talk.message_id, asked=asked and old.asked)
            talk.ground.basket = [line if other is old else other for other in talk.ground.basket]
        else:
            line = Line(one.sku, one.quantity or 1, one.size, one.colour, talk.message_id, asked=asked)
            talk.ground.put(line)
        changed.append(line)
    return changed


def line_for(talk: Talk, one: Wished, *, apart: bool) -> Line | None:
    """The line that a wish is about: of its variant; where variants stand ``apart``, another variant is a new line."""
    mine = [line for line in talk.ground.basket if line.sku == one.sku]

    def differs(line: Line) -> bool:
        return bool(
            (one.colour and line.colour and one.colour != line.colour)
            or (one.size and line.size and one.size != line.size)
        )

    fitting = [line for line in mine if not differs(line)]
    if fitting:
        return next((line for line in fitting if (line.colour, line.size) == (one.colour, one.size)), fitting[0])
    return mine[0] if mine and not apart else None


def described(talk: Talk, line: Line) -> str:
    """One line as it is said: "2 × Ly giữ nhiệt … (kem)"."""
    product = talk.shelf.entries[line.sku].product
    variant = ", ".join(filter(None, (line.colour and _colour(talk, line), line.size and f"size {line.size}")))
    return f"{line.quantity} × {talk.title(product)}" + (f" ({variant})" if variant else "")


def _colour(talk: Talk, line: Line) -> str:
    from bot.services.answers.things import said_colours

    return said_colours(talk, [line.colour or ""], talk.shelf.entries[line.sku].product)[0]


def listed(talk: Talk, lines: Sequence[Line]) -> str:
    """Lines with their amounts, one under the other."""
    return "\n".join(
        f"• {described(talk, line)}: {talk.money(talk.shelf.entries[line.sku].product.price * line.quantity)}"
        for line in lines
    )


__all__ = ["Delivery", "Quote", "delivery_of", "described", "listed", "put", "quoted"]
