"""Whether a time in a message is one to call at, not that of a delivery, of opening or of a party."""

from __future__ import annotations

from bot.language.clock_words import ASKS, CALLS, IDLE, NOT_CALLED, OTHER_TIMES, STOPS
from bot.language.quantity_words import PLEASANT
from bot.language.spans import Found
from bot.language.tokens import Reading, Token

#: Lower-case words with which talk of calls may begin.
CALL_FIRSTS = CALLS.firsts


def speaks_of_calls(tokens: list[Token]) -> bool:
    """Whether somebody is to be called, not a taxi, a dish or a name."""
    return any(
        token.low in CALL_FIRSTS
        and (end := CALLS.match(tokens, at)) > at
        and (end == len(tokens) or tokens[end].low not in NOT_CALLED)
        for at, token in enumerate(tokens)
    )


def is_for_calls(reading: Reading, found: Found, calls: bool) -> bool:
    """Whether calls are spoken of, or nothing but the time; the time of a delivery or a party is none to call at."""
    clause = _clause(reading, found)
    if speaks_of_calls(clause):
        return True
    if any(token in OTHER_TIMES for token in clause):
        return False
    short = found.kind != "lone" or len(reading.tokens) <= 3
    return calls or (short and _is_answer(reading, found))


def _clause(reading: Reading, found: Found) -> list[Token]:
    clause: list[Token] = []
    for token in reading.tokens:
        if token.text not in STOPS:
            clause.append(token)
        elif clause and clause[-1].end > found.start:
            break
        else:
            clause = []
    return clause


def _is_answer(reading: Reading, found: Found) -> bool:
    """Whether hardly a word beside the time says anything: "em rảnh sau 7h tối nha shop"."""
    rest = [token for token in reading.tokens if token.end <= found.start or token.start >= found.end]
    if any(token.is_number or token.fold in ASKS for token in rest):
        return False
    return sum(token.is_word and token not in PLEASANT and token not in IDLE for token in rest) <= 1
