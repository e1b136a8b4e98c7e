"""A talk without Rasa: what a visitor writes is read, planned, answered and kept, and every room on the way is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from reading import entities_of

from actions.base import Answer, actions_by_name
from actions.base import answer_to as answer_of_door
from bot.action_server import actions as _loaded
from bot.dialogue.rules import load_rules
from bot.domain.conversation import Conversation, ReplyDraft, Understanding
from bot.domain.ground import Ground
from bot.language import detect_language
from bot.services.answers.talk import Talk
from bot.services.ground import keep_ground, load_ground
from bot.services.messages import lock_conversation
from bot.services.plan import after
from bot.services.replies import add_reply
from bot.services.talks import begin_talk, end_talk, ground_after
from bot.settings import ROOT
from bot.understanding.acts import Ask
from bot.understanding.compose import compose

assert _loaded, "importing the action server makes every action known"

RULES = load_rules(ROOT / "data" / "rules")
DOORS = actions_by_name()


def answer_to(wish: Ask) -> Answer:
    """The answer that serves a wish: rules lead to a door, the door to an answer."""
    return answer_of_door(DOORS[RULES.get(wish.topic, "action_handle_fallback")].answers, wish)


@dataclass
class Reply:
    """What came of one message."""

    talk: Talk
    drafts: list[ReplyDraft]

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(draft.text for draft in self.drafts)

    @property
    def ground(self) -> Ground:
        """What is known after it."""
        return self.talk.ground

    @property
    def wishes(self) -> list[str]:
        """The topics that were answered."""
        return [wish.topic for wish in self.talk.wishes]

    @property
    def skus(self) -> list[str]:
        """The things on the cards that were shown."""
        return [item["sku"] for draft in self.drafts for item in draft.payload.get("items", [])]

    @property
    def buttons(self) -> list[str]:
        """What the buttons under it stand for."""
        return [button["payload"] for draft in self.drafts for button in draft.quick_replies]


@dataclass
class Talking:
    """Somebody who talks with the shop: ``await said("còn hàng không")``."""

    house: Any
    visitor: str = "vera"
    language: str | None = None
    conversation_id: str = ""
    replies: list[Reply] = field(default_factory=list)

    async def __call__(self, text: str, **message: Any) -> Reply:
        """Say something, or press the button with this ``payload``; more of the message is said as in ``begin``."""
        return await self.answered(await self.begin(text, **message))

    async def answered(self, talk: Talk) -> Reply:
        """What has begun, answered wish by wish to its end."""
        while talk.done < len(talk.wishes):
            wish = talk.wishes[talk.done]
            await answer_to(wish)(talk, wish)
            after(talk, wish)
            talk.done += 1
        return await self.end(talk)

    async def begin(
        self,
        text: str,
        *,
        intent: str = "nlu_fallback",
        confidence: float = 0.9,
        payload: str | None = None,
        page: dict[str, Any] | None = None,
        clauses: dict[str, Understanding] | None = None,
    ) -> Talk:
        """The message read and planned, nothing answered yet; ``intent`` is what NLU would read in it."""
        received = await self.house.hears(text, visitor=self.visitor, payload=payload, page=page)
        self.conversation_id = received.conversation.id
        services = self.house.services
        async with services.store.begin() as session:
            conversation = await lock_conversation(session, self.conversation_id)
            guess = detect_language(text)
            if self.language:
                conversation.language = self.language
            elif payload is None and guess.language in ("vi", "en") and guess.confidence >= 0.6:
                conversation.language = guess.language
        entities = entities_of(text, self.house.clock().date())
        sure = 0.0 if intent == "nlu_fallback" else confidence
        ranking = [{"name": intent, "confidence": sure}]
        understanding = Understanding(intent, sure, {}, entities, ranking)
        return await begin_talk(services, conversation, received.message, understanding, clauses or {})

    async def end(self, talk: Talk) -> Reply:
        """Store what was said together with the ground, as the end of a turn does."""
        services = self.house.services
        parts = [ReplyDraft(p.text, p.kind, dict(p.payload), list(p.buttons), p.role) for p in talk.parts]
        drafts = compose(parts)
        async with services.store.begin() as session:
            conversation = await lock_conversation(session, self.conversation_id)
            for number, draft in enumerate(drafts):
                client_id = f"re:{talk.message_id}:{number}"
                await add_reply(session, services, conversation, draft, client_id=client_id)
            await keep_ground(session, services, self.conversation_id, ground_after(talk))
        end_talk(services, talk.message_id)
        self.replies.append(Reply(talk, drafts))
        return self.replies[-1]

    async def knows(self, **known: Any) -> None:
        """Begin with a ground in which this is known."""
        if not self.conversation_id:
            self.conversation_id = (await self.house.hears("alo", visitor=self.visitor)).conversation.id
        ground = replace(await self.ground(), **known)
        async with self.house.services.store.begin() as session:
            await keep_ground(session, self.house.services, self.conversation_id, ground)

    async def ground(self) -> Ground:
        """The common ground as the store has it."""
        return await load_ground(self.house.services, self.conversation_id)

    async def conversation(self) -> Conversation:
        """The conversation as the store has it."""
        [found] = await self.house.all(Conversation, id=self.conversation_id)
        return found

    async def at_stage(self, stage: str) -> None:
        """Put the conversation where the belief would."""
        async with self.house.services.store.begin() as session:
            (await lock_conversation(session, self.conversation_id)).stage = stage


@pytest.fixture
def said(shop: Any) -> Talking:
    """Vera talks with the demo shop."""
    return Talking(shop)


@pytest.fixture
def said_by(shop: Any) -> Callable[..., Talking]:
    """Somebody else talks with the demo shop."""

    def by(visitor: str, **more: Any) -> Talking:
        return Talking(shop, visitor, **more)

    return by


@pytest.fixture
def said_in() -> Callable[..., Talking]:
    """Vera talks with another shop: ``said_in(house)``."""
    return Talking


__all__ = ["Reply", "Talking"]
