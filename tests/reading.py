"""Reading as the house does it, without Rasa: entities by the parsers, acts by cues."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.ground import Ground
from bot.language import find_entities
from bot.understanding.acts import Ask, Reading
from bot.understanding.query import Query, query_of
from bot.understanding.reading import NluReading, cut, read
from bot.understanding.refer import Referent, refer
from bot.understanding.shelf import Shelf

TODAY = date(2026, 11, 21)


def entities_of(text: str, today: date = TODAY) -> list[dict[str, Any]]:
    """What the parsers find, in the shape in which Rasa hands it on."""
    return [{"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in find_entities(text, today)]


def reading_of(text: str, *, intent: str = "nlu_fallback", codes: dict[str, str] | None = None) -> Reading:
    """What a message says; NLU reads ``intent`` wherever no cue speaks."""
    nlu = NluReading(intent, 0.0 if intent == "nlu_fallback" else 0.9)
    return read(cut(text, entities_of(text)), lambda _: nlu, codes=codes)


def asked(text: str, **more: Any) -> list[str]:
    """The topics of its wishes, with the part of a topic that is meant: ``ask_stock:when``."""
    asks: list[Ask] = reading_of(text, **more).of(Ask)
    return [f"{ask.topic}:{ask.detail}" if ask.detail else ask.topic for ask in asks]


def query(shelf: Shelf, text: str) -> Query:
    """What a message says of things."""
    return query_of(text, entities_of(text), shelf)


def meant(shelf: Shelf, text: str, ground: Ground | None = None, **more: Any) -> Referent:
    """The things that a message is about."""
    return refer(shelf, ground or Ground(), query(shelf, text), **more)
