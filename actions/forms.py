"""Forms that stay in a conversation: corrections, digressions and cancelling all work while they ask."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

from rasa_sdk.events import FollowupAction, SlotSet
from ruamel.yaml import YAML

from actions import slots
from actions.base import Events, Said, ShopAction
from bot.settings import ROOT

MAX_FAILURES = 3
"""After this many unusable answers to one question the form gives way and a person is offered."""

SURE_DIGRESSION = 0.45
NOT_DIGRESSIONS = {
    "inform",
    "affirm",
    "deny",
    "cancel",
    "thank",
    "goodbye",
    "greet",
    "chitchat",
    "nlu_fallback",
    "give_order_details",
}
ENDING = {"cancel", "goodbye"}


def _rules() -> Iterator[list[dict[str, Any]]]:
    """The steps of every rule that begins with what was said and goes on with an action."""
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).get("rules", []):
            steps = rule.get("steps", [])
            if len(steps) >= 2 and "intent" in steps[0] and "action" in steps[1]:
                yield steps


@cache
def one_turn_answers() -> Mapping[str, str]:
    """Which action answers which intent, read from the rules so that it is said in one place only."""
    return {steps[0]["intent"]: steps[1]["action"] for steps in _rules() if len(steps) == 2}


@cache
def forms_opened() -> Mapping[str, str]:
    """Which form begins with which intent, read from the rules as well."""
    return {
        steps[0]["intent"]: steps[2]["active_loop"]
        for steps in _rules()
        if len(steps) == 3 and "active_loop" in steps[2]
    }


def actions_by_name() -> dict[str, type[ShopAction]]:
    """Every action of this project that can be made."""

    def walk(cls: type[ShopAction]) -> dict[str, type[ShopAction]]:
        found = {}
        for sub in cls.__subclasses__():
            if not getattr(sub, "__abstractmethods__", None):
                found[sub.name(None)] = sub  # type: ignore[arg-type]
            found.update(walk(sub))
        return found

    return walk(ShopAction)  # type: ignore[type-abstract]


class FormDoor(ShopAction):
    """``validate_<form>``: reads one answer into slots.

    Rasa asks the next open question itself. A message that answers nothing but is a question of its own is answered
    right here, and the form's question comes again after it.
    """

    outcome_slot: ClassVar[str]

    @abstractmethod
    async def fill(self, said: Said, requested: str | None) -> dict[str, Any]:
        """Slots that the message fills or corrects; nothing if it holds none."""

    @abstractmethod
    def complain(self, said: Said, requested: str) -> None:
        """Say what was wrong with an answer to ``requested``."""

    async def answer(self, said: Said) -> Events:
        """Fill, or end, or digress, or ask again."""
        requested = said.slot(slots.REQUESTED)
        filled = await self.fill(said, requested)
        if filled:
            return [SlotSet(name, value) for name, value in filled.items()] + [SlotSet(slots.FORM_TURNS, 0)]
        if requested is None:
            # The form has just begun; Rasa wants an event to see that it was looked at.
            return [SlotSet(slots.FORM_TURNS, 0)]
        if said.intent in ENDING or (said.intent == "deny" and self.deny_ends(requested)):
            return self._end("cancelled")
        if said.intent == "ask_human" and said.confidence > SURE_DIGRESSION:
            await self._digress(said, "action_request_handoff")
            return self._end("handed_off")
        if said.confidence >= SURE_DIGRESSION and (other := self._other_form(said.intent)):
            return [*self._end("switched"), FollowupAction(other)]
        turns = (said.slot(slots.FORM_TURNS) or 0) + 1
        action = None if self.cannot_answer(said, requested) else one_turn_answers().get(said.intent)
        if action and said.intent not in NOT_DIGRESSIONS and said.confidence >= SURE_DIGRESSION:
            events = await self._digress(said, action)
            return [*events, SlotSet(slots.FORM_TURNS, turns)]
        if turns >= MAX_FAILURES:
            said.say("say_form_gives_up")
            return self._end("given_up")
        self.complain(said, requested)
        return [SlotSet(slots.FORM_TURNS, turns)]

    def cannot_answer(self, said: Said, requested: str) -> bool:
        """Whether the visitor says that they cannot answer the question; that is no question of its own."""
        return False

    def deny_ends(self, requested: str) -> bool:
        """Whether "no" to this question means to stop; false where "no" is an answer."""
        return True

    def _other_form(self, intent: str) -> str | None:
        form = forms_opened().get(intent)
        return form if form and f"validate_{form}" != self.name() else None

    def _end(self, outcome: str) -> Events:
        return [SlotSet(self.outcome_slot, outcome), SlotSet(slots.REQUESTED, None)]

    async def _digress(self, said: Said, action: str) -> Events:
        if action.startswith("utter_"):
            said.say(action)
            return []
        door = actions_by_name()[action](said.services)
        return await door.answer(said)
