"""Who may call: versions, tokens, proofs, permissions, rates."""

from __future__ import annotations

import json

import pytest

from . import Graph, Person, proof_of
from .conftest import Api


@pytest.mark.parametrize("version", ["v25.0", "v26.0"])
async def test_versions_that_live_answer(api: Api, vera: Person, version: str):
    status, body = await api("GET", "/me", version=version)
    assert (status, body) == (200, {"id": "100000000000001", "name": "Đồng Hành Shop"})


@pytest.mark.parametrize(("version", "code"), [("v2.6", 2635), ("v12.0", 2635), ("v20.0", 2635), ("v27.0", 2500)])
async def test_versions_that_are_gone_or_not_there_yet_are_refused(api: Api, version: str, code: int):
    status, body = await api("GET", "/me", version=version)
    assert (status, body["error"]["code"]) == (400, code)


async def test_an_answer_tells_its_version(graph: Graph, api: Api):
    params = {"access_token": graph.token.text, "appsecret_proof": proof_of(graph.app_secret, graph.token.text)}
    async with graph.session.get(f"{graph.url}/v25.0/me", params=params) as response:
        assert response.headers["facebook-api-version"] == "v25.0"


@pytest.mark.parametrize(
    ("line", "subcode"), [("token_invalid", None), ("password_changed", 460), ("token_expired", 463)]
)
async def test_a_token_in_trouble_is_refused_until_there_is_a_new_one(
    graph: Graph, api: Api, vera: Person, line: str, subcode: int | None
):
    graph.revoke_token(line)
    status, body = await api.text(vera)
    assert (status, body["error"]["code"], body["error"].get("error_subcode")) == (400, 190, subcode)
    graph.new_token()
    assert (await api.text(vera))[0] == 200


async def test_no_token_and_an_unknown_token_are_refused(api: Api):
    assert (await api("GET", "/me", access_token="EAAnonsense"))[1]["error"]["code"] == 190
    assert (await api("GET", "/me", access_token=""))[1]["error"]["code"] == 104


async def test_a_token_may_come_in_a_header(graph: Graph):
    headers = {"Authorization": f"Bearer {graph.token.text}"}
    params = {"appsecret_proof": proof_of(graph.app_secret, graph.token.text)}
    async with graph.session.get(f"{graph.url}/v26.0/me", params=params, headers=headers) as response:
        assert response.status == 200


async def test_another_pages_token_knows_nobody_here(graph: Graph, api: Api, vera: Person):
    other = graph.token_of_another_page()
    body = {"recipient": {"id": vera.id}, "message": {"text": "Dạ"}}
    assert (await api("POST", "/me/messages", body, access_token=other.text))[1]["error"]["error_subcode"] == 2018001
    answer = await api("POST", f"/{graph.page_id}/messages", body, access_token=other.text)
    assert answer[1]["error"]["error_subcode"] == 33
    assert vera.seen == []


async def test_every_call_proves_that_it_knows_the_secret(api: Api, vera: Person):
    for proof in (None, "", "0" * 64):
        status, body = await api("GET", "/me", appsecret_proof=proof)
        assert (status, body["error"]["code"], body["error"]["type"]) == (400, 100, "GraphMethodException")


async def test_the_token_is_not_in_the_record_of_calls(graph: Graph, api: Api, vera: Person):
    await api.text(vera)
    assert graph.calls[-1].params["message"] == {"text": "Dạ em đây ạ"}
    assert graph.token.text not in repr(graph.calls)


async def test_debug_token_tells_scopes_and_trouble(graph: Graph, api: Api):
    for asking in (graph.token.text, graph.tokens.app_token):
        _, body = await api("GET", "/debug_token", input_token=graph.token.text, access_token=asking)
        assert body["data"]["is_valid"]
        assert "pages_messaging" in body["data"]["scopes"]
        assert body["data"]["profile_id"] == graph.page_id
    graph.revoke_token("token_expired")
    _, body = await api("GET", "/debug_token", input_token=graph.token.text, access_token=graph.tokens.app_token)
    assert (body["data"]["is_valid"], body["data"]["error"]["subcode"]) == (False, 463)


async def test_permissions_are_no_field_of_a_page(api: Api):
    status, body = await api("GET", "/me/permissions")
    assert (status, body["error"]["code"]) == (400, 100)


async def test_without_the_permission_nothing_is_sent(graph: Graph, api: Api, vera: Person):
    graph.token.scopes.discard("pages_messaging")
    assert (await api.text(vera))[1]["error"]["code"] == 230


async def test_calls_of_a_day_are_two_hundred_for_each_engaged_person(graph: Graph, api: Api, vera: Person):
    graph.audience = 0
    for _ in range(200):
        assert (await api("GET", "/me"))[0] == 200
    params = {"access_token": graph.token.text, "appsecret_proof": proof_of(graph.app_secret, graph.token.text)}
    async with graph.session.get(f"{graph.url}/v26.0/me", params=params) as response:
        assert (await response.json())["error"]["code"] == 80006
        (used,) = json.loads(response.headers["X-Business-Use-Case-Usage"])[graph.page_id]
    assert used["call_count"] == 100
    assert 1439 <= used["estimated_time_to_regain_access"] <= 1440
    graph.clock.forward(hours=24)
    assert (await api("GET", "/me"))[0] == 200


async def test_more_than_300_messages_in_a_second_are_refused(graph: Graph, api: Api, vera: Person):
    moment = 0.0
    graph.per_second._now = lambda: moment
    for _ in range(300):
        assert (await api.text(vera))[0] == 200
    assert (await api.text(vera))[1]["error"]["code"] == 613
    moment = 1.0
    assert (await api.text(vera))[0] == 200


async def test_a_path_that_leads_nowhere_and_a_body_that_is_not_json_are_refused(graph: Graph, api: Api, vera: Person):
    assert (await api("GET", "/me/nonsense"))[1]["error"]["code"] == 2500
    assert (await api("GET", "/a/b/c"))[1]["error"]["code"] == 2500
    assert (await api("GET", "/999"))[1]["error"]["error_subcode"] == 33
    async with graph.session.post(f"{graph.url}/v26.0/me/messages", data=b"{") as response:
        assert (response.status, (await response.json())["error"]["code"]) == (400, 100)


async def test_more_than_10_videos_in_a_second_are_refused_while_texts_go_on(graph: Graph, api: Api, vera: Person):
    graph.media_per_second._now = lambda: 0.0
    video = {"attachment": {"type": "video", "payload": {"url": "https://shop.example.com/a.mp4"}}}
    for _ in range(10):
        assert (await api.send(vera, video))[0] == 200
    assert (await api.send(vera, video))[1]["error"]["code"] == 613
    assert (await api.text(vera))[0] == 200


async def test_a_restricted_page_is_refused_without_a_webhook(graph: Graph, api: Api, vera: Person):
    graph.restrict()
    assert (await api.text(vera))[1]["error"]["error_subcode"] == 1893063
    graph.restrict(None)
    assert (await api.text(vera))[0] == 200
