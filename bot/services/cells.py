"""One line of an owner's table, read cell by cell: what could be misread is refused in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.journey import JOURNEY_STAGES

MAX_CELL = 5_000
AMOUNT = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?:(?P<sign>[., ])\d{3})(?:(?P=sign)\d{3})*|\d+)"
    # Three noughts are a thousand, not a fraction.
    r"(?:(?!(?P=sign))[.,](?:0{1,2}|0{4,}))?",
    re.ASCII,
)
"""Digits alone or in groups of three, and perhaps a fraction of noughts, as programs write it."""
RELATIVE_DAY = re.compile(r"([+-]\d{1,4})d\Z")
ISO_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.+Z-]*)?\Z", re.ASCII)
MANGLED = re.compile(r"\d(?:[.,]\d+)?E[+]?\d+\Z", re.IGNORECASE | re.ASCII)
"""A long number as spreadsheets show it when they shorten it: its last digits are lost."""


@dataclass
class Row:
    """One line of a CSV file, read cell by cell; a bad cell raises ValueError with its column's name."""

    cells: Mapping[str, str]

    def text(self, column: str, *, required: bool = False, longest: int = MAX_CELL) -> str:
        """The cell without outer spaces and control characters."""
        value = "".join(c for c in (self.cells.get(column) or "") if c >= " " or c == "\n").strip()
        if required and not value:
            raise ValueError(f"{column} is empty")
        if len(value) > longest:
            raise ValueError(f"{column} is longer than {longest} characters")
        return value

    def number(self, column: str, *, required: bool = False, highest: int = 2_000_000_000) -> int | None:
        """A whole number of at least 0; thousands may be separated, and a fraction may be of noughts only."""
        written = self.text(column, required=required)
        value = " ".join(written.replace("₫", "").split())
        if not value:
            return None
        amount = AMOUNT.fullmatch(value)
        if amount is None and re.search(r"\d[.,]\d", value):
            problem = "has a fraction, or a group that is not of three digits; whole numbers are 1890000 or 1.890.000"
            raise ValueError(f"{column}: {written!r} {problem}")
        number = int(re.sub(r"\D", "", amount["whole"])) if amount else -1
        if not 0 <= number <= highest:
            raise ValueError(f"{column}: {written!r} is not a whole number between 0 and {highest}")
        return number

    def score(self, column: str, highest: int) -> float | None:
        """A number between 0 and ``highest``, with a dot or a comma."""
        value = self.text(column).replace(",", ".")
        if not value:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", value, re.ASCII) or float(value) > highest:
            raise ValueError(f"{column}: {self.text(column)!r} is not a number between 0 and {highest}")
        return float(value)

    def items(self, column: str) -> list[str]:
        """Parts between semicolons."""
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def day(self, column: str, today: date) -> date | None:
        """An ISO date, or a relative one such as ``-3d``."""
        value = self.text(column)
        if not value:
            return None
        relative, iso = RELATIVE_DAY.fullmatch(value), ISO_DAY.fullmatch(value)
        try:
            if relative:
                return today + timedelta(days=int(relative[1]))
            if iso:
                return date.fromisoformat(iso[1])
        except (ValueError, OverflowError):
            pass
        raise ValueError(f"{column}: {value!r} is not a date like 2026-12-31 or -3d")

    def code(self, column: str, *, required: bool = False, longest: int = 64) -> str:
        """A code that may be all digits, as long as a spreadsheet has not shortened it."""
        value = self.text(column, required=required, longest=longest)
        if MANGLED.fullmatch(value):
            raise ValueError(f"{column}: {value!r} is a number that a spreadsheet shortened; format the column as text")
        return value

    def stages(self, column: str) -> list[str]:
        """Stage keys."""
        found = self.items(column)
        unknown = [stage for stage in found if stage not in list(JOURNEY_STAGES) and stage != "none"]
        if unknown:
            raise ValueError(f"{column}: {unknown[0]!r} is not a stage")
        return found
