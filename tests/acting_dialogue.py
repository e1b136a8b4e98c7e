"""A dialogue engine that reads by the parsers and runs the answers of the wishes, as Rasa and its actions do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fake_dialogue import FakeDialogue
from reading import entities_of

from actions.base import actions_by_name, answer_to
from bot.action_server import actions as _loaded
from bot.dialogue.rules import load_rules
from bot.domain.conversation import ReplyDraft, Understanding
from bot.services.plan import after
from bot.settings import ROOT

assert _loaded, "importing the action server makes every action known"

RULES = load_rules(ROOT / "data" / "rules")
DOORS = actions_by_name()


@dataclass
class ActingDialogue(FakeDialogue):
    """Understands no more than entities: what is wished must be said by cues."""

    acted: list[list[str]] = field(default_factory=list)
    """The topics of the wishes of each turn."""

    async def understand(self, text: str) -> Understanding:
        return self.readings.get(text, Understanding(entities=entities_of(text)))

    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> list[ReplyDraft]:
        talk = self.talks[str(metadata["message_id"])]
        while talk.done < len(talk.wishes):
            wish = talk.wishes[talk.done]
            await answer_to(DOORS[RULES.get(wish.topic, "action_handle_fallback")].answers, wish)(talk, wish)
            after(talk, wish)
            talk.done += 1
        self.acted.append([wish.topic for wish in talk.wishes])
        return [ReplyDraft(p.text, p.kind, dict(p.payload), list(p.buttons), p.role) for p in talk.parts]
