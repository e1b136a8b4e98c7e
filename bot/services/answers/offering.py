"""Offers that change this purchase, once; haggling answered kindly, without promises."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.domain.ground import Line
from bot.domain.offer import Offer
from bot.domain.quote import QuoteLine, offers_within_reach
from bot.language import normalise
from bot.services.answers.basket import delivery_of, quoted
from bot.services.answers.described import described_offers, is_running, missing_for_offer
from bot.services.answers.gaps import tell_missing, tell_named_offer
from bot.services.answers.policies import answer_of_topic
from bot.services.answers.promised import promised
from bot.services.answers.talk import Talk
from bot.services.answers.totals import LOOKS_LIKE_A_CODE, cart_lines, tell_code
from bot.services.context import Services
from bot.services.offers import note_shown, offer_payload
from bot.store.tables import offers as offers_table
from bot.understanding.acts import Ask, Give
from bot.understanding.lines import wished_in
from bot.understanding.words import words_of

ANOTHER = re.compile(r"\b(?:khac|nua|another|other|else|more)\b")
GIFT = re.compile(r"\b(?:tang|qua|kem|free|gift|bonus)\b")


async def load_offers(services: Services) -> list[Offer]:
    """Every offer, kept until an import changes them."""

    async def read() -> list[Offer]:
        async with services.store.read() as session:
            return list((await session.execute(select(Offer).order_by(offers_table.c.key))).scalars())

    return await services.read_once("offers", read)


async def lines_in_mind(talk: Talk) -> list[Line]:
    """What the visitor is about to buy: basket, cart, or the thing spoken of."""
    if talk.ground.basket:
        return list(talk.ground.basket)
    if cart := await cart_lines(talk):
        return cart
    return [Line(talk.focus.sku, 1)] if talk.focus is not None else []


async def tell_offers(talk: Talk, ask: Ask) -> None:
    """The offers that this purchase reaches, best first; those within reach with what is missing; else what runs."""
    if any(isinstance(act, Give) and act.what == "code" for act in talk.reading.acts):
        await tell_code(talk, ask)
        return
    referent = talk.referent(ask)
    if len(referent.skus) == 1 and (referent.explicit or referent.how == "page"):
        talk.ground.attend(referent.skus[0])
    lines = await lines_asked_about(talk, ask)
    if ask.detail == "gap" and tell_missing(talk, ask, lines):
        return
    if ask.detail != "gap" and await tell_described(talk, ask, lines):
        return
    folded = normalise(ask.text).folded
    if lines and GIFT.search(folded) and (gifts := quoted(talk, lines).gifts):
        for gift in gifts[:2]:
            await say_offer(talk, gift)
        return
    if lines and GIFT.search(folded) and tell_named_offer(talk, folded, lines, only_missing=True):
        return
    percent = re.search(r"(\d{1,3}) ?(?:%|phan tram)", folded)
    wanted = percent.group(1) if percent else None
    if lines:
        await tell_offers_for(talk, ask, lines, wanted)
    else:
        await tell_running(talk, ask, wanted)


async def tell_asked_code(talk: Talk, ask: Ask) -> None:
    """What a code does to this purchase; which one is meant where it was described instead of named."""
    named = any(act.what == "code" for act in talk.reading.of(Give)) or talk.ground.get("code")
    lines = [line for line in await lines_in_mind(talk) if line.sku in talk.shelf.entries]
    if named or LOOKS_LIKE_A_CODE.search(ask.text) or not await tell_described(talk, ask, lines):
        await tell_code(talk, ask)


async def tell_described(talk: Talk, ask: Ask, lines: list[Line]) -> bool:
    """Tell the offers that the words describe, with what this purchase still misses; False where they describe none."""
    found = described_offers(talk, ask)
    for offer in found[:2] if found and is_running(talk, found[0]) else found[:1]:
        if is_running(talk, offer):
            await say_offer(talk, offer, missing=missing_for_offer(talk, offer, lines))
        elif offer is found[0]:
            talk.say("say_offer_over", title=offer_payload(talk.services, offer, talk.language)["title"])
    return bool(found)


async def lines_asked_about(talk: Talk, ask: Ask) -> list[Line]:
    """What offers are asked for: several things of the message, else what is about to be bought."""
    referent = talk.referent(ask)
    lines = [line for line in await lines_in_mind(talk) if line.sku in talk.shelf.entries]
    if len(referent.skus) > 1 and referent.how in ("both", "named", "counted") and not talk.ground.basket:
        lines = [Line(sku, 1) for sku in referent.skus]
    wished = [
        one
        for one in wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
        if one.how in ("named", "described", "kind", "both")
    ]
    if len({one.sku for one in wished}) > 1:
        known = {line.sku: line for line in talk.ground.basket}
        lines = [
            Line(one.sku, one.quantity or (known[one.sku].quantity if one.sku in known else 1), one.size, one.colour)
            for one in wished
        ]
    return lines


def within_reach(talk: Talk, lines: list[Line]) -> tuple[list[Offer], list[tuple[Offer, int]]]:
    """The offers that these goods reach, and those near with what is missing; none that asks for an earlier order."""
    goods = [QuoteLine(talk.shelf.entries[line.sku].product, line.quantity) for line in lines]
    reached: list[Offer] = []
    near: list[tuple[Offer, int]] = []
    for change in offers_within_reach(goods, talk.offers, talk.today, delivery_of(talk)):
        if change.offer is None or change.needs == "earlier_order":
            continue
        if change.missing == 0:
            reached.append(change.offer)
        elif change.missing > 0:
            near.append((change.offer, change.missing))
    return reached, near


async def tell_offers_for(talk: Talk, ask: Ask, lines: list[Line], percent: str | None) -> None:
    """The best offers for these goods, else the nearest; a discount of ``percent`` that is none is told so."""
    reached, near = within_reach(talk, lines)
    if percent and not any(offer.kind == "percent" and offer.value == int(percent) for offer in reached):
        talk.say("say_no_such_discount", percent=percent)
    if ANOTHER.search(normalise(ask.text).folded):
        fresh = [offer for offer in reached if offer.key not in talk.ground.offers]
        if reached and not fresh and not near:
            talk.say("say_offers_are_all_shown")
            return
        reached = fresh
    if reached:
        for offer in reached[:2]:
            await say_offer(talk, offer)
        return
    if near:
        offer, missing = near[0]
        await say_offer(talk, offer, missing=missing)
        return
    talk.say("say_no_offer_for_this", name=talk.title(talk.shelf.entries[lines[0].sku].product))
    general = await answer_of_topic(talk, Ask("ask_promotions", ask.text))
    if general is not None:
        talk.say_text(general)


async def tell_running(talk: Talk, ask: Ask, percent: str | None) -> None:
    """What runs while nothing is about to be bought: an offer not shown yet first, else the shop's own word."""
    if percent:
        talk.say("say_no_such_discount", percent=percent)
    running = [
        o
        for o in talk.offers
        if o.is_open(talk.today) and o.code and o.fits(talk.stage if talk.stage != "none" else "buying", None)
    ]
    running.sort(key=lambda o: (o.key in talk.ground.offers, -o.priority, o.key))
    general = await answer_of_topic(talk, Ask("ask_promotions", ask.text))
    if running:
        await say_offer(talk, running[0])
    elif general is not None:
        talk.say_text(general)
    else:
        talk.say("say_no_offer")


async def say_offer(talk: Talk, offer: Offer, missing: int = 0) -> None:
    """Show one offer, counted as shown once a message."""
    payload = offer_payload(talk.services, offer, talk.language)
    name = "say_offer_missing" if missing else "say_offer"
    talk.say(
        name,
        title=payload["title"],
        detail=payload["detail"],
        missing=talk.money(missing),
        kind="offer",
        payload=payload,
        role="offer",
    )
    await note_shown(talk.services, talk.conversation_id, offer.key, talk.key(offer.key))
    if offer.key not in talk.ground.offers:
        talk.ground.offers.append(offer.key)


async def meet_haggling(talk: Talk, ask: Ask) -> None:
    """No promise; why the price is what it is, an offer that applies, a cheaper one of the kind."""
    percent = re.search(r"(\d{1,3}) ?%", normalise(ask.text).folded)
    elsewhere = re.search(
        r"\b(?:shopee|lazada|tiki|tiktok|cho khac|ben kia|noi khac|shop khac|elsewhere|other shop)\b",
        normalise(talk.reading.text).folded,
    )
    lines = [line for line in await lines_in_mind(talk) if line.sku in talk.shelf.entries]
    if not elsewhere and not percent and await tell_described(talk, ask, lines):
        return
    if elsewhere:
        talk.say("say_price_elsewhere", why=promised(talk, "price_elsewhere"))
    else:
        talk.say("say_no_haggling", why=promised(talk, "price"))
    lines = [line for line in await lines_in_mind(talk) if line.sku in talk.shelf.entries]
    if lines:
        goods = [QuoteLine(talk.shelf.entries[line.sku].product, line.quantity) for line in lines]
        changes = [
            c
            for c in offers_within_reach(goods, talk.offers, talk.today, delivery_of(talk))
            if c.offer is not None and c.missing == 0 and c.needs != "earlier_order" and c.offer.code
        ]
        if changes and changes[0].offer is not None:
            await say_offer(talk, changes[0].offer)
        focus = talk.shelf.entries[lines[0].sku].product
        wants_cheaper = any(act.topic == "ask_alternative" for act in talk.reading.of(Ask))
        cheaper = [
            p for p in talk.shelf.of_kind([focus.kind]) if p.price < focus.price and p.stock > 0 and p.sku != focus.sku
        ]
        if cheaper and not wants_cheaper and not changes:
            best = max(cheaper, key=lambda p: p.price)
            talk.say("say_cheaper_hint", name=talk.title(best), price=talk.money(best.price))
        return
    general = await answer_of_topic(talk, Ask("object_price", ask.text))
    if general is not None and not talk.parts:
        talk.say_text(general)


async def ease(talk: Talk, ask: Ask) -> None:
    """Somebody hesitates: no pressure, what takes the risk away, and a way to come back."""
    talk.ground.paused = True
    talk.ground.ask("keep_in_touch")
    kept = bool(talk.ground.basket) or talk.focus is not None
    talk.say(
        "say_take_your_time_kept" if kept else "say_take_your_time", name=talk.title(talk.focus) if talk.focus else ""
    )
    if len(words_of(ask.text)) and not talk.ground.get("phone"):
        talk.say("say_keep_in_touch_question", role="question")
    else:
        talk.ground.ask(None)
