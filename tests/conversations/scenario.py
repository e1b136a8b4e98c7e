"""Plays a conversation written down in YAML against the running house.

A scenario is a list of steps with one key each; its file name is the sentence it proves.

==================  ====================================================================================
``visitor``         says something; ``{repeat: text, times: n}`` for something long, ``most`` letters of it
``press``           presses the button with this title among those just shown
``bot``             somebody of the house said this: a name of data/words, or a pattern
``not``             nobody said this
``kind``            a message of this kind was among the answers (docs/protocol.md)
``products``        these SKUs were on the cards, in this order if ``first`` is among them
``under``           no card costs more than this
``comparison``      these two SKUs side by side
``rows``            the comparison has these rows, with these values in whatever order
``offer``           ``new``: offers of which none was shown before in this conversation; ``none``: no offer
``order``           the order with this code was shown; ``none``: none was
``stage``           where the visitor is believed to stand now
``language``        the language the visitor is answered in now
``lead``            what was kept of the visitor, or ``none``
``handoff``         the reason of the open request for a person, or ``none``
``kept_question``   whether the question was kept for the shop's owner
``refused``         the HTTP status with which the message was refused
``later``           so many days pass before the visitor writes again: all that was stored is as much older
==================  ====================================================================================

``bot`` steps after one another are matched by different messages, in the order in which they came; what stands in one
message is one pattern. Patterns of facts are better than names of sentences: a sentence may be put in other words, the
fact stays.
"""

from __future__ import annotations

import json
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.services.words import Words

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = Words.load(ROOT / "data")._sentences
MOST_MESSAGES = 3
"""More bubbles than this at once are a wall, or a loop."""


@dataclass
class House:
    """A running house as its REST channel and its store show it."""

    url: str
    token: str
    database: Path

    def say(self, sender: str, text: str) -> tuple[int, list[dict[str, Any]]]:
        """Send one message; HTTP status and answers."""
        request = urllib.request.Request(
            f"{self.url}/webhooks/rest/webhook",
            data=json.dumps({"sender": sender, "message": text}).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=35) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, []

    def age(self, sender: str, days: float) -> None:
        """Let ``days`` pass for one conversation: only times change; what it knows comes from messages alone."""
        with sqlite3.connect(self.database, timeout=10) as store:
            ((conversation,),) = store.execute(
                "SELECT c.id FROM conversations c JOIN visitors v ON v.id = c.visitor_id WHERE v.external_id = ?",
                (sender,),
            ).fetchall()
            for table, key, column in times_in(store):
                earlier = f"strftime('%Y-%m-%d %H:%M:%f', {column}, ?) || '000'"
                store.execute(
                    f"UPDATE {table} SET {column} = {earlier} WHERE {key} = ?", (f"-{days} days", conversation)
                )

    def look(self, sql: str, sender: str) -> list[sqlite3.Row]:
        """Rows about one sender's conversation; ``sql`` is about ``c``, the conversation."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return database.execute(
                sql.format(c="conversations c JOIN visitors v ON v.id = c.visitor_id AND v.external_id = :sender"),
                {"sender": sender},
            ).fetchall()


@dataclass
class Play:
    """One scenario under way."""

    house: House
    sender: str
    said: str = ""
    status: int = 200
    texts: list[str] = field(default_factory=list)
    rich: list[dict[str, Any]] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    offers: list[str] = field(default_factory=list)
    looked_at: int = 0

    def run(self, steps: list[dict[str, Any]]) -> None:
        """Every step in turn; AssertionError says at which one it went wrong and what was said."""
        for number, step in enumerate(steps, start=1):
            ((name, wanted),) = step.items()
            try:
                getattr(self, f"step_{name}")(wanted)
            except AssertionError as error:
                heard = "\n".join(f"    bot: {text}" for text in self.texts) or "    (nothing)"
                raise AssertionError(
                    f"step {number} ({name}: {wanted}): {error}\n    visitor: {self.said[:200]}\n{heard}"
                ) from None

    def _send(self, text: str, said: str) -> None:
        self.said, self.looked_at = said, 0
        self.status, answers = self.house.say(self.sender, text)
        self.texts = [answer["text"] for answer in answers if "text" in answer]
        self.rich = [answer["custom"] for answer in answers if "custom" in answer]
        buttons = [button for answer in answers for button in answer.get("buttons", [])]
        cards = [
            button
            for rich in self.rich
            for item in rich["payload"].get("items", [])
            for button in item.get("buttons", [])
        ]
        self.buttons = {button["title"]: button["payload"] for button in [*cards, *buttons]}
        if self.status == 200:
            assert self.texts, "silence"
            assert len(self.texts) <= MOST_MESSAGES, f"{len(self.texts)} messages at once"
            assert len(set(self.texts)) == len(self.texts), "the same thing said twice"
            unfilled = [text for text in self.texts if re.search(r"\{\w+\}", text)]
            assert not unfilled, f"a placeholder was left open: {unfilled}"

    def step_visitor(self, wanted: str | dict[str, Any]) -> None:
        text = wanted if isinstance(wanted, str) else (wanted["repeat"] * wanted["times"])[: wanted.get("most")]
        self._send(text, text)

    def step_press(self, title: str) -> None:
        assert title in self.buttons, f"there is no such button: {list(self.buttons)}"
        self._send(self.buttons[title], f"[{title}]")

    def step_bot(self, wanted: str) -> None:
        pattern = pattern_of(wanted)
        for number in range(self.looked_at, len(self.texts)):
            if pattern.search(self.texts[number]):
                self.looked_at = number + 1
                return
        raise AssertionError("nobody said that")

    def step_not(self, wanted: str) -> None:
        pattern = pattern_of(wanted)
        assert not any(pattern.search(text) for text in self.texts), "somebody said that"

    def step_kind(self, wanted: str) -> None:
        assert wanted in [rich["kind"] for rich in self.rich], f"kinds: {[rich['kind'] for rich in self.rich]}"

    def step_products(self, wanted: list[str] | dict[str, str]) -> None:
        shown = [item["sku"] for item in self._payload("products")["items"]]
        if isinstance(wanted, dict):
            assert shown[0] == wanted["first"], f"shown: {shown}"
        else:
            assert set(wanted) <= set(shown), f"shown: {shown}"

    def step_under(self, wanted: int) -> None:
        prices = [item["price"] for item in self._payload("products")["items"]]
        assert max(prices) <= wanted, f"prices: {prices}"

    def step_comparison(self, wanted: list[str]) -> None:
        shown = [item["sku"] for item in self._payload("comparison")["items"]]
        assert sorted(shown) == sorted(wanted), f"shown: {shown}"

    def step_rows(self, wanted: dict[str, list[str]]) -> None:
        shown = {row["label"]: sorted(row["values"]) for row in self._payload("comparison")["rows"]}
        found = {label: shown.get(label) for label in wanted}
        assert found == {label: sorted(values) for label, values in wanted.items()}, f"rows: {shown}"

    def step_offer(self, wanted: str) -> None:
        shown = [rich["payload"]["id"] for rich in self.rich if rich["kind"] == "offer"]
        if wanted == "none":
            assert not shown, f"shown: {shown}"
            return
        assert shown, "no offer"
        assert not {*shown} & {*self.offers}, f"shown: {shown}, before: {self.offers}"
        self.offers += shown

    def step_order(self, wanted: str) -> None:
        shown = [rich["payload"]["code"] for rich in self.rich if rich["kind"] == "order"]
        assert shown == ([] if wanted == "none" else [wanted]), f"shown: {shown}"

    def step_stage(self, wanted: str) -> None:
        (row,) = self.house.look("SELECT c.stage FROM {c}", self.sender)
        assert row["stage"] == wanted, f"believed: {row['stage']}"

    def step_language(self, wanted: str) -> None:
        (row,) = self.house.look("SELECT c.language FROM {c}", self.sender)
        assert row["language"] == wanted, f"language: {row['language']}"

    def step_lead(self, wanted: str | dict[str, str]) -> None:
        rows = self.house.look("SELECT l.* FROM {c} JOIN leads l ON l.conversation_id = c.id", self.sender)
        if wanted == "none":
            assert not rows, f"kept: {[dict(row) for row in rows]}"
            return
        assert isinstance(wanted, dict)
        assert len(rows) == 1, f"leads kept: {len(rows)}"
        kept = {name: rows[0][name] for name in wanted}
        assert kept == wanted, f"kept: {kept}"

    def step_handoff(self, wanted: str) -> None:
        rows = self.house.look(
            "SELECT h.reason FROM {c} JOIN handoffs h ON h.conversation_id = c.id AND h.ended_at IS NULL", self.sender
        )
        reasons = [row["reason"] for row in rows]
        assert reasons == ([] if wanted == "none" else [wanted]), f"open requests: {reasons}"

    def step_kept_question(self, wanted: bool) -> None:
        rows = self.house.look(
            "SELECT q.text FROM {c} JOIN unanswered_questions q ON q.conversation_id = c.id", self.sender
        )
        assert (self.said in [row["text"] for row in rows]) is wanted, f"kept: {[row['text'] for row in rows]}"

    def step_refused(self, wanted: int) -> None:
        assert self.status == wanted, f"status: {self.status}"

    def step_later(self, days: float) -> None:
        self.house.age(self.sender, days)

    def _payload(self, kind: str) -> dict[str, Any]:
        found = next((rich["payload"] for rich in self.rich if rich["kind"] == kind), None)
        assert found is not None, f"kinds: {[rich['kind'] for rich in self.rich]}"
        return found


def times_in(store: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Every column of times that belongs to one conversation: table, key, column."""
    for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = {name: kind for _, name, kind, *_ in store.execute(f"PRAGMA table_info({table})")}
        key = "id" if table == "conversations" else "conversation_id"
        if key in columns:
            yield from ((table, key, name) for name, kind in columns.items() if kind == "DATETIME")


def pattern_of(wanted: str) -> re.Pattern[str]:
    """What a ``bot`` step accepts: any variant of a sentence in any language, or the pattern itself."""
    if wanted not in SENTENCES:
        assert not re.fullmatch(r"(say|utter)_\w+", wanted), "there is no such sentence"
        return re.compile(wanted, re.IGNORECASE)
    texts = [variant["text"] for variants in SENTENCES[wanted].values() for variant in variants]
    return re.compile("|".join("^" + re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)) + "$" for text in texts), re.DOTALL)
