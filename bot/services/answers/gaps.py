"""What is still missing: to free wrapping, to a present, to a code's minimum."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.ground import Line
from bot.domain.offer import Offer
from bot.domain.quote import GIFT, Verdict, goods_for
from bot.language import normalise
from bot.services.answers.basket import gift_wrap, quote_lines, quoted
from bot.services.answers.talk import Talk
from bot.services.answers.totals import tell_verdict
from bot.understanding.acts import Ask
from bot.understanding.words import content, words_of

WRAPPING = re.compile(r"\bgoi qua\b|\bwrap\w*\b")
PRESENT = re.compile(r"\b(?:tang|qua|gift|free gift|bonus)\b")
DELIVERY = re.compile(r"\b(?:ship|freeship|giao|van chuyen|delivery|shipping)\b")


def tell_missing(talk: Talk, ask: Ask, lines: Sequence[Line]) -> bool:
    """Say how much is missing to what is asked for, or to the code that was tried; says whether it was clear to what.

    Free delivery has its own answer.
    """
    folded = normalise(ask.text).folded
    lines = [line for line in lines if line.sku in talk.shelf.entries]
    if not lines or DELIVERY.search(folded):
        return False
    if WRAPPING.search(folded):
        return _to_free_wrapping(talk, lines)
    if tell_named_offer(talk, folded, lines):
        return True
    verdict = quoted(talk, lines).code
    if verdict is not None and verdict.verdict == Verdict.BELOW_MINIMUM:
        tell_verdict(talk, verdict)
        return True
    return False


def tell_named_offer(talk: Talk, folded: str, lines: Sequence[Line], *, only_missing: bool = False) -> bool:
    """Whether these goods reach the offer that is named, or what is missing; says whether one was named."""
    offer = offer_named(talk, folded)
    if offer is None or not offer.min_total:
        return False
    goods = goods_for(offer, quote_lines(talk, lines))
    if only_missing and not 0 < goods < offer.min_total:
        return False
    _tell(talk, goods, offer.min_total, _title(talk, offer))
    return True


def _to_free_wrapping(talk: Talk, lines: Sequence[Line]) -> bool:
    wrap = gift_wrap(talk)
    if wrap is None or not wrap.free_from:
        return False
    _tell(talk, quoted(talk, lines).goods, wrap.free_from, talk.draw("say_free_wrapping"))
    return True


def _tell(talk: Talk, goods: int, limit: int, what: str) -> None:
    name = "say_limit_missing" if goods < limit else "say_limit_reached"
    missing = talk.money(max(0, limit - goods))
    talk.say(name, what=what, goods=talk.money(goods), limit=talk.money(limit), missing=missing)


def _title(talk: Talk, offer: Offer) -> str:
    return offer.title_en if talk.language == "en" and offer.title_en else offer.title


def offer_named(talk: Talk, folded: str) -> Offer | None:
    """The running offer that the words name: "được tặng củ sạc"; a present is one of the shop's presents."""
    said = {word.folded for word in content(words_of(folded))}
    running = [offer for offer in talk.offers if offer.is_open(talk.today)]
    if PRESENT.search(folded):
        running = [offer for offer in running if offer.kind == GIFT]
    scored = []
    for offer in running:
        told = " ".join((offer.title, offer.title_en, offer.detail, offer.code or ""))
        common = said & {word.folded for word in content(words_of(told))}
        if common:
            scored.append((len(common), offer.priority, offer.key, offer))
    return max(scored)[-1] if scored else None
