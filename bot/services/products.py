"""Find, show and compare products; every number comes from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.catalogue import Product
from bot.domain.errors import BadInput
from bot.language import format_money
from bot.services.context import Services
from bot.services.shelves import load_shelf

MAX_CARDS = 10
FEW = 5
"""From this stock on downwards the card says how many are left."""


async def list_products(services: Services, category: str | None = None) -> list[Product]:
    """All products, or those of one category, in shelf order."""
    shelf = await load_shelf(services)
    return [p for p in shelf.products.values() if category is None or p.category == category]


async def get_product(services: Services, sku: str) -> Product | None:
    """The product with this SKU (case does not matter)."""
    return (await load_shelf(services)).products.get(sku.upper())


DETAILS = ("say_card_details", "ask_product_details")
BUY = ("say_card_buy", "place_order")
"""Sentence and intent of a card's button."""


def card(services: Services, product: Product, language: str, button: tuple[str, str] = DETAILS) -> dict[str, Any]:
    """The product as a card of docs/protocol.md, with what comes next as a button."""
    title, intent = button
    say = services.words.say
    if product.stock <= 0:
        stock_text = say("say_out_of_stock", language)
    elif product.stock <= FEW:
        stock_text = say("say_few_left", language, stock=product.stock)
    else:
        stock_text = say("say_in_stock", language)
    return {
        "sku": product.sku,
        "name": product.title(language),
        "category": product.category,
        "price": product.price,
        "list_price": product.list_price,
        "stock": product.stock,
        "stock_text": stock_text,
        "image": services.address(product.image),
        "url": services.product_url.replace("{sku}", product.sku) or services.address(product.url),
        "buttons": [
            {
                "title": say(title, language),
                "payload": f'/{intent}{{"product":"{product.sku}"}}',
            }
        ],
    }


def describe(product: Product, language: str) -> str:
    """Name and price in one line, for clients that show no cards."""
    return f"{product.title(language)} – {format_money(product.price, language)}"


async def compare(services: Services, products: Sequence[Product], language: str) -> dict[str, Any]:
    """Two products side by side as the payload of a ``comparison``; differing rows are marked.

    Raises ``BadInput`` unless there are exactly two different ones.
    """
    if len({product.sku for product in products}) != 2:
        raise BadInput("a comparison needs two different products")
    first, second = products
    say = services.words.say
    rows: list[tuple[str, str, str]] = [
        (say("say_row_price", language), format_money(first.price, language), format_money(second.price, language)),
        (say("say_row_brand", language), first.brand, second.brand),
    ]
    names = dict.fromkeys([*first.attributes, *second.attributes])
    rows += [_attribute_row(name, first, second, language) for name in names]
    if first.colours or second.colours:
        colours = [", ".join(product.colour_names(language)) or "–" for product in products]
        rows.append((say("say_row_colours", language), colours[0], colours[1]))
    if first.warranty_months or second.warranty_months:
        rows.append(
            (say("say_row_warranty", language), _months(services, first, language), _months(services, second, language))
        )
    if first.rating or second.rating:
        rows.append((say("say_row_rating", language), _rating(first), _rating(second)))
    cards = [card(services, product, language) for product in products]
    rows.append((say("say_row_stock", language), cards[0]["stock_text"], cards[1]["stock_text"]))
    return {
        "items": cards,
        "rows": [{"label": label, "values": [a, b], "differs": a != b} for label, a, b in rows],
    }


def _attribute_row(name: str, first: Product, second: Product, language: str) -> tuple[str, str, str]:
    """An attribute of both by its Vietnamese name; what is translated for one of them serves both."""
    teller = min(first, second, key=lambda p: (name not in p.attributes_en, name not in p.attributes))
    label, value = teller.fact(name, language)
    if first.attributes.get(name) == second.attributes.get(name):
        return label, value, value
    values = [product.fact(name, language)[1] if name in product.attributes else "–" for product in (first, second)]
    return label, values[0], values[1]


def _months(services: Services, product: Product, language: str) -> str:
    if not product.warranty_months:
        return "–"
    return services.words.say("say_months", language, months=product.warranty_months)


def _rating(product: Product) -> str:
    if not product.rating:
        return "–"
    return f"{product.rating:.1f}/5" + (f" ({product.review_count})" if product.review_count else "")


def products_payload(
    services: Services, products: Sequence[Product], language: str, button: tuple[str, str] = DETAILS
) -> Mapping[str, Any]:
    """The payload of a ``products`` message."""
    return {"items": [card(services, product, language, button) for product in products[:MAX_CARDS]]}
