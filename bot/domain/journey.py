"""Stages of the customer journey, and the events that record how the belief about them moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import new_id, now


class Stage(StrEnum):
    """Where a visitor stands; ``none`` until something is known."""

    RESEARCHING = "researching"
    EVALUATING = "evaluating"
    BUYING = "buying"
    POST_PURCHASE = "post_purchase"
    NONE = "none"


JOURNEY_STAGES = (Stage.RESEARCHING, Stage.EVALUATING, Stage.BUYING, Stage.POST_PURCHASE)
"""The four stages of the road, in its order."""


@dataclass(eq=False)
class StageEvent:
    """The belief moved, and why; ``source`` is message, page, agent or order."""

    conversation_id: str
    stage: str
    previous: str
    confidence: float
    why: list[str] = field(default_factory=list)
    source: str = "message"
    message_id: str | None = None
    id: str = field(default_factory=new_id)
    created_at: datetime = field(default_factory=now)
