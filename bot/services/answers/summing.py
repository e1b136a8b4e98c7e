"""Which things a question about the sum is about: what it names, the basket, what was spoken of together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ground import Line
from bot.language import normalise
from bot.services.answers.basket import keep_asked, put
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask, Choose
from bot.understanding.counts import count_in, number_of
from bot.understanding.lines import Wished, wished_in
from bot.understanding.lists import list_up_to
from bot.understanding.reading import without_address
from bot.understanding.refer import BOTH

NAMED = ("named", "described", "counted", "pressed", "both", "kind", "other")
JOINS = re.compile(
    r"\b(?:them|nua|cong(?! lai| het| vo| vao| ship| ca)|kem|luon ca|ca(?! ship| phi| giao| van| goi)"
    r"|add|plus|also|with)\b"
)
SEVERAL_THINGS = re.compile(
    r"\b(?:ca|tong|het|all)? ?(?P<n>hai|2|ba|3|bon|4|two|three|four) (?:mon|thu|loai|san pham|sp|items?|things?)\b"
)
"""So many different things, not pieces of one."""
OF_A_KIND = re.compile(r"\b(?P<n>hai|2|ba|3|two|three) (?P<kind>\w+) (?:do|nay|kia|ay|tren)\b")
"""So many different things of a kind: "hai áo đó"."""
PIECES = re.compile(
    r"\b(?P<n>\d{1,3}|hai|ba|bon|two|three|four) (?:cai|hop|chai|goi|doi|bo|chiec|con|tuyp|bich|bao|ly|cay|tui|hu|lon"
    r"|bags?|boxes|pieces?|pcs|pairs?|bottles?|packs?|of (?:them|those|these|it))\b"
)
WHOLE = re.compile(r"\b(?:tong cong|tong lai|ca don|tat ca|het thay|toan bo|gio hang|altogether|everything|in all)\b")


def lines_for_total(talk: Talk, ask: Ask) -> list[Line]:
    """The lines that a question about the sum is about; what it asks for anew stays as asked, not as taken."""
    folded = normalise(ask.text).folded
    # "Hai áo đó" names a kind and means two things of it.
    explicit = _named_in(talk, ask) if _of_a_kind(talk, folded) is None else []
    basket = list(talk.ground.basket)
    in_basket = {line.sku for line in basket}
    if any(isinstance(act, Choose) for act in talk.reading.acts) and any(
        line.message_id == talk.message_id for line in basket
    ):
        # What the message chose is in the basket already; what its question names besides joins it.
        return _joined(talk, [one for one in explicit if one.sku not in in_basket and one.how != "both"])
    if explicit and not (len(explicit) == 1 and explicit[0].sku in in_basket and not _says_more(explicit[0])):
        return _lines_named(talk, explicit, folded)
    if (many := _different_things(talk, folded)) is not None:
        return together(talk, many)
    if basket and not _moved_on(talk, folded):
        return _lines_of_basket(talk, basket, ask.text, folded)
    # "Two please, total to Hue?": the number may stand in the clause before.
    return _line_of_focus(talk, ask.text if count_in(ask.text) else without_address(talk.text))


def _named_in(talk: Talk, ask: Ask) -> list[Wished]:
    """What the question names, or the message around it: "2 S, 1 M, màu đen hết. Tổng bao nhiêu"."""
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku, ask.skus)
    explicit = [one for one in wished if one.how in NAMED]
    if talk.pressed or talk.reading.of(Choose):
        return explicit
    told = told_in_list(talk, ask)
    if len({one.sku for one in told}) > len({one.sku for one in explicit}):
        return told
    if explicit or any(one.topic == "manage_cart" for one in talk.reading.of(Ask)):
        # "Bỏ bớt 1 bộ dây, giờ tổng nhiêu" names what goes, not what is left.
        return explicit
    counted_now = normalise(ask.text).folded
    if ask.text != talk.reading.text and PIECES.search(counted_now) and not SEVERAL_THINGS.search(counted_now):
        # "Cái đó giá bao nhiêu 1 cái, 4 cái là mấy" asks for four of it.
        return explicit
    whole = without_address(talk.reading.text)
    wished = wished_in(talk.shelf, talk.ground, whole, talk.reading.entities, talk.page_sku)
    counted = [one for one in wished if one.how in NAMED and (one.quantity or len(wished) > 1)]
    return counted if len(counted) == len(wished) else []


def told_in_list(talk: Talk, ask: Ask) -> list[Wished]:
    """What the clauses up to a question name one by one: "2 bao hạt, 1 gói ức gà, 1 vòng hết nhiêu"."""
    text, entities = list_up_to(talk.reading, ask)
    told = wished_in(talk.shelf, talk.ground, text, entities, talk.page_sku)
    return told if all(one.how in (*NAMED, "kind") for one in told) else []


def _says_more(one: Wished) -> bool:
    return bool(one.quantity or one.colour or one.size)


def _different_things(talk: Talk, folded: str) -> int | None:
    """How many different things are meant together, if it is said: "2 món đó", "cả hai"; "2 con đó" of two shown."""
    if found := SEVERAL_THINGS.search(folded):
        return number_of(found.group("n"))
    if (of_kind := _of_a_kind(talk, folded)) is not None:
        return of_kind
    if not BOTH.search(folded):
        return None
    if found := PIECES.search(folded):
        return number_of(found.group("n")) if len(talk.ground.shown) == number_of(found.group("n")) else None
    return 3 if re.search(r"\b(?:ba|3|three)\b", folded) else 2


def _of_a_kind(talk: Talk, folded: str) -> int | None:
    """How many things of a kind that were spoken of: "hai áo đó"."""
    found = OF_A_KIND.search(folded)
    known = {line.sku for line in talk.ground.basket} | {*talk.ground.focus}
    return number_of(found.group("n")) if found and found.group("kind") in talk.shelf.heads and len(known) > 1 else None


def _moved_on(talk: Talk, folded: str) -> bool:
    """Whether only a sum was asked for before, and another thing is spoken of by now."""
    basket, focus = talk.ground.basket, talk.focus
    return (
        focus is not None
        and not talk.ground.several
        and all(line.asked for line in basket)
        and (len(basket) == 1 or PIECES.search(folded) is not None)
        and focus.sku not in {line.sku for line in basket}
        and not WHOLE.search(folded)
        and not JOINS.search(folded)
    )


def _joined(talk: Talk, wished: Sequence[Wished]) -> list[Line]:
    """The basket with what joins it."""
    if wished:
        put(talk, wished, asked=True)
    return list(talk.ground.basket)


def _lines_named(talk: Talk, explicit: list[Wished], folded: str) -> list[Line]:
    """What the question names: with the thing spoken of or the basket where it says "with", else by itself."""
    basket = list(talk.ground.basket)
    in_basket = {line.sku for line in basket}
    focus = talk.focus
    fresh = [one for one in explicit if one.sku not in in_basket]
    if (
        not basket
        and focus is not None
        and focus.sku not in {one.sku for one in explicit}
        and not talk.ground.several
        and JOINS.search(folded)
    ):
        return _joined(talk, [Wished(focus.sku), *explicit])
    if basket and fresh and len(explicit) == 1 and JOINS.search(folded):
        return _joined(talk, explicit)
    known = {line.sku: line for line in basket}
    lines = [_with_known(_line(talk, one), known.get(one.sku), spread=_is_spread(explicit, one)) for one in explicit]
    keep_asked(talk, lines)
    return lines


def _is_spread(explicit: Sequence[Wished], one: Wished) -> bool:
    return sum(other.sku == one.sku for other in explicit) > 1


def _line(talk: Talk, one: Wished) -> Line:
    return Line(one.sku, one.quantity or 1, one.size, one.colour, talk.message_id, asked=True)


def _with_known(line: Line, before: Line | None, *, spread: bool) -> Line:
    """Quantity and variant told before stay where the question does not say otherwise."""
    if before is None or spread:
        return line
    return replace(
        line,
        quantity=line.quantity if line.quantity != 1 else before.quantity,
        size=line.size or before.size,
        colour=line.colour or before.colour,
        asked=before.asked,
    )


def _lines_of_basket(talk: Talk, basket: list[Line], text: str, folded: str) -> list[Line]:
    """The basket, its only thing in the quantity that is asked for."""
    count = count_in(text)
    if count is None or count == sum(line.quantity for line in basket) or count == len(basket) > 1:
        return basket
    focus = talk.focus
    if (
        len(basket) == 1
        and count == 2
        and focus is not None
        and focus.sku != basket[0].sku
        and focus.kind == talk.shelf.products[basket[0].sku].kind
        and not talk.ground.several
    ):
        # "2 đôi hết bao nhiêu" after a second pair was spoken of.
        return together(talk, 2)
    if len(basket) == 1 and (PIECES.search(folded) or not BOTH.search(folded)):
        put(talk, [Wished(basket[0].sku, count)], asked=basket[0].asked)
        return list(talk.ground.basket)
    return basket


def together(talk: Talk, many: int) -> list[Line]:
    """So many different things that were spoken of last: those of the basket, of a list as long, then the latest."""
    basket = list(talk.ground.basket)
    known = {line.sku: line for line in basket}
    if len(known) >= many:
        return basket
    shown = [sku for sku in talk.ground.shown if sku in talk.shelf.entries]
    skus = [*known]
    if len(shown) == many and {*skus} <= {*shown} and (talk.ground.several or {*talk.ground.focus[:1]} <= {*shown}):
        skus = shown
    for sku in (*talk.ground.focus, *shown):
        if sku in talk.shelf.entries and sku not in skus and len(skus) < many:
            skus.append(sku)
    if len(skus) < 2:
        return _line_of_focus(talk, str(many))
    lines = [known.get(sku) or Line(sku, 1, message_id=talk.message_id, asked=True) for sku in skus]
    keep_asked(talk, lines)
    return lines


def _line_of_focus(talk: Talk, text: str) -> list[Line]:
    """The thing spoken of, in the quantity that is asked for."""
    focus = talk.focus
    listed = talk.ground.several and len(talk.ground.shown) > 1
    if focus is None or (listed and focus.sku not in talk.ground.shown):
        return []
    lines = [Line(focus.sku, count_in(text) or 1, message_id=talk.message_id, asked=True)]
    keep_asked(talk, lines)
    return lines
