"""A spaCy pipe that finds the shop's own names: products with their aliases, brands, categories.

The names stand in a file that the bot writes whenever the catalogue changes; the pipe looks at the file's time before
it reads a message, so a new product is known at the next message, without training.

Annotations are real here, not postponed: spaCy reads those of a factory with pydantic.
"""

import json
import logging
import os
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Tuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.language import fold
from bot.language.lexicon import COMMON_FOLDED, ENGLISH

log = logging.getLogger(__name__)

NAMES_FILE = "BOT_NAMES_FILE"
LOOK_EVERY = 1.0
"""Seconds between two looks at the file's time."""

SHORTEST_SLIP = 5
"""Letters a word must have for one of them to be wrong: "smasung" is a slip, "lag" is another word than "lg"."""


@dataclass(frozen=True)
class Name:
    """One way to say a product, brand or category; ``words`` lower-case."""

    label: str
    id: str
    words: Tuple[str, ...]


class Lexicon:
    """The names, ready to be found in a message."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: Dict[str, List[Name]] = defaultdict(list)
        self._slips: Dict[str, str] = {}
        known = set()
        for name in sorted(set(names), key=lambda n: -len(n.words)):
            self._by_first[fold(name.words[0])].append(name)
            known.update(fold(word) for word in name.words)
        self._words = frozenset(known)
        for word in known:
            if len(word) >= SHORTEST_SLIP and word.isalpha():
                for slip in without_one_letter(word):
                    self._slips.setdefault(slip, word)

    def find(self, words: List[str]) -> Iterator[Tuple[int, int, Name]]:
        """Places of names in lower-case ``words``, longest first, not overlapping, in order."""
        read = [self._as_known(word) for word in words]
        at = 0
        while at < len(words):
            found = self._at(words, read, at)
            if found is None:
                at += 1
                continue
            yield at, at + len(found.words), found
            at += len(found.words)

    def _at(self, words: List[str], read: List[str], at: int) -> Name | None:
        for name in self._by_first.get(read[at], ()):
            end = at + len(name.words)
            if end <= len(words) and all(
                # A word typed with diacritics has to have the right ones; one typed without may stand for any.
                typed == word or (folded == fold(word) and (typed == fold(typed) or folded != fold(typed)))
                for typed, folded, word in zip(words[at:end], read[at:end], name.words)
            ):
                return name
        return None

    def _as_known(self, word: str) -> str:
        """The word folded; a slip of one letter in a word of a name is read as that word."""
        folded = fold(word)
        if folded in self._words or len(folded) < SHORTEST_SLIP - 1 or not folded.isalpha():
            return folded
        if folded in COMMON_FOLDED or folded in ENGLISH:
            return folded
        candidates = [folded, *without_one_letter(folded)]
        for one in candidates:
            if one in self._slips:
                return self._slips[one]
            if one in self._words and len(one) >= SHORTEST_SLIP:
                return one
        return folded


def without_one_letter(word: str) -> List[str]:
    """Every way to leave out one letter but the first, seldom mistyped; words that share a rest are a slip apart."""
    return [word[:i] + word[i + 1 :] for i in range(1, len(word))]


class CatalogueNames:
    """The pipe: sets ``doc.ents``."""

    def __init__(self, nlp: Language, path: Path) -> None:
        self._nlp = nlp
        self._path = path
        self._seed: List[Dict[str, str]] = []
        self._lexicon = Lexicon([])
        self._mark: Tuple[float, int] | None = None
        self._looked = 0.0

    def __call__(self, doc: Doc) -> Doc:
        """Mark the names in a message."""
        self.look()
        found = self._lexicon.find([token.lower_ for token in doc])
        doc.ents = [Span(doc, start, end, label=name.label, kb_id=name.id) for start, end, name in found]
        return doc

    def look(self) -> None:
        """Read the file again if it changed; a broken or missing file leaves what was known."""
        now = time.monotonic()
        if self._mark is not None and now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        try:
            about = self._path.stat()
            mark = (about.st_mtime, about.st_size)
            if mark == self._mark:
                return
            self._lexicon = Lexicon(self._names(read_terms(self._path)))
        except FileNotFoundError:
            self._mark = self._mark or (0.0, 0)
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("names of the catalogue were not read: %s", error)
            return
        self._mark = mark

    def _names(self, terms: Iterable[Dict[str, str]]) -> Iterator[Name]:
        for term in terms:
            words = tuple(token.lower_ for token in self._nlp.tokenizer(" ".join(term["text"].split())))
            if len("".join(words)) < 3:
                continue
            yield Name(term["label"], term["id"], words)
            together = "".join(words)
            if 1 < len(words) <= 3 and len(together) >= 6:
                yield Name(term["label"], term["id"], (together,))

    def seed(self, terms: Iterable[Dict[str, str]]) -> None:
        """Know ``terms`` (``{"label", "id", "text"}``) until the file says otherwise."""
        self._seed = list(terms)
        self._lexicon = Lexicon(self._names(self._seed))

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Keep the names of the time of training beside the pipeline."""
        path.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(term, ensure_ascii=False) for term in self._seed]
        (path / "names.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "CatalogueNames":
        """Know the names of the time of training."""
        self.seed(read_terms(path / "names.jsonl"))
        return self


def read_terms(path: Path) -> List[Dict[str, str]]:
    """The names in a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@Language.factory("catalogue_names")
def make_catalogue_names(nlp: Language, name: str) -> CatalogueNames:
    """Make the pipe for spaCy; the file is named by ``BOT_NAMES_FILE``."""
    return CatalogueNames(nlp, Path(os.environ.get(NAMES_FILE) or "var/names.jsonl"))
