"""Weeks, weekends and months as ranges of days."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language.calendar_dates import nearest
from bot.language.tokens import Reading, Token, same

DAY = timedelta(days=1)


def find_period(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    """Weeks, weekends and months as ranges."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.fold in ("this", "next", "last", "coming") and after.fold in ("week", "weekend", "month"):
        shift = {"next": 1, "last": -1}.get(token.fold, 0)
        if after.fold == "month":
            return _month(today, shift, ""), at + 2
        return _week(today, shift, "cuoi" if after.fold == "weekend" else ""), at + 2
    if token.low in ("cuối", "cuoi") and same(after, "năm"):
        return _span_of_month(today.year, 12, ""), at + (3 if reading.at(at + 2).fold == "nay" else 2)
    if token.fold == "weekend":
        return _week(today, 0, "cuoi"), at + 1
    if token.low in ("đầu", "dau", "giữa", "giua", "cuối", "cuoi") and _is_unit(after):
        return _of_unit(reading, at, at + 1, token.fold, today)
    return _of_unit(reading, at, at, "", today) if _is_unit(token) else None


def _is_unit(token: Token) -> bool:
    return same(token, "tuần") or same(token, "tháng")


def _of_unit(reading: Reading, at: int, step: int, part: str, today: date) -> tuple[str, int] | None:
    """The week or month whose word stands at ``step``; ``at`` is where its part begins ("đầu tuần")."""
    months = same(reading.at(step), "tháng")
    make = _month if months else _week
    counted = months and reading.at(at - 1).is_number
    if coming := _shift(reading, step + 1):
        shift, words = coming
        return make(today, shift, part), step + 1 + words
    if _is_last(reading, at, step + 1) and not (counted and part == ""):
        if reading.at(at - 1).is_number or reading.at(at - 1).fold in _SO_MANY:
            return None
        long = reading.at(step + 1).low == "vừa" and reading.at(step + 2).fold in ("roi", "qua")
        return make(today, -1, part), step + (3 if long else 2)
    if months and not counted and (number := _month_at(reading, step + 1)):
        if _is_no_month(reading, at, step + 2):
            return None
        ago = reading.at(at - 1).low in ("hồi", "hoi")
        return _month_number(today, number, part, ago), step + 2
    return (make(today, 0, part), step + 1) if part and not counted else None


_SO_MANY = frozenset("hon ca may gan mot hai ba vai nua".split())


def _shift(reading: Reading, at: int) -> tuple[int, int] | None:
    """How many weeks or months from this one the words "này", "sau", "trước nữa" point to, and how many words."""
    follow, after = reading.at(at), reading.at(at + 1)
    if follow.low in ("này", "nay", "ni"):
        return 0, 1
    if follow.low in ("sau", "trước", "truoc") and same(after, "nữa"):
        return (2 if follow.low == "sau" else -2), 2
    return (1, 1) if follow.low in ("sau", "tới", "toi") and not after.is_number else None


def _is_last(reading: Reading, at: int, step: int) -> bool:
    follow = reading.at(step)
    lately = follow.low == "roi" and (at == 0 or reading.at(at - 1).fold in ("hoi", "tu"))
    return lately or follow.low in ("trước", "truoc", "rồi", "vừa")


def _month_at(reading: Reading, at: int) -> int:
    """The number of the month at the place; 0 without one."""
    token = reading.at(at)
    return int(token.text) if token.is_number and token.text.isdigit() and 1 <= int(token.text) <= 12 else 0


def _is_no_month(reading: Reading, at: int, after: int) -> bool:
    """Whether the number belongs to a street (Cách Mạng Tháng Tám), a decimal or a count."""
    last = reading.at(after)
    runs_on = last.glued and (last.is_word or (last.text in ".,/" and reading.at(after + 1).is_number))
    counts = last.fold in ("trieu", "tr", "k", "nghin", "cai", "lan", "ngay")
    return reading.at(at - 1).fold == "mang" or runs_on or counts


def _week(today: date, shift: int, part: str) -> str:
    monday = today - today.weekday() * DAY + 7 * shift * DAY
    first, last = {"dau": (0, 1), "giua": (2, 3), "cuoi": (5, 6)}.get(part, (0, 6))
    return f"{monday + first * DAY}..{monday + last * DAY}"


def _month(today: date, shift: int, part: str) -> str:
    index = today.year * 12 + today.month - 1 + shift
    return _span_of_month(index // 12, index % 12 + 1, part)


def _month_number(today: date, month: int, part: str, ago: bool) -> str:
    near = nearest(today, 15, month)
    year = near.year if near else today.year
    if ago and (year, month) > (today.year, today.month):
        year -= 1  # "hồi tháng 3" is over
    return _span_of_month(year, month, part)


def _span_of_month(year: int, month: int, part: str) -> str:
    start = date(year, month, 1)
    end = date(year + month // 12, month % 12 + 1, 1) - DAY
    if part == "dau":
        return f"{start}..{start.replace(day=10)}"
    if part == "giua":
        return f"{start.replace(day=11)}..{start.replace(day=20)}"
    if part == "cuoi":
        return f"{start.replace(day=21)}..{end}"
    return f"{start}..{end}"
