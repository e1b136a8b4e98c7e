"""Reads texts on standard input and writes what NLU reads in them, one JSON object a line each way."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from pathlib import Path


async def read_all(folder: str) -> None:
    """Load the newest model in ``folder`` and answer line by line; an unreadable line is answered with an error."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    model = max(Path(folder).glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    # Rasa's own log goes to standard output, where only answers may be, and it tells every text it reads.
    answers, sys.stdout = sys.stdout, sys.stderr
    configure_structlog(logging.ERROR)
    agent = Agent.load(str(model))
    answers.write(json.dumps({"ready": True}) + "\n")
    answers.flush()
    for line in sys.stdin:
        began = time.perf_counter()
        text = json.loads(line)["text"]
        reading = await agent.parse_message(text)
        reading["ms"] = round((time.perf_counter() - began) * 1000, 2)
        answers.write(json.dumps(reading, ensure_ascii=False) + "\n")
        answers.flush()


def main(folder: str) -> None:
    """Entry of ``python -m bot.rasa_runtime parse-lines FOLDER``."""
    asyncio.run(read_all(folder))
