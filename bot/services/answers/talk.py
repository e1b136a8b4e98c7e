"""One turn under way: what was read, what is known, and what is said so far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from bot.domain.catalogue import Faq, Product
from bot.domain.ground import Ground
from bot.domain.offer import Offer
from bot.domain.order import Order
from bot.language import format_money
from bot.services.context import Services
from bot.services.hours import local_time
from bot.services.products import DETAILS, products_payload
from bot.understanding.acts import Ask, Reading
from bot.understanding.query import Query, query_of
from bot.understanding.refer import Referent, refer
from bot.understanding.shelf import Entry, Shelf
from bot.understanding.titles import Title, title_in

Button = dict[str, str]


@dataclass
class Part:
    """One thing said. ``role``: ``ack`` takes note, ``answer`` answers, ``offer`` proposes, ``question`` asks back."""

    text: str
    kind: str = "text"
    payload: Mapping[str, Any] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)
    role: str = "answer"


ONES = re.compile(r"\b(?:the|these|those) (?:[\w-]+ ){1,3}ones?\b")
"""Things told apart by what they are like, whose kind stands elsewhere in the message."""


@dataclass
class Talk:
    """What every answer is given. ``ground`` is changed in place and stored with the reply."""

    services: Services
    conversation_id: str
    message_id: str
    language: str
    stage: str
    page: Mapping[str, Any]
    ground: Ground
    shelf: Shelf
    shop: Mapping[str, Any]
    offers: Sequence[Offer]
    reading: Reading
    faqs: Mapping[str, Faq] = field(default_factory=dict)
    """The shop's own answers by key, the same ones for the whole turn, whatever is imported meanwhile."""
    order: Order | None = None
    """The order spoken of that was shown to be the visitor's."""
    intent: str = ""
    """What NLU read in the whole message."""
    confidence: float = 0.0
    ranking: Sequence[Mapping[str, Any]] = ()
    wishes: list[Ask] = field(default_factory=list)
    done: int = 0
    """Wishes answered so far."""
    other_language: bool = False
    pressed: bool = False
    """Whether a button was pressed instead of typing."""
    remade: bool = False
    """Whether it was made from the store, away from the bot that stores the reply: the ground is then kept here."""
    parts: list[Part] = field(default_factory=list)
    met: frozenset[str] = frozenset()
    """Things that were spoken of or seen before this message."""
    introduced: int = 0
    """Parts that were looked through for things that come up for the first time."""
    _referents: dict[int, Referent] = field(default_factory=dict)
    _queries: dict[int, Query] = field(default_factory=dict)
    _whole: Query | None = None

    @cached_property
    def named_in_full(self) -> Title | None:
        """The things whose names are nearly all that was said."""
        return title_in(self.shelf, self.reading.text)

    @property
    def text(self) -> str:
        """The visitor's words; none for a pressed button."""
        return "" if self.pressed else self.reading.text

    @property
    def now(self) -> datetime:
        """On the shop's clock."""
        return local_time(self.shop, self.services.clock())

    @property
    def today(self) -> date:
        """On the shop's clock."""
        return self.now.date()

    @property
    def page_sku(self) -> str | None:
        """The thing whose page is open."""
        sku = str(self.page.get("sku") or "").upper()
        return sku if sku in self.shelf.entries else None

    @property
    def ordered(self) -> list[str]:
        """SKUs of the order that is spoken of."""
        return [str(item.get("sku")) for item in self.order.items] if self.order else []

    @property
    def shop_name(self) -> str:
        """As the shop calls itself."""
        return str(self.shop.get("name") or "shop")

    def query(self, ask: Ask) -> Query:
        """What the clause of a wish says of things."""
        if id(ask) not in self._queries:
            self._queries[id(ask)] = query_of(ask.text, ask.entities, self.shelf)
        return self._queries[id(ask)]

    @property
    def whole(self) -> Query:
        """What the whole message says of things: needs stand in other clauses than the wish."""
        if self._whole is None:
            self._whole = query_of(self.reading.text, self.reading.entities, self.shelf)
        return self._whole

    def referent(self, ask: Ask) -> Referent:
        """Which things a wish is about; settled once, before its answer changes what is spoken of."""
        if id(ask) not in self._referents:
            self._referents[id(ask)] = refer(
                self.shelf,
                self.ground,
                self._query_to_refer(ask),
                pressed=ask.skus,
                page_sku=self.page_sku,
                ordered=self.ordered,
            )
        return self._referents[id(ask)]

    def _query_to_refer(self, ask: Ask) -> Query:
        """What a clause says of things; "the running ones" after "also shoes" are shoes."""
        query = self.query(ask)
        asked = self.whole.asked
        if query.kinds or query.heads or len(asked) != 1 or not ONES.search(ask.text.lower()):
            return query
        return replace(query, heads=asked[0])

    def read_as(self, reading: Reading) -> None:
        """Take the message as meaning this; what was settled about its acts before is forgotten."""
        self.reading = reading
        self._referents.clear()
        self._queries.clear()

    def forget_referent(self, ask: Ask) -> None:
        """Settle anew which things a wish is about when it is answered."""
        self._referents.pop(id(ask), None)

    def entries(self, referent: Referent) -> list[Entry]:
        """The things of a referent."""
        return [self.shelf.entries[sku] for sku in referent.skus if sku in self.shelf.entries]

    def product(self, sku: str | None) -> Product | None:
        """The thing with this SKU."""
        entry = self.shelf.entries.get(sku or "")
        return entry.product if entry else None

    @property
    def focus(self) -> Product | None:
        """The thing meant by "it"."""
        return self.product(self.ground.focus[0]) if self.ground.focus else None

    def money(self, amount: int) -> str:
        """An amount as it is said."""
        return format_money(amount, self.language)

    def title(self, product: Product) -> str:
        """What a thing is called."""
        return product.title(self.language)

    def draw(self, name: str, /, **values: Any) -> str:
        """A sentence of data/words, not said yet."""
        return self.services.words.say(name, self.language, shop=self.shop_name, **values)

    def say(
        self,
        name: str,
        /,
        *,
        role: str = "answer",
        kind: str = "text",
        payload: Mapping[str, Any] | None = None,
        buttons: Sequence[Button] = (),
        **values: Any,
    ) -> None:
        """Say the sentence ``name`` of data/words."""
        text, own = self.services.words.draw(name, self.language, shop=self.shop_name, **values)
        self.parts.append(Part(text, kind, payload or {}, [*buttons, *own], role))

    def say_text(
        self,
        text: str,
        *,
        role: str = "answer",
        kind: str = "text",
        payload: Mapping[str, Any] | None = None,
        buttons: Sequence[Button] = (),
    ) -> None:
        """Say a sentence as it is, such as an answer that the shop's owner wrote."""
        self.parts.append(Part(text, kind, payload or {}, list(buttons), role))

    def buttons(self, name: str) -> list[Button]:
        """The buttons written beside a sentence."""
        return self.services.words.buttons(name, self.language)

    def cards(self, products: Sequence[Product], button: tuple[str, str] | None = None) -> Mapping[str, Any]:
        """The payload of product cards."""
        return products_payload(self.services, products, self.language, button or DETAILS)

    def key(self, what: str = "") -> str:
        """An idempotency key for an effect of this wish."""
        return f"{self.message_id}:{self.done}{':' + what if what else ''}"
