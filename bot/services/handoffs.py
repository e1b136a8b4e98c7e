"""Pass the floor between bot and people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.catalogue import Product
from bot.domain.conversation import Author, Conversation, Message, ReplyDraft, Status
from bot.domain.errors import ClientIdConflict
from bot.domain.handoff import Agent, Handoff, Reason
from bot.domain.ids import new_id
from bot.domain.lead import Consent
from bot.services.context import Event, Services
from bot.services.ground import brief_of, read_ground
from bot.services.hours import hours_text
from bot.services.messages import lock_conversation
from bot.services.replies import add_reply, announce
from bot.services.shop import load_shop
from bot.services.wire import agent_for_visitor
from bot.store.tables import agents as agents_table
from bot.store.tables import conversations as conversations_table
from bot.store.tables import handoffs as handoffs_table
from bot.store.tables import messages as messages_table
from bot.store.tables import offer_events as offer_events_table
from bot.store.tables import offers as offers_table

WAITING_PATIENCE = timedelta(minutes=3)
"""How long a visitor waits in silence before the bot takes the floor again; the request stays in the queue."""

AGENT_PATIENCE = timedelta(minutes=5)
"""How long a visitor waits for an agent who went offline."""


async def request_handoff(
    services: Services,
    conversation_id: str,
    reason: str = Reason.ASKED,
    *,
    message_id: str | None = None,
    slots: Mapping[str, str] | None = None,
    sorry: bool = False,
) -> Handoff:
    """Ask for a person and tell the visitor what happens now.

    With an agent online the bot falls silent. With nobody online the bot keeps the floor, says so, gives the hours and
    takes a call-back; the request waits in the queue for whoever comes first. Asking again while a request is
    open changes nothing but says again where it stands. ``sorry`` puts an apology in front.
    """
    shop = await load_shop(services)
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        handoff = await open_handoff(session, conversation_id)
        somebody = await agents_online(session)
        language = conversation.language
        is_new = handoff is None
        if handoff is None:
            handoff = Handoff(
                conversation_id=conversation_id,
                reason=reason,
                message_id=message_id,
                requested_at=services.clock(),
                brief=await make_brief(session, services, conversation, reason, slots or {}),
            )
            session.add(handoff)
        name, code = (
            ("say_handoff_requested", "handoff_requested") if somebody else ("say_nobody_online", "nobody_online")
        )
        if conversation.status == Status.AGENT:
            name, code = "say_agent_is_here", "agent_joined"
        elif somebody:
            conversation.wait_for_agent(services.clock())
        if conversation.status != Status.AGENT:
            conversation.waiting_since = conversation.waiting_since or services.clock()
        apology = None
        if sorry:
            apology = await add_reply(
                session,
                services,
                conversation,
                ReplyDraft(text=services.words.say("say_sorry", language)),
                client_id=f"sorry:{message_id or new_id()}",
            )
        notice = await add_reply(
            session,
            services,
            conversation,
            ReplyDraft(
                text=services.words.say(
                    name, language, hours=hours_text(shop, language), hotline=shop.get("hotline", "")
                ),
                kind="notice",
                payload={"code": code},
                quick_replies=services.words.buttons(name, language),
            ),
            client_id=f"handoff:{message_id or new_id()}",
            author=Author.SYSTEM,
        )
        agent = await session.get(Agent, conversation.agent_id) if conversation.agent_id else None
    await announce(services, [apology, notice])
    await announce_status(services, conversation, agent)
    if is_new:
        await services.publish(Event("handoff.requested", conversation_id, {"reason": str(reason)}))
    return handoff


async def leave_request(
    services: Services, conversation_id: str, reason: str, *, message_id: str, slots: Mapping[str, str]
) -> None:
    """Leave a request for the shop's people in the queue while the bot goes on talking; open ones get what is new."""
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        handoff = await open_handoff(session, conversation_id)
        is_new = handoff is None
        if handoff is None:
            session.add(
                Handoff(
                    conversation_id=conversation_id,
                    reason=reason,
                    message_id=message_id,
                    requested_at=services.clock(),
                    brief=await make_brief(session, services, conversation, reason, slots),
                )
            )
            conversation.waiting_since = conversation.waiting_since or services.clock()
        else:
            handoff.brief = {**handoff.brief, "slots": {**handoff.brief.get("slots", {}), **slots}}
    if is_new:
        await services.publish(Event("handoff.requested", conversation_id, {"reason": str(reason)}))


async def claim(services: Services, conversation_id: str, agent: Agent) -> Conversation:
    """Give ``agent`` the floor. Of two who claim at once one gets it, the other ``AlreadyClaimed``."""
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        holder = await session.get(Agent, conversation.agent_id) if conversation.agent_id else None
        if not conversation.claim(agent.id, holder.name if holder else ""):
            return conversation
        handoff = await open_handoff(session, conversation_id)
        if handoff is None:
            handoff = Handoff(
                conversation_id=conversation_id,
                reason=Reason.TAKEN_OVER,
                requested_at=services.clock(),
                brief=await make_brief(session, services, conversation, Reason.TAKEN_OVER, {}),
            )
            session.add(handoff)
        handoff.claimed_at = services.clock()
        handoff.claimed_by = agent.id
        notice = await say_notice(session, services, conversation, "say_agent_joined", "agent_joined", name=agent.name)
    await announce(services, [notice])
    await announce_status(services, conversation, agent)
    return conversation


async def reply_as_agent(services: Services, conversation_id: str, agent: Agent, client_id: str, text: str) -> Message:
    """Say ``text`` as ``agent``, who must have the floor. The same client id twice says it once."""
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        conversation.check_floor(agent.id)
        message = await add_reply(
            session,
            services,
            conversation,
            ReplyDraft(text=text),
            client_id=client_id,
            author=Author.AGENT,
            agent_id=agent.id,
            agent_name=agent.name,
        )
        conversation.agent_read_seq = conversation.last_seq
        if message is None:
            earlier = (
                await session.execute(select(Message).filter_by(conversation_id=conversation_id, client_id=client_id))
            ).scalar_one()
            if earlier.agent_id != agent.id or not earlier.same_body(text, None):
                raise ClientIdConflict(client_id)
            return earlier
    await announce(services, [message])
    return message


async def hand_back(services: Services, conversation_id: str, agent: Agent, note: str = "") -> Conversation:
    """Return the floor to the bot, which says that it is there again."""
    return await _end(services, conversation_id, agent, note, outcome="handed_back")


async def resolve(services: Services, conversation_id: str, agent: Agent, note: str = "") -> Conversation:
    """Close the conversation; the visitor can open it again by writing."""
    return await _end(services, conversation_id, agent, note, outcome="resolved")


async def _end(services: Services, conversation_id: str, agent: Agent, note: str, outcome: str) -> Conversation:
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        if outcome == "handed_back":
            conversation.hand_back(agent.id)
        else:
            conversation.resolve(agent.id)
        handoff = await open_handoff(session, conversation_id)
        if handoff is not None:
            handoff.ended_at = services.clock()
            handoff.outcome = outcome
            handoff.note = note[:2000] or None
        conversation.agent_read_seq = conversation.last_seq
        notice = await say_notice(session, services, conversation, f"say_{outcome}", outcome, name=agent.name)
    await announce(services, [notice])
    await announce_status(services, conversation, None)
    await services.publish(
        Event("handoff.ended", conversation_id, {"outcome": outcome, "handoff_id": handoff.id if handoff else ""})
    )
    return conversation


async def back_to_bot(services: Services, conversation_id: str, *, quietly: bool = False) -> None:
    """The visitor would rather go on with the bot than wait; the request for a person is withdrawn.

    ``quietly`` where the one who answers the visitor says so.
    """
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        if conversation.status == Status.AGENT:
            return
        conversation.status = Status.BOT
        conversation.waiting_since = None
        handoff = await open_handoff(session, conversation_id)
        if handoff is not None:
            handoff.ended_at = services.clock()
            handoff.outcome = "withdrawn"
        notice = (
            None
            if quietly
            else await say_notice(session, services, conversation, "say_back_to_bot", "handed_back", name="")
        )
    await announce(services, [notice])
    await announce_status(services, conversation, None)


async def release_impatient(services: Services) -> int:
    """Give visitors who waited too long back to the bot, with an honest line; returns how many."""
    limit = services.clock() - WAITING_PATIENCE
    async with services.store.read() as session:
        ids = (
            (
                await session.execute(
                    select(conversations_table.c.id).where(
                        conversations_table.c.status == Status.WAITING, conversations_table.c.waiting_since < limit
                    )
                )
            )
            .scalars()
            .all()
        )
    released = 0
    for conversation_id in ids:
        async with services.store.begin() as session:
            conversation = await lock_conversation(session, conversation_id)
            if conversation.status != Status.WAITING or not conversation.waiting_since:
                continue
            # waiting_since stays: the conversation keeps its place in the queue.
            conversation.status = Status.BOT
            notice = await say_notice(session, services, conversation, "say_still_waiting", "still_waiting", name="")
            released += 1
        await announce(services, [notice])
        await announce_status(services, conversation, None)
    return released


async def release_abandoned(services: Services) -> int:
    """Take the floor back from agents who went offline and left a visitor unanswered; returns how many."""
    limit = services.clock() - AGENT_PATIENCE
    async with services.store.read() as session:
        query = (
            select(conversations_table.c.id)
            .join(agents_table, agents_table.c.id == conversations_table.c.agent_id)
            .where(
                conversations_table.c.status == Status.AGENT,
                conversations_table.c.last_author == Author.VISITOR,
                conversations_table.c.last_message_at < limit,
                agents_table.c.online.is_(False),
            )
        )
        ids = (await session.execute(query)).scalars().all()
    released = 0
    for conversation_id in ids:
        async with services.store.begin() as session:
            conversation = await lock_conversation(session, conversation_id)
            agent = await session.get(Agent, conversation.agent_id) if conversation.agent_id else None
            if conversation.status != Status.AGENT or agent is None or agent.online:
                continue
            conversation.status = Status.BOT
            conversation.agent_id = None
            # Back in the queue with the time since when nobody has answered.
            conversation.waiting_since = conversation.last_message_at
            notice = await say_notice(session, services, conversation, "say_agent_left", "agent_left", name=agent.name)
            released += 1
        await announce(services, [notice])
        await announce_status(services, conversation, None)
    return released


async def said_during(services: Services, conversation_id: str) -> list[Message]:
    """What visitor and agent said while the last handoff lasted, in order."""
    async with services.store.read() as session:
        query = (
            select(Handoff)
            .filter_by(conversation_id=conversation_id)
            .order_by(handoffs_table.c.requested_at.desc())
            .limit(1)
        )
        handoff = (await session.execute(query)).scalar_one_or_none()
        if handoff is None:
            return []
        lines = (
            select(Message)
            .where(
                messages_table.c.conversation_id == conversation_id,
                messages_table.c.created_at > handoff.requested_at,
                messages_table.c.author.in_([Author.VISITOR, Author.AGENT]),
            )
            .order_by(messages_table.c.seq)
            .limit(100)
        )
        return list((await session.execute(lines)).scalars())


async def open_handoff(session: AsyncSession, conversation_id: str) -> Handoff | None:
    """The request for a person that has not ended yet."""
    return (
        (await session.execute(select(Handoff).filter_by(conversation_id=conversation_id, ended_at=None).limit(1)))
        .scalars()
        .first()
    )


async def handoff_by_message(session: AsyncSession, message_id: str) -> Handoff | None:
    """The request for a person that came out of this message."""
    return (await session.execute(select(Handoff).filter_by(message_id=message_id))).scalar_one_or_none()


async def agents_online(session: AsyncSession) -> int:
    """How many agents could answer now."""
    found = await session.execute(select(func.count()).select_from(Agent).filter_by(online=True, disabled_at=None))
    return int(found.scalar_one())


async def announce_status(services: Services, conversation: Conversation, agent: Agent | None) -> None:
    """Publish who has the floor."""
    await services.publish(
        Event(
            "conversation.status_changed",
            conversation.id,
            {"status": str(conversation.status), "agent": agent_for_visitor(agent)},
        )
    )


async def say_notice(
    session: AsyncSession, services: Services, conversation: Conversation, name: str, code: str, /, **values: Any
) -> Message | None:
    """A line of the system about the conversation, in the sentence ``name``; the caller announces it."""
    shop = await load_shop(services)
    values = {"hotline": shop.get("hotline", ""), "hours": hours_text(shop, conversation.language), **values}
    return await add_reply(
        session,
        services,
        conversation,
        ReplyDraft(
            text=services.words.say(name, conversation.language, **values),
            kind="notice",
            payload={"code": code},
            quick_replies=services.words.buttons(name, conversation.language),
        ),
        client_id=f"notice:{new_id()}",
        author=Author.SYSTEM,
    )


async def make_brief(
    session: AsyncSession, services: Services, conversation: Conversation, reason: str, slots: Mapping[str, str]
) -> dict[str, Any]:
    """What an agent needs to know before the first word, so that the visitor need not say it again.

    ``slots`` is what the running turn knows; without it (an agent takes over unasked) the kept ground tells.
    """
    if not slots:
        ground = await read_ground(session, conversation.id)
        skus = dict.fromkeys([*ground.focus[:1], *(line.sku for line in ground.basket)])
        things = [thing for sku in skus if (thing := await session.get(Product, sku)) is not None]
        slots = brief_of(ground, {thing.sku: thing.name for thing in things})
    said = (
        (
            await session.execute(
                select(Message)
                .where(messages_table.c.conversation_id == conversation.id, messages_table.c.author == Author.VISITOR)
                .order_by(messages_table.c.seq.desc())
                .limit(8)
            )
        )
        .scalars()
        .all()
    )
    wants: list[str] = []
    for message in reversed(said):
        intent = message.understood.get("intent")
        if intent and intent not in wants and intent not in ("greet", "affirm", "thank", "ask_human", "nlu_fallback"):
            wants.append(intent)
    shown = (
        (
            await session.execute(
                select(offers_table.c.title)
                .join(offer_events_table, offer_events_table.c.offer_key == offers_table.c.key)
                .where(offer_events_table.c.conversation_id == conversation.id, offer_events_table.c.event == "shown")
                .distinct()
            )
        )
        .scalars()
        .all()
    )
    consents = (
        (await session.execute(select(Consent).filter_by(conversation_id=conversation.id, withdrawn_at=None)))
        .scalars()
        .all()
    )
    return {
        "reason": str(reason),
        "summary": " · ".join(message.text[:160] for message in reversed(said[:3])),
        "stage": str(conversation.stage),
        "language": conversation.language,
        "wants": wants[-4:],
        "slots": dict(slots),
        "failed_turns": conversation.failed_turns,
        "offers_shown": list(shown),
        "consent": [consent.purpose for consent in consents if consent.granted],
        "requested_at": services.clock().isoformat(timespec="milliseconds"),
    }
