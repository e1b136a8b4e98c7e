"""Which products a text names, by their names or a part of them that no other product of the shop has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .folding import without_marks

TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
CODE = re.compile(r"[a-z]+\d+[a-z]?")
"""A model: V50, GA-50E. One word of that kind may be a name by itself."""

SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")
LONG = 6
"""Letters from which one word may be a name by itself: Granola is that long, most Vietnamese syllables are not."""


@dataclass(frozen=True)
class Word:
    """A word of a text; capitals tell "Gió" from "gió"."""

    key: str
    is_capital: bool


@dataclass(frozen=True)
class Naming:
    """The words that a product's names are made of."""

    words: frozenset[str]
    kind: frozenset[str]
    """What it is, and how its name begins: "tai nghe", "granola"."""
    proper: frozenset[str]
    """What it is called: "Vọng", "Âm", "V50"."""


class Names:
    """The names of one shop's products, from the rows of its catalogue."""

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._marked = Vocabulary(rows, marked=True)
        self._bare = Vocabulary(rows, marked=False)

    def named_in(self, text: str) -> list[str]:
        """SKUs in the order in which the text names them first."""
        text = unicodedata.normalize("NFC", text)
        # Without diacritics "màng" is "mang" and "dạ" is "da": only a text that has none is read so.
        vocabulary = self._bare if text == without_marks(text) else self._marked
        named = vocabulary.named_in(text)
        return list(dict.fromkeys(named))


class Vocabulary:
    """Names as words, with their diacritics or without."""

    def __init__(self, rows: Sequence[Mapping[str, str]], *, marked: bool) -> None:
        self.marked = marked
        titles = {row["sku"]: (row["name"], row.get("name_en") or "") for row in rows}
        self.codes = {
            word.key for pair in titles.values() for name in pair for word in self.words_of(name) if is_code(word.key)
        }
        kinds = {row["sku"]: self.keys(f"{row.get('kind') or ''} {row.get('kind_en') or ''}") for row in rows}
        every_kind = frozenset().union(*kinds.values()) if kinds else frozenset()
        self.namings = {sku: self.naming(*pair, kind=kinds[sku], every_kind=every_kind) for sku, pair in titles.items()}

    def naming(self, name: str, name_en: str, *, kind: frozenset[str], every_kind: frozenset[str]) -> Naming:
        """The words of one product's names by what they are good for."""
        words = self.words_of(name)
        others = [*words[1:], *self.words_of(name_en)]
        # "Piano" on a book's cover is a kind of other products, and "piano cho bé" is not that book.
        proper = {word.key for word in others if (word.is_capital or is_code(word.key)) and word.key not in every_kind}
        return Naming(self.keys(name) | self.keys(name_en) | kind, kind | {words[0].key}, frozenset(proper))

    def words_of(self, text: str) -> list[Word]:
        """GA-20, GA 20 and ga20 are one word."""
        found: list[Word] = []
        for token in TOKEN.findall(unicodedata.normalize("NFC", text)):
            parts = [token.replace("-", "")] if is_code(token.replace("-", "").lower()) else token.split("-")
            for part in parts:
                key = part.lower() if self.marked else without_marks(part.lower())
                if found and found[-1].key + key in getattr(self, "codes", ()):
                    found[-1] = Word(found[-1].key + key, is_capital=True)
                else:
                    found.append(Word(key, part[0].isupper()))
        return found

    def keys(self, text: str) -> frozenset[str]:
        """The words alone."""
        return frozenset(word.key for word in self.words_of(text))

    def named_in(self, text: str) -> Iterator[str]:
        """Every mention, in order."""
        for sentence in SENTENCE.split(text):
            words = self.words_of(sentence)
            while words:
                sku, length = self.named_from(words)
                if sku:
                    yield sku
                words = words[length:]

    def named_from(self, words: Sequence[Word]) -> tuple[str | None, int]:
        """Whom the first words name, as many of them as belong to one name, and how many they are; None and 1."""
        # "2 đồng hồ" counts, "Nhịp Tròn 2" names.
        if words[0].key.isdigit():
            return None, 1
        fitting, said = list(self.namings), []
        for word in words:
            still = [sku for sku in fitting if word.key in self.namings[sku].words]
            if not still:
                break
            fitting, said = still, [*said, word]
        if said and len(fitting) == 1 and self.is_clear(said, self.namings[fitting[0]]):
            return fitting[0], len(said)
        return None, 1

    def is_clear(self, said: Sequence[Word], naming: Naming) -> bool:
        """Whether words that fit one product only are meant as its name."""
        proper = [word for word in said if word.key in naming.proper and (word.is_capital or not self.marked)]
        if any(is_code(word.key) for word in said):
            return True
        if len({word.key for word in said}) > 1:
            return bool(proper) or any(word.key in naming.kind for word in said)
        return len(said[0].key) >= LONG and (bool(proper) or said[0].key in naming.kind)


def is_code(key: str) -> bool:
    """Whether a word in lower case is a model."""
    return CODE.fullmatch(key) is not None
