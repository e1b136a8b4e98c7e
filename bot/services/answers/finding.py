"""Find things that fit a wish, name the one that fits best with the fact that decides, and show the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.brief import first_sentence, in_brief
from bot.domain.catalogue import Product
from bot.language import normalise
from bot.services.answers.facts import said_of
from bot.services.answers.groups import category_buttons, category_of
from bot.services.answers.lacks import (
    MOST_CARDS,
    missing_goods,
    nothing_found,
    nothing_within,
    remember,
    tell_for_others,
    tell_not_sold,
)
from bot.services.answers.serving import of_the_kind, tell_none_serves
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.needs import also_said
from bot.understanding.query import Query
from bot.understanding.rank import Fit, fits_limits, rank, within
from bot.understanding.shelf import Fact, has
from bot.understanding.titles import weight_named
from bot.understanding.words import Word, plain

MOST_BY_PRICE = 40
NEAR = 0.55
"""Things with at least this part of the best one's score are shown beside it."""
CLEAR_LEAD = 1.12
NAMED_SHARE, NAMED_LEAD, NAMED_ALIKE = 0.6, 0.15, 1.1
"""A thing is meant although it is filed under another kind: its share of what was said, its lead, who is near."""
GIFT = re.compile(r"\b(?:qua|tang|bieu)\b(?! (?:kem|gi|dat|mac))|\b(?:gifts?|presents?)\b")
"""A gift is looked for; what the receiver likes need not be on the shelf."""
THESE = re.compile(r"\b(?:cai|con|loai|mau|chiec|em|mon) nao\b")
"""Asks for one of the kind that is spoken of: "co loai nao de rua ko" beside an air fryer wants no face wash."""
TAGGED = {"ask_new_arrivals": "new", "ask_best_sellers": "best_seller", "find_gift": "gift"}


async def find(talk: Talk, ask: Ask) -> None:
    """Show what fits; the pick first, with its reason. Sold-out things last, what does not fit not at all."""
    query = needs_of(talk, ask)
    if not ask.skus and (missing := missing_goods(talk, query)) is not None:
        await tell_not_sold(talk, ask, missing)
        return
    if not ask.skus and (named := talk.named_in_full) is not None:
        present(talk, query, within(named.fits, query) or list(named.fits))
        return
    if len(query.asked) > 1 and not ask.skus:
        await _each_kind(talk, query)
        return
    if ask.topic in TAGGED and not query.kinds and not query.words and not query.heads:
        show_tagged(talk, ask, query)
        return
    fits = needs_in_group(talk, query) or _of_the_wish(talk, query, candidates(talk, query))
    limited = _within_limits(fits, query)
    if tell_for_others(talk, query, fits):
        return
    if query.measures and tell_none_serves(talk, query, of_the_kind(query, fits, talk)):
        return
    if not limited and not query.kinds and GIFT.search(normalise(talk.reading.text).folded):
        show_tagged(talk, replace(ask, topic="find_gift"), query)
        return
    if not limited and fits and query.is_limited:
        nothing_within(talk, query, fits)
        return
    limited = limited or _by_price_alone(talk, query)
    if not limited:
        await nothing_found(talk, ask)
        return
    present(talk, query, limited)


def _within_limits(fits: Sequence[Fit], query: Query) -> list[Fit]:
    """What is within the limits; "budget around 500k" is not offended by what costs less."""
    limited = within(fits, query)
    return limited if limited or not query.about else within(fits, replace(query, lowest=None))


async def _each_kind(talk: Talk, query: Query) -> None:
    """Several kinds at once ("a rice cooker and a fan"): a pick of each, in the order in which they were named."""
    for kinds in query.asked[:3]:
        own = replace(
            query,
            kinds=kinds,
            heads=frozenset(),
            called=tuple(s for s in query.called if talk.shelf.entries[s].product.kind in kinds),
        )
        fits = [fit for fit in rank(talk.shelf, own) if fit.product.kind in kinds]
        limited = within(fits, own) or fits
        if limited:
            present(talk, own, limited)


def needs_in_group(talk: Talk, query: Query) -> list[Fit]:
    """What fits of a group of goods that is named with needs: two words of them, or something that must not be in it.

    "Đồ ăn sáng nhanh mà ít ngọt" looks for something among the food.
    """
    if query.kinds or query.heads or query.called:
        return []
    group = category_of(talk, query.text)
    if group is None:
        return []
    among = [product.sku for product in talk.shelf.products.values() if product.category == group][:MOST_LOOKED_AT]
    fits = rank(talk.shelf, query, [talk.shelf.entries[sku] for sku in among])
    return [fit for fit in fits if fit.facts and len({*fit.matched}) >= (1 if query.avoided else 2)]


def needs_of(talk: Talk, ask: Ask) -> Query:
    """The wish with what the message and the talk add: its kind, its limits."""
    query = talk.whole if not ask.skus else talk.query(ask)
    wanted = talk.ground.wanted
    named = bool(query.kinds or query.heads or query.called)
    within_kind = ask.detail == "within" and (THESE.search(plain(ask.text)) or _have_it(talk, query))
    refers_back = not named and (within_kind or not _names_goods(talk, query))
    if refers_back and wanted.kinds:
        focus = talk.focus
        kinds = (
            frozenset([focus.kind]) if focus is not None and focus.kind not in wanted.kinds else frozenset(wanted.kinds)
        )
        query = replace(query, kinds=kinds)
        if query.lowest is None and query.highest is None:
            query = replace(query, lowest=wanted.lowest, highest=wanted.highest)
    elif refers_back and talk.focus is not None:
        query = replace(query, kinds=frozenset([talk.focus.kind]))
    return query


def _have_it(talk: Talk, query: Query) -> bool:
    """Whether things of the kind that is looked for have what was said: "có cái nào da bò không" asks for no shoes."""
    return any(
        query.words and {word.folded for word in query.words} <= {*entry.called, *entry.told_words}
        for entry in talk.shelf.entries_of_kind(talk.ground.wanted.kinds[:1])[:MOST_LOOKED_AT]
    )


MOST_LOOKED_AT = 300
"""So many things of one kind are gone through for it."""


def _names_goods(talk: Talk, query: Query) -> bool:
    """Whether the words call something on the shelf, though no kind is named."""
    best = rank(talk.shelf, replace(query, measures=(), qualities=()))[:1]
    if not best:
        return False
    words = [w for w in query.words if w.folded not in query.kind_words]
    return bool(words) and best[0].named >= 3.0 * max(talk.shelf.weight(w.folded) for w in words) * 0.8


def candidates(talk: Talk, query: Query) -> list[Fit]:
    """Everything that fits, accessories and spare parts only where they are called by name."""
    fits = rank(talk.shelf, query)
    if query.kinds or query.heads:
        wanted = query.kinds or query.heads
        called = () if query.asked else query.called
        own = [fit for fit in fits if fit.product.kind in wanted or fit.entry.sku in called]
        said = query.heads or len(query.asked) == 1
        if own and said and (named := _named_beyond(talk, query, fits[0], own[0])):
            words = query.distinct
            return [
                fit for fit in fits if named <= weight_named(talk.shelf, words, query.marks, fit.entry) * NAMED_ALIKE
            ]
        if own:
            return own
    return fits


def _named_beyond(talk: Talk, query: Query, best: Fit, own: Fit) -> float:
    """How much of what was said names a thing of another kind, if that is far more than names any of the kind; else 0.

    Shops file a box of cotton pads under bags; its name still says what it is.
    """
    if best.product.kind == own.product.kind:
        return 0.0
    words = query.distinct
    named, of_kind = (weight_named(talk.shelf, words, query.marks, fit.entry) for fit in (best, own))
    total = sum(talk.shelf.weight(word.folded) for word in words)
    return named if named >= NAMED_SHARE * total and named - of_kind >= NAMED_LEAD * total else 0.0


def _of_the_wish(talk: Talk, query: Query, fits: list[Fit]) -> list[Fit]:
    """Without a kind the words must call things, not only occur in some description."""
    if not fits or query.kinds or query.heads:
        return fits
    avoided = {word for phrase in query.avoided for word in phrase}
    words = [word for word in query.words if word.folded not in avoided]
    if (head := head_word(talk, query)) is not None:
        called = [
            fit
            for fit in fits
            if has(fit.entry.called, head, query.marks) >= 0.5
            or any(other in fit.entry.called for other in also_said(head.folded))
        ]
        if not called:
            return []
        # Where others fit far better, the word told a need: "cho poodle 4 tháng ăn hạt gì".
        if called[0].score >= fits[0].score * NEAR:
            return _of_the_head(talk, words, called)
    if query.measures:
        # A number is weighed as a measure.
        words = [w for w in words if not w.folded[0].isdigit()]
    total = sum(talk.shelf.weight(w.folded) for w in words)
    best = fits[0]
    covered = sum(talk.shelf.weight(w.folded) for w in words if w.folded in best.matched)
    if total and covered < (0.7 if len(words) > 2 and not query.measures else 0.5) * total and best.named < 9.0:
        return []
    if best.named <= 0 and not query.measures and len(words) < 2 and not query.brands:
        return []
    near = [fit for fit in fits if fit.score >= best.score * NEAR]
    kinds = {near[0].product.kind}
    alike = [fit for fit in near if fit.product.kind in kinds]
    return alike if len(alike) > 1 or len(near) == 1 else near


def _of_the_head(talk: Talk, words: Sequence[Word], called: list[Fit]) -> list[Fit]:
    """Things called by the word that is asked for, unless what else is said fits none of them."""
    whole = sum(talk.shelf.weight(w.folded) for w in words)
    if (
        len(words) > 2
        and max(fit.named for fit in called) < 9.0
        and not any(
            sum(talk.shelf.weight(w.folded) for w in words if w.folded in fit.matched) >= 0.4 * whole for fit in called
        )
    ):
        return []
    return [fit for fit in called if fit.product.kind == called[0].product.kind]


ASKS_FOR = re.compile(
    r"\b(?:shop (?:co|con|ban)|co ban|ban|tim|kiem|can|muon mua|mua|lay|chon|xem|have|sell|looking for|need|want|"
    r"any)\b(?P<rest>.*)"
)


def head_word(talk: Talk, query: Query) -> Word | None:
    """The first word of what is asked for: "shop có váy nào đẹp", "có bán xe máy không"; else None."""
    known = {word.folded: word for word in query.words}
    found = ASKS_FOR.search(plain(query.text))
    if found is None:
        first = query.words[0] if query.words else None
        known_as = first is not None and talk.shelf.postings.is_called(first, query.marks, least=1.0)
        return first if known_as else None
    rest = found.group("rest").split()
    return next((known[word] for word in rest if word in known), None)


def _by_price_alone(talk: Talk, query: Query) -> list[Fit]:
    if (query.lowest is None and query.highest is None) or query.words or query.kinds or query.heads:
        return []
    products = [product for product in talk.shelf.products.values() if fits_limits(product, query)]
    products.sort(
        key=lambda p: (p.stock <= 0, "accessory" in p.tags, "best_seller" not in p.tags, -(p.rating or 0)),
    )
    return [Fit(talk.shelf.entries[product.sku], 1.0) for product in products[:MOST_BY_PRICE]]


def present(talk: Talk, query: Query, fits: list[Fit]) -> None:
    """Say the pick and why, then show the others that fit."""
    best = fits[0].score
    near = [fit for fit in fits if fit.score >= best * NEAR and fit.score > 0]
    pick = decided(query, fits)
    stocked = [fit for fit in near if fit.product.stock > 0]
    remember(talk, query, near)
    if pick is not None and pick.product.stock <= 0:
        others = [fit for fit in near if fit is not pick and fit.product.stock > 0][:3]
        products = [pick.product, *[fit.product for fit in others]]
        name = "say_best_is_sold_out" if others else "say_best_is_sold_out_alone"
        talk.say(
            name,
            name=talk.title(pick.product),
            reason=reason_of(talk, pick),
            other=talk.title(others[0].product) if others else "",
            price=talk.money(others[0].product.price) if others else "",
            kind="products",
            payload=talk.cards(products),
        )
        talk.ground.show([p.sku for p in products])
        talk.ground.attend(pick.entry.sku)
        return
    if pick is None:
        ordered = sorted(
            near, key=lambda fit: (fit.product.stock <= 0, -round(fit.score, 1), -(fit.product.rating or 0))
        )
        products = [fit.product for fit in ordered][: MOST_CARDS + 1]
        talk.say(
            "say_found_products" if len(products) > 1 else "say_found_one",
            count=len(products),
            name=talk.title(products[0]),
            price=talk.money(products[0].price),
            kind="products",
            payload=talk.cards(products),
        )
        talk.ground.show([p.sku for p in products])
        if len(products) == 1:
            talk.ground.attend(products[0].sku)
        return
    others = [fit for fit in stocked if fit is not pick]
    if query.lowest is not None or query.highest is not None:
        # Whoever names a budget weighs all that it buys.
        alike = [fit for fit in fits if fit.product.stock > 0 and fit.product.kind == pick.product.kind]
        others += [fit for fit in alike if fit not in near]
    others = others[: MOST_CARDS - 1]
    products = [pick.product, *[fit.product for fit in others]]
    reason = reason_of(talk, pick)
    unreasoned = "say_found_products" if len(products) > 1 else "say_found_one"
    talk.say(
        "say_pick" if reason else unreasoned,
        count=len(products),
        name=talk.title(pick.product),
        price=talk.money(pick.product.price),
        reason=reason,
        kind="products",
        payload=talk.cards(products),
    )
    talk.ground.show([p.sku for p in products])
    talk.ground.attend(pick.entry.sku)


def decided(query: Query, fits: Sequence[Fit]) -> Fit | None:
    """The one that fits best for a reason that was named; None where nothing tells them apart."""
    needs = bool(query.measures or query.qualities or any(w.folded not in query.kind_words for w in query.words))
    if not needs:
        return None
    best = fits[0]
    if not (best.facts or best.named or query.qualities):
        return None
    if len(fits) == 1:
        return best
    second = fits[1]
    base = 8.0 if best.product.kind in query.kinds else 4.8 if best.product.kind in query.heads else 0.0
    if best.score - base > (second.score - base) * CLEAR_LEAD and best.score - second.score > 0.6:
        return best
    if second.product.stock <= 0 < best.product.stock:
        return best
    return None


def reason_of(talk: Talk, fit: Fit) -> str:
    """The fact that decided, as it is said."""
    seen: list[Fact] = []
    for fact in fit.facts:
        if fact not in seen and fact.is_said_in(talk.language):
            seen.append(fact)
    seen.sort(key=lambda fact: -fit.facts.count(fact))
    if seen:
        return "; ".join(in_brief(said_of(fact, talk.language)) for fact in seen[:2])
    return first_sentence(fit.product.text(talk.language))


def show_tagged(talk: Talk, ask: Ask, query: Query) -> None:
    """New things, best sellers, gifts; of the kind talked of where one is."""
    tag = TAGGED[ask.topic]
    category = category_of(talk, talk.text)
    products = [
        p for p in talk.shelf.products.values() if tag in p.tags and (category is None or p.category == category)
    ]
    if talk.ground.wanted.kinds and tag != "gift" and category is None:
        alike = [p for p in products if p.kind in talk.ground.wanted.kinds]
        products = alike or products
    products = [
        p
        for p in products
        if (query.highest is None or p.price <= query.highest) and (query.lowest is None or p.price >= query.lowest)
    ]
    products.sort(key=lambda p: (p.stock <= 0, -(p.rating or 0), -p.review_count))
    spread: list[Product] = []
    for product in products:
        if sum(p.kind == product.kind for p in spread) < (2 if category or talk.ground.wanted.kinds else 1):
            spread.append(product)
    products = spread[:MOST_CARDS]
    if not products:
        talk.say("say_found_nothing", buttons=category_buttons(talk))
        return
    talk.say("say_found_products", count=len(products), kind="products", payload=talk.cards(products))
    talk.ground.show([p.sku for p in products])
