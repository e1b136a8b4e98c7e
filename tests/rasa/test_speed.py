"""Rasa made quick: each fix is needed, none changes what Rasa says or knows, and a long talk costs no more a turn."""

from __future__ import annotations

import itertools
import json
import os
import signal
import statistics
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.supervisor import tracker_store
from bot.dialogue.trackers import forget_in_file
from bot.rasa_runtime import VERSION
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
MODELS = Path(os.environ.get("BOT_TEST_MODEL_DIR", ROOT / "var" / "models"))
SCRIPT = Path(__file__).parent / "inside_rasa.py"

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is missing: run `make setup`"),
]

Look = Callable[..., Any]


def run(subject: str, folder: Path, *, fixes: bool = True) -> subprocess.CompletedProcess[str]:
    model = max(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "PYTHON", "VIRTUAL_ENV"))}
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "RASA_TELEMETRY_ENABLED": "false",
        "OMP_NUM_THREADS": "1",
        "BOT_RASA_FIXES": str(fixes).lower(),
    }
    return subprocess.run(
        [str(PYTHON), str(SCRIPT), subject, str(model), str(folder)],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Looks inside Rasa once for each subject; starting it is what takes the time."""

    @cache
    def found(subject: str, *, fixes: bool = True) -> Any:
        folder = tmp_path_factory.mktemp(subject)
        done = run(subject, folder, fixes=fixes)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads((folder / "found.json").read_text(encoding="utf-8"))

    return found


# ── The fixes ──


@pytest.mark.parametrize(
    "fix",
    ["compile_action_schema", "cache_event_types", "compare_rules_that_can_apply", "read_states_once",
     "run_graph_directly", "remember_readings", "load_pipeline_once", "ask_once_whether_domain_is_empty",
     "tell_examples_apart_by_text", "merge_examples_as_they_are"],
)  # fmt: skip
def test_fix_does_the_same_with_less_work(look: Look, fix: str):
    without, with_it = look("work")[fix]
    assert with_it < without, f"{fix}: {without} calls without it, {with_it} with it"


def test_rasa_says_and_knows_the_same_with_and_without_fixes(look: Look):
    plain, fixed = look("play", fixes=False), look("play")
    assert len(plain) == len(fixed) > 100
    assert any(turn["replies"] for turn in plain)
    assert max(len(turn["metadata"]) for turn in plain) == 3
    for number, (before, after) in enumerate(zip(plain, fixed, strict=True)):
        # How much history is held is the only difference.
        assert {**before, "held": None} == {**after, "held": None}, f"turn {number}"
    assert fixed[-1]["held"] < plain[-1]["held"] / 3


def test_features_of_a_text_are_the_same_alone_and_among_others(look: Look):
    assert max(look("features")) < 1e-6


def test_action_is_told_of_the_message_at_hand_although_its_text_was_read_before(look: Look):
    told = [turn["metadata"] for turn in look("play") if turn["metadata"]]
    numbers = [metadata["message_id"] for turn in told for metadata in turn]
    assert len(told) > 50
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(told)


# ── A long conversation ──


def test_turn_of_a_long_conversation_costs_what_one_of_a_short_one_does(look: Look):
    costs = look("growth")["costs"]
    assert statistics.mean(costs[-30:]) <= 1.5 * statistics.mean(costs[8:12])
    assert max(costs[-30:]) <= 2 * max(costs[8:12])


def test_history_and_its_file_do_not_grow(look: Look):
    growth = look("growth")
    for kind in ("sizes", "bytes"):
        # Numbers in it become longer.
        assert max(growth[kind][-30:]) <= 1.05 * max(growth[kind][:60]), kind
    assert max(growth["rows"]) <= 12


def test_a_turn_adds_one_row(look: Look):
    rows = look("growth")["rows"]
    assert rows[:5] == [1, 2, 3, 4, 5]
    assert all(later in (earlier + 1, 1) for earlier, later in itertools.pairwise(rows))


def test_shortened_history_looks_the_same_to_rules_stories_and_actions(look: Look):
    found = look("histories")
    assert found["compared"] > 500
    assert found["differences"] == []


# ── The tracker store ──


def test_store_gives_back_what_was_saved_and_nothing_else(look: Look):
    found = look("store")
    assert found["nobody"] is None
    assert found["looked_at"] == []
    assert found["rows_of_two_turns"] == 2


def test_turn_that_broke_off_leaves_no_trace(look: Look):
    assert look("store")["after_breaking_off"] == ["one", "two"]


def test_servers_that_share_the_file_see_what_the_other_one_wrote(look: Look):
    assert look("store")["written_by_another"] == ["one", "two", "three"]


def test_conversation_that_is_forgotten_during_its_turn_stays_forgotten(look: Look):
    assert look("store")["turn_of_a_forgotten"] == []


def test_tracker_from_elsewhere_replaces_what_was_known_and_a_mere_restart_removes_it(look: Look):
    found = look("store")
    assert found["replaced"] == ["all anew"]
    assert found["restarted"] == []


def test_nobody_else_waits_while_the_file_is_locked(look: Look):
    found = look("store")
    assert found["while_locked"] == {"others_were_served": 20, "saved": False}
    assert found["after_lock"] == ["before the lock", "during the lock"]


def test_old_conversations_and_the_table_of_rasas_own_store_go_at_the_start(look: Look):
    found = look("store")
    assert found["after_a_month"] == []
    assert found["tables"] == []


def test_file_is_private_and_a_broken_one_is_put_aside(look: Look):
    found = look("store")
    assert found["mode"] == "0o600"
    assert found["after_spoilt"] == ["hello"]
    assert found["put_aside"] is True


def test_killed_in_the_middle_of_a_turn_rasa_goes_on_where_the_last_one_ended(tmp_path: Path):
    died = run("killed", tmp_path)
    assert died.returncode == -signal.SIGKILL, died.stderr[-2000:]
    again = run("risen", tmp_path)
    assert again.returncode == 0, again.stderr[-2000:]
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert found["said"] == ["/keep_in_touch", "/greet", "0912345678"]
    assert found["next"]["replies"]
    # The bot's way to make it forget them, while a server may have the file open.
    words = b"0912345678"
    assert words in b"".join(path.read_bytes() for path in tmp_path.glob("trackers.db*"))
    assert forget_in_file(tmp_path / "trackers.db", ["somebody else"]) == 0
    assert forget_in_file(tmp_path / "trackers.db", ["vera"]) > 0
    assert words not in b"".join(path.read_bytes() for path in tmp_path.glob("trackers.db*"))


def test_without_fixes_rasas_own_store_is_used(tmp_path: Path):
    ours, theirs = (load_settings(_env_file=None, var_dir=tmp_path, rasa_fixes=on) for on in (True, False))
    assert tracker_store(ours)["type"] == "bot.rasa_runtime.trackers.TurnStore"
    assert tracker_store(theirs)["type"] == "SQL"
    assert tracker_store(ours)["db"] == tracker_store(theirs)["db"]


def test_the_version_that_is_fixed_is_the_one_that_is_pinned():
    assert f"rasa[spacy]=={VERSION}\n" in (ROOT / "requirements" / "rasa.in").read_text(encoding="utf-8")
