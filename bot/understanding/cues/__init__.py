"""Words that ask for something by themselves, as named rules: which phrase asks for what, whatever else was said.

A cue is matched on the folded text with short forms written out (``Normalised.folded``). The first that fires takes its words, so
special ones stand before general ones. Topics are intents of ``domain.yml``; ``detail`` says which part of a topic is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.language import normalise
from bot.understanding.cues.after import AFTER
from bot.understanding.cues.buying import BUYING
from bot.understanding.cues.rule import Cue
from bot.understanding.cues.shop import SHOP
from bot.understanding.cues.talk import TALK
from bot.understanding.cues.things import THINGS
from bot.understanding.words import types_marks, words_of

CUES: tuple[Cue, ...] = (*TALK, *AFTER, *BUYING, *SHOP, *THINGS)


@dataclass(frozen=True)
class Hit:
    """A cue that fired, and where in the folded text."""

    cue: Cue
    start: int
    end: int


def hits_in(text: str) -> list[Hit]:
    """The cues that fire in ``text``, in the order in which they stand there; no word counts twice."""
    views = normalise(text)
    marked = views.expanded if types_marks(words_of(text)) else ""
    return list(_fired(views.folded, marked))


def cue_named(text: str) -> list[str]:
    """Names of the cues that fire, for tests and for whoever wonders why."""
    return [hit.cue.name for hit in hits_in(text)]


def _otherwise_marked(cue: Cue, match: re.Match[str], marked: str) -> bool:
    """Whether the marks that were typed say that other words were meant."""
    if cue.typed is None or len(marked) != len(match.string):
        return False
    return not cue.typed.search(marked[match.start() : match.end()])


# A clause is asked for its cues whenever somebody wonders what it is about: a dozen times a message.
@lru_cache(maxsize=1024)
def _fired(folded: str, marked: str) -> tuple[Hit, ...]:
    return tuple(sorted(_fire(folded, marked), key=lambda hit: hit.start))


def _fire(folded: str, marked: str) -> Iterator[Hit]:
    left = folded
    for cue in CUES:
        # Few cues fire: what would forbid one is looked for when it does.
        if not cue.when.search(left) or (cue.unless is not None and cue.unless.search(folded)):
            continue
        for match in cue.when.finditer(left):
            if match.start() == match.end() or _otherwise_marked(cue, match, marked):
                continue
            yield Hit(cue, match.start(), match.end())
            # What is taken is blanked, so that places stay as they are.
            left = (
                left[: match.start()] + re.sub(r"\S", "\x00", left[match.start() : match.end()]) + left[match.end() :]
            )
