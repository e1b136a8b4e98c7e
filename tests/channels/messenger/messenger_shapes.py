"""Shapes that several tests use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parent / "payloads"
PAGE, APP, PSID = "100000000000001", "300000000000001", "2000000000000001"

QUIET = 0.4
"""Seconds in which workers, swept as often as in these tests, would have done what they must not do."""


def payloads() -> list[dict[str, Any]]:
    """Every captured webhook: ``id``, ``to_dialogue``, ``window``, ``repeat``, ``body``."""
    return [json.loads(line) for line in (PAYLOADS / "webhooks.jsonl").read_text(encoding="utf-8").splitlines()]


def payload(name: str) -> dict[str, Any]:
    """One of them."""
    return next(captured for captured in payloads() if captured["id"] == name)


def message(mid: str, text: str, *, person: str = PSID, at: int = 1767225600000, **more: Any) -> dict[str, Any]:
    """One event of the kind ``message``."""
    inner = {"mid": mid, "text": text, **more}
    return {"sender": {"id": person}, "recipient": {"id": PAGE}, "timestamp": at, "message": inner}


def webhook(*events: dict[str, Any], standby: bool = False) -> dict[str, Any]:
    """A body with one entry."""
    return {
        "object": "page",
        "entry": [{"id": PAGE, "time": 1767225601000, "standby" if standby else "messaging": list(events)}],
    }
