"""Small sums that several cases need."""

from __future__ import annotations

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: int) -> float | None:
    """Of seconds, in milliseconds, the nearest rank; None without values."""
    if not values:
        return None
    rank = max(1, math.ceil(share / 100 * len(values)))
    return sorted(values)[rank - 1] * 1000
