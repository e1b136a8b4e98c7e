"""The Rasa project as Rasa sees it: valid, trained only when needed, quick without being different."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import fits, training
from bot.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
MODELS = Path(os.environ.get("BOT_TEST_MODEL_DIR", ROOT / "var" / "models"))
STORIES = Path(__file__).parent / "test_stories.yml"

SENTENCES = [
    "xin chào shop",
    "shop có tai nghe không dây dưới 1 triệu không",
    "tai nghe Vong Am V50 gia bao nhieu",
    "so sánh Vọng Âm V50 và Oruna Run",
    "phí ship về Nghệ An bn",
    "đơn HN20391 số 0912345678 tới đâu rồi",
    "mình cao 1m58 nặng 50kg mặc size gì",
    "áo thun màu đen size L còn không",
    "what is the delivery fee to Da Nang?",
    "tom@example.com",
    "😀",
    "blorf gnux trelk",
]

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is missing: run `make setup`"),
]


def newest_model() -> Path:
    return max(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)


def in_rasa(arguments: Sequence[str], *, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run Rasa's Python in the project's folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "PYTHON", "VIRTUAL_ENV"))}
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    return subprocess.run(
        [str(PYTHON), *arguments],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=150,
        check=False,
    )


def own_warnings(output: str) -> list[str]:
    """Lines that warn, except deprecations that other people's packages tell of each other."""
    warning = re.compile(r"\bWARN(?:ING)?\b|\w*Warning\b")
    theirs = re.compile(r"Deprecat|pkg_resources|MovedIn20Warning|/site-packages/(?!rasa/)")
    return [line for line in output.splitlines() if warning.search(line) and not theirs.search(line)]


def test_data_are_valid_without_a_warning():
    done = in_rasa(["-m", "bot.rasa_runtime", "data", "validate", "--fail-on-warnings"])
    output = done.stdout + done.stderr
    assert own_warnings(output) == []
    assert done.returncode == 0, output[-3000:]
    assert "No story structure conflicts found" in output


def test_a_warning_about_our_data_would_be_seen():
    seen = own_warnings(
        "/x/site-packages/rasa/shared/utils/io.py:99: UserWarning: The intent 'x' is not listed\n"
        "2026-01-01 WARNING  rasa.validator - The utterance 'y' is not used\n"
        "/x/site-packages/typer/__init__.py:25: DeprecationWarning: 'z' is deprecated\n"
        "2026-01-01 INFO  rasa.validator - Validating"
    )
    assert [line.split("'")[1] for line in seen] == ["x", "y"]


def test_stories_go_on_as_written(tmp_path: Path):
    done = in_rasa(
        ["-m", "bot.rasa_runtime", "test", "core", "--e2e", "--stories", str(STORIES), "--model", str(newest_model()),
         "--out", str(tmp_path / "results"), "--fail-on-prediction-errors"],
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    failed = (tmp_path / "results" / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert "story:" not in failed, failed
    report = json.loads((tmp_path / "results" / "story_report.json").read_text(encoding="utf-8"))
    told = re.findall(r"^- story: ", STORIES.read_text(encoding="utf-8"), re.MULTILINE)
    assert report["conversation_accuracy"]["correct"] == report["conversation_accuracy"]["total"] == len(told)


LOOK_INSIDE = """
import asyncio, importlib.util, json, sys
present = [name for name in ("tensorflow", "keras", "jax") if importlib.util.find_spec(name)]
from bot.rasa_runtime.absent import stand_in
stood_in = stand_in()
import rasa, tensorflow
from rasa.core.agent import Agent
from bot.rasa_runtime import fixes

class Layer(tensorflow.keras.layers.Layer):
    pass

try:
    Layer()
    computed = True
except RuntimeError:
    computed = False

version, rasa.__version__ = rasa.__version__, "3.6.99"
elsewhere = fixes.apply()
rasa.__version__ = version

async def read():
    agent = Agent.load(sys.argv[1])
    return [await agent.parse_message(text) for text in json.load(sys.stdin)]

readings = asyncio.run(read())
print()
print(json.dumps({"present": present, "stood_in": stood_in, "computed": computed, "version": version,
                  "meant_for": fixes.VERSION, "elsewhere": elsewhere, "readings": readings, "here": fixes.apply()}))
"""


@pytest.fixture(scope="module")
def inside() -> dict[str, Any]:
    """What a Rasa without the fixes is like inside; one process, because starting it is what takes the time."""
    done = in_rasa(["-c", LOOK_INSIDE, str(newest_model())], given=json.dumps(SENTENCES))
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_tensorflow_is_absent_and_only_computing_with_it_fails(inside: dict[str, Any]):
    assert inside["present"] == []
    assert inside["stood_in"] is True
    assert inside["computed"] is False


def test_fixes_are_for_the_pinned_version_and_for_no_other(inside: dict[str, Any]):
    assert inside["version"] == inside["meant_for"] == "3.6.21"
    assert "rasa[spacy]==3.6.21" in (ROOT / "requirements" / "rasa.in").read_text(encoding="utf-8")
    assert inside["elsewhere"] == []
    assert {"compile_action_schema", "cache_event_types", "remember_readings", "run_graph_directly"} <= set(
        inside["here"]
    )


def test_launcher_applies_the_fixes_and_they_change_no_reading(inside: dict[str, Any]):
    # Every sentence twice: the second time it is remembered.
    given = "".join(json.dumps({"text": text}) + "\n" for text in [*SENTENCES, *SENTENCES])
    done = in_rasa(["-m", "bot.rasa_runtime", "parse-lines", str(MODELS)], given=given)
    assert done.returncode == 0, done.stderr[-2000:]
    first, *readings = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert first == {"ready": True}
    for reading in readings:
        del reading["ms"]
    plain = [*inside["readings"], *inside["readings"]]
    assert len(readings) == len(plain)
    for number, (one, other) in enumerate(zip(readings, plain, strict=True)):
        assert are_alike(one, other), f"{number}: {one}\n{other}"


def are_alike(one: Any, other: Any) -> bool:
    """Equal but for confidences: sums of single-precision numbers end a bit differently in another process."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=1e-5)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(are_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(are_alike, one, other))
    return bool(one == other)


SERVER_IMPORTS = """
import json, sys
from bot.rasa_runtime.absent import UNUSED_BY_SERVER, leave_out, stand_in
stand_in()
leave_out()
import rasa.__main__, rasa.core.run, rasa.server
import bot.rasa_runtime.trackers
there = {name.split(".")[0] for name, module in sys.modules.items() if getattr(module, "__file__", None)}
from rasa.core.tracker_store import SQLTrackerStore
try:
    SQLTrackerStore(db="x")
    used = True
except Exception as error:
    used = False
print()
print(json.dumps({"loaded": sorted(there & set(UNUSED_BY_SERVER)), "used": used}))
"""


def test_server_leaves_out_packages_that_it_does_not_use_and_only_using_them_fails():
    done = in_rasa(["-c", SERVER_IMPORTS])
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {"loaded": [], "used": False}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose model folder holds something that training left there with the present inputs."""
    models = tmp_path / "models"
    models.mkdir()
    (models / "model.tar.gz").write_bytes(b"a model")
    found = load_settings(model_dir=models, var_dir=tmp_path, secret_key="a secret of the tests")
    mark = {
        "inputs": training.inputs_hash(),
        "model": "model.tar.gz",
        "sha256": hashlib.sha256(b"a model").hexdigest(),
    }
    (models / "trained.json").write_text(json.dumps(mark), encoding="utf-8")
    return found


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[str]:
    """What training starts; it writes a model instead of training one."""
    started: list[str] = []

    def run(_settings: Settings, arguments: list[str], *_more: object) -> None:
        started.append(arguments[1])
        (settings.model_dir / "model.tar.gz").write_bytes(b"another model")

    monkeypatch.setattr(training, "run", run)
    monkeypatch.setattr(fits, "HERE", settings.var_dir / "fit")
    return started


def test_training_is_skipped_when_nothing_changed(settings: Settings, runs: list[str]):
    assert training.train(settings) is False
    assert runs == []


def test_training_happens_when_an_input_changed(settings: Settings, runs: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(training, "inputs_hash", lambda: "changed")
    assert training.train(settings) is True
    assert runs == ["bot.nlu.build_pipeline", "bot.rasa_runtime"]
    assert training.train(settings) is False


def test_training_happens_when_the_model_is_not_the_one_that_was_trained(settings: Settings, runs: list[str]):
    (settings.model_dir / "model.tar.gz").write_bytes(b"something from elsewhere")
    assert training.train(settings) is True
    assert training.is_trained(settings)


def test_every_input_of_the_model_counts():
    assert all((ROOT / name).exists() for name in training.INPUTS)
    assert training.inputs_hash() == training.inputs_hash()
    assert {"config.yml", "domain.yml", "data/nlu", "data/rules", "bot/nlu", "bot/language"} <= set(training.INPUTS)
