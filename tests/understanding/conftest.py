"""The demo shop's shelf, read once, and what somebody may be speaking of."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.shelf import Shelf


@pytest.fixture(scope="session")
def shelf(sqlite_files: Any) -> Shelf:
    """Everything that the demo shop sells."""
    found: Shelf = sqlite_files.caches["shelf"]
    return found
