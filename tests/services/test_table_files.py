"""Files as spreadsheet programs write them give the same rows, whatever their spelling."""

import io
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from bot.services import table_files
from bot.services.table_files import UnreadableTable, read_table

ROWS = [["sku", "name", "price"], ["A-1", "Đồng hồ treo tường", "1.890.000"], ["A-2", "Áo khoác, dày", "89000"]]


def csv_text(rows, delimiter):
    return "".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + "\r\n" for row in rows)


def in_old_vietnamese(text):
    """As Windows wrote it before Unicode: the tone after its letter."""
    letters = []
    for letter in text:
        base, *tones = unicodedata.normalize("NFD", letter)
        # The circumflex, the breve and the horn are of the letter, the tone stands by itself.
        shape = unicodedata.normalize("NFC", base + "".join(t for t in tones if t in "\u0302\u0306\u031b"))
        letters += [shape, *(t for t in tones if t not in "\u0302\u0306\u031b")]
    return "".join(letters).encode("cp1258")


def workbook_of(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_spelling_gives_the_same_rows(delimiter, encoding):
    table = read_table(csv_text(ROWS, delimiter).encode(encoding))
    assert [table.header, *(cells for _, cells in table.rows)] == ROWS
    assert [number for number, _ in table.rows] == [2, 3]
    assert not table.warnings


def test_windows_1258_is_read_and_said_to_be_a_guess():
    table = read_table(in_old_vietnamese(csv_text(ROWS, ";")))
    assert [table.header, *(cells for _, cells in table.rows)] == ROWS
    [warning] = table.warnings
    assert "Windows-1258" in warning


def test_workbook_gives_what_its_owner_sees():
    data = workbook_of(
        ["SKU", "Name", "price", "stock", "starts_on", "at"],
        ["A-1", "Đồng hồ", 89000.0, 12, date(2026, 12, 31), datetime(2026, 12, 31, 8, 30)],
        [],
        [123, "Áo", 12.5, None, "-3d", True],
    )
    table = read_table(data)
    assert table.header == ["sku", "name", "price", "stock", "starts_on", "at"]
    assert table.rows == [
        (2, ["A-1", "Đồng hồ", "89000", "12", "2026-12-31", "2026-12-31T08:30:00"]),
        (4, ["123", "Áo", "12.5", "", "-3d", "true"]),
    ]


def test_other_sheets_of_a_workbook_are_said_to_be_unread():
    book = Workbook()
    book.active.title = "Ghi chú"
    book.create_sheet("Hàng").append(["sku"])
    book["Hàng"].append(["A-1"])
    file = io.BytesIO()
    book.save(file)
    table = read_table(file.getvalue())
    assert table.rows == [(2, ["A-1"])]
    assert table.warnings == ["only the sheet 'Hàng' is read, not 'Ghi chú'"]


def test_line_within_a_cell_counts_as_the_spreadsheet_shows_it_and_empty_lines_are_none():
    table = read_table(b'\n\nsku,name\n"A","x\ny"\n,\nB,z\n')
    assert table.header_line == 3
    assert table.rows == [(4, ["A", "x\ny"]), (7, ["B", "z"])]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no lines"),
        (b"\n\n", "no lines"),
        (b"\xff\xfe", "no lines"),
        (b"PK\x03\x04 and nothing", "broken workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cannot be read"),
        (b"a\0b,\xff\n", "neither UTF-8"),
        (b"sku,name,sku\nA,b,c\n", "'sku' occurs twice"),
        (b'sku\n"' + b"x" * 200_000 + b'"\n', "line"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, reason):
    with pytest.raises(UnreadableTable, match=reason):
        read_table(data)


def test_workbook_of_nothing_but_an_empty_sheet_is_refused():
    with pytest.raises(UnreadableTable, match="no lines"):
        read_table(workbook_of())


def test_workbook_without_its_parts_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("readme.txt", "no workbook")
    with pytest.raises(UnreadableTable, match="cannot be read"):
        read_table(file.getvalue())


def test_what_is_too_large_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(table_files, "MAX_UNPACKED", 1000)
    with pytest.raises(UnreadableTable, match="unpacks to more"):
        read_table(workbook_of(["sku"], ["A" * 100]))
    monkeypatch.setattr(table_files, "MAX_BYTES", 10)
    with pytest.raises(UnreadableTable, match="larger than"):
        read_table(b"sku,name\nA,b\n")
    monkeypatch.undo()
    monkeypatch.setattr(table_files, "MAX_ROWS", 2)
    with pytest.raises(UnreadableTable, match="more than 2 lines"):
        read_table(b"sku\nA\nB\nC\n")
