"""The pages with an owner's own shop: nothing of the demo shop is left on them, and a profile with gaps is no error."""

from __future__ import annotations

import pytest

PAGES = (
    "/",
    "/san-pham/A-1",
    "/san-pham/A-2",
    "/gio-hang",
    "/chinh-sach/giao-hang",
    "/chinh-sach/thanh-toan",
    "/nowhere",
)
DEMO = ("Hiên Nhà", "1900 0000", "trình diễn", "demo shop", "mỹ phẩm", "cosmetics", "hero.svg", "Bàn Cờ")
NAMED = {"name": "Vườn Mái", "categories": [{"key": "electronics", "name": {"vi": "Đèn vườn"}}]}
"""The least that an owner brings, with a group."""


@pytest.fixture(params=[{}, {"name": "Vườn Mái"}, NAMED, {**NAMED, "shipping": {"zones": []}, "hours": None}])
def profile(request):
    return request.param


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_pages_of_a_shop_that_has_hardly_begun_are_drawn_and_are_its_own(pages, profile, language):
    for path in PAGES:
        answer = await pages.get(path, params={"lang": language}, headers={"Accept": "text/html"})
        text = await answer.text()
        assert answer.status == (404 if path == "/nowhere" else 200), path
        assert profile.get("name", "Shop") in text
        assert [word for word in DEMO if word in text] == [], path
    assert (await pages.get("/demo-shop/brand.css")).status == 200


async def test_group_of_the_owner_is_a_page(pages, profile):
    answer = await pages.get("/danh-muc/electronics", headers={"Accept": "text/html"})
    assert answer.status == (200 if profile.get("categories") else 404)
