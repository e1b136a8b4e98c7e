"""Addresses, the names beside them, and the times at which people want to be called."""

import unicodedata
from pathlib import Path

import pytest

from bot.language import AddressPart, find_address, find_recipient, parse_call_time

TABLES = Path(__file__).parent / "tables"


def _rows(name):
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.partition("\t")[::2]) for line in lines[1:]]


@pytest.mark.parametrize(("text", "address"), _rows("addresses"))
def test_the_address_is_cut_out_of_the_message(text, address):
    found = find_address(text)
    assert (found.text if found else "") == address


@pytest.mark.parametrize(("text", "name"), _rows("recipients"))
def test_the_name_beside_a_number_is_the_recipients(text, name):
    assert (find_recipient(text) or "") == name


@pytest.mark.parametrize(("text", "time"), _rows("call_times"))
def test_the_time_to_call_is_read_in_hours_and_minutes(text, time):
    assert str(parse_call_time(text) or "") == time


@pytest.mark.parametrize("name", ["addresses", "recipients", "call_times"])
def test_no_table_says_the_same_thing_twice(name):
    texts = [text for text, _ in _rows(name)]
    assert len(texts) == len(set(texts))


def test_addresses_and_times_are_pieces_of_the_message_as_typed():
    for text, found in _rows("addresses") + _rows("call_times"):
        for form in (text, unicodedata.normalize("NFD", text), f"  {text}\u200b "):
            for one in (find_address(form), parse_call_time(form)):
                assert one is None or form[one.start : one.end] == one.text, (text, found)


def test_an_address_tells_its_parts():
    found = find_address("Quân 0905123888, 45 Lê Lợi p. Bến Thành, Q1, ck nha")
    assert found.parts == (
        AddressPart("house", "45"),
        AddressPart("street", "Lê Lợi"),
        AddressPart("ward", "p. Bến Thành"),
        AddressPart("district", "Q1"),
    )


def test_a_flat_a_lane_and_a_hamlet_are_parts_as_well():
    assert [part.kind for part in find_address("căn 905 toà S1, ngõ 12 đường Láng, Hà Nội").parts] == [
        "building", "building", "lane", "street", "area",
    ]  # fmt: skip
    assert [part.kind for part in find_address("ấp 5 xã Hiệp Phước huyện Nhà Bè").parts] == [
        "hamlet", "ward", "district",
    ]  # fmt: skip


def test_a_time_to_call_keeps_the_words_of_the_visitor():
    found = parse_call_time("chốt giúp mình, gọi lại sau 7h tối mai nha")
    assert (found.text, found.earliest, found.latest) == ("sau 7h tối mai", "19:00", None)


def test_any_time_has_no_ends():
    found = parse_call_time("lúc nào cũng được ạ")
    assert (found.text, found.earliest, found.latest) == ("lúc nào cũng được", None, None)
