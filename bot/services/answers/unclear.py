"""Goods in a list of which several may be meant: "2 tai nghe với 1 chuột" asks once which mouse, and drops none."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.catalogue import Product
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask, Choose, Reading
from bot.understanding.clauses import within
from bot.understanding.counts import count_in, parts_of
from bot.understanding.halves import is_called, naming_words
from bot.understanding.lines import wished_in
from bot.understanding.query import query_of
from bot.understanding.reading import without_address
from bot.understanding.variants import colour_in

WHICH_OF_LIST = "which_of_list:"
"""Begins the open question after it; the number that is wanted follows."""
MOST = 5
"""Of more than so many nobody is asked to choose in one line."""


def ask_unclear(talk: Talk) -> bool:
    """Ask which of its kind is meant by a part of the list that names none; says whether it did."""
    if talk.pressed or any(ask.topic == "manage_cart" for ask in talk.reading.of(Ask)):
        return False
    count, candidates = unclear_in(talk)
    if not candidates:
        return False
    named = "; ".join(f"{talk.title(product)} ({talk.money(product.price)})" for product in candidates)
    kind = candidates[0].kind_en if talk.language == "en" and candidates[0].kind_en else candidates[0].kind
    talk.say("say_which_of_list", role="question", goods=kind, names=named)
    # What was named here may be called by half a name in the answer; "it" stays what it was.
    skus = [product.sku for product in candidates]
    rest = [sku for sku in talk.ground.focus if sku not in skus]
    talk.ground.focus = [*rest[:1], *skus, *rest[1:]]
    talk.ground.ask(f"{WHICH_OF_LIST}{count}")
    return True


def read_of_answer(talk: Talk) -> Reading:
    """The message with a bare name, "hộp trà", as the decision that was asked for, of so many as were wanted."""
    reading, question = talk.reading, talk.ground.open or ""
    acts = [act for act in reading.acts if isinstance(act, Ask | Choose)]
    if not question.startswith(WHICH_OF_LIST) or len(acts) != 1:
        return reading
    act = acts[0]
    if isinstance(act, Ask) and (act.sure or act.asks):
        return reading
    query = query_of(act.text, act.entities, talk.shelf)
    words = naming_words(talk.shelf, query)
    asked = [sku for sku in talk.ground.focus[1 : MOST + 1] if sku in talk.shelf.entries]
    meant = [sku for sku in asked if is_called(talk.shelf.entries[sku], words, query)]
    if not words or len(meant) != 1:
        return reading
    text = act.text
    if count_in(text) is None:
        text = f"{question.removeprefix(WHICH_OF_LIST)} {talk.shelf.products[meant[0]].name}"
    return replace(reading, acts=tuple(Choose(text) if one is act else one for one in reading.acts))


def unclear_in(talk: Talk) -> tuple[int, list[Product]]:
    """How many of which things the first counted part wants that names a kind and nothing of it is in the basket."""
    text = without_address(talk.reading.text)
    parts = parts_of(text, talk.shelf)
    if len(parts) < 2:
        return 0, []
    taken = [product for line in talk.ground.basket if (product := talk.product(line.sku)) is not None]
    held = {product.kind for product in taken}
    for start, part in parts:
        entities = within(talk.reading.entities, start, start + len(part))
        query = query_of(part, entities, talk.shelf)
        kinds = query.kinds or query.heads
        count = count_in(part)
        if not kinds or kinds & held or count is None or any(colour_in(product, part) for product in taken):
            # "1 kem 1 tím" tells colours of what is taken.
            continue
        if wished_in(talk.shelf, talk.ground, part, entities, talk.page_sku):
            continue
        found = [product for product in talk.shelf.of_kind(kinds) if product.stock > 0]
        if 2 <= len(found) <= MOST:
            return count, found
    return 0, []
