"""A person of the shop, and the person who writes."""

from __future__ import annotations

from actions.base import ShopAction
from bot.services.answers import people, privacy
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask


async def person(talk: Talk, ask: Ask) -> None:
    """Request one, or say that none is needed any more."""
    await (people.no_person if ask.topic == "cancel" else people.hand_over)(talk, ask)


class ActionRequestHandoff(ShopAction):
    """Passes the floor to a person."""

    action = "action_request_handoff"
    answers = {"": person}
    reads_words = False


class ActionManagePrivacy(ShopAction):
    """What is kept, taking consent back, deletion."""

    action = "action_manage_privacy"
    answers = {"": privacy.manage_privacy}
    reads_words = False
