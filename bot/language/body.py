"""Find body measures: height, weight, bust, waist, hip, foot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.numerals import HALF, digit_word, number_at
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Words

_DIGIT = re.compile(r"[0-9]")
# 1m58, 1m6, 1.58m, 1,6 m, m55
_METRES = re.compile(r"(?<![a-z0-9.,])(?:1 ?m ?(\d{1,2})|1[.,](\d{1,2}) ?(?:m|met)|m([4-9]\d?))(?![a-z0-9])")
# Beds and tables are measured in metres as well.
_WIDTH = re.compile(r"(?:co|loai|rong|ngang|giuong|nem|ga|chieu|ban|ke|tu|dai|hay|sau|sofa)[a-z ]{0,4} $")
_TIMES = re.compile(r" ?(?:nhan|x|\*|hay \d)")
_CM = re.compile(r"(?<![0-9a-z.,])(1[3-9]\d|20\d) ?cm(?![a-z0-9])")
_TALL = re.compile(
    r"(?<![a-z])(?:cao|height|tall)(?: (?:khoang|tam|co|is|about|gan|hon|la|:)| ?:){0,2} ?(1[3-9]\d"
    r"|20\d)(?: ?cm)?(?![0-9a-z])"
)
_WEIGHT = re.compile(r"(?<![0-9a-z.,])(\d{1,3})(?:[.,](\d))? ?(kg|kgs|ki|ky|can|kilo|kilos|ki lo)(?![a-z0-9])")
_HEAVY = re.compile(
    r"(?<![a-z])(?:nang|can nang|weight|weigh)(?: (?:khoang|tam|co|is|about|gan|hon|la)"
    r"| ?:){0,2} ?(\d{1,3})(?![0-9a-z/]|[.,]\d| ?(?:k|tr|g)\b)"
)
_THREE = re.compile(r"(?<![0-9a-z/.-])(\d{2,3}) ?[-/–x] ?(\d{2,3}) ?[-/–x] ?(\d{2,3})(?![0-9/]|-\d)")
_PART = re.compile(
    r"(?<![a-z])(?:so do )?(vong 1|vong 2|vong 3|vong mot|vong hai|vong ba|vong nguc|vong eo|vong mong|vong hong"
    r"|v1|v2|v3|nguc|eo|mong|hong|bust|"
    r"chest|waist|hips?)(?: (?:la|khoang|tam|co|is|minh|em|:)| ?:){0,2} ?(\d{2,3})(?: ?cm)?(?![0-9a-z])"
)
_FOOT = re.compile(
    r"(?<![a-z])(?:ban chan|chan|foot|feet)(?: (?:em|minh|dai|be|chi|length|is|khoang|tam"
    r"|la)){0,4} ?(2\d)(?:[.,](\d))? ?cm"
)
_PARTS = {
    "vong 1": "bust", "vong mot": "bust", "vong nguc": "bust", "v1": "bust", "nguc": "bust", "bust": "bust",
    "chest": "bust",
    "vong 2": "waist", "vong hai": "waist", "vong eo": "waist", "v2": "waist", "eo": "waist", "waist": "waist",
    "vong 3": "hip", "vong ba": "hip", "vong mong": "hip", "vong hong": "hip", "v3": "hip", "mong": "hip",
    "hong": "hip", "hip": "hip",
    "hips": "hip",
}  # fmt: skip
# "con" alone is rather còn.
_CHILD = re.compile(
    r"(?<![a-z])(?<!mau )(?:be|con (?:em|minh|gai|trai|tui|toi|chi|anh|nho)|chau|nhoc|baby|kid|son|daughter)(?![a-z])"
    r"[^,.?!]{0,24}$"
)
_SMALL = re.compile(r"(?<![0-9a-z.,])([5-9]\d|1[0-2]\d) ?cm(?![a-z0-9])")
_SPACED = re.compile(r"(?<![0-9a-z/.-])(\d{2,3}),? (\d{2,3}),? (\d{2,3})(?![0-9/a-z]|-\d| ?(?:k|tr|nghin|kg|cm)\b)")
_TALK_OF_BODY = re.compile(r"(?<![a-z])(?:so do|vong|size|sz|eo|mong|nguc)(?![a-z])")
_KILOS = Words("kg ký kí kilo cân")
_THING_WEIGHED = re.compile(
    r"(?:gao|hang|bao|thung|tui|ta|may|giat|tai|chiu|luc|duong|bot|thuc an|hat|cam|don hang|goi)[a-z ]{0,14}$"
)


def find_body(reading: Reading) -> list[Found]:
    """Values as "height=158cm", "weight=50kg", "bust=84cm", "waist=60cm", "hip=90cm", "foot=24cm"."""
    text = reading.folded
    if _DIGIT.search(text) is None:
        return _spoken(reading)
    return [
        *_heights(text),
        *_weights(reading),
        *_parts(text),
        *_feet(text),
        *_heights_of_children(text),
        *_spoken(reading),
        *_three(text),
    ]


def _before(text: str, match: re.Match[str], reach: int = 32) -> str:
    return text[max(0, match.start() - reach) : match.start()]


def _measure(value: str, start: int, end: int) -> Found:
    return Found("body_measure", value, start, end)


def _heights(text: str) -> Iterator[Found]:
    for match in _METRES.finditer(text):
        digits = match[1] or match[2] or match[3]
        height = 100 + (int(digits) if len(digits) == 2 else int(digits) * 10)
        furniture = _WIDTH.search(_before(text, match, 16)) or _TIMES.match(text, match.end())
        spoken_of = match[3] is None or "cao" in _before(text, match, 14) or len(text) < 30
        if not furniture and 130 <= height <= 199 and spoken_of:
            yield _measure(f"height={height}cm", *match.span())
    for pattern in (_CM, _TALL):
        for match in pattern.finditer(text):
            yield _measure(f"height={match[1]}cm", match.start(1), match.end())


def _weights(reading: Reading) -> Iterator[Found]:
    text = reading.folded
    for match in _WEIGHT.finditer(text):
        before = _before(text, match)
        typed = reading.normal.clean[match.start(3) :][:3].lower()
        is_weight = not _THING_WEIGHED.search(before) and typed not in ("cần", "cân bằng", "kỳ ")
        if _is_of_person(int(match[1]), before) and is_weight:
            yield _measure(f"weight={int(match[1])}{_decimals(match)}kg", *match.span())
    for match in _HEAVY.finditer(text):
        if _is_of_person(int(match[1]), _before(text, match)):
            yield _measure(f"weight={match[1]}kg", *match.span(1))


def _is_of_person(kilos: int, before: str) -> bool:
    return (2 if _CHILD.search(before) else 25) <= kilos <= 150


def _decimals(match: re.Match[str]) -> str:
    return f".{match[2]}" if match[2] else ""


def _parts(text: str) -> Iterator[Found]:
    for match in _PART.finditer(text):
        if 40 <= int(match[2]) <= 150:
            yield _measure(f"{_PARTS[match[1]]}={match[2]}cm", *match.span())


def _feet(text: str) -> Iterator[Found]:
    for match in _FOOT.finditer(text):
        yield _measure(f"foot={match[1]}{_decimals(match)}cm", *match.span())


def _heights_of_children(text: str) -> Iterator[Found]:
    for match in _SMALL.finditer(text):
        if _CHILD.search(_before(text, match)):
            yield _measure(f"height={match[1]}cm", *match.span())


def _three(text: str) -> Iterator[Found]:
    """Bust, waist and hip in one: "84-60-90"."""
    spaced = _SPACED.finditer(text) if _TALK_OF_BODY.search(text) else ()
    for match in (*_THREE.finditer(text), *spaced):
        bust, waist, hip = (int(match[i]) for i in (1, 2, 3))
        if 70 <= bust <= 130 and 50 <= waist <= 120 and 70 <= hip <= 140 and waist < bust:
            for name, group in (("bust", 1), ("waist", 2), ("hip", 3)):
                yield _measure(f"{name}={match[group]}cm", *match.span(group))


def _spoken(reading: Reading) -> list[Found]:
    """Heights and weights in words: "cao mét sáu lăm", "mét rưỡi", "1 mét 7", "nặng năm mươi ký"."""
    found: list[Found] = []
    tokens = reading.tokens
    person = any(token.fold in ("cao", "nang", "kg", "mac", "size", "sz", "form", "xl") for token in tokens)
    for at, token in enumerate(tokens if person else ()):
        if token.low in ("mét", "met"):
            start = at - 1 if reading.at(at - 1).text == "1" or reading.at(at - 1).low in ("một", "mot") else at
            centimetres, end = _after_metre(reading, at + 1)
            before = [reading.at(start - back).fold for back in range(1, 5)]
            if 130 <= centimetres <= 199 and ("cao" in before or not reading.at(start - 1).is_number):
                found.append(Found("body_measure", f"height={centimetres}cm", tokens[start].start, tokens[end - 1].end))
        elif digit_word(token) is not None and digit_word(reading.at(at - 1)) is None:
            number = number_at(reading, at)
            heavy = any(reading.at(at - back).low in ("nặng", "nang") for back in range(1, 4))
            if number and heavy and reading.at(number.end) in _KILOS and 25 <= number.value <= 150:
                found.append(Found("body_measure", f"weight={number.value}kg", token.start, tokens[number.end].end))
        if len(found) >= MOST:
            break
    return found


def _after_metre(reading: Reading, at: int) -> tuple[int, int]:
    """Centimetres of "mét …" and where it ends; 0 when nothing fitting follows."""
    token, after = reading.at(at), reading.at(at + 1)
    if token in HALF:
        return 150, at + 1
    if token.text.isdigit() and len(token.text) <= 2:
        return 100 + int(token.text) * (10 if len(token.text) == 1 else 1), at + 1
    first, second = digit_word(token), digit_word(after)
    if first is None or first > 9:
        return 0, at
    if second is None or second > 9:
        return 100 + first * 10, at + 1
    return 100 + first * 10 + second, at + 2
