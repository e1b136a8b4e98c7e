"""How many pieces a message wants, and where one wanted thing ends and the next begins."""

from __future__ import annotations

import re

from bot.language import PROVINCES, fold, normalise
from bot.understanding.name_numbers import COUNTERS, number_of_a_name
from bot.understanding.shelf import Shelf

NOT_COUNTED = (
    "and|và|va|với|voi|cùng|cung|kèm|kem|plus|nữa|nua|đi|di|nha|nhé|nhe|luôn|luon|thôi|thoi|hết|het|tổng|tong|thì|thi"
    "|để|de|là|la|giá|gia|price|cost|costs|nhiêu|nhieu|bao|bn|ship|giao|size|vs|to|for|in|total|"
    "k|tr|trieu|triệu|nghin|nghìn|ngan|ngàn|million|thousand|ml|l|lit|lít|kg|ky|ký|ki|kí|g|gr|gram|gam|m2|w|mah|cm|mm|m"
    "|litres?|liters?|inches|watts?|hours?|days?|months?|years?|inch|thang|tháng|nam|năm|ngay|ngày|gio|giờ|h|tuoi|tuổi|nguoi|người|cap|cấp|cong|cổng|sao|tang|tầng"
)
PARTS = re.compile(
    r"\s*(?:\+|&|,|;|[.!?](?=\s)"
    r"|\bvà\b|\bva\b|\bvới\b|\bvoi\b|\bcùng\b|\bkèm\b|\bvs\b|\bkem theo\b|\bthêm\b|\bthem\b|\band\b"
    r"|\bplus\b|\bwith\b|\bto the\b|\bcộng(?! lại| hết| vô| vào| ship)\b|\bcong(?! lai| het| vo| vao| ship)\b)\s*"
    r"|(?<=[^\W\d])(?<!size)(?<!sz)(?<!cỡ)(?<! co)(?<!lít)(?<!lit)(?<! l)(?<!triệu)"
    rf"(?<!trieu)(?<! tr)(?<! số)(?<! so)\s+(?=\d{{1,2}}\s+(?!(?:{NOT_COUNTED})\b)[^\W\d])",
    re.IGNORECASE,
)
NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
"""Number words, folded."""
WORDS = NUMBERS | {"a couple of": 2, "chuc": 10, "cap": 2}
"""Words that say how many, folded."""
UNITS = "k|tr|trieu|million|thousand|nghin|ngan|ml|l|lit|kg|ky|ki|g|gr|m2|w|mah|cm|inch|thang|nam|ngay|gio|h|tuoi"
UNITS += "|litres?|liters?|inches|watts?|hours?|days?|months?|years?"
"""After these a number measures something and counts no pieces."""
COUNT = re.compile(
    (
        rf"(?<![\w.,])(?P<n>\d{{1,3}}|{'|'.join(WORDS)})\s?(?:{COUNTERS})\b"
        rf"|(?:^|\b(?:lay|mua|dat|chot|order|take|buy|get|add|want|them|ship|cho {{me}}|make it|la|thanh|len|xuong"
        rf"|con|sl|so luong)\s)(?P<m>\d{{1,3}}|{'|'.join(WORDS)})\b"
        rf"(?! ?(?:{UNITS}|%|/|\.)\b)"
        rf"|\bx\s?(?P<x>\d{{1,2}})\b|(?P<y>\d{{1,2}})\s?x\b"
    ).replace("{me}", "(?:minh|em|chi|anh|toi)")
)
COUNTLESS = re.compile(
    rf"\b(?:{'|'.join(name for name in map(fold, PROVINCES) if name.split()[0] in WORDS)}"
    r"|hai duong|hai ba trung|hai chau|hai an|ba ria|ba dinh|ba vi|nam dinh|nam can|nam tu liem|tam ky|tam dao|tam diep"
    r")\b"
)
"""Places that begin like a number, also those of before the provinces were joined: "ship hải phòng" wants no two."""
BARE = re.compile(r"^\s*(?P<n>\d{1,2}|mot|hai|ba|one|two|three)\s+(?=[a-z])")


LEFT_TO_PAY = re.compile(
    r"\b(?:con|la|thanh|len|xuong|la con) (?=\d{3}\b(?! ?(?:cai|con|chiec|hop|goi|chai|bo|doi)\b))"
)
"""Before a bare number of three digits these tell a sum in thousands: "vậy còn 420 thôi"."""
ALL_OF_THEM = re.compile(r"\b(?:cả|ca|tất cả|tat ca)\s+(?:\d|hai|ba|bốn|bon)\b", re.IGNORECASE)
"""Means things that were spoken of, and pieces of none: "gói luôn cả 2 món"."""


def without_all_of_them(text: str) -> str:
    """The text without a number that only says how many different things are meant, its places kept."""
    return ALL_OF_THEM.sub(lambda found: " " * len(found.group()), text)


def count_in(text: str) -> int | None:
    """How many are wanted; None where no number says so."""
    folded = LEFT_TO_PAY.sub(", ", COUNTLESS.sub(" ", normalise(text).folded))
    found = COUNT.search(folded)
    word = next((found.group(name) for name in ("n", "m", "x", "y") if found.group(name)), None) if found else None
    if word is None and (bare := BARE.match(folded)) and not re.match(rf"\s*\d+ ?(?:{UNITS}|loai|mau)\b", folded):
        word = bare.group("n")
    if word is None:
        return None
    number = WORDS.get(word) or (int(word) if word.isdigit() else None)
    return number if number and 0 < number <= 500 else None


def number_of(word: str) -> int:
    """A number as digits or as a word."""
    return NUMBERS.get(word) or int(word)


def is_counted(text: str, number: str) -> bool:
    """Whether a counting word says that a number counts pieces rather than names a size or a model."""
    return number.isdigit() and bool(re.search(rf"(?<!\d){number} ?{COUNTERS}\b", normalise(text).folded))


def parts_of(text: str, shelf: Shelf) -> list[tuple[int, str]]:
    """Parts between connectives with where they begin; what is called by a number is not parted from it."""
    found, start = [], 0
    for match in PARTS.finditer(text):
        if not match.group().strip() and number_of_a_name(text[match.end() :], shelf):
            continue
        if text[start : match.start()].strip():
            found.append((start, text[start : match.start()]))
        start = match.end()
    if text[start:].strip():
        found.append((start, text[start:]))
    return found


__all__ = ["COUNTERS", "NUMBERS", "UNITS", "WORDS", "count_in", "is_counted", "number_of", "parts_of"]
