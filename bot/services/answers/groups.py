"""The shop's groups of goods as entrances: every one that has goods can be reached, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.shelf import names_in
from bot.understanding.words import plain

MOST_GROUPS = 10
"""Buttons of groups under one message. Messenger takes 13, and some messages bring buttons of their own."""
AFTER = "groups_after"
"""The entity of the button that goes on with the groups: how many were shown before."""


def category_of(talk: Talk, text: str) -> str | None:
    """The key of the category that was named."""
    for category in _categories(talk):
        names = [
            str(category.get("key") or ""),
            *map(str, (category.get("name") or {}).values()),
            *map(str, category.get("aliases") or []),
        ]
        if names_in(text, [plain(name) for name in names]):
            return str(category.get("key"))
    return None


def category_buttons(talk: Talk, after: int = 0) -> list[dict[str, str]]:
    """One button for each category that has goods; where they are too many, the last button goes on with the rest."""
    stocked = talk.shelf.categories
    groups = [one for one in _categories(talk) if str(one.get("key")) in stocked]
    rest = groups[after:] or groups
    shown = rest if len(rest) <= MOST_GROUPS and not after else rest[: MOST_GROUPS - 1]
    buttons = [
        {"title": _name(one, talk.language), "payload": f'/browse_catalogue{{"category":"{one.get("key")}"}}'}
        for one in shown
    ]
    if len(shown) < len(groups):
        reached = after + len(shown) if len(shown) < len(rest) else 0
        more = {"title": talk.draw("say_other_groups"), "payload": f'/browse_catalogue{{"{AFTER}":"{reached}"}}'}
        buttons.append(more)
    return buttons


def groups_shown_before(ask: Ask) -> int:
    """How many groups were shown before the button that goes on with them was pressed."""
    value = next((str(e.get("value")) for e in ask.entities if e.get("entity") == AFTER), "")
    return int(value) if value.isdecimal() else 0


def _categories(talk: Talk) -> Iterator[Mapping[str, Any]]:
    """The categories of the profile; what is none is left out."""
    return (one for one in talk.shop.get("categories") or [] if isinstance(one, dict))


def _name(category: Mapping[str, Any], language: str) -> str:
    names = category.get("name") or {}
    return str(names.get(language) or names.get("vi") or category.get("key"))
