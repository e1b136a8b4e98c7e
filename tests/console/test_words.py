"""The console's own words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.domain.conversation import Delivery
from bot.domain.handoff import Reason
from bot.settings import ROOT

CONSOLE = ROOT / "bot" / "web" / "console"


def keys(name: str) -> list[str]:
    """The names in one table of words."""
    return re.findall(r"^  (\w+):", (CONSOLE / name).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_sentence_has_both_languages() -> None:
    assert keys("words.vi.js") == keys("words.en.js")
    assert len(set(keys("words.vi.js"))) == len(keys("words.vi.js"))


def test_every_sentence_is_used_and_every_used_one_exists() -> None:
    modules = {path.name: path.read_text(encoding="utf-8") for path in CONSOLE.glob("*.js")}
    text = "".join(text for name, text in modules.items() if name not in ("words.vi.js", "words.en.js"))
    families = tuple(re.findall(r"coded\(\w+(?:\.#\w+)?, '(\w+_)'", text))
    used = set(re.findall(r"'(\w+)'", text)) | set(Delivery)
    unused = [key for key in keys("words.vi.js") if key not in used and not key.startswith((*families, "why_"))]
    assert unused == []
    said = set(re.findall(r"\bsay\('(\w+)'", text))
    assert said - set(keys("words.vi.js")) == set()


def test_every_reason_for_a_handoff_has_words() -> None:
    assert {f"reason_{reason}" for reason in Reason} <= set(keys("words.vi.js"))


def test_every_intent_has_words() -> None:
    path = ROOT / "data" / "words" / "meanings.yml"
    if not path.exists():
        pytest.skip("the words are not there")
    words: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))["words"]
    intents = {name.removeprefix("say_meaning_") for name in words}
    assert set(keys("meanings.js")) == intents


def test_nothing_is_parsed_as_markup() -> None:
    ways = (r"innerHTML", r"outerHTML", r"insertAdjacentHTML", r"document\.write", r"\beval\(", r"DOMParser")
    forbidden = re.compile("|".join(ways))
    for path in CONSOLE.glob("*.js"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path.name
