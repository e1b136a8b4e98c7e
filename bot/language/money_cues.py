"""The comparing words around an amount: "dưới", "khoảng", "trở lên", "between … and …"."""

from __future__ import annotations

from typing import Literal

from bot.language.numerals import digit_word
from bot.language.tokens import Phrases, Reading, Words

Mode = Literal["", "below", "above", "approx", "from"]

NO_WORDS = ("không", "ko", "k", "kh", "hông", "hok", "đừng", "chưa")
_BELOW = Phrases(
    "dưới", "max", "tối đa", "under", "below", "less than", "up to", "at most", "no more than", "not more than",
    "maximum",
    "within", "cheaper than", "lower than", "thấp hơn", "rẻ hơn", "nhỏ hơn", "ít hơn", "< =", "<", "≤", "không tới",
    "không đến",
    "cao lắm", "cao lắm là", "nhiều lắm", "nhiều lắm là", "cùng lắm", "cùng lắm là", "kịch kim", "kịch kim là",
    "max is", "max of", "maximum is", "not over", "maximum of", "not exceeding", "cao nhất",
    *(f"{no} {rest}" for no in NO_WORDS for rest in ("quá", "vượt", "vượt quá", "hơn", "lố", "trên")),
    "chưa tới", "chưa đến",
)  # fmt: skip
_ABOVE = Phrases(
    "trên", "hơn", "lớn hơn", "cao hơn", "ít nhất", "tối thiểu", "min", "over", "above", "more than", "at least",
    "minimum", "> =",
    ">", "≥", "từ trên", "bét nhất",
    *(f"{no} dưới" for no in NO_WORDS),
)  # fmt: skip
_APPROX = Phrases(
    "tầm", "khoảng", "cỡ", "quanh", "xung quanh", "loanh quanh", "chừng", "gần", "xấp xỉ", "ngót", "ước chừng",
    "trên dưới", "~",
    "about", "around", "roughly", "approximately", "approx", "approx .", "near", "nearly", "almost", "đâu đó",
    "cỡ chừng", "độ",
    "tầm tầm", "tầm giá", "khoảng giá", "giá tầm", "giá khoảng",
    "ngót nghét", "sấp sỉ", "in the range of",
)  # fmt: skip
_FROM = Phrases("từ", "from", "between", "giữa", "trong khoảng", "nằm trong", "range", "in between")
_FILLER = Phrases("giá", "mức", "là", "giá là", "of", "ở mức", "chỉ", "price", "mức giá", "the price")
TO = Phrases(
    "-",
    "–",
    "—",
    "~",
    "đến",
    "tới",
    "to",
    "and",
    "và",
    "- >",
    "→",
    "cho đến",
    "cho tới",
    "đổ đến",
    "till",
    "until",
    "−",
)
AFTER_BELOW = Phrases(
    "đổ lại", "trở xuống", "trở lại", "đổ xuống", "quay đầu", "quay lại", "or less", "or below", "or under", "max",
    "tối đa",
    "là max", "là tối đa", "là cùng", "trở về", "về lại", "hoặc ít hơn", "hoặc rẻ hơn", "đổ về", "là hết", "maximum",
    "at most", "là cao nhất", "tops", "kịch kim", "là kịch kim", "là kịch",
)  # fmt: skip
AFTER_APPROX = Phrases("ish", "- ish", "or so", "gì đó", "gì đấy", "hơn kém", "give or take")
AND_BOTH = Words("và mà nhưng and but to đến tới thì", ", - ~")
AFTER_ABOVE = Phrases("trở lên", "đổ lên", "or more", "or above", "and up", "and above", "hoặc hơn", "+", "plus", "up")


_CUE_FIRSTS = _BELOW.firsts | _ABOVE.firsts | _APPROX.firsts | _FROM.firsts | _FILLER.firsts


def cue(reading: Reading, at: int) -> tuple[Mode, int]:
    """The comparing words at the place: their sense and where they end."""
    if reading.at(at).low not in _CUE_FIRSTS:
        return "", at
    mode: Mode = ""
    for _ in range(4):
        kind, end = _kind_at(reading, at)
        if kind == "approx" and reading.at(at).low == "about" and reading.at(at - 1).low in ("how", "what"):
            break  # "how about 400k" offers a sum
        if end == at:
            filler = _FILLER.match(reading.tokens, at)
            if not mode or filler == at:
                break
            at = filler
            continue
        if _is_other_word(reading, at, end):
            break
        mode, at = _joined(mode, "below" if kind == "above" and _denied(reading, at) else kind), end
    return mode, at


def _kind_at(reading: Reading, at: int) -> tuple[Mode, int]:
    """The longest comparison at the place, and where it ends."""
    end = _BELOW.match(reading.tokens, at)
    kind: Mode = "below"
    if end == at or (reading.at(at).fold == "max" and reading.at(at - 1).fold in ("pro", "promax", "ip")):
        end, kind = _ABOVE.match(reading.tokens, at), "above"
    longer = _APPROX.match(reading.tokens, at)
    if longer > end:
        end, kind = longer, "approx"
    return (kind, end) if end > at else ("from", _FROM.match(reading.tokens, at))


def _is_other_word(reading: Reading, at: int, end: int) -> bool:
    """Whether a bare word is tám, tư or có: only a number right after it makes "tam" tầm and "tu" từ."""
    low = reading.at(at).low
    if low not in ("tam", "tu", "co", "do") or end != at + 1:
        return False
    after = reading.at(end)
    follows = after.is_number or digit_word(after) is not None or (low in ("tam", "tu") and cue(reading, end)[0] != "")
    return not follows or low in ("co", "do")


def _joined(mode: Mode, kind: Mode) -> Mode:
    """Two comparisons in a row: "dưới khoảng 500k", "từ khoảng 2 triệu"."""
    if kind == "approx" and mode in ("below", "above", "from"):
        return mode
    return kind


_DENIALS = frozenset("not dont t cant never wont without".split())


def _denied(reading: Reading, at: int) -> bool:
    """Whether English denies the comparison a few words before: "I don't want to spend more than 1 million"."""
    if reading.at(at).low not in ("more", "over", "above"):
        return False
    return any(reading.at(at - back).low in _DENIALS for back in range(1, 6))
