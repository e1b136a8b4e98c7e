"""Whether a clause asks how a kind of thing is used, kept or understood, and an answer of the shop tells it."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.language import normalise
from bot.services.answers.known import GENERAL, as_asked
from bot.services.answers.talk import Talk
from bot.services.knowhow import know_hows_at_hand
from bot.understanding.acts import Ask
from bot.understanding.facts import best_score, facts_for, weigh_words

HOW = {"ask_usage_help", "explain_product_kind"}
TOLD_ITSELF = 4.0
"""From here on the thing's own data answers."""
TOLD_ONLY = 5.0
"""A clause that only tells something, "máy báo đèn đỏ rồi", must have more of an answer's words."""
WORD_BY_WORD = 8.0
"""So many of its words speak for an answer even where the reading is another."""


PICKS = re.compile(r"(?<!the )(?<!nhu )(?<!khi )(?<!luc )\bnao\b|\bwhich\b")
ASKS = re.compile(r"\b(?:khong|chua|gi|sao|the nao|may|bao|lam|what|how|does|is|can|do|will|are|why)\b|\?")


def is_asked_how(talk: Talk, ask: Ask, intent: str, kinds: Collection[str]) -> bool:
    """Whether words, with the reading's help, say that an answer about these kinds is asked for.

    What the thing at hand tells itself is no question for it, nor is which thing to take.
    """
    folded = normalise(ask.text).folded
    asks = bool(ASKS.search(folded))
    if PICKS.search(folded) or (intent not in HOW and not asks):
        return False
    entry = talk.shelf.entries.get(talk.ground.focus[0]) if talk.ground.focus else None
    if entry is not None and best_score(facts_for(talk.shelf, entry, talk.query(ask))) >= TOLD_ITSELF:
        return False
    query = as_asked(talk, ask.text, ask.entities)
    hows = [how for how in know_hows_at_hand(talk.services) if how.kinds & set(kinds) and how.faq.topic in HOW]
    said = weigh_words(talk.shelf, entry, [how.fact for how in hows], query)
    best = max((one.score for one in said), default=0.0)
    if not asks:
        return best >= TOLD_ONLY
    return best >= (GENERAL if intent in HOW or intent == "nlu_fallback" else WORD_BY_WORD)
