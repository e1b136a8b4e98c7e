"""Choose for somebody and say why: one pick and the fact that decides, then the others; or set two side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.brief import first_sentence
from bot.domain.catalogue import Product
from bot.language import fold, normalise
from bot.services.answers.facts import said_of
from bot.services.answers.finding import candidates, find, present, reason_of
from bot.services.answers.groups import category_buttons
from bot.services.answers.lacks import MOST_CARDS, remember
from bot.services.answers.taking import take
from bot.services.answers.talk import Talk
from bot.services.answers.which import ask_which
from bot.services.products import compare
from bot.understanding.acts import Ask
from bot.understanding.facts import facts_for
from bot.understanding.halves import half_named
from bot.understanding.qualities import first_by, qualities_in
from bot.understanding.query import Query, query_of
from bot.understanding.rank import rank
from bot.understanding.refer import BOTH, Referent, refer
from bot.understanding.shelf import Entry

CHEAPEST = re.compile(
    r"\b(?:re|re tien|it tien|gia (?:re|mem|thap))(?: gia| tien)? (?:nhat|hon)\b|\bcheap(?:est|er)?\b|"
    r"\bleast expensive\b|\blowest pric"
)
DEAREST = re.compile(
    r"\b(?:mac|dat|cao cap|xin)(?: tien)? (?:nhat|hon)\b|\bmost expensive\b|\b(?:pric|costl)iest\b|\bdearest\b|"
    r"\bpremium\b"
)
SELLING = re.compile(r"\bban chay\b|\b(?:mua|ban) nhieu nhat\b|\bbest ?sell|\bpopular\b|\bhot nhat\b")
RATED = re.compile(
    r"\b(?:tot|ngon|ok|on|xin|dang (?:mua|tien)|danh gia|khen|thich)(?: cao)? (?:nhat|hon)\b|\b(?:best|top rated|"
    r"highest rated|better)\b"
)


async def choose(talk: Talk, ask: Ask) -> None:
    """Which to take; who said "lấy cái rẻ nhất" has decided with it."""
    await pick_one(talk, ask)
    folded = normalise(ask.text).folded
    if TAKES.search(folded) and SUPERLATIVE.search(folded) and talk.focus is not None:
        await take(talk, replace(ask, topic="place_order", detail="", skus=(talk.focus.sku,)))


async def pick_one(talk: Talk, ask: Ask) -> None:
    """Which to take, over the whole fitting shelf: by the measure named, by the need, else by what buyers say."""
    query = talk.whole
    if (
        WHICH_ONE.search(normalise(talk.reading.text).folded)
        and (kind := kind_on_table(talk))
        and not KIND_NAMED_FIRST.search(normalise(talk.reading.text).folded)
    ):
        # "Cái nào nấu gạo lứt ngon hơn" is asked of what is on the table, whatever else is named.
        query = replace(query, kinds=frozenset([kind]), heads=frozenset(), kind_words=frozenset())
        wanted = talk.ground.wanted
        if query.lowest is None and query.highest is None and kind in wanted.kinds:
            query = replace(query, lowest=wanted.lowest, highest=wanted.highest)
    among = choices(talk, ask, query)
    if len(among) < 2:
        await _without_choice(talk, ask, query, among)
        return
    folded = normalise(talk.reading.text).folded
    fitting = [
        e
        for e in among
        if (query.highest is None or e.product.price <= query.highest)
        and (query.lowest is None or e.product.price >= query.lowest)
    ]
    among = fitting or among
    stocked = [e for e in among if e.product.stock > 0]
    if CHEAPEST.search(folded):
        _first(talk, "say_cheapest_of_these", sorted(stocked or among, key=lambda e: e.product.price))
        return
    if DEAREST.search(folded):
        _first(talk, "say_dearest_of_these", sorted(stocked or among, key=lambda e: -e.product.price))
        return
    if SELLING.search(folded):
        selling = [e for e in stocked or among if "best_seller" in e.product.tags] or stocked or among
        _first(
            talk,
            "say_best_selling_of_these",
            sorted(selling, key=lambda e: (-(e.product.rating or 0), -e.product.review_count)),
        )
        return
    if _by_quality(talk, query, stocked or among):
        return
    if not BY_BUYERS.search(folded) and _by_need(talk, query, among):
        return
    rated = [e for e in stocked or among if e.product.rating]
    if not rated:
        await find(talk, ask)
        return
    rated.sort(key=lambda e: (-(e.product.rating or 0), -e.product.review_count))
    measured = RATED.search(folded) or not SUPERLATIVE.search(folded)
    _first(talk, "say_best_rated_of_these" if measured else "say_no_measure_but_rating", rated)


TAKES = re.compile(r"^(?:\w+ ){0,2}(?:lay|chot|mua|dat|take|order|buy) (?!\w+ nao\b)")
BY_BUYERS = re.compile(
    r"\b(?:danh gia|nhan xet|diem|sao|khen|cham)(?: \w+)? cao nhat\b|\b(?:best|top|highest).?rated\b"
)
SUPERLATIVE = re.compile(r"\bnhat\b|\bmost\b")


async def _without_choice(talk: Talk, ask: Ask, query: Query, among: Sequence[Entry]) -> None:
    """One thing or none to choose from: say so, ask what it is about, or look for it."""
    if among and not query.kinds and not query.heads:
        _only_one(talk, among[0])
    elif not among and not query.says_something and query.lowest is None and query.highest is None:
        await ask_which(talk, ask)
    else:
        await find(talk, ask)


WHICH_ONE = re.compile(r"\b(?:cai|con|loai|mau|em|chiec|mon) nao\b|\bwhich (?:one|is|of)\b")
KIND_NAMED_FIRST = re.compile(r"\b(?:tim|mua|can|co) (?:\w+ ){1,4}(?:cai|con|loai|mau) nao\b")


def kind_on_table(talk: Talk) -> str | None:
    """The kind of what is shown or spoken of."""
    shown = talk.product(talk.ground.shown[0]) if talk.ground.shown else None
    now = shown if talk.ground.several or talk.focus is None else talk.focus
    return now.kind if now is not None else None


def choices(talk: Talk, ask: Ask, query: Query) -> list[Entry]:
    """What there is to choose from: of the kind that was named the whole shelf, else of the kind on the table."""
    shelf = talk.shelf
    named = each_named(talk, ask.text)
    if len(named) >= 2 and len({p.kind for p in named}) == 1:
        return [shelf.entries[p.sku] for p in named]
    # "Con nào pin trâu" asks which of these: what they have may also be sold by itself.
    of_these = bool(talk.ground.shown) and WHICH_ONE.search(normalise(ask.text).folded) is not None
    kinds = set(query.kinds or (() if of_these else query.heads))
    shown = [shelf.entries[sku] for sku in talk.ground.shown if sku in shelf.entries]
    referent: Referent = talk.referent(ask)
    if referent.how in ("both", "counted") or (referent.how in ("named", "described") and len(referent.skus) > 1):
        return talk.entries(referent)
    if kinds:
        return shelf.entries_of_kind(kinds)
    if BOTH.search(normalise(talk.reading.text).folded) and len(shown) > 1:
        return shown
    focus = talk.focus
    kind = (
        focus.kind
        if focus is not None and (not shown or focus.sku in {e.sku for e in shown} or not talk.ground.several)
        else (shown[0].product.kind if shown else None)
    )
    if shown and len({e.product.kind for e in shown}) > 1 and talk.ground.several:
        return shown
    if kind is None and talk.ground.wanted.kinds:
        kind = talk.ground.wanted.kinds[0]
    if kind is None:
        return []
    return shelf.entries_of_kind([kind])


def _only_one(talk: Talk, entry: Entry) -> None:
    product = entry.product
    talk.ground.attend(product.sku)
    talk.say(
        "say_only_one",
        name=talk.title(product),
        price=talk.money(product.price),
        reason=first_sentence(product.text(talk.language)),
        kind="products",
        payload=talk.cards([product]),
    )


def _first(talk: Talk, sentence: str, ordered: Sequence[Entry]) -> None:
    """Say which comes first, with its card and the next ones; what is said next is about it."""
    first = ordered[0].product
    products = [e.product for e in ordered[:3]]
    talk.say(
        sentence,
        name=talk.title(first),
        price=talk.money(first.price),
        rating=f"{first.rating or 0:.1f}",
        count=first.review_count,
        reason=first_sentence(first.text(talk.language)),
        kind="products",
        payload=talk.cards(products),
    )
    talk.ground.show([p.sku for p in products])
    talk.ground.attend(first.sku)


def _by_quality(talk: Talk, query: Query, among: Sequence[Entry]) -> bool:
    """The first by a quality that the data states as a number; says whether it could."""
    for wanted in query.qualities or qualities_in(talk.reading.text):
        ordered = first_by(among, wanted)
        if len(ordered) < 2:
            continue
        first = ordered[0]
        fact = next(
            (f for f in first.facts if f.label and wanted.label.search(fold(f"{f.label} {f.label_en}")) and f.measures),
            None,
        )
        lines = "; ".join(
            f"{talk.title(e.product)}: {f.said(talk.language)[1]}"
            for e in ordered[1:3]
            if (
                f := next(
                    (
                        one
                        for one in e.facts
                        if one.label and wanted.label.search(fold(f"{one.label} {one.label_en}")) and one.measures
                    ),
                    None,
                )
            )
        )
        products = [e.product for e in ordered[:3]]
        talk.say(
            "say_first_by",
            name=talk.title(first.product),
            reason=said_of(fact, talk.language) if fact else "",
            others=lines,
            price=talk.money(first.product.price),
            kind="products",
            payload=talk.cards(products),
        )
        talk.ground.show([p.sku for p in products])
        talk.ground.attend(first.sku)
        return True
    return False


def _by_need(talk: Talk, query: Query, among: Sequence[Entry]) -> bool:
    """The one that the stated need speaks for, in this message or the one that began the search."""
    fits = rank(talk.shelf, query, among)
    with_need = [fit for fit in fits if fit.facts or fit.named]
    if not with_need and talk.ground.wanted.words:
        earlier = query_of(talk.ground.wanted.words, [], talk.shelf)
        needs = [word for word in earlier.words if word.folded not in earlier.kind_words]
        fits = rank(talk.shelf, replace(earlier, words=tuple(needs)), among)
        with_need = [fit for fit in fits if fit.facts]
    if not with_need:
        return False
    stocked = [fit for fit in with_need if fit.product.stock > 0]
    ordered = stocked or with_need
    pick = ordered[0]
    products = [pick.product, *[fit.product for fit in fits if fit is not pick and fit.product.stock > 0]][
        : MOST_CARDS - 1
    ]
    talk.say(
        "say_choice",
        name=talk.title(pick.product),
        price=talk.money(pick.product.price),
        reason=reason_of(talk, pick),
        kind="products",
        payload=talk.cards(products),
    )
    remember(talk, query, ordered)
    talk.ground.show([p.sku for p in products])
    talk.ground.attend(pick.entry.sku)
    return True


async def compare_things(talk: Talk, ask: Ask) -> None:
    """Two things side by side with a word on what differs; or the gap between their prices."""
    pair = pair_meant(talk, ask)
    if len(pair) < 2:
        if pair:
            talk.ground.attend(pair[0].sku)
        query = talk.whole
        fits = candidates(talk, query) if query.kinds or query.heads else []
        if len(fits) > 1:
            present(talk, replace(query, qualities=()), fits)
            return
        talk.ground.ask("which")
        talk.ground.pending = "compare_products"
        talk.say("say_which_two_names", role="question", buttons=category_buttons(talk))
        return
    first, second = pair[0], pair[1]
    if ask.detail == "price_gap":
        tell_gap(talk, first, second)
        return
    payload = await compare(talk.services, [first, second], talk.language)
    if len(pair) > 2:
        lines = [
            f"• {talk.title(p)} – {talk.money(p.price)}: {first_sentence(p.text(talk.language))}" for p in pair[:4]
        ]
        talk.say("say_these", list="\n".join(lines))
        talk.ground.show([p.sku for p in pair[:4]])
        return
    differing = [(row["label"], row["values"]) for row in payload["rows"] if row["differs"]]
    wanted = differing_by_words(talk, ask, differing, talk.shelf.entries[first.sku])
    rows = "; ".join(f"{label}: {values[0]} / {values[1]}" for label, values in wanted[:5])
    talk.say(
        "say_comparison",
        first=talk.title(first),
        second=talk.title(second),
        differences=rows,
        first_text=first_sentence(first.text(talk.language)),
        second_text=first_sentence(second.text(talk.language)),
        kind="comparison",
        payload=payload,
    )
    talk.ground.show([first.sku, second.sku])
    talk.ground.attend(first.sku, second.sku)
    talk.ground.several = True


def differing_by_words(
    talk: Talk, ask: Ask, rows: list[tuple[str, list[str]]], entry: Entry
) -> list[tuple[str, list[str]]]:
    """The rows that were asked about first: by their own words, or by the fact that answers the question."""
    words = {w.folded for w in talk.query(ask).words}
    labels = [one.fact.said(talk.language)[0] for one in facts_for(talk.shelf, entry, talk.query(ask))[:1]]
    return sorted(rows, key=lambda row: row[0] not in labels and not words & set(fold(row[0]).split()))


def tell_gap(talk: Talk, first: Product, second: Product) -> None:
    """By how much two prices differ."""
    dear, cheap = (first, second) if first.price >= second.price else (second, first)
    talk.say(
        "say_price_gap",
        dear=talk.title(dear),
        cheap=talk.title(cheap),
        dear_price=talk.money(dear.price),
        cheap_price=talk.money(cheap.price),
        gap=talk.money(dear.price - cheap.price),
    )
    talk.ground.show([first.sku, second.sku])
    talk.ground.attend(first.sku, second.sku)


def pair_meant(talk: Talk, ask: Ask) -> list[Product]:
    """The things of a comparison: both named; one named beside the one spoken of; the list; the last two."""
    shelf, ground = talk.shelf, talk.ground
    referent = talk.referent(ask)
    # "Con Hạt Đậu thì sao, rẻ hơn nhiều không": what is compared is named in the clause before.
    named = each_named(talk, ask.text) or each_named(talk, talk.text)
    if len(named) >= 2:
        return named[:4]
    if len(named) == 1:
        return _with_another(talk, named[0])
    entries = talk.entries(referent)
    kinds = talk.whole.kinds or talk.whole.heads
    if referent.how in ("shown", "focus", "none", "page") and kinds:
        of_kind = sorted(shelf.of_kind(kinds), key=lambda p: p.stock <= 0)
        if 2 <= len(of_kind) <= 6 and not any(p.sku in ground.shown[:4] for p in of_kind):
            return of_kind[:4]
    if referent.how in ("both", "counted", "shown") and len(entries) >= 2:
        return [e.product for e in entries[:4]]
    if referent.how == "kind" and 2 <= len(entries) <= 4:
        return [e.product for e in entries]
    return _on_table(talk)


def _on_table(talk: Talk) -> list[Product]:
    """Two that were spoken of one after the other, else the list that is shown, else one and its nearest."""
    ground, focus = talk.ground, talk.focus
    shown = [p for sku in ground.shown if (p := talk.product(sku))]
    spoken = [p for sku in ground.focus if (p := talk.product(sku))]
    if (
        focus is not None
        and len(spoken) > 1
        and spoken[1].kind == focus.kind
        and not ({spoken[0].sku, spoken[1].sku} <= {p.sku for p in shown} and len(shown) > 2 and ground.several)
    ):
        return spoken[:2]
    if len(shown) >= 2:
        return shown[: 2 if len(shown) == 2 else 4]
    if len(spoken) > 1:
        return spoken[:2]
    if focus is not None:
        beside = _nearest(talk, focus)
        return [focus, beside] if beside else [focus]
    return shown[:1]


def _with_another(talk: Talk, one: Product) -> list[Product]:
    """What was named and one of its kind: spoken of now or before, else shown, else the nearest on the shelf."""
    focus = talk.focus
    if focus is not None and focus.sku != one.sku and focus.kind == one.kind:
        return [focus, one]
    known = [p for sku in [*talk.ground.focus, *talk.ground.shown] if (p := talk.product(sku))]
    beside = next((p for p in known if p.sku != one.sku and p.kind == one.kind), None) or _nearest(talk, one)
    return [one, beside] if beside else [one]


def _nearest(talk: Talk, product: Product) -> Product | None:
    """The other one of its kind that costs most nearly as much, those in stock first."""
    others = (p for p in talk.shelf.of_kind([product.kind]) if p.sku != product.sku)
    return min(others, key=lambda p: (p.stock <= 0, abs(p.price - product.price)), default=None)


BETWEEN = re.compile(
    r"\b(?:và|va|với|voi|vs|hay|hoặc|hoac|so với|and|or|versus|with|than|from|hơn|hon)\b|[,/+]", re.IGNORECASE
)


def each_named(talk: Talk, text: str) -> list[Product]:
    """Things that the parts of a text name, each part one: "V50 với Hạt Đậu"."""
    found: list[Product] = []
    for part in BETWEEN.split(text):
        if not part.strip():
            continue
        query = query_of(part, [], talk.shelf)
        referent = refer(talk.shelf, talk.ground, query)
        half = None if referent.explicit else half_named(talk.shelf, talk.ground, query, besides={p.sku for p in found})
        if half is not None:
            referent = Referent((half,), "named")
        if referent.how in ("named", "described", "counted", "other"):
            found += [
                e.product
                for e in talk.entries(referent)[: 1 if referent.how == "named" else 2]
                if e.product not in found
            ]
    return found
