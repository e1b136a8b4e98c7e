"""Take what the visitor decides for: note thing, variant and quantity, and ask once for all that is still missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.ground import Line
from bot.language import normalise
from bot.services.answers.basket import described, put, quoted
from bot.services.answers.contact import ask_for_contact, contact_known
from bot.services.answers.finding import find
from bot.services.answers.policies import tell_policy
from bot.services.answers.sizing import ADVISED_SIZE
from bot.services.answers.talk import Talk
from bot.services.answers.things import tell_sold_out
from bot.services.answers.unclear import WHICH_OF_LIST, ask_unclear
from bot.services.answers.which import ask_which
from bot.understanding.acts import Ask, Choose
from bot.understanding.clauses import within
from bot.understanding.counts import count_in, without_all_of_them
from bot.understanding.lines import Wished, size_said, wished_in
from bot.understanding.lists import list_up_to
from bot.understanding.query import Query
from bot.understanding.rank import colour_called
from bot.understanding.reading import without_address
from bot.understanding.refer import BOTH
from bot.understanding.variants import variants_in

ADDS = re.compile(r"\b(?:them|nua|kem|cong(?! lai| het| vo| vao| ship| ca)|add|also|plus|too|another|more)\b")
ADDS_TO_IT = re.compile(
    r"\b(?:kem|add|cong(?! lai| het| vo| vao| ship| ca)|them .*(?:nua|luon)|lay them)\b"
    r"|\bthem (?:\d+|mot|hai|ba|cai|con|chiec|doi|hop|goi|chai|bo|cay|tuyp|bich|cuc) "
)
"""Something goes with the thing spoken of."""


WONDERS = re.compile(
    r"\b(?:bao nhieu|nhieu|bn|the nao|thi sao|gia sao|sao|how much|what would|total|tong)\b|\?"
    r"|\b(?:co|duoc) (?:giam|bot|re|tang|uu dai|khuyen mai)\b"
    r"|^(?:hay|neu|gia su|vi du|lo|or|if|say|suppose|what if)\b|\b(?:thi|la) (?:het|tong|con|bao)\b"
)
"""A decision that only wonders what it would come to: nothing is taken by it yet."""
SWAPS = re.compile(r"\b(?:doi|thay|chuyen)(?: \w+){0,2} (?:qua|sang|thanh|lai|bang)\b|\bswap\b|\bswitch\b|\binstead\b")
"""Another thing takes the place of one in the basket."""
LONG = 160
"""A message of so many letters tells more than what is decided for."""
COUNTS = re.compile(
    r"(?:(?:vay|the|thi|ok|u|a|roi|cho|lay|minh|em|chi|anh) )*(?:\d{1,3}|mot|hai|ba|bon|one|two|three) [a-z]"
)
"""A list that begins with a number: "vậy 2 khay, 2 bao đất"."""
THAT_SIZE = re.compile(r"\b(?:size|sz|co) (?:do|nay|ay|vay|kia)\b|\bthat size\b")


def choose_into_basket(talk: Talk, act: Choose) -> list[Line]:
    """Put what a decision names into the basket; returns its lines, none where it names nothing."""
    wished = _decided_for(talk, act)
    folded = normalise(act.text).folded
    wished = [one for one in wished if one.how != "shown" or len(wished) == 1]
    if not wished:
        return []
    if THAT_SIZE.search(folded) and (advised := talk.ground.get(ADVISED_SIZE)):
        sizes = {sku: talk.shelf.entries[sku].product.sizes for sku in {one.sku for one in wished}}
        wished = [replace(one, size=advised) if not one.size and advised in sizes[one.sku] else one for one in wished]
    adds = bool(ADDS.search(folded))
    asked = bool(WONDERS.search(folded))
    if takes_what_was_asked(talk, wished, asked=asked):
        return list(talk.ground.basket)
    another_number = all(one.how == "focus" and one.quantity and talk.ground.line(one.sku) for one in wished)
    if not adds and not SWAPS.search(folded) and not another_number:
        # "Lấy 1 cái thôi" of two that are noted says nothing of the rest.
        forget_asked(talk, {one.sku for one in wished}, act.text)
    if (
        adds
        and not talk.ground.basket
        and talk.focus is not None
        and not talk.ground.several
        and len({one.sku for one in wished}) == 1
        and ADDS_TO_IT.search(folded)
        and talk.focus.sku not in {one.sku for one in wished}
    ):
        # "Mua kèm" goes with the thing spoken of.
        put(talk, [Wished(talk.focus.sku)], asked=asked)
    if SWAPS.search(folded) and len(talk.ground.basket) > 1:
        _swap(talk, wished)
    if not adds and talk.ground.basket and _replaces(talk, wished, folded):
        talk.ground.basket = []
    if not adds and ONLY.search(normalise(act.text).expanded):
        keep_only_variant(talk, wished)
    lines = put(talk, wished, add=adds and any(one.quantity for one in wished), asked=asked)
    talk.ground.attend(*[line.sku for line in reversed(lines)])
    talk.ground.paused = False
    return lines


def takes_what_was_asked(talk: Talk, wished: Sequence[Wished], *, asked: bool) -> bool:
    """Whether a bare decision, "ok lấy nhé", takes all that a sum was told of; it names nothing and no number."""
    basket = talk.ground.basket
    bare = all(one.how in ("focus", "page", "shown") for one in wished)
    if asked or not bare or not any(line.asked for line in basket) or len(basket) < 2:
        return False
    if any(one.quantity or one.size or one.colour for one in wished):
        return False
    talk.ground.basket = [replace(line, asked=False, message_id=talk.message_id) for line in basket]
    return True


ONLY = re.compile(
    r"\bmỗi (?!màu|người|loại|cái|đứa|thứ|size|bên)|\bchỉ (?:lấy|cần|mua|đặt|còn)\b|\bmình ên\b"
    r"|\b(?:lay (?:moi|minh en)(?! mau| nguoi)|chi (?:lay|can|mua|dat)|only|just)\b|\b(?:lay|lấy) .* (?:thoi|thôi)\b"
)
"""This and nothing else, as it is typed: "thôi lấy mình toner thôi"."""


def forget_asked(talk: Talk, skus: Collection[str], text: str) -> None:
    """Things of which only the price was asked go where another is decided for; all others where it is "only" this.

    One of those that a sum was asked of changes that sum: "lấy 2 chai mật ong" after coffee and honey.
    """
    if (talk.ground.open or "").startswith(WHICH_OF_LIST):
        # The answer to "which mouse" joins what was summed up with it.
        return
    only = bool(ONLY.search(normalise(text).expanded))
    asked = {line.sku for line in talk.ground.basket if line.asked}
    if len(asked) > 1 and not only and not re.search(r"\b(?:thoi|instead|rather)\b", normalise(text).folded):
        # A list that was summed up stands; what is taken now comes to it.
        return
    if only or (asked and not asked & set(skus)):
        talk.ground.basket = [line for line in talk.ground.basket if line.sku in skus or not (only or line.asked)]


def keep_only_variant(talk: Talk, wished: Sequence[Wished]) -> None:
    """Of a pink and a blue one "lấy 1 cái hồng thôi" keeps the pink one."""
    for one in wished:
        if one.colour or one.size:
            talk.ground.basket = [
                line
                for line in talk.ground.basket
                if line.sku != one.sku
                or ((not one.colour or line.colour == one.colour) and (not one.size or line.size == one.size))
            ] or talk.ground.basket


def _decided_for(talk: Talk, act: Choose) -> list[Wished]:
    """What a decision names, with the clauses after it that tell a variant, or those before it that name the thing."""
    whole = without_address(talk.reading.text)
    removes = any(ask.topic == "manage_cart" and ask.text != act.text for ask in talk.reading.of(Ask))
    before, entities = list_up_to(talk.reading, act)
    if act not in talk.reading.of(Choose)[:1] or not COUNTS.match(normalise(before).folded):
        before, entities = act.text, act.entities
    begins = whole.find(before)
    alone = begins < 0 or len(talk.reading.of(Choose)) > 1 or removes
    text = before
    if not alone:
        text, entities = whole[begins:], within(talk.reading.entities, begins, len(whole))
    if not BOTH.search(normalise(act.text).folded):
        # "Thêm cây son, gói cả 2 món" takes one lipstick.
        text = without_all_of_them(text)
    wished = wished_in(talk.shelf, talk.ground, text, entities, talk.page_sku, act.skus)
    if not BOTH.search(normalise(act.text).folded):
        # "Lấy thêm tai nghe, tổng cả hai bao nhiêu" takes the headphones.
        wished = [one for one in wished if one.how != "both"] or wished
    if not alone and all(one.how in ("focus", "page", "shown") for one in wished) and len(whole) < LONG:
        # "Còn hạt điều vỏ lụa, lấy 5 bịch" names it before it decides.
        named = wished_in(talk.shelf, talk.ground, whole, talk.reading.entities, talk.page_sku, act.skus)
        return named if len(named) == 1 else wished
    return wished


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
            left = replace(line, quantity=product.stock)
            talk.ground.basket = [left if other is line else other for other in talk.ground.basket]
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
    if problems or (not asks_sum and ask_unclear(talk)):
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


def spread_over_variants(talk: Talk) -> bool:
    """Several variants of the only thing that waits, "2 đen 1 xanh", each a line; says whether they were told."""
    skus = {line.sku for line in talk.ground.basket}
    product = talk.product(next(iter(skus))) if len(skus) == 1 else None
    spread = variants_in(product, without_address(talk.reading.text)) if product else []
    if product is None or not spread:
        return False
    put(talk, [Wished(product.sku, one.quantity, one.size, one.colour) for one in spread])
    return True


async def answer_variant(talk: Talk) -> bool:
    """A size or colour, or how many, for the lines that wait for one; says whether it did."""
    query = talk.whole
    if any(line.message_id == talk.message_id for line in talk.ground.basket):
        # The decision in this message told it of its own thing.
        return True
    if spread_over_variants(talk):
        return True
    count = count_in(without_address(talk.reading.text))
    only = len(talk.ground.basket) == 1
    updated = [_told_variant(talk, line, query, count if only else None) for line in talk.ground.basket]
    changed = updated != talk.ground.basket
    talk.ground.basket = updated
    return changed


def _told_variant(talk: Talk, line: Line, query: Query, count: int | None) -> Line:
    """A line with the size, colour and number that were told; "M đổi sang trắng" tells them of the M alone."""
    product = talk.product(line.sku)
    if product is None:
        return line
    size = size_said(product.sizes, talk.reading.text) or line.size
    colour = next((own for named in query.colours for own in colour_called(product, named)), line.colour)
    others = [other for other in talk.ground.basket if other.sku == line.sku and other is not line]
    if size != line.size and colour != line.colour and any(size == other.size for other in others):
        return line
    if size != line.size and any(colour == other.colour != line.colour for other in others):
        return line
    if (
        size == line.size
        and line.colour
        and colour != line.colour
        and {line.colour} != {o.colour for o in others or [line]}
    ):
        # "Xanh rêu" beside a black and a grey one does not say which of them.
        return line
    quantity = count if count and str(count) not in product.sizes else line.quantity
    if (size, colour, quantity) == (line.size, line.colour, line.quantity):
        return line
    return replace(line, size=size, colour=colour, quantity=quantity, message_id=talk.message_id)
