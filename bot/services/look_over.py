"""What an owner should know of a file before it is brought in: nothing that keeps it out, but likely not meant so."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from bot.services.cells import Row
from bot.services.context import Services
from bot.services.imports import ITEM, SHEETS
from bot.services.products import list_products
from bot.services.sheets import ImportProblem, read_sheet, rows_of
from bot.services.shop import load_shop

Rows = list[tuple[int, Row]]

OFFER_KINDS = frozenset("percent bundle amount referral free_shipping gift points guide".split())
PROFILE = frozenset(
    "name tagline brand_colour hotline email zalo website timezone branches hours holidays categories shipping bank"
    " size_charts promises".split()
)
"""Parts of a shop's profile."""
RARE, COMMON = 1, 3
"""A kind of one article beside one of three that is written nearly alike is a slip."""
ALIKE = 0.87


async def look_over(services: Services, what: str, data: bytes, topics: Collection[str] = ()) -> list[str]:
    """Warnings, with the line where there is one; none for a file that cannot be read, which the import tells.

    ``topics`` are those that answers may be filed under.
    """
    if what == "shop":
        return [*_of_profile(data)]
    try:
        table = read_sheet(data, SHEETS[what])
    except ImportProblem:
        return []
    unread = [f"line {table.header_line}: the column {name!r} is not read" for name in SHEETS[what].unknown(table)]
    rows = [*rows_of(table)]
    categories = [str(one.get("key")) for one in (await load_shop(services)).get("categories") or []]
    match what:
        case "catalogue":
            found = [*_unknown(rows, "category", categories), *_slips_of_kinds(rows), *_of_articles(rows)]
        case "faq":
            found = [*_unknown(rows, "topic", topics)]
        case "offers":
            found = [*_unknown(rows, "kind", OFFER_KINDS), *_unknown(rows, "categories", categories)]
        case _:
            found = [*_unknown_items(rows, {product.sku for product in await list_products(services)})]
    return [*table.warnings, *unread, *found]


def _unknown(rows: Rows, column: str, known: Collection[str]) -> Iterator[str]:
    """Values of a column that are none of those there are, each told once with its first line."""
    if not known:
        return
    lines: dict[str, list[int]] = defaultdict(list)
    for number, row in rows:
        for value in _values(row, column):
            if value not in known:
                lines[value].append(number)
    for value, numbers in lines.items():
        yield f"{_at(numbers)}: {column} {value!r} is unknown; {_instead(value, known)}"


def _values(row: Row, column: str) -> list[str]:
    try:
        return row.items(column) if column == "categories" else [value] if (value := row.text(column)) else []
    except ValueError:
        return []


def _at(numbers: list[int]) -> str:
    more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
    return f"line {numbers[0]}{more}"


def _instead(value: str, known: Collection[str]) -> str:
    close = get_close_matches(value, known, 1, 0.7)
    if close:
        return f"is it {close[0]!r}?"
    return f"known are {', '.join(sorted(known)[:12])}{', …' if len(known) > 12 else ''}"


def _slips_of_kinds(rows: Rows) -> Iterator[str]:
    lines: dict[str, list[int]] = defaultdict(list)
    for number, row in rows:
        for value in _values(row, "kind"):
            lines[value].append(number)
    common = [kind for kind, numbers in lines.items() if len(numbers) >= COMMON]
    for kind, numbers in lines.items():
        if len(numbers) <= RARE and (close := get_close_matches(kind, common, 1, ALIKE)):
            yield f"{_at(numbers)}: kind {kind!r} is on its own; is it {close[0]!r}?"


def _of_articles(rows: Rows) -> Iterator[str]:
    names: Counter[str] = Counter()
    for number, row in rows:
        try:
            price, before = row.number("price"), row.number("list_price")
            names[row.text("name").casefold()] += 1
        except ValueError:
            continue
        if price == 0:
            yield f"line {number}: the price is 0"
        elif price and before and before < price:
            yield f"line {number}: list_price {before} is lower than the price {price}"
    for name, count in names.most_common(3):
        if name and count > 1:
            yield f"{count} articles are all called {name!r}: visitors cannot tell them apart"


def _unknown_items(rows: Rows, skus: Collection[str]) -> Iterator[str]:
    lines: dict[str, list[int]] = defaultdict(list)
    for number, row in rows:
        for part in _values(row, "items"):
            for item in part.split(";"):
                match = ITEM.match(item)
                if match and match[1].upper() not in skus:
                    lines[match[1].upper()].append(number)
    for sku, numbers in lines.items():
        yield f"{_at(numbers)}: items has {sku!r}, which is not in the catalogue"


def _of_profile(data: bytes) -> Iterable[str]:
    try:
        profile: Any = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return
    if not isinstance(profile, Mapping):
        return
    for name in profile:
        if name not in PROFILE:
            close = get_close_matches(str(name), PROFILE - {*profile}, 1, 0.7)
            yield f"the part {name!r} is not read" + (f"; is it {close[0]!r}?" if close else "")
