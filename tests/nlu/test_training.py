"""Training gives the same model for the same examples."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
FIT_TWICE = """
import json
import numpy as np
import scipy.sparse
from bot.nlu.linear import CalibratedLinear

numbers = np.random.default_rng(3)
rows = scipy.sparse.random(4000, 800, density=0.02, format="csr", dtype=np.float32, random_state=3)
vectors = numbers.normal(size=(4000, 16)).astype(np.float32)
labels = [f"intent_{number}" for number in numbers.integers(0, 12, size=4000)]
groups = [str(number) for number in range(4000)]
one, other = (CalibratedLinear.fit(rows, labels, groups, vectors) for _ in range(2))
print(json.dumps({
    "apart": float(max(np.abs(one.weights - other.weights).max(), np.abs(one.bias - other.bias).max())),
    "largest": float(np.abs(one.weights).max()),
    "scales": [one.scale == other.scale, one.words_scale == other.words_scale, one.sure == other.sure],
}))
"""


@pytest.mark.rasa
@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is missing: run `make setup`")
def test_same_examples_give_the_same_classifier():
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", "-c", FIT_TWICE],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["largest"] > 0.01, "nothing was learnt, so nothing was compared"
    assert found["apart"] == 0
    assert all(found["scales"])


KILLED = """
import os, signal, time
from bot.nlu.two_cores import on_two_cores
import threading

def kill():
    time.sleep(4)
    os.kill(os.getpid(), signal.SIGKILL)

threading.Thread(target=kill, daemon=True).start()
on_two_cores(time.sleep, [(60,), (60,)])
"""


@pytest.mark.rasa
@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is missing: run `make setup`")
def test_killed_training_leaves_no_helper_behind():
    mark = f"orphans-of-{os.getpid()}"
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", "-c", KILLED], cwd=ROOT, env={**os.environ, "BOT_TEST_MARK": mark},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    for _ in range(200):
        if not (left := _marked(f"BOT_TEST_MARK={mark}")):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {left}")


def _marked(mark: str) -> list[str]:
    """Command lines of processes whose environment has ``mark``; ended ones that nobody waited for have none."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found
