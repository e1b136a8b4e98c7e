"""Take the bot's turns: durable, one at a time in each conversation, each ending in something the visitor sees."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import structlog
from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Author, Conversation, Message, ReplyDraft, Status, Understanding
from bot.domain.errors import DialogueUnavailable, NotFound
from bot.domain.ground import Ground
from bot.domain.handoff import Reason
from bot.domain.work import Turn, WorkStatus
from bot.journey import is_slot_answer
from bot.language import fold
from bot.services import turn_statements as statements
from bot.services.context import Dialogue, Event, Services
from bot.services.ground import keep_ground
from bot.services.handoffs import back_to_bot, handoff_by_message, request_handoff
from bot.services.journey import announce_stage, track_stage
from bot.services.messages import lock_conversation
from bot.services.records import keep_mark
from bot.services.replies import add_replies, add_reply, announce
from bot.services.speech import spoken_in
from bot.services.talks import begin_talk, end_talk, ground_after, read_clauses
from bot.services.wordless import FOR_A_PERSON, READABLE, answer_wordless, is_wordless
from bot.store.tables import turns as turns_table
from bot.understanding.compose import compose
from bot.understanding.reading import cut

log = structlog.get_logger(__name__)

RETRY_PAUSES = (0.3, 0.7, 1.5, 2.5)
"""Seconds between attempts to get an answer out of the dialogue engine within one turn; the last one repeats."""

SILENCE_SECONDS = 7.0
"""After this long without an answer the visitor hears that somebody is still at it."""

ASK_HUMAN = "/ask_human"
BACK_TO_BOT = "/back_to_bot"
RATE = re.compile(r"/rate_(csat)_([1-5])\Z")


@dataclass(frozen=True)
class Timing:
    """Limits in seconds; the inner ones are shorter, so that the inner part fails first and says why.

    ``grace`` is what even a message from before a long outage gets for its answer, beyond understanding it.
    """

    understand: float = 4.0
    reply: float = 9.0
    deadline: float = 25.0
    lease: float = 40.0
    grace: float = 2.0


@dataclass(frozen=True)
class Claim:
    """A turn that is ours, with the message that it answers and the conversation as it was when we took it."""

    turn: Turn
    message: Message
    conversation: Conversation


async def claim_turn(services: Services, conversation_id: str, owner: str, timing: Timing) -> Claim | None:
    """The oldest turn that is owed, now ours; None when there is none or it is being taken.

    Turns are taken in their order, so that no younger one can be under way.
    """
    async with services.store.begin() as session:
        try:
            conversation = await lock_conversation(session, conversation_id)
        except NotFound:
            # Its visitor was erased while the turn waited.
            return None
        moment = services.clock()
        owed = (await session.execute(statements.oldest_owed(), {"conversation_id": conversation_id})).first()
        if owed is None:
            return None
        turn, message = owed
        if turn.status == WorkStatus.RUNNING and turn.owner != owner and turn.lease_until and turn.lease_until > moment:
            return None
        lease = moment + timedelta(seconds=timing.lease)
        taken = {"turn_id": turn.id, "by": owner, "attempt": turn.attempts + 1, "until": lease}
        await session.execute(statements.take(), taken)
    return Claim(turn, message, conversation)


async def conversations_owed(services: Services) -> list[str]:
    """Conversations in which a turn waits that nobody is taking, oldest first."""
    async with services.store.read() as session:
        found = await session.execute(
            select(turns_table.c.conversation_id)
            .where(
                or_(
                    turns_table.c.status == WorkStatus.PENDING,
                    (turns_table.c.status == WorkStatus.RUNNING) & (turns_table.c.lease_until < services.clock()),
                )
            )
            .group_by(turns_table.c.conversation_id)
            .order_by(func.min(turns_table.c.created_at))
            .limit(500)
        )
        return list(found.scalars())


async def release_turns(services: Services, owner: str | None = None) -> None:
    """Free turns whose taker is gone: all of them (``owner`` None: nobody else works on this store) or one taker's."""
    async with services.store.begin() as session:
        running = turns_table.c.status == WorkStatus.RUNNING
        condition = running if owner is None else running & (turns_table.c.owner == owner)
        await session.execute(update(turns_table).where(condition).values(status=WorkStatus.PENDING, lease_until=None))


async def take_turn(services: Services, dialogue: Dialogue, claim: Claim, timing: Timing) -> bool:
    """Answer one message: understand, track the stage, ask the dialogue engine, say what it says.

    Ends with the turn done and something for the visitor to see (a reply, a handoff, or an honest line when the
    dialogue engine stays silent), unless a person has the floor. Says whether another turn may be owed in the
    conversation, apart from messages stored since.
    """
    turn, message, conversation = claim.turn, claim.message, claim.conversation
    if message.command == BACK_TO_BOT:
        await back_to_bot(services, conversation.id)
        return await _finish(services, turn, [], "back to bot")
    if message.command and (rated := RATE.match(message.command)):
        await _rate(services, turn, conversation, message, rated.group(1), int(rated.group(2)))
        return True
    left = timing.deadline - max(0.0, (services.clock() - message.created_at).total_seconds())
    # After a long outage the visitor still gets one honest attempt, not an excuse straight away.
    deadline = asyncio.get_running_loop().time() + max(left, timing.understand + timing.grace)
    if not conversation.bot_may_speak:
        if not is_wordless(message):
            await _listen(services, dialogue, conversation, message, timing)
        return await _finish(services, turn, [], "a person has the floor")
    if is_wordless(message):
        await _answer_wordless(services, turn, conversation, message)
        return True
    await services.publish(Event("typing", conversation.id, {"author": "bot", "active": True}))
    try:
        drafts, outcome = await _ask_until(services, dialogue, conversation, message, timing, deadline)
    finally:
        await services.publish(Event("typing", conversation.id, {"author": "bot", "active": False}))
    if drafts is None:
        await _apologise(services, turn, message)
        return True
    try:
        return await _finish(services, turn, drafts, outcome)
    except Exception:
        # An answer that cannot be stored would otherwise be asked for again and again, and hold up what comes after.
        log.exception("turn.unstorable", conversation=conversation.id)
        await _apologise(services, turn, message)
        return True


async def _answer_wordless(services: Services, turn: Turn, conversation: Conversation, message: Message) -> None:
    """A message without words: an honest line, and a person where one has to look at it."""
    draft = answer_wordless(services, conversation, message)
    if message.kind not in FOR_A_PERSON:
        await _finish(services, turn, [draft], "nothing to read")
        return
    async with services.store.begin() as session:
        fresh = await lock_conversation(session, conversation.id)
        sent = await add_reply(session, services, fresh, draft, client_id=f"re:{message.id}:0")
    await announce(services, [sent])
    await request_handoff(services, conversation.id, FOR_A_PERSON[message.kind], message_id=message.id)
    await _finish(services, turn, [], "handed to a person")


async def _rate(
    services: Services, turn: Turn, conversation: Conversation, message: Message, kind: str, score: int
) -> None:
    """A mark given with a button."""
    async with services.store.begin() as session:
        fresh = await lock_conversation(session, conversation.id)
        await keep_mark(session, services, fresh, kind, score, None, f"rate:{message.id}")
    thanks = ReplyDraft(services.words.say("say_thanks_for_mark", conversation.language), "notice", {"code": "rated"})
    await _finish(services, turn, [thanks], "rated")


async def _ask_until(
    services: Services,
    dialogue: Dialogue,
    conversation: Conversation,
    message: Message,
    timing: Timing,
    deadline: float,
) -> tuple[list[ReplyDraft] | None, str]:
    """Ask again until there is an answer or time is up (None)."""
    clock = asyncio.get_running_loop().time
    began, said_wait = clock(), False
    for attempt in itertools.count():
        remaining = deadline - clock()
        if remaining <= 0.2:
            break
        if clock() - began > SILENCE_SECONDS and not said_wait:
            said_wait = True
            await _say_wait(services, conversation.id, message)
        try:
            async with asyncio.timeout(remaining):
                drafts = await _ask(services, dialogue, conversation, message, timing)
        except (DialogueUnavailable, TimeoutError) as error:
            log.warning("turn.no_answer", conversation=conversation.id, attempt=attempt + 1, error=str(error))
        except Exception:
            # A fault of ours. The visitor must not wait for its cure: the attempt counts as no answer.
            log.exception("turn.broken", conversation=conversation.id, attempt=attempt + 1)
        else:
            if drafts:
                return drafts, "replied"
            if await replies_to(services, message):
                return [], "handed off"
            async with services.store.read() as session:
                fresh = await session.get(Conversation, conversation.id)
                if fresh is not None and not fresh.bot_may_speak:
                    return [], "a person has the floor"
            log.warning("turn.empty_answer", conversation=conversation.id, attempt=attempt + 1)
        pause = RETRY_PAUSES[min(attempt, len(RETRY_PAUSES) - 1)]
        await asyncio.sleep(min(pause, max(0.0, deadline - clock())))
    return None, "no answer"


async def _say_wait(services: Services, conversation_id: str, message: Message) -> None:
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        sent = None
        if conversation.bot_may_speak:
            draft = ReplyDraft(
                services.words.say("say_one_moment", conversation.language), "notice", {"code": "waiting"}
            )
            sent = await add_reply(session, services, conversation, draft, client_id=f"wait:{message.id}")
    await announce(services, [sent])


async def _ask(
    services: Services, dialogue: Dialogue, conversation: Conversation, message: Message, timing: Timing
) -> list[ReplyDraft]:
    """Read the message, plan what is wished, and have Rasa run the action of each wish, one after the other."""
    understanding, clauses = await _understand(dialogue, message, timing)
    fresh, ground, changed = await _note(services, conversation.id, message, understanding, clauses)
    if changed:
        await dialogue.set_slots(conversation.id, {"language": fresh.language})
    talk = await begin_talk(services, fresh, message, understanding, clauses, ground)
    # Rasa gets the wish, not the words: it has read them already, and keeps none of them.
    metadata: Mapping[str, Any] = {
        "is_command": True,
        "conversation_id": conversation.id,
        "message_id": message.id,
        "wishes": [wish.topic for wish in talk.wishes],
    }
    async with asyncio.timeout(timing.reply):
        drafts = await dialogue.reply(conversation.id, f"/{talk.wishes[0].topic}", metadata)
    return compose(drafts)


async def _understand(
    dialogue: Dialogue, message: Message, timing: Timing
) -> tuple[Understanding, dict[str, Understanding]]:
    """What Rasa reads in the message and in its clauses that no cue speaks for."""
    # A message that only stands for a button, such as a shared product, has no words of the visitor's.
    if message.kind != READABLE or message.command:
        return Understanding(), {}
    async with asyncio.timeout(timing.understand):
        understanding = await dialogue.understand(message.text)
    clauses = await read_clauses(dialogue, cut(message.text, understanding.entities), timing.understand)
    return understanding, clauses


async def _note(
    services: Services,
    conversation_id: str,
    message: Message,
    understanding: Understanding,
    clauses: Mapping[str, Understanding],
) -> tuple[Conversation, Ground, bool]:
    """Store what was understood and where the visitor stands now.

    Returns the conversation, the common ground, and whether the conversation's language changed.
    """
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        known = await session.execute(statements.known_of_message(), {"message_id": message.id})
        stored = known.first()
        event, first = None, stored is not None and not stored.understood
        if first and message.kind == READABLE:
            read = replace(message)
            event = await track_stage(
                services,
                session,
                conversation,
                read,
                understanding,
                slot_answer=is_slot_answer(understanding.intent, message.text, understanding.entities),
            )
            if clauses:
                short = {
                    text: {"intent": one.intent, "confidence": round(one.confidence, 4)}
                    for text, one in clauses.items()
                }
                read.understood = {**read.understood, "clauses": short}
            await session.execute(statements.understand(), {"message_id": message.id, "reading": read.understood})
        changed = first and message.seq == 1 and conversation.language != "vi"
        has_words = message.command is None and message.kind == READABLE
        spoken = spoken_in(message.text, opens=message.seq == 1) if has_words else None
        if spoken and spoken != conversation.language:
            conversation.language = spoken
            changed = True
    await announce_stage(services, event)
    return conversation, Ground.from_json(stored.data if stored else None), changed


async def _listen(
    services: Services, dialogue: Dialogue, conversation: Conversation, message: Message, timing: Timing
) -> None:
    """A person has the floor: understand for their brief, say nothing. Failing to understand is no trouble here."""
    try:
        async with asyncio.timeout(timing.understand):
            understanding = await dialogue.understand(message.text)
    except (DialogueUnavailable, TimeoutError):
        return
    _, ground, _ = await _note(services, conversation.id, message, understanding, {})
    # What is told to a person is told to the shop: nobody asks for it again when the bot has the floor again.
    talk = await begin_talk(services, conversation, message, understanding, {}, ground)
    end_talk(services, message.id)
    async with services.store.begin() as session:
        await keep_ground(session, services, conversation.id, talk.ground)


async def _finish(services: Services, turn: Turn, drafts: list[ReplyDraft], outcome: str) -> bool:
    """Store the replies and close the turn in one transaction; says whether another one is owed.

    Who has the floor is looked at once more: a reply that comes after a person took over is dropped. A reply of the
    very turn that asked for the person still goes out.
    """
    sent: list[Message] = []
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, turn.conversation_id)
        may_speak = conversation.bot_may_speak or (
            conversation.status == Status.WAITING and await handoff_by_message(session, turn.message_id) is not None
        )
        if drafts and not may_speak:
            drafts, outcome = [], "dropped: a person has the floor"
        if not await _end(session, services, turn, WorkStatus.DONE, outcome):
            return True
        if drafts:
            named = {f"re:{turn.message_id}:{number}": draft for number, draft in enumerate(drafts)}
            sent = await add_replies(session, services, conversation, named)
        talk = end_talk(services, turn.message_id)
        if talk is not None and talk.done:
            await keep_ground(session, services, turn.conversation_id, ground_after(talk))
        others = await session.execute(statements.any_owed(), {"conversation_id": turn.conversation_id})
        more = others.first() is not None
    await announce(services, sent)
    return more


async def _end(session: AsyncSession, services: Services, turn: Turn, status: WorkStatus, outcome: str) -> bool:
    """Close a turn; False if it is closed already."""
    ended = {"turn_id": turn.id, "now": status, "how": outcome, "at": services.clock()}
    changed = await session.execute(statements.end(), ended)
    return cast(int, changed.rowcount) > 0  # type: ignore[attr-defined]


async def _apologise(services: Services, turn: Turn, message: Message) -> None:
    """The dialogue engine gave nothing: say so, offer a person, and lose nothing."""
    end_talk(services, message.id)
    if message.command == ASK_HUMAN or _asks_for_a_person(message.text):
        await request_handoff(services, turn.conversation_id, Reason.ASKED, message_id=message.id)
        await _finish(services, turn, [], "handed off without the dialogue engine")
        return
    sent = None
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, turn.conversation_id)
        if not await _end(session, services, turn, WorkStatus.FAILED, "no answer from the dialogue engine"):
            return
        if conversation.bot_may_speak:
            conversation.failed_turns += 1
            sent = await add_reply(
                session,
                services,
                conversation,
                ReplyDraft(
                    text=services.words.say("say_trouble", conversation.language),
                    kind="notice",
                    payload={"code": "error"},
                    quick_replies=services.words.buttons("say_trouble", conversation.language),
                ),
                client_id=f"re:{message.id}:0",
                author=Author.BOT,
            )
    await announce(services, [sent])


PERSON_WORDS = ("nhan vien", "tu van vien", "nguoi that", "gap nguoi", "human", "agent", "real person", "operator")


def _asks_for_a_person(text: str) -> bool:
    """Good enough for the one moment when NLU is not there to read it."""
    folded = fold(text)
    return any(words in folded for words in PERSON_WORDS)


async def replies_to(services: Services, message: Message) -> list[Message]:
    """What was said in answer to ``message``: everything from bot and system up to the visitor's next message."""
    async with services.store.read() as session:
        return await _replies_to(session, message)


async def _replies_to(session: AsyncSession, message: Message) -> list[Message]:
    answers = {
        "conversation_id": message.conversation_id,
        "seq": message.seq,
        "re": f"re:{message.id}:%",
        "ids": [f"sorry:{message.id}", f"handoff:{message.id}"],
    }
    return list((await session.execute(statements.replies(), answers)).scalars())


async def turn_outcome(services: Services, message_id: str) -> str | None:
    """How the turn for a message ended; None while it is owed."""
    async with services.store.read() as session:
        return await _outcome(session, message_id)


async def _outcome(session: AsyncSession, message_id: str) -> str | None:
    turn = (await session.execute(statements.outcome(), {"message_id": message_id})).first()
    if turn is None or turn.status in (WorkStatus.PENDING, WorkStatus.RUNNING):
        return None
    return str(turn.outcome or turn.status)


async def answer_to(services: Services, message: Message) -> list[Message] | None:
    """What was said in answer to ``message`` when its turn is over; None while it is owed."""
    async with services.store.read() as session:
        if await _outcome(session, message.id) is None:
            return None
        return await _replies_to(session, message)
