"""Whether a product is within what was named: prices, colours."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.catalogue import Product
from bot.language import fold
from bot.understanding.query import Query


def fits_limits(product: Product, query: Query) -> bool:
    """Whether a product is within the price limits and colours that were named."""
    return (
        (query.lowest is None or product.price >= query.lowest)
        and (query.highest is None or product.price <= query.highest)
        and (not query.colours or has_colour(product, query.colours))
    )


def has_colour(product: Product, names: Collection[str]) -> bool:
    """Whether the product comes in a colour that has these names, Vietnamese or English."""
    own = [fold(colour) for colour in product.colours]
    own_en = [fold(colour) for colour in product.colours_en]
    wanted = [fold(name) for name in names]
    return any(w in c or c in w.split() for w in wanted for c in own) or any(
        f" {w} " in f" {c} " for w in wanted for c in own_en
    )
