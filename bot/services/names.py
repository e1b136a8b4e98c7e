"""Tells the language side which names the shop's catalogue has: products with their aliases, brands, categories."""

from __future__ import annotations

import json
import os
from pathlib import Path

from bot.domain.catalogue import names_of
from bot.services.context import Services
from bot.services.products import list_products
from bot.services.shop import load_shop


async def write_names(services: Services, path: Path) -> None:
    """Write the names of the catalogue in the store to ``path``, whole or not at all."""
    goods = [(p.sku, p.brand, [p.name, p.name_en, *p.aliases]) for p in await list_products(services)]
    shop = await load_shop(services)
    lines = [json.dumps(term, ensure_ascii=False) for term in names_of(goods, shop.get("categories", []))]
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_text("\n".join(lines) + "\n", encoding="utf-8")
    unfinished.replace(path)
