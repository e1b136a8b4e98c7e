"""What the shop promises in the house's sentences; where its profile says nothing, words that promise nothing."""

from __future__ import annotations

from bot.domain.promises import promise_of
from bot.services.answers.talk import Talk


def promised(talk: Talk, name: str) -> str:
    """How soon the shop does something, or why its prices stand."""
    return promise_of(talk.shop, name, talk.language) or talk.draw(f"say_no_promise_{name}")
