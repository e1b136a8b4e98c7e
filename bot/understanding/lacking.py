"""Goods that are asked for and not on the shelf: no washing machine among cosmetics, whatever else is a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.language import detect_language, fold
from bot.understanding.common_goods import english_goods, vietnamese_goods
from bot.understanding.goods import BEFORE_A_NAME, COUNTERS, COUNTERS_TYPED, GENERIC, SERVED
from bot.understanding.query import Query
from bot.understanding.shelf import Entry, Shelf
from bot.understanding.words import Word, is_empty, types_marks, words_of, written_words

LONGEST = 5
"""Words of the longest name of goods."""
ASKS = BEFORE_A_NAME | frozenset("sell sells carry stock buy buying offer looking search searching your you".split())
"""Words before the goods."""
USED = frozenset("bo di gui xai chung gan cam dau bang len vao vo trong nhet qua so goi theo dung via by".split())
"""Before goods that are at hand already: "bỏ máy giặt được không", "đi ô tô", "tư vấn qua điện thoại"."""
MOST_LOOKED_AT = 300
"""So many things that have a name's rarest word are looked at."""
SURE = 0.9
"""As likely a word must be the one in a name: "sơn" is no "son"."""
SAME_GOODS = (
    ("mũ", "nón"), ("vớ", "tất"), ("chăn", "mền"), ("nệm", "đệm"), ("ly", "cốc"), ("đầm", "váy"), ("ba lô", "balo"),
    ("bàn ủi", "bàn là"), ("máy lạnh", "điều hoà", "máy điều hoà"), ("tivi", "ti vi"), ("tã", "bỉm"),
    ("laptop", "máy tính xách tay", "macbook"), ("mắt kính", "kính"), ("thắt lưng", "dây nịt"), ("áo thun", "áo phông"),
    ("bông tai", "hoa tai", "khuyên tai"), ("xà phòng", "xà bông"), ("máy rửa chén", "máy rửa bát"),
    ("kính mát", "kính râm"), ("ví", "bóp"), ("sô cô la", "socola"), ("ốp lưng", "ốp điện thoại"),
    ("bể cá", "hồ cá"), ("đồ lót", "quần lót", "áo lót"), ("tẩy trang", "nước tẩy trang"), ("son", "son môi"),
    ("mũ bảo hiểm", "nón bảo hiểm"), ("quần jean", "quần jeans"), ("kệ", "giá"), ("áo vest", "áo vét"),
    ("truyện", "truyện tranh"), ("đàn organ", "organ"), ("hạt cho chó", "thức ăn cho chó"),
    ("hạt cho mèo", "thức ăn cho mèo"), ("cát mèo", "cát vệ sinh"), ("điện thoại", "iphone"),
)  # fmt: skip
"""Two names of the same goods: who has the one does not lack the other."""


@dataclass(frozen=True)
class Lacked:
    """Goods that nothing on the shelf is."""

    name: str
    """As shops write it; an English one as it was said."""
    beside: tuple[str, ...] = ()
    """SKUs of what is called after them and is something else: a bag for a laptop."""
    alike: tuple[str, ...] = ()
    """Kinds of goods with the same head, the nearest there is: other pots for a pressure cooker."""


def lacked(shelf: Shelf, query: Query) -> Lacked | None:
    """The goods that a clause asks for first, if they are known goods and the shelf has none; else None."""
    if query.called:
        return None
    words = words_of(query.text)
    english = detect_language(query.text).language == "en"
    named = _first_named(words, query, english_goods() if english else vietnamese_goods())
    if named is None or _said_by_the_shelf(shelf, query, named.folded):
        return None
    names = {named.name, *(other for same in SAME_GOODS if named.name in same for other in same)}
    if any(_is_sold(shelf, name, english=english) for name in names):
        return None
    # In English as it was said, in the plural or not.
    return Lacked(
        named.said if english else named.name,
        tuple(entry.sku for entry, _ in _holders(shelf, named.name, english=english)),
        tuple(sorted(_alike(shelf, named.name, english=english))),
    )


TELLS_NOTHING = GENERIC | frozenset("nuoc sua dau kem thuoc banh ban xe thuc hoa vong cat day machine set".split())
"""Heads of goods that have nothing in common: "sữa bột" is nearer to no "sữa tắm"."""


def _alike(shelf: Shelf, name: str, *, english: bool) -> set[str]:
    words = written_words(name, english=english)
    if len(words) < 2:
        return set()
    head = words[-1] if english else words[0]
    if head.folded in TELLS_NOTHING:
        return set()
    return (shelf.english_heads if english else shelf.heads).get(head.folded if english else head.typed, set())


@dataclass(frozen=True)
class _Named:
    name: str
    folded: frozenset[str]
    said: str


def _first_named(words: Sequence[Word], query: Query, goods: Mapping[str, list[str]]) -> _Named | None:
    """The goods that stand first and are no part, place or use of others: "túi đựng laptop" is a bag."""
    marks = types_marks(tuple(words))
    at = 0
    while at < len(words):
        word = words[at]
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            run = words[at : at + length]
            names = goods.get(" ".join(one.folded for one in run), ())
            name = next((name for name in names if _is_written_so(run, name, marks)), None)
            if name is None:
                continue
            before = words[at - 1] if at else None
            if before is not None and before.folded in USED and before.typed not in COUNTERS_TYPED:
                return None
            if before is not None and before.folded in SERVED and (at < 2 or words[at - 2].folded not in ASKS):
                return None
            if length == 1 and not _is_asked_for(words, at, marks):
                continue
            if at + length < len(words) and len(words[at + length].folded) > 6 and words[at + length].folded.isdigit():
                # "Điện thoại 0901…" is a number to call.
                return None
            if name in query.colours or {w.folded for w in run} <= query.colour_words:
                continue
            return _Named(name, frozenset(one.folded for one in run), " ".join(one.typed for one in run))
        if not is_empty(word, marks) and word.folded not in ASKS and word.folded in _telling(query):
            # What stands before it is what is asked for.
            return None
        at += 1
    return None


def _telling(query: Query) -> frozenset[str]:
    return frozenset(word.folded for word in query.words) | query.kind_words


def _is_written_so(run: Sequence[Word], name: str, marks: bool) -> bool:
    """Whether typed marks are those of the name: "sơn" is no "son"; unmarked words among marked ones are as typed."""
    for word, own in zip(run, written_words(name), strict=False):
        typed = word.typed if fold(word.typed) != word.typed else word.folded
        if typed != own.typed and (typed != word.folded or (marks and len(run) == 1)):
            return False
    return True


def _is_asked_for(words: Sequence[Word], at: int, marks: bool) -> bool:
    """Whether one word alone is what is wanted: after a word of wanting, or first; else it may be anything."""
    word = words[at]
    if at == 0:
        return len(words) == 1 or marks or len(word.typed) > 3
    before = words[at - 1].folded
    # Without marks "3 goi" are three packets and no pillow.
    counted = before in COUNTERS or before.isdigit()
    return before in BEFORE_A_NAME or (counted and (marks or len(word.typed) > 4))


def _said_by_the_shelf(shelf: Shelf, query: Query, words: frozenset[str]) -> bool:
    """Whether the shelf's own kinds answer already: by more, or by other words than these."""
    if query.kinds:
        # "Thức ăn cho mèo" is "thức ăn mèo".
        return not query.kind_words < words - {"cho"}
    return bool(query.heads) and not query.kind_words <= words


def _is_sold(shelf: Shelf, name: str, *, english: bool) -> bool:
    """Whether something on the shelf is these goods."""
    return any(called for _, called in _holders(shelf, name, english=english))


def _holders(shelf: Shelf, name: str, *, english: bool) -> Iterator[tuple[Entry, bool]]:
    """Things whose names hold the name of goods, each with whether it is these goods and not something for them."""
    words = written_words(name, english=english)
    own = [word.folded for word in words]
    goods = english_goods() if english else vietnamese_goods()
    for entry in _having(shelf, words, marks=not english):
        places = [
            (text, at)
            for text in [name.split() for name in entry.names] + _kinds_of(entry)
            for at in _places(text, own, goods)
        ]
        if places and english:
            yield entry, any(_ends_there(text[at + len(own) :]) for text, at in places)
        elif places:
            yield entry, any(_is_called_so(shelf, entry, own, text[:at]) for text, at in places)


def _having(shelf: Shelf, words: Sequence[Word], *, marks: bool) -> Iterator[Entry]:
    """Things that all these words call, the rarest word looked up and the others looked at."""
    postings = shelf.postings
    rarest, *others = sorted(words, key=lambda word: postings.times_called(word.folded))
    found = (number for number, likely in postings.called(rarest, marks) if likely >= SURE)
    for number in islice(found, MOST_LOOKED_AT):
        if all(postings.likely(word, marks, number) >= SURE for word in others):
            yield shelf.entries[postings.skus[number]]


def _places(text: Sequence[str], name: Sequence[str], goods: Mapping[str, list[str]]) -> Iterator[int]:
    """Where a name stands in a title and is no part of a longer one: no "nước hoa" in "nước hoa hồng"."""
    for at in range(len(text) - len(name) + 1):
        if list(text[at : at + len(name)]) == list(name) and not any(
            " ".join(text[at : at + length]) in goods
            for length in range(len(name) + 1, min(LONGEST, len(text) - at) + 1)
        ):
            yield at


def _kinds_of(entry: Entry) -> list[list[str]]:
    product = entry.product
    return [[word.folded for word in written_words(text)] for text in (product.kind, product.kind_en) if text]


def _ends_there(after: Sequence[str]) -> bool:
    """Whether an English name is the head of its title: a "laptop bag" is no laptop."""
    return not after or after[0] in AFTER_A_HEAD or any(letter.isdigit() for letter in after[0])


AFTER_A_HEAD = frozenset("for with in of and by to from plus".split())


def _is_called_so(shelf: Shelf, entry: Entry, name: Sequence[str], before: Sequence[str]) -> bool:
    """Whether the name in a title is what the thing is: not behind what others are called, as in "balo laptop"."""
    kind = next(iter(written_words(entry.product.kind)), None)
    if kind is not None and kind.folded in before and kind.folded not in name:
        return False
    return not any(word in shelf.nouns and word not in COUNTERS and word not in name for word in before)


__all__ = ["Lacked", "lacked"]
