"""The shelf in use, and the next one, which is read beside the talks and takes its place when it is whole."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import select

from bot.domain.catalogue import Product
from bot.services.context import Services
from bot.store.tables import products as products_table
from bot.understanding.halves import shelf_words
from bot.understanding.name_numbers import named_numbers
from bot.understanding.name_words import name_pairs
from bot.understanding.naming import hyphened_models
from bot.understanding.own_words import own_words
from bot.understanding.shelf import Shelf, make_shelf
from bot.understanding.slips import by_traces

PAGE = 100
"""So many products are fetched at a time: making objects of them keeps everybody else waiting."""
BREATH = 0.002
"""Seconds between two pages: what others wait for goes first."""
SMALL = 500
"""The change of a shelf of so many things is waited for; of a larger one the former serves meanwhile."""


async def load_shelf(services: Services) -> Shelf:
    """Every product, read once until an import changes them.

    Nobody waits while a large shelf is read again: the one before serves until the new one is whole.
    """
    if "shelf" in services.caches:
        return cast(Shelf, services.caches["shelf"])
    loading = services.shelf_loading
    if loading is None or loading.done():
        loading = services.shelf_loading = asyncio.create_task(_read(services))
    former = cast(Shelf | None, services.former_shelf)
    if former is not None and len(former.products) > SMALL:
        return former
    # Whoever waits may go away; the others still want it.
    return await asyncio.shield(loading)


async def _read(services: Services) -> Shelf:
    async def read() -> Shelf:
        with _without_collector():
            products = await _products(services)
            shelf = await asyncio.to_thread(_read_once, products, cast(Shelf | None, services.former_shelf))
            if len(shelf.products) > SMALL:
                # What was made stays until the next import and needs no collector to go then.
                gc.freeze()
            return shelf

    shelf = await services.read_once("shelf", read)
    services.former_shelf = shelf
    return shelf


async def _products(services: Services) -> list[Product]:
    """The whole catalogue in the order of SKUs, page by page."""
    found: list[Product] = []
    async with services.store.read() as session:
        while True:
            page = select(Product).order_by(products_table.c.sku).limit(PAGE)
            if found:
                page = page.where(products_table.c.sku > found[-1].sku)
            rows = (await session.execute(page)).scalars().all()
            # To let go of all of them at once would take a quarter of a second.
            session.expunge_all()
            found += rows
            if len(rows) < PAGE:
                return found
            await asyncio.sleep(BREATH)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing is collected meanwhile.

    The collector would walk again and again through all that is being made, up to a second each time in which nobody
    else goes on.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read_once(products: list[Product], former: Shelf | None) -> Shelf:
    """The shelf with everything that is read of it once, so that no visitor waits for that."""
    shelf = make_shelf(products, former)
    own_words(shelf)
    name_pairs(shelf)
    named_numbers(shelf)
    shelf_words(shelf)
    by_traces(shelf)
    hyphened_models(shelf)
    _ = (
        shelf.by_kind,
        shelf.by_tag,
        shelf.by_brand,
        shelf.numbers_of_kind,
        shelf.in_order,
        shelf.standing,
        shelf.prices,
        shelf.categories,
        shelf.category_of_kind,
    )
    _ = shelf.narrower
    return shelf
