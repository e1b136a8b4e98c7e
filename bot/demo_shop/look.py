"""How numbers, hours and the brand's colour are shown on the demo shop's pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.demo_shop.words import WORDS, Language

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def money(amount: int, language: Language) -> str:
    """``12.990.000 ₫``, in English ``₫12,990,000``."""
    digits = f"{amount:,}"
    return f"₫{digits}" if language == "en" else f"{digits.replace(',', '.')} ₫"


def opening_hours(hours: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Days with the same hours as one row: ``("Thứ Hai – Thứ Bảy", "08:00–12:00, 13:00–21:00")``."""
    words = WORDS[language]
    rows: list[tuple[str, str, str]] = []
    for day in _DAYS:
        text = ", ".join(f"{start}–{end}" for start, end in hours.get(day, [])) or words["closed"]
        if rows and rows[-1][2] == text:
            rows[-1] = (rows[-1][0], day, text)
        else:
            rows.append((day, day, text))
    return [
        (words[f"day_{first}"] if first == last else f"{words[f'day_{first}']} – {words[f'day_{last}']}", text)
        for first, last, text in rows
    ]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = [c / 255 for c in _channels(colour)]
    r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a: str, b: str) -> float:
    dark, light = sorted((_luminance(a), _luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def _mix(a: str, b: str, share: float) -> str:
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(_channels(a), _channels(b), strict=True))


def _readable_text(colour: str, ground: str) -> str:
    end = "#000000" if _luminance(ground) > 0.4 else "#ffffff"
    for step in range(13):
        tried = _mix(colour, end, step * 0.08)
        if _contrast(tried, ground) >= 4.6:
            return tried
    return end


def brand_css(colour: str) -> str:
    """The brand tokens as a style sheet; the same rules as ``bot/web/shared/colour.js``."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return ""
    ink = next((each for each in ("#ffffff", "#16181d") if _contrast(colour, each) >= 4.5), "#000000")
    tokens = {
        "brand": colour,
        "on-brand": ink,
        "brand-strong": _mix(colour, "#000000" if ink == "#ffffff" else "#ffffff", 0.14),
        "brand-text-light": _readable_text(colour, "#f1f2f4"),
        "brand-text-dark": _readable_text(colour, "#2a2e36"),
        "brand-soft-light": _mix("#ffffff", colour, 0.09),
        "brand-soft-dark": _mix("#1b1e24", colour, 0.2),
    }
    return ":root:root{" + "".join(f"--dh-{name}:{value};" for name, value in tokens.items()) + "}\n"
