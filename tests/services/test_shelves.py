"""A shelf that is read while people talk: nobody waits for a large one, and no import is lost."""

import asyncio
import csv
import io

import pytest

from bot.domain.catalogue import Product
from bot.services import imports, shelves
from bot.services.imports import import_catalogue
from bot.services.names import write_names
from bot.services.shelves import SMALL, load_shelf
from bot.services.shop import forget_old_caches
from bot.understanding import entries
from bot.understanding.shelf import make_shelf


def catalogue(count, price):
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["sku", "name", "category", "kind", "price", "stock"])
    table.writerows([f"N-{n:04}", f"Nến thơm số {n}", "nha-cua", "nến thơm", price, 5] for n in range(count))
    return file.getvalue().encode()


def price_of(shelf):
    return shelf.products["N-0000"].price


async def test_change_of_a_small_shelf_is_there_for_the_next_message(house):
    await import_catalogue(house.services, catalogue(20, 50_000))
    assert price_of(await load_shelf(house.services)) == 50_000
    await import_catalogue(house.services, catalogue(20, 60_000))
    assert price_of(await load_shelf(house.services)) == 60_000


async def test_former_shelf_serves_until_a_large_one_is_read(house):
    await import_catalogue(house.services, catalogue(SMALL + 100, 50_000))
    assert price_of(await load_shelf(house.services)) == 50_000
    await import_catalogue(house.services, catalogue(SMALL + 100, 60_000))
    assert price_of(await load_shelf(house.services)) == 50_000
    await house.services.shelf_loading
    assert price_of(await load_shelf(house.services)) == 60_000


async def test_everybody_who_asks_first_waits_for_one_reading(house, monkeypatch):
    await import_catalogue(house.services, catalogue(40, 50_000))
    read = []
    made_of = shelves._read_once
    monkeypatch.setattr(shelves, "_read_once", lambda *given: read.append(1) or made_of(*given))
    found = await asyncio.gather(*(load_shelf(house.services) for _ in range(8)))
    assert len({id(shelf) for shelf in found}) == 1
    assert len(read) == 1


async def test_import_while_the_shelf_is_read_is_not_lost(house, monkeypatch):
    await import_catalogue(house.services, catalogue(40, 50_000))
    loop, made_of, imported = asyncio.get_running_loop(), shelves._read_once, []

    def import_meanwhile(products, former):
        if not imported:
            imported.append(True)
            work = import_catalogue(house.services, catalogue(40, 70_000))
            asyncio.run_coroutine_threadsafe(work, loop).result(timeout=30)
        return made_of(products, former)

    monkeypatch.setattr(shelves, "_read_once", import_meanwhile)
    assert price_of(await load_shelf(house.services)) == 70_000


async def test_reading_that_failed_is_tried_again(house, monkeypatch):
    await import_catalogue(house.services, catalogue(40, 50_000))
    made_of = shelves._read_once

    def fail(*_given):
        raise RuntimeError("no memory")

    monkeypatch.setattr(shelves, "_read_once", fail)
    with pytest.raises(RuntimeError):
        await load_shelf(house.services)
    monkeypatch.setattr(shelves, "_read_once", made_of)
    assert price_of(await load_shelf(house.services)) == 50_000


async def test_talk_reads_nothing_of_a_shelf_that_is_read_once_for_all(house, said_in):
    await import_catalogue(house.services, catalogue(SMALL + 100, 50_000))
    shelf = await load_shelf(house.services)
    known = {*vars(shelf)}
    vera = said_in(house)
    for text in ("nến thơm số 7 giá bao nhiêu", "lấy NT-77 với 2 nến thơm", "có nens thơm dưới 100k không", "cái này"):
        await vera(text, intent="find_product")
    assert {*vars(shelf)} - known <= {"_distinctive"}, "a view of the whole shelf that the first visitor waits for"


def test_entries_looked_at_again_are_kept_before_those_looked_at_once(monkeypatch):
    monkeypatch.setattr(entries, "MOST_MADE", 3)
    shelf = make_shelf(Product(f"N-{n}", f"Nến {n}", "", "x", "nến", "", "", 1000, 5, "") for n in range(5))
    first = shelf.entries["N-0"]
    for sku in ("N-1", "N-2", "N-0", "N-3", "N-4"):
        assert shelf.entries[sku].sku == sku
    assert shelf.entries["N-0"] is first


async def test_names_of_a_large_import_are_told_though_the_former_shelf_still_serves(house, tmp_path):
    await import_catalogue(house.services, catalogue(SMALL + 100, 50_000))
    await load_shelf(house.services)
    await import_catalogue(house.services, catalogue(SMALL + 200, 50_000))
    await write_names(house.services, tmp_path / "names.jsonl")
    told = (tmp_path / "names.jsonl").read_text(encoding="utf-8")
    assert f"Nến thơm số {SMALL + 199}" in told


async def test_import_that_came_while_another_compared_is_not_mixed_with_it(house, monkeypatch):
    await import_catalogue(house.services, catalogue(20, 50_000))
    change_to, compared = imports._change_to, []

    async def meanwhile(products, session):
        change = await change_to(products, session)
        compared.append(True)
        if len(compared) == 1:
            await import_catalogue(house.services, catalogue(30, 60_000))
        return change

    monkeypatch.setattr(imports, "_change_to", meanwhile)
    await import_catalogue(house.services, catalogue(10, 50_000))
    shelf = await load_shelf(house.services)
    assert len(shelf.products) == 10
    assert price_of(shelf) == 50_000


async def test_several_who_see_an_import_have_the_shelf_read_once(house, monkeypatch):
    await import_catalogue(house.services, catalogue(40, 50_000))
    read, made_of = [], shelves._read_once
    monkeypatch.setattr(shelves, "_read_once", lambda *given: read.append(1) or made_of(*given))
    seen = asyncio.Event()

    async def after_import(services):
        seen.set()
        await load_shelf(services)

    house.services.after_import = after_import
    first = asyncio.create_task(forget_old_caches(house.services))
    await seen.wait()
    await forget_old_caches(house.services)
    await first
    assert len(read) == 1


async def test_what_failed_after_an_import_is_done_the_next_time(house):
    tried = []

    async def after_import(_services):
        tried.append(True)
        if len(tried) == 1:
            raise OSError("no space")

    await import_catalogue(house.services, catalogue(40, 50_000))
    house.services.after_import = after_import
    with pytest.raises(OSError, match="no space"):
        await forget_old_caches(house.services)
    await forget_old_caches(house.services)
    assert len(tried) == 2
