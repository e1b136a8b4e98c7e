"""The shop's opening hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = {
    "vi": ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def local_time(shop: Mapping[str, Any], moment: datetime) -> datetime:
    """``moment`` on the shop's clock."""
    return moment.astimezone(ZoneInfo(str(shop.get("timezone", "Asia/Ho_Chi_Minh"))))


def is_open(shop: Mapping[str, Any], moment: datetime) -> bool:
    """Whether the shop's people are at work at ``moment``."""
    local = local_time(shop, moment)
    if any(holiday.get("date") == local.date().isoformat() for holiday in shop.get("holidays", [])):
        return False
    clock = local.strftime("%H:%M")
    return any(start <= clock < end for start, end in shop.get("hours", {}).get(DAYS[local.weekday()], []))


def hours_text(shop: Mapping[str, Any], language: str) -> str:
    """Opening hours in one line, neighbouring days with the same hours taken together."""
    names = DAY_NAMES["en" if language == "en" else "vi"]
    hours = shop.get("hours", {})
    groups: list[tuple[int, int, str]] = []
    for index, day in enumerate(DAYS):
        periods = ", ".join(f"{start}–{end}" for start, end in hours.get(day, []))
        if not periods:
            continue
        if groups and groups[-1][2] == periods and groups[-1][1] == index - 1:
            groups[-1] = (groups[-1][0], index, periods)
        else:
            groups.append((index, index, periods))
    return "; ".join(
        (names[first] if first == last else f"{names[first]}–{names[last]}") + f" {periods}"
        for first, last, periods in groups
    )
