"""The catalogue's names reach the reading without training."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from bot.commands.reading import Reader, reader
from bot.services.imports import import_catalogue
from bot.services.names import write_names
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("BOT_TEST_MODEL_DIR", ROOT / "var" / "models"))
HEADER = "sku,name,name_en,category,kind,brand,price,stock,aliases"

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.skipif(
        not (ROOT / ".venv-rasa" / "bin" / "python").exists(), reason="Rasa's environment is missing: run `make setup`"
    ),
]


def names(*terms: tuple[str, str, str]) -> str:
    return "".join(json.dumps({"label": label, "id": key, "text": text}) + "\n" for label, key, text in terms)


@pytest.fixture(scope="module")
def names_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("names") / "names.jsonl"
    path.write_text(
        names(("product", "Q9", "bếp từ Zanora Q9"), ("brand", "Zanora", "Zanora"), ("product", "HP2", "Hoa Phấn 2")),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def nlu(names_file: Path, tmp_path_factory: pytest.TempPathFactory):
    settings = load_settings(model_dir=MODELS, var_dir=tmp_path_factory.mktemp("var"), names_file=names_file)
    with reader(settings) as opened:
        yield opened


def named(nlu: Reader, text: str) -> list[tuple[str, str]]:
    found = nlu.read(text)["entities"]
    return [
        (e["entity"], text[e["start"] : e["end"]]) for e in found if e["entity"] in ("product", "brand", "category")
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cho hỏi Bếp từ Zanora Q9 giá sao", ("product", "Bếp từ Zanora Q9")),
        ("bep tu zanora q9 con hang ko", ("product", "bep tu zanora q9")),
        ("co do zanora khong", ("brand", "zanora")),
        ("co do zanoar khong", ("brand", "zanoar")),
        ("do znora xai ben ko", ("brand", "znora")),
        ("hoaphấn2 con ko", ("product", "hoaphấn2")),
        ("hoa phan 2 bn", ("product", "hoa phan 2")),
    ],
)
def test_names_are_found_typed_without_marks_run_together_or_with_a_slip(nlu: Reader, text: str, name: tuple[str, str]):
    assert name in named(nlu, text)


@pytest.mark.parametrize("text", ["hoa phản 2 còn không", "cho minh hoi xiu", "panora la gi", "", "2"])
def test_other_words_are_no_names(nlu: Reader, text: str):
    assert named(nlu, text) == []


def test_a_new_product_is_known_at_the_next_message_and_a_broken_file_changes_nothing(nlu: Reader, names_file: Path):
    assert named(nlu, "ghế lười Mây Xốp bao nhiêu") == []
    known = names_file.read_text(encoding="utf-8")
    names_file.write_text(known + names(("product", "MX1", "ghế lười Mây Xốp")), encoding="utf-8")
    deadline = time.monotonic() + 10
    while not (found := named(nlu, f"ghế lười Mây Xốp bao nhiêu{'?' * int(time.monotonic() % 7)}")):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert found == [("product", "ghế lười Mây Xốp")]
    names_file.write_text("{broken", encoding="utf-8")
    time.sleep(1.2)
    assert named(nlu, "shop ơi ghế lười mây xốp đâu") == [("product", "ghế lười mây xốp")]


async def test_bot_writes_the_names_of_the_catalogue_it_has(house, tmp_path: Path):
    path = tmp_path / "made" / "names.jsonl"
    line = "zq9,Bếp từ Zanora,Zanora hob,kitchen,bếp từ,Zanora,4990000,3,bep zanora;zanora q9"
    await import_catalogue(house.services, f"{HEADER}\n{line}\n".encode())
    await write_names(house.services, path)
    found = [json.loads(one) for one in path.read_text(encoding="utf-8").splitlines()]
    assert {"label": "brand", "id": "Zanora", "text": "Zanora"} in found
    assert {one["text"] for one in found if one["id"] == "ZQ9"} == {
        "Bếp từ Zanora", "Zanora hob", "bep zanora", "zanora q9"
    }  # fmt: skip
