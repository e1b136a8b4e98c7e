"""Training gives the same model for the same examples."""

from __future__ import annotations

import json
import subprocess
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
