"""Quote: what a purchase comes to. Every sum that is told anywhere is made here, and nowhere else.

Money is whole đồng. Only a percentage can leave a part of one; it goes to the nearest đồng, half a đồng up.

The rules of a sum:

- A minimum counts goods before any discount, and only those of the categories that the offer names.
- There is one discount an order: a code takes the place of an offer that needs none.
- Free delivery (``free_from``) counts goods after the discount. So a code can cost the free delivery: what it saves is
  told with that taken off, and a code that saves nothing then is not used.
- Same-day delivery is never free.
- Services count for no minimum and are never discounted.

Nothing here depends on the order of lines or offers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from bot.domain.catalogue import Product
from bot.domain.journey import Stage
from bot.domain.offer import Offer

FeeReason = Literal["zone", "free_from", "code", "same_day", "unknown"]
Needs = Literal["first_order", "earlier_order"]

PERCENT_KINDS = frozenset({"percent", "bundle"})
AMOUNT_KINDS = frozenset({"amount", "referral"})
FREE_DELIVERY = "free_shipping"
GIFT = "gift"
AUTOMATIC_KINDS = frozenset({"percent", "bundle", "amount"})
"""Those that lower a sum by themselves where they have no code. Free delivery without one is the zones' ``free_from``;
an offer of that kind may as well be about swapping a size."""

_AFTER_A_PURCHASE = frozenset({"expanding", "using", "trusting", "returning", "advocating"})
_CHOOSING = frozenset({Stage.EVALUATING, Stage.BUYING})
_FIRST_ORDER = re.compile(
    r"\bđơn (?:hàng )?đầu\b|\b(?:mua|đặt) lần đầu\b|\blần đầu (?:mua|đặt)\b|\bchưa từng (?:mua|đặt)\b"
    r"|\bkhách (?:hàng )?mới\b"
    r"|\bfirst (?:order|purchase)\b|\bwithout (?:earlier|previous) orders\b|\bnever ordered\b|\bnew customers?\b"
)
_EARLIER_ORDER = re.compile(
    r"\b(?<!chưa )từng (?:mua|đặt)\b|\bkhách (?:hàng )?(?:cũ|quen|thân thiết)\b"
    r"|\b(?:returning|existing) customers?\b|\bwith earlier orders\b"
)


@dataclass(frozen=True)
class QuoteLine:
    """So many of one thing in one variant. ``ValueError`` for a quantity below 1."""

    product: Product
    quantity: int = 1
    size: str | None = None
    colour: str | None = None

    def __post_init__(self) -> None:
        if self.quantity < 1:
            raise ValueError(f"{self.product.sku}: a quantity of {self.quantity}")

    @property
    def amount(self) -> int:
        """What the line costs."""
        return self.product.price * self.quantity


@dataclass(frozen=True)
class Delivery:
    """The way of delivery: ``fee`` as the place's zone has it (None: not known), ``days`` such as "2-3".

    As long as a place is only not told yet, what makes delivery free makes it free there too. ``outside`` says that the
    place is known and in none of the zones: nothing is promised for it.
    """

    fee: int | None
    days: str | None
    free_from: int | None
    same_day: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Service:
    """Something done to the goods, such as gift wrap: ``amount`` a piece, free for goods from ``free_from``.

    The goods count before the discount, as they do for an offer's minimum: a code does not take away the wrapping.
    """

    key: str
    amount: int
    free_from: int | None


class Verdict(StrEnum):
    """What becomes of a code. Where several offers have the same one, the verdict that comes first here is told."""

    VALID = "valid"
    NO_GAIN = "no_gain"
    """It fits, but this purchase costs no less with it: delivery is free already or would no longer be, or an offer
    without a code takes off as much."""
    BELOW_MINIMUM = "below_minimum"
    OTHER_CATEGORY = "other_category"
    """Nothing in the basket is of its categories."""
    NOT_YET = "not_yet"
    OVER = "over"
    NOT_A_CODE_FOR_THIS = "not_a_code_for_this"
    """It never takes anything off a purchase like this: a guide, points, or free delivery for a same-day parcel."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CodeVerdict:
    """What a code does for a basket.

    ``saves`` is how much less is to be paid than without it, as far as the fee is known; 0 unless it is valid.
    ``missing`` is how much the goods that count are below its minimum. ``needs`` names what a basket does not show.
    """

    code: str
    verdict: Verdict
    offer: Offer | None
    saves: int
    missing: int
    needs: Needs | None = None

    @property
    def valid(self) -> bool:
        """Whether a quote follows it."""
        return self.verdict is Verdict.VALID


@dataclass(frozen=True)
class Change:
    """What would change a quote: goods for ``missing`` more, or an offer that fits already (``missing`` 0).

    ``gain`` is how much less the basket, with those goods in it, costs than it would otherwise; 0 where that is not
    money (a gift) or not known yet (the fee of a place not told).
    """

    kind: Literal["free_delivery", "offer"]
    missing: int
    gain: int
    offer: Offer | None
    needs: Needs | None = None


@dataclass(frozen=True)
class Quote:
    """What a purchase comes to, and why.

    ``lines`` has one for each thing and variant, by SKU. ``discount`` is off the goods: by ``code`` where that is
    valid, else by ``automatic``, an offer that needs no code. ``fee`` is None while it is not known, and then not in
    ``total``; ``missing`` says what has to be known first: "goods" for an empty basket, "place", or "fee" for a place
    outside all zones. ``gifts`` come with this basket by themselves. ``short`` are SKUs of which more is wanted than
    there is, with the stock.
    """

    lines: tuple[QuoteLine, ...]
    goods: int
    services: int
    discount: int
    fee: int | None
    fee_reason: FeeReason
    total: int
    gifts: tuple[Offer, ...]
    code: CodeVerdict | None
    automatic: Offer | None
    short: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


def quote(
    lines: Iterable[QuoteLine],
    delivery: Delivery,
    *,
    offers: Sequence[Offer],
    today: date,
    code: str | None = None,
    services: Sequence[tuple[Service, int]] = (),
) -> Quote:
    """What these lines come to, with this code and these services (each with its number of pieces) on this day.

    A code that is not valid changes nothing; its verdict says why. Raises ``ValueError`` for fewer pieces than 1.
    """
    merged = _merge(lines)
    goods = _by_category(merged)
    till = _Till(_ranked(offers), today, delivery)
    verdict = till.judge(code, goods) if code and code.strip() else None
    coded = verdict.offer if verdict and verdict.valid else None
    automatic = None if coded else till.automatic(goods)
    bill = till.bill(goods, coded or automatic)
    serviced = sum(_service_amount(service, pieces, bill.goods) for service, pieces in services)
    return Quote(
        lines=merged,
        goods=bill.goods,
        services=serviced,
        discount=bill.discount,
        fee=bill.fee,
        fee_reason=bill.reason,
        total=bill.due + serviced,
        gifts=till.gifts(goods),
        code=verdict,
        automatic=automatic,
        short=_short(merged),
        missing=_not_known(goods, delivery, bill.fee),
    )


def judge_code(
    code: str, lines: Iterable[QuoteLine], offers: Sequence[Offer], today: date, *, delivery: Delivery
) -> CodeVerdict:
    """What a code does for these lines. Upper and lower case are the same, blanks in it do not count."""
    return _Till(_ranked(offers), today, delivery).judge(code, _by_category(lines))


def offers_within_reach(
    lines: Iterable[QuoteLine],
    offers: Sequence[Offer],
    today: date,
    delivery: Delivery,
    *,
    reach: float = 0.25,
    code: str | None = None,
    earlier_order: bool | None = None,
) -> tuple[Change, ...]:
    """What would make this purchase cheaper: first what does so as it is, most first; then what misses least.

    ``reach`` is the part of a minimum that may be missing. ``code`` is the one in use: gains are over what it gives,
    and what is missing for free delivery counts it. What the shop has for people who bought before is shown only to
    who did (``earlier_order``; None: not known), what it has for a first order not to them. The rest has to be meant
    for who chooses or buys: other codes are thanks for something, and not to be given away.
    """
    goods = _by_category(lines)
    if not goods:
        return ()
    till = _Till(_ranked(offers), today, delivery)
    used = till.in_effect(goods, code)
    found = [
        till.change(offer, goods, code, reach)
        for offer in offers
        if offer is not used and _is_for(offer, earlier_order)
    ]
    found.append(till.free_delivery(goods, code, reach))
    return tuple(sorted((change for change in found if change is not None), key=_nearness))


def needs_of(offer: Offer) -> Needs | None:
    """What an offer asks of the person, which no basket shows: that it is their first order, or that it is not.

    Phases or stages say it where all of them come after a purchase; a referral says it by being one, other offers by
    their words.
    """
    if offer.kind == "referral":
        return "first_order"
    if offer.phases and _AFTER_A_PURCHASE.issuperset(offer.phases):
        return "earlier_order"
    if not offer.phases and set(offer.stages) == {Stage.POST_PURCHASE}:
        return "earlier_order"
    texts = offer.title, offer.detail, offer.conditions, offer.title_en, offer.detail_en, offer.conditions_en
    words = unicodedata.normalize("NFC", "\n".join(texts)).casefold()
    if _FIRST_ORDER.search(words):
        return "first_order"
    return "earlier_order" if _EARLIER_ORDER.search(words) else None


def goods_for(offer: Offer, lines: Sequence[QuoteLine]) -> int:
    """What the goods come to that count for an offer, before any discount."""
    return _eligible(offer, _by_category(lines))


_Goods = Mapping[str, int]
"""What the goods of each category come to: all that a rule looks at."""


@dataclass(frozen=True)
class _Bill:
    """Goods with one offer, or with none."""

    goods: int
    discount: int
    fee: int | None
    reason: FeeReason

    @property
    def due(self) -> int:
        """What is to be paid, without services and as far as the fee is known."""
        return self.goods - self.discount + (self.fee or 0)


@dataclass(frozen=True)
class _Till:
    """What is the same for every basket: the offers in their rank, the day and the way of delivery."""

    offers: tuple[Offer, ...]
    today: date
    delivery: Delivery

    def bill(self, goods: _Goods, offer: Offer | None) -> _Bill:
        """Goods with this offer, which is known to fit."""
        total = sum(goods.values())
        discount = _discount(offer, goods) if offer else 0
        free = offer is not None and offer.kind == FREE_DELIVERY
        fee, reason = self._fee(total - discount, free) if goods else (None, "unknown")
        return _Bill(total, discount, fee, reason)

    def _fee(self, after_discount: int, free: bool) -> tuple[int | None, FeeReason]:
        known = self.delivery
        if not known.same_day and not known.outside:
            if free:
                return 0, "code"
            if known.free_from is not None and after_discount >= known.free_from:
                return 0, "free_from"
        if known.fee is None or known.outside:
            return None, "unknown"
        return known.fee, "same_day" if known.same_day else "zone"

    def refusal(self, offer: Offer, goods: _Goods) -> Verdict | None:
        """Why an offer does nothing for these goods, or None."""
        if not self._acts(offer):
            return Verdict.NOT_A_CODE_FOR_THIS
        if not offer.is_open(self.today):
            return Verdict.NOT_YET if offer.starts_on and self.today < offer.starts_on else Verdict.OVER
        if goods and not _counting(offer, goods):
            return Verdict.OTHER_CATEGORY
        return Verdict.BELOW_MINIMUM if _missing(offer, goods) else None

    def _acts(self, offer: Offer) -> bool:
        """Whether the offer can do anything for an order that is delivered like this."""
        if offer.kind == FREE_DELIVERY:
            return bool(offer.code) and not self.delivery.same_day and not self.delivery.outside
        if offer.kind in PERCENT_KINDS | AMOUNT_KINDS:
            return (offer.value or 0) > 0 and (offer.kind in AUTOMATIC_KINDS or bool(offer.code))
        return offer.kind == GIFT

    def automatic(self, goods: _Goods) -> Offer | None:
        """The offer without a code with which least is to be paid; None where none makes it less."""
        fitting = (
            offer
            for offer in self.offers
            if offer.kind in AUTOMATIC_KINDS and _comes_by_itself(offer) and not self.refusal(offer, goods)
        )
        return min((None, *fitting), key=lambda offer: self.bill(goods, offer).due)

    def gifts(self, goods: _Goods) -> tuple[Offer, ...]:
        """Gifts that come with these goods without a code."""
        if not goods:
            return ()
        return tuple(
            offer
            for offer in self.offers
            if offer.kind == GIFT and _comes_by_itself(offer) and not self.refusal(offer, goods)
        )

    def judge(self, code: str, goods: _Goods) -> CodeVerdict:
        """What a code does for these goods."""
        asked = _plain_code(code)
        found = (self._judge(offer, goods) for offer in self.offers if offer.code and _plain_code(offer.code) == asked)
        rank = list(Verdict).index
        unknown = CodeVerdict(code.strip(), Verdict.UNKNOWN, None, 0, 0)
        return min((*found, unknown), key=lambda one: (rank(one.verdict), -one.saves))

    def _judge(self, offer: Offer, goods: _Goods) -> CodeVerdict:
        verdict, saves = self.refusal(offer, goods), 0
        if verdict is None:
            without, with_it = self.bill(goods, self.automatic(goods)), self.bill(goods, offer)
            if _is_better(offer, with_it, without):
                verdict, saves = Verdict.VALID, without.due - with_it.due
        missing = _missing(offer, goods)
        return CodeVerdict(offer.code or "", verdict or Verdict.NO_GAIN, offer, saves, missing, needs_of(offer))

    def in_effect(self, goods: _Goods, code: str | None) -> Offer | None:
        """The one offer that a quote of these goods follows: the code's if that is valid."""
        verdict = self.judge(code, goods) if code and code.strip() else None
        return verdict.offer if verdict and verdict.valid else self.automatic(goods)

    def change(self, offer: Offer, goods: _Goods, code: str | None, reach: float) -> Change | None:
        """What an offer would change, if no more than a part ``reach`` of its minimum is missing."""
        missing = _missing(offer, goods)
        if missing > reach * (offer.min_total or 0) or (not missing and _comes_by_itself(offer)):
            return None
        more = _with_more(goods, missing, offer)
        if self.refusal(offer, more):
            return None
        needs = needs_of(offer)
        if offer.kind == GIFT and not offer.code:  # It comes on top, whatever code is used.
            return Change("offer", missing, 0, offer, needs)
        others = replace(self, offers=tuple(one for one in self.offers if one is not offer))
        without, with_it = others.bill(more, others.in_effect(more, code)), self.bill(more, offer)
        if not _is_better(offer, with_it, without) or (with_it.fee is None and without.fee is not None):
            return None
        return Change("offer", missing, without.due - with_it.due, offer, needs)

    def free_delivery(self, goods: _Goods, code: str | None, reach: float) -> Change | None:
        """How much is missing to free delivery; goods that come in may make a discount grow."""
        free_from = self.delivery.free_from
        if free_from is None or self.delivery.same_day or self.delivery.outside:
            return None
        used = self.in_effect(goods, code)
        missing, bill = 0, self.bill(goods, used)
        while bill.fee != 0:
            missing += free_from - (bill.goods - bill.discount)
            if missing > reach * free_from:
                return None
            more = _with_more(goods, missing, used)
            bill = self.bill(more, self.in_effect(more, code))
        return Change("free_delivery", missing, self.delivery.fee or 0, None) if missing else None


def _merge(lines: Iterable[QuoteLine]) -> tuple[QuoteLine, ...]:
    """One line for each thing and variant, by SKU."""
    merged: dict[tuple[str, int, str, str], QuoteLine] = {}
    for line in lines:
        key = line.product.sku, line.product.price, line.size or "", line.colour or ""
        before = merged[key].quantity if key in merged else 0
        merged[key] = replace(line, quantity=before + line.quantity, size=line.size or None, colour=line.colour or None)
    return tuple(merged[key] for key in sorted(merged))


def _ranked(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """In one order, whatever the order given: of equals the first is taken."""
    return tuple(sorted(offers, key=lambda offer: (-offer.priority, offer.key)))


def _by_category(lines: Iterable[QuoteLine]) -> dict[str, int]:
    goods: dict[str, int] = {}
    for line in lines:
        goods[line.product.category] = goods.get(line.product.category, 0) + line.amount
    return goods


def _short(lines: Iterable[QuoteLine]) -> tuple[tuple[str, int], ...]:
    """SKUs with their stock where all variants together are more than that: stock is counted by SKU."""
    wanted: dict[str, int] = {}
    stock: dict[str, int] = {}
    for line in lines:
        wanted[line.product.sku] = wanted.get(line.product.sku, 0) + line.quantity
        stock[line.product.sku] = max(line.product.stock, 0)
    return tuple((sku, stock[sku]) for sku in sorted(wanted) if wanted[sku] > stock[sku])


def _not_known(goods: _Goods, delivery: Delivery, fee: int | None) -> tuple[str, ...]:
    if not goods:
        return ("goods",)
    if fee is not None:
        return ()
    return ("fee",) if delivery.outside else ("place",)


def _service_amount(service: Service, pieces: int, goods: int) -> int:
    if pieces < 1:
        raise ValueError(f"{service.key}: {pieces} pieces")
    return 0 if service.free_from is not None and goods >= service.free_from else service.amount * pieces


def _counting(offer: Offer, goods: _Goods) -> list[str]:
    """The categories in the basket that count for an offer."""
    return sorted(category for category in goods if not offer.categories or category in offer.categories)


def _eligible(offer: Offer, goods: _Goods) -> int:
    return sum(goods[category] for category in _counting(offer, goods))


def _missing(offer: Offer, goods: _Goods) -> int:
    return max(0, (offer.min_total or 0) - _eligible(offer, goods))


def _discount(offer: Offer, goods: _Goods) -> int:
    """What an offer takes off: never more than the goods that it is about, nor than its own limit."""
    eligible, value = _eligible(offer, goods), offer.value or 0
    if offer.kind in PERCENT_KINDS:
        off = (eligible * value + 50) // 100
    elif offer.kind in AMOUNT_KINDS:
        off = value
    else:
        return 0
    return max(0, min(off, eligible, off if offer.max_discount is None else offer.max_discount))


def _with_more(goods: _Goods, amount: int, offer: Offer | None) -> dict[str, int]:
    """The goods with so much more of a category that is there already and counts for the offer, if any does."""
    category = next(iter((offer and _counting(offer, goods)) or sorted(goods)))
    return {**goods, category: goods[category] + amount}


def _is_better(offer: Offer, with_it: _Bill, without: _Bill) -> bool:
    """Whether one would rather have it: less to pay, or at the same price a gift or a fee that can only be lower."""
    if with_it.due != without.due:
        return with_it.due < without.due
    return offer.kind == GIFT or (with_it.fee is not None and without.fee is None and with_it.reason == "code")


def _comes_by_itself(offer: Offer) -> bool:
    """Whether everybody who buys gets it without a code."""
    return not offer.code and needs_of(offer) is None and _is_for_buyers(offer)


def _is_for_buyers(offer: Offer) -> bool:
    """Whether it is meant for who chooses or buys; others are thanks for a contact, a review, an earlier purchase."""
    return not offer.stages or not _CHOOSING.isdisjoint(offer.stages)


def _is_for(offer: Offer, earlier_order: bool | None) -> bool:
    """Whether it may be shown to somebody of whom this is known."""
    if offer.kind == "referral":
        return False
    needs = needs_of(offer)
    if needs == "earlier_order":
        return earlier_order is True
    return _is_for_buyers(offer) and not (needs == "first_order" and earlier_order)


def _nearness(change: Change) -> tuple[bool, int, int, bool, int, str]:
    priority, key = (change.offer.priority, change.offer.key) if change.offer else (0, "")
    return change.missing > 0, change.missing, -change.gain, change.needs is not None, -priority, key


def _plain_code(code: str) -> str:
    return "".join(unicodedata.normalize("NFC", code).split()).upper()
