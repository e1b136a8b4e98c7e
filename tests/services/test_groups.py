"""Groups of goods: each that has goods can be reached by buttons, however many a shop has."""

import json

import pytest

from bot.channels.messenger.render import QUICK_REPLIES
from bot.services.answers.groups import MOST_GROUPS
from bot.services.imports import import_catalogue, import_shop


def shop_with(count: int) -> bytes:
    """A profile with so many groups."""
    groups = [{"key": f"g{n}", "name": {"vi": f"Nhóm {n}", "en": f"Group {n}"}} for n in range(count)]
    return json.dumps({"name": "Chợ Nổi", "categories": groups}).encode()


def goods_of(groups: list[str]) -> bytes:
    """One article a group."""
    lines = [f"X-{n},Món số {n},{group},loại {n},10000,3" for n, group in enumerate(groups)]
    return "\n".join(["sku,name,category,kind,price,stock", *lines]).encode()


@pytest.fixture
def of_groups(house, said_in):
    """Somebody talks with a shop of so many groups, each with one article unless ``stocked`` names those that have."""

    async def open_shop(count: int, stocked: list[str] | None = None):
        await import_shop(house.services, shop_with(count))
        await import_catalogue(house.services, goods_of(stocked or [f"g{n}" for n in range(count)]))
        return said_in(house)

    return open_shop


async def reached_from(said) -> list[str]:
    """The groups whose buttons are found by going on, in their order, once around."""
    reply, found = await said("shop bán những gì", intent="browse_catalogue"), []
    while True:
        assert len(reply.buttons) <= QUICK_REPLIES
        groups = [payload for payload in reply.buttons if '"category"' in payload]
        if set(groups) & set(found):
            return found
        found += groups
        more = [payload for payload in reply.buttons if "groups_after" in payload]
        if not more:
            return found
        reply = await said("Nhóm hàng khác", payload=more[0])


@pytest.mark.parametrize("count", [1, 5, 7, 9, MOST_GROUPS, MOST_GROUPS + 1, 2 * MOST_GROUPS, 41])
async def test_every_group_is_reached_by_buttons(of_groups, count):
    said = await of_groups(count)
    found = await reached_from(said)
    assert found == [f'/browse_catalogue{{"category":"g{n}"}}' for n in range(count)]


async def test_nine_groups_stand_under_one_message_and_each_opens(of_groups):
    said = await of_groups(9)
    reply = await said("shop bán những gì", intent="browse_catalogue")
    assert len(reply.buttons) == 9
    opened = await said("Nhóm 8", payload=reply.buttons[8])
    assert opened.skus == ["X-8"]


async def test_group_without_goods_is_no_entrance(of_groups):
    said = await of_groups(3, ["g0", "g2", "g2"])
    reply = await said("shop bán những gì", intent="browse_catalogue")
    assert [payload[-5:-2] for payload in reply.buttons] == ['"g0', '"g2']


async def test_groups_beside_other_buttons_keep_to_what_messenger_takes(of_groups):
    said = await of_groups(25)
    for text in ("có tivi không", "có xe tăng không", "có voi không"):
        reply = await said(text, intent="find_product")
        assert 0 < len(reply.buttons) <= QUICK_REPLIES
