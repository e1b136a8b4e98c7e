"""Everything that goes wrong on purpose."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from . import ERRORS, ErrorLine, Graph, Person
from .conftest import Api


@pytest.mark.parametrize("line", ERRORS.values(), ids=ERRORS)
async def test_every_line_of_the_table_can_be_had_once(graph: Graph, api: Api, vera: Person, line: ErrorLine):
    graph.fail(line.name)
    status, body = await api.text(vera)
    error = body["error"]
    assert (status, error["code"], error.get("error_subcode"), error["message"]) == (
        line.status,
        line.code,
        line.subcode,
        line.message,
    )
    assert vera.seen == []
    assert (await api.text(vera))[0] == 200


def test_every_line_says_what_to_do():
    assert {line.reaction for line in ERRORS.values()} == {
        *("page_stop", "config_stop", "window_closed", "person_unreachable", "person_unknown", "content", "bug"),
        *("rate_limited", "rate_limited_person", "transient", "ambiguous", "thread_lost", "profile_missing"),
    }
    assert len(ERRORS) == 35


async def test_a_fault_hits_as_often_and_whom_it_should(graph: Graph, api: Api, vera: Person):
    bob = graph.person("Bob")
    await bob.says("Alo")
    graph.fail("unexpected", times=2, person=vera)
    assert [(await api.text(who))[0] for who in (bob, vera, bob, vera, vera)] == [200, 500, 200, 500, 200]


async def test_a_fault_without_end_lasts_until_it_is_healed(graph: Graph, api: Api, vera: Person):
    graph.fail("temporary", times=None)
    assert [(await api.text(vera))[0] for _ in range(3)] == [503] * 3
    graph.heal()
    assert (await api.text(vera))[0] == 200


async def test_a_fault_leaves_other_calls_alone(graph: Graph, api: Api, vera: Person):
    graph.fail("profile_missing", on="person")
    action = {"recipient": {"id": vera.id}, "sender_action": "typing_on"}
    assert (await api("POST", "/me/messages", action))[0] == 200
    assert (await api.text(vera))[0] == 200
    assert (await api("GET", f"/{vera.id}", fields="first_name"))[1]["error"]["code"] == 2018218
    assert (await api("GET", f"/{vera.id}", fields="first_name"))[1] == {"first_name": "Vera", "id": vera.id}


async def test_a_message_may_arrive_although_an_error_came(graph: Graph, api: Api, vera: Person):
    graph.fail("sent_anyway", delivered=True)
    status, body = await api.text(vera, "Dạ có ạ")
    assert (status, body["error"]["error_subcode"]) == (500, 1357046)
    assert vera.texts == ["Dạ có ạ"]


async def test_a_stalled_call_delays_nobody_else_and_goes_on_when_released(graph: Graph, api: Api, vera: Person):
    bob = graph.person("Bob")
    await bob.says("Alo")
    stall = graph.stall(person=vera)
    waiting = asyncio.create_task(api.text(vera, "Chậm"))
    await stall.reached()
    assert (await api.text(bob))[0] == 200
    assert not waiting.done()
    stall.release()
    assert (await waiting)[0] == 200
    assert vera.texts == ["Chậm"]


async def test_a_stalled_message_arrives_although_the_caller_has_gone(graph: Graph, api: Api, vera: Person):
    stall = graph.stall()
    waiting = asyncio.create_task(api.text(vera, "Muộn"))
    await stall.reached()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    stall.release()
    assert (await vera.gets()).text == "Muộn"


async def test_a_stall_may_end_by_itself(graph: Graph, api: Api, vera: Person):
    graph.stall(0.01)
    assert (await api.text(vera))[0] == 200


@pytest.mark.parametrize("delivered", [False, True])
async def test_a_connection_may_be_cut_before_or_after_the_work(graph: Graph, api: Api, vera: Person, delivered: bool):
    graph.reset(delivered=delivered)
    with pytest.raises(aiohttp.ClientError):
        await api.text(vera, "Dạ")
    assert vera.texts == (["Dạ"] if delivered else [])


async def test_an_answer_may_be_cut_in_half(graph: Graph, api: Api, vera: Person):
    graph.truncate()
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await api.text(vera, "Dạ")
    assert vera.texts == ["Dạ"]


async def test_a_proxy_may_answer_in_html(graph: Graph, api: Api, vera: Person):
    graph.html(503)
    with pytest.raises(aiohttp.ContentTypeError) as caught:
        await api.text(vera, "Dạ")
    assert caught.value.status == 503
    assert vera.seen == []


def test_a_fault_that_is_not_in_the_table_is_a_mistake_of_the_test(graph: Graph):
    with pytest.raises(AssertionError, match="no line"):
        graph.fail("nonsense")
