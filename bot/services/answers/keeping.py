"""How long a thing keeps or lasts is its own fact: "son này giữ được bao lâu" asks for no goods to be held."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import fold, normalise
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask

KEEPS = re.compile(
    r"\bgiu (?:duoc |dc |tot |mau |mui |huong )*(?:bao lau|lau khong|may (?:tieng|gio|ngay|bua|thang|nam))\b"
    r"|\bhow long .{0,20}\b(?:last|hold|keep|stay)"
)
HOLDS_GOODS = re.compile(r"\b(?:hang|giup|dum|cho|coc|dat|don|mau nay cho|reserve|for me)\b")
LASTS = frozenset("bam giu luu ben wear hold longwear".split())
STORES = frozenset("han quan shelf storage".split())
LASTING_TIME = re.compile(
    r"\d ?(?:-|–|den)? ?\d* ?(?:gio|tieng|h|ngay|tuan|thang|nam|hours?|days?|weeks?|months?|years?)\b"
)


def of_keeping(talk: Talk, wish: Ask) -> Ask | None:
    """A question that sounds like holding goods, read as one of the thing where the thing has a fact of that."""
    folded = normalise(wish.text).folded
    if wish.topic != "ask_deposit" or not KEEPS.search(folded) or HOLDS_GOODS.search(folded):
        return None
    entries = talk.entries(talk.referent(wish))
    if len(entries) != 1:
        return None
    for words in (LASTS, STORES):
        for fact in entries[0].facts:
            if fact.label_words & words and LASTING_TIME.search(fold(fact.text)):
                return replace(wish, topic="ask_specs", text=f"{fact.label} bao lâu", entities=(), sure=True)
    return None
