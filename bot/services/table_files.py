"""Rows of text from the files that spreadsheet programs write: CSV in any of their spellings, and workbooks.

Excel in Viet Nam writes semicolons where the comma parts decimals, UTF-16 as "Unicode text", and Windows-1258, in which
the tone is a letter of its own; all of them give the same rows here.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MAX_BYTES = 200_000_000
MAX_UNPACKED = 1_000_000_000
"""Bytes of a workbook once unpacked: a small file may swell without end."""
MAX_ROWS = 100_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a workbook of today and one of before 2007 begin."""
DELIMITERS = ",;\t"
OLD_VIETNAMESE = "cp1258"


class UnreadableTable(Exception):
    """The file is no table; ``problems`` say why, one a line."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems[:20]))
        self.problems = list(problems)


@dataclass(frozen=True)
class Table:
    """What a file holds: the names of its columns, and its lines with their numbers as a spreadsheet counts them."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    header_line: int = 1
    warnings: list[str] = field(default_factory=list)
    """What was guessed when it was read."""


def read_table(data: bytes) -> Table:
    """The table of a file. Raises ``UnreadableTable``."""
    if len(data) > MAX_BYTES:
        raise UnreadableTable(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    if data.startswith((ZIP, OLE)):
        lines, warnings = _lines_of_workbook(data)
    else:
        text, warnings = _decoded(data)
        lines = _lines_of_text(text)
    numbered = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    header_line, header = next(numbered, (0, []))
    if not header:
        raise UnreadableTable("the file holds no lines")
    header = [name.strip().casefold() for name in header]
    rows: list[tuple[int, list[str]]] = []
    for row in numbered:
        if len(rows) == MAX_ROWS:
            raise UnreadableTable(f"the file has more than {MAX_ROWS:,} lines".replace(",", " "))
        rows.append(row)
    if problems := [*_faults_of_header(header, header_line), *_faults_of_width(header, rows)]:
        raise UnreadableTable(*problems)
    return Table(header, rows, header_line, warnings)


def _faults_of_header(header: Sequence[str], line: int) -> Iterator[str]:
    for name in dict.fromkeys(header):
        if name and header.count(name) > 1:
            yield f"line {line}: the column {name!r} occurs twice"


def _faults_of_width(header: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> Iterator[str]:
    """A cell beside the columns has slipped: a price written 1,890,000 without quotes fills three cells."""
    for number, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            yield (
                f"line {number}: has {len(cells)} cells for {len(header)} columns; "
                "a text with the separator in it must stand in quotes"
            )


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, with what was guessed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif half := _without_mark(data):
        encodings = [half]
    else:
        encodings = ["utf-8-sig", OLD_VIETNAMESE]
    place = 0
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            place = place or error.start
            continue
        if encoding == OLD_VIETNAMESE and "\0" in text:
            break
        guessed = [f"read as Windows-1258, because it is not UTF-8 (byte {place}): look at the names"]
        return unicodedata.normalize("NFC", text), guessed if encoding == OLD_VIETNAMESE else []
    raise UnreadableTable(f"the file is neither UTF-8 nor UTF-16 nor Windows-1258 (byte {place})")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that lost its mark: of a header nearly every other byte is nought, and never the one between."""
    start = data[:64]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        noughts, others = start[first::2], start[1 - first :: 2]
        if len(start) >= 8 and all(others) and noughts.count(0) > 0.6 * len(noughts):
            return encoding
    return None


def _lines_of_text(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with their numbers; a cell in quotes may hold line ends, and counts from where it began."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    delimiter = max(DELIMITERS, key=bare.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    began = 1
    try:
        for cells in reader:
            yield began, cells
            began = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableTable(f"line {reader.line_num}: {error}") from None


def _lines_of_workbook(data: bytes) -> tuple[Iterator[tuple[int, list[str]]], list[str]]:
    """Lines of the first sheet that holds anything."""
    if data.startswith(ZIP):
        _refuse_swelling(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height:
                # As long as the sheet, not as its rows are counted: an empty first row is a line as well.
                rows = sheet.to_python(skip_empty_area=False)
                others = [other for other in workbook.sheet_names if other != name]
                warnings = [f"only the sheet {name!r} is read, not {', '.join(map(repr, others))}"] if others else []
                return ((n, [_written(cell) for cell in row]) for n, row in enumerate(rows, 1)), warnings
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableTable(f"the workbook cannot be read: {error}") from None
    raise UnreadableTable("the file holds no lines")


def _refuse_swelling(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise UnreadableTable("the file is a broken workbook") from None
    if unpacked > MAX_UNPACKED:
        raise UnreadableTable(f"the workbook unpacks to more than {MAX_UNPACKED // 1_000_000} MB")


def _written(value: Any) -> str:
    """A cell as its owner would write it in a CSV file."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value)
