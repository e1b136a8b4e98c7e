"""Which size fits somebody's measures, by the shop's own charts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import BadInput

UNITS = {"weight": "kg", "height": "cm", "foot": "cm", "waist": "cm", "bust": "cm", "hip": "cm"}
"""Measures that a chart may go by, and what they are given in."""


@dataclass(frozen=True)
class SizeChart:
    """Sizes by one measure; ``sizes`` are (size, from, to), smallest first, ends included."""

    measure: str
    name: Mapping[str, str]
    """What it is for, as a sentence says it, in each language."""
    kinds: tuple[str, ...]
    """Kinds of product as in the catalogue; without any it is for whatever has no chart of its own."""
    sizes: tuple[tuple[str, float, float], ...]

    @property
    def unit(self) -> str:
        """Of its measure."""
        return UNITS[self.measure]

    @property
    def span(self) -> tuple[float, float]:
        """From the smallest to the largest measure it knows."""
        return self.sizes[0][1], self.sizes[-1][2]

    def fitting(self, value: float) -> tuple[str, float, float] | None:
        """The row for a measure; between two rows the larger size; None outside of the chart."""
        lowest, _ = self.span
        return next((row for row in self.sizes if lowest <= value <= row[2]), None)


def size_charts(shop: Mapping[str, Any]) -> list[SizeChart]:
    """The charts of the shop's profile (``size_charts``). Raises ``BadInput`` that names what is wrong."""
    found = []
    for number, chart in enumerate(shop.get("size_charts") or [], 1):
        where = f"size_charts, chart {number}"
        try:
            measure, name = chart["measure"], chart["name"]
            sizes = tuple((str(size), float(low), float(high)) for size, low, high in chart["sizes"])
            kinds = tuple(str(kind) for kind in chart.get("kinds", []))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(f'{where}: needs measure, name and sizes such as ["M", 53, 60] ({error})') from None
        if measure not in UNITS:
            raise BadInput(f"{where}: measure must be one of {', '.join(UNITS)}")
        if not isinstance(name, dict) or not name.get("vi"):
            raise BadInput(f"{where}: name needs a text for vi")
        bounds = [bound for _, low, high in sizes for bound in (low, high)]
        if not bounds or bounds != sorted(bounds):
            raise BadInput(f"{where}: sizes must go from small to large")
        found.append(SizeChart(measure, name, kinds, sizes))
    return found


def chart_for(shop: Mapping[str, Any], measures: Collection[str], kinds: Collection[str]) -> SizeChart | None:
    """The shop's first chart that goes by one of the measures; for named kinds only their own: no shoes by weight."""
    charts = size_charts(shop)
    fitting = [chart for chart in charts if set(kinds) & set(chart.kinds)] if kinds else charts
    return next((chart for chart in fitting if chart.measure in measures), None)
