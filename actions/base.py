"""What every action shares: the turn under way, its next wish, and how what is said reaches the dialogue engine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.services.answers.policies import FOUND, tell_policy
from bot.services.answers.talk import Part, Talk
from bot.services.context import Services
from bot.services.plan import after
from bot.services.talks import leave_talk, talk_of
from bot.understanding.acts import Ask

Events = list[dict[str, Any]]
Answer = Callable[[Talk, Ask], Awaitable[None]]


class ShopAction(Action):
    """A door: names itself and says which answer serves which intent; what it knows is in ``bot.services.answers``."""

    action: ClassVar[str] = ""
    """The name in ``domain.yml``."""
    answers: ClassVar[Mapping[str, Answer]] = {}
    """The answer to each intent that the rules lead here; ``""`` for any other."""
    reads_words: ClassVar[bool] = True
    """Whether the answer rests on the visitor's words; words of a third language are then not guessed at."""

    def __init__(self, services: Services | None = None) -> None:
        self._services = services

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> Events:
        """Rasa's entry: answer the next wish of the turn; the one after it has its own action, through Rasa."""
        if self._services is None:
            self._services = await standalone_services()
        latest: Mapping[str, Any] = tracker.latest_message or {}
        talk = await talk_of(self._services, tracker.sender_id, latest)
        wish = talk.wishes[talk.done] if talk.done < len(talk.wishes) else Ask("nlu_fallback", talk.text)
        said = len(talk.parts) if talk.done else 0
        if self.reads_words and talk.other_language and not talk.pressed:
            talk.say("say_only_two_languages")
        else:
            await answer_to(self.answers, wish)(talk, wish)
            after(talk, wish)
        talk.done += 1
        for part in talk.parts[said:]:
            utter(dispatcher, part)
        following = talk.wishes[talk.done] if talk.done < len(talk.wishes) else None
        if following is None and talk.remade:
            await leave_talk(talk)
        return [
            FollowupAction(
                self._services.rules.get(following.topic, "action_handle_fallback") if following else "action_listen"
            )
        ]


def answer_to(answers: Mapping[str, Answer], wish: Ask) -> Answer:
    """The answer of a door to a wish; what the shop's owner wrote is told where that was found already."""
    if wish.detail.startswith(FOUND):
        return tell_policy
    return answers.get(wish.topic) or answers[""]


def utter(dispatcher: CollectingDispatcher, part: Part) -> None:
    """Hand one part to the dialogue engine, with where it stands in the reply."""
    dispatcher.utter_message(
        text=part.text,
        buttons=[dict(button) for button in part.buttons],
        json_message={"kind": part.kind, "payload": dict(part.payload), "role": part.role},
    )


_standalone: Services | None = None
_opening = asyncio.Lock()


async def standalone_services() -> Services:
    """The house for ``rasa_sdk --actions actions``, an action server of its own; inside the bot it is passed in."""
    global _standalone
    async with _opening:
        if _standalone is None:
            from bot.dialogue.rules import load_rules
            from bot.services.words import Words
            from bot.settings import ROOT, load_settings
            from bot.store import open_store

            settings = load_settings()
            _standalone = Services(
                store=open_store(settings.database_url),
                words=Words.load(ROOT / "data"),
                rules=load_rules(ROOT / "data" / "rules"),
                faq_threshold=settings.faq_threshold,
                public_url=settings.public_url,
                product_url=settings.product_url,
            )
    return _standalone


def actions_by_name() -> dict[str, type[ShopAction]]:
    """Every action of this project."""

    def walk(cls: type[ShopAction]) -> dict[str, type[ShopAction]]:
        found = {sub.action: sub for sub in cls.__subclasses__() if sub.action}
        for sub in cls.__subclasses__():
            found |= walk(sub)
        return found

    return walk(ShopAction)
