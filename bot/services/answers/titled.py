"""Goods called by their names and nothing asked: what is typed into a search box is typed into a chat, too."""

from __future__ import annotations

import re

from bot.services.answers.lacks import missing_goods
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import QUESTION
from bot.understanding.acts import Ask, Choose, Confirm, Give, Postpone, Stop
from bot.understanding.titles import kind_named_alone
from bot.understanding.words import plain

WHICH = "which"
"""The open question to which a bare kind is no answer: it is shown again."""
DOES = re.compile(
    r"\b(?:lay|mua|dat|chot|them|bo|huy|doi|cho|gui|ship|giao|tinh|tra|nhan|goi|xem|so sanh|buy|order|add|take|cancel|"
    r"change|compare|remove|want|need|muon|can|thich|nen|hon)\b"
)
"""Words of doing something with goods: more than a name."""


def goods_named_alone(talk: Talk) -> Ask | None:
    """The search that a bare name is, whatever else its words may mean: "kem Total Effect" asks for no total.

    Only of goods of which nothing is spoken yet; those at hand are meant by whatever the talk is at.
    """
    reading = talk.reading
    if talk.pressed or talk.ground.open not in (None, WHICH) or reading.of(Give, Choose, Confirm, Stop, Postpone):
        return None
    if reading.text.isascii() and len(plain(reading.text)) <= SHORT:
        return None
    if (kind := kind_named_alone(talk.shelf, reading.text)) is not None:
        at_hand = {p.kind for sku in (*talk.ground.focus, *talk.ground.shown) if (p := talk.product(sku)) is not None}
        again = talk.ground.open == WHICH or kind not in at_hand
        return Ask("find_product", reading.text, "", reading.entities, sure=True) if again else None
    if talk.ground.open:
        # A name answers which one is meant.
        return None
    if is_lacked_alone(talk):
        return Ask("find_product", reading.text, "", reading.entities, sure=True)
    if "?" in reading.text or "\n" in reading.text.strip():
        return None
    title = talk.named_in_full
    if title is None or QUESTION.search(title.beside) or DOES.search(title.beside):
        return None
    if title.skus[0] in (*talk.ground.focus, *talk.ground.shown, talk.page_sku):
        return None
    return Ask("find_product", reading.text, "", reading.entities, sure=True)


def is_lacked_alone(talk: Talk) -> bool:
    """Whether goods that the shop has not are all that was said: "máy giặt" asks not how clothes are washed."""
    if QUESTION.search(talk.reading.text) or (missing := missing_goods(talk, talk.whole)) is None:
        return False
    named = {*plain(missing.name).split(), *talk.whole.colour_words}
    return all(word.folded in named for word in talk.whole.words)


SHORT = 2
"""A word of so few letters needs its marks: "áo" calls nobody, "ao" may."""
