"""An owner's table as things: every line that is wrong is named, and then none is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from bot.services.cells import Row
from bot.services.table_files import Table, UnreadableTable, read_table

CLOSE = 0.75
"""How alike a slip and what was meant are: "prise" and "price" 0.8, "note" and "name" 0.5."""

T = TypeVar("T")


class ImportProblem(Exception):
    """The file cannot be imported; ``problems`` has one line for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems[:20]))
        self.problems = problems


@dataclass(frozen=True)
class Columns:
    """The columns that a kind of file has."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.required or name in self.optional

    def faults(self, table: Table) -> Iterator[str]:
        """Columns that are misspelt, or missing: their cells would be lost without a word."""
        here = f"line {table.header_line}: the column"
        slips = {name: self.meant_by(name, table.header) for name in self.unknown(table)}
        yield from (f"{here} {name!r} is unknown; is it {meant!r}?" for name, meant in slips.items() if meant)
        missing = [name for name in self.required if name not in table.header and name not in slips.values()]
        yield from (f"{here} {name!r} is missing" for name in missing)

    def unknown(self, table: Table) -> list[str]:
        """Columns of the file that say nothing here; the owner's own, or slips."""
        return [name for name in table.header if name and name not in self]

    def meant_by(self, name: str, header: Sequence[str]) -> str | None:
        """The column that is not there and that a name is a slip of."""
        absent = [one for one in (*self.required, *self.optional) if one not in header]
        return next(iter(get_close_matches(name, absent, 1, CLOSE)), None)


def rows_of(table: Table) -> Iterator[tuple[int, Row]]:
    """The lines with their numbers, by column."""
    for number, cells in table.rows:
        yield number, Row(dict(zip(table.header, cells)))


def read_sheet(data: bytes, columns: Columns) -> Table:
    """The table of a file whose columns are right. Raises ``ImportProblem``."""
    try:
        table = read_table(data)
    except UnreadableTable as unreadable:
        raise ImportProblem(unreadable.problems) from None
    if problems := list(columns.faults(table)):
        raise ImportProblem(problems)
    return table


def read_things(data: bytes, columns: Columns, read: Callable[[Row], T], key: Callable[[T], str]) -> list[T]:
    """What the lines of a file stand for, each key once. Raises ``ImportProblem``."""
    found: dict[str, tuple[int, T]] = {}
    problems = []
    for number, row in rows_of(read_sheet(data, columns)):
        try:
            thing = read(row)
            if key(thing) in found:
                raise ValueError(f"{key(thing)!r} occurs twice, first in line {found[key(thing)][0]}")
            found[key(thing)] = number, thing
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    if problems:
        raise ImportProblem(problems)
    if not found:
        raise ImportProblem(["the file holds no lines"])
    return [thing for _, thing in found.values()]
