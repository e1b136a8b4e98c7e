"""The first of several by a measure: cheapest, dearest, best rated, or what each has of the fact that was asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import Events, Said
from actions.meant import CHEAPEST, DEAREST, of_one_kind, shown_products, thing_words
from bot.domain.catalogue import Product
from bot.language import fold, format_money
from bot.services.products import as_compared, kinds_named, load_shelf, named_in, products_payload

BEST_SELLING = re.compile(r"\bban chay\b|\b(?:mua|ban) nhieu nhat\b|\bbest ?sell|\bmost (?:bought|popular)\b")
SHORT = 8
"""Words of a question that leaves the choice to the assistant."""
RECOMMENDED = re.compile(
    r"\b(?:nen|dang) (?:mua|lay|chon) (?:cai|con|mau|loai|mon|chiec) nao\b"
    r"|\b(?:cai|con|mau|loai|mon|chiec) nao (?:ok|ngon|tot|on|dang mua|xin)(?: hon)?\b"
    r"|\bwhich (?:one )?(?:should i|would you|do you|is better)\b"
)
BEST_RATED = re.compile(
    r"\b(?:tot|ngon|ok|on|xin|dinh|dang (?:mua|tien)|danh gia|khen|ung|thich|chuong)(?: (?:cao|nhieu))? nhat\b"
    r"|\b(?:best|top rated|highest|most (?:loved|liked))\b"
)
SUPERLATIVE = re.compile(
    r"\b(?!(?:thu|it|hang|dia|cua|do|nuoc|duy|thong) )\w+ nhat\b|\bmost\b(?! of)|(?<!\bat )\bleast\b"
    r"|\b(?:bigg|larg|small|light|heavi|long|short|strong|fast|quiet|soft|thinn|saf|easi)est\b"
)
PURPOSE = re.compile(r"(?:\bnhat|\bbest|est|\bnao)\b.*\b(?:for|to|cho|de|khi)\b")
JAPAN = re.compile("nhật", re.IGNORECASE)
FACT_WORDS = (
    (re.compile(r"\b(?:nhe|nang) (?:\w+ )?nhat\b|\bnang (?:bao nhieu|may)\b|\b(?:light|heavi)est\b|\bheavy\b|\bweigh"),
     ("trong luong", "khoi luong")),
    (re.compile(r"\b(?:em|it on|yen tinh) nhat\b|\bquiet"), ("do on",)),
    (re.compile(r"\bbattery\b|\bpin\b"), ("pin",)),
    (re.compile(r"\bwater ?proof\b|\bwater resist|\bngam nuoc\b"), ("chong nuoc",)),
    (re.compile(r"\bmade in\b|\borigin\b|\bfrom which country\b|\bcua nuoc nao\b|\bhang nuoc nao\b"), ("xuat xu",)),
    (re.compile(r"\bmade of\b|\bmaterial|\bfabric\b|\b(?:vai|chat) gi\b|\bingredient"), ("chat lieu", "thanh phan")),
    (re.compile(r"\bexpir|\bbest before\b|\bshelf life\b|\bhsd\b|\bhan su dung\b|\bdate xa\b"), ("han dung",)),
    (re.compile(r"\b(?:to|lon|nho|be|rong) nhat\b|\b(?:bigg|larg|small)est\b"), ("dung tich", "dung luong")),
)  # fmt: skip
"""Words that ask for a fact without its name; the facts' names are folded."""

MEASURES = (("cheapest", CHEAPEST), ("dearest", DEAREST), ("selling", BEST_SELLING), ("rated", BEST_RATED))
WHICH = re.compile(r"\b(?:which|ones?|nao)\b")
COUNTING_WORDS = {"loai", "mau"}
"""Names of facts that also stand before any thing: "loại nào" asks for no type."""


def measure_asked(words: str) -> str | None:
    """By what a choice is asked for: one of ``MEASURES``, ``recommended``, or ``some`` other; None if by nothing."""
    asked = _folded(words)
    if found := next((measure for measure, pattern in MEASURES if pattern.search(asked)), None):
        return found
    # With more words somebody tells what it is for, and cards that fit say more than ratings.
    if len(asked.split()) <= SHORT and RECOMMENDED.search(asked):
        return "recommended"
    return "some" if SUPERLATIVE.search(asked) else None


def asks_which(said: Said) -> bool:
    """Whether the words ask to choose; "the highest mountain" has a measure, but is no question about cards."""
    return bool(WHICH.search(fold(said.words)))


async def tell_best(said: Said) -> Events | None:
    """Answer "cái nào rẻ nhất", "which is the lightest" about what was shown, or about the kind of thing named.

    None if nothing of the sort was asked, or there are not two things to choose from.
    """
    measure = measure_asked(said.words)
    among = await _among(said) if measure else []
    if len(among) < 2:
        return None
    if measure == "cheapest":
        return _tell(said, among, "say_cheapest_of_these", lambda p: p.price)
    if measure == "dearest":
        return _tell(said, among, "say_dearest_of_these", lambda p: -p.price)
    if (events := tell_fact_of_each(said, among)) is not None:
        return events
    if measure == "selling":
        selling = [p for p in among if "best_seller" in p.tags]
        return _tell(said, selling, "say_best_selling_of_these", _by_rating) if selling else None
    rated = [p for p in among if p.rating]
    # "best for running" is a need; who has the best marks need not fit it.
    if not rated or PURPOSE.search(_folded(said.words)):
        return None
    known = measure in ("rated", "recommended")
    return _tell(said, rated, "say_best_rated_of_these" if known else "say_no_measure_but_rating", _by_rating)


def tell_fact(said: Said, product: Product) -> Events | None:
    """The one fact that was asked for ("chống nước không"); None if none was, or the product tells nothing of it."""
    name = _fact_asked(said.words, [product])
    if name is None:
        return None
    label, value = product.fact(name, said.language)
    said.say("say_fact", name=product.title(said.language), label=label, value=value,
             buttons=said.buttons("say_product_choices"))  # fmt: skip
    return []


def tell_fact_of_each(said: Said, among: Sequence[Product]) -> Events | None:
    """What each has of the fact that was asked for ("pin", "dung tích"); None if fewer than two tell of it."""
    name = _fact_asked(said.words, among, least=2)
    if name is None:
        return None
    having = [p for p in among if name in p.attributes]
    label = having[0].fact(name, said.language)[0]
    lines = [f"• {p.title(said.language)}: {p.fact(name, said.language)[1]}" for p in having]
    said.say("say_fact_of_these", label=label, list="\n".join(lines))
    return []


async def _among(said: Said) -> list[Product]:
    """What there is to choose from: of the kind and brand that were named, else what was shown; in stock, if any is."""
    shelf = await load_shelf(said.services)
    words = thing_words(said)
    there = of_one_kind(await shown_products(said))
    kinds = kinds_named(shelf, words)
    if kinds:
        shown = [p for p in there if p.kind in kinds]
        there = shown if len(shown) > 1 else [p for p in shelf.products.values() if p.kind in kinds]
    there = [p for p in there if named_in(words, [as_compared(p.brand)])] or there
    in_stock = [p for p in there if p.stock > 0]
    return in_stock if len(in_stock) > 1 else there


def _fact_asked(words: str, among: Sequence[Product], least: int = 1) -> str | None:
    """The Vietnamese name of the fact, by its name in either language or by a word that stands for it."""
    count = Counter(name for product in among for name in product.attributes)
    names = [name for name, times in count.items() if times >= least and fold(name) not in COUNTING_WORDS]
    for name in names:
        labels = {name, *(p.fact(name, "en")[0] for p in among if name in p.attributes)}
        if named_in(words, map(as_compared, labels)):
            return name
    folded = fold(words)
    meant = [meant for pattern, meant in FACT_WORDS if pattern.search(folded)]
    return next((name for name in names if any(fold(name) in facts for facts in meant)), None)


def _folded(words: str) -> str:
    """Without diacritics, but "hàng Nhật" is from Japan, and asks for no first."""
    return fold(JAPAN.sub("japan", words))


def _by_rating(product: Product) -> tuple[float, int]:
    return -(product.rating or 0), -(product.review_count or 0)


def _tell(said: Said, among: Sequence[Product], sentence: str, order: Callable[[Product], Any]) -> Events:
    """Say which comes first, with its card; what is said next is about it."""
    first = min(among, key=order)
    said.say(
        sentence,
        name=first.title(said.language),
        price=format_money(first.price, said.language),
        rating=f"{first.rating or 0:.1f}",
        count=first.review_count or 0,
        kind="products",
        payload=products_payload(said.services, [first], said.language),
    )
    return [SlotSet(slots.PRODUCT, first.sku)]
