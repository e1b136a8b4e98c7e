"""Rules with names: what a finder looks for, in the order in which it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Token, read, without_politeness


@dataclass(frozen=True)
class Rule:
    """One thing that may stand at a place.

    ``name`` says what it is, as one would tell it; ``when`` whether it stands at the token; ``value`` what is read
    there, with the span it covers. A rule whose value is :func:`nothing` says that the words mean something else.
    """

    name: str
    when: Callable[[Reading, int], bool]
    value: Callable[[Reading, int], Sequence[Found]]


@dataclass(frozen=True)
class Finder:
    """Rules that are asked in order at every token that may begin something; the first that holds decides."""

    rules: tuple[Rule, ...]
    may_begin: Callable[[Token], bool]
    """A quick no for most tokens."""

    def find(self, reading: Reading) -> list[Found]:
        """Everything the rules read in the message."""
        found: list[Found] = []
        for _, here in self.fired(reading):
            found += here
            if len(found) >= MOST:
                break
        return found

    def rule_for(self, text: str) -> str | None:
        """The name of the rule that reads the first thing in the text, else of the first that reads nothing there."""
        refused = None
        for rule, here in self.fired(without_politeness(read(text))):
            if here:
                return rule.name
            refused = refused or rule.name
        return refused

    def fired(self, reading: Reading) -> Iterator[tuple[Rule, Sequence[Found]]]:
        """Each rule that holds somewhere, in reading order, with what it reads there."""
        covered = 0
        for at, token in enumerate(reading.tokens):
            if token.start >= covered and (hit := self.first(reading, at)):
                if hit[1]:
                    covered = hit[1][-1].end
                yield hit

    def first(self, reading: Reading, at: int) -> tuple[Rule, Sequence[Found]] | None:
        """The rule that holds at the token, with what it reads there."""
        if not self.may_begin(reading.tokens[at]):
            return None
        for rule in self.rules:
            if rule.when(reading, at):
                return rule, rule.value(reading, at)
        return None


def nothing(reading: Reading, at: int) -> Sequence[Found]:
    """The value of a rule for words that mean something else."""
    return ()


def span(reading: Reading, kind: str, value: str, start: int, end: int) -> Found:
    """What was read from the tokens ``[start, end)``."""
    return Found(kind, value, reading.tokens[start].start, reading.tokens[end - 1].end)
