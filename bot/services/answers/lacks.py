"""What the shop has not, said as it is, with what comes nearest to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ground import Wanted
from bot.language import fold
from bot.services.answers.groups import category_buttons, category_of
from bot.services.answers.policies import certain_answer, keep_question
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.lacking import Lacked, lacked
from bot.understanding.query import Query
from bot.understanding.rank import Fit, in_stock_first, of_each_kind, within
from bot.understanding.wearers import is_for_others
from bot.understanding.words import plain

MOST_CARDS = 4
FOR_SOMEBODY = re.compile(
    r"\b(?:cho|tang|bieu|mua cho|for)(?: my| a| an| the)? (?P<who>(?:me|ma|mom|mum|mother|ba|bo|cha|dad|father|vo|"
    r"wife|chong|husband|ban gai|girlfriend|ban trai|boyfriend|ong|ba ngoai|ba noi|con|be|em be|baby|sep|boss|"
    r"dong nghiep|colleague|co giao|thay|ban|friend|chi|anh|em)\b(?: \d+ tuoi)?)"
)
SAYS_WHAT_IS_SOLD = re.compile(r"\b(?:ban|kinh doanh|nhap|sell|sold|carry|stock)\b")
"""An answer of the shop's that tells of goods it has not, and not how to keep things in a fridge."""


def missing_goods(talk: Talk, query: Query) -> Lacked | None:
    """The goods that a clause asks for and the shop has not; a group of its goods is none of these."""
    missing = lacked(talk.shelf, query)
    return missing if missing is not None and category_of(talk, query.text) is None else None


async def tell_not_sold(talk: Talk, ask: Ask, missing: Lacked) -> None:
    """Goods that the shop has not: say so; what is called after them is shown as what it is."""
    answer = await certain_answer(talk, ask)
    if answer is not None and SAYS_WHAT_IS_SOLD.search(said := plain(answer)) and plain(missing.name) in said:
        talk.say_text(answer)
        return
    await keep_question(talk)
    beside = in_stock_first([talk.shelf.products[sku] for sku in missing.beside])[:3]
    if not beside:
        beside = of_each_kind(in_stock_first(talk.shelf.of_kind(missing.alike)))[:3]
    if not beside:
        talk.say("say_not_sold", goods=missing.name, buttons=category_buttons(talk))
        return
    talk.say("say_not_sold_but_for_it", goods=missing.name, kind="products", payload=talk.cards(beside))
    talk.ground.show([product.sku for product in beside])


async def nothing_found(talk: Talk, ask: Ask) -> None:
    """Not on the shelf: say so, keep the question for the owner, show the ways in."""
    answer = await certain_answer(talk, ask)
    if answer is not None:
        talk.say_text(answer)
        return
    await keep_question(talk)
    talk.ground.misses += 1
    if talk.ground.misses > 2:
        talk.say("say_third_miss", buttons=category_buttons(talk))
        return
    # Who is not understood twice is not asked a third time for other words.
    person = talk.buttons("say_dont_know") if talk.ground.misses > 1 else []
    talk.say("say_found_nothing", buttons=[*person, *category_buttons(talk)])


def tell_for_others(talk: Talk, query: Query, fits: Sequence[Fit]) -> bool:
    """Where all that fits is for women and men were asked for, or the other way round: say so, and show it."""
    if not fits or not all(is_for_others(fit.product.name, query.wearer) for fit in fits):
        return False
    products = in_stock_first([fit.product for fit in fits])[:MOST_CARDS]
    sentence = "say_only_for_women" if query.wearer == "men" else "say_only_for_men"
    talk.say(sentence, kind="products", payload=talk.cards(products))
    remember(talk, query, fits)
    talk.ground.show([product.sku for product in products])
    return True


def nothing_within(talk: Talk, query: Query, fits: list[Fit]) -> None:
    """Nothing within the limits: say so, and show what comes nearest to them."""
    products = [fit.product for fit in within(fits, replace(query, lowest=None, highest=None))]
    priced = [fit.product for fit in within(fits, replace(query, colours=()))]
    if not products:
        # Where the shop lists no colours, nobody knows that there is none in this one.
        silent = [product for product in priced if not product.colours]
        products = in_stock_first(silent or priced or [fit.product for fit in fits])[:MOST_CARDS]
        talk.say(
            "say_colour_not_told" if silent else "say_not_in_colour",
            colour=", ".join(query.colours),
            kind="products",
            payload=talk.cards(products),
        )
    else:
        limit = query.highest if query.highest is not None else query.lowest or 0
        products = sorted(products, key=lambda p: (p.stock <= 0, abs(p.price - limit)))[:3]
        talk.say(
            "say_nothing_in_budget",
            kind="products",
            payload=talk.cards(products),
            name=talk.title(products[0]),
            price=talk.money(products[0].price),
        )
    remember(talk, query, fits)
    talk.ground.show([p.sku for p in products])
    if len(products) == 1:
        talk.ground.attend(products[0].sku)


def remember(talk: Talk, query: Query, fits: Sequence[Fit]) -> None:
    """Keep what is looked for, so that the next limit is about the same."""
    kinds = list(dict.fromkeys(fit.product.kind for fit in fits[:4]))
    who = FOR_SOMEBODY.search(fold(talk.text))
    talk.ground.wanted = Wanted(
        kinds=kinds,
        words=talk.text[:200],
        lowest=query.lowest,
        highest=query.highest,
        for_whom=who.group("who") if who else talk.ground.wanted.for_whom,
        message_id=talk.message_id,
    )
