"""Agents and their logins; what leaves the house; a person's right to their data and to be forgotten."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.domain.conversation import Conversation, Message, ReplyDraft, Visitor
from bot.domain.errors import BadCredentials, BadInput, LoginRequired, NotFound, NotVerified
from bot.domain.handoff import Agent, AgentSession
from bot.services.agents import (
    SESSION_LENGTH,
    add_agent,
    disable_agent,
    everybody_offline,
    list_agents,
    log_in,
    log_out,
    session_agent,
    set_password,
    set_presence,
)
from bot.services.exports import erase_person, export_conversations, export_journey, export_leads, export_person
from bot.services.faq import keep_unanswered
from bot.services.handoffs import claim, request_handoff
from bot.services.journey import correct_stage
from bot.services.leads import capture_lead
from bot.services.messages import lock_conversation
from bot.services.offers import note_shown
from bot.services.orders import show_order
from bot.services.replies import add_reply
from bot.store.tables import metadata

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "một mật khẩu đủ dài"


# -- agents -----------------------------------------------------------------------------------------------------------


async def test_agent_logs_in_is_known_by_the_session_and_logs_out(house):
    await add_agent(house.services, " Alice@Example.com ", "Alice", "admin", PASSWORD)
    agent, token, csrf = await log_in(house.services, "ALICE@example.com", PASSWORD)
    assert (agent.email, agent.role, agent.online) == ("alice@example.com", "admin", False)
    assert (await session_agent(house.services, token))[1] == csrf
    await log_out(house.services, token)
    with pytest.raises(LoginRequired):
        await session_agent(house.services, token)


async def test_password_and_token_are_kept_as_hashes_only(house):
    await add_agent(house.services, "alice@example.com", "Alice", "agent", PASSWORD)
    _, token, _ = await log_in(house.services, "alice@example.com", PASSWORD)
    [agent] = await house.all(Agent)
    [session] = await house.all(AgentSession)
    assert agent.password_hash.startswith("$argon2id$")
    assert token not in session.token_hash


async def test_wrong_password_unknown_address_and_disabled_account_are_refused_alike(house):
    agent = await add_agent(house.services, "alice@example.com", "Alice", "agent", PASSWORD)
    alice, charlie = "alice@example.com", "charlie@example.com"
    for email, password in ((alice, "sai mật khẩu rồi"), (charlie, PASSWORD), ("", ""), (alice, "x" * 5000)):
        with pytest.raises(BadCredentials):
            await log_in(house.services, email, password)
    _, token, _ = await log_in(house.services, "alice@example.com", PASSWORD)
    async with house.services.store.begin() as session:
        (await session.get_one(Agent, agent.id)).disabled_at = house.clock()
    with pytest.raises(BadCredentials):
        await log_in(house.services, "alice@example.com", PASSWORD)
    with pytest.raises(LoginRequired):
        await session_agent(house.services, token)
    assert await list_agents(house.services) == []


async def test_session_ends_with_the_working_day(house):
    await add_agent(house.services, "alice@example.com", "Alice", "agent", PASSWORD)
    _, token, _ = await log_in(house.services, "alice@example.com", PASSWORD)
    house.clock.moment += SESSION_LENGTH
    assert await session_agent(house.services, token)
    house.clock.forward(seconds=1)
    for given in (token, "", "x" * 500):
        with pytest.raises(LoginRequired):
            await session_agent(house.services, given)


async def test_unusable_accounts_are_refused(house):
    await house.agent("Alice")
    for email, role, password in [
        ("no-address", "agent", PASSWORD),
        ("a@" + "x" * 300, "agent", PASSWORD),
        ("bob@example.com", "king", PASSWORD),
        ("bob@example.com", "agent", "short"),
        ("ALICE@example.com", "agent", PASSWORD),
    ]:
        with pytest.raises(BadInput):
            await add_agent(house.services, email, "Bob", role, password)
    assert await house.count(Agent) == 1


async def test_new_password_logs_everybody_out_who_knew_the_old_one(house):
    await add_agent(house.services, "alice@example.com", "Alice", "agent", PASSWORD)
    _, token, _ = await log_in(house.services, "alice@example.com", PASSWORD)
    with pytest.raises(BadInput):
        await set_password(house.services, "alice@example.com", "short")
    assert await session_agent(house.services, token)
    await set_password(house.services, "alice@example.com", "một mật khẩu khác")
    with pytest.raises(LoginRequired):
        await session_agent(house.services, token)
    with pytest.raises(BadCredentials):
        await log_in(house.services, "alice@example.com", PASSWORD)
    assert await log_in(house.services, "alice@example.com", "một mật khẩu khác")
    with pytest.raises(NotFound):
        await set_password(house.services, "charlie@example.com", PASSWORD)


async def test_who_left_the_company_is_out_at_once(house, alice):
    async with house.services.store.begin() as session:
        session.add(AgentSession(token_hash="x" * 64, agent_id=alice.id, csrf="c", expires_at=house.clock()))
    await disable_agent(house.services, "ALICE@example.com")
    assert await house.count(AgentSession) == 0
    [agent] = await house.all(Agent)
    assert (agent.online, agent.disabled_at) == (False, house.clock())
    assert await list_agents(house.services) == []
    with pytest.raises(NotFound):
        await disable_agent(house.services, "charlie@example.com")


async def test_coming_and_going_is_announced_once(house):
    alice = await house.agent("Alice")
    for online in (True, True, False):
        await set_presence(house.services, alice.id, online)
    assert [e.body["agents"][0]["online"] for e in house.published("presence")] == [True, False]
    with pytest.raises(LoginRequired):
        await set_presence(house.services, "0" * 32, True)


async def test_nobody_is_online_after_a_cold_start(house, alice, bob):
    await everybody_offline(house.services)
    assert [(a.name, a.online) for a in await list_agents(house.services)] == [("Alice", False), ("Bob", False)]


# -- exports and a person's rights ------------------------------------------------------------------------------------


async def a_full_life(house, visitor):
    """Everything that can be kept about somebody."""
    received = await house.hears("cho mình xem tai nghe", visitor=visitor)
    conversation_id, message_id = received.conversation.id, received.message.id
    async with house.services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        await add_reply(session, house.services, conversation, ReplyDraft("Dạ"), client_id=f"re:{message_id}:0")
    await correct_stage(house.services, conversation_id, "buying")
    await note_shown(house.services, conversation_id, "lead_5", key=message_id)
    await keep_unanswered(house.services, conversation_id, "bitcoin?", None, 0.0, message_id)
    lead = {"name": visitor.title(), "phone": "0912345678", "email": None, "interest": "tai nghe", "wording": "Đồng ý?"}
    await capture_lead(house.services, conversation_id, key=f"lead:{message_id}", **lead)
    with pytest.raises(NotVerified):
        await show_order(house.services, conversation_id, "HN20405", "0999999999")
    await request_handoff(house.services, conversation_id, message_id=message_id)
    return received.conversation


async def row_counts(house):
    async with house.services.store.read() as session:
        return {
            table.name: (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }


async def test_person_gets_everything_that_is_kept_about_them_and_nothing_of_others(shop):
    vera = await a_full_life(shop, "vera")
    await a_full_life(shop, "charlie")
    kept = await export_person(shop.services, vera.visitor_id)
    assert kept["visitor"]["external_id"] == "vera"
    assert {m["text"] for m in kept["messages"]} >= {"cho mình xem tai nghe", "Dạ"}
    for name in ("conversations", "stage_events", "handoffs", "leads", "consents", "offer_events",
                 "unanswered_questions", "verification_attempts"):  # fmt: skip
        assert len(kept[name]) == 1, name
    assert "charlie" not in str(kept).lower()
    with pytest.raises(NotFound):
        await export_person(shop.services, "0" * 32)


async def test_erased_person_leaves_nothing_and_others_and_the_shop_stay(shop):
    charlie = await a_full_life(shop, "charlie")
    before = await row_counts(shop)
    vera = await a_full_life(shop, "vera")
    alice = await shop.agent("Alice", online=True)
    await claim(shop.services, vera.id, alice)
    gone = await erase_person(shop.services, vera.visitor_id)
    assert gone["messages"] >= 3
    assert gone["turns"] == gone["leads"] == gone["consents"] == gone["handoffs"] == 1
    after = await row_counts(shop)
    assert after == {**before, "agents": before["agents"] + 1}
    assert await shop.said(charlie.id)
    with pytest.raises(NotFound):
        await erase_person(shop.services, vera.visitor_id)


async def test_erased_person_who_writes_again_is_somebody_new(shop):
    vera = await a_full_life(shop, "vera")
    await erase_person(shop.services, vera.visitor_id)
    again = await shop.hears("chào", visitor="vera")
    assert again.conversation.id != vera.id
    assert again.message.seq == 1


async def test_exports_have_a_header_and_a_line_for_each_thing(shop):
    vera = await a_full_life(shop, "vera")
    header, rows = await export_leads(shop.services)
    [lead] = [dict(zip(header, row, strict=True)) for row in rows]
    assert (lead["name"], lead["phone"], lead["purpose"]) == ("Vera", "0912345678", "follow_up")
    assert lead["consented_at"].startswith("2026-11-21T03:00")
    header, rows = await export_conversations(shop.services)
    assert [row[header.index("seq")] for row in rows] == [1, 2, 3]
    assert {row[header.index("conversation_id")] for row in rows} == {vera.id}
    header, rows = await export_journey(shop.services)
    assert [(row[header.index("stage")], row[header.index("source")]) for row in rows] == [("buying", "agent")]


async def test_message_that_arrives_while_its_person_is_erased_leaves_nothing_half_done(shop):
    vera = await a_full_life(shop, "vera")
    results = await asyncio.gather(
        erase_person(shop.services, vera.visitor_id), shop.hears("đang gõ", visitor="vera"), return_exceptions=True
    )
    # Either the message came first and went too, or it made a new visitor; never a message without its visitor.
    visitors = {v.id for v in await shop.all(Visitor)}
    conversations = await shop.all(Conversation)
    assert {c.visitor_id for c in conversations} <= visitors, results
    assert {m.conversation_id for m in await shop.all(Message)} <= {c.id for c in conversations}
