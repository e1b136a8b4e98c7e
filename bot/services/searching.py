"""One search a message: clauses that tell the situation belong to the clause that names the goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language import normalise
from bot.services.answers.seeking import seeks
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import ABOUT_THINGS, ESCALATES, FINDS, QUESTION
from bot.understanding.acts import Ask
from bot.understanding.reading import NluReading

TOLD_ONLY = {
    *ABOUT_THINGS,
    *FINDS,
    *ESCALATES,
    "ask_accessories",
    "ask_store_hours",
    "ask_refund",
    "ask_store_address",
    "find_store",
    "request_invoice",
    "request_call_back",
    "ask_deposit",
    "nlu_fallback",
    "inform",
}
"""Topics that a situation is taken for where nobody asked: "sáng nào cũng trễ giờ" is no question for the hours."""


ASKS_ONE = re.compile(
    r"\b(?:bao nhieu|bao lau|may|the nao|duoc (?:khong|chua)|khong|how|is it|does it|can it)\b(?!.*\bnen\b)"
)
"""Asks a fact of what is found."""
NEEDS = {"recommend_by_need", "recommend_by_budget", "find_gift", "find_product"}
"""Topics in which somebody tells what they need."""
SURE_OF_ALL = 0.6


def is_search(wish: Ask) -> bool:
    """Whether a wish looks something up on the shelf."""
    return wish.topic in FINDS or (wish.topic == "nlu_fallback" and wish.detail == "search")


def in_one_search(talk: Talk, unsure: Sequence[Ask], wishes: Sequence[Ask], nlu: NluReading) -> list[Ask]:
    """The wishes without those that a search takes up: what was guessed of clauses that only tell what it is for.

    Nothing was spoken of before.

    ``unsure`` are those of ``wishes`` that no cue spoke for; ``nlu`` is what was read in the whole message.
    """
    searches = [wish for wish in wishes if is_search(wish)]
    guessed = [wish for wish in unsure if wish.topic in TOLD_ONLY]
    if not searches and len(guessed) > 1 and nlu.intent in NEEDS and nlu.confidence >= SURE_OF_ALL:
        # The clauses alone say little; all of them together tell a need.
        searches = [replace(guessed[-1], topic="find_product", detail="")]
        wishes = [searches[0] if wish is guessed[-1] else wish for wish in wishes]
        unsure = [*unsure, *searches]
    if not searches:
        return list(wishes)
    carries = next((wish for wish in searches if seeks(talk, wish)), None)
    carries = carries or next((wish for wish in searches if talk.query(wish).asked), searches[0])
    return [wish for wish in wishes if wish is carries or not _tells(talk, wish, unsure)]


def _tells(talk: Talk, wish: Ask, unsure: Sequence[Ask]) -> bool:
    """Whether a clause beside a search asks nothing of its own."""
    if wish.topic == "browse_catalogue" and talk.whole.asked:
        return True
    if not any(wish is one for one in unsure):
        return False
    folded = normalise(wish.text).folded
    if wish.topic not in TOLD_ONLY:
        # "Tuần sau em bay đi công tác" is guessed to be about days of delivery, and asks nothing.
        return wish.topic.startswith("ask_") and not (wish.asks or QUESTION.search(folded))
    if talk.referent(wish).how == "named":
        return not (wish.asks or QUESTION.search(folded))
    return not (wish.topic in ABOUT_THINGS and (wish.asks or ASKS_ONE.search(folded)))
