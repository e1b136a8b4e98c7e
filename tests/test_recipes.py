"""The recipes of docs/make-it-yours.md, followed word by word in a copy of the project: an intent, a cue, an action."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

import pytest

from bot.settings import ROOT

FORTY = "not has_examples and not utterances_vary"
"""The three examples of the recipe are a beginning, as it says; these tests of the house ask for forty."""

TRIED = """
async def test_gift_cards_are_explained(said):
    reply = await said("do you sell gift cards")
    assert reply.wishes == ["ask_gift_card"]
    assert "has gift cards; one bought today is valid until 21/11/2027" in reply.text
    reply = await said("shop ơi có thẻ quà tặng ko, ship về huế bao nhiêu")
    assert reply.wishes == ["ask_gift_card", "ask_shipping_fee"]
    assert "có thẻ quà tặng, mua hôm nay dùng được tới 21/11/2027" in reply.text
"""


def blocks(recipe: str) -> list[str]:
    """The pieces of code under one heading of the document, in order."""
    text = (ROOT / "docs" / "make-it-yours.md").read_text(encoding="utf-8")
    section = text.split(f"\n### {recipe}\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]
    fences = re.finditer(r"^( *)```\w+\n(.*?)^\1```$", section, re.MULTILINE | re.DOTALL)
    return [dedent(fence[2]) for fence in fences]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, without what is made by running it."""
    made = shutil.ignore_patterns(".git", ".venv*", "var", "node_modules", "__pycache__", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("recipes") / "project", ignore=made))


def insert(path: Path, before: str, text: str) -> None:
    """Put ``text`` before the first ``before``, which has to be there."""
    whole = path.read_text(encoding="utf-8")
    assert before in whole, f"{path.name} has no {before!r}"
    path.write_text(whole.replace(before, text + before, 1), encoding="utf-8")


def append(path: Path, text: str) -> None:
    """Add ``text`` as the last entry of a list of the file."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def add_the_intent(copy: Path) -> None:
    """Steps 1 to 5, but for the FAQ line: the action answers instead."""
    examples, rule = blocks("An intent")[:2]
    insert(copy / "domain.yml", "- ask_brands\n", "- ask_gift_card\n")
    append(copy / "data" / "nlu" / "store.yml", examples)
    append(copy / "data" / "rules" / "store.yml", rule.replace("action_answer_faq", "action_tell_gift_cards"))
    meaning = 'say_meaning_ask_gift_card:\n  vi:\n  - text: "Hỏi thẻ quà tặng"\n  en:\n  - text: "Gift cards"\n'
    append(copy / "data" / "words" / "meanings.yml", indent(meaning, "  "))
    insert(
        copy / "bot/web/console/meanings.js", "  ask_brands:", "  ask_gift_card: ['Hỏi thẻ quà tặng', 'Gift cards'],\n"
    )
    insert(copy / "bot/journey/homes.py", "ask_brands ", "ask_gift_card ")


def add_the_cue(copy: Path) -> None:
    """A special cue stands before general ones."""
    insert(copy / "bot/understanding/cues/shop.py", '    cue("asks to have data deleted"', blocks("A cue")[0])


def add_the_action(copy: Path) -> None:
    """An answer, its door, its sentence, and the line that makes the door known."""
    answer, door, sentence = blocks("An action")[:3]
    (copy / "bot/services/answers/gift_cards.py").write_text(answer, encoding="utf-8")
    (copy / "actions/gifts.py").write_text(door, encoding="utf-8")
    append(copy / "data/words/store.yml", indent(sentence, "  "))
    insert(copy / "domain.yml", "- action_answer_faq\n", "- action_tell_gift_cards\n")
    insert(copy / "bot/action_server.py", "import actions.orders\n", "import actions.gifts\n")


def test_intent_cue_and_action_are_added_as_it_is_written(copy: Path):
    add_the_intent(copy)
    add_the_cue(copy)
    add_the_action(copy)
    (copy / "tests/services/test_gift_cards.py").write_text(TRIED, encoding="utf-8")
    tried = ["tests/services/test_gift_cards.py", "tests/test_house.py", "-k", f"not postgresql and {FORTY}"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tried],
        check=False,
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
