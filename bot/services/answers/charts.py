"""Charts of sizes that a thing's own attributes state."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.catalogue import Product
from bot.language import fold

ROW = re.compile(
    r"(?P<size>[A-Za-z0-9/–-]{1,8}(?: [A-Z])?)\s*[:=]\s*(?:(?P<what>[^\d,;:]{1,24}?)\s*)?"
    r"(?P<low>\d+(?:[.,]\d+)?)\s*[-–]\s*(?P<high>\d+(?:[.,]\d+)?)\s*(?P<unit>kg|cm|m)?"
)
WHAT = (
    ("bust", re.compile(r"nguc|bust|chest|v1|vong 1")),
    ("waist", re.compile(r"\beo\b|waist|v2|vong 2|bung")),
    ("hip", re.compile(r"\bmong\b|\bhong\b|\bhip")),
    ("neck", re.compile(r"\bco\b|neck")),
    ("foot", re.compile(r"chan|foot|got")),
    ("height", re.compile(r"cao|height")),
    ("weight", re.compile(r"can nang|nang|weight")),
)


@dataclass(frozen=True)
class OwnChart:
    """A thing's own chart: rows of size, measure, from, to."""

    rows: tuple[tuple[str, str, float, float], ...]

    @property
    def measures(self) -> set[str]:
        """The measures that it goes by."""
        return {measure for _, measure, _, _ in self.rows}

    def fitting(self, measure: str, value: float) -> tuple[str, float, float] | None:
        """The row for a measure; between two rows the larger one; None outside of the chart."""
        rows = [(size, low, high) for size, what, low, high in self.rows if what == measure]
        rows.sort(key=lambda row: row[1])
        if not rows or value < rows[0][1] or value > rows[-1][2]:
            return None
        return next((row for row in rows if value <= row[2]), None)

    def span(self, measure: str) -> tuple[float, float]:
        """The smallest and the largest value."""
        rows = [(low, high) for _, what, low, high in self.rows if what == measure]
        return min(low for low, _ in rows), max(high for _, high in rows)


def own_chart(product: Product) -> OwnChart | None:
    """The chart that a thing's attributes state: "S: 45-52 kg, M: 53-60 kg", "M: ngực 86-89 cm"."""
    for label, value in product.attributes.items():
        if not re.search(r"size|kich co|bang|co\b", fold(label)):
            continue
        rows = []
        last = ""
        for match in ROW.finditer(value):
            what = fold(match.group("what") or "")
            measure = next((name for name, pattern in WHAT if pattern.search(what)), "") or (
                last if not match.group("unit") else ""
            )
            measure = measure or (
                "weight" if match.group("unit") == "kg" else last or "height" if match.group("unit") == "cm" else last
            )
            last = measure
            if measure:
                rows.append(
                    (match.group("size").strip(), measure, number(match.group("low")), number(match.group("high")))
                )
        if len(rows) > 1:
            return OwnChart(tuple(rows))
    return None


def number(text: str) -> float:
    """A decimal with comma or dot."""
    return float(text.replace(",", "."))


def amount(value: float, language: str) -> str:
    """Without a decimal that says nothing."""
    return f"{value:g}" if language == "en" else f"{value:g}".replace(".", ",")
