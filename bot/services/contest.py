"""A reading contested by the shop's own answers: one of them may be so near that the words were not meant otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.catalogue import Faq
from bot.language import normalise
from bot.services.answers.nearest import nearest_answers, written_of
from bot.services.answers.policies import FOUND
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import QUESTION
from bot.understanding.acts import Ask
from bot.understanding.facts import best_score, facts_for
from bot.understanding.query import cue_words

OPEN = {
    "ask_origin_expiry",
    "ask_brands",
    "explain_product_kind",
    "ask_stock",
    "ask_store_address",
    "ask_about_shop",
    "ask_delivery_area",
    "ask_payment_methods",
    "ask_reviews",
    "request_photos",
    "request_invoice",
    "object_price",
    "hesitate",
    "notify_me",
    "ask_capabilities",
    "out_of_scope",
    "chitchat",
    "nlu_fallback",
    "find_product",
    "recommend_by_need",
    "ask_best_sellers",
    "ask_new_arrivals",
    "ask_product_details",
    "ask_specs",
    "ask_usage_help",
    "inform",
    "ask_order_history",
}
"""Readings that a nearer answer may take the place of."""
SERVICE = {
    "ask_return_policy",
    "request_return",
    "request_exchange",
    "ask_refund",
    "ask_try_first",
    "ask_warranty_policy",
    "claim_warranty",
    "ask_shipping_fee",
    "ask_delivery_time",
    "ask_delivery_area",
    "ask_delivery_options",
    "ask_payment_methods",
    "ask_bank_details",
    "ask_deposit",
    "ask_installment",
    "payment_problem",
    "ask_points",
    "write_review",
    "refer_friend",
    "manage_privacy",
    "keep_in_touch",
    "ask_authenticity",
    "ask_store_hours",
    "request_invoice",
    "report_missing_item",
    "check_order_status",
    "how_to_order",
}
"""Topics whose answers are about the shop's service, not about goods."""
COMPUTED = {
    "ask_shipping_fee",
    "ask_delivery_time",
    "ask_installment",
    "ask_deposit",
    "ask_payment_methods",
    "ask_store_hours",
}
"""Topics of which more is told than the shop's words: this purchase, this place, this day."""
EVIDENCE, EVIDENCE_OF_ONE = 2.6, 3.2
"""What the telling words must say for an answer: two that some answers have, or one that hardly any other has."""
MOST_WORDS = 0.6
"""An answer must be about so many of the telling words."""
NEAR, NEARER = 0.5, 0.05
"""How near an answer must be, and by how much nearer than those of the topic that was read."""


def contested(talk: Talk, wish: Ask) -> Ask:
    """The wish, or the one that the nearest of the shop's answers speaks for."""
    if not (wish.asks or QUESTION.search(normalise(wish.text).folded)):
        return wish
    if wish.topic not in OPEN or wish.skus or (wish.detail in ("search", "choose") and talk.query(wish).kinds):
        return wish
    if is_about_a_thing(talk, wish):
        return wish
    near = nearest_answers(talk, wish.text, wish.topic, wish)
    if not near:
        return wish
    best, score = near[0]
    if best.topic not in SERVICE or best.topic == wish.topic:
        return wish
    own = max((nearness for faq, nearness in near if faq.topic == wish.topic), default=0.0)
    if score < NEAR or score < own + NEARER or not speaks_for(talk, wish, best.key, near):
        return wish
    detail = "" if best.topic in COMPUTED else f"{FOUND}{best.key}"
    return replace(wish, topic=best.topic, detail=detail, sure=True)


def speaks_for(talk: Talk, wish: Ask, key: str, near: Sequence[tuple[Faq, float]]) -> bool:
    """Whether words that the reading did not rest on speak for an answer, and more than for those of its own topic."""
    taken = cue_words(wish.text) if wish.sure else frozenset()
    written = written_of(talk)
    own = max((written.evidence(faq.key, wish.text, taken)[0] for faq, _ in near if faq.topic == wish.topic), default=0)
    evidence, share, words = written.evidence(key, wish.text, taken)
    enough = EVIDENCE if words > 1 else EVIDENCE_OF_ONE
    return evidence >= max(enough, own + 1.0) and share >= MOST_WORDS


def is_about_a_thing(talk: Talk, wish: Ask) -> bool:
    """Whether the clause names goods, or the data of what is spoken of answers it: facts come before policies."""
    query = talk.query(wish)
    if query.kinds or query.called or talk.referent(wish).explicit:
        return True
    entries = talk.entries(talk.referent(wish))[:6]
    return any(best_score(facts_for(talk.shelf, entry, query)) >= 3.0 for entry in entries)
