"""Weeks, weekends and months as ranges of days."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language.calendar_dates import nearest
from bot.language.tokens import Reading, same

DAY = timedelta(days=1)


def find_period(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    """Weeks, weekends and months as ranges."""
    token, after = reading.at(at), reading.at(at + 1)
    part = ""
    step = at
    if token.low in ("đầu", "dau", "giữa", "giua", "cuối", "cuoi") and (same(after, "tuần") or same(after, "tháng")):
        part, step = token.fold, at + 1
    elif token.fold in ("this", "next", "last", "coming") and after.fold in ("week", "weekend", "month"):
        shift = {"next": 1, "last": -1}.get(token.fold, 0)
        if after.fold == "month":
            return _month(today, shift, ""), at + 2
        return _week(today, shift, "cuoi" if after.fold == "weekend" else ""), at + 2
    elif token.low in ("cuối", "cuoi") and same(after, "năm"):
        return _span_of_month(today.year, 12, ""), at + (3 if reading.at(at + 2).fold == "nay" else 2)
    elif token.fold == "weekend":
        return _week(today, 0, "cuoi"), at + 1
    unit = reading.at(step)
    if not (same(unit, "tuần") or same(unit, "tháng")):
        return None
    follow = reading.at(step + 1)
    months = same(unit, "tháng")
    make = _month if months else _week
    if follow.low in ("này", "nay", "ni"):
        return make(today, 0, part), step + 2
    if follow.low in ("sau", "trước", "truoc") and same(reading.at(step + 2), "nữa"):
        return make(today, 2 if follow.low == "sau" else -2, part), step + 3
    if follow.low in ("sau", "tới", "toi") and not reading.at(step + 2).is_number:
        return make(today, 1, part), step + 2
    lately = follow.low == "roi" and (at == 0 or reading.at(at - 1).fold in ("hoi", "tu"))
    if (lately or follow.low in ("trước", "truoc", "rồi", "vừa")) and not (
        months and part == "" and reading.at(at - 1).is_number
    ):
        if reading.at(at - 1).is_number or reading.at(at - 1).fold in (
            "hon",
            "ca",
            "may",
            "gan",
            "mot",
            "hai",
            "ba",
            "vai",
            "nua",
        ):
            return None
        return make(today, -1, part), step + (
            3 if follow.low == "vừa" and reading.at(step + 2).fold in ("roi", "qua") else 2
        )
    if (
        months
        and follow.is_number
        and follow.text.isdigit()
        and 1 <= int(follow.text) <= 12
        and not reading.at(at - 1).is_number
    ):
        if reading.at(at - 1).fold == "mang":
            return None  # the street Cách Mạng Tháng Tám
        last = reading.at(step + 2)
        if last.glued and (last.is_word or (last.text in ".,/" and reading.at(step + 3).is_number)):
            return None
        if last.fold in ("trieu", "tr", "k", "nghin", "cai", "lan", "ngay"):
            return None
        ago = reading.at(at - 1).low in ("hồi", "hoi")
        return _month_number(today, int(follow.text), part, ago), step + 2
    if part and not (months and reading.at(at - 1).is_number):
        return make(today, 0, part), step + 1
    return None


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
