"""Whether a product is within what was named: prices, colours."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

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
    """Whether the product comes in a colour that has these names, Vietnamese or English.

    Where the shop lists no colours, its name or description may tell one.
    """
    if not product.colours:
        return any(_tells_colour(product.name, product.description, name.lower()) for name in names)
    own = [fold(colour) for colour in product.colours]
    own_en = [fold(colour) for colour in product.colours_en]
    wanted = [fold(name) for name in names]
    return any(w in c or c in w.split() for w in wanted for c in own) or any(
        f" {w} " in f" {c} " for w in wanted for c in own_en
    )


COLOURS = re.compile(r"(?:màu|mầu|colou?rs?)\b[^.\n]{0,80}", re.IGNORECASE)
"""What a description says after "màu"."""


@lru_cache(maxsize=16384)
def _tells_colour(name: str, description: str, colour: str) -> bool:
    wanted = re.compile(rf"(?<!\w){re.escape(colour)}(?!\w)", re.IGNORECASE)
    return bool(wanted.search(name)) or any(wanted.search(part) for part in COLOURS.findall(description))
