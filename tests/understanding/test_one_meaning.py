"""A question means the same however it is closed, opened and typed: with a mark, a smiley, "ạ", in capitals."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable

import pytest
from reading import reading_of

from bot.settings import ROOT
from bot.understanding.acts import Give


def questions() -> list[str]:
    """Every question and every other way to ask it of the demo shop's answers, in both languages."""
    with (ROOT / "data" / "shop" / "faq.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [text for row in rows for text in (row["question"], row["question_en"], *row["aliases"].split(";"))]
    return list(dict.fromkeys(text for raw in texts if (text := raw.strip().rstrip("?!.… "))))


WAYS: dict[str, Callable[[str], str]] = {
    "a question mark": lambda text: f"{text}?",
    "three question marks": lambda text: f"{text} ???",
    "dots": lambda text: f"{text}...",
    "exclamation marks": lambda text: f"{text}!!",
    "an emoji": lambda text: f"{text} 😊",
    "an emoji without a space": lambda text: f"{text}🥰",
    "a typed smiley": lambda text: f"{text} :))",
    "politeness": lambda text: f"{text} ạ",
    "politeness in capitals": lambda text: f"{text} Ạ",
    "a plea": lambda text: f"{text} nhé",
    "politeness and a mark": lambda text: f"{text} ạ?",
    "calling the shop": lambda text: f"shop ơi {text}",
    "calling the shop, with a comma": lambda text: f"Shop ơi, {text}",
    "a respectful opening": lambda text: f"Dạ shop ơi {text}",
    "capitals": str.upper,
    "letters and marks apart": lambda text: unicodedata.normalize("NFD", text),
    "much space": lambda text: f"  {text.replace(' ', '  ')} ",
}


def wishes(text: str) -> list[tuple[str, str, str]]:
    """What a message asks and does, by cues alone; what it tells may hang on whether it asks."""
    return [
        (type(act).__name__, getattr(act, "topic", getattr(act, "kind", "")), getattr(act, "detail", ""))
        for act in reading_of(text).acts
        if not isinstance(act, Give)
    ]


def test_there_are_enough_questions_to_believe_it():
    assert len(questions()) > 800


@pytest.mark.parametrize("way", WAYS)
def test_question_means_the_same_with(way: str):
    differing = {}
    for text in questions():
        plain, other = wishes(text), wishes(WAYS[way](text))
        if plain != other:
            differing[text] = (plain, other)
    assert differing == {}


@pytest.mark.parametrize(
    "text", ["áo này rộng quá", "thất vọng quá", "gửi trả sao", "máy hư rồi", "không đúng màu", "có ai mua chưa"]
)
def test_shop_that_is_only_spoken_to_is_not_asked_for(text: str):
    assert wishes(f"{text} shop") == wishes(f"{text} shop nhé") == wishes(text)


@pytest.mark.parametrize(
    "text", ["địa chỉ shop", "zalo của shop", "số điện thoại shop", "mình ghé tới shop", "hotline shop"]
)
def test_shop_that_is_spoken_of_stays(text: str):
    assert wishes(f"{text} ạ") == wishes(text)
    assert wishes(text)[0][1] in ("ask_store_address", "ask_contact")
