"""Amounts of money that a text tells, in any form in which people write them."""

from __future__ import annotations

import re

from .folding import fold

GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")

AMOUNT = re.compile(
    r"""
    (?<![a-z\d]) (?<!\d[.,/])
    (?P<number> \d{1,3}(?:\.\d{3})+(?!\d) | \d{1,3}(?:,\d{3})+(?!\d) | \d+(?:[.,]\d{1,2}(?!\d))? )
    (?:
      [ ]? (?P<million> (?: tr(?:ieu)? | million | mil ) (?![a-z]) | m(?=[ ]*(?:vnd|d\b|dong)) )
      (?P<gap> [ ]? ) (?: (?P<half> ruoi\b ) | (?P<tail> \d{3}[.,]000 | \d{1,3} ) (?![\d.,]*\d)
        (?P<tail_unit> [ ]? (?: k | nghin | ngan ) (?![a-z]) )? )?
    | [ ]? (?P<thousand> (?: k | nghin | ngan | thousand ) (?![a-z\d]) )
    )?
    """,
    re.VERBOSE,
)

SMALLEST = 1000
"""A bare number below is a count, a size or a year of something."""


def amounts(text: str) -> set[int]:
    """Every amount told, in đồng: 1.990.000, 1,990,000, 1tr990, 1,99 triệu, 1990k, 990 nghìn."""
    return {amount for found in AMOUNT.finditer(fold(text).replace("vnd", " vnd ")) for amount in meant_by(found)}


def meant_by(found: re.Match[str]) -> list[int]:
    """One written amount; two where it can be read in two ways."""
    number = found["number"]
    if found["million"]:
        # What groups digits elsewhere marks decimals here: "1.990 triệu" is not two milliards.
        whole, *decimals = re.split("[.,]", number)
        millions = round(float(f"{whole}.{''.join(decimals) or 0}") * 1_000_000)
        if found["half"]:
            return [millions + 500_000]
        if not found["tail"]:
            return [millions]
        with_tail = millions + tail_of(found["tail"], bool(found["tail_unit"]))
        # "1 triệu 5 món": the number may belong to what follows.
        return [with_tail, millions] if found["gap"] and not found["tail_unit"] else [with_tail]
    value = float(re.sub("[.,]", "", number)) if GROUPED.fullmatch(number) else float(number.replace(",", "."))
    if found["thousand"]:
        return [round(value * 1000)]
    # A code or a phone number begins with zero; decimals without a unit are no money.
    is_money = not number.startswith("0") and value.is_integer() and value >= SMALLEST
    return [int(value)] if is_money else []


def tail_of(tail: str, in_thousands: bool) -> int:
    """What follows the millions: 990, 99 and 9 in 1tr990, 1tr99 and 1tr9."""
    if len(tail) > 3:
        return int(re.sub("[.,]", "", tail))
    return int(tail) * 1000 if in_thousands else int(tail.ljust(3, "0")) * 1000


def written(amount: int) -> str:
    """As the shop writes it on a card."""
    return f"{amount:,} ₫".replace(",", ".")
