"""Which kinds of goods a text asks for: of several that are named the head, not what it is for or made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.catalogue import Product
from bot.language import normalise
from bot.understanding.english_nouns import MOST_KINDS, is_asked_in_english
from bot.understanding.words import EMPTY, EMPTY_AS_TYPED, Word, is_empty, plain, types_marks, words_of, written_words

LONGEST = 5
"""Words of the longest name of a kind that is looked for."""
SEGMENT = re.compile(r"[,;.!?\n]+(?=\s|$)|[()]|\s\+\s")
BEFORE_A_NAME = frozenset(
    "co tim mua can ban kiem con xem them lay shop a an the some any need want got sam muon chon thay gia dat "
    "order for".split()
)
COUNTERS = frozenset("cai con chiec doi bo cay em loai mon hop chai tuyp goi bich bao thung cuon to may".split())
COUNTERS_TYPED = frozenset("cái chiếc đôi bộ cây loại món hộp gói tuýp bịch thùng cuốn tờ máy".split())
SERVED = frozenset(
    "de dung nau cho an uong xai pha chua boc lot sac cam gan mac mang deo hop vi mui cua bang nuong chien hoc "
    "choi for with of in to my".split()
)
"""After these a kind is what the goods serve, hold, are made of: "cái ly đựng cà phê", "nồi nấu gạo lứt"."""
ABOUT = frozenset("mot nhung cac khoang tam chung hon gan".split())
"""Words before a number of things: "cho khoảng 15 chậu"."""
UNITS = frozenset(["phan"])
"""Units of measure that are goods of some shops: after a number "3 phân" is three centimetres and no manure."""
JOINS = frozenset("voi va cung vs hay hoac them kem cong and or plus + & cho".split()) - {"cho"}
GENERIC = frozenset("may bo do hop cay hat day bao tui gift qua present".split())
"""First words of kinds that stand before anything."""
NO_HEAD = frozenset("gia ma tien phi".split())
"""First words of kinds that alone ask something else: "giá" of "giá nhạc" (a music stand) is the price."""
BINDS = frozenset(["cho"])
"""Without marks among marked words these bind, whatever a kind is called."""


@dataclass(frozen=True)
class Mention:
    """Goods named in a text."""

    kinds: frozenset[str]
    name: str
    """As it was said, plain."""
    whole: bool
    """Whether the kind's whole name was said, not only its first word or what its things are called."""
    named_by_kind: bool = True
    """Whether the words are those of the kind, and not what some of its things are called."""
    served: bool = False
    joined: bool = False
    asked: bool = False
    """Whether a word of wanting stands before it."""
    after: bool = False
    """Whether another stands before it in the same part of the text."""
    beside: bool = False
    """Whether nothing stands between that one and it."""
    english: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of its name."""
        return frozenset(self.name.split())


def nouns_of(products: Sequence[Product]) -> dict[str, set[str]]:
    """What things are called first in their names and aliases ("váy", "ly", "chổi"), each with the kinds of them.

    Not what a kind does ("hút" of "robot hút bụi") nor what facts are called ("pin"): that is asked of any thing.
    """
    kinds = {product.kind for product in products}
    labels = {label for product in products for label in product.attributes}
    # What kinds do, and what facts are called.
    others = {word.folded for kind in kinds for word in words_of(kind)[1:]} | NO_HEAD
    others |= {word.folded for label in labels for word in words_of(label)}
    official: dict[tuple[str, str], set[str]] = defaultdict(set)
    for product in products:
        for word in written_words(f"{product.name} {product.kind}"):
            official[product.kind, word.folded].add(word.typed)
    found: dict[str, set[str]] = defaultdict(set)
    for product in products:
        brand = {word.folded for word in written_words(product.brand)}
        for name in (product.name, *product.aliases):
            first = next(iter(written_words(name)), None)
            if first is None or not first.folded.isalpha() or is_empty(first, True):
                continue
            if first.folded in brand or first.folded in others:
                continue
            # An alias written without marks may be typed with those of the names of its kind.
            own = {first.typed} if first.marked else official.get((product.kind, first.folded), set())
            for form in {first.folded, *own}:
                found[form].add(product.kind)
    return {word: kinds for word, kinds in found.items() if len(kinds) <= MOST_KINDS}


def initials_of(kinds: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """Kinds by their first letters, as they are typed: "srm", "nckd", and "tnghe" for "tai nghe"."""
    short: dict[str, set[str]] = defaultdict(set)
    for name, kind in kinds.items():
        words = name.split()
        if name != plain(kind) or len(words) < 2:
            continue
        if len(words) > 2:
            short["".join(word[0] for word in words)].add(kind)
        short["".join(word[0] for word in words[:-1]) + words[-1]].add(kind)
        short[" ".join([*(word[0] for word in words[:-1]), words[-1]])].add(kind)
    taken = {*kinds, *known} | EMPTY
    return {name: kind for name, (kind, *others) in short.items() if not others and name not in taken}


def goods_in(
    text: str,
    kinds: Mapping[str, str],
    heads: Mapping[str, set[str]],
    nouns: Mapping[str, set[str]],
    *,
    english: bool = False,
) -> list[Mention]:
    """The goods that a text asks for, in the order in which they are named; ``heads`` and ``nouns`` of its language."""
    found: list[Mention] = []
    marks = types_marks(words_of(text))
    for segment in SEGMENT.split(normalise(text).expanded):
        found += _asked_for(_mentions(words_of(segment), marks, kinds, heads, nouns, english=english))
    whole = [mention for mention in found if mention.whole]
    if whole:
        found = [mention for mention in found if mention.whole or not mention.words & GENERIC]
    kept = [mention for mention in found if not mention.served]
    return kept or whole or found


def _asked_for(mentions: Sequence[Mention]) -> list[Mention]:
    """Those of one part of a text that are no part of what another one is: "giấy lót nồi chiên" is paper."""
    kept: list[Mention] = []
    drops = served = False
    for mention in mentions:
        if mention.english and mention.beside and kept and kept[-1].english:
            # English has the head at the end: a "coffee gift box".
            kept[-1] = mention
            continue
        if mention.asked and kept and not mention.joined:
            # "Quán cà phê mình cần áo thun": what is wanted, not who wants it.
            kept = [one for one in kept if one.asked]
            drops, served = False, mention.served
        elif not (mention.after and mention.joined):
            drops, served = mention.after, mention.served
        if not drops:
            kept.append(replace(mention, served=served))
    return kept


def _mentions(
    words: Sequence[Word],
    marks: bool,
    kinds: Mapping[str, str],
    heads: Mapping[str, set[str]],
    nouns: Mapping[str, set[str]],
    *,
    english: bool,
) -> list[Mention]:
    found: list[Mention] = []
    at, end = 0, -1
    while at < len(words):
        taken, names, whole = _named_at(words, at, marks, kinds, heads, nouns, bool(found))
        if english:
            taken, names, whole = _in_english(words, at, (taken, names, whole), heads, nouns)
        if not taken:
            at += 1
            continue
        before = _before(words, at)
        name = " ".join(word.folded for word in words[at : at + taken] if word.typed != "cho")
        found.append(
            Mention(
                kinds=names,
                name=name,
                whole=whole,
                named_by_kind=whole or _called(words[at]) in heads,
                served=before in SERVED or _is_had(words, at),
                joined=_joins(words, at),
                asked=before in BEFORE_A_NAME,
                after=bool(found),
                beside=end == at,
                english=whole and name != plain(next(iter(names))) and name.isascii(),
            )
        )
        at += taken
        end = at
    return found


def _in_english(
    words: Sequence[Word],
    at: int,
    named: tuple[int, frozenset[str], bool],
    heads: Mapping[str, set[str]],
    nouns: Mapping[str, set[str]],
) -> tuple[int, frozenset[str], bool]:
    """The same where it is English: the last of several nouns counts, and "no tea" asks for none."""
    nothing: tuple[int, frozenset[str], bool] = (0, frozenset(), False)
    taken, _, whole = named
    after = words[at + max(1, taken)].folded if at + max(1, taken) < len(words) else ""
    if at > 0 and words[at - 1].typed == "no":
        return nothing
    if taken and not whole and (after in heads or after in nouns):
        return nothing
    if not taken and words[at].folded in nouns and is_asked_in_english(words, at, nouns):
        return 1, frozenset(nouns[words[at].folded]), False
    return named


def _named_at(
    words: Sequence[Word],
    at: int,
    marks: bool,
    kinds: Mapping[str, str],
    heads: Mapping[str, set[str]],
    nouns: Mapping[str, set[str]],
    others: bool,
) -> tuple[int, frozenset[str], bool]:
    """How many words here name goods, which, and whether by the whole name of a kind."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        # "Thức ăn cho mèo" is "thức ăn mèo".
        run = [word for place, word in enumerate(words[at : at + length]) if not place or word.typed != "cho"]
        kind = kinds.get(" ".join(word.folded for word in run))
        if kind is not None and _marks_agree(run, kind, marks):
            return length, frozenset([kind]), True
    word = words[at]
    if (
        word.folded in NO_HEAD
        or (word.folded in UNITS and at > 0 and words[at - 1].folded.isdigit())
        or _says_nothing(word, marks, heads)
        or not (_is_asked(words, at) or (others and _joins(words, at)))
    ):
        return 0, frozenset(), False
    named = heads.get(_called(word))
    if not named and at > 0:
        named = nouns.get(_called(word))
    return (1, frozenset(named), False) if named else (0, frozenset(), False)


def _says_nothing(word: Word, marks: bool, heads: Mapping[str, set[str]]) -> bool:
    return is_empty(word, marks) and not heads_by_marks(word, heads)


def heads_by_marks(word: Word, heads: Mapping[str, set[str]]) -> bool:
    """Whether the marks that were typed make a word a kind's own head: "trống" is no "trong"."""
    return word.marked and word.typed in heads and word.typed not in EMPTY_AS_TYPED


def _called(word: Word) -> str:
    return word.typed if word.marked else word.folded


def _marks_agree(run: Sequence[Word], kind: str, marks: bool) -> bool:
    """Whether typed marks are those of the kind: "đậm" is no "đầm", and "cho" among marked words no "chó"."""
    own = {word.folded: word for word in words_of(kind)}
    for word in run:
        known = own.get(word.folded)
        if known is None or known.typed == word.typed:
            continue
        if word.marked or (marks and word.folded in BINDS):
            return False
    return True


def _before(words: Sequence[Word], at: int) -> str:
    """The word before a name, past counting words and numbers."""
    while at > 0:
        word = words[at - 1]
        if not _counts(word) and not word.folded.isdigit() and word.folded not in ABOUT:
            return word.folded
        at -= 1
    return ""


def _counts(word: Word) -> bool:
    """Whether a word counts things: "đôi", and not "đổi"."""
    return word.folded in COUNTERS and not counts_otherwise(word)


def counts_otherwise(word: Word) -> bool:
    """Whether marks say that a word which looks like a counting one is another: "bỏ" is no "bộ"."""
    return word.folded in COUNTERS and word.marked and word.typed not in COUNTERS_TYPED


def _is_asked(words: Sequence[Word], at: int) -> bool:
    """Whether a bare word stands where goods are asked for: after "có", "cần 1 đôi", before "nào", at the beginning."""
    after = words[at + 1].folded if at + 1 < len(words) else ""
    if at == 0 or after in ("nao", "gi", "for"):
        return True
    last = words[at - 1]
    if words[at].folded in GENERIC:
        # "Cây 19 dây" is no string, "con hạt đậu" no nut.
        return last.folded in BEFORE_A_NAME and last.typed != "con"
    return _counts(last) or last.folded.isdigit() or _before(words, at) in BEFORE_A_NAME


def _is_had(words: Sequence[Word], at: int) -> bool:
    """Whether somebody has it already: "nhà em có robot"."""
    before = [word.folded for word in words[max(0, at - 4) : at]]
    return "co" in before and "nha" in before[: before.index("co")]


def _joins(words: Sequence[Word], at: int) -> bool:
    """Whether a name is put beside the one before it: "nồi cơm với nồi chiên", "1 giày 1 áo"."""
    before = [word.folded for word in words[max(0, at - 3) : at]]
    return bool(JOINS & set(before)) or (bool(before) and before[-1].isdigit()) or before[-1:] == ["mot"]
