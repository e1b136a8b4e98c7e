"""When one may write to somebody: the window, the human agent's seven days, blocks, and who has the thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from . import INBOX_APP, Graph, Person, running_graph
from .conftest import Api, Shop

HUMAN = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def trouble(answer: tuple[int, dict]) -> int | None:
    error = answer[1].get("error", {})
    return error.get("error_subcode") or error.get("code")


async def test_nobody_may_write_first(graph: Graph, api: Api):
    assert trouble(await api.text(graph.person("Vera"))) == 2018001


async def test_the_window_closes_after_24_hours(graph: Graph, api: Api, vera: Person):
    graph.clock.forward(hours=23, minutes=59)
    assert (await api.text(vera))[0] == 200
    graph.clock.forward(minutes=1)
    assert trouble(await api.text(vera)) == 2018278
    assert len(vera.seen) == 1


async def test_the_window_lasts_to_the_moment():
    moment = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    async with running_graph(clock=lambda: moment) as graph:
        api, vera = Api(graph, graph.session), graph.person("Vera")
        await vera.says("Shop ơi")
        moment += timedelta(hours=24, milliseconds=-1)
        assert (await api.text(vera))[0] == 200
        moment += timedelta(milliseconds=1)
        assert trouble(await api.text(vera)) == 2018278


async def test_a_person_may_answer_for_seven_days(graph: Graph, api: Api, vera: Person):
    graph.clock.forward(days=6, hours=23)
    assert trouble(await api.text(vera)) == 2018278
    assert (await api.text(vera, **HUMAN))[0] == 200
    assert vera.last.tag == "HUMAN_AGENT"
    graph.clock.forward(hours=1)
    assert trouble(await api.text(vera, **HUMAN)) == 2018278


OPENERS: dict[str, Callable[[Person], Awaitable[object]]] = {
    "message": lambda vera: vera.says("Còn hàng không?"),
    "postback": lambda vera: vera.postback("BUY", "Mua"),
    "link": lambda vera: vera.opens_link("he"),
    "reaction": lambda vera: vera.reacts(),
    "sticker": lambda vera: vera.likes(),
    "cart": lambda vera: vera.sends_cart({"id": 1, "quantity": 1}),
    "ad and message": lambda vera: vera.opens_from_ad("AD1", says="Áo này còn không?"),
}
NOT_OPENERS: dict[str, Callable[[Person], Awaitable[object]]] = {
    "reading": lambda vera: vera.reads(),
    "taking a reaction back": lambda vera: vera.unreacts(),
    "editing": lambda vera: vera.edits(vera.thread[0].mid, "Shop à"),
    "unsending": lambda vera: vera.unsends(vera.thread[0].mid),
    "ad alone": lambda vera: vera.opens_from_ad("AD1"),
}


@pytest.mark.parametrize("act", OPENERS.values(), ids=OPENERS)
async def test_what_opens_the_window(graph: Graph, api: Api, vera: Person, act: Callable[[Person], Awaitable[object]]):
    await api.text(vera)
    graph.clock.forward(hours=25)
    assert trouble(await api.text(vera)) == 2018278
    await act(vera)
    assert (await api.text(vera))[0] == 200


@pytest.mark.parametrize("act", NOT_OPENERS.values(), ids=NOT_OPENERS)
async def test_what_opens_no_window(graph: Graph, api: Api, vera: Person, act: Callable[[Person], Awaitable[object]]):
    await api.text(vera)
    graph.clock.forward(hours=25)
    await act(vera)
    assert trouble(await api.text(vera)) == 2018278


async def test_the_window_after_an_ad_may_be_longer(graph: Graph, api: Api):
    graph.ad_window = timedelta(days=7)
    vera = graph.person("Vera")
    await vera.opens_from_ad("AD1", says="Áo này còn không?")
    graph.clock.forward(days=6)
    assert (await api.text(vera))[0] == 200


async def test_an_approved_utility_template_needs_no_window(graph: Graph, api: Api, vera: Person):
    graph.approve_template("order_shipped", "Đơn {{1}} đã giao cho {{2}}.")
    graph.clock.forward(days=30)
    parameters = [{"type": "text", "text": "DH1"}, {"type": "text", "text": "GHN"}]
    template = {
        "name": "order_shipped",
        "language": {"code": "vi"},
        "components": [{"type": "body", "parameters": parameters}],
    }
    assert (await api.send(vera, {"template": template}, messaging_type="UTILITY"))[0] == 200
    assert vera.last.text == "Đơn DH1 đã giao cho GHN."
    for wrong in ({"name": "sale"}, {"language": {"code": "en"}}, {"components": []}):
        assert (await api.send(vera, {"template": {**template, **wrong}}, messaging_type="UTILITY"))[0] == 400
    assert (await api.text(vera, messaging_type="UTILITY"))[0] == 400
    assert len(vera.seen) == 1


async def test_who_blocked_the_page_gets_nothing(api: Api, vera: Person):
    vera.blocks_page()
    assert trouble(await api.text(vera)) == 1545041
    assert vera.seen == []
    vera.unblocks_page()
    assert (await api.text(vera))[0] == 200


async def test_a_blocked_page_sends_nothing_and_is_told(graph: Graph, api: Api, vera: Person, shop: Shop):
    await graph.policy_block("spam")
    assert trouble(await api.text(vera)) == 368
    await graph.policy_unblock()
    assert (await api.text(vera))[0] == 200
    told = shop.events("policy_enforcement")
    assert [event["policy_enforcement"] for event in told] == [
        {"action": "block", "reason": "spam"},
        {"action": "unblock"},
    ]
    assert all("sender" not in event for event in told)


async def test_while_the_inbox_has_the_thread_we_stand_by(graph: Graph, api: Api, vera: Person, shop: Shop):
    await graph.inbox_takes_thread(vera)
    assert trouble(await api.text(vera)) == 2018300
    await vera.says("Có ai không?")
    await vera.postback("BUY", "Mua")
    assert [event["message"]["text"] for event in shop.events("message", "standby")] == ["Có ai không?"]
    assert "payload" not in shop.events("postback", "standby")[0]["postback"]
    await graph.inbox_passes_thread(vera)
    assert (await api.text(vera))[0] == 200
    took, passed = shop.events("take_thread_control") + shop.events("pass_thread_control")
    assert took["take_thread_control"]["new_owner_app_id"] == str(INBOX_APP)
    assert passed["pass_thread_control"] == {
        "previous_owner_app_id": str(INBOX_APP),
        "new_owner_app_id": str(graph.app_id),
    }


async def test_we_pass_the_thread_and_take_it_back(graph: Graph, api: Api, vera: Person):
    body = {"recipient": {"id": vera.id}}
    answer = await api("POST", "/me/pass_thread_control", {**body, "target_app_id": str(INBOX_APP)})
    assert answer == (200, {"success": True})
    _, owner = await api("GET", "/me/thread_owner", recipient=vera.id)
    assert owner == {"data": [{"thread_owner": {"app_id": str(INBOX_APP)}}]}
    assert trouble(await api("POST", "/me/pass_thread_control", {**body, "target_app_id": "1"})) == 2018300
    assert (await api("POST", "/me/take_thread_control", body))[0] == 200
    assert (await api.text(vera))[0] == 200
