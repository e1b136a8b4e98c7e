"""Makes Rasa forget a conversation: in the file that our own servers share, or over HTTP where others run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import aiohttp

from bot.dialogue.rasa import RasaDialogue
from bot.dialogue.supervisor import TRACKERS, rasa_folder
from bot.settings import Settings

TABLES = {"turns": "conversation", "events": "sender_id"}
"""Where a conversation's id is: in our tracker store (``bot.rasa_runtime.trackers``), in Rasa's own SQL store."""

CHECKPOINTS = 40
"""How often it is tried to empty the log."""


async def forget(settings: Settings, conversations: Sequence[str]) -> int:
    """Remove what Rasa knows of these conversations; returns how many rows went, as far as it can be told.

    May be done while Rasa runs. Raises ``DialogueUnavailable`` when a Rasa elsewhere does not answer.
    """
    if not settings.rasa_addresses:
        return forget_in_file(rasa_folder(settings) / TRACKERS, conversations)
    async with aiohttp.ClientSession() as session:
        addresses = settings.rasa_addresses
        token = settings.rasa_token.get_secret_value()
        rasa = RasaDialogue(lambda: session, lambda: addresses, token, settings.reply_timeout)
        for conversation in conversations:
            await rasa.forget(conversation)
    return 0


def forget_in_file(path: Path, conversations: Sequence[str]) -> int:
    """Remove the conversations' rows, and their traces in the file and its log."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=15, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        gone = 0
        for table, column in TABLES.items():
            if table in there:
                done = connection.executemany(
                    f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - both names are ours
                    [(conversation,) for conversation in conversations],
                )
                gone += max(0, done.rowcount)
        for _ in range(CHECKPOINTS):
            # Busy while a server reads: the log with the old pages is emptied as soon as none does.
            if not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                break
            time.sleep(0.05)
    return gone
