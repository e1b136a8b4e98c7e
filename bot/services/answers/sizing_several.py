"""The sizes of several people at once, and the thing a measure is told for where the one at hand has no size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.catalogue import Product
from bot.domain.errors import BadInput
from bot.services.answers.charts import OwnChart, amount, own_chart
from bot.services.answers.talk import Talk
from bot.services.sizes import SizeChart, chart_for
from bot.understanding.bodies import weights_in

MOST = 8


@dataclass(frozen=True)
class Sized:
    """A size for a measure: from and to in its chart."""

    size: str
    low: float
    high: float


def tell_sizes_of_several(talk: Talk, product: Product | None) -> bool:
    """The size for each weight that the message tells; says whether there were several and a chart for them."""
    weights = weights_in(talk.reading.text)[:MOST]
    if len(weights) < 2:
        return False
    chart = _chart(talk, product)
    if chart is None:
        return False
    lines = []
    for weight in weights:
        row = _row(chart, weight)
        told = f"{amount(weight, talk.language)} kg"
        if row is None:
            lines.append(talk.draw("say_size_line_none", who=told))
        else:
            span = f"{amount(row.low, talk.language)}–{amount(row.high, talk.language)} kg"
            lines.append(talk.draw("say_size_line", who=told, size=row.size, span=span))
    if product is not None:
        talk.ground.attend(product.sku)
    name = talk.title(product) if product is not None else talk.draw("say_size_of_clothes")
    talk.say("say_sizes_of_several", name=name, list="\n".join(f"• {line}" for line in lines))
    return True


def worn_lately(talk: Talk, told: Mapping[str, float]) -> Product | None:
    """The last thing spoken of whose own chart goes by a told measure; else the only such thing's kind on the shelf."""
    ground = talk.ground
    lately = [*ground.focus, *(line.sku for line in reversed(ground.basket)), *ground.shown]
    spoken = [product for sku in lately if (product := talk.product(sku)) is not None]
    return next((product for product in spoken if _goes_by(product, told)), None)


def on_the_shelf(talk: Talk, told: Mapping[str, float]) -> list[Product]:
    """Everything whose own chart goes by a told measure."""
    return [product for product in talk.shelf.products.values() if _goes_by(product, told)]


def _goes_by(product: Product, told: Mapping[str, float]) -> bool:
    chart = own_chart(product)
    return chart is not None and bool(chart.measures & set(told))


def _chart(talk: Talk, product: Product | None) -> OwnChart | SizeChart | None:
    chart = own_chart(product) if product is not None else None
    if chart is not None and "weight" in chart.measures:
        return chart
    try:
        return chart_for(talk.shop, ["weight"], [product.kind] if product is not None else [])
    except BadInput:
        return None


def _row(chart: OwnChart | SizeChart, weight: float) -> Sized | None:
    row = chart.fitting("weight", weight) if isinstance(chart, OwnChart) else chart.fitting(weight)
    return Sized(*row) if row is not None else None
