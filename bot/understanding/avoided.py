"""What must not be in a thing ("không caffeine", "dị ứng đậu nành", "no sugar"), and what its data says of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language import fold, normalise
from bot.understanding.entries import Entry, Fact
from bot.understanding.needs import also_said
from bot.understanding.words import ASKING, EMPTY, Word, is_empty, types_marks, words_of

PIECE = re.compile(r"[,.;!?\n]+(?!\d)|\s[-–]\s")
BETWEEN = frozenset("co duoc chua them pha an uong bi thich qua voi dung any added the have contain eat drink".split())
"""Words between a denial and what is denied: "không được có", "dị ứng với", "no added"."""
DENIES = frozenset("khong kieng tranh cu".split())
DENIES_IN_ENGLISH = frozenset("no without avoid not".split())
BEFORE_A_QUESTION = frozenset("duoc phai hay on dung roi".split())
"""After these "không" asks."""
ALSO = {"man": ("muoi",), "ngot": ("duong",), "salty": ("salt",), "sweet": ("sugar",), "mui": ("huong",)}
"""What a thing has that is avoided by its taste or smell."""
DENIAL = (
    r"\b(?:khong|chang|no|without|zero|free (?:of|from)|non)\b"
    r"(?: (?:co|them|chua|dung|pha|he|bi|added|any))*(?: \w+(?: \w+)?(?:,| hay| hoac| va| or| and))*"
)
RESISTS = r"\b(?:chong|khang|anti|resists?|against)[ -]"
NONE_OF_IT = re.compile(r"^(?:khong(?: co| them)?|no|none|0 ?%?|zero|without)\b")

Phrase = tuple[str, ...]
"""One or two folded words that name what is avoided."""


def avoided_in(text: str, names: Sequence[str], *, english: bool) -> tuple[Phrase, ...]:
    """What a clause says must not be in a thing; ``names`` (plain) are those said, of whom "không" may be a part."""
    found: list[Phrase] = []
    for piece in PIECE.split(normalise(text).expanded):
        said = words_of(piece)
        found += (
            phrase
            for phrase in _denied([word.folded for word in said], said, english=english)
            if not _within_a_name(phrase, names)
        )
    return tuple(dict.fromkeys(found))


def _denied(words: Sequence[str], said: tuple[Word, ...], *, english: bool) -> Iterator[Phrase]:
    marks = types_marks(said)
    telling = [_tells(word, marks) for word in said] + [False] * 2
    for at, word in enumerate(words):
        if english and word == "free" and at and telling[at - 1]:
            yield (words[at - 1],)
            continue
        start = _after_denial(words, at, english=english)
        if start is None or (word == "khong" and _only_asks(words, at)):
            continue
        # "Không chua" is not sour, "không chứa đường" is without sugar.
        while start + 1 < len(words) and words[start] in BETWEEN:
            start += 1
        if telling[min(start + 1, len(words))] and words[start] not in ASKING | DENIES:
            yield tuple(words[start : start + 2])
        elif telling[start]:
            yield (words[start],)


def _after_denial(words: Sequence[str], at: int, *, english: bool) -> int | None:
    """The place after a denial that begins here; None if none does."""
    if words[at] in DENIES or (english and words[at] in DENIES_IN_ENGLISH):
        return at + 1
    pair = tuple(words[at : at + 2])
    return at + 2 if pair in (("di", "ung"), ("allergic", "to")) else None


def _only_asks(words: Sequence[str], at: int) -> bool:
    """Whether "không" closes a question: "có đường không tính phí sao"."""
    if not at:
        return False
    if words[at - 1] in BEFORE_A_QUESTION:
        return True
    asked = "co" in words[: at - 1] and "nao" not in words[:at] and words[at - 1] not in ("co", "khong")
    return asked and "khong" not in words[at + 1 :]


def _tells(word: Word, marks: bool) -> bool:
    """Whether a word may name what is avoided."""
    empty = is_empty(word, marks) and word.folded != "chua"
    return not empty and word.folded not in ASKING | DENIES and not word.folded.isdigit()


def _within_a_name(phrase: Phrase, names: Sequence[str]) -> bool:
    """Whether the denial is a part of what goods are called: "nồi chiên không dầu", "máy lọc không khí"."""
    return any(f"khong {phrase[0]}" in name for name in names)


def settled_phrases(phrases: Sequence[Phrase], entries: Sequence[Entry]) -> list[Phrase]:
    """Two words only where some thing has them side by side: "đậu nành", but of "caffeine biếu ông" the first."""
    settled = [
        phrase if len(phrase) == 1 or any(" ".join(phrase) in entry.pairs for entry in entries) else phrase[:1]
        for phrase in phrases
    ]
    return [phrase for phrase in settled if len(phrase) > 1 or phrase[0] not in EMPTY or phrase[0] == "chua"]


def without_it(fact: Fact, phrase: Phrase) -> bool:
    """Whether a fact says that the thing has none of it: "Caffeine: không", "không thêm đường", "alcohol-free"."""
    return any(_denies(fact, way) for way in _ways(phrase))


def with_it(fact: Fact, phrase: Phrase) -> bool:
    """Whether a fact speaks of it as something that the thing has."""
    return any(_speaks_of(fact, way) for way in _ways(phrase)) and not without_it(fact, phrase)


def _ways(phrase: Phrase) -> list[Phrase]:
    """What is avoided and what else is called so."""
    if len(phrase) > 1:
        return [phrase]
    return [phrase, *((other,) for other in (*ALSO.get(phrase[0], ()), *also_said(phrase[0])))]


def _speaks_of(fact: Fact, way: Phrase) -> bool:
    if not all(word in fact.words for word in way):
        return False
    said = " ".join(re.findall(r"\w+", fold(f"{fact.label} {fact.text} {fact.label_en} {fact.text_en}")))
    return len(way) == 1 or any(pair == way for pair in pairwise(said.split()))


def _denies(fact: Fact, way: Phrase) -> bool:
    if not all(word in fact.words for word in way):
        return False
    name = re.escape(" ".join(way))
    if fact.label and {*way} <= fact.label_words:
        none = any(NONE_OF_IT.match(fold(text)) for text in (fact.text, fact.text_en) if text)
        # "Chống trôi: không" washes off.
        return none != bool(re.search(rf"{RESISTS}{name}\b", fold(f"{fact.label} {fact.label_en}")))
    said = re.compile(rf"{DENIAL} {name}\b|\b{name}[ -]free\b|(?<!khong ){RESISTS}{name}\b")
    return any(said.search(fold(text)) for text in (fact.text, fact.text_en))
