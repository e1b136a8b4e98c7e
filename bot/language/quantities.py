"""Find how many of a thing people want."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.language.counting import (
    Count,
    count_at,
    counts_colour,
    counts_thing,
    is_alone,
    is_dozens,
    is_measure,
    is_ordered,
    is_promotion,
    is_small_alone,
    is_tens,
    is_tens_of_goods,
    is_times,
    runs_on,
)
from bot.language.detect import guess
from bot.language.money_words import VAGUE
from bot.language.numerals import digit_word
from bot.language.quantity_words import CLASSIFIERS, TIME_OR_MEASURE
from bot.language.rules import Finder, Rule, nothing, span
from bot.language.spans import Found
from bot.language.tokens import Reading, Token, same


def find_quantities(reading: Reading) -> list[Found]:
    """Counts of things: "2 cái", "một cặp", "nửa tá" (6), "lấy hai", "x3", "sl 2"."""
    return _FINDER.find(reading)


def rule_for(text: str) -> str | None:
    """The name of the rule that reads the first quantity; see :meth:`bot.language.rules.Finder.rule_for`."""
    return _FINDER.rule_for(text)


_SIGNS = frozenset("x sl slg qty quantity ×".split())
_BEGINNINGS = _SIGNS | frozenset("so nua half a chuc tram".split())
_MODELS = frozenset("mau model ban doi dong con bmw series".split())
_ENGLISH_ONES = frozenset("pair dozen box bottle pack".split())


def _may_begin(token: Token) -> bool:
    return token.is_number or token.fold in _BEGINNINGS or digit_word(token) is not None


def _found(reading: Reading, value: int, start: int, end: int) -> Sequence[Found]:
    return (span(reading, "quantity", str(value), start, end),)


# --- without a number of its own --------------------------------------------------------------------------------------


def _is_half_dozen(reading: Reading, at: int) -> bool:
    if reading.tokens[at].low not in ("nửa", "nua", "half"):
        return False
    after = reading.at(at + 1)
    return after.low in ("tá", "ta") or "dozen" in (after.fold, reading.at(at + 2).fold)


def _half_dozen(reading: Reading, at: int) -> Sequence[Found]:
    long = reading.at(at + 2).fold == "dozen" and reading.at(at + 1).fold != "dozen"  # "half a dozen"
    return _found(reading, 6, at, at + (3 if long else 2))


def _is_model(reading: Reading, at: int) -> bool:
    token = reading.tokens[at]
    if token.low != "x" or not reading.at(at + 1).glued:
        return False
    return reading.at(at - 1).fold in _MODELS or (token.text == "X" and (at > 0 or len(reading.tokens) > 2))


def _is_announced(reading: Reading, at: int) -> bool:
    return _count_after_sign(reading, at) > at


def _announced(reading: Reading, at: int) -> Sequence[Found]:
    step = _count_after_sign(reading, at)
    return _found(reading, int(reading.at(step).text), at, step + 1)


def _count_after_sign(reading: Reading, at: int) -> int:
    """Where the count stands that "x", "sl" or "số lượng" announces; the place itself when there is none."""
    token = reading.tokens[at]
    if token.is_number:
        return at
    if token.fold in _SIGNS:
        step = at + 1
    elif same(token, "số") and same(reading.at(at + 1), "lượng"):
        step = at + 2
    else:
        return at
    while reading.at(step).text in (":", "=", "-") or reading.at(step).fold in ("la", "is"):
        step += 1
    digits = reading.at(step)
    capital = token.text == "X" and digits.glued
    glued = token.glued or (at > 0 and reading.at(at - 1).is_number)
    if (capital or token.fold == "x") and glued:
        return at
    counts = digits.text.isdigit() and len(digits.text) <= 3 and reading.at(step + 1) not in TIME_OR_MEASURE
    return step if counts else at


def _is_a_pair(reading: Reading, at: int) -> bool:
    return reading.tokens[at].fold == "a" and reading.at(at + 1).fold in _ENGLISH_ONES


def _a_pair(reading: Reading, at: int) -> Sequence[Found]:
    return _found(reading, 12 if reading.at(at + 1).fold == "dozen" else 1, at, at + 2)


def _is_glued(reading: Reading, at: int) -> bool:
    token = reading.tokens[at]
    if not (token.is_number and token.glued) or at == 0:
        return False
    before = reading.tokens[at - 1]
    return before.is_word or before.text in "/-.,:#+@"


def _is_name(reading: Reading, at: int) -> bool:
    return reading.tokens[at].low == "ten" and guess(reading.normal.clean).language != "en"


def _is_ten_of(reading: Reading, at: int) -> bool:
    return reading.tokens[at].low in ("chục", "trăm", "chuc", "tram") and reading.at(at + 1) in CLASSIFIERS


def _ten_of(reading: Reading, at: int) -> Sequence[Found]:
    return _found(reading, 10 if reading.at(at).fold == "chuc" else 100, at, at + 2)


def _is_part_of_number(reading: Reading, at: int) -> bool:
    if not _is_ten_of(reading, at):
        return False
    counted, after = reading.at(at - 1), reading.at(at + 1)
    return (
        (after.fold, reading.at(at + 2).fold) in (("phan", "tram"), ("cay", "so"))
        or counted.is_number
        or digit_word(counted) is not None
        or counted in VAGUE
        or counted.fold in ("phan", "ca")
    )


# --- with one ---------------------------------------------------------------------------------------------------------


def _is_no_count(reading: Reading, at: int) -> bool:
    return count_at(reading, at) is None


def _if(holds: Callable[[Count], bool]) -> Callable[[Reading, int], bool]:
    def when(reading: Reading, at: int) -> bool:
        count = count_at(reading, at)
        return count is not None and holds(count)

    return when


def _value(
    words: Callable[[Count], int], times: Callable[[Count], int] = lambda count: 1
) -> Callable[[Reading, int], Sequence[Found]]:
    """The number, so many times, and so many words behind it."""

    def value(reading: Reading, at: int) -> Sequence[Found]:
        count = count_at(reading, at)
        return () if count is None else _found(reading, count.value * times(count), at, count.end + words(count))

    return value


_number = _value(lambda count: 0)
_number_and_word = _value(lambda count: 1)
_number_and_thing = _value(lambda count: 2 if same(count.thing, "sản") else 1)
_number_and_classifier = _value(lambda count: int(count.thing in CLASSIFIERS))
_dozens = _value(lambda count: 1, lambda count: 10 if is_tens(count) else 12)


RULES = (
    Rule("half a dozen", _is_half_dozen, _half_dozen),  # "nửa tá"
    Rule("a model with an X", _is_model, nothing),  # "BMW X5"
    Rule("a count after its sign", _is_announced, _announced),  # "x3", "sl: 2", "số lượng là 5"
    Rule("one with an article", _is_a_pair, _a_pair),  # "a pair", "a dozen"
    Rule("part of a code or a date", _is_glued, nothing),  # "B12", "8/10"
    Rule("the word tên", _is_name, nothing),  # "ten minh la"
    Rule("part of a larger number", _is_part_of_number, nothing),  # "trăm phần trăm"
    Rule("ten or a hundred of a thing", _is_ten_of, _ten_of),  # "chục cái", "trăm hộp"
    Rule("no whole number up to 9999", _is_no_count, nothing),  # "1.5"
    Rule("a promotion", _if(is_promotion), nothing),  # "mua 2 tặng 1"
    Rule("so many times", _if(is_times), _number_and_word),  # "áo đen 3x"
    Rule("dozens and tens", _if(is_dozens), _dozens),  # "3 tá", "2 chục"
    Rule("tens of goods", _if(is_tens_of_goods), _number_and_classifier),  # "hai chục trứng"
    Rule("a counted colour", _if(counts_colour), _number),  # "1 đen 1 trắng"
    Rule("a counted thing", _if(counts_thing), _number_and_thing),  # "2 cái", "ba hộp", "5 sản phẩm"
    Rule("a measure or a time", _if(is_measure), nothing),  # "2 tháng", "5 triệu"
    Rule("a number that runs on", _if(runs_on), nothing),  # "2/3", "13inch"
    Rule("a small number alone", _if(is_small_alone), _number),  # "2"
    Rule("a number alone", _if(is_alone), nothing),  # "40"
    Rule("a number that is ordered", _if(is_ordered), _number),  # "lấy hai", "chốt 5 nha"
)
_FINDER = Finder(RULES, _may_begin)
