"""A part of the talks, played against running houses; ``python -m bench --only talks`` plays all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from houses import needs_rasa

from .__main__ import transcript
from .figures import Played, closing_line, turns_right
from .house import House, NoHouse, running_house
from .judge import DEMO, SHOPS, load_talks
from .play import play_all

FLOOR_OF_DEMO = 0.6
FLOOR_OF_OTHERS = 0.5
"""Share of the checked turns below which the assistant has got worse. They are no goals: a shop should expect 0.85 of
its talks, and what is missing is told by ``python -m tests.talks``."""

EVERY = 5


def assert_no_worse(played: Sequence[Played], floor: float) -> None:
    """The failing turns are printed, and pytest shows them below the floor."""
    for one in played:
        print(*transcript(one, whole=False), sep="\n")
    told = closing_line(played)
    print(f"\n{told}")
    assert (turns_right(played).share or 0) >= floor, told


@pytest.mark.rasa
async def test_talks_of_the_demo_shop_get_no_worse(demo_house: House):
    talks = load_talks([DEMO])[::EVERY]
    assert_no_worse(await play_all(talks, demo_house.url, demo_house.token), FLOOR_OF_DEMO)


@pytest.mark.rasa
async def test_talks_of_shops_that_the_model_never_saw_get_no_worse(tmp_path: Path):
    needs_rasa()
    others = load_talks([shop for shop in SHOPS if shop != DEMO])[::EVERY]
    played = []
    for shop in dict.fromkeys(talk.shop for talk in others):
        try:
            with running_house(tmp_path / shop, shop) as house:
                played += await play_all([talk for talk in others if talk.shop == shop], house.url, house.token)
        except NoHouse as error:
            pytest.fail(str(error))
    assert_no_worse(played, FLOOR_OF_OTHERS)
