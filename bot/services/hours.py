"""The shop's opening hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.opening import opening_hours, timezone_of

DAY_NAMES = {
    "vi": ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def local_time(shop: Mapping[str, Any], moment: datetime) -> datetime:
    """``moment`` on the shop's clock."""
    return moment.astimezone(timezone_of(shop))


def is_open(shop: Mapping[str, Any], moment: datetime) -> bool:
    """Whether the shop's people are at work at ``moment``."""
    return opening_hours(shop).is_open(local_time(shop, moment))


def hours_text(shop: Mapping[str, Any], language: str) -> str:
    """Opening hours in one line, neighbouring days with the same hours taken together."""
    names = DAY_NAMES["en" if language == "en" else "vi"]
    opening = opening_hours(shop)
    groups: list[tuple[int, int, str]] = []
    for day in range(7):
        periods = ", ".join(f"{start}–{end}" for start, end in opening.usual(day))
        if not periods:
            continue
        if groups and groups[-1][2] == periods and groups[-1][1] == day - 1:
            groups[-1] = (groups[-1][0], day, periods)
        else:
            groups.append((day, day, periods))
    return "; ".join(
        (names[first] if first == last else f"{names[first]}–{names[last]}") + f" {periods}"
        for first, last, periods in groups
    )
