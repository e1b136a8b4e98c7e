"""Addresses that lead nowhere."""

import pytest

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/khong-co", "/san-pham/khong-co", "/danh-muc/x", "/a/b/c?q=1", "/%3Cscript%3E"])
async def test_people_find_a_way_back(pages, path):
    answer = await pages.get(path, headers=BROWSER)
    html = await answer.text()
    assert answer.status == 404
    assert 'href="/"' in html and "data-chat" in html
    assert "<script>" not in html.partition("<main")[2].partition("</main>")[0]


async def test_programs_get_a_plain_error(pages):
    for method, headers in (("GET", {"Accept": "application/json"}), ("GET", {}), ("POST", BROWSER)):
        answer = await pages.request(method, "/khong-co", headers=headers)
        assert answer.status == 404 and "data-chat" not in await answer.text()


async def test_link_to_the_other_language_never_leaves_the_shop(pages):
    async with pages.session.get(f"{pages.make_url('/')}/example.com/x", headers=BROWSER) as answer:
        assert answer.status == 404
        html = await answer.text()
    assert "example.com/x?lang=en" in html and '"//example.com' not in html
