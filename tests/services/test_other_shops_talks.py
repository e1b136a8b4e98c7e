"""Shops of other trades: what they sell is read from their own data, and no word of it is taken for something else."""

from pathlib import Path

import pytest

from bot.domain.ground import Line
from bot.services import imports
from bot.settings import ROOT

SHOPS = ROOT / "tests" / "shops"


async def opened(house, folder: Path):
    """A house with the data of a shop."""
    await imports.import_shop(house.services, (folder / "shop.json").read_bytes())
    for what in ("catalogue", "faq", "offers", "orders"):
        await getattr(imports, f"import_{what}")(house.services, (folder / f"{what}.csv").read_bytes())
    return house


@pytest.fixture
async def music(house, said_in):
    """Somebody talks with a shop of musical instruments."""
    return said_in(await opened(house, SHOPS / "music"))


@pytest.fixture
async def pets(house, said_in):
    """Somebody talks with a shop for pets and small children."""
    return said_in(await opened(house, SHOPS / "pets"))


async def test_colours_of_things_without_any_are_told_as_such(music):
    await music.knows(shown=["DA-TR", "DA-NY"], several=True)
    reply = await music("có màu đen ko")
    assert "Sợi Ngân" in reply.text


async def test_gauge_of_strings_is_no_quantity(music):
    await music.knows(focus=["GT-GA20"], basket=[Line("GT-GA20", 1, colour="đen")])
    reply = await music("lấy thêm bộ dây cỡ 11 cho cây đó nữa")
    assert [(line.sku, line.quantity, line.size) for line in reply.ground.basket] == [
        ("GT-GA20", 1, None),
        ("DA-AC", 1, "11"),
    ]


async def test_number_of_strings_names_the_zither(music):
    await music.knows(focus=["DC-T19", "DC-T16"])
    reply = await music("thôi cũng lấy cây 19 dây")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("DC-T19", 1)]


async def test_number_that_the_thing_spoken_of_has_not_names_the_other_one(music):
    await music.knows(focus=["DC-T16"])
    reply = await music("cây 19 dây nhiêu tiền")
    assert "4.800.000" in reply.text


@pytest.mark.parametrize(
    "text", ["dây đàn guitar acoustic bn v ad", "day dan guitar acoustic gia nhieu", "dây cho đàn guitar giá sao shop"]
)
async def test_first_of_two_kinds_is_what_is_asked_for(music, text):
    reply = await music(text)
    assert "Dây đàn guitar acoustic" in reply.text
    assert "Phí giao" not in reply.text


async def test_what_is_for_a_cat_is_no_dog_food(pets):
    reply = await pets("thuc an cho meo 10 thang tuoi co loai nao")
    assert reply.skus[0] == "MEO-HAT-01"


@pytest.mark.parametrize(
    "text", ["poodle 4 tháng tuổi nặng 1kg5 thì nên ăn hạt gì", "hat cho cun 4 thang tuoi 1kg5 co ko"]
)
async def test_puppy_gets_no_food_for_grown_dogs(pets, text):
    reply = await pets(text)
    assert reply.skus[0] == "CHO-HAT-01"


@pytest.mark.parametrize(
    "text", ["cần gấp bao hạt cá hồi cho chó 8kg", "tim hat ca hoi cho cho", "quay lại hạt cá hồi, giá nhiêu"]
)
async def test_salmon_is_no_question_and_haste_names_nothing(pets, text):
    reply = await pets(text)
    assert reply.ground.focus[:1] == ["CHO-HAT-03"]


async def test_what_comes_before_names_no_bra(pets):
    reply = await pets("phải đặt trước mấy giờ")
    assert reply.skus == []


async def test_fishing_rod_for_cats_is_found_again(pets):
    await pets("chuột chạy pin có ồn ko")
    reply = await pets("quay lại cái cần câu, giá nhiêu")
    assert "39.000" in reply.text
