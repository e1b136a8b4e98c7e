"""Find amounts and ranges of money, and write an amount the way each language does."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.amount_tails import Amount
from bot.language.amounts import amount_at
from bot.language.detect import guess
from bot.language.money_cues import AFTER_ABOVE, AFTER_APPROX, AFTER_BELOW, AND_BOTH, NO_WORDS, TO, Mode, cue
from bot.language.money_units import MILLION, THOUSAND, alone, price_before
from bot.language.money_words import NEUTRAL
from bot.language.numerals import digit_word
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Token, Words, read


@dataclass(frozen=True)
class MoneyRange:
    """Whole đồng; None is an open end."""

    min: int | None
    max: int | None

    def __str__(self) -> str:
        """The entity's value: "min..max", an open end empty."""
        return f"{'' if self.min is None else self.min}..{'' if self.max is None else self.max}"


_ENGLISH_CUES = frozenset(
    """
    under below than to most over above least between from around about within budget and nearly
""".split()
)
_BODY = Words("cao nặng dài rộng height tall weight ngang sâu vòng size sz cm")


def find_money(reading: Reading, forced: bool = False) -> list[Found]:
    """All amounts and ranges. ``forced``: the message answers "how much money", so bare numbers count."""
    found: list[Found] = []
    at = last = 0
    if not any(token.is_number or token in _SCALES for token in reading.tokens):
        return found
    while at < len(reading.tokens) and len(found) < MOST:
        hit = _spot(reading, at, forced)
        if hit is None:
            at += 1
            continue
        kind, value, start, end = hit
        one = Found(kind, value, reading.tokens[start].start, reading.tokens[end - 1].end)
        if found and start - last <= 1 and (start == last or reading.at(last) in AND_BOTH):
            one = _between(found[-1], one) or one
            if one.start == found[-1].start:
                found.pop()
        found.append(one)
        at = last = end
    return found


def _between(first: Found, second: Found) -> Found | None:
    """One range out of two open ones: "trên 1tr dưới 2tr"; None where they do not meet."""
    if first.kind != "money_range" or second.kind != "money_range":
        return None
    (low, _, top), (bottom, _, high) = first.value.partition(".."), second.value.partition("..")
    if low == "0" and not high:  # "dưới 2tr trên 1tr"
        low, top, bottom, high = bottom, high, low, top
    if top or bottom != "0" or int(low) >= int(high):
        return None
    return Found("money_range", f"{low}..{high}", first.start, second.end)


# Without a digit or one of these there is no amount.
_SCALES = Words(
    "trăm chục mươi nghìn ngàn ngìn nghình k tr triệu trịu chẹo trẹo chiệu trd củ chai cành lít lốp xị tỷ tỉ"
    " thousand grand million millions"
    " mil mio hundred billion trđ giá"
)


def _may_start(token: Token) -> bool:
    return token.is_number or digit_word(token) is not None or token.fold in _STARTS


_STARTS = frozenset("tr xi lit vai may dam nua half tram chuc trieu cu ty ti a several few".split())


def _spot(reading: Reading, start: int, forced: bool) -> tuple[str, str, int, int] | None:
    mode, at = cue(reading, start)
    if not _may_start(reading.at(at)):
        return None
    price = forced or price_before(reading, start)
    first = _english_million(reading, at, mode) or amount_at(
        reading, at, bare_ok=(price and reading.at(at).fold != "may") or mode != ""
    )
    if first is None:
        return None
    if first.slang == "chuc" and not (
        price or mode or alone(reading, start, first.end) or reading.at(first.end).fold in ("do", "tro")
    ):
        return None
    between = _range(reading, first, mode, price, start)
    if between is not None:
        low, high, end = between
        return "money_range", f"{low}..{high}", start, end
    if first.unit == 0:
        if not _implied(reading, start, at, first, mode, price, forced):
            return None
        first = first.scaled(THOUSAND)
    return _single(reading, start, first, mode)


def _english_million(reading: Reading, at: int, mode: Mode) -> Amount | None:
    """Such as "under 2m" in an English sentence."""
    after = reading.at(at + 1)
    if after.low not in ("m", "mn") or not reading.at(at).is_number or reading.at(at + 2).is_number:
        return None
    if not mode and not price_before(reading, at):
        return None
    # In Vietnamese "2m" is two metres; the words around must be English.
    if guess(reading.normal.clean).language != "en" and reading.at(at - 1).fold not in _ENGLISH_CUES:
        return None
    plain = amount_at(reading, at)
    return None if plain is None else Amount(*(int(plain.number * MILLION),) * 2, MILLION, at + 2, plain.number)


def _single(reading: Reading, start: int, amount: Amount, mode: Mode) -> tuple[str, str, int, int]:
    some = _and_some(reading, amount) if mode in ("", "approx") else 0
    if some and AFTER_BELOW.match(reading.tokens, amount.end + 1) == amount.end + 1:
        return "money_range", f"{amount.low}..{amount.low + some}", start, amount.end + 1
    at = _past_some(reading, amount.end)
    end = AFTER_BELOW.match(reading.tokens, at)
    if end > at and not (reading.at(at).fold == "max" and reading.at(end).is_number):
        return "money_range", f"0..{amount.high}", start, end
    end = AFTER_ABOVE.match(reading.tokens, at)
    if end > at:
        return "money_range", f"{amount.low}..", start, end
    if mode == "from" and reading.at(start).low in ("trong", "nằm", "range"):
        mode = "approx"  # "trong khoảng 500k", with no second end
    if bounds := _bounds(amount, mode):
        return "money_range", bounds, start, at
    if (end := AFTER_APPROX.match(reading.tokens, at)) > at or mode == "approx":
        return "money_range", f"{amount.low * 9 // 10}..{amount.low * 11 // 10}", start, end
    return "money", str(amount.low), start, at


def _past_some(reading: Reading, at: int) -> int:
    """Past the word in "3 trăm mấy đổ lại"."""
    some = reading.at(at).fold in ("may", "hon", "le")
    return at + 1 if some and AFTER_BELOW.match(reading.tokens, at + 1) > at + 1 else at


def _bounds(amount: Amount, mode: Mode) -> str:
    """The range that the words before the amount make of it; nothing where they leave it one sum."""
    if mode == "below":
        return f"0..{amount.high}"
    if mode in ("above", "from"):
        return f"{amount.low}.."
    return f"{amount.low}..{amount.high}" if amount.low != amount.high else ""


def _and_some(reading: Reading, amount: Amount) -> int:
    """How wide "1 triệu mấy" and "3 trăm mấy" are; 0 where mấy does not follow, or asks."""
    after = reading.at(amount.end + 1)
    if reading.at(amount.end).low not in ("mấy", "may") or amount.low != amount.high:
        return 0
    if reading.at(amount.end).low == "may" and after.fold in ("cai", "con", "nay", "lanh", "giat", "tinh", "nao"):
        return 0  # máy
    hundreds = amount.unit == THOUSAND and amount.step == 100
    whole = amount.unit >= MILLION and amount.number.denominator == 1
    return 100 * THOUSAND if hundreds else amount.unit if whole else 0


def _range(reading: Reading, first: Amount, mode: Mode, price: bool, start: int) -> tuple[int, int, int] | None:
    joint = TO.match(reading.tokens, first.end)
    if joint == first.end and not _is_pair(reading, first, mode):
        return None
    if mode != "from" and reading.at(first.end).fold in ("and", "va"):
        return None
    _, at = cue(reading, joint)
    second = _english_million(reading, at, mode or "from") or amount_at(reading, at, bare_ok=price or mode != "")
    if second is None:
        return None
    if second.unit == 0 and first.unit == 0:
        measured = any(reading.at(start - back) in _BODY for back in (1, 2))
        if measured or not (price or mode) or not _plain_hundreds(first, second):
            return None
    if second.unit == 0 and (first.unit == 1 or not _ends_quietly(reading, second.end)):
        return None
    first, second = _in_same_unit(first, second)
    return (first.low, second.high, second.end) if first.low < second.high else None


def _is_pair(reading: Reading, first: Amount, mode: Mode) -> bool:
    """Whether the dash is left out: "tầm 300 400k"."""
    second = reading.at(first.end)
    return (
        mode != ""
        and first.unit == 0
        and len(first.typed) == 3
        and first.typed.endswith("0")
        and second.is_number
        and len(second.text) == 3
    )


def _in_same_unit(first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """Give the unit of one end to the other: "2-3 trăm", "1tr5-2", "giá 300-500"."""
    if first.unit and second.unit:
        return first, second
    if first.unit == second.unit == 0:
        return first.scaled(THOUSAND), second.scaled(THOUSAND)
    if first.unit == 0:
        first = first.scaled(second.unit * (second.step if first.number < 10 else 1))
        small = first.low > second.high and second.unit == MILLION
        return (first.scaled(THOUSAND) if small else first), second
    again = second.scaled(first.unit)
    if again.low <= first.low and second.number < 10:
        whole = int(first.low // first.unit) * first.unit
        value = whole + int(second.number * first.unit / 10)
        again = Amount(value, value, first.unit, second.end, second.number)
    return first, again


def _plain_hundreds(first: Amount, second: Amount) -> bool:
    return (
        all(amount.typed.isdigit() and 2 <= len(amount.typed) <= 4 for amount in (first, second))
        and second.number >= 50
    )


def _ends_quietly(reading: Reading, at: int) -> bool:
    after = reading.at(at)
    asks = reading.at(at + 1).fold == "nao"  # "tầm 200 cây nào"
    return (
        not (after.is_word and after not in NEUTRAL and not asks)
        and not (after.glued and after.text in "/:%-.")
        and after.text != "%"
    )


def _implied(reading: Reading, start: int, at: int, amount: Amount, mode: Mode, price: bool, forced: bool) -> bool:
    """Whether a number without a unit means thousands here ("giá 950")."""
    typed = amount.typed
    if not typed.isdigit() or not 2 <= len(typed) <= 4 or typed[0] == "0" or not _ends_quietly(reading, amount.end):
        return False
    before = reading.at(at - 1)
    if _haggled(reading, start, amount):
        return True
    if (
        (before.glued and before.text in "/-:.")
        or reading.at(amount.end).text in "-/:"
        or before.fold in ("size", "sz", "so", "#")
    ):
        return False
    if forced:
        return True
    if len(reading.tokens) == 1:
        return len(typed) == 3
    if any(reading.at(start - back) in _BODY for back in (1, 2)) or reading.at(start).low in ("cỡ", "co", "cở"):
        return False
    if price:
        return len(typed) >= 3 or reading.at(start - 1).fold in ("gia", "budget", "price")
    return mode in ("below", "above", "approx") and len(typed) == 3 and typed.endswith("0")


def _haggled(reading: Reading, start: int, amount: Amount) -> bool:
    """Such as "199 dc k shop": a round sum at the head of a clause, and whether the shop takes it."""
    if reading.at(start - 1).is_word or len(amount.typed) != 3 or not amount.typed.endswith(("9", "50", "00")):
        return False
    taken = reading.at(amount.end).low in ("được", "dc", "đc", "duoc", "ok")
    return taken and reading.at(amount.end + 1).low in NO_WORDS


def parse_money(text: str) -> int | None:
    """The one amount in an answer, in đồng; None when there is none or it is a range with two ends.

    "tầm 2 triệu" gives 2,000,000 and "dưới 500k" 500,000; a lone "300" is 300,000.
    """
    reading = read(text[:4000])
    for forced in (False, True):
        for found in find_money(reading, forced):
            if found.kind == "money":
                return int(found.value)
            low, _, high = found.value.partition("..")
            if not low or low == "0":
                return int(high)
            if not high:
                return int(low)
            if int(low) * 11 == int(high) * 9:
                return int(low) * 10 // 9
            return None
    return None


def parse_money_range(text: str) -> MoneyRange | None:
    """The first range in đồng ("300-500" counts); None when the text has none, also for one exact amount."""
    reading = read(text[:4000])
    for forced in (False, True):
        for found in find_money(reading, forced):
            if found.kind == "money_range":
                low, _, high = found.value.partition("..")
                return MoneyRange(int(low) if low else None, int(high) if high else None)
    return None


def format_money(amount: int, language: str) -> str:
    """Whole đồng as text: "12.990.000 ₫" in Vietnamese, "₫12,990,000" for ``language == "en"``."""
    if language == "en":
        return f"{'-' if amount < 0 else ''}₫{abs(amount):,}"
    return f"{amount:,}".replace(",", ".") + " ₫"
