"""How well messages are understood that nobody trained on: ``tests/nlu/held_out.tsv``.

Kept are messages for which a second reader, who saw neither label nor neighbours, named the same stage. The bars stand
a little below what was measured; the figures themselves are in docs/decisions/0018.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from styles import STYLES

from bot.commands.reading import reader, shaped
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("BOT_TEST_MODEL_DIR", ROOT / "var" / "models"))
FILE = ROOT / "tests" / "nlu" / "held_out.tsv"
REFUSED = ("nlu_fallback", "out_of_scope")

STAGE_MACRO_F1 = 0.87
INTENT_ACCURACY = 0.78
CALIBRATION_ERROR = 0.05
OUT_OF_SCOPE_CAUGHT = 0.75
IN_SCOPE_REFUSED = 0.05
STYLE_POINTS = 0.06

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.skipif(
        not (ROOT / ".venv-rasa" / "bin" / "python").exists(), reason="Rasa's environment is missing: run `make setup`"
    ),
]


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def with_marks(text: str) -> bool:
    return sum("\u1ea0" <= char <= "\u1ef9" for char in text) >= 2


@pytest.fixture(scope="module")
def styled() -> dict[str, list[dict[str, str]]]:
    """The same 250 messages with full diacritics, typed in every style."""
    dice = random.Random(20)
    chosen = dice.sample([row for row in rows() if with_marks(row["text"])], 250)
    retyped = {name: [{**row, "text": style(row["text"], dice)} for row in chosen] for name, style in STYLES.items()}
    return {"full diacritics": chosen, **retyped}


@pytest.fixture(scope="module")
def read(
    styled: dict[str, list[dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What is read in a third of the held-out messages, all out-of-scope ones, and the retyped ones."""
    settings = load_settings(model_dir=MODELS, var_dir=tmp_path_factory.mktemp("var"))
    texts = {row["text"] for row in [*sample(), *(row for group in styled.values() for row in group)]}
    with reader(settings) as nlu:
        return {text: shaped(text, nlu.read(text)) for text in texts}


def third() -> list[dict[str, str]]:
    return [row for row in rows() if hashlib.blake2b(row["text"].encode(), digest_size=1).digest()[0] % 3 == 0]


def sample() -> list[dict[str, str]]:
    chosen = third()
    return chosen + [row for row in rows() if row["intent"] == "out_of_scope" and row not in chosen]


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    true, found, hits = (
        Counter(a for a, _ in pairs),
        Counter(b for _, b in pairs),
        Counter(a for a, b in pairs if a == b),
    )
    return sum(2 * hits[stage] / (true[stage] + found[stage]) for stage in true) / len(true)


def test_held_out_messages_are_not_in_the_training_data():
    def key(text: str) -> str:
        return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())

    trained = {
        key(line.strip().removeprefix("- "))
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("    - ")
    }
    assert [row["text"] for row in rows() if key(row["text"]) in trained and key(row["text"])] == []


def test_stage_and_intent_are_read(read: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]):
    f1 = macro_f1([(row["stage"], read[row["text"]]["stage"]) for row in third()])
    inside = [row for row in third() if row["intent"] != "out_of_scope"]
    accuracy = sum(read[row["text"]]["intent"] == row["intent"] for row in inside) / len(inside)
    with capsys.disabled():
        print(f"\nheld-out: stage macro-F1 {f1:.3f}, intent {accuracy:.3f} of {len(inside)} messages")
    assert f1 >= STAGE_MACRO_F1
    assert accuracy >= INTENT_ACCURACY


def test_confidence_means_what_it_says(read: dict[str, dict[str, Any]]):
    answers = [(read[row["text"]]["stage_confidence"], read[row["text"]]["stage"] == row["stage"]) for row in third()]
    gap = 0.0
    for number in range(15):
        inside = [(c, right) for c, right in answers if number / 15 < c <= (number + 1) / 15]
        gap += abs(sum(c for c, _ in inside) - sum(right for _, right in inside)) / len(answers)
    assert gap <= CALIBRATION_ERROR


def test_what_is_out_of_scope_is_asked_back_and_little_else(read: dict[str, dict[str, Any]]):
    refused = {True: [0, 0], False: [0, 0]}
    for row in sample():
        count = refused[row["intent"] == "out_of_scope"]
        count[0] += read[row["text"]]["intent"] in REFUSED
        count[1] += 1
    assert refused[True][0] >= OUT_OF_SCOPE_CAUGHT * refused[True][1]
    assert refused[False][0] <= IN_SCOPE_REFUSED * refused[False][1]


@pytest.mark.parametrize("style", STYLES)
def test_no_way_of_typing_is_read_much_worse(
    style: str, styled: dict[str, list[dict[str, str]]], read: dict[str, dict[str, Any]]
):
    def right(name: str) -> float:
        return sum(read[row["text"]]["stage"] == row["stage"] for row in styled[name]) / len(styled[name])

    assert right(style) >= right("full diacritics") - STYLE_POINTS
