"""Offer: something that makes the next step easier, shown where it fits and not twice in a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.ids import new_id, now


@dataclass(eq=False)
class Offer:
    """What is offered, to whom it fits, and until when."""

    key: str
    kind: str
    title: str
    detail: str
    title_en: str = ""
    detail_en: str = ""
    value: int | None = None
    code: str | None = None
    stages: list[str] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    min_total: int | None = None
    max_discount: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    conditions: str = ""
    conditions_en: str = ""
    priority: int = 0

    def is_open(self, today: date) -> bool:
        """Whether it may be shown on this day."""
        return (self.starts_on is None or self.starts_on <= today) and (self.ends_on is None or today <= self.ends_on)

    def fits(self, stage: str, category: str | None) -> bool:
        """Whether it suits somebody at ``stage`` looking at ``category`` (None: not known)."""
        if self.stages and stage not in self.stages:
            return False
        return not self.categories or (category is not None and category in self.categories)


@dataclass(eq=False)
class OfferEvent:
    """What became of an offer: shown, taken or redeemed."""

    offer_key: str
    conversation_id: str
    visitor_id: str
    event: str
    key: str
    """Idempotency key, so that a repeated turn counts once."""
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class UnansweredQuestion:
    """A question nobody could answer, kept for the shop's owner."""

    conversation_id: str
    text: str
    nearest: str | None = None
    score: float = 0.0
    key: str | None = None
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)
