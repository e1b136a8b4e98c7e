"""Write out shoppers' abbreviations, by what stands next to them when they could mean several things."""

from __future__ import annotations

import re

from bot.language.expand_rules import RULES, Around
from bot.language.teencode import TEENCODE

_TOKEN = re.compile(r"[^\W_]+|\s+|[^\w\s]|_")

_SPELLING = {
    "kí": "ký", "lí": "lý", "mĩ": "mỹ", "quí": "quý", "tỉ": "tỷ", "sỹ": "sĩ", "hủy": "hủy",
    "rưởi": "rưỡi", "nghìn": "nghìn", "ngìn": "nghìn", "ngàn": "nghìn", "trả lai": "trả lại",
    "xử": "xử", "màn": "màn", "thanks": "cảm ơn", "thank": "cảm ơn",
}  # fmt: skip
_CHAT_ENGLISH = {
    "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "thx": "thanks", "tks": "thanks",
    "ty": "thanks",
    "abt": "about", "asap": "as soon as possible", "b4": "before", "im": "i'm", "dont": "don't", "cant": "can't",
    "doesnt": "doesn't", "didnt": "didn't", "hasnt": "hasn't", "havent": "haven't", "isnt": "isn't", "whats": "what's",
}  # fmt: skip


def expand(clean: str, english: bool = False) -> str:
    """Lower-case the cleaned text and write its abbreviations out; English text gets English chat words only."""
    tokens = _TOKEN.findall(clean.lower())
    spots = [i for i, token in enumerate(tokens) if not token.isspace()]
    words = [tokens[i] for i in spots]
    # A comma or full stop ends the clause: what follows is not a neighbour.
    stops = [(i + 1 < len(words) and words[i + 1] in ",.!?;\n") or words[i] in ",.!?;" for i in range(len(words))]
    for at, spot in enumerate(spots):
        token = tokens[spot]
        if not token[0].isalpha() and token not in TEENCODE:
            continue
        if english:
            tokens[spot] = _CHAT_ENGLISH.get(token, token)
            continue
        glued = spot > 0 and not tokens[spot - 1].isspace() and tokens[spot - 1][-1:].isalnum()
        rule = RULES.get(token)
        if rule is not None:
            before_digit = at + 1 < len(words) and words[at + 1][:1].isdigit() and spots[at + 1] == spot + 1
            tokens[spot] = rule(Around(words, at, before_digit, glued, stops))
        elif token in TEENCODE:
            tokens[spot] = TEENCODE[token]
        elif token in _SPELLING and not (token == "kí" and at and words[at - 1][:1].isdigit()):
            tokens[spot] = _SPELLING[token]
    return "".join(tokens)
