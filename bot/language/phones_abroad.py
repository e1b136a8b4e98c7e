"""Find telephone numbers from abroad, by the country's code: "+1 415 555 0100", "0044 20 7946 0958".

The rule is that of E.164 and no more: "+" or "00", then 8 to 15 digits of which the first is no zero. Which of these
numbers a country really gives out is known to the phonenumbers library; it stays out, because this package is
standard library only: Rasa's environment imports it.
"""

from __future__ import annotations

import re

from bot.language.phone_words import HOTLINE, IS_PHONE, NOT_PHONE
from bot.language.quantity_words import CLASSIFIERS, TIME_OR_MEASURE
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading

_RUN = re.compile(
    r"(?<![\w+#])(?<![0-9][.,/\-])([(\[]?)(\+[ (]?|00[ .\-]?)([1-9](?:[ .\-()\[\]/]{0,3}[0-9]){7,24})(?![0-9])"
)
_GROUP = re.compile(r"[0-9]+")
_TRUNK_ZERO = re.compile(r"\(0\)")  # "+44 (0) 20 …": the zero is dialled at home only
_MONEY = re.compile(r"[0-9]{1,3}(?:[., ][0-9]{3})*[., ]000")
_UNIT_AFTER = re.compile(r" ?(?:d|vnd|dong|k|tr|trieu|nghin|ngan|usd|\$|%)(?![a-z])")
_ACCOUNT_BEFORE = re.compile(
    r"(?:\bck|chuyen (?:khoan|tien)|\bvao|\bdon(?: hang)?|\bdh|\bma|order|code|bill|hoa don|parcel|#)[^0-9]{0,12}$"
)
_BANK_AFTER = re.compile(
    r"[ ,\-(]{0,2}(?:ngan hang|bank|vcb|tcb|acb|mb|vietcombank|techcombank|vietinbank|bidv|agribank)\b"
)


def find_abroad(reading: Reading) -> list[Found]:
    """Numbers of other countries, as "+" and digits; Vietnamese ones ("+84 …") are left to :mod:`phones`."""
    clean = reading.normal.clean
    if "+" not in clean and "00" not in clean:
        return []
    found: list[Found] = []
    for run in _RUN.finditer(clean):
        number = _number(reading, run)
        if number is not None:
            found.append(number)
        if len(found) == MOST:
            break
    return found


def _number(reading: Reading, run: re.Match[str]) -> Found | None:
    written = _TRUNK_ZERO.sub("   ", run[3])
    if _is_something_else(reading, run):
        return None
    digits, size = _most_digits(written)
    end = run.start(3) + size
    if size == len(written) and (shorter := _without_count(reading, written, end)):
        digits, size = _most_digits(written[:shorter])
        end = run.start(3) + size
    if not 8 <= len(digits) <= 15 or digits.startswith("84") or reading.normal.clean[end : end + 1].isalpha():
        return None
    if HOTLINE.fullmatch(digits) or _MONEY.fullmatch(written[:size]) or _UNIT_AFTER.match(reading.folded, end):
        return None
    start = run.start() if ")" in run[3][:size] or "]" in run[3][:size] else run.start(2)
    return Found("phone", f"+{digits}", start, end)


def _is_something_else(reading: Reading, run: re.Match[str]) -> bool:
    """Whether the digits are an account, a card or a code: those begin with "00" as well ("ck vào 007100… vcb")."""
    before = reading.folded[max(0, run.start() - 40) : run.start()]
    if NOT_PHONE.search(before):
        return True
    if run[2].startswith("+"):
        return False
    if _ACCOUNT_BEFORE.search(before) or _BANK_AFTER.match(reading.folded, run.end()):
        return True
    # Without a space it may as well be a citizen's card, of which Hanoi's begin with 001.
    solid = run[0].isdigit()
    alone = len(reading.tokens) == 1 and len(run[0]) != 12
    return solid and not alone and not IS_PHONE.search(before)


def _most_digits(written: str) -> tuple[str, int]:
    """The digits of as many groups as a number may have, and where the last of them ends."""
    digits, end = "", 0
    for group in _GROUP.finditer(written):
        if len(digits) + len(group[0]) > 15:
            break
        digits, end = digits + group[0], group.end()
    return digits, end


def _without_count(reading: Reading, written: str, end: int) -> int:
    """Where the number ends before a last group that counts the word after it ("+1 415 555 0100 2 cái"), or 0."""
    last = written.rfind(" ")
    if last < 0 or len(written) - last > 3:
        return 0
    after = next((token for token in reading.tokens if token.start >= end), None)
    return last if after is not None and (after in CLASSIFIERS or after in TIME_OR_MEASURE) else 0
