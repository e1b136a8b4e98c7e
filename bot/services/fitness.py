"""What a shop's data lack for a good talk, in plain sentences with what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.catalogue import Faq, Product
from bot.domain.opening import opening_hours
from bot.language import fold

SHORT_KIND = 3
"""Words of a kind that visitors type in full."""
SHOWN = 3
"""Examples named in one line."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. What is not good has a cure; ``serious`` is what answers go wrong by."""

    good: bool
    what: str
    cure: str = ""
    serious: bool = True


def missing(what: str, cure: str) -> Finding:
    """What answers go wrong by."""
    return Finding(False, what, cure)


def advice(what: str, cure: str) -> Finding:
    """What would make answers better."""
    return Finding(False, what, cure, serious=False)


def look_at_shop(
    shop: Mapping[str, Any],
    products: Sequence[Product],
    faqs: Sequence[Faq],
    topics: Collection[str],
    asked: Mapping[str, int],
    told_by_answers: Collection[str],
) -> Iterator[Finding]:
    """Everything that a shop's data lack.

    ``topics`` are those an answer may be filed under, ``told_by_answers`` those that nothing else answers; ``asked``
    is how often visitors asked lately.
    """
    answered = {faq.topic for faq in faqs}
    yield from _of_profile(shop, answered)
    yield from _of_goods(shop, products)
    yield from _of_answers(faqs, topics)
    yield from _of_topics(answered, asked, told_by_answers)


def _of_profile(shop: Mapping[str, Any], answered: Collection[str]) -> Iterator[Finding]:
    if not shop.get("name"):
        yield missing("the shop has no profile", "`python -m bot import shop shop.json`: at least its name")
        return
    yield Finding(True, f"the assistant speaks for {shop['name']}")
    shipping = shop.get("shipping")
    there = {
        "hours": opening_hours(shop).known,
        "hotline": bool(shop.get("hotline")),
        "shipping, zones": bool(isinstance(shipping, Mapping) and shipping.get("zones")),
        "bank": bool(shop.get("bank")) or "ask_bank_details" in answered,
    }
    why = {
        "hours": "when the shop is open and when somebody calls back is not told",
        "hotline": "nobody can be told whom to call",
        "shipping, zones": "no delivery fee and no sum with it can be told",
        "bank": "nobody can be told where to transfer to",
    }
    for part, is_there in there.items():
        if not is_there:
            yield advice(f"the profile has no {part}", f"add it to shop.json: {why[part]}")
    if "ask_return_policy" not in answered:
        yield advice("nothing is said of returns", "add an answer with the topic ask_return_policy")


def _of_goods(shop: Mapping[str, Any], products: Sequence[Product]) -> Iterator[Finding]:
    if not products:
        yield missing("there are no goods", "`python -m bot import catalogue catalogue.csv`")
        return
    yield Finding(True, f"{len(products)} articles of {len({one.kind for one in products})} kinds")
    yield from _of_groups(shop, products)
    yield from _of_kinds(products)
    columns = {
        "aliases": ("write how customers call them", [one for one in products if not one.aliases]),
        "attributes": ("facts such as Pin=50 giờ answer questions", [one for one in products if not one.attributes]),
        "description": ("for whom, for what, what not", [one for one in products if not one.description]),
        "image": ("cards without a picture are passed over", [one for one in products if not one.image]),
    }
    for column, (cure, without) in columns.items():
        if without:
            yield advice(
                f"{_some(len(without), len(products))} no {column}: {_few(one.sku for one in without)}",
                f"column {column} of the catalogue: {cure}",
            )
    if all(one.stock <= 0 for one in products):
        yield advice("every article is sold out", "column stock of the catalogue")


def _of_groups(shop: Mapping[str, Any], products: Sequence[Product]) -> Iterator[Finding]:
    known = [str(one.get("key")) for one in shop.get("categories") or [] if isinstance(one, Mapping)]
    hidden = Counter(one.category for one in products if one.category not in known)
    if hidden:
        cure = "visitors who look around cannot reach them; add them to categories in shop.json"
        yield missing(f"{sum(hidden.values())} articles are in groups that shop.json has not: {_few(hidden)}", cure)
    used = {one.category for one in products}
    if empty := [key for key in known if key not in used]:
        yield advice(f"groups without goods: {_few(empty)}", "they are not shown; column category of the catalogue")


def _of_kinds(products: Sequence[Product]) -> Iterator[Finding]:
    of_kind: dict[str, list[Product]] = {}
    for one in products:
        of_kind.setdefault(one.kind, []).append(one)
    if long := [kind for kind, goods in of_kind.items() if not _is_short(kind, goods)]:
        yield advice(
            f"kinds of more than {SHORT_KIND} words without a shorter name: {_few(long)}",
            "shorten column kind to what customers say, or give an alias of two or three words",
        )
    if len(of_kind) > 1 and (alone := [kind for kind, goods in of_kind.items() if len(goods) == 1]):
        yield advice(
            f"kinds of one article: {_few(alone)}",
            "nothing can be compared with it or stand in for it; is the kind too narrow?",
        )


def _is_short(kind: str, goods: Iterable[Product]) -> bool:
    """Whether a kind is typed as it is, or an alias says it with fewer words: "nồi chiên"."""
    words = fold(kind).split()
    if len(words) <= SHORT_KIND:
        return True
    names = {fold(alias) for one in goods for alias in one.aliases}
    return any(len(name.split()) <= SHORT_KIND and name.split()[:1] == words[:1] for name in names)


def _of_answers(faqs: Sequence[Faq], topics: Collection[str]) -> Iterator[Finding]:
    if not faqs:
        yield missing("there are no answers", "`python -m bot import faq faq.csv`")
        return
    yield Finding(True, f"{len(faqs)} answers")
    if lost := [faq.key for faq in faqs if faq.topic not in topics]:
        yield missing(
            f"answers whose topic is unknown: {_few(lost)}",
            "they are found by their words alone; column topic takes an intent of domain.yml",
        )
    if bare := [faq.key for faq in faqs if not faq.aliases]:
        yield advice(f"{_some(len(bare), len(faqs), 'answers')} no aliases: {_few(bare)}", "write other ways to ask it")


def _of_topics(
    answered: Collection[str], asked: Mapping[str, int], told_by_answers: Collection[str]
) -> Iterator[Finding]:
    without = [topic for topic in told_by_answers if topic not in answered]
    wanted = sorted((topic for topic in without if asked.get(topic)), key=lambda topic: -asked[topic])
    if wanted:
        told = ", ".join(f"{topic} ({asked[topic]} times)" for topic in wanted)
        yield missing(f"visitors asked what no answer tells: {told}", "add answers with these topics to your FAQ")
    if others := sorted(set(without) - set(wanted)):
        yield advice(f"topics without an answer: {', '.join(others)}", "add those that your customers ask to your FAQ")


def _some(count: int, every: int, what: str = "articles") -> str:
    return f"all {every} {what} have" if count == every else f"{count} of {every} {what} have"


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:SHOWN]) + (f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else "")
