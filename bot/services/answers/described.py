"""Offers that somebody describes instead of naming their code: by what they give, how much, and on what condition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.domain.ground import Line
from bot.domain.offer import Offer
from bot.domain.quote import goods_for
from bot.language import normalise
from bot.services.answers.basket import quote_lines
from bot.services.answers.groups import category_of
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.written import Written

FREE_DELIVERY = re.compile(
    r"\b(?:free|mien|khoi|do|bot|giam|tru)(?: \w+){0,3} (?:ship|giao(?: hang)?|van chuyen|vc)\b|\bfree.?ship\w*\b"
    r"|\bship (?:0d|0 dong|free)\b|\bfree (?:delivery|shipping)\b"
)
GIFT = re.compile(r"\b(?:tang|duoc qua|co qua|qua (?:gi|tang|kem)|gifts?|bonus)\b")
PERCENT = re.compile(r"\b(\d{1,2}) ?(?:%|phan tram|percent)")
AMOUNT = re.compile(r"\b(\d{1,4})(?: ?(k|nghin|ngan|tr|trieu)\b|[.,](000)\b)")
UNITS = {"k": 1000, "nghin": 1000, "ngan": 1000, "000": 1000, "tr": 1_000_000, "trieu": 1_000_000}
EVIDENCE, EVIDENCE_OF_ONE = 2.2, 2.6
"""What the words must say for an offer where neither kind nor amount does: two of them, or one alone."""


def described_offers(talk: Talk, ask: Ask) -> list[Offer]:
    """The offers that a clause describes, the best first; none where it asks for offers in general."""
    folded = normalise(ask.text).folded
    amounts = amounts_in(folded)
    if FREE_DELIVERY.search(folded):
        return best_first(talk, ask, [one for one in talk.offers if one.kind == "free_shipping" and one.code])
    if percent := PERCENT.search(folded):
        value = int(percent.group(1))
        return best_first(talk, ask, [o for o in talk.offers if o.kind in ("percent", "bundle") and o.value == value])
    by_amount = [one for one in talk.offers if one.kind in ("amount", "referral") and one.value in amounts]
    if by_amount:
        return best_first(talk, ask, by_amount)
    if GIFT.search(folded) and (gifts := gifts_for(talk, ask, amounts)):
        return gifts
    return by_words(talk, ask)


def amounts_in(folded: str) -> list[int]:
    """The amounts of money in a folded text."""
    return [int(number) * UNITS[unit or thousands] for number, unit, thousands in AMOUNT.findall(folded)]


def gifts_for(talk: Talk, ask: Ask, amounts: Sequence[int]) -> list[Offer]:
    """The gifts for a department that is named, within the amount that is told."""
    category = category_of(talk, ask.text)
    if category is None:
        return []
    gifts = [one for one in talk.offers if one.kind == "gift" and category in one.categories and is_running(talk, one)]
    return [one for one in gifts if not amounts or (one.min_total or 0) <= max(amounts)] or gifts


def by_words(talk: Talk, ask: Ask) -> list[Offer]:
    """The offer whose title or conditions have the telling words of a clause."""
    written = written_offers(talk)
    near = written.nearness(ask.text)
    offers = {offer.key: offer for offer in talk.offers}
    for key in sorted(near, key=lambda one: (-near[one], one)):
        evidence, share, words = written.evidence(key, ask.text, ASKING_FOR_OFFERS)
        enough = EVIDENCE if words > 1 else EVIDENCE_OF_ONE
        if evidence >= enough and share >= 0.5 and key in offers and may_be_for(talk, offers[key]):
            return [offers[key]]
    return []


def may_be_for(talk: Talk, offer: Offer) -> bool:
    """Whether an offer is for the goods spoken of, if any are."""
    return talk.focus is None or not offer.categories or talk.focus.category in offer.categories


ASKING_FOR_OFFERS = frozenset(
    "ma giam khuyen mai uu dai code voucher coupon sale km nhan dung xai don tien gia hang mua dat qua tang kem "
    "offer offers discount discounts promotion deal any order orders".split()
)
"""Words that every offer has, or that ask for any."""


def written_offers(talk: Talk) -> Written:
    """The offers as they are compared, made once until an import changes them."""
    return talk.services.made_once("written_offers", (talk.offers,), lambda: _written(talk.offers))


def _written(offers: Iterable[Offer]) -> Written:
    return Written(
        {
            one.key: ([one.title, one.title_en], [one.detail, one.detail_en, one.conditions, one.conditions_en])
            for one in offers
        }
    )


def best_first(talk: Talk, ask: Ask, offers: Sequence[Offer]) -> list[Offer]:
    """Running ones first, then those whose words are nearest, then as the shop ranks them."""
    near = written_offers(talk).nearness(ask.text)
    return sorted(offers, key=lambda one: (not is_running(talk, one), -round(near.get(one.key, 0.0), 1), -one.priority))


def is_running(talk: Talk, offer: Offer) -> bool:
    """Whether an offer may be used today."""
    return offer.is_open(talk.today)


def missing_for_offer(talk: Talk, offer: Offer, lines: Sequence[Line]) -> int:
    """How much more of its goods an offer needs; 0 where it is reached, or nothing is bought yet."""
    bought = quote_lines(talk, lines)
    return max(0, (offer.min_total or 0) - goods_for(offer, bought)) if bought else 0
