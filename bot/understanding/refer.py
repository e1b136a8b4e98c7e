"""Which things are meant: by name, by place in the list, by what they are like, or by what was spoken of before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.ground import Ground
from bot.language import fold, normalise
from bot.understanding.qualities import qualities_in
from bot.understanding.query import Query, cue_words, query_of
from bot.understanding.rank import Fit, has_colour, rank
from bot.understanding.shelf import Entry, Shelf, has, same_marks
from bot.understanding.words import Word, plain

CARD = r"(?:cai|con|mau|mon|loai|chiec|thoi|doi|hop|bo|em|chai|tuyp|goi|ban|dong|cay|hu|thang|chi)"
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
    r"|\bthe two\b|\bthem\b|\btogether\b"
)
PIECES = re.compile(r"\b(?:\d+|one|two|three|four|five|six) of (?:them|those|these|it)\b")
"""Pieces of the thing spoken of, where one was picked."""
TWO = re.compile(r"\b(?:ca|het) (?:hai|2)\b|\bboth\b|\b(?:the|these|those) (?:two|2)\b")
OTHER = re.compile(rf"\b{CARD} (?:kia|con lai)\b|\bthe other (?:one)?\b|\bother one\b")
BEFORE = re.compile(
    r"\b(?:luc (?:nay|dau|truoc)|hoi nay|nay gio|ban nay|ban dau|truoc do|vua nay|nay (?:xem|hoi|noi))\b"
    r"|\b(?:earlier|from before|first asked|previous(?! instructions))\b"
)
BACK = re.compile(r"\b(?:quay|tro) (?:lai|ve)\b|\bback to\b|\blai (?:cai|con)\b")
POINTING = re.compile(
    rf"\b{CARD} (?:nay|do|ay|day|vua roi|tren)\b|\b(?:no|cai nay|con nay|em nay)\b|\b(?:this|that|it|its|they)\b"
)
DESCRIBED = re.compile(
    rf"\b{CARD}(?: mau)? (?P<what>(?!nao\b|gi\b|nay\b|do\b|kia\b|ay\b|khac\b|moi lan\b)[^,.?!;]{{1,40}})"
)
END_OF_PHRASE = re.compile(
    r"\b(?:nen|lay|vi|roi|ma|gia|bao nhieu|nhieu tien|thi|la|co|con|nao|gi|khong|duoc|ship|giao|bao hanh|mau"
    r"|size|di|nha|nhe|luc|hoi|vay|a|voi|va|so|luon|cho|de|het|thi sao|the|xai|dung|hay|ha|nhi|chua|chac"
    r"|pin dc|vua|"
    r"how|what|is|does|do|can|please|cost|costs|in|for|with|and|to|have|come|any)\b"
)
MODEL = re.compile(r"^(?=.*\d)(?=.*[a-z])[a-z0-9]{2,10}$")


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
    shelf: Shelf, ground: Ground, query: Query, *, pressed: Sequence[str] = (), page_sku: str | None = None
) -> Referent:
    """The things that a clause is about; see :class:`Referent`."""
    known = [sku for sku in pressed if sku in shelf.entries]
    if known:
        return Referent(tuple(known), "pressed")
    text = normalise(query.text).folded
    context = in_context(shelf, ground, page_sku)
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
    if (focus := this_of_its_kind(shelf, ground, query, text)) is not None:
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
    number = re.search(rf"\b(hai|2|ba|3) {CARD} (?:nay|do|kia|ay)\b", normalise(query.text).folded)
    if (
        number
        and not re.search(r"\bca\b", normalise(query.text).folded)
        and len(shown) != {"hai": 2, "2": 2, "ba": 3, "3": 3}[number.group(1)]
    ):
        # "2 con đó" beside one thing counts pieces of it.
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


def by_name(shelf: Shelf, query: Query, context: Sequence[Entry]) -> list[str]:
    """Things called by their own name: by a model number, or by words that few things are called.

    In a talk a word that the things at hand have in their facts names nothing else: "pin trâu" beside headphones.
    """
    colours = {part for colour in query.colours for part in fold(colour).split()} | query.colour_words
    words = list(
        {
            word.folded: word
            for word in query.words
            if word.folded not in query.kind_words and word.folded not in colours
        }.values()
    )
    if outright := by_own_name(shelf, query) or by_alias_over_kind(shelf, query):
        return outright
    if not words and not query.called:
        return []
    matches = [
        _match(shelf, entry, words, query)
        for entry in shelf.entries.values()
        if not query.kinds or entry.product.kind in query.kinds or _has_model(entry, words)
    ]
    return _best_named([match for match in matches if _is_called(match, words, query, context)], context)


@dataclass(frozen=True)
class NameMatch:
    """How well words name a thing: ``strong`` counts words that few things are called, ``share`` is of all weight."""

    entry: Entry
    score: float
    strong: float
    share: float


def _match(shelf: Shelf, entry: Entry, words: Sequence[Word], query: Query) -> NameMatch:
    """Weigh the words that a thing is called, with its alias, kind and measures."""
    total = sum(shelf.weight(word.folded) for word in words) or 1.0
    score, strong, covered = 0.0, 0.0, 0.0
    for word in words:
        likely = has(entry.called, word, query.marks)
        if likely < 0.5:
            continue
        weight = shelf.weight(word.folded) * likely
        covered += shelf.weight(word.folded)
        score += weight * (1.5 if word.folded in entry.name else 1.0)
        if is_distinctive(shelf, word.folded):
            strong += 1.0 if not MODEL.match(word.folded) else 2.0
    if entry.sku in query.called:
        score += 3.0
        strong += 0.5
    if entry.product.kind in query.kinds or entry.product.kind in query.heads:
        score += 0.5
        strong += 0.6
    score += sum(1.2 for m in query.measures for fact in entry.facts for stated in fact.measures
                 if stated.unit == m.unit and stated.value is not None and stated.value == m.value)  # fmt: skip
    return NameMatch(entry, score, strong, covered / total)


def _has_model(entry: Entry, words: Sequence[Word]) -> bool:
    """Whether one of the words is a model number of the thing."""
    return any(MODEL.match(word.folded) and word.folded in entry.called for word in words)


def _is_called(match: NameMatch, words: Sequence[Word], query: Query, context: Sequence[Entry]) -> bool:
    """Whether a match is good enough: outright, or by one strong word that nothing at hand explains."""
    if match.strong < 1.0:
        return False
    near_kinds = {entry.product.kind for entry in context[:4]}
    # What is at hand explains a word only for something else.
    context = [entry for entry in context if entry is not match.entry]
    if match.strong >= 1.5 and (match.share >= 0.45 or match.strong >= 2.0) and match.score > 0:
        own = [word for word in words if not any(word.folded in entry.told for entry in context[:3])]
        return not _explained(words, context, query) or _is_proper(match.entry, own, query)
    anew = bool(TAKES_ANOTHER.search(normalise(query.text).folded))
    if match.share < (0.75 if not anew else 0.5):
        return False
    is_near = match.entry.product.kind in near_kinds
    return (
        (not context or anew or is_near)
        and (is_near or _is_proper(match.entry, words, query))
        and not _explained(words, context, query)
    )


def _best_named(matches: Sequence[NameMatch], context: Sequence[Entry]) -> list[str]:
    """The best matches and those as good; among equals the one at hand."""
    scores = [(match.score * (0.5 + match.share), match.entry) for match in matches]
    scores.sort(key=lambda row: (-row[0], row[1].sku))
    firsts = [entry for score, entry in scores if score >= scores[0][0] * 0.93]
    if len(firsts) > 1:
        near = [entry for entry in firsts if entry in context]
        firsts = near[:1] if len(near) == 1 else firsts
    return [entry.sku for entry in firsts[:4]]


TAKES_ANOTHER = re.compile(
    r"\b(?:them|lay|mua|dat|con|co|ban|tim|can|cho|kem|add|take|buy|get|need|want|have|sell|also|plus|with|and"
    r"|va|voi)\b|\+"
)


def _is_proper(entry: Entry, words: Sequence[Word], query: Query) -> bool:
    """Whether one of the words is a proper name of the thing, written with a capital: "Trâu", and not "mỏng"."""
    if query.kinds or query.heads:
        return True
    of_kind = set(fold(f"{entry.product.kind} {entry.product.kind_en}").split())
    capital = {
        fold(part)
        for name in (entry.product.name, entry.product.name_en)
        for part in re.findall(r"[^\W_]+", name)
        if part[:1].isupper() and fold(part) not in of_kind
    }
    return any(word.folded in capital for word in words)


def by_alias_over_kind(shelf: Shelf, query: Query) -> list[str]:
    """The thing whose name takes in the kind that was said: "giấy lót nồi chiên" is paper, not an air fryer."""
    if len(query.called) != 1 or not query.kinds:
        return []
    entry = shelf.entries[query.called[0]]
    said = {word.folded for word in query.words} | query.kind_words
    return [entry.sku] if entry.product.kind not in query.kinds and said <= {*entry.name} else []


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
        own = {f"for:{entry.sku}".lower(), f"for:{entry.product.kind}".lower()}
        best: tuple[float, str] | None = None
        for other in shelf.entries.values():
            if not own & {tag.lower() for tag in other.product.tags}:
                continue
            score = sum(
                shelf.weight(w.folded) * has(other.name, w, query.marks)
                for w in query.words
                if w.folded not in entry.name and w.folded not in query.kind_words
            )
            if score >= enough and (best is None or score > best[0]):
                best = (score, other.sku)
        if best is not None and f"for:{entry.sku}".lower() in own:
            return best[1]
    return None


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


THIS_ONE = re.compile(r"\b(?:cai|doi|chiec|em|mau|con|hop|chai|tuyp|bo) nay\b|\bthis one\b")
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


def by_own_name(shelf: Shelf, query: Query) -> list[str]:
    """Things whose own part of the name was said as it is: with its brand, or without it beside its kind."""
    said = f" {plain(query.text)} "
    pointing = re.search(r"\w (?:nay|do|ay|kia)\b|\b(?:this|that|it)\b", normalise(query.text).folded)
    found = []
    asking = cue_words(query.text)
    for one in own_names(shelf):
        if {*one.plain.split()} <= asking:
            # "Còn hàng không" asks, whatever is called "Hàng Không".
            continue
        if f" {one.plain} " not in said or not same_marks(query.text, one.plain, one.written):
            continue
        of_kind = one.kind in query.kinds or one.kind in query.heads
        if (of_kind or not query.kinds) and (one.branded or (of_kind and not pointing)):
            found.append(one.sku)
    return list(dict.fromkeys(found))[:4]


@dataclass(frozen=True)
class OwnName:
    """Two words or more of a name that are a thing's own, as they are compared and as they are written."""

    sku: str
    kind: str
    plain: str
    written: str
    branded: bool


def own_names(shelf: Shelf) -> list[OwnName]:
    """What follows the brand in each name, with the brand before it and without; read once."""
    cache: dict[str, list[OwnName]] = shelf.__dict__
    if "_own_names" not in cache:
        rows = []
        for product in shelf.products.values():
            _, brand, tail = product.name.partition(product.brand) if product.brand else ("", "", "")
            # A number after it is a model or a measure, which is said or not.
            tail = re.split(r"\s\S*\d", tail)[0]
            if not tail.strip():
                continue
            for written, branded in ((brand + tail, True), (tail, False)):
                if len(plain(written).split()) > 1:
                    rows.append(OwnName(product.sku, product.kind, plain(written), written, branded))
        cache["_own_names"] = rows
    return cache["_own_names"]


def is_distinctive(shelf: Shelf, word: str) -> bool:
    """Whether few things are called by this word."""
    cache: dict[str, bool] = shelf.__dict__.setdefault("_distinctive", {})
    if word not in cache:
        times = sum(word in entry.called for entry in shelf.entries.values())
        cache[word] = 0 < times <= max(3, len(shelf.entries) // 60)
    return cache[word]


def _explained(words: Iterable[object], context: Sequence[Entry], query: Query) -> bool:
    """Whether the things at hand have these words in their facts, so that they need name nothing else."""
    if not context or query.kinds:
        return False
    folded = {word.folded for word in query.words}
    return any(len(folded & set(entry.told)) >= max(1, len(folded) - 1) for entry in context[:3])


def by_description(shelf: Shelf, query: Query, context: Sequence[Entry], text: str) -> list[str]:
    """Things told apart by what they are like: "cái hai dây", "con 5 lít", "loại nhỏ", "cái kem"."""
    phrases = list(described_phrases(text))
    # What stands last is decided for: "vì con nhỏ nên lấy con êm".
    phrases = [as_typed(phrase, query.text) for phrase in reversed(phrases)]
    if not phrases:
        return []
    for phrase in phrases:
        found = _described(shelf, query, context, phrase)
        if found:
            return found
    return []


ENGLISH = re.compile(
    r"\b(?:the|this|that|your) (?P<what>[a-z0-9][a-z0-9.\- ]{0,28}?) (?:one|ones|model|version|type)\b"
    r"|\bthe (?P<bare>[a-z0-9][\w.\-]*)(?=\s*(?:[?.,!]|$))"
)
POINTS_ONLY = {
    "other",
    "first",
    "second",
    "third",
    "last",
    "same",
    "next",
    "price",
    "total",
    "shop",
    "order",
    "code",
    "two",
    "both",
    "thing",
    "size",
}


def as_typed(phrase: str, text: str) -> str:
    """A folded phrase with the marks that were typed: "em" may be "êm"."""
    views = normalise(text)
    at = views.folded.rfind(phrase)
    return views.expanded[at : at + len(phrase)] if at >= 0 and len(views.folded) == len(views.expanded) else phrase


def described_phrases(text: str) -> Iterable[str]:
    """The words after a counting word, or in "the … one", up to what is asked of it."""
    for match in ENGLISH.finditer(text):
        what = (match.group("what") or match.group("bare") or "").strip()
        if what and what not in POINTS_ONLY:
            yield what
    for match in re.finditer(rf"\b{CARD}\b", text):
        follows = DESCRIBED.match(text, match.start())
        if follows is None:
            continue
        what = follows.group("what")
        if nested := re.search(rf"\b{CARD}\b", what):
            what = what[: nested.start()]
        if not re.match(r"(?:\d+ )?(?:de|mau)\b", what):
            end = END_OF_PHRASE.search(what)
            what = what[: end.start()] if end else what
        what = what.strip()
        if what and not re.match(r"(?:vay|the|a|nha|khong|hon|nhat|nua|di)\b", what):
            yield what


def _described(shelf: Shelf, query: Query, context: Sequence[Entry], phrase: str) -> list[str]:
    own = query_of(phrase, [], shelf, without_cues=False)
    if not own.qualities:
        own = replace(own, qualities=tuple(qualities_in(f"loai {phrase}")))
    focus_kind = context[0].product.kind if context else None
    kinds = own.kinds or query.kinds
    near = [entry for entry in context if not kinds or entry.product.kind in kinds]
    rest = [
        e
        for e in shelf.entries.values()
        if e not in near and (e.product.kind in kinds or (not kinds and e.product.kind == focus_kind))
    ]
    for among in (near, [*near, *rest]):
        if not among:
            continue
        scores = _described_scores(shelf, own, among, phrase)
        if not scores:
            continue
        top = scores[0][0]
        firsts = [entry.sku for score, entry in scores if score >= top * 0.85]
        if len(firsts) == 1:
            return firsts
        if len(firsts) < len(among) and len(firsts) <= 3 and among is near:
            return firsts
    return []


def _described_scores(shelf: Shelf, own: Query, among: Sequence[Entry], phrase: str) -> list[tuple[float, Entry]]:
    """Things that a phrase describes beyond their kind, the best first: by words, a bare number, or a colour alone."""
    numbers = set(re.findall(r"(?<![\d.,])\d+(?![\d.,])", phrase))
    scores: list[tuple[float, Entry]] = []
    for fit in rank(shelf, own, among):
        score = fit.score - (8.0 if fit.product.kind in own.kinds else 4.8 if fit.product.kind in own.heads else 0.0)
        score += _bare_number(fit.entry, numbers)
        if score > 0.8:
            scores.append((score, fit.entry))
    for entry in among:
        if not any(entry is other for _, other in scores) and (bare := _bare_number(entry, numbers)):
            scores.append((bare, entry))
    for entry in among:
        if colour_alone(phrase, entry, shelf) and not any(entry is other for _, other in scores):
            scores.append((2.0, entry))
    return sorted(scores, key=lambda pair: -pair[0])


def colour_alone(phrase: str, entry: Entry, shelf: Shelf) -> bool:
    """Whether the phrase is a colour that the thing comes in: "cái kem"."""
    # The phrase is folded already: "hong" alone would be written out as "không".
    colour = shelf.colours.get(phrase) or shelf.colours.get(plain(phrase))
    return bool(colour) and has_colour(entry.product, [str(colour)])


def _bare_number(entry: Entry, numbers: set[str]) -> float:
    """A number without a unit names a thing that has it in its name: "cái 750", "con 25"."""
    own = set(re.findall(r"(?<![\d.,])\d+(?:[.,]\d+)*", fold(entry.product.name)))
    plain_own = own | {number.replace(".", "").replace(",", "") for number in own}
    return 4.0 if numbers & plain_own else 0.0


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
    if page_sku in shelf.entries and page_sku != ground.page_sku and shelf.entries[page_sku].product.kind in wanted:
        return Referent((page_sku,), "page")
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
    return Referent(tuple(product.sku for product in found), "kind")


__all__ = ["BACK", "BOTH", "POINTING", "Fit", "Referent", "in_context", "refer"]
