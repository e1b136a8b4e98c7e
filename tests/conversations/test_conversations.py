"""Every scenario in the folders beside this file, played against the running house with the trained model."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from scenario import SENTENCES, House, Play

HERE = Path(__file__).parent
FOLDERS = ("happy_path", "corrections", "digressions", "cancellations")
SCENARIOS = sorted(path for folder in FOLDERS for path in (HERE / folder).glob("*.yml"))


def steps_of(path: Path) -> list[dict]:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.rasa
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_conversation_goes_as_written(house: House, path: Path):
    Play(house, sender=path.stem).run(steps_of(path))


def test_there_are_scenarios_of_every_kind():
    assert len(SCENARIOS) >= 30
    assert {path.parent.name for path in SCENARIOS} == set(FOLDERS)


def test_every_scenario_checks_every_answer():
    for path in SCENARIOS:
        unchecked = None
        for step in steps_of(path):
            ((name, _),) = step.items()
            assert hasattr(Play, f"step_{name}"), f"{path.name}: there is no step {name}"
            if name in ("visitor", "press"):
                assert unchecked is None, f"{path.name}: nothing looks at the answer to {unchecked!r}"
                unchecked = step
            elif name != "later":
                unchecked = None
        assert unchecked is None, f"{path.name}: nothing looks at the last answer"


def test_a_scenario_that_expects_the_wrong_thing_fails(house: House):
    with pytest.raises(AssertionError, match=r"step 2 .*nobody said that"):
        Play(house, sender="expects-the-wrong-thing").run([{"visitor": "chào shop"}, {"bot": "say_order_pause"}])


def test_words_are_there_to_compare_with():
    assert {"say_offer_person", "utter_greet"} <= set(SENTENCES)
