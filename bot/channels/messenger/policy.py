"""May this be sent now, and as what? Meta's windows, by who writes and what the visitor did last."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.conversation import Author
from bot.domain.thread import Thread

STANDARD = timedelta(hours=24)
HUMAN = timedelta(days=7)
AD_OPENERS = ("ad",)


class Way(StrEnum):
    """How Graph is told why a message may go out."""

    RESPONSE = "RESPONSE"
    HUMAN_AGENT = "HUMAN_AGENT"
    UTILITY = "UTILITY"


class NotAllowed(Exception):
    """It must not be sent; ``code`` names the reason for words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decide(
    author: str, thread: Thread, moment: datetime, *, is_template: bool = False, ad_window: timedelta = STANDARD
) -> Way:
    """How a message of ``author`` may go out now; raises ``NotAllowed``.

    ``HUMAN_AGENT`` is for what a person wrote: no other author ever gets it. ``is_template``: an approved utility
    template, which needs no window.
    """
    if thread.elsewhere:
        raise NotAllowed("thread_lost")
    if thread.unreachable:
        raise NotAllowed(thread.unreachable)
    if is_template:
        return Way.UTILITY
    age = None if thread.opened_at is None else moment - thread.opened_at
    if age is not None and age < standard_window(thread, ad_window):
        return Way.RESPONSE
    if author != Author.AGENT:
        raise NotAllowed("window_closed")
    if age is not None and age < HUMAN:
        return Way.HUMAN_AGENT
    raise NotAllowed("human_window_closed")


def standard_window(thread: Thread, ad_window: timedelta) -> timedelta:
    """How long anybody may write after the visitor did something.

    After an ad some of Meta's pages say seven days, others the usual one: a setting, and Graph has the last word.
    """
    return max(STANDARD, ad_window) if thread.opener in AD_OPENERS else STANDARD


def reach(thread: Thread, moment: datetime, ad_window: timedelta = STANDARD) -> tuple[str, datetime | None]:
    """Who may write now and until when: ``open``, ``human`` or ``closed``."""
    if thread.elsewhere or thread.unreachable or thread.opened_at is None:
        return "closed", None
    end = thread.opened_at + standard_window(thread, ad_window)
    if moment < end:
        return "open", end
    if moment < thread.opened_at + HUMAN:
        return "human", thread.opened_at + HUMAN
    return "closed", None
