"""Take what the visitor decides for: note thing, variant and quantity, and ask once for all that is still missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ground import Line
from bot.language import normalise
from bot.services.answers.basket import described, put, quoted
from bot.services.answers.contact import ask_for_contact, contact_known, recap
from bot.services.answers.finding import find
from bot.services.answers.policies import tell_policy
from bot.services.answers.sizing import ADVISED_SIZE
from bot.services.answers.talk import Talk
from bot.services.answers.things import tell_sold_out
from bot.services.answers.totals import tell_quote
from bot.services.answers.which import ask_which
from bot.understanding.acts import Ask, Choose
from bot.understanding.lines import Wished, count_in, size_said, wished_in
from bot.understanding.rank import colour_called

ADDS = re.compile(r"\b(?:them|nua|kem|cong|add|also|plus|too|another|more)\b")
REMOVES = re.compile(r"\b(?:bo|xoa|loai|khoi|khong lay|bot|remove|drop|without|skip|take out)\b")


THAT_SIZE = re.compile(r"\b(?:size|sz|co) (?:do|nay|ay|vay|kia)\b|\bthat size\b")


def choose_into_basket(talk: Talk, act: Choose) -> list[Line]:
    """Put what a decision names into the basket; returns its lines, none where it names nothing."""
    text = _with_variants(talk, act)
    entities = talk.reading.entities if text == talk.reading.text else act.entities
    wished = wished_in(talk.shelf, talk.ground, text, entities, talk.page_sku, act.skus)
    folded = normalise(act.text).folded
    wished = [one for one in wished if one.how != "shown" or len(wished) == 1]
    if not wished:
        return []
    if THAT_SIZE.search(folded) and (advised := talk.ground.get(ADVISED_SIZE)):
        sizes = {sku: talk.shelf.entries[sku].product.sizes for sku in {one.sku for one in wished}}
        wished = [replace(one, size=advised) if not one.size and advised in sizes[one.sku] else one for one in wished]
    adds = bool(ADDS.search(folded))
    if (
        adds
        and not talk.ground.basket
        and talk.focus is not None
        and not talk.ground.several
        and re.search(r"\b(?:kem|add|cong|them .*(?:nua|luon)|lay them)\b", folded)
        and talk.focus.sku not in {one.sku for one in wished}
    ):
        # "Mua kèm" goes with the thing spoken of.
        put(talk, [Wished(talk.focus.sku)])
    if (
        re.search(
            r"\b(?:doi|thay|chuyen)(?: \w+){0,2} (?:qua|sang|thanh|lai|bang)\b|\bswap\b|\bswitch\b|\binstead\b", folded
        )
        and len(talk.ground.basket) > 1
    ):
        _swap(talk, wished)
    if not adds and talk.ground.basket and _replaces(talk, wished, folded):
        talk.ground.basket = []
    lines = put(talk, wished, add=adds and any(one.quantity for one in wished))
    talk.ground.attend(*[line.sku for line in reversed(lines)])
    talk.ground.paused = False
    return lines


def _with_variants(talk: Talk, act: Choose) -> str:
    """The clause with the clauses after it that only tell a variant: ", màu navy, 3 cái"."""
    if len(talk.reading.of(Choose)) > 1:
        return act.text
    return (
        talk.reading.text if talk.reading.text.startswith(act.text[:10]) or len(talk.reading.text) < 160 else act.text
    )


def _replaces(talk: Talk, wished: Sequence[Wished], folded: str) -> bool:
    """Whether another thing of the same kind takes the place of the one in the basket: a change of mind."""
    kinds = {talk.shelf.entries[line.sku].product.kind for line in talk.ground.basket if line.sku in talk.shelf.entries}
    return (
        bool(re.search(r"\b(?:thoi|doi|thay vi|instead|rather|change|switch)\b", folded))
        and len(talk.ground.basket) == 1
        and any(
            talk.shelf.entries[one.sku].product.kind in kinds and one.sku != talk.ground.basket[0].sku for one in wished
        )
    )


def _swap(talk: Talk, wished: Sequence[Wished]) -> None:
    """The line of the same kind goes, its quantity stays: "Đổi qua củ 33"."""
    for place, one in enumerate(wished):
        kind = talk.shelf.entries[one.sku].product.kind
        old = next(
            (
                line
                for line in reversed(talk.ground.basket)
                if line.sku != one.sku
                and line.sku in talk.shelf.entries
                and talk.shelf.entries[line.sku].product.kind == kind
            ),
            None,
        )
        if old is not None:
            talk.ground.basket = [line for line in talk.ground.basket if line is not old]
            if one.quantity is None and isinstance(wished, list):
                wished[place] = Wished(one.sku, old.quantity, one.size, one.colour, one.how)


async def take(talk: Talk, ask: Ask) -> None:
    """A decision to buy: what was noted, what it costs, and what is still needed."""
    lines = (
        choose_into_basket(talk, Choose(ask.text, ask.entities, ask.skus))
        if not talk.ground.basket or ask.skus
        else list(talk.ground.basket)
    )
    fresh = [line for line in talk.ground.basket if line.message_id == talk.message_id]
    lines = fresh or lines
    if not lines:
        # Without anything spoken of there is nothing to pass on, whoever can be reached.
        if ask.detail == "close" and contact_known(talk) and talk.focus is not None:
            await ask_for_contact(talk, "order")
            return
        query = talk.query(ask)
        referent = talk.referent(ask)
        if len(referent.skus) > 1 and referent.how in ("kind", "shown", "named", "described"):
            products = [entry.product for entry in talk.entries(referent) if entry.product.stock > 0][:4]
            if products:
                talk.say(
                    "say_which_to_buy",
                    role="question",
                    kind="products",
                    payload=talk.cards(products, ("say_card_buy", "place_order")),
                )
                talk.ground.show([p.sku for p in products])
                talk.ground.ask("which")
                talk.ground.pending = "place_order"
                return
        if query.says_something and not referent.skus:
            await find(talk, ask)
            return

        if not talk.ground.focus and not talk.ground.shown:
            await tell_policy(talk, Ask("how_to_order", ask.text))
            return
        await ask_which(talk, ask)
        return
    await tell_taken(talk, lines, ask)


async def tell_taken(talk: Talk, lines: Sequence[Line], ask: Ask | None = None) -> None:
    """One line of what stands, warnings about stock, then what is missing in one question."""
    problems = False
    for line in lines:
        product = talk.shelf.entries[line.sku].product
        if product.stock <= 0:
            talk.ground.basket = [other for other in talk.ground.basket if other.sku != line.sku]
            tell_sold_out(talk, product)
            problems = True
        elif line.quantity > product.stock:
            talk.say("say_only_so_many", name=talk.title(product), stock=product.stock)
            problems = True
    standing = [line for line in talk.ground.basket if line.sku in talk.shelf.entries]
    if not standing:
        return
    asks_sum = any(one.topic in ("ask_order_total",) for one in talk.wishes)
    noted = "; ".join(described(talk, line) for line in standing)
    if not asks_sum:
        result = quoted(talk)
        fresh = [talk.shelf.entries[line.sku].product for line in lines if line.sku not in talk.ground.shown]
        talk.say(
            "say_noted_lines",
            role="ack",
            lines=noted,
            amount=talk.money(result.goods),
            kind="products" if fresh else "text",
            payload=talk.cards(fresh) if fresh else None,
        )
    if problems:
        return
    if variant_missing(talk, standing):
        return
    if asks_sum or (len(talk.wishes) > 1 and ask is not None and ask is not talk.wishes[-1]):
        return
    await ask_for_contact(talk, "order")


def variant_missing(talk: Talk, lines: Sequence[Line]) -> bool:
    """Ask for a size or colour that must be chosen; says whether it did."""
    for line in lines:
        product = talk.shelf.entries[line.sku].product
        if product.sizes and not line.size and len(product.sizes) > 1:
            talk.ground.ask("variant")
            colours = (
                f" {talk.draw('say_and_which_colour', colours=', '.join(product.colour_names(talk.language)))}"
                if not line.colour and len(product.colours) > 1
                else ""
            )
            talk.say(
                "say_ask_size",
                role="question",
                name=talk.title(product),
                sizes=", ".join(product.sizes),
                colours=colours,
            )
            return True
        if len(product.colours) > 1 and not line.colour:
            talk.ground.ask("variant")
            talk.say(
                "say_ask_colour",
                role="question",
                name=talk.title(product),
                colours=", ".join(product.colour_names(talk.language)),
            )
            return True
    return False


async def answer_variant(talk: Talk) -> bool:
    """A size or colour, or how many, for the lines that wait for one; says whether it did."""
    query = talk.whole
    changed = False
    count = count_in(talk.reading.text)
    updated: list[Line] = []
    for line in talk.ground.basket:
        product = talk.shelf.entries[line.sku].product if line.sku in talk.shelf.entries else None
        size, colour, quantity = line.size, line.colour, line.quantity
        if product is not None:
            own = {s.lower(): s for s in product.sizes}
            said = size_said(product.sizes, talk.reading.text)
            found = next((c for named in query.colours for c in colour_called(product, named)), None)
            if said and said != size:
                size, changed = said, True
            if found and found != colour:
                colour, changed = found, True
            if count and len(talk.ground.basket) == 1 and str(count) not in own and count != quantity:
                quantity, changed = count, True
        updated.append(
            Line(
                line.sku,
                quantity,
                size,
                colour,
                talk.message_id
                if (size, colour, quantity) != (line.size, line.colour, line.quantity)
                else line.message_id,
            )
        )
    talk.ground.basket = updated
    return changed


def fewer(talk: Talk, ask: Ask, folded: str) -> bool:
    """So many pieces less of a line, "Bớt 1 cái S"; says whether that was meant."""
    found = re.search(r"\bbot (?:di |lai )?(\d+|mot|hai) ", folded)
    if found is None or not talk.ground.basket:
        return False
    number = {"mot": 1, "hai": 2}.get(found.group(1)) or int(found.group(1))
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
    one = next((w for w in wished if talk.ground.line(w.sku)), None)
    lines = [
        line
        for line in talk.ground.basket
        if one is None
        or (
            line.sku == one.sku
            and (not one.size or line.size == one.size)
            and (not one.colour or line.colour == one.colour)
        )
    ]
    if not lines:
        return False
    line = lines[-1]
    left = line.quantity - number
    talk.ground.basket = [other for other in talk.ground.basket if other is not line]
    if left > 0:
        talk.ground.basket.append(Line(line.sku, left, line.size, line.colour, talk.message_id))
    return True


async def change_basket(talk: Talk, ask: Ask) -> None:
    """Take something out, or another quantity; then what stands now."""
    folded = normalise(ask.text).folded
    if ask.detail == "recap":
        look_again(talk)
        return
    if fewer(talk, ask, folded):
        pass
    elif ask.detail == "remove" or REMOVES.search(folded):
        if not take_out(talk, ask, folded) and not talk.ground.basket:
            from bot.services.answers.fallback import settle_unsure

            await settle_unsure(talk, ask)
            return
    elif not talk.ground.basket and talk.focus is None:
        await ask_which(talk, ask)
        return
    else:
        set_quantity(talk, ask)
    if talk.ground.basket and not any(one.topic == "ask_order_total" for one in talk.wishes):
        lines = [line for line in talk.ground.basket if line.sku in talk.shelf.entries]
        tell_quote(talk, lines, quoted(talk))
    elif not talk.ground.basket:
        talk.say("say_basket_empty")


def look_again(talk: Talk) -> None:
    """What was noted, with its sum; the whole order where somebody can be reached."""
    lines = [line for line in talk.ground.basket if line.sku in talk.shelf.entries]
    if lines and contact_known(talk):
        recap(talk)
    elif lines:
        tell_quote(talk, lines, quoted(talk))
    else:
        talk.say("say_basket_empty")


def take_out(talk: Talk, ask: Ask, folded: str) -> bool:
    """Take what is named out of the basket, or its only line for "it"; says whether there was such a thing."""
    basket = talk.ground.basket
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
    gone = [one.sku for one in wished if talk.ground.line(one.sku)]
    if not gone and len(basket) == 1 and re.search(r"\b(?:no|cai (?:do|nay)|it|that)\b", folded):
        gone = [basket[0].sku]
    if not gone:
        return False
    names = ", ".join(talk.title(talk.shelf.entries[sku].product) for sku in gone)
    talk.ground.basket = [line for line in basket if line.sku not in gone]
    talk.ground.removed += gone
    talk.say("say_taken_out", role="ack", names=names)
    return True


def set_quantity(talk: Talk, ask: Ask) -> None:
    """Another quantity or variant of the lines that are named, else of the last one, else of the thing spoken of."""
    count = count_in(ask.text)
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
    target = [one for one in wished if talk.ground.line(one.sku)]
    if not target and talk.ground.basket:
        target = [Wished(talk.ground.basket[-1].sku, count)]
    elif not target and talk.focus is not None:
        target = [Wished(talk.focus.sku, count)]
    put(talk, [Wished(one.sku, one.quantity or count, one.size, one.colour) for one in target])
