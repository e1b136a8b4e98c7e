"""Which things are meant: by name, by place in the list, by what they are like, or by what was spoken of before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.ground import Ground
from bot.language import fold, normalise
from bot.understanding.describing import CARD, by_description
from bot.understanding.naming import MODEL, by_name
from bot.understanding.query import Query
from bot.understanding.rank import has_colour, rank
from bot.understanding.shelf import Entry, Shelf, has
from bot.understanding.words import plain

COUNTED = tuple(
    (re.compile(pattern), places)
    for pattern, places in (
        (rf"\b(?:hai|2) {CARD} dau(?: tien)?\b|\bfirst (?:two|2)\b", (0, 1)),
        (rf"\b(?:ba|3) {CARD} dau(?: tien)?\b|\bfirst (?:three|3)\b", (0, 1, 2)),
        (
            (
                rf"\b(?:so|thu|{CARD} so) (?:1|mot|nhat)\b(?! cai)|\b{CARD} (?:dau tien|thu nhat|dau)\b|^dau tien\b"
                rf"|\bfirst (?:one|card|item)\b|\bthe first\b(?! (?:two|2|time|place)\b)|\bnumber one\b|\b#1\b"
            ),
            (0,),
        ),
        (rf"\b(?:thu|{CARD} so) (?:hai|2)\b(?!/)|\bsecond (?:one|card)?\b(?!.?hand)|\bnumber two\b|\b#2\b", (1,)),
        (rf"\b(?:thu|{CARD} so) (?:ba|3)\b|\bthird\b|\bnumber three\b|\b#3\b", (2,)),
        (rf"\b{CARD} (?:cuoi|chot|cuoi cung)\b|\bthe last (?:one|of)\b|\blast one\b", (-1,)),
    )
)
"""How cards are counted out, folded; "đám cưới" and "how long does it last" count nothing."""
DAY = re.compile(
    r"\b(?:lam|mo|nghi|dong|ban) \w* ?thu (?:2|hai|ba|3)\b|\bchu nhat\b"
    r"|\bthu (?:2|hai|ba|3) (?:mo|lam|co mo|shop|giao|toi|tuan)\b"
)
BOTH = re.compile(
    rf"\b(?:ca|het) (?:hai|2|ba|3|may|doi|bo)\b(?: {CARD})?"
    rf"|\b(?:hai|2|ba|3) {CARD} (?:nay|do|kia|tren|ay|vua roi|luc nay|dau)\b"
    rf"|\b(?:may|nhung|cac) {CARD}(?: mau)? (?:nay|do|kia|tren)\b"
    rf"|\b(?:hai|2|ba|3) (?:mon|loai|cai|con|mau)(?: nay)?"
    rf"(?= (?:chenh|khac|het|bao|gia|tong|cai nao|con nao|nao))|\bgiua (?:hai|2)\b"
    r"|\bboth\b|\beach\b|\beither\b|\bthe (?:two|three)\b|\bthose (?:two|2|three)\b|\bthese (?:two|2|three)?\b"
    r"|\bthe two\b|\btogether\b"
    # "Thêm" without its mark is no English word.
    r"|\b(?:of|between|for|are|do|does|is|buy|take|get|want|need|with|compare|have|order|all|among|about) them\b"
)
TELLS_APART = re.compile(r"\b(?:ca|het) (?:hai|2|ba|3)\b|\b(?:chenh|khac|hon|lech|so sanh|giua|nao)\b")
"""Words that speak of different things, not of pieces."""
PIECES = re.compile(r"\b(?:\d+|one|two|three|four|five|six) of (?:them|those|these|it)\b")
"""Pieces of the thing spoken of, where one was picked."""
TWO = re.compile(
    rf"\b(?:ca|het) (?:hai|2)\b|\b(?:hai|2) {CARD} (?:nay|do|kia|ay)\b|\bboth\b|\b(?:the|these|those) (?:two|2)\b"
)
OTHER = re.compile(rf"\b{CARD} (?:kia|con lai)\b|\bthe other (?:one)?\b|\bother one\b")
BEFORE = re.compile(
    r"\b(?:luc (?:nay|dau|truoc)|hoi nay|nay gio|ban nay|ban dau|truoc do|vua nay|nay (?:xem|hoi|noi))\b"
    r"|\b(?:earlier|from before|first asked|previous(?! instructions))\b"
)
POINTING = re.compile(
    rf"\b{CARD} (?:nay|do|ay|day|vua roi|tren)\b|\b(?:no|cai nay|con nay|em nay)\b|\b(?:this|that|it|its|they)\b"
)


@dataclass(frozen=True)
class Referent:
    """The things meant, by SKU, and how that was told.

    ``how``: ``pressed``, ``counted``, ``both``, ``named``, ``described``, ``other``, ``kind``, ``focus``, ``page``,
    ``shown``, ``none``.
    """

    skus: tuple[str, ...] = ()
    how: str = "none"

    @property
    def one(self) -> str | None:
        """The one thing, if it is one."""
        return self.skus[0] if len(self.skus) == 1 else None

    @property
    def explicit(self) -> bool:
        """Whether words of the message say which."""
        return self.how in ("pressed", "counted", "both", "named", "described", "other")


def refer(
    shelf: Shelf,
    ground: Ground,
    query: Query,
    *,
    pressed: Sequence[str] = (),
    page_sku: str | None = None,
    ordered: Sequence[str] = (),
) -> Referent:
    """The things that a clause is about; see :class:`Referent`. ``ordered`` are those of an order that is spoken of."""
    known = [sku for sku in pressed if sku in shelf.entries]
    if known:
        return Referent(tuple(known), "pressed")
    text = normalise(query.text).folded
    context = in_context(shelf, ground, page_sku)
    if (own := one_of_the_order(shelf, ground, query, ordered, text)) is not None:
        return Referent((own,), "focus")
    if (said := _said(shelf, ground, query, context, text)) is not None:
        return said
    if kinds := query.kinds or query.heads:
        return _of_kind(shelf, ground, query, kinds, context, page_sku)
    return _unsaid(shelf, ground, page_sku)


def _said(shelf: Shelf, ground: Ground, query: Query, context: Sequence[Entry], text: str) -> Referent | None:
    """What words of the clause say by a place in the list, a name or a description; None if they only name a kind."""
    if (found := counted(text, ground, shelf)) and not _names_another_kind(shelf, query, found):
        return Referent(tuple(found), "counted")
    if BEFORE.search(text) and (earlier := described_before(shelf, ground, query)):
        return Referent((earlier,), "described")
    if (part := accessory_meant(shelf, ground, query, text)) is not None:
        return Referent((part,), "described")
    focus = accessory_spoken_of(shelf, ground, query) or this_of_its_kind(shelf, ground, query, text)
    if focus is not None:
        return Referent((focus,), "focus")
    if named := by_name(shelf, query, context):
        return Referent(tuple(named), "named")
    if BOTH.search(text) and (found := both(shelf, ground, query)):
        return Referent(tuple(found), "both")
    if OTHER.search(text) and (other := the_other(shelf, ground, query)):
        return Referent((other,), "other")
    if (shown := shown_by_words(shelf, ground, query)) is not None:
        return Referent((shown,), "described")
    if found := by_description(shelf, query, context, text):
        return Referent(tuple(_spoken_of_first(shelf, ground, query, found)), "described")
    return None


LOOKS_AROUND = re.compile(
    r"\b(?:nao|khac|loai|mau|moi|them|shop|ban|re|tot|so voi|hon|any|other|another|which|sell|new|cheaper)\b|\d"
)
"""Asks for what else there is, or names a measure: the thing that was ordered need not be meant."""


def one_of_the_order(shelf: Shelf, ground: Ground, query: Query, ordered: Sequence[str], text: str) -> str | None:
    """The only thing of the order that is called by its kind: "quạt kêu to" is about the fan that was bought."""
    kinds = query.kinds | query.heads
    if not kinds or query.called or query.colours or ground.several or LOOKS_AROUND.search(text):
        return None
    spoken = shelf.products.get(ground.focus[0]) if ground.focus else None
    if spoken is not None and spoken.kind in kinds:
        return None if spoken.sku not in ordered else spoken.sku
    own = [sku for sku in dict.fromkeys(ordered) if sku in shelf.products and shelf.products[sku].kind in kinds]
    return own[0] if len(own) == 1 else None


def _spoken_of_first(shelf: Shelf, ground: Ground, query: Query, found: Sequence[str]) -> Sequence[str]:
    """The one being spoken of, if it is among them: "có màu kem không" asks of it, though another one is cream too.

    Of a list that was just shown those that are in it.
    """
    if ground.several:
        return [sku for sku in found if sku in ground.shown] or found
    in_colour = [sku for sku in (*found, *ground.focus[:1]) if has_colour(shelf.entries[sku].product, query.colours)]
    if query.colours and in_colour == ground.focus[:1]:
        return in_colour
    return ground.focus[:1] if ground.focus and ground.focus[0] in found and not ground.several else found


def _unsaid(shelf: Shelf, ground: Ground, page_sku: str | None) -> Referent:
    """What is meant where no word says it: a page just opened, the list, the thing spoken of, the page."""
    shown = tuple(sku for sku in ground.shown if sku in shelf.entries)
    moved = page_sku and page_sku != ground.page_sku and page_sku in shelf.entries
    if moved:
        return Referent((str(page_sku),), "page")
    if ground.several and ground.shown:
        return Referent(shown, "shown")
    if ground.focus and ground.focus[0] in shelf.entries:
        return Referent((ground.focus[0],), "focus")
    if page_sku and page_sku in shelf.entries:
        return Referent((page_sku,), "page")
    if ground.shown:
        return Referent(shown, "shown")
    return Referent()


def in_context(shelf: Shelf, ground: Ground, page_sku: str | None) -> list[Entry]:
    """Things that are being talked of: on the screen, spoken of, in the basket; the nearest first."""
    skus = [
        *ground.focus[:1],
        *ground.shown,
        *ground.focus[1:],
        *[line.sku for line in ground.basket],
        *([page_sku] if page_sku else []),
    ]
    return [shelf.entries[sku] for sku in dict.fromkeys(skus) if sku in shelf.entries]


def counted(text: str, ground: Ground, shelf: Shelf) -> list[str]:
    """Things of the last list that were counted out: "cái đầu tiên", "the second one"."""
    shown = [sku for sku in ground.shown if sku in shelf.entries]
    if DAY.search(text) or (BEFORE.search(text) and not shown):
        return []
    found: list[str] = []
    for place in (place for pattern, places in COUNTED if pattern.search(text) for place in places):
        if len(shown) > max(place, 0) and shown[place] not in found:
            found.append(shown[place])
    return found


def _names_another_kind(shelf: Shelf, query: Query, found: Sequence[str]) -> bool:
    return bool(query.kinds) and not any(shelf.entries[sku].product.kind in query.kinds for sku in found)


def both(shelf: Shelf, ground: Ground, query: Query) -> list[str]:
    """Two or more that were spoken of together: the list if it is short, else the last two things."""
    shown = [sku for sku in ground.shown if sku in shelf.entries]
    text = normalise(query.text).folded
    number = re.search(rf"\b(hai|2|ba|3) (?!mon|loai|mau){CARD}\b", text)
    if number and not TELLS_APART.search(text) and len(shown) != {"hai": 2, "2": 2, "ba": 3, "3": 3}[number.group(1)]:
        # "2 con đó" and "2 con hết bao nhiêu" beside one thing count pieces of it.
        return []
    if not ground.several and PIECES.search(normalise(query.text).folded):
        return []
    if query.kinds:
        kind = [
            sku
            for sku in [*shown, *ground.focus]
            if sku in shelf.entries and shelf.entries[sku].product.kind in query.kinds
        ]
        kind = list(dict.fromkeys(kind))
        return kind[:3] if len(kind) > 1 else []
    focus = [sku for sku in ground.focus if sku in shelf.entries]
    if len(focus) > 1 and not ground.several and not {*focus[:2]} <= {*shown}:
        return focus[:2]
    if len(shown) > 2 and len(focus) > 1 and TWO.search(normalise(query.text).folded):
        return focus[:2]
    if 2 <= len(shown) <= 3:
        return shown
    if len(focus) > 1:
        return focus[:2]
    return shown[:2] if len(shown) > 1 else []


def the_other(shelf: Shelf, ground: Ground, query: Query) -> str | None:
    """The one that is not being talked of now: beside it in the list, or talked of just before; of the same kind."""
    focus = [sku for sku in ground.focus if sku in shelf.entries]
    now = focus[0] if focus else None
    kind = shelf.entries[now].product.kind if now else None
    candidates = [sku for sku in [*ground.shown, *focus[1:]] if sku in shelf.entries and sku != now]
    alike = [sku for sku in candidates if shelf.entries[sku].product.kind == kind]
    if alike:
        return alike[0]
    if now and not candidates:
        others = [p for p in shelf.of_kind([str(kind)]) if p.sku != now]
        if len(others) == 1 or others:
            return others[0].sku
    return candidates[0] if candidates else None


SOLD_APART = re.compile(
    r"\b(?:ban|mua|thay|rieng|them|kem|gia|nhieu|co (?!nao)|chon|lay|replace\w*|spare|extra|buy|price)\b"
)


def accessory_meant(shelf: Shelf, ground: Ground, query: Query, text: str) -> str | None:
    """An accessory of what is spoken of, called by its own word: "màng thay bán nhiêu" beside a purifier."""
    if not query.words:
        return None
    enough = 2.0 if SOLD_APART.search(text) else 5.0
    for sku in [*ground.focus[:2], *ground.shown[:3]]:
        entry = shelf.entries.get(sku)
        if entry is None:
            continue
        best: tuple[float, str] | None = None
        for other in (shelf.entries[part.sku] for part in shelf.made_for(entry.product)):
            score = sum(
                shelf.weight(w.folded) * has(other.name, w, query.marks)
                for w in query.words
                if w.folded not in entry.name and w.folded not in query.kind_words
            )
            if score >= enough and (best is None or score > best[0]):
                best = (score, other.sku)
        if best is not None:
            return best[1]
    return None


def accessory_spoken_of(shelf: Shelf, ground: Ground, query: Query) -> str | None:
    """The accessory that is spoken of and called by a word of its own, beside what it is for: "lót lúc nồi nóng"."""
    entry = shelf.entries.get(ground.focus[0]) if ground.focus and not ground.several else None
    kinds = query.kinds | query.heads
    if entry is None or not kinds or entry.product.kind in kinds or query.called:
        return None
    if not shelf.is_made_for(entry.product, kinds):
        return None
    own = [word for word in query.words if word.folded in entry.name and word.folded not in query.kind_words]
    return entry.sku if own else None


IT = re.compile(
    r"^(?:the |vay |ma |a |roi )?no (?:co|bi|duoc|la|dung|can|hay|chay|tu|con)\b"
    r"|^(?:does|is|can|will|has) it\b(?!.*\bthan\b)"
)
"""A clause that begins with "it" is about the thing spoken of, whatever else its words may name."""


def shown_by_words(shelf: Shelf, ground: Ground, query: Query) -> str | None:
    """The one of a list whose name alone holds the words: "hộp trà" of two gift boxes, though tea is a kind too."""
    shown = [shelf.entries[sku] for sku in ground.shown if sku in shelf.entries]
    if len(shown) < 2 or not query.kinds or any(entry.product.kind in query.kinds for entry in shown):
        return None
    of_shown = {part for entry in shown for part in fold(entry.product.kind).split()}
    said = {word.folded for word in query.words if any(word.folded in entry.name for entry in shown)}
    having = [entry for entry in shown if said and said <= {*entry.name}]
    return having[0].sku if len(having) == 1 and of_shown & {*plain(query.text).split()} else None


THIS_ONE = re.compile(
    r"(?<!\b[23] )(?<!\bhai )(?<!\bba )\b(?:cai|doi|chiec|em|mau|con|hop|chai|tuyp|bo) nay\b|\bthis one\b"
)
"""Points at the one that is spoken of, whatever else it is asked about: "đôi này có màu trắng không"."""


def this_of_its_kind(shelf: Shelf, ground: Ground, query: Query, text: str) -> str | None:
    """The thing spoken of, pointed at by its kind: "áo này khô nhanh không" calls no other one quick-drying."""
    entry = shelf.entries.get(ground.focus[0]) if ground.focus and not ground.several else None
    if entry is None:
        return None
    if not query.kinds and not query.heads and THIS_ONE.search(text):
        return entry.sku
    if not query.kinds and IT.search(text) and not any(MODEL.match(word.folded) for word in query.words):
        return entry.sku
    if entry.product.kind not in query.kinds | query.heads:
        return None
    pointed = set(re.findall(r"(\w+) (?:nay|do|ay)\b", text))
    return entry.sku if pointed & query.kind_words else None


def described_before(shelf: Shelf, ground: Ground, query: Query) -> str | None:
    """The thing spoken of earlier that the words describe; without words the first one of all."""
    spoken_of = dict.fromkeys([*ground.focus, *ground.shown])
    history = [shelf.entries[sku] for sku in spoken_of if sku in shelf.entries]
    if not history:
        return None
    if not query.says_something and not query.colours:
        return history[-1].sku if len(history) > 1 else history[0].sku
    fits = rank(shelf, query, history)
    if fits:
        return fits[0].entry.sku
    coloured = [entry for entry in history if query.colours and has_colour(entry.product, query.colours)]
    if coloured:
        return coloured[0].sku
    on_shelf = rank(shelf, query)
    return on_shelf[0].entry.sku if on_shelf else None


def _of_kind(
    shelf: Shelf, ground: Ground, query: Query, kinds: Iterable[str], context: Sequence[Entry], page_sku: str | None
) -> Referent:
    wanted = set(kinds)
    page = shelf.products.get(page_sku or "")
    if page is not None and page.sku != ground.page_sku and page.kind in wanted:
        return Referent((page.sku,), "page")
    if (
        ground.focus
        and ground.focus[0] in shelf.entries
        and shelf.entries[ground.focus[0]].product.kind in wanted
        and not ground.several
    ):
        return Referent((ground.focus[0],), "focus")
    near = [entry.sku for entry in context if entry.product.kind in wanted]
    if len(near) == 1:
        return Referent(tuple(near), "focus")
    if near:
        return Referent(tuple(near[:4]), "shown")
    found = shelf.of_kind(wanted)
    in_size = [product for product in found if {*query.sizes} & {*product.sizes}]
    if len(in_size) == 1 and len(found) > 1:
        # "Dây cỡ 11": only one of the kind comes in it.
        return Referent((in_size[0].sku,), "described")
    return Referent(tuple(product.sku for product in found), "kind")
