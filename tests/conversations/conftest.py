"""The house that conversations are played against."""

from __future__ import annotations

import pytest
from houses import demo_house
from scenario import House
from talks import house as running

__all__ = ["demo_house"]


@pytest.fixture(scope="session")
def house(demo_house: running.House) -> House:
    """The running house as its REST channel and its store show it."""
    return House(demo_house.url, demo_house.token, demo_house.database)
