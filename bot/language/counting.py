"""A number in its place: whether it counts things, is ordered, or belongs to something else."""

from __future__ import annotations

from typing import NamedTuple

from bot.language.colours import is_colour_word, is_english_colour
from bot.language.money_words import NEUTRAL, VAGUE
from bot.language.numerals import HALF, digit_word, number_at
from bot.language.quantity_words import (
    BETWEEN,
    CHANGED_TO,
    CLASSIFIERS,
    ORDER,
    ORDER_STRONG,
    PLEASANT,
    TIME_OR_MEASURE,
)  # fmt: skip
from bot.language.tokens import NOTHING, Reading, Token, same

_STILL = frozenset("hang size sz mau k ko khong hong hok bh bao ban giam".split())
_ONE_OF_NO_THING = frozenset("the luot lan chut it lat so minh dang neo cach trong hai phen".split())  # "một thể"
_BEFORE_NO_COUNT = frozenset("size sz thu so q thang ngay nga".split())  # "quận 3", "ngã ba"
_OTHER_SENSES = (
    "hai quan", "ba lon tuoi", "ba con", "tam thoi", "sau vay", "nam con", "sau con", "tam bo", "tam ly",
)  # fmt: skip
_MAKES = frozenset("pro plus max mini ultra trong".split())


class Count(NamedTuple):
    """A number that may count something, with what stands around it."""

    reading: Reading
    at: int
    value: int
    end: int
    tens_word: bool
    before: Token
    number: Token
    thing: Token
    after: Token


def count_at(reading: Reading, at: int) -> Count | None:
    """The whole number up to 9999 at the place."""
    try:
        count: Count | None = reading.counts[at]
    except KeyError:
        count = reading.counts[at] = _read(reading, at)
    return count


def _read(reading: Reading, at: int) -> Count | None:
    token = reading.at(at)
    number = number_at(reading, at) if token.is_number or digit_word(token) is not None else None
    if number is None or number.value.denominator != 1 or not 0 < number.value <= 9999:
        return None
    end = number.end
    if number.hundreds and not token.is_number and end - at < 2:
        return None
    thing = reading.at(end)
    if number.grouped and thing not in CLASSIFIERS:
        return None
    value = int(number.value)
    return Count(reading, at, value, end, number.tens_word, reading.at(at - 1), token, thing, reading.at(end + 1))


def is_promotion(count: Count) -> bool:
    """Whether the number belongs to "mua 2 tặng 1", "1 đổi 1" or "buy 2 get 1", which ask for nothing."""
    return _gives(count.reading, count.end) or _gives(count.reading, count.at - 1)


def _gives(reading: Reading, at: int) -> bool:
    word, before, after = reading.at(at), reading.at(at - 1), reading.at(at + 1)
    if not (before.is_number and after.is_number):
        return False
    # Typed bare, "doi" is rather "đôi", a pair, unless one is changed for one.
    return word.low in ("tặng", "tang", "get", "đổi", "tính", "tinh") or (
        word.low == "doi" and before.text == after.text == "1"
    )


def is_times(count: Count) -> bool:
    """Such as "3x", "áo đen 2x": so many times."""
    thing = count.thing
    glued = thing.fold == "x" and thing.glued and not count.after.is_number
    return glued and count.value <= 50 and count.before.fold not in ("zoom", "gap", "nhanh")


def is_dozens(count: Count) -> bool:
    """Such as "3 tá", "2 chục"."""
    return count.thing.low in ("tá", "ta", "lố", "dozen") or is_tens(count)


def is_tens(count: Count) -> bool:
    """Such as "2 chục", not "hai chục", which is the number itself."""
    return count.thing.low in ("chục", "chuc") and count.value < 20


def is_tens_of_goods(count: Count) -> bool:
    """Such as "hai chục trứng", "mua ba chục"."""
    return count.tens_word and (count.thing in CLASSIFIERS or count.before in ORDER_STRONG or _is_a_thing(count.thing))


def _is_a_thing(token: Token) -> bool:
    """Whether the word may name goods counted in tens ("2 chục trứng"), not a measure, a price or politeness."""
    return token.is_word and not any(token in words for words in (TIME_OR_MEASURE, PLEASANT, NEUTRAL, VAGUE))


def counts_colour(count: Count) -> bool:
    """Whether the number counts a colour: "1 đen 1 trắng", "two black shirts"; not "iphone 15 đen"."""
    thing, before = count.thing, count.before
    if count.value > 20 or thing.glued or not is_colour_word(thing) or thing.low == "đô":
        return False
    if thing.low == thing.fold and not is_english_colour(thing):
        return False  # typed bare, "do" and "den" are mostly other words
    starts = not before.is_word and not before.is_number and not count.number.glued
    return starts or before in ORDER or before in BETWEEN or is_colour_word(before)


def counts_thing(count: Count) -> bool:
    """Such as "2 cái", "5 sản phẩm"."""
    counted = count.thing in CLASSIFIERS or _is_product(count)
    return counted and not any(holds(count) for holds in _COUNTS_NOTHING)


def _is_product(count: Count) -> bool:
    return same(count.thing, "sản") and count.after.fold == "pham"


def _is_still(count: Count) -> bool:
    """Such as "loq 15 con hang": còn, not con."""
    return count.thing.low == "con" and count.after.fold in _STILL


def _is_change(count: Count) -> bool:
    """Such as "giay 40 doi sang 41": đổi, not đôi."""
    return count.thing.low == "doi" and count.after.fold in CHANGED_TO


def _is_choice(count: Count) -> bool:
    """Such as "top 10 cuốn", "tầm 150 đến 200 cây nào"."""
    return count.before.fold == "top" or (count.value > 20 and count.after.fold == "nao")


def _is_person(count: Count) -> bool:
    """Such as "ba em" (my father), "một em", "hai em gái"."""
    if count.thing.fold != "em":
        return False
    father = count.number.low == "ba" and count.before not in ORDER_STRONG
    return father or count.number.low == "mot" or count.after.fold in ("gai", "trai", "be", "oi")


def _is_asking(count: Count) -> bool:
    """Such as "cho hỏi một cái"."""
    return count.value == 1 and count.before.fold in ("hoi", "nho", "xem")


def _is_address(count: Count) -> bool:
    """Such as "18 Phan Bội Châu"."""
    thing = count.thing
    named = thing.text[0].isupper() and thing.low == thing.fold and not count.number.text.isupper()
    return named and count.at > 0


def _is_another_word(count: Count) -> bool:
    """Such as "2 phần trăm", "hai quần" (hai quan), "tạm thời" (tam thoi), "1 chai rưỡi", "3 bao nhiêu"."""
    thing, after = count.thing, count.after
    said = f"{count.number.low} {thing.low} {after.fold}"
    return (
        thing.low == "phan"
        or (thing.fold, after.fold) == ("phan", "tram")
        or said.startswith(_OTHER_SENSES)
        or said.endswith("con so")
        or (thing.fold == "chai" and after in HALF)
        or (thing.fold in ("bao", "mau") and after.fold in ("nhieu", "gio", "lau"))
    )


def _is_ordinal(count: Count) -> bool:
    """Such as "size 40 đôi", "ngày 2 cái"."""
    return count.before.fold in _BEFORE_NO_COUNT


_COUNTS_NOTHING = (
    _is_still, _is_change, _is_choice, _is_person, _is_asking, _is_address, _is_another_word, _is_ordinal,
)  # fmt: skip


def is_measure(count: Count) -> bool:
    """Such as "2 tháng", "5 triệu"."""
    after = count.thing
    return after in TIME_OR_MEASURE and not (after.low in ("k", "a", "t", "c") and not after.glued)


def runs_on(count: Count) -> bool:
    """Such as "2/3", "13inch"."""
    after = count.thing
    return after.glued and (after.is_word or (after.text in "/:.,-%" and count.after.is_number))


def is_alone(count: Count) -> bool:
    """Whether the number is the whole message."""
    return count.at == 0 and count.end == len(count.reading.tokens)


def is_small_alone(count: Count) -> bool:
    """Whether the message is nothing but a number that may be a count."""
    return is_alone(count) and count.number.is_number and count.value <= 20 and count.end == 1


def is_ordered(count: Count) -> bool:
    """Such as "lấy hai", "chốt 5 nha", "cho mình 3"."""
    verb = _verb_before(count)
    if verb not in ORDER or _is_shoe_or_many(count) or any(holds(count) for holds in _ORDERS_NOTHING):
        return False
    if verb in ORDER_STRONG:
        return True
    gives_father = count.number.low == "ba" and verb.low in ("cho", "gửi", "gui", "bán", "ban")
    return count.value <= 99 and not gives_father and _ends_there(count)


def _verb_before(count: Count) -> Token:
    """The verb that asks for goods before the number, past "cho mình" and the like; NOTHING without one."""
    verb, back = NOTHING, count.at - 1
    while count.at - back < 5 and ((token := count.reading.at(back)) in ORDER or token in BETWEEN):
        if token in ORDER_STRONG or (token in ORDER and verb is NOTHING):
            verb = token
        back -= 1
    return verb


def _ends_there(count: Count) -> bool:
    return not count.thing.is_word or count.thing in PLEASANT


def _is_shoe_or_many(count: Count) -> bool:
    return count.value > 999 or (34 <= count.value <= 46 and count.number.is_number)


def _is_code(count: Count) -> bool:
    return count.number.text.startswith("0")


def _is_bare_word(count: Count) -> bool:
    """Such as "mua sau" (later), "đặt tu" (từ), "lấy tam" (tạm), "mua năm ngoái"."""
    number, after = count.number, count.thing.fold
    return number.low in ("nam", "sau", "tu", "tam", "bay", "lam") or (
        number.fold == "nam" and after in ("ngoai", "nay", "sau", "truoc", "moi")
    )


def _is_one_of_no_thing(count: Count) -> bool:
    return count.number.fold == "mot" and count.thing.fold in _ONE_OF_NO_THING


def _is_father(count: Count) -> bool:
    """Such as "mua cho ba em"."""
    return count.number.low == "ba" and count.thing.fold in ("em", "anh", "chi", "minh", "con")


def _is_word_before_word(count: Count) -> bool:
    return count.number.low in ("ba", "chin", "mot") and not _ends_there(count)


def _is_make(count: Count) -> bool:
    """Such as "mua 15 pro"."""
    return count.thing.is_word and count.thing.fold in _MAKES


_ORDERS_NOTHING = (
    _is_code, _is_bare_word, _is_one_of_no_thing, _is_father, _is_word_before_word, _is_make,
)  # fmt: skip
