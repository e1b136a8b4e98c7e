"""Ask how the service was, after a person has helped."""

from __future__ import annotations

from bot.domain.conversation import Author, ReplyDraft
from bot.services.context import Services
from bot.services.messages import lock_conversation
from bot.services.replies import add_reply, announce
from bot.services.threads import PUSHED_CHANNELS

MARKS = range(1, 6)


async def ask_csat(services: Services, conversation_id: str, key: str) -> bool:
    """Ask for a mark from 1 to 5 in a conversation that a person has just closed; once for each ``key``.

    Only on channels that are told: the website's widget has no place for it yet.
    """
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        if conversation.channel not in PUSHED_CHANNELS:
            return False
        draft = ReplyDraft(
            text=services.words.say("say_ask_csat", conversation.language),
            kind="survey",
            payload={"survey": "csat"},
            quick_replies=[{"title": str(mark), "payload": f"/rate_csat_{mark}"} for mark in MARKS],
        )
        sent = await add_reply(
            session, services, conversation, draft, client_id=f"csat:{key}"[:64], author=Author.SYSTEM
        )
    await announce(services, [sent])
    return sent is not None
