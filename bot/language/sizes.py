"""Find clothes and shoe sizes, with or without the word size."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.language.colours import is_colour_word, is_english_colour
from bot.language.quantity_words import CHANGED_TO, CLASSIFIERS, PLEASANT, TIME_OR_MEASURE
from bot.language.rules import Finder, Rule, nothing, span
from bot.language.spans import Found
from bot.language.tokens import Reading, Token, Words, same

_SIZE_CUE = Words("size sz saiz sizes", "sai cỡ cở")
_COUNTRIES = frozenset("eu us uk".split())
_LETTERS = frozenset("xxs xs s m l xl xxl xxxl xxxxl".split())
_FREE = frozenset("freesize fs".split())
_SHOES = frozenset(str(size) for size in range(34, 47))
_TIMES_XL = frozenset("xl xxl".split())
_WEAR = Words(
    "áo quần váy đầm giày dép mặc mang đi shirt dress shoes shoe sneaker jeans sơ thun khoác polo hoodie sandal"
    " boot bốt nón mũ"
)
_WEAR_VERBS = Words("lấy còn chốt đổi qua sang mặc đặt mua hết có hoặc hay con thành từ wear take get swap")
_NO_GARMENT = frozenset("di mang mac so".split())
_AFTER_SHOE = Words("còn màu có hết bao giá shop là", "k hk")
_AFTER_CHOSEN = frozenset("vua dc duoc co thi giup di".split())
_AFTER_GARMENT = frozenset("mau hay quan ao den trang xanh nau hong".split())
_AFTER_SORRY = frozenset("shop sop em ban ad anh chi nha vi lam khach nhe nhieu".split())
_JOIN = Words("hay hoặc và với or and tới đến to", ", / - & +")
_APOSTROPHES = ("'", "’")
_GLUED = re.compile(r"(?i:size)(X{0,3}[SL]|M)")
_NUMBER = re.compile(r"(\d{1,2})(?:[.,](5))?")
_BIG_NUMBER = re.compile(r"1[0-7]0|[5-9]0")  # children's clothes by height


def find_sizes(reading: Reading) -> list[Found]:
    """Clothes and shoe sizes; the value as typed, upper-case ("M", "2XL", "42", "38.5", "FREESIZE")."""
    return _FINDER.find(reading)


def rule_for(text: str) -> str | None:
    """The name of the rule that reads the first size; see :meth:`bot.language.rules.Finder.rule_for`."""
    return _FINDER.rule_for(text)


def _may_begin(token: Token) -> bool:
    low = token.low
    return (
        token.is_number
        or low in _LETTERS
        or token in _SIZE_CUE
        or token.fold in _OTHER_BEGINNINGS
        or (low.startswith("size") and token.is_word)
    )


_OTHER_BEGINNINGS = frozenset("co so eu us uk free freesize".split())

# --- after a word for size --------------------------------------------------------------------------------------------


def _is_glued(reading: Reading, at: int) -> bool:
    text = reading.tokens[at].text
    return _GLUED.fullmatch(text) is not None and text != "SIZES"


def _glued(reading: Reading, at: int) -> Sequence[Found]:
    token = reading.tokens[at]
    return (Found("size", token.text[4:], token.start + 4, token.end),)


def _after_cue(reading: Reading, at: int) -> int:
    """Where the size may stand that the words at the place announce; the place itself when they announce none."""
    token, after = reading.at(at), reading.at(at + 1)
    if token in _SIZE_CUE or (token.low == "co" and after.text in _SHOES):
        step = at + 1
        while reading.at(step).fold in ("la", "so", "is", *_COUNTRIES) or reading.at(step).text in (":", "="):
            step += 1
        return step
    if token.fold in _COUNTRIES and after.is_number:
        return at + 1
    if token.low in ("số", "so") and after.text in _SHOES:
        before = reading.at(at - 1)
        return at + 1 if before in _WEAR or before in _WEAR_VERBS or before.start < 0 else at
    return at


def _is_announced(reading: Reading, at: int) -> bool:
    step = _after_cue(reading, at)
    return step > at and _value_at(reading, step) is not None


def _announced(reading: Reading, at: int) -> Sequence[Found]:
    """The size after the cue, and those listed after it."""
    found: list[Found] = []
    step = _after_cue(reading, at)
    while (hit := _value_at(reading, step)) is not None:
        value, end = hit
        found.append(span(reading, "size", value, step, end))
        step = end + 1 if reading.at(end) in _JOIN else end
        if step == end and not _list_goes_on(reading, end):
            break
    return found


def _list_goes_on(reading: Reading, at: int) -> bool:
    """Whether a list of sizes without commas goes on ("size s m l", "size 38 39")."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.is_number and (after in CLASSIFIERS or after in TIME_OR_MEASURE):
        return False
    if reading.at(at - 1).is_number or token.text.isupper() or token.low != "m":
        return True
    # A small m may be the word mình instead.
    return not after.is_word or _is_size_letter(after) or after.fold in ("con", "co", "k", "ko", "khong", "het")


def _value_at(reading: Reading, at: int) -> tuple[str, int] | None:
    """The size that stands at the place after a word for size, and where it ends."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.fold == "free" and after.fold == "size":
        return "FREESIZE", at + 2
    if token.fold == "free" and reading.at(at - 1).fold in ("size", "sz"):
        return "FREESIZE", at + 1
    if _is_times_xl(reading, at) and token.text in "23456":
        return token.text + after.text.upper(), at + 2
    if _is_size_letter(token) and not (after.glued and after.is_number):
        return "FREESIZE" if token.low in _FREE else token.text.upper(), at + 1
    if not token.is_number or after.text == "%" or (after.glued and after.is_word):
        return None
    match = _NUMBER.fullmatch(token.text)
    if match is None:
        return (token.text, at + 1) if _BIG_NUMBER.fullmatch(token.text) else None
    if after in CLASSIFIERS and reading.at(at - 1) not in _SIZE_CUE:
        return None
    return match[0].replace(",", "."), at + 1


# --- without one ------------------------------------------------------------------------------------------------------


def _is_size_letter(token: Token) -> bool:
    return token.low in _LETTERS or token.low in _FREE


def _is_times_xl(reading: Reading, at: int) -> bool:
    token, after = reading.at(at), reading.at(at + 1)
    return token.is_number and len(token.text) == 1 and after.glued and after.fold in _TIMES_XL


def _free(words: int) -> Callable[[Reading, int], Sequence[Found]]:
    return lambda reading, at: (span(reading, "size", "FREESIZE", at, at + words),)


def _times_xl(reading: Reading, at: int) -> Sequence[Found]:
    value = reading.at(at).text + reading.at(at + 1).text.upper()
    return (span(reading, "size", value, at, at + 2),)


def _as_typed(reading: Reading, at: int) -> Sequence[Found]:
    return (span(reading, "size", reading.tokens[at].text.upper(), at, at + 1),)


def _is_shoe(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    return token.text in _SHOES and not token.glued and _is_quiet_after_shoe(reading, at)


def _is_quiet_after_shoe(reading: Reading, at: int) -> bool:
    """Whether nothing after the number says that it counts or measures."""
    after, second = reading.at(at + 1), reading.at(at + 2)
    if after.is_number:
        return second in CLASSIFIERS and same(reading.at(at - 1), "đôi")
    if after.glued and after.text in "/:-.%":
        return False
    return (
        not after.is_word
        or any(after in words for words in (PLEASANT, _JOIN, _AFTER_SHOE))
        or (is_colour_word(after) and (after.low != after.fold or is_english_colour(after)))
        or (after.low in ("doi", "đổi") and second.fold in CHANGED_TO)
    )


def _is_worn(reading: Reading, at: int) -> bool:
    before = reading.at(at - 1)
    return (
        before in _WEAR
        or before in _WEAR_VERBS
        or same(before, "đôi")
        or (before in _JOIN and reading.at(at - 2).text in _SHOES)
    )


def _is_telephone_xs(reading: Reading, at: int) -> bool:
    return reading.at(at).low == "xs" and (
        reading.at(at - 1).fold in ("ip", "iphone", "ipx") or reading.at(at + 1).fold == "max"
    )


def _is_sorry(reading: Reading, at: int) -> bool:
    return reading.at(at).low == "xl" and reading.at(at + 1).fold in _AFTER_SORRY and not reading.at(at - 1).is_word


def _is_one_of_two(reading: Reading, at: int) -> bool:
    before, after = reading.at(at - 1), reading.at(at + 1)
    return (
        (before in _JOIN and _is_size_letter(reading.at(at - 2)))
        or (after in _JOIN and _is_size_letter(reading.at(at + 2)))
    ) and before.text not in _APOSTROPHES


def _is_whole_message(reading: Reading, at: int) -> bool:
    polite = at == 0 and reading.at(0).text.isupper() and reading.at(1) in PLEASANT and len(reading.tokens) <= 3
    return len(reading.tokens) == 1 or polite


def _is_capital_after_worn(reading: Reading, at: int) -> bool:
    token, before, after = reading.at(at), reading.at(at - 1), reading.at(at + 1)
    if not token.text.isupper() or reading.normal.clean.isupper() or (after.glued and after.is_word):
        return False
    if before.text in (*_APOSTROPHES, "&"):
        return False
    return before in _WEAR or before in _WEAR_VERBS or (before.low != before.fold and is_colour_word(before))


def _is_before_colour(reading: Reading, at: int) -> bool:
    before, after = reading.at(at - 1), reading.at(at + 1)
    return after.low != after.fold and is_colour_word(after) and not before.is_word


def _is_asked_for(reading: Reading, at: int) -> bool:
    return reading.at(at - 1).low in ("con", "còn") and reading.at(at + 1).fold in (
        "k", "ko", "khong", "hong", "hok", "hk",
    )  # fmt: skip


def _is_changed(reading: Reading, at: int) -> bool:
    return (
        reading.at(at - 1).low in ("từ", "tu")
        and reading.at(at + 1).fold in ("sang", "qua", "len", "thanh", "xuong")
        and _is_size_letter(reading.at(at + 2))
    )


def _is_counted(reading: Reading, at: int) -> bool:
    before, after = reading.at(at - 1), reading.at(at + 1)
    if before in CLASSIFIERS and reading.at(at - 2).is_number:
        return after.is_number or not after.is_word
    if not after.is_number or reading.at(at + 2) not in CLASSIFIERS:
        return False
    return is_colour_word(before) or (not before.is_word and not before.is_number and not after.glued)


def _is_chosen(reading: Reading, at: int) -> bool:
    before, after = reading.at(at - 1).fold, reading.at(at + 1)
    first = reading.at(at - 2)
    chosen = (
        before in ("mac", "lay", "chot")
        or (before in ("qua", "sang", "thanh") and first.fold in ("doi", "sua", "sang", "chuyen"))
        or (before in ("sang", "qua") and _is_size_letter(first))
    )
    return chosen and (not after.is_word or after in PLEASANT or after.fold in _AFTER_CHOSEN)


def _is_after_garment(reading: Reading, at: int) -> bool:
    before, after = reading.at(at - 1), reading.at(at + 1)
    if before not in _WEAR or before.fold in _NO_GARMENT:
        return False
    return after.start < 0 or after in PLEASANT or after.text in "?.,!" or after.fold in _AFTER_GARMENT


def _is_freesize(reading: Reading, at: int) -> bool:
    return reading.tokens[at].low == "freesize"


def _is_free_size(reading: Reading, at: int) -> bool:
    return reading.tokens[at].fold == "free" and reading.at(at + 1).fold == "size"


def _is_measure(reading: Reading, at: int) -> bool:
    return reading.tokens[at].glued and reading.at(at - 1).is_number


def _is_own_times_xl(reading: Reading, at: int) -> bool:
    return _is_times_xl(reading, at) and not (reading.tokens[at].glued and reading.at(at - 1).is_word)


def _is_shoe_alone(reading: Reading, at: int) -> bool:
    return at == 0 and len(reading.tokens) <= 3 and _is_shoe(reading, at)


def _is_worn_shoe(reading: Reading, at: int) -> bool:
    return _is_shoe(reading, at) and _is_worn(reading, at)


def _has_more_letters(reading: Reading, at: int) -> bool:
    return len(reading.tokens[at].low) > 1


def _letter(when: Callable[[Reading, int], bool]) -> Callable[[Reading, int], bool]:
    return lambda reading, at: reading.tokens[at].low in _LETTERS and when(reading, at)


RULES = (
    Rule("a letter glued to the word size", _is_glued, _glued),  # "sizeM"
    Rule("sizes after a word for size", _is_announced, _announced),  # "size s, m", "cỡ 41", "giày số 38"
    Rule("freesize in one word", _is_freesize, _free(1)),
    Rule("a letter glued to a number", _is_measure, nothing),  # "5m"
    Rule("free size in two words", _is_free_size, _free(2)),
    Rule("so many times XL", _is_own_times_xl, _times_xl),  # "2XL"
    Rule("a shoe size alone", _is_shoe_alone, _as_typed),  # "40 nha"
    Rule("a shoe size after what is worn or done", _is_worn_shoe, _as_typed),  # "giày 40", "lấy 38"
    Rule("a telephone with XS in its name", _letter(_is_telephone_xs), nothing),  # "iphone xs max"
    Rule("xl for xin lỗi", _letter(_is_sorry), nothing),  # "xl shop nha"
    Rule("a size of several letters", _letter(_has_more_letters), _as_typed),  # "xl", "XXL"
    Rule("one of two letters", _letter(_is_one_of_two), _as_typed),  # "s hay m", "s/m/l"
    Rule("a letter alone", _letter(_is_whole_message), _as_typed),  # "M nha"
    Rule("a capital after what is worn or done", _letter(_is_capital_after_worn), _as_typed),  # "áo L", "lấy M"
    Rule("a letter before a colour", _letter(_is_before_colour), _as_typed),  # "m đen"
    Rule("a letter asked for", _letter(_is_asked_for), _as_typed),  # "con s k"
    Rule("a letter changed for another", _letter(_is_changed), _as_typed),  # "tu m sang l"
    Rule("a letter and its count", _letter(_is_counted), _as_typed),  # "2 cai m 1 cai l", "den m 2 cai"
    Rule("a chosen letter", _letter(_is_chosen), _as_typed),  # "lay m nha", "doi sang l"
    Rule("a letter at the end of a garment", _letter(_is_after_garment), _as_typed),  # "ao m", "quan l mau den"
)
_FINDER = Finder(RULES, _may_begin)
