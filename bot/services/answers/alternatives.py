"""Another of the same kind than the thing spoken of: cheaper, dearer, bigger, or just another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language import fold
from bot.services.answers.finding import find
from bot.services.answers.lacks import MOST_CARDS
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.qualities import QUALITIES, amount_of
from bot.understanding.rank import rank
from bot.understanding.shelf import Entry

LARGER = re.compile(
    r"\b(?:to|lon|bu|rong|dai|cao|nhieu|manh|trau|lau|khoe|day|nang|dam)(?: \w+)? hon\b|\b(?:bigger|larger|longer|"
    r"stronger|more)\b"
)
SMALLER = re.compile(
    r"\b(?:nho|be|gon|ngan|thap|it|nhe|mong|em|yen)(?: \w+)? hon\b|\b(?:smaller|shorter|lighter|thinner|quieter|less)\b"
)


async def alternative(talk: Talk, ask: Ask) -> None:
    """Another of the same kind: cheaper, dearer, bigger, or just another; never the one that was turned down."""
    query = talk.whole
    focus = talk.focus
    shown_first = talk.product(talk.ground.shown[0]) if talk.ground.shown else None
    now = focus or shown_first
    if (query.kinds and (now is None or now.kind not in query.kinds)) or now is None:
        await find(talk, replace(ask, topic="find_product"))
        if ask.detail == "cheaper":
            _cheapest_first(talk)
        return
    others = [talk.shelf.entries[p.sku] for p in talk.shelf.of_kind([now.kind]) if p.sku != now.sku]
    if ask.detail == "cheaper":
        others = (
            [e for e in others if e.product.price < now.price]
            if not talk.ground.several
            else [e for e in others if e.product.price <= now.price]
        )
        ordered = sorted(others, key=lambda e: (e.product.stock <= 0, e.product.price))
        fits = rank(talk.shelf, replace(query, kinds=frozenset([now.kind])), ordered)
        if len(ordered) > 1 and (query.measures or any(w.folded not in query.kind_words for w in query.words)):
            ordered = sorted(
                ordered, key=lambda e: (e.product.stock <= 0, -next((f.score for f in fits if f.entry is e), 0))
            )
        if not ordered:
            talk.say("say_is_cheapest", name=talk.title(now), price=talk.money(now.price))
            return
        _show_others(talk, "say_cheaper_ones", ordered)
        return
    if ask.detail == "dearer":
        ordered = sorted(
            (e for e in others if e.product.price > now.price), key=lambda e: (e.product.stock <= 0, e.product.price)
        )
        if not ordered:
            talk.say("say_is_dearest", name=talk.title(now))
            return
        _show_others(talk, "say_alternatives", ordered)
        return
    if not others:
        same_category = [
            p for p in talk.shelf.products.values() if p.category == now.category and p.sku != now.sku and p.stock > 0
        ]
        same_category.sort(key=lambda p: abs(p.price - now.price))
        others = [talk.shelf.entries[p.sku] for p in same_category[:3]]
    fits = rank(talk.shelf, replace(query, kinds=frozenset([now.kind])), others)
    ordered = [fit.entry for fit in fits] or others
    ordered = sorted(ordered, key=lambda e: e.product.stock <= 0)
    not_shown = [e for e in ordered if e.sku not in talk.ground.shown[:1]]
    _show_others(talk, "say_alternatives", not_shown or ordered)


def _show_others(talk: Talk, sentence: str, entries: Sequence[Entry]) -> None:
    products = [entry.product for entry in entries][:MOST_CARDS]
    if not products:
        talk.say("say_no_alternative")
        return
    talk.say(
        sentence,
        name=talk.title(products[0]),
        price=talk.money(products[0].price),
        kind="products",
        payload=talk.cards(products),
    )
    before = list(talk.ground.focus)
    talk.ground.show([p.sku for p in products])
    if len(products) == 1 or sentence == "say_cheaper_ones":
        talk.ground.attend(products[0].sku)
    elif before:
        talk.ground.several = True


def _cheapest_first(talk: Talk) -> None:
    shown = [talk.product(sku) for sku in talk.ground.shown]
    stocked = [p for p in shown if p is not None and p.stock > 0]
    if len(stocked) > 1:
        talk.ground.attend(min(stocked, key=lambda p: p.price).sku)


def compare_amount(talk: Talk, text: str, now: Entry, others: Sequence[Entry]) -> list[Entry]:
    """Of ``others`` those with more or less of what was asked for than ``now``: "loại to hơn"; nearest first."""
    folded = fold(text)
    more, less = LARGER.search(folded), SMALLER.search(folded)
    if not more and not less:
        return []
    for quality in QUALITIES:
        if not quality.asked.search(folded):
            continue
        own = amount_of(now, quality)
        if own is None:
            continue
        having = [(amount, e) for e in others if (amount := amount_of(e, quality)) is not None]
        found = [(a, e) for a, e in having if (a > own if quality.better > 0 else a < own)]
        found.sort(key=lambda pair: (pair[1].product.stock <= 0, quality.better * pair[0]))
        if found:
            return [e for _, e in found]
    return []
