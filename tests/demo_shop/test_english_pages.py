"""The demo shop's pages for who reads English, with and without a translation of a product's facts and colours."""

import json
import re


async def text_of(pages, path):
    answer = await pages.get(path)
    assert answer.status == 200
    return await answer.text()


def chosen_and_shown(html):
    """What the cart keeps of a choice, and what is read beside it."""
    return re.findall(r'name="colour" value="(\w+)".*?<span (.*?)>(\w+)</span>', html)


async def test_facts_and_colours_are_shown_in_english_and_kept_in_vietnamese(pages):
    html = await text_of(pages, "/san-pham/A-1?lang=en")
    assert chosen_and_shown(html) == [("đen", "", "black"), ("kem", "", "cream")]
    assert '<th scope="row">Battery</th><td>50 hours</td>' in html
    assert '<table lang="vi">' not in html


async def test_what_is_not_translated_is_shown_and_marked_as_vietnamese(pages):
    html = await text_of(pages, "/san-pham/A-2?lang=en")
    assert chosen_and_shown(html) == [("đen", 'lang="vi"', "đen"), ("kem", 'lang="vi"', "kem")]
    assert '<table lang="vi">' in html
    assert '<th scope="row">Pin</th><td>50 giờ</td>' in html


async def test_cart_names_the_colour_in_the_language_it_is_read_in(pages):
    for language, names in (("en", ["black", "cream"]), ("vi", ["đen", "kem"])):
        [item] = json.loads(await text_of(pages, f"/gio-hang/hang.json?sku=A-1&lang={language}"))["items"]
        assert item["colours"] == dict(zip(["đen", "kem"], names, strict=True))
