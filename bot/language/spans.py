"""What the finders hand over before overlaps are settled."""

from __future__ import annotations

from dataclasses import dataclass

#: Nobody names more things of a kind in one message; a flood of them must not cost more time.
MOST = 60


@dataclass(frozen=True)
class Found:
    """A candidate entity; offsets in the clean text."""

    kind: str
    value: str
    start: int
    end: int
