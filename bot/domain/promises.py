"""What only a shop can promise: how soon it calls, answers, quotes, and why its prices stand. Part of its profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

PROMISES = ("answer", "call_back", "quote", "cancel_order", "change_order", "data_request", "price", "price_elsewhere")


def promise_of(shop: Mapping[str, Any], name: str, language: str) -> str:
    """What the shop promises in ``language``; empty where it promises nothing of that."""
    promises = shop.get("promises")
    texts = promises.get(name) if isinstance(promises, Mapping) else None
    text = texts.get(language) if isinstance(texts, Mapping) else None
    return text.strip() if isinstance(text, str) else ""


def check_promises(value: object) -> Iterator[str]:
    """One line for each fault of the profile's ``promises``."""
    if not isinstance(value, Mapping):
        yield 'promises: an object such as {"call_back": {"vi": "trong vòng 30 phút"}} is expected'
        return
    for name, texts in value.items():
        if name not in PROMISES:
            yield f"promises, {name}: not one of {', '.join(PROMISES)}"
        elif not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
            yield f'promises, {name}: texts such as {{"vi": "…", "en": "…"}} are expected'
