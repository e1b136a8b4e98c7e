"""The size that fits the measures that were told."""

from __future__ import annotations

from typing import Any

from actions.base import Events, Said
from bot.domain.catalogue import Product
from bot.services.products import kinds_named, load_shelf
from bot.services.shop import load_shop
from bot.services.sizes import chart_for


def measures_of(said: Said) -> dict[str, float]:
    """What was told of a body, by measure: kilograms or centimetres."""
    found: dict[str, float] = {}
    for entity in said.entities:
        name, _, value = str(entity.get("value") or "").partition("=")
        if entity.get("entity") == "body_measure" and value:
            found[name] = float(value.rstrip("cmkg"))
    return found


async def tell_size(said: Said, product: Product | None) -> Events | None:
    """The size for the measures told, by the chart for what is spoken of; None where no chart goes by them."""
    measures = measures_of(said)
    if not measures:
        return None
    shelf = await load_shelf(said.services)
    kinds = {product.kind} if product else kinds_named(shelf, said.words)
    chart = chart_for(await load_shop(said.services), measures, kinds)
    if chart is None:
        return None
    value, language = measures[chart.measure], said.language
    told: dict[str, Any] = {
        "value": number(value, language),
        "unit": chart.unit,
        "thing": chart.name.get(language) or chart.name["vi"],
    }
    row = chart.fitting(value)
    if row is None:
        smallest, largest = chart.span
        said.say("say_no_size_fits", low=number(smallest, language), high=number(largest, language), **told)
        return []
    size, low, high = row
    said.say("say_size_fits", size=size, low=number(low, language), high=number(high, language), **told)
    if product and product.sizes and size.isalpha() and size not in product.sizes:
        said.say("say_sizes", name=product.title(language), sizes=", ".join(product.sizes))
    return []


def number(value: float, language: str) -> str:
    """Without a decimal that says nothing."""
    return f"{value:g}" if language == "en" else f"{value:g}".replace(".", ",")
