"""Whether a clause asks how a kind of thing is used, kept or understood, and an answer of the shop tells it."""

from __future__ import annotations

from collections.abc import Collection

from bot.services.answers.known import GENERAL, as_asked
from bot.services.answers.talk import Talk
from bot.services.knowhow import know_hows_at_hand
from bot.understanding.acts import Ask
from bot.understanding.facts import weigh_words

HOW = {"ask_usage_help", "explain_product_kind"}
WORD_BY_WORD = 8.0
"""So many of its words speak for an answer even where the reading is another."""


def is_asked_how(talk: Talk, ask: Ask, intent: str, kinds: Collection[str]) -> bool:
    """Whether words, with the reading's help, say that an answer about these kinds is asked for."""
    query = as_asked(talk, ask.text, ask.entities)
    hows = [how for how in know_hows_at_hand(talk.services) if how.kinds & set(kinds) and how.faq.topic in HOW]
    said = weigh_words(talk.shelf, None, [how.fact for how in hows], query)
    best = max((one.score for one in said), default=0.0)
    return best >= (GENERAL if intent in HOW or intent == "nlu_fallback" else WORD_BY_WORD)
