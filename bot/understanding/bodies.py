"""Measures of several people in one message: "chồng 70kg, em 50kg", "3 bạn 48, 52, 57 ký"."""

from __future__ import annotations

import re

from bot.language import normalise

NUMBER = r"\d{1,3}(?:[.,]\d)?"
AMONG = r"(?:\s*(?:,|va|voi|&|\+|-|hoac|and)\s*|\s+)"
SAID = re.compile(rf"(?<![\d.,])(?P<all>(?:{NUMBER}{AMONG})*{NUMBER})\s?(?P<unit>kg|ky|ki|kilo|kgs)\b")
LIKELY = (3.0, 150.0)
"""Kilograms of somebody who wears clothes, a child or a dog too."""
TOGETHER = re.compile(r"[,&+]|\b(?:va|voi|and)\b")


def weights_in(text: str) -> list[float]:
    """The weights of people that are told, in their order, each once; numbers before one with a unit share it."""
    found: list[float] = []
    for match in SAID.finditer(normalise(text).folded):
        numbers = re.findall(NUMBER, match.group("all"))
        if not TOGETHER.search(match.group("all")):
            # "Size 40 50kg" lists nothing.
            numbers = numbers[-1:]
        values = [float(number.replace(",", ".")) for number in numbers]
        found += [value for value in values if LIKELY[0] <= value <= LIKELY[1]]
    return list(dict.fromkeys(found))
