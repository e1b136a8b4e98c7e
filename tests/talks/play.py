"""Plays talks against a running house over its REST channel."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence

import aiohttp

from .figures import Played, Said
from .judge import Messages, Talk, faults, names_of
from .variants import plain

AT_ONCE = 4
PATIENCE = 35
"""Seconds for one reply; the house promises something to see within 30."""


async def play_all(
    talks: Sequence[Talk], url: str, token: str, variant: Callable[[str], str] = plain, at_once: int = AT_ONCE
) -> list[Played]:
    """Every talk as a visitor of its own, some at once; in the order of ``talks``.

    A house that cannot be reached at all raises ``aiohttp.ClientConnectorError``.
    """
    # A house that played these talks before must not take the visitors for the same ones.
    run = secrets.token_hex(4)
    turnstile = asyncio.Semaphore(at_once)
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:

        async def play(talk: Talk) -> Played:
            async with turnstile:
                return await Visitor(http, url, f"talk-{run}-{talk.name}").play(talk, variant)

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(play(talk)) for talk in talks]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


class Visitor:
    """One person with one conversation."""

    def __init__(self, http: aiohttp.ClientSession, url: str, sender: str) -> None:
        self._http, self._url, self._sender = http, f"{url.rstrip('/')}/webhooks/rest/webhook", sender

    async def play(self, talk: Talk, variant: Callable[[str], str]) -> Played:
        """Say everything, one after the other; what goes wrong does not end the talk."""
        played = Played(talk)
        for turn in talk.turns:
            text = variant(turn.user)
            began = time.monotonic()
            reply, trouble = await self._say(text)
            seconds = None if trouble else time.monotonic() - began
            wrong = [trouble] if trouble else faults(turn, reply, names_of(talk.shop))
            played.said.append(Said(turn, text, reply, wrong, seconds))
        return played

    async def _say(self, text: str) -> tuple[Messages, str]:
        """The answers, or why there are none."""
        try:
            async with self._http.post(self._url, json={"sender": self._sender, "message": text}) as response:
                if response.status != 200:
                    return [], f"the house answered {response.status}"
                return await response.json(), ""
        except TimeoutError:
            return [], f"no answer within {PATIENCE} s"
        except aiohttp.ClientConnectorError:
            raise
        except aiohttp.ClientError as error:
            return [], f"no answer: {type(error).__name__}"
