"""Which product, kind, price or category a visitor means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import slots
from actions.base import Said
from bot.domain.catalogue import Product
from bot.language import fold
from bot.services.products import (
    BEFORE_A_THING,
    as_compared,
    get_product,
    kinds_named,
    load_shelf,
    name_product,
    named_in,
    similar_products,
)
from bot.services.search import words_of
from bot.services.shop import load_shop

CARD = r"(?:cai|con|mau|mon|loai|chiec|thoi|doi|hop|bo)"
COUNTED = tuple(
    (re.compile(pattern), places)
    for pattern, places in (
        (rf"\b(?:hai|2) {CARD} dau\b|\bfirst (?:two|2)\b", (0, 1)),
        (rf"\bdau tien\b|\bthu (?:nhat|1)\b|(?<!\bhai )(?<!\b2 )\b{CARD} dau\b|\bfirst\b(?! (?:two|2|time)\b)", (0,)),
        (r"\bthu (?:hai|2)\b|\bsecond\b(?!.?hand)", (1,)),
        (r"\bthu (?:ba|3)\b|\bthird\b", (2,)),
        (rf"\b{CARD} cuoi\b|\bcuoi cung\b|\bthe last (?:one|of)\b|\blast one\b", (-1,)),
    )
)
"""How cards are counted out, folded; "đám cưới" and "how long does it last" count nothing."""
BETWEEN = re.compile(r"\b(?:và|va|với|voi|vs|hay|hoặc|hoac|so với|and|or|versus|with)\b|[,/]", re.IGNORECASE)
CHEAPEST = re.compile(
    r"\b(?:re|re tien|it tien|mem gia|gia (?:re|mem|thap)) (?:nhat|hon)\b|\bcheap(?:est|er)\b"
    r"|\bleast expensive\b|\blowest pric"
)
DEAREST = re.compile(r"\b(?:mac|dat)(?: tien)? nhat\b|\bmost expensive\b|\b(?:pric|costl)iest\b")
POINTING = re.compile(r"\b(?:này|nay|đó|kia|ấy|that|this|it)\b", re.IGNORECASE)
"""Words that point at the thing spoken of; "do" without marks is as often red."""
NOT_WORDS_OF_A_THING = ("money", "money_range", "quantity", "phone", "date")


async def resolve_product(said: Said) -> Product | None:
    """Which product is meant: pressed, named, counted ("cái thứ hai"), spoken of before, or on the page; else None."""
    pressed = said.entity("product")
    if pressed and (product := await get_product(said.services, pressed)):
        return product
    words = thing_words(said)
    counted = await counted_products(said) or await priced_products(said)
    # "cái đầu tiên chống nước không" is near a waterproof sunscreen by its words, but means a card.
    if counted and not await names_a_thing(said, words):
        return counted[0]
    spoken_of = [sku for sku in (said.slot(slots.PRODUCT), said.page.get("sku")) if sku]
    in_talk = bool(spoken_of or said.slot(slots.SHOWN_PRODUCTS))
    # "chống nước không" is near that sunscreen too, but in the middle of a talk it is a question about its subject.
    if words and (not in_talk or await calls_by_name(said, words)):
        product = await name_product(said.services, words)
        if product:
            return product
    if counted:
        return counted[0]
    kinds = kinds_named(await load_shelf(said.services), words)
    if kinds and not POINTING.search(said.words):
        return None
    for sku in spoken_of:
        product = await get_product(said.services, str(sku))
        # "tai nghe này chống nước không" is about the one spoken of, if that is one.
        if product and (not kinds or product.kind in kinds):
            return product
    return None


async def shown_products(said: Said) -> list[Product]:
    """The products of the last cards that are still on the shelf."""
    found = [await get_product(said.services, sku) for sku in said.slot(slots.SHOWN_PRODUCTS) or []]
    return [product for product in found if product]


def of_one_kind(products: Sequence[Product]) -> list[Product]:
    """Those of the first one's kind, if there are several: a spare part is no cheaper machine."""
    alike = [product for product in products if product.kind == products[0].kind]
    return alike if len(alike) > 1 else list(products)


async def counted_products(said: Said) -> list[Product]:
    """Products of the last cards that were counted out: "cái đầu tiên", "the second one"."""
    shown = said.slot(slots.SHOWN_PRODUCTS) or []
    folded = fold(said.words)
    found = []
    for place in (place for pattern, places in COUNTED if pattern.search(folded) for place in places):
        if len(shown) > max(place, 0):
            product = await get_product(said.services, shown[place])
            if product and product not in found:
                found.append(product)
    return found


async def priced_products(said: Said) -> list[Product]:
    """The cheapest or the dearest of the last cards, where that is what was said: "lấy cái rẻ nhất"."""
    asked = fold(said.words)
    shown = of_one_kind(await shown_products(said))
    if shown and CHEAPEST.search(asked):
        return [min(shown, key=lambda product: product.price)]
    if shown and DEAREST.search(asked):
        return [max(shown, key=lambda product: product.price)]
    return []


def named_among(products: Sequence[Product], words: str) -> Product | None:
    """The only one of ``products`` whose name or brand has a word of ``words``: "lấy cái Oruna"; else None."""
    told = set(words_of(words)) - BEFORE_A_THING
    named = [p for p in products if told & set(words_of(f"{p.name} {p.name_en} {p.brand}"))]
    return named[0] if len(named) == 1 else None


async def called_products(said: Said) -> list[Product]:
    """Products that were counted out or called by name: "cái đầu tiên với con robot"."""
    found = await counted_products(said)
    parts = [part for part in BETWEEN.split(said.words) if part.strip()]
    for part in parts if len(parts) > 1 else []:
        product = await name_product(said.services, part, threshold=0.45, like=found)
        if product and product not in found:
            found.append(product)
    return found


async def two_products(said: Said, called: list[Product]) -> list[Product]:
    """The two products of a comparison, fewer if they cannot be told; ``called`` are those of ``called_products``."""
    counted = await counted_products(said)
    if len(counted) == 1:
        known = await get_product(said.services, str(said.slot(slots.PRODUCT) or ""))
        if known and known not in counted:
            return [known, counted[0]]
    if len(called) >= 2:
        return called[:2]
    if not called:
        pair = (await shown_products(said))[:2]
        if len(pair) == 2 and not await names_a_thing(said, thing_words(said)):
            return pair
    first = called[0] if called else await resolve_product(said)
    if first is None:
        return []
    same_kind = [p for p in await similar_products(said.services, first) if p.kind == first.kind]
    return [first, *same_kind[:1]]


async def names_a_thing(said: Said, words: str) -> bool:
    """Whether the words name some kind of thing on the shelf, so that an earlier product is not meant."""
    return bool(kinds_named(await load_shelf(said.services), words))


async def calls_by_name(said: Said, words: str) -> bool:
    """Whether the words call a thing by its kind, its brand or its name."""
    if said.entity("product") or said.entity("brand") or await names_a_thing(said, words):
        return True
    return bool(named_in(words, (await load_shelf(said.services)).brands))


def thing_words(said: Said) -> str:
    """The visitor's words without amounts, phones and dates, which name no thing."""
    text = said.words
    for entity in sorted(said.entities, key=lambda e: -int(e.get("start") or 0)):
        if entity.get("entity") in NOT_WORDS_OF_A_THING and entity.get("end"):
            text = text[: entity["start"]] + " " + text[entity["end"] :]
    return " ".join(text.split())


def price_range(said: Said) -> tuple[int | None, int | None]:
    """Lowest and highest price that was named; one bare amount means about that much."""
    both = said.entity("money_range")
    if both:
        low, _, high = both.partition("..")
        return (int(low) if low else None), (int(high) if high else None)
    amount = said.entity("money")
    if amount:
        return int(int(amount) * 0.6), int(int(amount) * 1.1)
    return None, None


def asked_colour(said: Said) -> tuple[str, ...]:
    """The colour that was asked for: its Vietnamese name, and the visitor's own word for it; nothing without one."""
    found = next((e for e in said.entities if e.get("entity") == "colour" and e.get("value")), None)
    if found is None:
        return ()
    typed = said.words[found.get("start") or 0 : found.get("end") or 0]
    return (str(found["value"]), typed) if typed else (str(found["value"]),)


async def named_category(said: Said) -> str | None:
    """The key of the category that was named or pressed."""
    shop = await load_shop(said.services)
    pressed = said.entity("category")
    for category in shop.get("categories", []):
        names = [category["key"], *category.get("name", {}).values(), *category.get("aliases", [])]
        if pressed in names or named_in(said.words, map(as_compared, names)):
            return str(category["key"])
    return None
