"""Small parts of the channels: tokens, limits, pages, origins."""

import pytest
from pydantic import ValidationError

from bot.app import origin_check, publisher
from bot.channels.limits import RateLimit
from bot.channels.tokens import VisitorTokens
from bot.channels.web_chat.frames import Page
from bot.channels.web_chat.rasa_shapes import to_bot_uttered
from bot.services.context import Event
from bot.settings import load_settings


def test_token_names_its_visitor_and_only_who_has_the_secret_can_make_one():
    tokens = VisitorTokens("secret one")
    visitor, token = tokens.issue()
    assert tokens.read(token) == visitor
    assert tokens.issue(visitor) == (visitor, token)
    assert VisitorTokens("secret two").read(token) is None
    assert tokens.issue()[0] != visitor
    for forged in (None, "", visitor, token[:-1], token + "x", token.upper(), "." * 50, "x" * 100_000, 7, [token]):
        assert tokens.read(forged) is None, forged


def test_tokens_payload_must_be_a_visitor_id():
    tokens = VisitorTokens("secret one")
    assert tokens.read(str(tokens._serializer.dumps({"id": "x"}))) is None
    assert tokens.read(str(tokens._serializer.dumps(17))) is None


def test_burst_is_allowed_then_a_steady_rate_and_others_are_not_touched():
    moment = [0.0]
    limit = RateLimit(burst=3, per_second=0.5, clock=lambda: moment[0])
    assert [limit.allow("vera") for _ in range(5)] == [True, True, True, False, False]
    assert limit.allow("charlie")
    moment[0] = 1.9
    assert not limit.allow("vera")
    moment[0] = 2.0
    assert [limit.allow("vera"), limit.allow("vera")] == [True, False]
    moment[0] = 1000.0
    assert [limit.allow("vera") for _ in range(5)] == [True, True, True, False, False]


def test_memory_of_the_limit_has_an_end():
    limit = RateLimit(burst=1, per_second=0.0)
    for number in range(20_000):
        limit.allow(str(number))
    assert len(limit._buckets) == 10_000


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://shop.example/a?b=secret#c", "https://shop.example/a"),
        ("/gio-hang?x", "/gio-hang"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,<script>", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_page_keeps_addresses_only_and_without_their_query(url, kept):
    assert (Page(kind="cart", url=url).kept().get("url") or None) == kept


def test_frames_hold_nothing_that_postgresql_cannot_store():
    page = Page.model_validate({"kind": "product", "title": "A\0B", "sku": "\0", "url": "/x\0y", "cart": {"items": []}})
    assert "\0" not in str(page.kept().values())
    assert page.kept()["title"] == "AB"


def test_page_has_bounds():
    for bad in (
        {"kind": "moon"},
        {"url": "https://x/" + "a" * 3000},
        {"title": "x" * 301},
        {"cart": {"items": [{"sku": "a", "quantity": 1}] * 101}},
        {"cart": {"total": -1}},
        {"sku": 7},
    ):
        with pytest.raises(ValidationError):
            Page.model_validate(bad)


def test_websites_are_compared_whole():
    allowed = origin_check(
        load_settings(
            _env_file=None, secret_key="x" * 20, allowed_origins="https://a.example", public_url="https://chat.example"
        )
    )
    assert allowed("https://a.example", "chat.example")
    assert allowed("https://a.example/", None)
    assert allowed("https://chat.example", "10.0.0.1:8080")
    assert allowed("http://localhost:8080", "localhost:8080")
    assert allowed(None, None)
    for other in ("https://a.example.evil", "https://b-a.example", "http://a.example", "https://a.example:444", "null"):
        assert not allowed(other, "chat.example"), other


def test_without_a_list_any_website_may_connect():
    allowed = origin_check(load_settings(_env_file=None, secret_key="x" * 20, allowed_origins=""))
    assert allowed("https://anything.example", "localhost")


async def test_subscriber_that_fails_does_not_keep_others_from_hearing():
    heard = []

    async def broken(event):
        raise ValueError(event.name)

    async def listening(event):
        heard.append(event.name)

    await publisher([broken, listening])(Event("message.created", "c"))
    assert heard == ["message.created"]


def test_message_without_buttons_is_one_plain_bot_uttered():
    message = {"text": "Dạ", "quick_replies": [], "kind": "text", "payload": {}}
    assert list(to_bot_uttered(message)) == [{"text": "Dạ"}]
