"""Change what is in the basket: take something out, another number, fewer pieces; then what stands."""

from __future__ import annotations

import re

from bot.domain.ground import Line
from bot.language import fold, normalise
from bot.services.answers.basket import put, quoted
from bot.services.answers.contact import contact_known, recap
from bot.services.answers.fallback import settle_unsure
from bot.services.answers.talk import Talk
from bot.services.answers.totals import tell_quote
from bot.services.answers.which import ask_which
from bot.understanding.acts import Ask
from bot.understanding.clauses import within
from bot.understanding.counts import count_in, number_of
from bot.understanding.halves import is_called, naming_words
from bot.understanding.lines import Wished, size_said, wished_in
from bot.understanding.query import query_of
from bot.understanding.reading import without_address

REMOVES = re.compile(r"\b(?:bo|xoa|loai|khoi|khong lay|bot|remove|drop|without|skip|take out)\b")


def fewer(talk: Talk, ask: Ask, folded: str) -> bool:
    """So many pieces less of a line, "Bớt 1 cái S"; says whether that was meant."""
    found = re.search(r"\bbot (?:di |lai )?(\d+|mot|hai) ", folded)
    if found is None or not talk.ground.basket:
        return False
    number = number_of(found.group(1))
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


INSTEAD = re.compile(
    r"\b(?:thay (?:bang|vao|cho)|doi (?:thanh|sang|qua|lay)|(?<!khong )(?<!khoi )(?<!ko )(?<!k )lay|replace|instead)\b"
)
"""What comes after it is not what is taken out."""


def lines_meant(talk: Talk, ask: Ask) -> list[Line]:
    """The basket's lines that the words mean, by name, colour and size; none where they say nothing of a line."""
    instead = INSTEAD.search(fold(ask.text))
    text = ask.text[: instead.start()] if instead else ask.text
    query = query_of(text, within(ask.entities, 0, len(text)), talk.shelf)
    words, found = naming_words(talk.shelf, query), list(talk.ground.basket)
    found = [line for line in found if line.sku in talk.shelf.entries]
    sizes = {line.size for line in found if line.size and size_said([line.size], text)}
    if not words and not query.colours and not sizes:
        return []
    if words:
        found = [line for line in found if is_called(talk.shelf.entries[line.sku], words, query)]
    if query.colours:
        found = [line for line in found if line_colour(talk, line) & set(query.colours)] or (found if words else [])
    return [line for line in found if not sizes or line.size in sizes]


def line_colour(talk: Talk, line: Line) -> set[str]:
    """The colour of a line, or those that its thing comes in while none was told."""
    product = talk.shelf.products[line.sku]
    return {line.colour} if line.colour else set(product.colours)


def take_out(talk: Talk, ask: Ask, folded: str) -> bool:
    """Take what is named out of the basket, or its only line for "it"; says whether there was such a thing."""
    basket = talk.ground.basket
    gone = lines_meant(talk, ask)
    if not gone:
        wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
        named = {one.sku for one in wished if one.how not in ("focus", "page", "shown")}
        gone = [line for line in basket if line.sku in named]
    if not gone and len(basket) == 1 and re.search(r"\b(?:no|cai (?:do|nay)|it|that)\b", folded):
        gone = [basket[0]]
    if not gone:
        return False
    names = ", ".join(talk.title(talk.shelf.products[sku]) for sku in dict.fromkeys(line.sku for line in gone))
    talk.ground.basket = [line for line in basket if line not in gone]
    talk.ground.removed += [line.sku for line in gone]
    # "It" is what is left, not what was just put away.
    left = {line.sku for line in talk.ground.basket}
    away = [line.sku for line in gone if line.sku not in left]
    if left and talk.ground.focus[:1] and talk.ground.focus[0] in away:
        talk.ground.attend(talk.ground.basket[-1].sku)
    talk.say("say_taken_out", role="ack", names=names)
    return True


def set_quantity(talk: Talk, ask: Ask) -> None:
    """Another quantity or variant of the lines that are named, else of the last one, else of the thing spoken of."""
    whole = without_address(talk.reading.text)
    told = wished_in(talk.shelf, talk.ground, whole, talk.reading.entities, talk.page_sku)
    if len(told) > 1 and len({one.sku for one in told}) == 1 and talk.ground.line(told[0].sku):
        # "2 cái thôi, mỗi màu 1 cái" says of each variant how many.
        put(talk, told)
        return
    count = count_in(ask.text)
    wished = wished_in(talk.shelf, talk.ground, ask.text, ask.entities, talk.page_sku)
    target = [one for one in wished if talk.ground.line(one.sku)]
    if count and count == sum(line.quantity for line in talk.ground.basket) and len(talk.ground.basket) > 1:
        # "3 cái thì sao" of three that are noted changes nothing.
        return
    if not target and talk.ground.basket:
        target = [Wished(talk.ground.basket[-1].sku, count)]
    elif not target and talk.focus is not None:
        target = [Wished(talk.focus.sku, count)]
    put(talk, [Wished(one.sku, one.quantity or count, one.size, one.colour) for one in target])
