"""A text that remembers, for each of its characters, which piece of the raw message it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Aligned:
    """``text[i]`` stands for ``raw[starts[i]:ends[i]]`` (code points)."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def identity(cls, raw: str) -> Aligned:
        """The raw text standing for itself."""
        return cls(raw, list(range(len(raw))), list(range(1, len(raw) + 1)))

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> Aligned:
        """Replace the given ``(start, end, new)`` pieces: ascending, not overlapping, none empty."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in edits:
            parts.append(self.text[at:start])
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            parts.append(new)
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            else:
                starts += [self.starts[start]] * len(new)
                ends += [self.ends[end - 1]] * len(new)
            at = end
        if not at:
            return self
        parts.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        return Aligned("".join(parts), starts, ends)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind ``text[start:end]``; an empty span stays empty."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        if start == end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], max(self.ends[start:end])
