"""``python -m bot nlu`` and ``python -m bot journey``: read texts as the running assistant would."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from bot.dialogue.rasa import as_plain_text
from bot.dialogue.supervisor import environment, newest_model
from bot.journey import Belief, Evidence, is_answer, is_slot_answer, update
from bot.language import detect_language
from bot.settings import ROOT, Settings

KINDS = {
    "money",
    "money_range",
    "phone",
    "email",
    "order_code",
    "quantity",
    "product",
    "size",
    "colour",
    "province",
    "date",
}

NOTHING: Mapping[str, Any] = {"stage": None, "intent": None, "entities": []}
"""The reading of a line without words."""


class Reader:
    """Rasa NLU in a process of its own, asked line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, text: str) -> dict[str, Any]:
        """What NLU reads in one text."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"text": as_plain_text(text)}, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("NLU stopped; see the lines above")
        return dict(json.loads(answer))


@contextlib.contextmanager
def reader(settings: Settings) -> Iterator[Reader]:
    """A running NLU; raises RuntimeError when there is no model."""
    if newest_model(settings.model_dir) is None:
        raise RuntimeError("there is no model yet: run `python -m bot train`")
    process = subprocess.Popen(
        [str(settings.rasa_python), "-m", "bot.rasa_runtime", "parse-lines", str(settings.model_dir)],
        cwd=ROOT,
        env={**environment(settings), "LOG_LEVEL": "ERROR", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{") and '"ready"' in line:
                break
        else:
            raise RuntimeError("NLU did not start; see the lines above")
        yield Reader(process)
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait(timeout=20)


def shaped(text: str, reading: Mapping[str, Any]) -> dict[str, Any]:
    """One reading in the shape of docs: intent, stage with its probabilities, entities, language, milliseconds."""
    stage = reading.get("stage") or {"name": "none", "confidence": 0.0, "stages": {}}
    language = detect_language(text).language
    lead = len(text) - len(text.lstrip("/ \t\n\r\u00a0\u200b\ufeff"))
    entities = [
        {"entity": e["entity"], "value": e["value"], "start": e["start"] + lead, "end": e["end"] + lead}
        for e in reading.get("entities", [])
        if e["entity"] in KINDS
    ]
    return {
        "text": text,
        "intent": (reading.get("intent") or {}).get("name") or "nlu_fallback",
        "confidence": round((reading.get("intent") or {}).get("confidence") or 0.0, 4),
        "stage": stage["name"],
        "stage_confidence": round(stage["confidence"], 4),
        "stages": {name: round(p, 4) for name, p in stage["stages"].items()},
        "entities": entities,
        "language": "en" if language == "en" else "vi",
        "ms": reading.get("ms", 0.0),
    }


def lines_of(source: TextIO) -> Iterator[str]:
    """Texts: plain lines, or JSON objects with ``text``."""
    for line in source:
        text = line.rstrip("\n")
        if text.lstrip().startswith("{"):
            with contextlib.suppress(ValueError):
                found = json.loads(text)
                if isinstance(found, dict) and isinstance(found.get("text"), str):
                    text = found["text"]
        yield text


def nlu(settings: Settings) -> int:
    """Read texts from standard input, write readings."""
    with reader(settings) as nlu_reader:
        for text in lines_of(sys.stdin):
            reading = nlu_reader.read(text) if text.strip() else NOTHING
            print(json.dumps(shaped(text, reading), ensure_ascii=False), flush=True)
    return 0


def journey(settings: Settings) -> int:
    """Read conversations from standard input, write the believed stage after each turn."""
    problems = 0
    with reader(settings) as nlu_reader:
        for number, line in enumerate(sys.stdin, start=1):
            if not line.strip():
                continue
            try:
                conversation = json.loads(line)
                turns = [dict(turn) for turn in conversation["turns"]]
            except (ValueError, KeyError, TypeError) as error:
                print(f"line {number}: not a conversation ({error})", file=sys.stderr)
                problems += 1
                continue
            stages = [stage for stage, _ in believed(nlu_reader, turns)]
            print(json.dumps({"id": conversation.get("id"), "stages": stages}, ensure_ascii=False), flush=True)
    return 1 if problems else 0


def believed(nlu_reader: Reader, turns: list[dict[str, Any]]) -> Iterator[tuple[str, Belief]]:
    """The belief after each turn, exactly as the running bot keeps it."""
    belief = Belief()
    for turn in turns:
        text = str(turn.get("user", ""))
        found = shaped(text, nlu_reader.read(text) if text.strip() else NOTHING)
        evidence = Evidence(
            stages=found["stages"],
            page=turn.get("page"),
            intent=found["intent"],
            slot_answer=is_slot_answer(found["intent"], text, found["entities"]),
            answer=is_answer(turn.get("bot_before"), text),
        )
        belief, _ = update(belief, evidence)
        yield belief.stage, belief
