"""A shop that is not the demo shop: nothing of the demo shop is said in its name, nothing is promised for it."""

from __future__ import annotations

import csv
import json
import re

import pytest
from ruamel.yaml import YAML

from bot.domain.promises import PROMISES
from bot.language import fold
from bot.services.imports import IMPORTS, import_catalogue, import_shop, seed_demo
from bot.services.sheets import ImportProblem
from bot.services.words import Words
from bot.settings import ROOT

GOODS = b"sku,name,category,kind,price,stock\nX-1,Gi\xe1\xba\xa5y d\xc3\xb3,paper,gi\xe1\xba\xa5y,10000,3"


@pytest.fixture
def of_shop(house, said_in):
    """Somebody talks with a shop of which the profile says this."""

    async def open_shop(**profile: object):
        await import_shop(house.services, json.dumps({"name": "Chợ Nổi", **profile}).encode())
        await import_catalogue(house.services, GOODS)
        return said_in(house)

    return open_shop


async def test_shop_that_promises_nothing_is_bound_to_nothing(of_shop):
    said = await of_shop()
    asked = {
        "bao giờ có báo giá sỉ": "ask_wholesale",
        "bớt chút được không": "object_price",
        "bên shopee rẻ hơn": "object_price",
        "xoá thông tin của mình": "manage_privacy",
    }
    told = " ".join([(await said(text, intent=intent)).text for text, intent in asked.items()])
    for claim in ("ngày làm việc", "30 phút", "chính hãng", "bảo hành", "web", "cửa hàng"):
        assert claim not in told
    assert "niêm yết" in told


async def test_promise_of_the_shop_is_told_in_the_language_in_which_it_is_made(of_shop):
    said = await of_shop(promises={"price": {"vi": "giá ghi sẵn trên chậu"}, "quote": {"vi": "trong buổi"}})
    assert "giá ghi sẵn trên chậu" in (await said("bớt chút được không", intent="object_price")).text
    assert "trong buổi" in (await said("bao giờ có báo giá sỉ", intent="ask_wholesale")).text
    said.language = "en"
    assert "chậu" not in (await said("can you lower the price", intent="object_price")).text


@pytest.mark.parametrize(
    "promises", ["soon", {"quote": "soon"}, {"quote": {"vi": 1}}, {"delivery": {"vi": "ngay"}}, ["quote"]]
)
async def test_promise_that_cannot_be_read_is_refused_in_words(house, promises):
    with pytest.raises(ImportProblem, match="promises"):
        await import_shop(house.services, json.dumps({"name": "X", "promises": promises}).encode())


async def test_hours_and_hotline_that_the_shop_has_not_leave_no_empty_brackets(of_shop):
    said = await of_shop()
    asked = {"gọi lại cho mình số 0912345678": "request_call_back", "gặp nhân viên": "ask_human"}
    for text, intent in asked.items():
        await said(text, intent=intent)
    told = " ".join(await said.house.said(said.conversation_id))
    for hole in ("()", ": )", "( ", "gọi  ", ": ,"):
        assert hole not in told
    assert "giờ mở cửa: " not in told


async def test_pictures_go_where_the_shop_takes_them(of_shop):
    said = await of_shop(email="giay@example.com")
    reply = await said("gửi ảnh ở đâu shop", intent="ask_photos")
    assert "giay@example.com" in reply.text
    assert "Zalo" not in reply.text


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("shop", b'{"name": "X"}'),
        ("catalogue", GOODS),
        ("faq", b"key,topic,question,answer\na,ask_contact,Q?,A"),
        ("offers", b"key,kind,title,detail\na,gift,T,D"),
        ("orders", b"code,phone,status,placed_at,total\nA1,0912345678,pending,-1d,10000"),
    ],
)
async def test_shop_that_an_owner_has_begun_is_not_filled_with_the_demo_shop(house, what, data):
    await IMPORTS[what](house.services, data)
    assert await seed_demo(house.services, ROOT / "data" / "shop") == {}


def test_brackets_go_with_an_empty_value_and_stay_with_a_full_one():
    words = Words({"x": {"vi": [{"text": "Dạ mở cửa (giờ: {hours}) ạ (gọi {hotline})."}]}})
    assert words.say("x", "vi", hours="", hotline="1900") == "Dạ mở cửa ạ (gọi 1900)."
    assert words.say("x", "vi", hours="8–17", hotline="") == "Dạ mở cửa (giờ: 8–17) ạ."


def test_each_promise_has_words_in_place_of_it():
    words = Words.load(ROOT / "data")
    assert all(words.say(f"say_no_promise_{name}", language) for name in PROMISES for language in ("vi", "en"))


# ── Nothing of the demo shop in another shop's talk ──

DEMO = ROOT / "data" / "shop"
GARDEN = ROOT / "tests" / "shops" / "garden"


def names_of_the_demo_shop() -> re.Pattern[str]:
    """Its name, groups, goods, brands, kinds, codes and number, folded, but for those that a garden shop has, too."""
    with (DEMO / "catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        goods = list(csv.DictReader(file))
    with (DEMO / "offers.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    profile = json.loads((DEMO / "shop.json").read_text(encoding="utf-8"))
    groups = [name for one in profile["categories"] for name in one["name"].values()]
    columns = ("name", "name_en", "brand", "kind", "kind_en")
    names = [row[column] for row in goods for column in columns] + groups + codes
    names += [profile["name"], profile["hotline"], profile["email"], profile["bank"]["number"]]
    of_gardens = fold(" ".join(path.read_text(encoding="utf-8") for path in GARDEN.iterdir()))
    told = {fold(name) for name in names if len(name) > 3}
    alone = sorted(name for name in told if not re.search(rf"\b{re.escape(name)}\b", of_gardens))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, alone))})\b")


def examples() -> list[tuple[str, str]]:
    """Intent and text of two training examples of each intent, as a rule one in Vietnamese and one in English."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line[2:] for line in str(entry.get("examples", "")).splitlines() if line.startswith("- ")]
            plain = [re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line) for line in lines]
            found += [(entry["intent"], text) for text in [*plain[:1], *plain[-1:]] if "intent" in entry]
    return found


async def test_whatever_a_garden_shop_is_asked_it_names_nothing_of_the_demo_shop(house, said_in):
    for what in ("shop", "catalogue", "faq", "offers", "orders"):
        name = "shop.json" if what == "shop" else f"{what}.csv"
        await IMPORTS[what](house.services, (GARDEN / name).read_bytes())
    strange = names_of_the_demo_shop()
    assert strange.findall("o hien nha co tai nghe vong am, ma hien5") == ["hien nha", "tai nghe", "vong am", "hien5"]
    for number, (intent, text) in enumerate(examples()):
        reply = await said_in(house, visitor=f"visitor-{number}")(text, intent=intent)
        titles = [button["title"] for draft in reply.drafts for button in draft.quick_replies]
        told = fold(" | ".join([reply.text, *titles]))
        assert set(strange.findall(told)) <= set(strange.findall(fold(text))), f"{text}\n{reply.text}"
