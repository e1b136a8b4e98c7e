"""What a kilo, a litre or one piece of a pack comes to, from its price and what its name or its facts say is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.catalogue import Product
from bot.language import normalise
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.measures import Measure, measures_in, measures_of_fact

ASKED = re.compile(
    r"\b(?:tinh ra|moi|per)(?: la)? (?:1 ?|mot |moi )?(?P<unit>kg|ki|ky|kilo|lit|litre|liter|l|to|tui|vien|mieng)\b"
    r"|(?<![\w.,])1 ?(?P<one>kg|ki|ky|kilo)\b"
)
COSTS = re.compile(r"\b(?:bao nhieu|nhieu|bao|bn|may tien|how much|price|cost)\b|\btinh ra\b")
SCALES = {"kg": ("g", 1000.0), "l": ("ml", 1000.0), "piece": ("piece", 1.0)}
"""Units that are asked for, each with the smaller one that packs are told in and how many of those it has."""
NAMES = {"ki": "kg", "ky": "kg", "kilo": "kg", "lit": "l", "litre": "l", "liter": "l"}


def tell_unit_price(talk: Talk, ask: Ask, product: Product) -> bool:
    """Say what one kilo, litre or piece costs where that was asked and the pack's size is known; whether it did."""
    folded = normalise(ask.text).folded
    asked = ASKED.search(folded)
    if asked is None or not COSTS.search(folded):
        return False
    said = asked.group("unit") or asked.group("one")
    unit = NAMES.get(said, said if said in ("kg", "l") else "piece")
    size = next((measure for measure in _sizes(product) if _in(measure, unit) is not None), None)
    amount = _in(size, unit) if size else None
    if not amount or amount == 1:
        return False
    talk.ground.attend(product.sku)
    price = round(product.price / amount)
    talk.say(
        "say_unit_price",
        name=talk.title(product),
        price=talk.money(product.price),
        unit="1 " + (said if unit == "piece" else unit),
        amount=talk.money(round(price, -2) if price >= 10_000 else price),
    )
    return True


def _sizes(product: Product) -> Iterator[Measure]:
    """Measures of the name first, then those of its facts."""
    yield from measures_in(product.name)
    for label, value in product.attributes.items():
        yield from measures_of_fact(label, value)


def _in(measure: Measure, unit: str) -> float | None:
    """A measure as so many of a unit; None where it measures something else."""
    smaller, many = SCALES[unit]
    if measure.value is None or measure.unit not in (unit, smaller):
        return None
    return measure.value if measure.unit == unit else measure.value / many
