"""A belief over the four stages, moved by evidence and pulled by habit.

Bayes with three factors: where visitors go from where they were (``MOVES``), what the message says (the stage
classifier's probabilities), and what the page says. A message that says nothing about the stage (greeting,
thanks, a slot's answer) has all its mass on ``none`` and leaves the belief where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.journey.homes import HOME

STAGES = ("researching", "evaluating", "buying", "post_purchase")

MOVES: dict[str, dict[str, float]] = {
    "researching": {"researching": 0.70, "evaluating": 0.18, "buying": 0.08, "post_purchase": 0.04},
    "evaluating": {"researching": 0.10, "evaluating": 0.66, "buying": 0.19, "post_purchase": 0.05},
    "buying": {"researching": 0.06, "evaluating": 0.12, "buying": 0.70, "post_purchase": 0.12},
    "post_purchase": {"researching": 0.07, "evaluating": 0.06, "buying": 0.05, "post_purchase": 0.82},
}
"""How visitors move from one message to the next: mostly they stay, then they go forward, then back."""

FIRST = {"researching": 0.30, "evaluating": 0.27, "buying": 0.18, "post_purchase": 0.25}
"""Where visitors stand when they first write."""

PAGES: dict[str, dict[str, float]] = {
    "home": {"researching": 1.15},
    "category": {"researching": 1.5},
    "product": {"evaluating": 1.6, "researching": 1.1},
    "cart": {"buying": 2.2},
    "checkout": {"buying": 3.0},
    "order": {"post_purchase": 3.5},
}
"""How much more likely a stage becomes on a page; a person on a product page may still ask for their parcel."""

SURE = 0.42
"""Below this the most likely stage is a guess, and the earlier belief stands."""

AGENT_CERTAINTY = 0.94

INTENT_WEIGHT = 0.4
"""How much a surely read intent's home says beside the stage classifier: the two look at the message differently,
and together they are right more often than either (anything from 0.3 to 0.7 does alike)."""

SLOT_INTENTS = frozenset({"inform", "affirm", "deny", "cancel"})
CONTACTS = frozenset({"phone", "email", "order_code"})
MOSTLY = 0.3
"""A message of which this share is a number, an address or a code gives what was asked for; it voices no wish."""


@dataclass(frozen=True)
class Belief:
    """Probabilities of the four stages; ``stage`` is ``none`` until something is known."""

    stage: str = "none"
    stages: Mapping[str, float] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        """Probability of the believed stage, 0 while nothing is known."""
        return self.stages.get(self.stage, 0.0)


@dataclass(frozen=True)
class Evidence:
    """What one moment tells: the classifier's ``stages`` (with ``none``), the intent, the page, an agent's word.

    ``confidence`` is how surely the intent was read. ``slot_answer`` is true when the message answers the bot's own
    question: its words then name a thing, not a wish, and weigh little.
    """

    stages: Mapping[str, float] = field(default_factory=dict)
    page: str | None = None
    intent: str | None = None
    confidence: float = 0.0
    slot_answer: bool = False
    agent_says: str | None = None


def is_slot_answer(intent: str | None, text: str, entities: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a message answers a question of ours rather than asking one: "0912345678 nhé", "có", "màu đen"."""
    if intent in SLOT_INTENTS:
        return True
    given = sum(int(e["end"]) - int(e["start"]) for e in entities if e.get("entity") in CONTACTS)
    return given > 0 and given >= MOSTLY * len(text.strip())


def update(belief: Belief, evidence: Evidence) -> tuple[Belief, list[str]]:
    """Return the belief after ``evidence`` and the reasons for it, strongest first, as short codes."""
    if evidence.agent_says in STAGES:
        rest = (1 - AGENT_CERTAINTY) / (len(STAGES) - 1)
        stages = {stage: AGENT_CERTAINTY if stage == evidence.agent_says else rest for stage in STAGES}
        return Belief(evidence.agent_says, stages), ["agent"]

    said = _with_intent(evidence)
    silent = said.get("none", 0.0) if said else 1.0
    if evidence.slot_answer:
        silent = max(silent, 0.9)
    spoken = {stage: said.get(stage, 0.0) for stage in STAGES}
    says_something = silent < 0.5
    knows_something = bool(belief.stages)
    if not says_something and not knows_something and evidence.page not in ("cart", "checkout", "order"):
        return belief, []

    before = _moved(belief.stages) if knows_something and says_something else dict(belief.stages) or dict(FIRST)
    page = PAGES.get(evidence.page or "", {})
    weights = {}
    for stage in STAGES:
        word = spoken[stage] * (1 - silent) / (sum(spoken.values()) or 1) + silent * 0.25
        weights[stage] = before[stage] * (word + 0.01) * (page.get(stage, 1.0) if says_something else 1.0)
    if not says_something and not knows_something:
        weights = {stage: FIRST[stage] * page.get(stage, 1.0) for stage in STAGES}
    total = sum(weights.values())
    stages = {stage: weight / total for stage, weight in weights.items()}
    best = max(stages, key=lambda stage: stages[stage])
    believed = best if stages[best] >= SURE or belief.stage == "none" else belief.stage
    if not says_something and knows_something:
        believed = belief.stage
    why = []
    if says_something:
        why.append(f"message:{evidence.intent or best}")
    if evidence.page in PAGES and page.get(believed, 1.0) > 1.0:
        why.append(f"page:{evidence.page}")
    if knows_something:
        why.append(f"before:{belief.stage}")
    return Belief(believed, stages), why


def _with_intent(evidence: Evidence) -> Mapping[str, float]:
    """The classifier's probabilities, moved towards the stage in which the intent is at home."""
    home = HOME.get(evidence.intent or "")
    if home is None or not evidence.stages:
        return evidence.stages
    weight = INTENT_WEIGHT * evidence.confidence
    return {
        stage: (1 - weight) * evidence.stages.get(stage, 0.0) + weight * (stage == home) for stage in (*STAGES, "none")
    }


def _moved(stages: Mapping[str, float]) -> dict[str, float]:
    """Where the belief would be one message later if the message said nothing in particular."""
    return {to: sum(stages.get(frm, 0.0) * MOVES[frm][to] for frm in STAGES) for to in STAGES}
