"""Which things a message wants how many of, in which variant: "2 hộp trà sen + 1 gói cà phê", "1 kem 1 tím"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.ground import Ground
from bot.language import PROVINCES, fold, normalise
from bot.understanding.clauses import within
from bot.understanding.describing import described_phrases
from bot.understanding.name_numbers import COUNTERS, number_of_a_name, without_named_numbers
from bot.understanding.naming import is_distinctive
from bot.understanding.query import Query, query_of
from bot.understanding.rank import colour_called
from bot.understanding.refer import POINTING, Referent, refer
from bot.understanding.shelf import Shelf

PARTS = re.compile(
    r"\s*(?:\+|&|,|;|\bvà\b|\bva\b|\bvới\b|\bvoi\b|\bcùng\b|\bkèm\b|\bvs\b|\bkem theo\b|\bthêm\b|\bthem\b|\band\b"
    r"|\bplus\b|\bwith\b|\bto the\b)\s*|(?<=[^\W\d])(?<!size)(?<!sz)(?<!cỡ)(?<! co)(?<!lít)(?<!lit)(?<! l)(?<!triệu)"
    r"(?<!trieu)(?<! tr)(?<! số)(?<! so)\s+(?=\d{1,2}\s+"
    r"(?!(?:k|tr|trieu|triệu|nghin|nghìn|ngan|ngàn|million|thousand|ml|l|lit|lít|kg|ky|ký|ki|kí|g|gr|m2|w|mah|cm|inch|thang|tháng|nam|năm"
    r"|ngay|ngày|gio|giờ|h|tuoi|tuổi|nguoi|người|cap|cấp|cong|cổng)\b)[^\W\d])",
    re.IGNORECASE,
)
WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "a couple of": 2,
    "chuc": 10,
    "cap": 2,
}
UNITS = "k|tr|trieu|million|thousand|nghin|ngan|ml|l|lit|kg|ky|ki|g|gr|m2|w|mah|cm|inch|thang|nam|ngay|gio|h|tuoi"
"""After these a number measures something and counts no pieces."""
COUNT = re.compile(
    (
        rf"(?<![\w.,])(?P<n>\d{{1,3}}|{'|'.join(WORDS)})\s?(?:{COUNTERS})\b"
        rf"|(?:^|\b(?:lay|mua|dat|chot|order|take|buy|get|add|want|them|ship|cho {{me}}|make it|la|thanh|len|xuong"
        rf"|con|sl|so luong)\s)(?P<m>\d{{1,3}}|{'|'.join(WORDS)})\b"
        rf"(?! ?(?:{UNITS}|%|/|\.)\b)"
        rf"|\bx\s?(?P<x>\d{{1,2}})\b|(?P<y>\d{{1,2}})\s?x\b"
    ).replace("{me}", "(?:minh|em|chi|anh|toi)")
)
COUNTLESS = re.compile(
    rf"\b(?:{'|'.join(name for name in map(fold, PROVINCES) if name.split()[0] in WORDS)}"
    r"|hai duong|hai ba trung|hai chau|hai an|ba ria|ba dinh|ba vi|nam dinh|nam can|nam tu liem|tam ky|tam dao|tam diep"
    r")\b"
)
"""Places that begin like a number, also those of before the provinces were joined: "ship hải phòng" wants no two."""
BARE = re.compile(r"^\s*(?P<n>\d{1,2}|mot|hai|ba|one|two|three)\s+(?=[a-z])")


MANY = 20
"""Nobody takes more pieces of something that comes in sizes without saying "pieces"."""


@dataclass(frozen=True)
class Wished:
    """A thing that is wanted; ``quantity`` is None where none was said."""

    sku: str
    quantity: int | None = None
    size: str | None = None
    colour: str | None = None
    how: str = "focus"


def count_in(text: str) -> int | None:
    """How many are wanted; None where no number says so."""
    folded = COUNTLESS.sub(" ", normalise(text).folded)
    found = COUNT.search(folded)
    word = next((found.group(name) for name in ("n", "m", "x", "y") if found.group(name)), None) if found else None
    if word is None and (bare := BARE.match(folded)) and not re.match(rf"\s*\d+ ?(?:{UNITS}|loai|mau)\b", folded):
        word = bare.group("n")
    if word is None:
        return None
    number = WORDS.get(word) or (int(word) if word.isdigit() else None)
    return number if number and 0 < number <= 500 else None


def wished_in(
    shelf: Shelf,
    ground: Ground,
    text: str,
    entities: Sequence[Mapping[str, Any]],
    page_sku: str | None,
    pressed: Sequence[str] = (),
) -> list[Wished]:
    """The things that a message wants, in order; variants after a thing belong to it ("2 ly …, 1 kem 1 tím")."""
    if pressed:
        return [Wished(sku, None, how="pressed") for sku in pressed if sku in shelf.entries]
    if spread := _pairs_of_focus(shelf, ground, text, page_sku):
        return spread
    found: list[Wished] = []
    for start, part in parts_of(text, shelf):
        query = query_of(part, within(entities, start, start + len(part)), shelf)
        _add_part(shelf, ground, found, part, query, refer(shelf, ground, query, page_sku=page_sku))
    return found or _wished_by_all(shelf, ground, text, entities, page_sku)


def _add_part(shelf: Shelf, ground: Ground, found: list[Wished], part: str, query: Query, referent: Referent) -> None:
    """Add to ``found`` what one part wants: more variants of the thing before it, or another thing."""
    of_kind = bool(query.kinds or query.heads)
    quantity = count_in(without_named_numbers(part, shelf))
    if quantity is None and (referent.explicit or of_kind):
        quantity = _before_its_name(shelf, part, referent)
    if of_kind:
        referent = _spoken_of_last(ground, referent)
    elif quantity is not None and (spoken := _called_of_spoken(shelf, ground, query)) and not referent.explicit:
        referent = Referent((spoken,), "described")
    spread = _spread(shelf, found[-1], query, quantity) if found else []
    single = _one_variant(shelf, found, part) if found else None
    if len(spread) > 1:
        found[-1:] = spread
    elif single is not None:
        found[:] = single
    elif referent.how == "both" or (referent.how == "counted" and len(referent.skus) > 1):
        found += [Wished(sku, None, how="both") for sku in referent.skus]
    elif referent.skus and _is_named(part, referent, quantity, of_kind=of_kind):
        how = referent.how if referent.explicit else "kind"
        found.append(_variant(shelf, Wished(referent.skus[0], quantity, how=how), query))
    elif spread and (query.colours or query.sizes or quantity):
        found[-1:] = spread


def _spoken_of_last(ground: Ground, referent: Referent) -> Referent:
    """Of several of a kind the one that was spoken of last."""
    if len(referent.skus) < 2 or referent.how not in ("focus", "shown", "kind"):
        return referent
    spoken = next((sku for sku in ground.focus if sku in referent.skus), None)
    return Referent((spoken,), "described") if spoken else referent


def _is_named(part: str, referent: Referent, quantity: int | None, *, of_kind: bool) -> bool:
    """Whether a part says which thing it wants: by words of its own, by a kind, or by a number of "this"."""
    if referent.explicit:
        return True
    if len(referent.skus) == 1 and (referent.how == "kind" or (of_kind and referent.how in ("focus", "page", "shown"))):
        return True
    return (
        quantity is not None
        and referent.how in ("focus", "page")
        and POINTING.search(normalise(part).folded) is not None
    )


def _called_of_spoken(shelf: Shelf, ground: Ground, query: Query) -> str | None:
    """The thing spoken of whose name has all the words: "3 bịch điều" after cashews."""
    spoken = [sku for sku in ground.focus[:4] if sku in shelf.entries]
    return next(
        (sku for sku in spoken if query.words and all(w.folded in shelf.entries[sku].name for w in query.words)), None
    )


def _wished_by_all(
    shelf: Shelf, ground: Ground, text: str, entities: Sequence[Mapping[str, Any]], page_sku: str | None
) -> list[Wished]:
    """The one thing that the message as a whole is about, where no part of it names one."""
    query = query_of(text, entities, shelf)
    referent = refer(shelf, ground, query, page_sku=page_sku)
    count = count_in(without_named_numbers(text, shelf))
    if len(referent.skus) == 1 and referent.how != "none":
        return [_variant(shelf, Wished(referent.skus[0], count, how=referent.how), query)]
    if referent.how == "shown" and query.colours:
        having = [sku for sku in referent.skus if colour_called(shelf.entries[sku].product, query.colours[0])]
        if len(having) == 1:
            return [_variant(shelf, Wished(having[0], count, how="described"), query)]
    return []


def _one_variant(shelf: Shelf, found: list[Wished], part: str) -> list[Wished] | None:
    """In "…, 1 kem 1 tím" a number and a colour of the thing before is one of its lines, not another thing."""
    match = re.fullmatch(
        r"\s*(\d{1,2}|mot|hai|ba)\s+(?:cai |mau |chiec |con )?([^\W\d_]+(?: [^\W\d_]+)?)\W*", normalise(part).folded
    )
    if match is None:
        return None
    last = found[-1]
    own = colour_called(shelf.entries[last.sku].product, match.group(2))
    if not own:
        return None
    line = replace(last, quantity=WORDS.get(match.group(1)) or int(match.group(1)), colour=own[0])
    spread_before = sum(one.sku == last.sku for one in found) > 1 or (
        last.colour is not None and len(found) > 1 and found[-2].sku == last.sku
    )
    return [*found, line] if spread_before or last.colour is not None else [*found[:-1], line]


def _before_its_name(shelf: Shelf, part: str, referent: Referent) -> int | None:
    """A number right before what a thing is called: "6 chuột", "2 robusta"."""
    called = set(shelf.entries[referent.skus[0]].called) if referent.skus else set()
    for number, word in re.findall(r"(?<![\w.,])(\d{1,3})\s+([a-z]+)", normalise(part).folded):
        if (
            (word in shelf.heads or (word in called and is_distinctive(shelf, word)))
            and not re.search(rf"\b(?:size|sz|co|lit|l|so|size la) {number} {word}", normalise(part).folded)
            and not number_of_a_name(f"{number} {word}", shelf)
            and not re.fullmatch(r"l|lit|ml|g|kg|w|mah|cm|inch|m", word)
        ):
            return int(number)
    return None


def _pairs_of_focus(shelf: Shelf, ground: Ground, text: str, page_sku: str | None) -> list[Wished]:
    """Pieces of the thing at hand by colour: "2 cái trắng 1 cái xanh"."""
    now = next(
        (
            sku
            for sku in [*[line.sku for line in ground.basket[-1:]], *ground.focus[:1], page_sku]
            if sku in shelf.entries
        ),
        None,
    )
    if now is None:
        return []
    query = query_of(text, [], shelf)
    if query.kinds and shelf.entries[now].product.kind not in query.kinds:
        return []
    lines = _spread(shelf, Wished(now, None, how="described"), query, None)
    return lines if len(lines) > 1 else []


def parts_of(text: str, shelf: Shelf) -> list[tuple[int, str]]:
    """Parts between connectives with where they begin; what is called by a number is not parted from it."""
    found, start = [], 0
    for match in PARTS.finditer(text):
        if not match.group().strip() and number_of_a_name(text[match.end() :], shelf):
            continue
        if text[start : match.start()].strip():
            found.append((start, text[start : match.start()]))
        start = match.end()
    if text[start:].strip():
        found.append((start, text[start:]))
    return found


def _variant(shelf: Shelf, wished: Wished, query: Query) -> Wished:
    product = shelf.entries[wished.sku].product
    colour = next((own for named in query.colours for own in colour_called(product, named)), None)
    colour = colour or next(
        (
            own[0]
            for phrase in described_phrases(normalise(query.text).folded)
            if len(own := colour_called(product, phrase)) == 1
        ),
        None,
    )
    size = next((one for one in query.sizes if one.upper() in {s.upper() for s in product.sizes}), None)
    if wished.quantity and wished.quantity > MANY and str(wished.quantity) in product.sizes:
        # "Lấy 39" of shoes is a size.
        wished, size = replace(wished, quantity=None), str(wished.quantity)
    return replace(wished, colour=colour, size=size or size_said(product.sizes, query.text))


def size_said(sizes: Sequence[str], text: str) -> str | None:
    """One of a thing's own sizes that was said, "size L" or a bare "M"; a small "m" among other words is "mình"."""
    own = {size.lower(): size for size in sizes}
    words = re.findall(r"[^\W_]+(?:/[^\W_]+)?", text)
    for place, word in enumerate(words):
        found = own.get(word.lower())
        if found is None or _counted(text, word):
            continue
        sized = place > 0 and fold(words[place - 1]) in ("size", "sz", "co")
        if len(word) > 1 or not word.islower() or sized or len(words) <= 2:
            return found
    return None


def _counted(text: str, word: str) -> bool:
    """Whether a number counts pieces rather than names a size."""
    return word.isdigit() and bool(re.search(rf"(?<!\d){word} ?{COUNTERS}\b", normalise(text).folded))


def _spread(shelf: Shelf, last: Wished, query: Query, quantity: int | None) -> list[Wished]:
    """A part that only tells variants of the thing before: "1 kem 1 tím" parts two pieces into two lines."""
    product = shelf.entries[last.sku].product
    pairs = re.findall(
        r"(\d{1,2}|mot|hai|ba|one|two)\s+(?:cai |mau |chiec |con )?([^\W\d_]+(?: [^\W\d_]+)?)",
        normalise(query.text).folded,
    )
    lines = []
    for number, name in pairs:
        own = colour_called(product, name) or colour_called(product, name.split()[0])
        if own:
            lines.append(replace(last, quantity=WORDS.get(number) or int(number), colour=own[0]))
    if len(lines) > 1:
        return lines
    updated = _variant(shelf, last, query)
    if quantity and last.quantity is None:
        updated = replace(updated, quantity=quantity)
    return [replace(updated, colour=updated.colour or last.colour, size=updated.size or last.size)]


__all__ = ["Referent", "Wished", "count_in", "size_said", "wished_in"]
