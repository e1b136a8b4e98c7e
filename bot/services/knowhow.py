"""The shop's answers that tell of things, as they stand beside the things' own data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bot.domain.catalogue import Faq
from bot.services.context import Services
from bot.services.faq import load_faqs
from bot.services.meaning import Usual
from bot.services.shelves import load_shelf
from bot.understanding.knowhow import KnowHow, know_hows
from bot.understanding.shelf import Shelf

Known: TypeAlias = tuple[list[KnowHow], Usual, Usual]

USUAL = 40
"""So many questions and answers of the shop show what is usually asked and said."""


async def load_know_hows(services: Services, language: str = "vi") -> tuple[list[KnowHow], Usual]:
    """Every answer that tells of things, read once until an import changes them, and what is usual in a language."""
    faqs, _ = await load_faqs(services)
    shelf = await load_shelf(services)
    hows, vi, en = services.made_once("know_hows", (faqs, shelf), lambda: _known(shelf, faqs))
    return hows, en if language == "en" else vi


def _known(shelf: Shelf, faqs: Mapping[str, Faq]) -> Known:
    some = list(faqs.values())[:: max(1, len(faqs) // USUAL)][:USUAL]
    english = [faq for faq in some if faq.question_en and faq.answer_en] or None
    vi = Usual(tuple(faq.question for faq in some), tuple(faq.answer for faq in some))
    en = Usual(tuple(f.question_en for f in english), tuple(f.answer_en for f in english)) if english else vi
    return know_hows(shelf, faqs.values()), vi, en


def know_hows_at_hand(services: Services) -> list[KnowHow]:
    """Those that were read before."""
    known: tuple[object, Known] | None = services.caches.get("know_hows")
    return known[1][0] if known is not None else []
