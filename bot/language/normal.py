"""One call that gives every view of a message the rest of the bot reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from bot.language.aligned import Aligned
from bot.language.detect import guess
from bot.language.expand import expand
from bot.language.fold import fold
from bot.language.repair import repair


@dataclass(frozen=True)
class Normalised:
    """Views of one message.

    ``clean`` keeps case and words but repairs the letters; ``expanded`` is lower-cased with abbreviations written out;
    ``folded`` is ``expanded`` without diacritics. Offsets are code points.
    """

    raw: str
    clean: str
    expanded: str
    folded: str
    _aligned: Aligned = field(repr=False, compare=False)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``clean[start:end]`` stands in ``raw``; offsets outside are pulled in."""
        return self._aligned.raw_span(start, end)


@lru_cache(maxsize=256)
def normalise(text: str) -> Normalised:
    """Repair and write out a message. Any string; never raises; ``normalise(x.clean).clean == x.clean``."""
    aligned = repair(text)
    english = guess(aligned.text).language == "en"
    expanded = expand(aligned.text, english=english)
    return Normalised(text, aligned.text, expanded, fold(expanded), aligned)
