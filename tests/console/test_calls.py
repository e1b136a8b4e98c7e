"""What agents do with conversations."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sql_plans import read_whole, statements_of

from bot.console.routes import CALLS
from bot.domain.handoff import Agent
from bot.services.handoffs import request_handoff
from bot.services.queue import QUEUES

NOBODY = "0" * 32


async def test_nothing_opens_without_a_session(new_desk: Any) -> None:
    desk = await new_desk()
    for call in CALLS:
        if not call.public:
            status, answer = await desk.call(call.method, call.path.format(conversation_id=NOBODY), {})
            assert (status, answer["error"]["code"]) == (401, "login_required"), call.path


async def test_each_conversation_stands_in_its_queue(house: Any, new_desk: Any, alice: Agent, bob: Agent) -> None:
    with_bot = await house.hears("Còn hàng không?", "vera")
    waiting = await house.hears("Cho gặp người", "vinh")
    alices = await house.hears("Tư vấn giúp", "van")
    done = await house.hears("Cảm ơn", "vy")
    await request_handoff(house.services, waiting)
    desk, bobs = await new_desk(alice), await new_desk(bob)
    await desk.call("POST", f"conversations/{alices}/claim")
    await bobs.call("POST", f"conversations/{done}/claim")
    await bobs.call("POST", f"conversations/{done}/resolve", {})

    found = {}
    for name in ("waiting", "mine", "agent", "bot", "resolved", "all"):
        status, answer = await desk.call("GET", f"conversations?queue={name}")
        assert status == 200
        assert answer["counts"] == {"waiting": 1, "mine": 1, "agent": 1, "bot": 1, "resolved": 1}
        found[name] = {row["id"] for row in answer["conversations"]}

    assert found == {
        "waiting": {waiting}, "mine": {alices}, "agent": {alices}, "bot": {with_bot}, "resolved": {done},
        "all": {with_bot, waiting, alices, done},
    }  # fmt: skip
    assert (await bobs.call("GET", "conversations?queue=mine"))[1]["conversations"] == []


async def test_search_finds_what_was_said_and_the_short_name_of_who_has_none(
    house: Any, new_desk: Any, alice: Agent
) -> None:
    wanted = await house.hears("Nồi cơm 100% inox_304")
    await house.hears("Tai nghe", "vinh")
    desk = await new_desk(alice)
    for text in ("100%", "inox_3", "nồi".title(), f"#{wanted[:4]}"):
        _, answer = await desk.call("GET", "conversations", params={"queue": "all", "search": text})
        assert [row["id"] for row in answer["conversations"]] == [wanted], text
    _, answer = await desk.call("GET", "conversations", params={"queue": "all", "search": "%%"})
    assert answer["conversations"] == []


async def test_queue_goes_on_where_the_page_ended(house: Any, new_desk: Any, alice: Agent) -> None:
    ids = [await house.hears("Chào", f"visitor-{number}") for number in range(3)]
    desk = await new_desk(alice)
    _, answer = await desk.call("GET", "conversations?queue=all")
    assert [row["id"] for row in answer["conversations"]] == ids[::-1]
    newest = answer["conversations"][0]["last_at"]
    _, answer = await desk.call("GET", "conversations", params={"queue": "all", "before": newest})
    assert [row["id"] for row in answer["conversations"]] == ids[1::-1]


async def test_of_two_who_claim_at_once_one_gets_it_and_the_other_learns_who(
    house: Any, new_desk: Any, alice: Agent, bob: Agent
) -> None:
    conversation = await house.hears("Cho mình gặp nhân viên")
    await request_handoff(house.services, conversation)
    alices, bobs = await new_desk(alice), await new_desk(bob)

    answers = await asyncio.gather(
        alices.call("POST", f"conversations/{conversation}/claim"),
        bobs.call("POST", f"conversations/{conversation}/claim"),
    )

    assert sorted(status for status, _ in answers) == [200, 409]
    won = next(answer for status, answer in answers if status == 200)["conversation"]
    lost = next(answer for status, answer in answers if status == 409)["error"]
    assert won["status"] == "agent"
    assert won["waiting_since"] is None
    assert lost["code"] == "already_claimed"
    assert lost["agent"] == won["agent"]["name"]


async def test_claiming_ones_own_again_changes_nothing(house: Any, new_desk: Any, alice: Agent) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    first = await desk.call("POST", f"conversations/{conversation}/claim")
    said = len(house.events)
    assert await desk.call("POST", f"conversations/{conversation}/claim") == first
    assert len(house.events) == said


async def test_only_who_has_the_floor_may_speak(house: Any, new_desk: Any, alice: Agent, bob: Agent) -> None:
    conversation = await house.hears()
    alices, bobs = await new_desk(alice), await new_desk(bob)
    words = {"client_id": "a-1", "text": "Dạ em nghe"}
    path = f"conversations/{conversation}/messages"

    assert (await alices.call("POST", path, words))[1]["error"]["code"] == "not_yours"
    await bobs.call("POST", f"conversations/{conversation}/claim")
    assert (await alices.call("POST", path, words))[0] == 409
    status, answer = await bobs.call("POST", path, words)

    assert status == 200
    assert answer["message"]["author"] == "agent"
    assert answer["message"]["author_name"] == "Bob"
    _, transcript = await alices.call("GET", path)
    assert [message["text"] for message in transcript["messages"]].count("Dạ em nghe") == 1


async def test_reply_sent_twice_is_said_once_and_its_id_serves_no_other_words(
    house: Any, new_desk: Any, alice: Agent
) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    path = f"conversations/{conversation}/messages"
    await desk.call("POST", f"conversations/{conversation}/claim")
    first = await desk.call("POST", path, {"client_id": "a-1", "text": "Dạ"})
    assert await desk.call("POST", path, {"client_id": "a-1", "text": "Dạ"}) == first
    status, answer = await desk.call("POST", path, {"client_id": "a-1", "text": "Dạ không"})
    assert (status, answer["error"]["code"]) == (409, "conflict")
    visitors_own = (await desk.call("GET", path))[1]["messages"][0]
    status, answer = await desk.call("POST", path, {"client_id": visitors_own["client_id"], "text": "Shop ơi"})
    assert (status, answer["error"]["code"]) == (409, "conflict")


@pytest.mark.parametrize(("text", "status", "code"), [(" \n\x00 ", 400, "empty"), ("a" * 4_001, 413, "too_long")])
async def test_reply_must_be_neither_empty_nor_endless(
    house: Any, new_desk: Any, alice: Agent, text: str, status: int, code: str
) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    await desk.call("POST", f"conversations/{conversation}/claim")
    answered, answer = await desk.call(
        "POST", f"conversations/{conversation}/messages", {"client_id": "a-1", "text": text}
    )
    assert (answered, answer["error"]["code"]) == (status, code)


@pytest.mark.parametrize(("verb", "status"), [("resolve", "resolved"), ("hand_back", "bot")])
async def test_agent_ends_their_part_and_only_they_can(
    house: Any, new_desk: Any, alice: Agent, bob: Agent, verb: str, status: str
) -> None:
    conversation = await house.hears()
    alices, bobs = await new_desk(alice), await new_desk(bob)
    await alices.call("POST", f"conversations/{conversation}/claim")
    answered, answer = await bobs.call("POST", f"conversations/{conversation}/{verb}", {})
    assert (answered, answer["error"]["code"]) == (409, "not_yours")

    answered, answer = await alices.call("POST", f"conversations/{conversation}/{verb}", {"note": "đã gọi lại"})

    assert answered == 200
    assert answer["conversation"]["status"] == status
    assert answer["conversation"]["agent"] is None
    assert (await alices.call("POST", f"conversations/{conversation}/{verb}", {}))[0] == 409


async def test_stage_put_right_by_an_agent_becomes_evidence(house: Any, new_desk: Any, alice: Agent) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    status, answer = await desk.call("POST", f"conversations/{conversation}/stage", {"stage": "buying"})
    assert (status, answer["conversation"]["stage"]) == (200, "buying")
    assert answer["conversation"]["stage_confidence"] > 0.9
    _, detail = await desk.call("GET", f"conversations/{conversation}")
    assert [(event["stage"], event["source"], event["why"]) for event in detail["stages"]] == [
        ("buying", "agent", ["agent"])
    ]
    assert (await desk.call("POST", f"conversations/{conversation}/stage", {"stage": "none"}))[0] == 400


async def test_reading_is_told_to_the_visitor_and_empties_the_count(house: Any, new_desk: Any, alice: Agent) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    assert await desk.call("POST", f"conversations/{conversation}/read", {"seq": 1}) == (200, {})
    assert (await desk.call("GET", f"conversations/{conversation}"))[1]["conversation"]["unread"] == 0
    assert [event.body["delivery"] for event in house.events if event.name == "message.updated"] == ["read"]


async def test_transcript_is_read_forwards_from_a_cursor_and_backwards(house: Any, new_desk: Any, alice: Agent) -> None:
    for number in range(1, 56):
        conversation = await house.hears(f"câu {number}")
    desk = await new_desk(alice)
    path = f"conversations/{conversation}/messages"
    _, answer = await desk.call("GET", f"{path}?after=53")
    assert [message["seq"] for message in answer["messages"]] == [54, 55]
    assert not answer["more"]
    _, answer = await desk.call("GET", f"{path}?before=55")
    assert [message["seq"] for message in answer["messages"]] == list(range(5, 55))
    assert answer["more"]
    assert (await desk.call("GET", f"{path}?after=55"))[1] == {"messages": [], "more": False}


async def test_brief_is_there_when_the_agent_comes(house: Any, new_desk: Any, alice: Agent) -> None:
    conversation = await house.hears("Tai nghe này còn không shop")
    await request_handoff(house.services, conversation, "complaint", slots={"Sản phẩm": "Tai nghe A"})
    desk = await new_desk(alice)
    status, detail = await desk.call("GET", f"conversations/{conversation}")
    assert status == 200
    assert detail["brief"]["reason"] == "complaint"
    assert detail["brief"]["summary"] == "Tai nghe này còn không shop"
    assert detail["brief"]["slots"] == {"Sản phẩm": "Tai nghe A"}
    assert detail["conversation"]["reason"] == "complaint"


@pytest.mark.parametrize("conversation", [NOBODY, "x", "%00", "..%2f..", "a" * 5_000])
async def test_unknown_conversation_is_not_found_whatever_is_asked(
    new_desk: Any, alice: Agent, conversation: str
) -> None:
    desk = await new_desk(alice)
    bodies = {
        "messages": {"client_id": "a", "text": "b"}, "claim": {}, "hand_back": {}, "resolve": {},
        "stage": {"stage": "buying"}, "read": {"seq": 1},
    }  # fmt: skip
    for path in ("", "/messages", "/messages?before=1"):
        assert (await desk.call("GET", f"conversations/{conversation}{path}"))[0] == 404
    for path, body in bodies.items():
        assert (await desk.call("POST", f"conversations/{conversation}/{path}", body))[0] == 404, path


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null", b'"a"', b'{"seq": 1e400}', b'{"seq": "\xff"}', b"\x00"])
async def test_broken_json_is_refused_in_words(house: Any, new_desk: Any, alice: Agent, body: bytes) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    answer = await desk.client.post(
        f"/console/api/conversations/{conversation}/read",
        data=body,
        headers={"X-CSRF-Token": desk.csrf, "Content-Type": "application/json"},
    )
    assert answer.status == 400
    assert (await answer.json())["error"]["code"] == "bad_request"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("read", {"seq": 1, "more": 1}), ("read", {"seq": "1"}), ("read", {"seq": -1}), ("read", {"seq": 10**30}),
        ("read", {"seq": True}), ("stage", {"stage": "dreaming"}), ("resolve", {"note": None}),
        ("resolve", {"note": "\x00"}), ("hand_back", {"note": "a" * 2_001}), ("messages", {"text": "a"}),
        ("messages", {"client_id": "ä", "text": "a"}), ("messages", {"client_id": "a\n", "text": "a"}),
        ("messages", {"client_id": "a" * 65, "text": "a"}),
        ("messages", {"client_id": "a", "text": "a", "author": "bot"}),
    ],
)  # fmt: skip
async def test_unknown_and_ill_fitting_fields_are_refused(
    house: Any, new_desk: Any, alice: Agent, path: str, body: dict[str, Any]
) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    await desk.call("POST", f"conversations/{conversation}/claim")
    status, answer = await desk.call("POST", f"conversations/{conversation}/{path}", body)
    assert (status, answer["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "path", ["conversations?queue=secret", "conversations?before=yesterday", "conversations?before=2026-01-01T00:00:00",
             "conversations?search=%00", "conversations?more=1", "conversations/{}/messages?after=-1",
             "conversations/{}/messages?before=99999999999999999999"],
)  # fmt: skip
async def test_query_that_makes_no_sense_is_refused(house: Any, new_desk: Any, alice: Agent, path: str) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    status, answer = await desk.call("GET", path.format(conversation))
    assert (status, answer["error"]["code"]) == (400, "bad_request")


async def test_body_that_is_too_big_or_no_json_is_refused(house: Any, new_desk: Any, alice: Agent) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    path = f"/console/api/conversations/{conversation}/resolve"
    headers = {"X-CSRF-Token": desk.csrf}
    answer = await desk.client.post(path, json={"note": "a" * 70_000}, headers=headers)
    assert answer.status == 413
    answer = await desk.client.post(path, data={"note": "a form"}, headers=headers)
    assert answer.status == 400


async def test_password_is_not_repeated_in_an_error(new_desk: Any) -> None:
    desk = await new_desk()
    status, answer = await desk.call("POST", "login", {"email": "a\x00b", "password": ["hunter2"]})
    assert status == 400
    assert "hunter2" not in answer["error"]["message"]


async def test_hostile_words_stay_words(house: Any, new_desk: Any, alice: Agent) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e'; DROP TABLE visitors; --"
    conversation = await house.hears(hostile, name=hostile)
    desk = await new_desk(alice)
    answer = await desk.client.get(f"/console/api/conversations/{conversation}")
    assert answer.content_type == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await answer.json())["visitor"]["name"] == hostile
    _, transcript = await desk.call("GET", f"conversations/{conversation}/messages")
    assert transcript["messages"][0]["text"] == hostile


async def test_desk_reads_no_table_from_end_to_end_unless_somebody_searches(
    house: Any, new_desk: Any, alice: Agent
) -> None:
    conversation = await house.hears("Cho gặp người", "vinh")
    await request_handoff(house.services, conversation)
    desk = await new_desk(alice)
    with statements_of(house.services.store) as statements:
        for name in QUEUES:
            assert (await desk.call("GET", f"conversations?queue={name}"))[0] == 200
        assert (await desk.call("POST", f"conversations/{conversation}/claim"))[0] == 200
        assert (await desk.call("GET", f"conversations/{conversation}"))[0] == 200
        assert (await desk.call("POST", f"conversations/{conversation}/resolve", {}))[0] == 200
    assert await read_whole(house.services.store, statements) == []
