"""Read one part of a postal address: a house and its street, a lane, a hamlet, a building, a ward, a town."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.language.address_names import (
    area_name,
    building_name,
    capitals,
    hamlet_name,
    house_number,
    is_capital,
    road_name,
    small_name,
    street_name,
)
from bot.language.address_words import (
    BUILDING,
    BUILDING_AFTER,
    CITY,
    CITY_AFTER,
    DISTRICT,
    DISTRICT_AFTER,
    HAMLET,
    HOUSE,
    LANE,
    LETTERS,
    MAYBE_HOUSE,
    NEVER_NAMES,
    NOT_BEFORE_HOUSE,
    STOPS,
    STREET,
    STREET_AFTER,
    STREETS,
    WARD,
    WARD_AFTER,
    known_area,
)
from bot.language.lexicon import ENGLISH
from bot.language.quantity_words import CLASSIFIERS, TIME_OR_MEASURE
from bot.language.rules import Finder, Rule, span
from bot.language.spans import Found
from bot.language.syllables import is_toneless_syllable
from bot.language.tokens import Phrases, Reading, Token, Words

# A part is its kind and its tokens ``[start, end)``; "street?" is a street only where something else says so.
_Parts = list[tuple[str, int, int]]
_Parse = Callable[[Reading, int], "_Parts | None"]
_Name = Callable[[Reading, int], int]


def _house(reading: Reading, at: int) -> _Parts | None:
    """Such as "45 Lê Lợi", "số 9 Nguyễn Du", "12/3 đường Hoa Mai", "7 ngõ 40 phố Gốm", "45 ấp Phú Hoà"."""
    named = HOUSE.match(reading.tokens, at)
    start = max(named, MAYBE_HOUSE.match(reading.tokens, at))
    end = house_number(reading, start)
    before = reading.at(at - 1)
    if end == start or before in NOT_BEFORE_HOUSE or reading.at(at).glued or (start == at and _is_short(before)):
        return None
    for follows in (_lane, _street, _english_street, _hamlet_after_number):
        if (more := follows(reading, end)) is not None:
            return [("house", at, end), *more]
    upto, sure = street_name(reading, end)
    if upto > end and not _is_goods(reading, end):
        long = end - at + len(reading.at(at).text) > 2  # "2 Hoàng Lan" are rather two orchids
        known = (sure and long) or STREETS.match(reading, end) > end or known_area(reading, upto) > upto or start > at
        return [("house", at, end), ("street" if known else "street?", end, upto)]
    return [("house", at, end)] if named > at else None


def _is_short(token: Token) -> bool:
    """Whether the token is a number too short for a telephone's."""
    return token.is_number and len(token.text) < 3


def _is_goods(reading: Reading, at: int) -> bool:
    """Whether the word after the number is counted or measured, not the beginning of a street's name."""
    token = reading.at(at)
    if token.glued or (token in STOPS and not is_capital(token)):
        return True
    counted = token in CLASSIFIERS or token in TIME_OR_MEASURE
    foreign = not is_toneless_syllable(token.fold) and known_area(reading, at + 1) == at + 1
    return STREETS.match(reading, at) == at and (counted or foreign)


def _lane(reading: Reading, at: int) -> _Parts | None:
    """Such as "hẻm 12/5 Lê Lợi", "ngách 3 ngõ 12 phố Gốm", "ngõ Hoa Nhài"."""
    parts: _Parts = []
    end = at
    while len(parts) < 4 and (step := LANE.match(reading.tokens, end)) > end:
        number = house_number(reading, step)
        if number == step:
            break
        parts.append(("lane", end, number))
        end = number
    if not parts:
        return _named_lane(reading, at)
    if (street := _street(reading, end)) is not None:
        return [*parts, *street]
    upto, _ = street_name(reading, end)
    upto = upto if upto > end else small_name(reading, end, most=3)
    return [*parts, ("street", end, upto)] if upto > end and not _is_goods(reading, end) else parts


def _named_lane(reading: Reading, at: int) -> _Parts | None:
    step = LANE.match(reading.tokens, at)
    upto = capitals(reading, step)
    marked = reading.at(at).low != reading.at(at).fold
    return [("lane", at, upto)] if upto > step > at and marked else None


def _street(reading: Reading, at: int) -> _Parts | None:
    """Such as "đường Hoa Mai", "phố Gốm", "đường 30/4", "đường số 7"."""
    step = STREET.match(reading.tokens, at)
    if step == at or reading.at(at - 1).fold in ("thanh", "khu", "kg", "tren", "doc"):
        return None
    end = road_name(reading, step)
    return [("street", at, end)] if end > step else None


def _english_street(reading: Reading, at: int) -> _Parts | None:
    """Such as "Sea Breeze street"."""
    end = at
    while end - at < 4 and _is_in_street(reading.at(end)):
        end += 1
    if end == at or reading.at(end) not in STREET_AFTER:
        return None
    return [("street", at, end + 1 + (reading.at(end + 1).text == "." and reading.at(end + 1).glued))]


def _is_in_street(token: Token) -> bool:
    if not token.is_word or token in STREET_AFTER or token.low in NEVER_NAMES:
        return False
    return token.text[0].isupper() or (token.low not in ENGLISH and is_toneless_syllable(token.fold))


def _floor(reading: Reading, at: int) -> _Parts | None:
    """Such as "3rd floor"."""
    ordinal = reading.at(at).is_number and reading.at(at + 1).low in ("st", "nd", "rd", "th")
    return [("building", at, at + 3)] if ordinal and reading.at(at + 2).low == "floor" else None


def _called(kind: str, cues: Phrases, name: _Name) -> _Parse:
    """A part that is a word and then a number or a name."""

    def parse(reading: Reading, at: int) -> _Parts | None:
        step = cues.match(reading.tokens, at)
        if step == at or (step == at + 1 and _is_lone_letter(reading, at)):
            return None
        end = name(reading, step)
        return [(kind, at, end)] if end > step else None

    return parse


def _hamlet(reading: Reading, at: int) -> _Parts | None:
    """Such as "ấp 3", "thôn Đông"."""
    return _called("hamlet", HAMLET, hamlet_name)(reading, at)


def _hamlet_after_number(reading: Reading, at: int) -> _Parts | None:
    """The same after a house number, which counts what has no name: "3 tổ yến"."""
    named = reading.at(HAMLET.match(reading.tokens, at))
    return _hamlet(reading, at) if named.is_number or is_capital(named) else None


def _is_lone_letter(reading: Reading, at: int) -> bool:
    """Whether p, q or f is not phường or quận: neither a number nor a name with capitals follows."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.low not in LETTERS or after.is_number:
        return False
    return not (after.is_word and (after.text[0].isupper() or known_area(reading, at + 1) > at + 1))


def _uncounted(parse: _Parse) -> _Parse:
    """The same, unless a number before counts the word: "nồi 2 tầng", but "căn 2 tầng 3"."""

    def parse_uncounted(reading: Reading, at: int) -> _Parts | None:
        before = reading.at(at - 1)
        if _is_short(before) and not before.glued:
            cues = (LANE, HAMLET, BUILDING, WARD, DISTRICT, STREET)
            if not any(words.match(reading.tokens, at - 2) == at - 1 for words in cues):
                return None
        return parse(reading, at)

    return parse_uncounted


def _named(kind: str, words: Words) -> _Parse:
    """A part that is a name and then a word, as in English: "Nha Trang ward"."""

    def parse(reading: Reading, at: int) -> _Parts | None:
        end = at
        while end - at < 4 and is_capital(reading.at(end)) and reading.at(end) not in words:
            end += 1
        return [(kind, at, end + 1)] if end > at and reading.at(end) in words else None

    return parse


def _town(reading: Reading, at: int) -> _Parts | None:
    end = known_area(reading, at)
    return [("area", at, end)] if end > at else None


def _rule(name: str, parse: _Parse) -> Rule:
    """The value is the part's text in the cleaned message."""

    def value(reading: Reading, at: int) -> Sequence[Found]:
        text = reading.normal.clean
        found = [span(reading, kind, "", start, end) for kind, start, end in parse(reading, at) or ()]
        return [Found(one.kind, text[one.start : one.end], one.start, one.end) for one in found]

    return Rule(name, lambda reading, at: parse(reading, at) is not None, value)


RULES = (
    _rule("a floor before its word", _floor),  # "3rd floor"
    _rule("a house and its street or lane", _house),  # "45 Lê Lợi", "sn 9 ngõ Hoa Nhài"
    _rule("a lane", _lane),  # "hẻm 12/5 Lê Lợi"
    _rule("a building or a place in it", _uncounted(_called("building", BUILDING, building_name))),  # "căn 1502"
    _rule("a hamlet or a quarter", _uncounted(_hamlet)),  # "ấp 3", "tổ 5"
    _rule("a street after its word", _street),  # "đường Hoa Mai"
    _rule("a ward or a commune", _called("ward", WARD, area_name)),  # "p. Bến Thành", "xã Long Phước"
    _rule("a district", _called("district", DISTRICT, area_name)),  # "q7", "huyện Hóc Môn"
    _rule("a city or a province", _called("city", CITY, area_name)),  # "tp Vinh", "tỉnh Đồng Nai"
    _rule("a ward before its word", _named("ward", WARD_AFTER)),  # "Nha Trang ward"
    _rule("a district before its word", _named("district", DISTRICT_AFTER)),  # "Binh Thanh District"
    _rule("a city before its word", _named("city", CITY_AFTER)),  # "Ho Chi Minh City"
    _rule("a building before its word", _named("building", BUILDING_AFTER)),  # "Golden Westlake building"
    _rule("a known town", _town),  # "thu duc", "HN"
)
PARTS = Finder(RULES, lambda token: token.is_word or token.is_number)
