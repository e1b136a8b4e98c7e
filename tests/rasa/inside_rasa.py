"""What the tests look at inside Rasa: run by Rasa's own Python, one subject at a time, answers in JSON.

``python tests/rasa/inside_rasa.py SUBJECT MODEL FOLDER``
"""

from __future__ import annotations

import asyncio
import copy
import itertools
import json
import logging
import os
import random
import signal
import sqlite3
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

warnings.filterwarnings("ignore")

from bot.rasa_runtime.absent import stand_in

stand_in()

import rasa.shared.utils.common
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.graph import GraphNode
from rasa.shared.core import events as kinds
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog

from bot.rasa_runtime import fixes, history, prediction
from bot.rasa_runtime.trackers import TurnStore

configure_structlog(logging.CRITICAL)
logging.disable(logging.CRITICAL)

SAYINGS = ["/greet", "/ask_price", "shop có tai nghe không", "/thank", "/ask_shipping_fee", "phí ship về Huế bao nhiêu"]


async def action_server(self: EndpointConfig, **call: Any) -> dict[str, Any]:
    """In the place of the bot's actions: says its name, and sends Rasa on to the action of the next wish."""
    body = call["json"]
    name, tracker = body["next_action"], body["tracker"]
    # What an action is told about the message, although its text was read before.
    metadata = tracker["latest_message"].get("metadata") or {}
    seen.append(metadata)
    following = [*metadata.get("then", []), "action_listen"][len(seen) - 1]
    events: list[dict[str, Any]] = [{"event": "followup", "name": following, "timestamp": None}]
    if name == "action_describe_product":
        language = "en" if tracker["slots"].get("language") == "vi" else "vi"
        events.append({"event": "slot", "name": "language", "value": language, "timestamp": None})
    return {"events": events, "responses": [{"text": f"{name} in {tracker['slots'].get('language')}"}]}


seen: list[Any] = []

EndpointConfig.request = action_server  # type: ignore[method-assign]


def load(model: str, store: Any = None) -> Agent:
    return Agent.load(model, tracker_store=store, action_endpoint=EndpointConfig(url="http://nowhere"))


numbers = itertools.count()
THEN = ([], ["action_tell_delivery"], [], ["action_tell_total", "action_collect_contact"], [])
"""Actions of the wishes after the first one, message by message."""


async def say(agent: Agent, conversation: str, text: str) -> dict[str, Any]:
    """One turn as the bot takes it, and what came of it."""
    channel = CollectingOutputChannel()
    # As the bot does it: the meaning first, then the turn.
    await agent.parse_message(text)
    number = next(numbers)
    metadata = {"message_id": number, "then": THEN[number % len(THEN)]}
    replies = await agent.handle_message(UserMessage(text, channel, conversation, metadata=metadata))
    assert agent.processor is not None
    told_actions = list(seen)
    seen.clear()
    tracker = await agent.processor.get_tracker(conversation)
    events = list(tracker.events)
    start = max((n for n, event in enumerate(events) if isinstance(event, kinds.UserUttered)), default=0)
    return {
        "said": text,
        "metadata": told_actions,
        "replies": [{k: v for k, v in reply.items() if k != "recipient_id"} for reply in replies or []],
        "events": [told(event) for event in events[start:]],
        "slots": tracker.current_slot_values(),
        "latest": tracker.latest_action_name,
        "held": len(events),
    }


def told(event: Any) -> dict[str, Any]:
    """An event without what differs between two runs of the same conversation."""
    body = event.as_dict()
    body["parse_data"] = {**body.get("parse_data", {}), "message_id": None}
    return {key: value for key, value in body.items() if key not in ("timestamp", "message_id", "metadata")}


def whole_conversation(agent: Agent) -> list[str]:
    """Everything that can be meant, one after the other, with words between."""
    assert agent.domain is not None
    intents = [f"/{intent}" for intent in agent.domain.intents if intent not in ("restart", "session_start", "back")]
    said = []
    for number, text in enumerate(random.Random(7).sample(intents, 50)):
        said.append(text)
        if number % 6 == 0:
            said += ["Vera", "0912345678", "/affirm"]
        if number % 20 == 0:
            said += ["/hesitate", *["/ask_warranty_policy"] * 7, "/affirm", "/ask_stock", "/deny"]
    return said


@contextmanager
def counting(owner: Any, name: str) -> Iterator[Counter[str]]:
    """How often a function is called."""
    original = next(vars(of)[name] for of in owner.__mro__ if name in vars(of)) if isinstance(owner, type) else None
    original = original or getattr(owner, name)
    inner: Callable[..., Any] = original.__func__ if isinstance(original, (staticmethod, classmethod)) else original
    count: Counter[str] = Counter()

    def counted(*arguments: Any, **named: Any) -> Any:
        count[name] += 1
        return inner(*arguments, **named)

    setattr(owner, name, type(original)(counted) if isinstance(original, (staticmethod, classmethod)) else counted)
    try:
        yield count
    finally:
        setattr(owner, name, original)


async def work(model: str, folder: Path) -> dict[str, Any]:
    """What each fix saves: calls without it and with it, for the same three turns or the same call."""
    import dask
    import jsonschema
    import spacy

    found: dict[str, Any] = {}

    async def compare(fix: Callable[[], None], owner: Any, name: str, act: Callable[[], Any]) -> None:
        counts = []
        for fixed in (False, True):
            if fixed:
                fix()
            with counting(owner, name) as count:
                result = act()
                if asyncio.iscoroutine(result):
                    await result
            counts.append(count[name])
        found[fix.__name__] = counts

    number = iter(range(1000))
    agent = load(model)

    async def three_turns() -> None:
        conversation = f"c{next(number)}"
        for text in SAYINGS[:3]:
            await say(agent, conversation, text)

    async def ask_and_take() -> None:
        await agent.parse_message(SAYINGS[2])
        await say(agent, f"c{next(number)}", SAYINGS[2])

    action = RemoteAction("action_x", None)
    result = {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "x"}]}
    await compare(
        fixes.compile_action_schema, jsonschema.validators.validator_for(action.action_response_format_spec()),
        "check_schema", lambda: [action._validate_action_result(result) for _ in range(5)],
    )  # fmt: skip
    stored = [{"event": "slot", "name": "a", "value": 1, "timestamp": 1.0}] * 5
    await compare(
        fixes.cache_event_types, rasa.shared.utils.common, "all_subclasses",
        lambda: kinds.deserialise_events(stored),
    )  # fmt: skip
    await compare(prediction.compare_rules_that_can_apply, RulePolicy, "_does_rule_match_state", three_turns)
    await compare(prediction.read_states_once, Domain, "get_active_state", three_turns)
    await compare(prediction.run_graph_directly, dask, "get", three_turns)
    await compare(fixes.ask_once_whether_domain_is_empty, Domain, "empty", three_turns)
    await compare(fixes.remember_readings, GraphNode, "__call__", ask_and_take)
    await compare(fixes.load_pipeline_once, spacy, "load", lambda: load(model))
    examples = RasaFileImporter(training_data_paths=["data/nlu"]).get_nlu_data().training_examples[::50]
    few_twice = [Message(copy.deepcopy(example.data)) for example in [*examples[-9:], *examples]]
    kept: list[list[Any]] = []
    await compare(
        fixes.tell_examples_apart_by_text, Message, "fingerprint",
        lambda: kept.append([one.data for one in TrainingData(copy.deepcopy(few_twice)).training_examples]),
    )  # fmt: skip
    assert kept[0] == kept[1]
    assert len(kept[0]) == len(examples)
    parts = [TrainingData(few_twice[:50]), TrainingData(few_twice[50:])]
    merged: list[list[Any]] = []
    await compare(
        fixes.merge_examples_as_they_are, copy, "_reconstruct",
        lambda: merged.append([one.data for one in parts[0].merge(parts[1]).training_examples]),
    )  # fmt: skip
    assert merged[0] == merged[1]
    return found


async def play(model: str, folder: Path) -> list[dict[str, Any]]:
    """The whole conversation, with or without the fixes as the environment says."""
    store = None
    if os.environ["BOT_RASA_FIXES"] == "true":
        assert fixes.apply()
        store = TurnStore(db=str(folder / "trackers.db"))
    else:
        store = InMemoryTrackerStore(Domain.empty())
    agent = load(model, store)
    return [await say(agent, "vera", text) for text in whole_conversation(agent)]


async def growth(model: str, folder: Path) -> dict[str, Any]:
    """What a turn costs, counted in replayed events, early and late in a conversation."""
    fixes.apply()
    agent = load(model, TurnStore(db=str(folder / "trackers.db")))
    costs, sizes, kept = [], [], []
    for number in range(150):
        with counting(DialogueStateTracker, "update") as count:
            turn = await say(agent, "vera", SAYINGS[number % len(SAYINGS)])
        costs.append(count["update"])
        sizes.append(turn["held"])
        kept.append(rows(folder, "SELECT count(*), sum(length(events)) FROM turns")[0])
    return {"costs": costs, "sizes": sizes, "rows": [row for row, _ in kept], "bytes": [size for _, size in kept]}


def rows(folder: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(folder / "trackers.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def store(model: str, folder: Path) -> dict[str, Any]:
    """What the tracker store keeps and gives back."""
    path = folder / "trackers.db"
    domain = Domain.load("domain.yml")
    found: dict[str, Any] = {}

    async def turn(into: TurnStore, conversation: str, text: str) -> None:
        tracker = await into.get_or_create_tracker(conversation, append_action_listen=False)
        tracker.update(kinds.UserUttered(text, {"name": "greet"}))
        tracker.update(kinds.SlotSet("language", text))
        await into.save(tracker)

    async def words(of: TurnStore, conversation: str) -> list[str]:
        tracker = await of.retrieve(conversation)
        return [e.text for e in tracker.events if isinstance(e, kinds.UserUttered)] if tracker else []

    one = TurnStore(domain, db=str(path))
    found["mode"] = oct(path.stat().st_mode & 0o777)
    found["nobody"] = await one.retrieve("nobody")
    await one.get_or_create_tracker("looked at only", append_action_listen=False)
    found["looked_at"] = list(await one.keys())
    await turn(one, "vera", "one")
    await turn(one, "vera", "two")
    found["rows_of_two_turns"] = len(rows(folder, "SELECT 1 FROM turns WHERE conversation = 'vera'"))
    broken_off = await one.retrieve("vera")
    assert broken_off is not None
    broken_off.update(kinds.UserUttered("never saved"))
    found["after_breaking_off"] = await words(one, "vera")

    other = TurnStore(domain, db=str(path))
    await turn(other, "vera", "three")
    found["written_by_another"] = await words(one, "vera")

    held = await one.retrieve("vera")
    assert held is not None
    from_file = rows(folder, "SELECT id FROM turns WHERE conversation = 'vera'")
    assert from_file
    sqlite3.connect(path, isolation_level=None).execute("DELETE FROM turns WHERE conversation = 'vera'")
    held.update(kinds.UserUttered("said while it was forgotten"))
    await one.save(held)
    found["turn_of_a_forgotten"] = await words(one, "vera")

    replaced = DialogueStateTracker.from_events("vera", [kinds.UserUttered("all anew")], domain.slots)
    await one.save(replaced)
    found["replaced"] = await words(one, "vera")
    await one.save(DialogueStateTracker.from_events("vera", [kinds.Restarted()], domain.slots))
    found["restarted"] = list(await one.keys())

    await turn(one, "live", "before the lock")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    saving = asyncio.ensure_future(turn(one, "live", "during the lock"))
    steps = 0
    for _ in range(20):
        await asyncio.sleep(0.005)
        steps += 1
    found["while_locked"] = {"others_were_served": steps, "saved": saving.done()}
    blocker.execute("ROLLBACK")
    await saving
    found["after_lock"] = await words(one, "live")

    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE turns SET at = ? WHERE conversation = 'live'", (time.time() - 31 * 86400,))
    connection.execute("CREATE TABLE events (sender_id TEXT, data TEXT)")
    connection.close()
    again = TurnStore(domain, db=str(path))
    found["after_a_month"] = list(await again.keys())
    found["tables"] = [name for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE name = 'events'")]

    spoilt = folder / "spoilt.db"
    spoilt.write_bytes(b"this is no database, " * 100)
    fresh = TurnStore(domain, db=str(spoilt))
    await turn(fresh, "vera", "hello")
    found["after_spoilt"] = await words(fresh, "vera")
    found["put_aside"] = (folder / "spoilt.db.broken").exists()
    return found


async def killed(model: str, folder: Path) -> None:
    """Take three turns and die in the fourth without a word."""
    fixes.apply()
    agent = load(model, TurnStore(db=str(folder / "trackers.db")))
    for text in ("/keep_in_touch", "/greet", "0912345678"):
        await say(agent, "vera", text)

    async def die(*_arguments: Any, **_named: Any) -> dict[str, Any]:
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    EndpointConfig.request = die  # type: ignore[method-assign]
    await say(agent, "vera", "/affirm")


async def risen(model: str, folder: Path) -> dict[str, Any]:
    """What another process finds."""
    fixes.apply()
    agent = load(model, TurnStore(db=str(folder / "trackers.db")))
    tracker = await agent.tracker_store.retrieve("vera")
    assert tracker is not None
    return {
        "said": [e.text for e in tracker.events if isinstance(e, kinds.UserUttered)],
        "next": await say(agent, "vera", "/affirm"),
    }


async def histories(model: str, folder: Path) -> dict[str, Any]:
    """Random conversations, whole and shortened, as policies see them."""
    domain = Domain.load("domain.yml")
    rng, differences, lengths, compared = random.Random(3), [], [], 0
    for number in range(150):
        whole = DialogueStateTracker("x", domain.slots)
        short = DialogueStateTracker("x", domain.slots)
        for tracker in (whole, short):
            tracker.update(kinds.ActionExecuted("action_session_start"))
            tracker.update(kinds.SessionStarted())
            tracker.update(kinds.ActionExecuted("action_listen"))
        for _ in range(rng.randrange(20, 60)):
            for event in random_turn(rng, whole):
                for tracker in (whole, short):
                    tracker.update(type(event).from_parameters(event.as_dict()))
            kept = history.shortened(list(short.events), domain.slots)
            if kept is not None:
                short = DialogueStateTracker.from_events("x", kept, domain.slots)
                compared += 1
            a, b = as_seen(whole, domain), as_seen(short, domain)
            differences += [[number, key, a[key], b[key]] for key in a if a[key] != b[key]]
        lengths.append(len([e for e in short.events if isinstance(e, kinds.UserUttered)]))
    return {"compared": compared, "differences": differences[:3], "longest": max(lengths)}


async def features(model: str, folder: Path) -> list[float]:
    """How far the features of one text alone are from those of the same text among others."""
    from bot.nlu.features import TwoViewVectorizer

    texts = [*SAYINGS, "giá 1.200.000đ", "GIÁ giá giá", "unseen words only", "", "😀", "x" * 5000]
    made = TwoViewVectorizer(min_df=1).fit(SAYINGS)
    together = made.transform(texts)
    return [float(abs(made.transform([text]) - together[place]).max()) for place, text in enumerate(texts)]


def random_turn(rng: random.Random, now: DialogueStateTracker) -> list[Any]:
    """Something that may happen in a turn: actions of rules and stories, one after the other, and slots."""
    text = f"said {rng.randrange(10**6)}"
    turn: list[Any] = [kinds.UserUttered(text, {"name": rng.choice(["greet", "thank", "ask_price"])})]
    if rng.random() < 0.4:
        turn.append(kinds.SlotSet("language", rng.choice([text, None])))
    hidden = rng.random() < 0.7
    names = [rng.choice(["action_small_talk", "action_tell_total"]) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    for name, following in zip(names, [*names[1:], "action_listen"]):
        turn.append(kinds.ActionExecuted(name, hide_rule_turn=hidden))
        turn.append(kinds.BotUttered(f"{name} to {text}"))
        # Actions of ours always say what comes next; others do not.
        if len(names) > 1 or rng.random() < 0.5:
            turn.append(kinds.FollowupAction(following))
    turn.append(kinds.ActionExecuted("action_listen", hide_rule_turn=hidden))
    return turn


def as_seen(tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """All that a prediction or an action looks at."""
    message = tracker.latest_message
    return {
        "slots": tracker.current_slot_values(),
        "next": tracker.followup_action,
        "said": message and message.text,
        "action": tracker.latest_action,
        "rules see": tracker.past_states(domain)[-4:],
        "stories see": tracker.past_states(domain, ignore_rule_only_turns=True)[-3:],
    }


SUBJECTS = {"work": work, "play": play, "growth": growth, "store": store, "killed": killed, "risen": risen,
            "histories": histories, "features": features}  # fmt: skip


if __name__ == "__main__":
    subject, model, folder = sys.argv[1:]
    found = asyncio.run(SUBJECTS[subject](model, Path(folder)))
    (Path(folder) / "found.json").write_text(json.dumps(found, ensure_ascii=False, default=str), encoding="utf-8")
