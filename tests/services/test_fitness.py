"""What doctor says of a shop's data: each lack in one line with its cure, and nothing of what is there."""

from __future__ import annotations

import pytest

from bot.domain.catalogue import Faq, Product
from bot.services.fitness import look_at_shop

PROFILE = {
    "name": "Chợ Nổi",
    "hotline": "1900 0000",
    "hours": {"mon": [["08:00", "17:00"]]},
    "bank": {"number": "1"},
    "shipping": {"zones": [{"provinces": ["Huế"], "fee": 1, "days": "1"}]},
    "categories": [{"key": "paper", "name": {"vi": "Giấy"}}],
}
TOPICS = {"ask_return_policy", "ask_points", "ask_contact"}


def article(sku: str = "X-1", **more: object) -> Product:
    """An article that lacks nothing."""
    whole = {
        "name": f"Giấy {sku}", "name_en": "", "category": "paper", "kind": "giấy", "kind_en": "", "brand": "",
        "price": 1000, "stock": 3, "image": "/a.png", "aliases": ["giay"], "attributes": {"Khổ": "A4"},
        "description": "…",
    }  # fmt: skip
    return Product(sku=sku, **{**whole, **more})  # type: ignore[arg-type]


def answer(topic: str = "ask_return_policy", **more: object) -> Faq:
    """An answer that lacks nothing."""
    whole = {"key": topic, "question": "?", "answer": ".", "aliases": ["đổi"]}
    return Faq(topic=topic, **{**whole, **more})  # type: ignore[arg-type]


WHOLE = [article("X-1"), article("X-2")]


def told(shop=PROFILE, products=WHOLE, faqs=(answer(),), asked=None, by_answers=()):
    """What is found lacking, as (serious, line)."""
    found = look_at_shop(shop, list(products), list(faqs), TOPICS, asked or {}, by_answers)
    lacking = [one for one in found if not one.good]
    assert all(one.cure for one in lacking)
    return [(one.serious, one.what) for one in lacking]


def test_shop_that_lacks_nothing_is_told_nothing():
    assert told() == []


def test_empty_shop_is_told_where_to_begin():
    assert [what for serious, what in told({}, [], []) if serious] == [
        "the shop has no profile",
        "there are no goods",
        "there are no answers",
    ]


@pytest.mark.parametrize("part", ["hours", "hotline", "shipping", "bank"])
def test_gap_of_the_profile_is_told_with_what_it_costs(part):
    [(serious, what)] = told({name: value for name, value in PROFILE.items() if name != part})
    assert not serious
    assert part in what


def test_rules_of_returning_are_looked_for_among_the_answers():
    assert told(faqs=[answer("ask_contact")]) == [(False, "nothing is said of returns")]


def test_goods_in_a_group_that_nobody_can_open_are_missing():
    assert told(products=[*WHOLE, article("X-3", category="books"), article("X-4", category="books")]) == [
        (True, "2 articles are in groups that shop.json has not: books")
    ]


def test_group_without_goods_is_told():
    shop = {**PROFILE, "categories": [*PROFILE["categories"], {"key": "ink", "name": {"vi": "Mực"}}]}
    assert told(shop) == [(False, "groups without goods: ink")]


def test_long_kind_is_told_unless_an_alias_says_it_shorter():
    long = {"kind": "giấy dó thủ công khổ lớn"}
    pair = [article(sku, **long, aliases=["dó lớn"]) for sku in ("L-1", "L-2")]
    assert told(products=[*WHOLE, *pair]) == [
        (False, "kinds of more than 3 words without a shorter name: giấy dó thủ công khổ lớn")
    ]
    short = [*pair, article("L-3", **long, aliases=["giay do"])]
    assert told(products=[*WHOLE, *short]) == []


def test_kind_of_one_article_is_told():
    assert told(products=[*WHOLE, article("B-1", kind="bút")]) == [(False, "kinds of one article: bút")]


@pytest.mark.parametrize(("column", "empty"), [("aliases", []), ("attributes", {}), ("description", ""), ("image", "")])
def test_articles_that_lack_a_column_are_counted_and_some_named(column, empty):
    bare = [article(f"B-{n}", **{column: empty}) for n in range(5)]
    assert told(products=[*WHOLE, *bare]) == [(False, f"5 of 7 articles have no {column}: B-0, B-1, B-2 and 2 more")]
    assert told(products=bare)[0] == (False, f"all 5 articles have no {column}: B-0, B-1, B-2 and 2 more")


def test_answers_under_an_unknown_topic_are_missing_and_those_without_aliases_told():
    assert told(faqs=[answer(), answer("ask_retrun", key="r"), answer("ask_contact", aliases=[])]) == [
        (True, "answers whose topic is unknown: r"),
        (False, "1 of 3 answers have no aliases: ask_contact"),
    ]


def test_what_visitors_asked_and_no_answer_tells_is_missing_the_most_asked_first():
    found = told(asked={"ask_points": 2, "ask_deposit": 7}, by_answers=["ask_points", "ask_deposit", "refer_friend"])
    assert found == [
        (True, "visitors asked what no answer tells: ask_deposit (7 times), ask_points (2 times)"),
        (False, "topics without an answer: refer_friend"),
    ]


@pytest.mark.parametrize("profile", [{"name": "X", "shipping": "8-17", "categories": None, "hours": "8-17"}])
def test_profile_from_before_profiles_were_checked_is_looked_at_too(profile):
    assert any("hours" in what for _, what in told(profile))
