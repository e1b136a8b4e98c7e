"""Ground: what visitor and shop both know by now in a conversation. Nothing in it is asked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypeVar

HISTORY = 12
"""So many things spoken of are remembered, the latest first."""


@dataclass(frozen=True)
class Told:
    """A value with the message that gave it: the receipt of what was said."""

    value: Any
    message_id: str | None = None


@dataclass(frozen=True)
class Line:
    """Something that the visitor means to buy. ``unit_price`` is not kept: it is the shelf's at the time of asking."""

    sku: str
    quantity: int = 1
    size: str | None = None
    colour: str | None = None
    message_id: str | None = None
    asked: bool = False
    """Whether only its price was asked for; nobody has decided to take it yet."""


@dataclass
class Wanted:
    """What is looked for: kinds of thing, words of need, and limits."""

    kinds: list[str] = field(default_factory=list)
    words: str = ""
    lowest: int | None = None
    highest: int | None = None
    for_whom: str = ""
    message_id: str | None = None


@dataclass
class Ground:
    """The common ground of one conversation; one row in the store, written once a message.

    ``focus`` are SKUs spoken of, the one meant by "it" first. ``shown`` are those of the last list in its order;
    ``several`` says that "it" still means any of them, because nothing was picked yet.
    ``told`` has what the visitor said of themselves: name, phone, email, address, place, company, tax_number,
    call_time, payment, delivery, note, code, gift_text; and body measures as ``weight``, ``height``, ``bust``,
    ``waist``, ``hip``, ``foot`` in kg or cm. ``basket`` is what they mean to buy. ``orders`` are codes of orders that
    they have shown to be theirs, the latest first. ``open`` is the question that stands last on the screen,
    ``purpose`` what contact details are collected for, ``pending`` the topic that waits for an answer to it.
    """

    focus: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    several: bool = False
    wanted: Wanted = field(default_factory=Wanted)
    told: dict[str, Told] = field(default_factory=dict)
    basket: list[Line] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    order_code: str | None = None
    offers: list[str] = field(default_factory=list)
    open: str | None = None
    purpose: str | None = None
    pending: str | None = None
    paused: bool = False
    topic: str | None = None
    """What was answered last, and ``question`` the words that asked for it: "cái 750 thì sao" asks it again."""
    question: str = ""
    page_sku: str | None = None
    """The product's page that was looked at when the last message was read."""
    misses: int = 0
    """Messages in a row that were not understood."""
    message_id: str | None = None
    """The last message that is in it."""

    def attend(self, *skus: str) -> None:
        """These are spoken of now, the first of them as "it"."""
        self.focus = [*dict.fromkeys([*skus, *self.focus])][:HISTORY]
        self.several = False

    def show(self, skus: Sequence[str]) -> None:
        """These stand on the screen as a list; one of a list that stands there already leaves it as it is."""
        shown = list(dict.fromkeys(skus))
        if len(shown) == 1 and len(self.shown) > 1 and shown[0] in self.shown:
            self.several = False
            return
        self.shown = shown
        self.several = len(self.shown) > 1

    def note(self, what: str, value: Any, message_id: str | None = None) -> bool:
        """Keep what was told; says whether it corrects an earlier value."""
        before = self.told.get(what)
        self.told[what] = Told(value, message_id)
        return before is not None and before.value != value

    def get(self, what: str) -> Any:
        """What was told, or None."""
        told = self.told.get(what)
        return told.value if told else None

    def ask(self, question: str | None, purpose: str | None = None) -> None:
        """This question stands last on the screen now."""
        self.open = question
        if purpose:
            self.purpose = purpose

    def line(self, sku: str) -> Line | None:
        """The basket's line for a thing."""
        return next((line for line in self.basket if line.sku == sku), None)

    def put(self, line: Line) -> None:
        """Put a line into the basket; one with the same thing and variant takes its place."""
        for place, old in enumerate(self.basket):
            if old.sku == line.sku and (old.size, old.colour) == (line.size, line.colour):
                self.basket[place] = line
                return
        self.basket.append(line)

    def to_json(self) -> dict[str, Any]:
        """As it is stored; empty fields are left out."""
        empty = asdict(Ground())
        return {name: value for name, value in asdict(self).items() if value != empty[name]}

    @classmethod
    def from_json(cls, data: Any) -> Ground:
        """From what was stored; what another version stored in another shape is left out and breaks no conversation."""
        ground = cls()
        if not isinstance(data, Mapping):
            return ground
        read = {"told": _told, "basket": _basket, "wanted": _wanted}
        for one in fields(cls):
            value = data.get(one.name)
            if one.name in read:
                setattr(ground, one.name, read[one.name](value))
            elif _is_alike(value, getattr(ground, one.name)):
                setattr(ground, one.name, value)
        return ground


def _is_alike(value: Any, empty: Any) -> bool:
    """Whether a stored value has the shape of the empty one; where that is None, it is a text."""
    if isinstance(empty, list):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return type(value) is (str if empty is None else type(empty))


def _told(data: Any) -> dict[str, Told]:
    given = data.items() if isinstance(data, Mapping) else ()
    return {
        what: Told(one["value"], one.get("message_id"))
        for what, one in given
        if isinstance(one, Mapping) and "value" in one
    }


def _basket(data: Any) -> list[Line]:
    rows = [row for row in data if isinstance(row, Mapping)] if isinstance(data, list) else []
    return [_filled(Line(str(row["sku"])), row) for row in rows if row.get("sku")]


def _wanted(data: Any) -> Wanted:
    return _filled(Wanted(), data) if isinstance(data, Mapping) else Wanted()


Kept = TypeVar("Kept", Line, Wanted)


def _filled(empty: Kept, data: Mapping[str, Any]) -> Kept:
    """``empty`` with those of the stored values that have the shape of its own."""
    found: dict[str, Any] = {}
    for one in fields(empty):
        value, own = data.get(one.name), getattr(empty, one.name)
        if type(value) is int if one.name in ("lowest", "highest") else _is_alike(value, own):
            found[one.name] = value
    return replace(empty, **found)
