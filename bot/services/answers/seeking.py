"""Whether a clause looks for goods of which nothing was spoken yet."""

from __future__ import annotations

import re

from bot.language import normalise
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.goods import GENERIC
from bot.understanding.query import Query

WANTS = re.compile(
    r"\b(?:can|tim|kiem|sam|muon|tinh|dinh|dang can|mua|(?:shop|ben (?:minh|shop|em)|o day) (?:co|con|ban)|co ban|co"
    r"|for|need|needs|want|wants|looking|search\w*|sell|buy|any|get|recommend\w*|suggest\w*)\b"
)
NEEDS = re.compile(r"\b(?:can|tim|kiem|sam|muon mua|need|want|looking)\b")
ASKS = re.compile(
    r"\b(?:khong|ko|chua|gi|nao|sao|may|bao|dau|ha|chu|nhi|hong|what|how)\b|^(?:does|is|will|are)\b"
    r"|^(?:can|do) (?:i|you|it|we|they|this|that)\b|\?"
)
ASKS_OF_IT = re.compile(
    r"\b(?:bao nhieu|bao lau|may (?:gio|ngay|size|mau|loai|cai)|gia|the nao|la gi|how|what (?:is|are)|why|sao)\b"
)
"""Asks for a fact of the goods, not for the goods."""


def begins_anew(talk: Talk, query: Query) -> bool:
    """Whether goods are looked for of which nothing was spoken yet."""
    known = [p.kind for sku in [*talk.ground.focus[:1], *talk.ground.shown] if (p := talk.product(sku))]
    if not known:
        return talk.page_sku is None
    return bool(query.asked) and not any(kind in kinds for kinds in query.asked for kind in known)


def seeks(talk: Talk, ask: Ask) -> bool:
    """Whether a clause asks for goods by their kind: "cần nồi cơm nấu gạo lứt", "kem nào tắm biển không trôi"."""
    query = talk.query(ask)
    if not query.asked or ask.skus or not begins_anew(talk, query):
        return False
    folded = normalise(ask.text).folded
    if talk.referent(ask).how == "named" and len(talk.referent(ask).skus) == 1:
        return bool(NEEDS.search(folded)) and not (ask.asks or ASKS.search(folded))
    if which_of(query, folded):
        return True
    if ASKS_OF_IT.search(folded) or query.asked_words <= GENERIC:
        # "Đồ sơ sinh" is a group of goods.
        return False
    return bool(WANTS.search(folded)) or not (ask.asks or ASKS.search(folded))


def which_of(query: Query, folded: str) -> bool:
    """Whether it asks which of a kind: "gạo nào thơm dẻo", "đầm gì mặc rộng"."""
    return any(re.search(rf"\b{re.escape(word)}(?: \w+){{0,3}}? (?:nao|gi)\b", folded) for word in query.asked_words)
