"""Tells the language side which names the shop's catalogue has: products with their aliases, brands, categories."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import select

from bot.domain.catalogue import names_of
from bot.services.context import Services
from bot.services.shelves import BREATH, PAGE, load_shelf
from bot.services.shop import load_shop
from bot.store.tables import products

Goods: TypeAlias = "list[tuple[str, str, list[str]]]"
"""SKU, brand, and everything that a product is called by name."""


async def write_names(services: Services, path: Path) -> None:
    """Write the names of the catalogue in the store to ``path``, whole or not at all.

    Not those of the shelf in use: after an import a large one is the former for a while.
    """
    await load_shelf(services)
    goods = await _goods(services)
    shop = await load_shop(services)
    await asyncio.to_thread(_write, path, goods, shop.get("categories", []))


async def _goods(services: Services) -> Goods:
    columns = products.c
    named = select(columns.sku, columns.brand, columns.name, columns.name_en, columns.aliases).order_by(columns.sku)
    found: Goods = []
    async with services.store.read() as session:
        rows = await session.stream(named.execution_options(yield_per=PAGE))
        async for page in rows.partitions():
            found += [(sku, brand, [name, name_en, *aliases]) for sku, brand, name, name_en, aliases in page]
            await asyncio.sleep(BREATH)
    return found


def _write(path: Path, goods: Goods, categories: Sequence[Mapping[str, Any]]) -> None:
    lines = [json.dumps(term, ensure_ascii=False) for term in names_of(goods, categories)]
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_text("\n".join(lines) + "\n", encoding="utf-8")
    unfinished.replace(path)
