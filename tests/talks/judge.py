"""Reads talks and judges replies: facts and end states, never wording."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from .amounts import amounts, written
from .folding import fold, fold_all
from .names import Names

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DEMO = "demo"
SHOPS = (DEMO, "music", "pets", "garden")
LANGUAGES = ("vi", "en", "mixed")
PATTERNS = ("says", "speaks", "never")
CARDS = ("cards", "cards_all", "cards_only", "leads_with")
CHECKS = (*PATTERNS, "money", *CARDS, "no_cards")
CARD_KINDS = ("products", "comparison")

Messages = Sequence[Mapping[str, Any]]


class BadTalks(ValueError):
    """Talks that cannot be judged by; one line for each thing that is wrong, with file and talk."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Turn:
    """What the visitor says, and what must be true of the reply."""

    user: str
    says: tuple[str, ...] = ()
    speaks: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    money: tuple[int, ...] = ()
    cards: tuple[str, ...] = ()
    cards_all: tuple[str, ...] = ()
    cards_only: tuple[str, ...] = ()
    leads_with: tuple[str, ...] = ()
    no_cards: bool = False
    why: str = ""

    @property
    def is_checked(self) -> bool:
        """Without a check it is only played."""
        return any(getattr(self, name) for name in CHECKS)


@dataclass(frozen=True)
class Talk:
    """One conversation with a shop."""

    name: str
    about: str
    language: str
    turns: tuple[Turn, ...]
    shop: str = DEMO
    file: str = ""


# ── Reading ──


def data_of(shop: str) -> Path:
    """The files that a shop is made of."""
    return ROOT / "data" / "shop" if shop == DEMO else ROOT / "tests" / "shops" / shop


@cache
def catalogue_of(shop: str) -> tuple[dict[str, str], ...]:
    """The rows of a shop's catalogue."""
    with (data_of(shop) / "catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def load_talks(shops: Iterable[str] = SHOPS, folder: Path = HERE) -> list[Talk]:
    """Every talk of these shops in the order of the files. Raises ``BadTalks`` if any is malformed."""
    talks: list[Talk] = []
    names: set[str] = set()
    problems: list[str] = []
    for shop in shops:
        skus = frozenset(row["sku"] for row in catalogue_of(shop))
        for path in sorted((folder / shop).glob("*.yml")):
            file = f"{shop}/{path.name}"
            try:
                entries = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
            except YAMLError as error:
                problems.append(f"{file}: is no YAML: {' '.join(str(error).split())}")
                continue
            if not isinstance(entries, list):
                problems.append(f"{file}: is no list of talks")
                continue
            for number, entry in enumerate(entries, start=1):
                reader = Reader(f"{file}: talk {number}", skus)
                talk = reader.talk(entry, shop, file)
                problems += reader.problems
                if talk and talk.name in names:
                    problems.append(f"{reader.where}: another talk has this name")
                elif talk:
                    names.add(talk.name)
                    talks.append(talk)
    if problems:
        raise BadTalks(problems)
    return talks


@dataclass
class Reader:
    """Reads one talk and remembers what is wrong with it."""

    where: str
    skus: frozenset[str]
    problems: list[str] = field(default_factory=list)

    def wrong(self, what: str) -> None:
        """One more problem."""
        self.problems.append(f"{self.where}: {what}")

    def talk(self, entry: Any, shop: str, file: str) -> Talk | None:
        """The talk, or None."""
        if not isinstance(entry, dict):
            self.wrong("is no mapping")
            return None
        name = entry.get("talk")
        if isinstance(name, str) and name:
            self.where = f"{file}: {name}"
        if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            self.wrong("talk is no name in kebab-case")
        for key in entry.keys() - {"talk", "about", "language", "turns"}:
            self.wrong(f"there is no key {key!r}")
        if not isinstance(entry.get("about"), str):
            self.wrong("about is missing")
        if entry.get("language") not in LANGUAGES:
            self.wrong(f"language is none of {', '.join(LANGUAGES)}")
        given = entry.get("turns")
        if not isinstance(given, list) or not given:
            self.wrong("turns is no list")
            return None
        turns = tuple(turn for number, one in enumerate(given, start=1) if (turn := self.turn(one, f"turn {number}")))
        if not any(turn.is_checked for turn in turns):
            self.wrong("nothing is checked")
        if self.problems:
            return None
        return Talk(name, entry["about"], entry["language"], turns, shop, file)

    def turn(self, entry: Any, at: str) -> Turn | None:
        """One turn, or None."""
        if not isinstance(entry, dict) or not isinstance(entry.get("user"), str) or not entry["user"].strip():
            self.wrong(f"{at}: user says nothing")
            return None
        for key in entry.keys() - {"user", "why", *CHECKS}:
            self.wrong(f"{at}: there is no key {key!r}")
        values: dict[str, Any] = {"user": entry["user"], "why": str(entry.get("why", ""))}
        for key in (key for key in CHECKS if key in entry):
            value = entry[key]
            if key == "money":
                value = value if isinstance(value, list) else [value]
            if key == "no_cards":
                self.no_cards(entry, at)
                values[key] = True
            elif not isinstance(value, list) or not value:
                self.wrong(f"{at}: {key} is no list")
            else:
                for one in value:
                    if why := self.refused(key, one):
                        self.wrong(f"{at}: {key}: {one!r} {why}")
                values[key] = tuple(value)
        return Turn(**values)

    def no_cards(self, entry: Mapping[str, Any], at: str) -> None:
        """No cards at all is true or left out, and stands beside no check of cards."""
        if entry["no_cards"] is not True:
            self.wrong(f"{at}: no_cards is either true or left out")
        if any(name in entry for name in ("cards", "cards_all", "cards_only")):
            self.wrong(f"{at}: no_cards beside cards cannot hold")

    def refused(self, key: str, value: Any) -> str:
        """Why a check can never fail, or never hold; empty for a good one."""
        if key == "money":
            return "" if type(value) is int and value > 0 else "is no amount"
        if not isinstance(value, str) or not value:
            return "is no text"
        if key in CARDS:
            return "" if value in self.skus else "is no SKU of this shop"
        try:
            pattern = re.compile(value)
        except re.error as error:
            return f"is no pattern: {error}"
        if pattern.search(""):
            return "is found in silence"
        # Escapes such as \S are no letters.
        plain = re.sub(r"\\[A-Z]", "", value).replace("\\n", "")
        return "" if plain == without_folding_needed(plain) else "is not folded"


def without_folding_needed(pattern: str) -> str:
    """The pattern as folding would leave it, but for spaces, which a pattern may repeat or begin with."""
    return "".join(char if char.isspace() else fold(char) or char for char in pattern)


# ── A reply ──


@dataclass
class Reply:
    """What a visitor sees and reads of an answer; ``lines`` are all of it, in order."""

    texts: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    skus: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, messages: Messages) -> Reply:
        """From the messages of the REST channel."""
        reply = cls()
        for message in messages:
            if message.get("text"):
                reply.add(reply.texts, message["text"])
            custom = message.get("custom") or {}
            payload = custom.get("payload") or {}
            if custom.get("kind") in CARD_KINDS:
                reply.skus += [card["sku"] for card in payload.get("items", [])]
            for line in seen(custom.get("kind", ""), payload):
                reply.add(reply.shown, line)
            on_cards = [one for item in payload.get("items", []) for one in item.get("buttons") or []]
            for button in [*on_cards, *(message.get("buttons") or [])]:
                reply.add(reply.buttons, button["title"])
        return reply

    def add(self, where: list[str], line: str) -> None:
        """One more line of one sort."""
        where.append(line)
        self.lines.append(line)


def seen(kind: str, payload: Mapping[str, Any]) -> list[str]:
    """What the widget shows of a rich message beside its text and its buttons, a line for each card."""
    if kind in CARD_KINDS:
        rows = [f"{row['label']}: {' | '.join(map(str, row['values']))}" for row in payload.get("rows", [])]
        return [joined(card["name"], *prices(card), card.get("stock_text")) for card in payload.get("items", [])] + rows
    if kind == "offer":
        names = ("value_text", "title", "detail", "code")
        return [joined(*(payload.get(name) for name in names), day(payload.get("ends_on")), payload.get("conditions"))]
    if kind == "order":
        total = payload.get("total")
        return [
            joined(payload.get("code"), payload.get("status_text")),
            *[f"{item['name']} × {item['quantity']}" for item in payload.get("items", [])],
            joined(*(step.get("title") for step in payload.get("steps", []))),
            joined(day(payload.get("expected_on")), payload.get("carrier"), payload.get("tracking_code")),
            written(total) if total is not None else "",
        ]
    return [payload["wording"]] if kind == "consent" and payload.get("wording") else []


def prices(card: Mapping[str, Any]) -> list[str]:
    """The price now, and the one before where it was higher."""
    now, before = card.get("price"), card.get("list_price")
    return [written(amount) for amount in (now, before if (before or 0) > (now or 0) else None) if amount is not None]


def day(value: str | None) -> str:
    """As the widget writes it: 21/11/2026."""
    try:
        return f"{date.fromisoformat((value or '')[:10]):%d/%m/%Y}"
    except ValueError:
        return value or ""


def joined(*parts: Any) -> str:
    """What is there of a card, on one line."""
    return " · ".join(str(part) for part in parts if part)


# ── Judging ──


@cache
def names_of(shop: str) -> Names:
    """The names of a shop's products."""
    return Names(catalogue_of(shop))


def faults(turn: Turn, messages: Messages, names: Names) -> list[str]:
    """What does not hold, a line for each check that failed; empty for a right reply."""
    reply = Reply.of(messages)
    if not turn.is_checked:
        return []
    if not reply.lines:
        return ["nothing was said"]
    whole, spoken = fold_all(reply.lines), fold_all(reply.texts)
    found = [f"says: {pattern} is not there" for pattern in turn.says if not re.search(pattern, whole)]
    found += [f"speaks: {pattern} is not in the texts" for pattern in turn.speaks if not re.search(pattern, spoken)]
    for pattern in turn.never:
        if match := re.search(pattern, spoken):
            found.append(f"never: {pattern} is in the texts: {match.group(0).strip()!r}")
    return [*found, *money_faults(turn, reply), *card_faults(turn, reply), *lead_faults(turn, reply, names)]


def money_faults(turn: Turn, reply: Reply) -> list[str]:
    """Amounts that are neither in a text nor on a card."""
    told = {amount for line in (*reply.texts, *reply.shown) for amount in amounts(line)} if turn.money else set()
    heard = ", ".join(map(written, sorted(told))) or "no amount"
    return [f"money: {written(amount)} is not told but {heard}" for amount in turn.money if amount not in told]


def card_faults(turn: Turn, reply: Reply) -> list[str]:
    """Cards that are missing, and those that should not be there."""
    shown, found = set(reply.skus), []
    cards = ", ".join(reply.skus) or "no card"
    if turn.cards and not shown & set(turn.cards):
        found.append(f"cards: none of {', '.join(turn.cards)} is shown but {cards}")
    if missing := [sku for sku in turn.cards_all if sku not in shown]:
        found.append(f"cards_all: {', '.join(missing)} is not shown but {cards}")
    if turn.cards_only and (not shown or shown - set(turn.cards_only)):
        found.append(f"cards_only: not only {', '.join(turn.cards_only)} is shown but {cards}")
    if turn.no_cards and shown:
        found.append(f"no_cards: {cards} is shown")
    return found


def lead_faults(turn: Turn, reply: Reply, names: Names) -> list[str]:
    """Whether another product comes first."""
    if not turn.leads_with:
        return []
    named = names.named_in("\n".join(reply.texts))
    firsts = [skus[0] for skus in (reply.skus, named) if skus]
    if set(firsts) & set(turn.leads_with):
        return []
    return [f"leads_with: not {' or '.join(turn.leads_with)} but {' and '.join(firsts) or 'nothing'} comes first"]
