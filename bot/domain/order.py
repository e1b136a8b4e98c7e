"""Order: what was bought and where it is; told only to who shows it is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

STEPS = ("pending", "confirmed", "packing", "shipping", "delivered")


@dataclass(eq=False)
class Order:
    """One order. Money in whole đồng; ``phone`` in the form 0912345678."""

    code: str
    phone: str
    name: str
    status: str
    placed_on: date
    items: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    shipping_fee: int = 0
    email: str | None = None
    payment_method: str = ""
    address: str = ""
    carrier: str = ""
    tracking_code: str = ""
    expected_on: date | None = None
    delivered_on: date | None = None
    note: str = ""

    def is_late(self, today: date) -> bool:
        """Whether it should have arrived by now."""
        return self.status in STEPS[:-1] and self.expected_on is not None and self.expected_on < today

    def belongs_to(self, phone: str) -> bool:
        """Whether ``phone`` (0912345678) is the order's."""
        return self.phone == phone
