"""Who gets into the console, and what a session is good for."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from sqlalchemy import update

from bot.console.logins import FAILURES, PERIOD, LoginLimit, client_address
from bot.console.sessions import is_own_origin
from bot.domain.errors import RateLimited
from bot.domain.handoff import Agent
from bot.settings import load_settings


async def test_alice_logs_in_and_is_known_from_then_on(new_desk: Any, alice: Agent) -> None:
    desk = await new_desk()
    assert (await desk.call("GET", "session"))[1]["error"]["code"] == "login_required"

    status, answer = await desk.log_in("  Alice@Example.com ")

    assert status == 200
    assert answer["agent"] == {
        "id": alice.id, "name": "Alice", "email": "alice@example.com", "role": "agent", "online": False,
    }  # fmt: skip
    assert await desk.call("GET", "session") == (200, answer)


async def test_session_tells_an_admin_from_an_agent(new_desk: Any, alice: Agent, bob: Agent) -> None:
    for agent, role in ((alice, "agent"), (bob, "admin")):
        desk = await new_desk(agent)
        assert (await desk.call("GET", "session"))[1]["agent"]["role"] == role


async def test_cookie_is_out_of_reach_for_scripts_and_other_sites(new_desk: Any, alice: Agent) -> None:
    desk = await new_desk()
    answer = await desk.client.post(
        "/console/api/login", json={"email": alice.email, "password": "a long enough password"}
    )
    cookie = answer.cookies["dh_console"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["secure"]


@pytest.mark.parametrize("settings", [{"public_url": "https://chat.example.com"}, {"env": "production"}])
async def test_cookie_wants_https_where_there_is_https(
    house: Any, new_desk: Any, alice: Agent, settings: dict[str, str]
) -> None:
    for name, value in settings.items():
        setattr(house.settings, name, value)
    desk = await new_desk()
    answer = await desk.client.post(
        "/console/api/login", json={"email": alice.email, "password": "a long enough password"}
    )
    assert answer.cookies["dh_console"]["secure"]


@pytest.mark.parametrize(
    ("email", "password"),
    [("alice@example.com", "wrong"), ("charlie@example.com", "a long enough password"), ("", "")],
)
async def test_wrong_password_and_unknown_address_are_answered_alike(
    new_desk: Any, alice: Agent, email: str, password: str
) -> None:
    desk = await new_desk()
    status, answer = await desk.log_in(email, password)
    assert status == 401
    assert answer["error"]["code"] == "bad_credentials"
    assert answer["error"]["message"] == "E-mail and password do not match an active agent."


async def test_agent_who_left_the_shop_is_out_at_once(house: Any, new_desk: Any, alice: Agent) -> None:
    desk = await new_desk(alice)
    async with house.services.store.begin() as session:
        await session.execute(update(Agent).values(disabled_at=house.services.clock()))
    assert (await desk.call("GET", "session"))[0] == 401
    assert (await desk.log_in(alice.email))[0] == 401


async def test_eleventh_wrong_password_must_wait_and_so_must_the_right_one(new_desk: Any, alice: Agent) -> None:
    desk = await new_desk()
    for _ in range(FAILURES):
        assert (await desk.log_in(alice.email, "wrong"))[0] == 401
    status, answer = await desk.log_in(alice.email)
    assert (status, answer["error"]["code"]) == (429, "rate_limited")


async def test_one_address_cannot_try_many_accounts(new_desk: Any, alice: Agent) -> None:
    desk = await new_desk()
    for number in range(FAILURES):
        assert (await desk.log_in(f"somebody{number}@example.com", "guess"))[0] == 401
    assert (await desk.log_in("somebody-else@example.com", "guess"))[0] == 429


def test_attempts_are_forgotten_after_their_period_and_after_a_success() -> None:
    time = [0.0]
    limit = LoginLimit(lambda: time[0])
    for _ in range(FAILURES):
        limit.enter("email a", "address 1")
    with pytest.raises(RateLimited):
        limit.enter("email a", "address 2")
    limit.succeeded("email a", "address 1")
    limit.enter("email a", "address 2")
    limit.enter("email b", "address 1")
    with pytest.raises(RateLimited):
        limit.enter("email b", "address 1")
    time[0] = PERIOD + 1
    limit.enter("email b", "address 1")


def test_address_is_the_one_the_trusted_proxy_saw() -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})
    assert client_address(request, 1) == "2.2.2.2"
    assert client_address(request, 2) == "1.1.1.1"
    assert client_address(request, 3) == client_address(request, 0) == (request.remote or "unknown")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_login_sent_by_another_website_is_refused(new_desk: Any, alice: Agent, headers: dict[str, str]) -> None:
    desk = await new_desk()
    status, answer = await desk.log_in(alice.email, headers=headers)
    assert (status, answer["error"]["code"]) == (403, "forbidden")


async def test_login_from_the_own_page_is_welcome(new_desk: Any, alice: Agent) -> None:
    desk = await new_desk()
    own = str(desk.client.make_url("/")).rstrip("/")
    assert (await desk.log_in(alice.email, headers={"Origin": own, "Sec-Fetch-Site": "same-origin"}))[0] == 200


def test_public_address_is_an_own_origin_behind_a_proxy(tmp_path: Any) -> None:
    settings = load_settings(var_dir=tmp_path, public_url="https://chat.example.com", _env_file=None)
    assert is_own_origin("https://chat.example.com", "127.0.0.1:8080", settings)
    assert not is_own_origin("https://chat.example.com.evil.example", "127.0.0.1:8080", settings)
    assert not is_own_origin("", "", settings)


@pytest.mark.parametrize("token", ["", "forged", "không phải"])
async def test_change_without_the_csrf_token_is_refused(house: Any, new_desk: Any, alice: Agent, token: str) -> None:
    conversation = await house.hears()
    desk = await new_desk(alice)
    desk.csrf = token
    for path in ("logout", f"conversations/{conversation}/claim"):
        status, answer = await desk.call("POST", path)
        assert (status, answer["error"]["code"]) == (403, "forbidden")
    assert (await desk.call("PUT", "me/presence", {"online": True}))[0] == 403
    assert (await desk.call("GET", f"conversations/{conversation}"))[1]["conversation"]["status"] == "bot"


async def test_logging_out_ends_the_session_and_says_so(house: Any, new_desk: Any, alice: Agent) -> None:
    desk = await new_desk(alice)
    token = desk.client.session.cookie_jar.filter_cookies(desk.client.make_url("/"))["dh_console"].value
    assert await desk.call("POST", "logout") == (200, {})
    assert (await desk.call("GET", "session"))[0] == 401
    assert (await desk.call("GET", "session", cookies={"dh_console": token}))[0] == 401
    assert house.events[-1].name == "session.ended"


async def test_agents_come_and_go_and_colleagues_see_it(house: Any, new_desk: Any, alice: Agent, bob: Agent) -> None:
    alices, bobs = await new_desk(alice), await new_desk(bob)
    status, answer = await alices.call("PUT", "me/presence", {"online": True})
    assert (status, answer["agent"]["online"]) == (200, True)
    _, answer = await bobs.call("GET", "agents")
    assert [(agent["name"], agent["online"]) for agent in answer["agents"]] == [("Alice", True), ("Bob", False)]
    assert house.events[-1].name == "presence"
