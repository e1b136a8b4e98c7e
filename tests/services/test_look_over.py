"""What an owner is told of a file that can be read and is likely not meant so."""

import pytest

from bot.services.imports import import_catalogue, import_shop
from bot.services.look_over import look_over

SHOP = '{"name": "X", "categories": [{"key": "audio", "name": {"vi": "Âm thanh"}}]}'.encode()
HEADER = "sku,name,category,kind,price,stock"


def csv_of(header, *lines):
    return "\n".join([header, *lines]).encode()


@pytest.fixture
async def shop(house):
    await import_shop(house.services, SHOP)
    return house.services


async def test_right_file_gives_no_warning(shop):
    assert await look_over(shop, "catalogue", csv_of(HEADER, "A-1,Loa,audio,loa,590000,3")) == []


async def test_columns_that_are_not_read_are_told(shop):
    data = csv_of(HEADER + ",ghi chú", "A-1,Loa,audio,loa,590000,3,mới về")
    assert await look_over(shop, "catalogue", data) == ["line 1: the column 'ghi chú' is not read"]


async def test_unknown_category_is_told_once_with_what_it_may_be(shop):
    data = csv_of(HEADER, "A-1,Loa,audo,loa,1,3", "A-2,Loa nhỏ,audo,loa,1,3", "A-3,Loa to,fashion,loa,1,3")
    assert await look_over(shop, "catalogue", data) == [
        "line 2 and 1 more: category 'audo' is unknown; is it 'audio'?",
        "line 4: category 'fashion' is unknown; known are audio",
    ]


async def test_kind_on_its_own_beside_one_spelt_nearly_alike_is_told(shop):
    lines = [f"A-{n},Tai nghe {n},audio,tai nghe,1,3" for n in range(3)]
    [warning] = await look_over(shop, "catalogue", csv_of(HEADER, *lines, "A-9,Tai nghe 9,audio,tai nge,1,3"))
    assert warning == "line 5: kind 'tai nge' is on its own; is it 'tai nghe'?"


async def test_prices_and_names_that_are_unlikely_are_told(shop):
    data = csv_of(
        HEADER + ",list_price", "A-1,Loa,audio,loa,0,3,", "A-2,Loa,audio,loa,500000,3,400000", "A-3,Đài,audio,đài,1,1,"
    )
    assert await look_over(shop, "catalogue", data) == [
        "line 2: the price is 0",
        "line 3: list_price 400000 is lower than the price 500000",
        "2 articles are all called 'loa': visitors cannot tell them apart",
    ]


async def test_answer_under_an_unknown_topic_is_told(shop):
    data = csv_of("key,topic,question,answer", "a,ask_refnd,Q?,A.")
    [warning] = await look_over(shop, "faq", data, {"ask_refund", "ask_price"})
    assert warning == "line 2: topic 'ask_refnd' is unknown; is it 'ask_refund'?"


async def test_offer_of_an_unknown_kind_or_for_an_unknown_category_is_told(shop):
    data = csv_of("key,kind,title,detail,categories", "a,percnt,T,D,audio;books")
    assert await look_over(shop, "offers", data) == [
        "line 2: kind 'percnt' is unknown; is it 'percent'?",
        "line 2: categories 'books' is unknown; known are audio",
    ]


async def test_order_of_something_that_is_not_on_the_shelf_is_told(shop):
    await import_catalogue(shop, csv_of(HEADER, "A-1,Loa,audio,loa,1,3"))
    data = csv_of("code,phone,status,placed_at,total,items", "H1,0912345678,shipping,-1d,1,A-1 x 2; B-2 x 1")
    assert await look_over(shop, "orders", data) == ["line 2: items has 'B-2', which is not in the catalogue"]


async def test_part_of_the_profile_that_nothing_reads_is_told(shop):
    assert await look_over(shop, "shop", b'{"name": "X", "opening_hours": {}, "hotlin": "1"}') == [
        "the part 'opening_hours' is not read",
        "the part 'hotlin' is not read; is it 'hotline'?",
    ]


async def test_file_that_cannot_be_read_is_left_to_the_import(shop):
    assert await look_over(shop, "catalogue", b"\0\0") == []
    assert await look_over(shop, "shop", b"{") == []
