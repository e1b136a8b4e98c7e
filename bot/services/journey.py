"""Track where in the journey a visitor stands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Conversation, Message, Understanding
from bot.domain.errors import BadInput
from bot.domain.journey import JOURNEY_STAGES, StageEvent
from bot.journey import Belief, Evidence, is_answer, update
from bot.services import turn_statements as statements
from bot.services.context import Event, Services
from bot.services.messages import lock_conversation
from bot.services.wire import stage_event_to_wire
from bot.store.tables import stage_events as stage_events_table


async def track_stage(
    services: Services,
    session: AsyncSession,
    conversation: Conversation,
    message: Message,
    understanding: Understanding,
    *,
    slot_answer: bool,
) -> StageEvent | None:
    """Move the belief by one message; returns the stage event if the believed stage changed.

    Counts each message once: a repeated turn finds what NLU read already stored and moves nothing.
    """
    if message.understood:
        return None
    message.understood = {
        "intent": understanding.intent,
        "confidence": round(understanding.confidence, 4),
        "stages": {stage: round(p, 4) for stage, p in understanding.stages.items()},
        "entities": understanding.entities,
    }
    evidence = Evidence(
        stages=understanding.stages,
        page=(conversation.page or {}).get("kind"),
        intent=understanding.intent,
        slot_answer=slot_answer,
        answer=is_answer(await _said_before(session, conversation.id, message.seq), message.text),
    )
    return _apply(services, session, conversation, evidence, source="message", message_id=message.id)


async def _said_before(session: AsyncSession, conversation_id: str, seq: int) -> str | None:
    """What the bot or an agent said last before a message."""
    before = {"conversation_id": conversation_id, "seq": seq}
    return (await session.execute(statements.said_before(), before)).scalar()


async def correct_stage(services: Services, conversation_id: str, stage: str) -> StageEvent | None:
    """An agent says where the visitor stands; raises ``BadInput`` for a stage that does not exist."""
    if stage not in list(JOURNEY_STAGES):
        raise BadInput(f"stage: one of {', '.join(JOURNEY_STAGES)}")
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        event = _apply(services, session, conversation, Evidence(agent_says=stage), source="agent", message_id=None)
    await announce_stage(services, event)
    return event


def _apply(
    services: Services,
    session: AsyncSession,
    conversation: Conversation,
    evidence: Evidence,
    *,
    source: str,
    message_id: str | None,
) -> StageEvent | None:
    before = Belief(conversation.stage, conversation.belief or {})
    after, why = update(before, evidence)
    conversation.belief = {stage: round(p, 5) for stage, p in after.stages.items()}
    conversation.stage = after.stage
    conversation.stage_confidence = after.confidence
    if after.stage == before.stage and source != "agent":
        return None
    event = StageEvent(
        conversation_id=conversation.id,
        message_id=message_id,
        stage=after.stage,
        previous=before.stage,
        confidence=after.confidence,
        why=why,
        source=source,
        created_at=services.clock(),
    )
    session.add(event)
    return event


async def announce_stage(services: Services, event: StageEvent | None) -> None:
    """Publish a move of the belief."""
    if event is not None:
        await services.publish(Event("stage.changed", event.conversation_id, stage_event_to_wire(event)))


async def stage_history(session: AsyncSession, conversation_id: str) -> list[StageEvent]:
    """Every move of the belief, oldest first."""
    found = await session.execute(
        select(StageEvent).filter_by(conversation_id=conversation_id).order_by(stage_events_table.c.created_at)
    )
    return list(found.scalars())
