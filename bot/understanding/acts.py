"""Acts: what somebody does with a message. A message is a few of them in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Entities = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Ask:
    """Wishes to know or to see something. ``topic`` is an intent of the domain, ``detail`` a part of it.

    ``text`` are the words of its clause; ``sure`` is whether a named cue or a confident reading says so.
    """

    topic: str
    text: str
    detail: str = ""
    entities: Entities = ()
    sure: bool = True
    skus: tuple[str, ...] = ()
    """Things named by a pressed button."""
    asks: bool = False
    """Whether a question mark closes the clause."""


@dataclass(frozen=True)
class Give:
    """Tells something that is kept: ``what`` is a name of ``Ground.told``."""

    what: str
    value: Any


@dataclass(frozen=True)
class Choose:
    """Decides to take something: the words say what, how many, in which variant."""

    text: str
    entities: Entities = ()
    skus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Confirm:
    """Says yes."""


@dataclass(frozen=True)
class Decline:
    """Says no."""


@dataclass(frozen=True)
class Postpone:
    """Wants to think, ask somebody, come back later."""

    text: str = ""


@dataclass(frozen=True)
class Stop:
    """Drops what was going on."""

    text: str = ""


@dataclass(frozen=True)
class Social:
    """Greets, thanks, praises, says goodbye: ``kind`` is the intent, ``text`` the clause if it was only guessed."""

    kind: str
    text: str = ""


Act = Ask | Give | Choose | Confirm | Decline | Postpone | Stop | Social


@dataclass(frozen=True)
class Reading:
    """What a message says: its acts in order, and the words they were read from."""

    text: str
    acts: tuple[Act, ...] = ()
    entities: Entities = field(default=())

    def of(self, *kinds: type) -> list[Any]:
        """The acts of these kinds, in order."""
        return [act for act in self.acts if isinstance(act, kinds)]
