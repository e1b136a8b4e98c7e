"""Find clothes and shoe sizes, with or without the word size."""

from __future__ import annotations

import re

from bot.language.colours import is_colour_word, is_english_colour
from bot.language.quantities import CHANGED_TO, CLASSIFIERS, PLEASANT, TIME_OR_MEASURE
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Token, Words, same

_SIZE_CUE = Words("size sz saiz sizes", "sai cỡ cở")
_SIZE_LETTER = re.compile(r"(?:xxs|xs|s|m|l|xl|x{2,4}l|freesize|fs)")
_WEAR = Words(
    "áo quần váy đầm giày dép mặc mang đi shirt dress shoes shoe sneaker jeans sơ thun khoác polo hoodie sandal"
    " boot bốt nón mũ"
)
_WEAR_VERBS = Words("lấy còn chốt đổi qua sang mặc đặt mua hết có hoặc hay con thành từ wear take get swap")
_AFTER_SHOE = Words("còn màu có hết bao giá shop là")
_JOIN = Words("hay hoặc và với or and tới đến to", ", / - & +")


def find_sizes(reading: Reading) -> list[Found]:
    """Clothes and shoe sizes; the value as typed, upper-case ("M", "2XL", "42", "38.5", "FREESIZE")."""
    found: list[Found] = []
    tokens = reading.tokens
    at = 0
    while at < len(tokens) and len(found) < MOST:
        token = tokens[at]
        glued = re.fullmatch(r"(?i:size)(X{0,3}[SL]|M)", token.text)
        if glued and token.text != "SIZES":
            found.append(Found("size", glued[1], token.start + 4, token.end))
            at += 1
            continue
        cue = _cue(reading, at)
        if cue > at:
            step = cue
            while (hit := _size_value(reading, step, strict=False)) is not None:
                value, end = hit
                found.append(Found("size", value, tokens[step].start, tokens[end - 1].end))
                at = end - 1
                step = end + 1 if reading.at(end) in _JOIN else end
                if step == end and not tokens[end - 1].is_number and not _goes_on(reading, end):
                    break
                if step == end and reading.at(end).is_number and _joined_number_is_count(reading, end):
                    break
        elif hit := _loose(reading, at, token):
            value, end = hit
            found.append(Found("size", value, token.start, tokens[end - 1].end))
            at = end - 1
        at += 1
    return found


def _goes_on(reading: Reading, at: int) -> bool:
    """Whether a list of sizes without commas goes on ("size s m l"); a small m may be the word mình instead."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.text.isupper() or token.low != "m":
        return True
    return (
        not after.is_word
        or _SIZE_LETTER.fullmatch(after.low) is not None
        or after.fold in ("con", "co", "k", "ko", "khong", "het")
    )


def _joined_number_is_count(reading: Reading, at: int) -> bool:
    return reading.at(at + 1) in CLASSIFIERS or reading.at(at + 1) in TIME_OR_MEASURE


def _cue(reading: Reading, at: int) -> int:
    token, after = reading.at(at), reading.at(at + 1)
    if token in _SIZE_CUE or (token.low == "co" and _shoe(after)):
        step = at + 1
        while reading.at(step).fold in ("la", "so", "is", "eu", "us", "uk") or reading.at(step).text in (":", "="):
            step += 1
        return step
    if token.fold in ("eu", "us", "uk") and after.is_number:
        return at + 1
    if token.low in ("số", "so") and _shoe(after):
        before = reading.at(at - 1)
        return at + 1 if before in _WEAR or before in _WEAR_VERBS or before.start < 0 else at
    return at


def _shoe(token: Token) -> bool:
    return token.is_number and re.fullmatch(r"3[4-9]|4[0-6]", token.text) is not None


def _size_value(reading: Reading, at: int, strict: bool) -> tuple[str, int] | None:
    token, after = reading.at(at), reading.at(at + 1)
    if token.fold == "free" and (after.fold == "size" or reading.at(at - 1).fold in ("size", "sz")):
        return "FREESIZE", at + (2 if after.fold == "size" else 1)
    if (
        token.is_number
        and len(token.text) == 1
        and token.text in "23456"
        and after.glued
        and re.fullmatch(r"x?xl", after.fold)
    ):
        return token.text + after.text.upper(), at + 2
    if token.is_word and _SIZE_LETTER.fullmatch(token.low) and not (after.glued and after.is_number):
        return ("FREESIZE" if token.low in ("fs", "freesize") else token.text.upper()), at + 1
    if not token.is_number or after.text == "%" or (after.glued and after.is_word):
        return None
    match = re.fullmatch(r"(\d{1,2})(?:[.,](5))?", token.text)
    pair = re.fullmatch(r"(\d{2}),(\d{2})", token.text)
    if pair:
        return None
    if match is None:
        return (token.text, at + 1) if re.fullmatch(r"1[0-7]0|[5-9]0", token.text) and not strict else None
    if after in CLASSIFIERS and reading.at(at - 1) not in _SIZE_CUE:
        return None
    return match[1] + (f".{match[2]}" if match[2] else ""), at + 1


def _loose(reading: Reading, at: int, token: Token) -> tuple[str, int] | None:
    """A size without the word size."""
    before, after = reading.at(at - 1), reading.at(at + 1)
    if (token.glued and before.is_number) or token.low in ("freesize",):
        return ("FREESIZE", at + 1) if token.low == "freesize" else None
    if token.fold == "free" and after.fold == "size":
        return "FREESIZE", at + 2
    if token.is_number:
        if (
            len(token.text) == 1
            and after.glued
            and re.fullmatch(r"x?xl", after.fold)
            and not (token.glued and before.is_word)
        ):
            return token.text + after.text.upper(), at + 2
        quiet = (
            not after.is_word or after in PLEASANT or after in _JOIN or after.low in ("k", "hk") or after in _AFTER_SHOE
        )
        counts_next = after.is_number and reading.at(at + 2) in CLASSIFIERS and same(before, "đôi")
        coloured = is_colour_word(after) and (after.low != after.fold or is_english_colour(after))
        quiet = quiet or coloured or (after.low in ("doi", "đổi") and reading.at(at + 2).fold in CHANGED_TO)
        quiet = quiet and not (after.glued and after.text in "/:-.%") and not after.is_number
        quiet = quiet or counts_next
        worn = (
            before in _WEAR
            or before in _WEAR_VERBS
            or same(before, "đôi")
            or (before in _JOIN and _shoe(reading.at(at - 2)))
        )
        if _shoe(token) and quiet and not token.glued and ((at == 0 and len(reading.tokens) <= 3) or worn):
            return token.text, at + 1
        return None
    if not _SIZE_LETTER.fullmatch(token.low) or token.low == "fs":
        return None
    if token.low == "xs" and (before.fold in ("ip", "iphone", "ipx") or after.fold == "max"):
        return None
    if len(token.low) > 1:
        sorry = token.low == "xl" and after.fold in (
            "shop",
            "sop",
            "em",
            "ban",
            "ad",
            "anh",
            "chi",
            "nha",
            "vi",
            "lam",
            "khach",
            "nhe",
            "nhieu",
        )
        return None if sorry and not before.is_word else (token.text.upper(), at + 1)
    listed = (before in _JOIN and _SIZE_LETTER.fullmatch(reading.at(at - 2).low)) or (
        after in _JOIN and _SIZE_LETTER.fullmatch(reading.at(at + 2).low)
    )
    if listed and before.text not in ("'", "’"):
        return token.text.upper(), at + 1
    if len(reading.tokens) == 1 or (
        at == 0 and token.text.isupper() and after in PLEASANT and len(reading.tokens) <= 3
    ):
        return token.text.upper(), at + 1
    upper = token.text.isupper() and not reading.normal.clean.isupper() and before.text not in ("'", "’", "&")
    if (
        upper
        and (before in _WEAR or before in _WEAR_VERBS or (before.low != before.fold and is_colour_word(before)))
        and not (after.glued and after.is_word)
    ):
        return token.text.upper(), at + 1
    if token.low in "sml" and after.low != after.fold and is_colour_word(after) and not before.is_word:
        return token.text.upper(), at + 1
    if before.low in ("con", "còn") and token.low in "sml" and after.fold in ("k", "ko", "khong", "hong", "hok", "hk"):
        return token.text.upper(), at + 1  # "con s k"
    swapped = before.low in ("từ", "tu") and after.fold in ("sang", "qua", "len", "thanh", "xuong")
    if swapped and _SIZE_LETTER.fullmatch(reading.at(at + 2).low):
        return token.text.upper(), at + 1  # "doi tu m sang l"
    counted = reading.at(at + 2) in CLASSIFIERS
    if token.low in "sml" and (
        (before in CLASSIFIERS and reading.at(at - 2).is_number and (after.is_number or not after.is_word))
        or (is_colour_word(before) and after.is_number and counted)
        or (not before.is_word and not before.is_number and after.is_number and not after.glued and counted)
    ):
        return token.text.upper(), at + 1  # "2 cai m 1 cai l", "den m 2 cai"
    changing = before.fold in ("qua", "sang", "thanh") and reading.at(at - 2).fold in ("doi", "sua", "sang", "chuyen")
    changing = changing or (before.fold in ("sang", "qua") and bool(_SIZE_LETTER.fullmatch(reading.at(at - 2).low)))
    if (before.fold in ("mac", "lay", "chot") or changing) and (
        not after.is_word or after in PLEASANT or after.fold in ("vua", "dc", "duoc", "co", "thi", "giup", "di")
    ):
        return token.text.upper(), at + 1
    garment = before in _WEAR and before.fold not in ("di", "mang", "mac", "so") and token.low in "sml"
    if garment and (
        after.start < 0
        or after in PLEASANT
        or after.text in "?.,!"
        or after.fold in ("mau", "hay", "quan", "ao", "den", "trang", "xanh", "nau", "hong")
    ):
        return token.text.upper(), at + 1
    return None
