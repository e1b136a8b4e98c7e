"""A list told over several clauses: "2 khay, 2 bao đất, 1 gói hạt, hết bao nhiêu" is one list and one question."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding.acts import Ask, Choose, Entities, Postpone, Reading, Stop
from bot.understanding.clauses import within
from bot.understanding.reading import without_address


def list_up_to(reading: Reading, act: Ask | Choose) -> tuple[str, Entities]:
    """The words up to the end of an act, from where the last question before it ends, with their entities."""
    whole = without_address(reading.text)
    begin = whole.find(act.text)
    if begin < 0:
        return act.text, act.entities
    end = begin + len(act.text)
    asking = [place + length for place, length, tells in _clauses_before(reading, act, whole, begin) if not tells]
    first = max(asking, default=0)
    # What neither asks nor tells, such as a yes, stands in between without parting anything.
    begin = first + len(whole[first:end]) - len(whole[first:end].lstrip(" ,.;!?\n"))
    return whole[begin:end], within(reading.entities, begin, end)


def _clauses_before(reading: Reading, act: Ask | Choose, whole: str, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each clause before an act begins, how long it is, and whether it asks for nothing."""
    at: dict[str, int] = {}
    tells: dict[str, bool] = {}
    cursor = 0
    for other in reading.acts:
        text = getattr(other, "text", "")
        if not text or text == act.text:
            continue
        if text not in at:
            place = whole.find(text, cursor)
            if place < 0 or place >= end:
                continue
            at[text], cursor = place, place + len(text)
        asks = isinstance(other, Ask) and (other.sure or other.asks)
        tells[text] = tells.get(text, True) and not asks and not isinstance(other, Postpone | Stop)
    yield from ((at[text], len(text), told) for text, told in tells.items())
