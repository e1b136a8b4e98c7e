"""Show what is spoken of for the first time: its picture and its price stand before the first answer about it."""

from __future__ import annotations

from bot.services.answers.talk import Part, Talk
from bot.understanding.acts import Ask

ABOUT_A_THING = frozenset(
    "ask_colour ask_fit ask_material ask_origin_expiry ask_product_details ask_reviews ask_size ask_specs ask_stock"
    " ask_suitability ask_usage_help ask_warranty_policy".split()
)
"""Topics whose answers tell a fact without showing the thing. A price alone needs no second one."""


def introduce(talk: Talk, wish: Ask) -> None:
    """Put the card of a thing that nobody has seen in this talk before what was just told of it."""
    product = talk.focus
    said = talk.parts[talk.introduced :]
    place = talk.introduced
    talk.introduced = len(talk.parts)
    if product is None or wish.topic not in ABOUT_A_THING or product.sku in talk.met or is_shown(talk, product.sku):
        return
    name = talk.title(product)
    about = next((number for number, part in enumerate(said) if name in part.text), None)
    if about is None:
        return
    text = talk.draw("say_here_it_is", name=name, price=talk.money(product.price))
    talk.parts.insert(place + about, Part(text, "products", talk.cards([product])))
    talk.introduced += 1


def is_shown(talk: Talk, sku: str) -> bool:
    """Whether a card of the thing stands in the reply already."""
    return any(item.get("sku") == sku for part in talk.parts for item in part.payload.get("items") or ())
