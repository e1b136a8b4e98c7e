"""What is counted of talks that were played."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from .folding import fold
from .judge import CARDS, Messages, Talk, Turn

JOINT = re.compile(r"(?<!\d),|,(?!\d)|[+&]|\b(?:va|and)\b")
"""What joins two wishes in one message: a comma that is no decimal one, a plus, "và", "and"."""


@dataclass
class Said:
    """One turn as it was played."""

    turn: Turn
    text: str
    """What was sent; in a variant not what is written down."""
    reply: Messages
    faults: list[str]
    seconds: float | None
    """None where no reply came."""

    @property
    def is_right(self) -> bool:
        """Every check held."""
        return not self.faults


@dataclass
class Played:
    """One talk as it was played."""

    talk: Talk
    said: list[Said] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """No turn went wrong, and none was left without an answer."""
        return all(one.is_right for one in self.said)


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """None of none."""
        return self.right / self.of if self.of else None


def wishes(turn: Turn) -> int:
    """How many things are asked for at once, as far as the checks tell.

    Every pattern of ``says`` and ``speaks``, every amount and every check of cards is one; but one in all where nothing
    in the text joins two, and ``never`` and ``no_cards`` ask for nothing.
    """
    asked = len(turn.says) + len(turn.speaks) + len(turn.money) + sum(bool(getattr(turn, key)) for key in CARDS)
    return asked if JOINT.search(fold(turn.user)) else min(asked, 1)


def turns_right(played: Sequence[Played]) -> Share:
    """Of the turns that are checked."""
    return share_of(played, lambda one: True)


def wishes_served(played: Sequence[Played]) -> Share:
    """Of the turns that hold several wishes, those in which every one was served."""
    return share_of(played, lambda one: wishes(one.turn) > 1)


def talks_right(played: Sequence[Played]) -> Share:
    """Of whole talks."""
    return Share(sum(one.is_right for one in played), len(played))


def kept(plain: Sequence[Played], variant: Sequence[Played]) -> Share:
    """Of the turns that were right as written down, those still right in another spelling.

    A turn that reads the same in both says nothing of the spelling and is not counted.
    """
    before = {(one.talk.name, place): said for one in plain for place, said in enumerate(one.said)}
    pairs = [
        (before[one.talk.name, place], said)
        for one in variant
        for place, said in enumerate(one.said)
        if (one.talk.name, place) in before
    ]
    counted = [now for then, now in pairs if then.turn.is_checked and then.is_right and then.text != now.text]
    return Share(sum(one.is_right for one in counted), len(counted))


def seconds(played: Sequence[Played], fits: Callable[[int], bool]) -> list[float]:
    """Of the replies to as many wishes as ``fits`` says."""
    return [one.seconds for one in checked(played) if one.seconds is not None and fits(wishes(one.turn))]


def share_of(played: Sequence[Played], counts: Callable[[Said], bool]) -> Share:
    """Of the checked turns that count."""
    counted = [one for one in checked(played) if counts(one)]
    return Share(sum(one.is_right for one in counted), len(counted))


def checked(played: Sequence[Played]) -> Iterator[Said]:
    """Every turn that is checked."""
    return (said for one in played for said in one.said if said.turn.is_checked)


def closing_line(played: Sequence[Played]) -> str:
    """The figures in one line."""
    turns, talks, several = turns_right(played), talks_right(played), wishes_served(played)
    return (
        f"turns right {turns.share or 0:.3f} of {turns.of}; whole talks right {talks.right}/{talks.of}; "
        f"several wishes all served {several.share or 0:.2f} of {several.of}"
    )
