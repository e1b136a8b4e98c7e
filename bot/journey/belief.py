"""A belief over the four stages, moved by evidence and pulled by habit.

Bayes with three factors: where visitors go from where they were (``MOVES``), what the message says (the stage
classifier's probabilities), and what the page says. A message that says nothing about the stage (greeting,
thanks, a slot's answer) has all its mass on ``none`` and leaves the belief where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.language import asks_or_wants, invites_an_answer

STAGES = ("researching", "evaluating", "buying", "post_purchase")

MOVES: dict[str, dict[str, float]] = {
    "researching": {"researching": 0.59, "evaluating": 0.21, "buying": 0.12, "post_purchase": 0.08},
    "evaluating": {"researching": 0.14, "evaluating": 0.56, "buying": 0.22, "post_purchase": 0.08},
    "buying": {"researching": 0.09, "evaluating": 0.16, "buying": 0.59, "post_purchase": 0.16},
    "post_purchase": {"researching": 0.11, "evaluating": 0.10, "buying": 0.09, "post_purchase": 0.70},
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

TELLING_PAGES = frozenset({"cart", "checkout", "order"})
"""Pages that tell where somebody stands before anything was said."""

SURE = 0.3
"""Below this the most likely stage is a guess, and the earlier belief stands."""

AGENT_CERTAINTY = 0.94

SILENT = 0.5
"""A message that is silent with this probability says nothing about the stage."""

SLOT_SILENCE = 0.9
"""How little is said by what a form asks for."""

ANSWER_SILENCE = 0.85
"""How little the words of an answer say: "tông trắng" chooses a variant by its words, but answers what was asked."""

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

    ``slot_answer``: the message is nothing but what a form asks for. ``answer``: it answers the bot's last line, so its
    words name a thing rather than a wish and weigh little.
    """

    stages: Mapping[str, float] = field(default_factory=dict)
    page: str | None = None
    intent: str | None = None
    slot_answer: bool = False
    answer: bool = False
    agent_says: str | None = None


def is_slot_answer(intent: str | None, text: str, entities: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a message answers a question of ours rather than asking one: "0912345678 nhé", "có", "màu đen"."""
    if intent in SLOT_INTENTS:
        return True
    given = sum(int(e["end"]) - int(e["start"]) for e in entities if e.get("entity") in CONTACTS)
    return given > 0 and given >= MOSTLY * len(text.strip())


def is_answer(before: str | None, text: str) -> bool:
    """Whether ``text`` answers what the assistant's line ``before`` asked, and asks and wants nothing itself."""
    return bool(before) and invites_an_answer(before or "") and not asks_or_wants(text)


def update(belief: Belief, evidence: Evidence) -> tuple[Belief, list[str]]:
    """Return the belief after ``evidence`` and the reasons for it, strongest first, as short codes."""
    if evidence.agent_says in STAGES:
        return _as_told(evidence.agent_says), ["agent"]
    silent = _silence(evidence)
    spoken, known = silent < SILENT, bool(belief.stages)
    if not spoken and not known and evidence.page not in TELLING_PAGES:
        return belief, []
    weights = _weights(belief, evidence, silent) if spoken or known else _weights_of_page(evidence.page)
    total = sum(weights.values())
    stages = {stage: weight / total for stage, weight in weights.items()}
    best = max(stages, key=lambda stage: stages[stage])
    convinced = (spoken or not known) and (stages[best] >= SURE or belief.stage == "none")
    believed = best if convinced else belief.stage
    why = [f"message:{evidence.intent or best}"] if spoken else []
    if PAGES.get(evidence.page or "", {}).get(believed, 1.0) > 1.0:
        why.append(f"page:{evidence.page}")
    if known:
        why.append(f"before:{belief.stage}")
    return Belief(believed, stages), why


def _as_told(stage: str) -> Belief:
    """What is believed after an agent's word."""
    rest = (1 - AGENT_CERTAINTY) / (len(STAGES) - 1)
    return Belief(stage, {each: AGENT_CERTAINTY if each == stage else rest for each in STAGES})


def _silence(evidence: Evidence) -> float:
    """How probably the message says nothing about the stage."""
    return max(
        evidence.stages.get("none", 0.0) if evidence.stages else 1.0,
        SLOT_SILENCE if evidence.slot_answer else 0.0,
        ANSWER_SILENCE if evidence.answer else 0.0,
    )


def _weights(belief: Belief, evidence: Evidence, silent: float) -> dict[str, float]:
    """How much speaks for each stage: what was believed, what the message says and, if it says something, the page."""
    words = {stage: evidence.stages.get(stage, 0.0) for stage in STAGES}
    heard = sum(words.values()) or 1
    before: Mapping[str, float] = belief.stages or FIRST
    page: Mapping[str, float] = {}
    if silent < SILENT:
        before = _moved(belief.stages) if belief.stages else FIRST
        page = PAGES.get(evidence.page or "", {})
    return {
        stage: before[stage] * (words[stage] * (1 - silent) / heard + silent * 0.25 + 0.01) * page.get(stage, 1.0)
        for stage in STAGES
    }


def _weights_of_page(page: str | None) -> dict[str, float]:
    """How much speaks for each stage where only the page tells anything."""
    return {stage: FIRST[stage] * PAGES.get(page or "", {}).get(stage, 1.0) for stage in STAGES}


def _moved(stages: Mapping[str, float]) -> dict[str, float]:
    """Where the belief would be one message later if the message said nothing in particular."""
    return {to: sum(stages.get(frm, 0.0) * MOVES[frm][to] for frm in STAGES) for to in STAGES}
