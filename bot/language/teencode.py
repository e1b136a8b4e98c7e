"""The table of shoppers' abbreviations that mean one thing wherever they stand."""

from __future__ import annotations

from pathlib import Path


def _load() -> dict[str, str]:
    table: dict[str, str] = {}
    path = Path(__file__).parent / "data" / "abbreviations.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            expansion, spellings = line.split("\t")
            table.update(dict.fromkeys(spellings.split(), expansion))
    return table


#: Lower-case spelling → what it means.
TEENCODE: dict[str, str] = _load()
