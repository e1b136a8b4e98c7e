"""Find everything in a message that a form or an answer can use, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.language.body import find_body
from bot.language.colours import find_colours
from bot.language.dates import find_dates
from bot.language.emails import find_emails
from bot.language.money import find_money
from bot.language.order_codes import find_order_codes
from bot.language.phones import find_phones
from bot.language.places import find_places
from bot.language.quantities import find_quantities
from bot.language.sizes import find_sizes
from bot.language.spans import Found
from bot.language.tokens import read, without_politeness

_LONGEST = 4000


@dataclass(frozen=True)
class Entity:
    """One thing found; ``raw[start:end] == text``, offsets in code points of the raw message.

    ``kind`` and ``value``: ``money`` "5000000" (đồng); ``money_range`` "min..max",
    an open end empty ("dưới X" is "0..X");
    ``phone`` "0912345678", from abroad "+14155550100"; ``phone_hotline`` "19001234"; ``email`` lower-case;
    ``order_code`` as typed, in capitals without "#";
    ``quantity`` "2"; ``size`` "M", "42"; ``colour`` "xanh navy"; ``province`` "Đà Nẵng" ("A|B" where it must be asked);
    ``date`` see :mod:`bot.language.dates`; ``body_measure`` "height=158cm".
    """

    kind: str
    value: str
    start: int
    end: int
    text: str


# Where two readings overlap, the smaller number wins; between equals the longer one.
_RANK = {
    "email": 0, "order_code": 1, "phone": 2, "phone_hotline": 3, "money_range": 4, "body_measure": 5, "money": 6,
    "date": 7, "size": 8,
    "quantity": 9, "colour": 10, "province": 11,
}  # fmt: skip


def find_entities(text: str, today: date | None = None) -> list[Entity]:
    """All entities in reading order, not overlapping. Any string; never raises; reads the first 4,000 characters.

    ``today`` (default: this machine's date) anchors words like "mai" and dates without a year.
    """
    raw = text[:_LONGEST]
    reading = without_politeness(read(raw))
    if not reading.tokens:
        return []
    candidates: list[Found] = [
        *find_emails(reading),
        *find_order_codes(reading),
        *find_phones(reading),
        *find_money(reading),
        *find_body(reading),
        *find_dates(reading, today or date.today()),
        *find_sizes(reading),
        *find_quantities(reading),
        *find_colours(reading),
        *find_places(reading),
    ]
    found: list[Entity] = []
    for one in _settle(candidates, len(reading.normal.clean)):
        start, end = reading.normal.raw_span(one.start, one.end)
        # One raw character may have become several clean ones ("¼"): two neighbours can then share it.
        if found and start < found[-1].end:
            continue
        found.append(Entity(one.kind, one.value, start, end, raw[start:end]))
    return found


def _settle(candidates: list[Found], size: int) -> list[Found]:
    taken = bytearray(size + 1)
    kept: list[Found] = []
    for one in sorted(candidates, key=lambda f: (_RANK[f.kind], f.start - f.end, f.start)):
        if one.start < one.end and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
