"""What the shop has, as entrances."""

from __future__ import annotations

from bot.services.answers.facts import tell
from bot.services.answers.groups import category_buttons, category_of, groups_shown_before
from bot.services.answers.lacks import MOST_CARDS
from bot.services.answers.policies import answer_of_topic
from bot.services.answers.talk import Talk
from bot.services.answers.things import tell_details
from bot.understanding.acts import Ask
from bot.understanding.facts import facts_for
from bot.understanding.rank import of_each_kind

MOST_KINDS = 15
"""Kinds of a category told in one sentence."""


async def show_categories(talk: Talk, ask: Ask) -> None:
    """The categories as buttons; one that was named or pressed is opened at once."""
    pressed = next((str(e["value"]) for e in ask.entities if e.get("entity") == "category"), None)
    key = pressed or category_of(talk, talk.text)
    if key:
        products = [p for p in talk.shelf.products.values() if p.category == key]
        products.sort(
            key=lambda p: (p.stock <= 0, "accessory" in p.tags, "best_seller" not in p.tags, -(p.rating or 0))
        )
        spread = of_each_kind(products)
        if spread:
            kinds = list(dict.fromkeys((p.kind_en or p.kind) if talk.language == "en" else p.kind for p in products))
            told = ", ".join(kinds[:MOST_KINDS]) + (", …" if len(kinds) > MOST_KINDS else "")
            talk.say("say_category", kinds=told, kind="products", payload=talk.cards(spread[: MOST_CARDS + 1]))
            talk.ground.show([p.sku for p in spread[: MOST_CARDS + 1]])
            return
    talk.say("say_categories", buttons=category_buttons(talk, groups_shown_before(ask)))


async def tell_brands(talk: Talk, ask: Ask) -> None:
    """The shop's own words about brands; of a kind that was named, its brands."""
    kinds = talk.query(ask).kinds or talk.query(ask).heads
    brands = list(dict.fromkeys(p.brand for p in talk.shelf.of_kind(kinds) if p.brand)) if kinds else []
    if brands:
        talk.say("say_brands", kind_name=", ".join(sorted(kinds)), brands=", ".join(brands))
        return
    if (answer := await answer_of_topic(talk, ask)) is not None:
        talk.say_text(answer)
        return
    every = list(dict.fromkeys(p.brand for p in talk.shelf.products.values() if p.brand))
    talk.say("say_brands", kind_name=talk.shop_name, brands=", ".join(every[:20]))


async def tell_accessories(talk: Talk, ask: Ask) -> None:
    """What goes with the thing spoken of, by the catalogue's own word; else accessories in general."""
    referent = talk.referent(ask)
    entries = talk.entries(referent)
    if entries and "accessory" in entries[0].product.tags and referent.explicit:
        await tell_details(talk, ask)
        return
    product = entries[0].product if entries else talk.focus
    if product is not None:
        found = accessories_of(talk, product.sku)
        if found:
            talk.say(
                "say_accessories",
                name=talk.title(product),
                list="\n".join(f"• {talk.title(p)}: {talk.money(p.price)}" for p in found[:4]),
                kind="products",
                payload=talk.cards(found[:4]),
            )
            talk.ground.show([p.sku for p in found[:4]])
            if len(found) == 1:
                talk.ground.attend(product.sku)
            return

        talk.ground.attend(product.sku)
        if said := facts_for(talk.shelf, talk.shelf.entries[product.sku], talk.query(ask)):
            tell(talk, ask, talk.shelf.entries[product.sku], said)
            return
        talk.say("say_no_accessories", name=talk.title(product))
        return
    if (answer := await answer_of_topic(talk, ask)) is not None:
        talk.say_text(answer)
        return
    talk.say("say_which_product", role="question", buttons=category_buttons(talk))


def accessories_of(talk: Talk, sku: str) -> list:  # type: ignore[type-arg]
    """Things whose tags say that they are for this one or its kind, what is in stock first."""
    product = talk.product(sku)
    if product is None:
        return []
    return sorted(talk.shelf.made_for(product), key=lambda p: (p.stock <= 0, f"for:{product.sku}" not in p.tags))
