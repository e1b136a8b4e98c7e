"""Tables of messages as shoppers type them, and what has to be understood in each."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from bot.language import detect_language, find_entities, normalise

SATURDAY = date(2025, 11, 22)
TABLES = Path(__file__).parent / "tables"
OF_ENTITIES = (
    "money",
    "contacts_and_codes",
    "goods",
    "places",
    "days",
    "sentences",
    "more_messages",
    "little_or_nothing",
)


def _rows(name):
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.partition("\t")[::2]) for line in lines[1:]]


def _found(text):
    return " | ".join(f"{entity.kind}:{entity.value}" for entity in find_entities(text, SATURDAY))


@pytest.mark.parametrize(("text", "found"), [row for name in OF_ENTITIES for row in _rows(name)])
def test_each_message_names_exactly_this(text, found):
    assert _found(text) == found


@pytest.mark.parametrize("name", OF_ENTITIES)
def test_decomposed_letters_change_nothing(name):
    for text, found in _rows(name):
        assert _found(unicodedata.normalize("NFD", text)) == found, text


@pytest.mark.parametrize("name", OF_ENTITIES)
def test_entities_are_pieces_of_the_message_as_typed(name):
    for text, _ in _rows(name):
        for form in (text, unicodedata.normalize("NFD", text), f"  {text}\u200b "):
            for entity in find_entities(form, SATURDAY):
                assert form[entity.start : entity.end] == entity.text
                assert entity.text == entity.text.strip()


@pytest.mark.parametrize("said", ["shop ơi {}", "{} nha", "dạ {} ạ", "alo, {}, cảm ơn shop", "{}.", "{} shop ơi"])
def test_politeness_around_a_message_changes_nothing(said):
    apology = ("XL",)  # "XL shop ơi" is xin lỗi
    for text, found in (row for name in OF_ENTITIES for row in _rows(name) if row[0] not in apology):
        assert _found(said.format(text)) == found, said.format(text)


def test_shouting_changes_nothing():
    for text, found in (row for name in OF_ENTITIES for row in _rows(name)):
        if not re.search(r"\dl", text):  # a capital L is no 1
            assert _found(text.upper()) == found, text.upper()


@pytest.mark.parametrize(("text", "clean"), _rows("cleaned"))
def test_a_message_is_cleaned_to_this(text, clean):
    assert normalise(text).clean == clean


@pytest.mark.parametrize(("text", "expanded"), _rows("written_out"))
def test_abbreviations_mean_what_their_neighbours_say(text, expanded):
    assert normalise(text).expanded == expanded


@pytest.mark.parametrize(("text", "language"), _rows("languages"))
def test_a_short_message_is_in_its_language(text, language):
    assert detect_language(text).language == language


@pytest.mark.parametrize("name", [*OF_ENTITIES, "cleaned", "written_out", "languages"])
def test_no_table_says_the_same_thing_twice(name):
    texts = [text for text, _ in _rows(name)]
    assert len(texts) == len(set(texts))
