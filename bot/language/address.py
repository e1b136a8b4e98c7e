"""Find the postal address in a message: "Quân 0905123888, 45 Lê Lợi p. 5, ck nha" → "45 Lê Lợi p. 5"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.address_names import capitals, is_of_name, small_words
from bot.language.address_parts import PARTS
from bot.language.address_words import ANNOUNCES, known_area
from bot.language.phones import find_phones
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Words, read

_LONGEST = 4000
_SIGNS = frozenset(", - – . ; ( ) /".split())
_CORRECTION = Words("nhầm lộn sorry", "sửa quên")
_SHOP = Words("shop sốp cửa tiệm quán chi showroom store", "bên")
_ASKS = frozenset("không khong ko k hk phải phai đúng dung ? right correct".split())
_PRECISE = frozenset(("house", "street", "lane", "hamlet", "building"))
_AREA = frozenset(("ward", "district", "city", "area"))


@dataclass(frozen=True)
class AddressPart:
    """``kind``: house, street, lane, hamlet, building, ward, district, city, or area for a town without its word."""

    kind: str
    text: str


@dataclass(frozen=True)
class Address:
    """A postal address; ``raw[start:end] == text``, offsets in code points of the raw message."""

    text: str
    start: int
    end: int
    parts: tuple[AddressPart, ...]


def find_address(text: str) -> Address | None:
    """The address a message gives; None for a mere place ("ship Đà Nẵng"), a phone, a measure, a question."""
    raw = text[:_LONGEST]
    reading = read(raw)
    best: list[Found] | None = None
    for parts in _chains(reading):
        if _is_address(reading, parts) and (best is None or _is_corrected(reading, best, parts)):
            best = parts
    if best is None:
        return None
    start, end = reading.normal.raw_span(best[0].start, best[-1].end)
    return Address(raw[start:end], start, end, tuple(_part(reading, raw, part) for part in best))


def _part(reading: Reading, raw: str, found: Found) -> AddressPart:
    start, end = reading.normal.raw_span(found.start, found.end)
    return AddressPart(found.kind.rstrip("?"), raw[start:end])


def _chains(reading: Reading) -> list[list[Found]]:
    """Parts that stand side by side, perhaps with a comma between them."""
    phones = reading.inside((found.start, found.end) for found in find_phones(reading))
    chains: list[list[Found]] = []
    at = 0
    while at < len(reading.tokens) and len(chains) < MOST:
        parts = _parts(reading, at, phones)
        if not parts:
            at += 1
            continue
        chain = list(parts)
        while more := _next(reading, chain, phones):
            if more[0].kind == "house" and _has(chain, "house", "street"):
                break  # another address
            chain += more
        chains.append(chain)
        at = reading.index(chain[-1].end)
    return chains


def _parts(reading: Reading, at: int, phones: set[int]) -> Sequence[Found]:
    if at >= len(reading.tokens) or at in phones:
        return ()
    hit = PARTS.first(reading, at)
    return hit[1] if hit else ()


def _next(reading: Reading, chain: Sequence[Found], phones: set[int]) -> Sequence[Found]:
    """The part that follows, past a comma and a name without its word ("Lê Lợi, Bến Thành, Q1")."""
    at = reading.index(chain[-1].end)
    step = _past_signs(reading, at)
    if reading.at(step).low == "thuộc":
        step += 1
    if parts := _parts(reading, step, phones):
        return parts
    small = small_words(reading, step, most=2)
    if chain[-1].kind == "ward" and small > step and (town := known_area(reading, small)) > small:
        return [_bare(reading, step, small), _bare(reading, small, town)]  # "xa binh loi chau phu an giang"
    end = capitals(reading, step, most=4)
    if end > step and reading.at(end).is_number and len(reading.at(end).text) < 4:
        end += 1  # "Landmark 81"
    if step in (at, end) or (reading.at(end).text not in _SIGNS and end < len(reading.tokens)):
        return ()
    bare = _bare(reading, step, end)
    parts = _parts(reading, _past_signs(reading, end), phones)
    if parts and (parts[0].kind in _AREA or not _has(chain, "house", "street")):
        return [bare, *parts]
    return [bare] if not parts and _is_district(reading, chain, step, end) else ()


def _is_district(reading: Reading, chain: Sequence[Found], start: int, end: int) -> bool:
    """Whether an unknown name behind a ward is its district, not a person's: "xã Hoà Phú, Ứng Hoà"."""
    behind = chain[-1].kind in ("ward", "hamlet") and _has(chain, "ward")
    return behind and not all(map(is_of_name, reading.tokens[start:end]))


def _bare(reading: Reading, start: int, end: int) -> Found:
    first, last = reading.tokens[start], reading.tokens[end - 1]
    return Found("area", reading.normal.clean[first.start : last.end], first.start, last.end)


def _past_signs(reading: Reading, at: int) -> int:
    end = at
    while reading.at(end).text in _SIGNS and end - at < 4:
        end += 1
    return end


def _has(parts: Sequence[Found], *kinds: str) -> bool:
    return any(part.kind in kinds for part in parts)


def _is_address(reading: Reading, parts: Sequence[Found]) -> bool:
    if _is_of_shop(reading, parts):
        return False
    area = _has(parts, *_AREA)
    if _has(parts, "house") and _has(parts, "street", "lane"):
        return True
    if _has(parts, "street?"):
        return area or _is_announced(reading, parts[0])
    if _has(parts, "lane") and _has(parts, "street"):
        return True
    buildings = sum(part.kind == "building" for part in parts)
    return (area and _has(parts, *_PRECISE)) or (buildings >= 2)


def _is_announced(reading: Reading, first: Found) -> bool:
    at = reading.index(first.start)
    while at > 0 and reading.at(at - 1).text in (":", "-", ",", "."):
        at -= 1
    return any(ANNOUNCES.match(reading.tokens, at - back) == at for back in range(1, 5) if at >= back)


def _is_of_shop(reading: Reading, parts: Sequence[Found]) -> bool:
    """Whether somebody asks if that is where the shop is: "shop ở 45 Lê Lợi phải không"."""
    at = reading.index(parts[0].start)
    shop = any(reading.at(at - back) in _SHOP for back in range(1, 6))
    asks = any(token.low in _ASKS for token in reading.tokens[at:])
    return shop and asks and reading.at(at - 1).fold in ("o", "tai", "at", "so", "chi", "nhanh")


def _is_corrected(reading: Reading, before: Sequence[Found], after: Sequence[Found]) -> bool:
    """Whether the later address takes the earlier one back: "ngõ Hoa Sim... à nhầm, ngõ Hoa Nhài"."""
    between = reading.tokens[reading.index(before[-1].end) : reading.index(after[0].start)]
    return len(between) <= 8 and any(token in _CORRECTION for token in between)


def rule_for(text: str) -> str | None:
    """The name of the rule that reads the first part of the address; see :meth:`bot.language.rules.Finder.rule_for`."""
    address = find_address(text)
    if address is None:
        return None
    reading = read(text[:_LONGEST])
    for rule, here in PARTS.fired(reading):
        if here and here[0].value == address.parts[0].text:
            return rule.name
    return None
