"""Where the numbers and names in a postal address end: of houses, streets, wards, hamlets, buildings."""

from __future__ import annotations

import re

from bot.language.address_words import (
    BUILDING,
    CITY,
    DISTRICT,
    NAMED_BUILDINGS,
    NEVER_NAMES,
    STOPS,
    STREETS,
    WARD,
    known_area,
)
from bot.language.name_words import GIVEN, MIDDLE, SURNAMES
from bot.language.quantity_words import CLASSIFIERS, TIME_OR_MEASURE
from bot.language.tokens import Reading, Token

# "45", "12/5/3B", "A12", "B2.05", "12-14", "K12/5"
_NUMBER = re.compile(
    r"(?:[a-z]{1,2}[.\-]?)?[0-9]{1,4}(?:bis|[a-z])?(?:[/.\-][a-z]?[0-9]{1,4}[a-z]?){0,5}(?:/[a-z])?(?![\w/]|[.,][0-9])"
)
# "D2", "30/4", "7A"
_ROAD = re.compile(r"(?:[a-z]{1,2}[0-9]{1,3}|[0-9]{1,3}[a-z]?|[0-9]{1,2}/[0-9]{1,2})(?![\w/])")
_AREAS = frozenset("quan duong phuong hem ngo t h".split())  # of the words for measures, those that areas have too

# Every function here returns the index after what it reads at the token, and the token itself where it reads nothing.


def house_number(reading: Reading, at: int) -> int:
    """The number of a house, a lane or a flat."""
    end = _after(reading, at, _NUMBER)
    digits = sum(char.isdigit() for token in reading.tokens[at:end] for char in token.text)
    return end if digits <= 12 else at


def _after(reading: Reading, at: int, pattern: re.Pattern[str]) -> int:
    token = reading.at(at)
    match = pattern.match(reading.folded, token.start) if token.start >= 0 else None
    if match is None:
        return at
    end = reading.index(match.end())
    return end if reading.at(end - 1).end == match.end() else at


def is_capital(token: Token) -> bool:
    """Whether the word may be part of a name: it begins with a capital and is none of the words around names."""
    return token.is_word and token.text[0].isupper() and token.low not in NEVER_NAMES


def is_of_name(token: Token) -> bool:
    """Whether the word is found in people's names."""
    return token in GIVEN or token in MIDDLE or token in SURNAMES


def capitals(reading: Reading, at: int, most: int = 5) -> int:
    """Words with capitals; a town after two of them is the next part ("Lê Lợi Đà Lạt")."""
    end = at
    while end - at < most and is_capital(reading.at(end)):
        complete = end - at >= 2 or (end - at == 1 and reading.at(at) not in SURNAMES)
        if complete and known_area(reading, end) > end:
            break
        end += 1
    return end


def small_words(reading: Reading, at: int, most: int) -> int:
    """Words that may be a name typed small: before a stop word, a sign, a known town."""
    end = at
    while end - at < most and (token := reading.at(end)).is_word and len(token.text) <= 7:
        last = end > at and token.low == token.fold and ends_name(reading, end + 1)  # "xa ea tu tp …", not từ
        if (token in STOPS and not last) or (end > at and known_area(reading, end) > end):
            break
        end += 1
    return end


def ends_name(reading: Reading, at: int) -> bool:
    """Whether a comma or another part of an address stands here, so that small words before it are a name."""
    return (
        reading.at(at).text == ","
        or any(words.match(reading.tokens, at) > at for words in (WARD, DISTRICT, CITY))
        or known_area(reading, at) > at
    )


def small_name(reading: Reading, at: int, most: int) -> int:
    """A name typed small that something after it shows to be one."""
    end = small_words(reading, at, most)
    return end if end > at and ends_name(reading, end) else at


def street_name(reading: Reading, at: int) -> tuple[int, bool]:
    """A street's name after a number, and whether it is one for sure."""
    known = STREETS.match(reading, at)
    typed = capitals(reading, at)
    telling = reading.at(at) in SURNAMES
    if known > at and (known >= typed or known_area(reading, known) > known):
        return known, telling or any(token.text != token.fold for token in reading.tokens[at:known])
    if typed > at and known_area(reading, at) != typed:
        return typed, known > at or (typed - at >= 2 and telling)
    return _person(reading, at), False


def _person(reading: Reading, at: int) -> int:
    """A name like a person's, typed small: family name, then middle and given ones."""
    if reading.at(at) not in SURNAMES or reading.at(at) in STOPS:
        return at
    end = at + 1
    while end - at < 4 and is_of_name(reading.at(end)) and reading.at(end) not in STOPS:
        if end - at >= 2 and known_area(reading, end) > end:
            break
        end += 1
    return end if end - at >= 2 else at


def road_name(reading: Reading, at: int) -> int:
    """What follows "đường": "30/4", "số 7", "D2", "3 tháng 2", a known name, words with capitals or typed small."""
    first = at + (reading.at(at).fold == "so")
    numbered = _after(reading, first, _ROAD)
    if numbered > first:
        month = reading.at(numbered).fold == "thang" and reading.at(numbered + 1).is_number
        return numbered + 2 if month else numbered
    named = max(STREETS.match(reading, at), capitals(reading, at))
    return named if named > at else small_name(reading, at, most=3)


def area_name(reading: Reading, at: int) -> int:
    """The name or number of a ward, a district, a town."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.is_number:
        plain = token.text.isdigit() and len(token.text) <= 2 and not (after.glued and after.text in "/.")
        measures = after in TIME_OR_MEASURE and not after.glued and after.fold not in _AREAS
        return at + 1 if plain and not measures and after not in CLASSIFIERS else at
    named = max(known_area(reading, at), capitals(reading, at, most=4))
    if named > at:
        return named
    small = small_words(reading, at, most=3)
    ends = not reading.at(small).is_word or reading.at(small) in STOPS or known_area(reading, small) > small
    return small if small - at <= 2 or ends else at + 2


def hamlet_name(reading: Reading, at: int) -> int:
    """What follows "ấp", "thôn", "tổ", "khu": a number, a letter, a name where the word before has its diacritics."""
    end = house_number(reading, at)
    if end > at:
        counted = reading.at(end) in CLASSIFIERS or reading.at(end).fold in ("thang", "nam", "tuoi", "nguoi")
        return at if counted else end
    if _is_letter(reading.at(at)):
        return at + 1
    if reading.at(at - 1).low == reading.at(at - 1).fold:
        return at
    typed = capitals(reading, at, most=3)
    return typed if typed > at else small_name(reading, at, most=2)


def _is_letter(token: Token) -> bool:
    """Such as the B of "khu B"."""
    return token.is_word and len(token.text) == 1 and token.text.isupper()


def building_name(reading: Reading, at: int) -> int:
    """What follows "chung cư", "tòa", "tầng", "căn": a number, a letter, and after some of them a name."""
    end = house_number(reading, at)
    if end == at and _is_letter(reading.at(at)):
        end = at + 1
    if not any(word.fold in NAMED_BUILDINGS for word in (reading.at(at - 1), reading.at(at - 2))):
        return end
    typed = capitals(reading, end)
    if typed == at:
        small = small_words(reading, at, most=2)
        return small if BUILDING.match(reading.tokens, small) > small else small_name(reading, at, most=2)
    numbered = typed > end and reading.at(typed).is_number and house_number(reading, typed) > typed
    return typed + numbered  # "Landmark 81"
