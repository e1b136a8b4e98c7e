"""The kept sentence vectors are those that the model gives."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
COMPARE = """
import json
from bot.nlu.vectors import STORE, SentenceVectors, as_read, is_installed, key
if not is_installed():
    print(json.dumps(None))
    raise SystemExit
kept = SentenceVectors.open()
lines = open("data/nlu/price.yml", encoding="utf-8").read().splitlines()
texts = [line[6:] for line in lines if line.startswith("    - ")][::25]
known = sum(key(as_read(text)) in kept._known for text in texts)
near = (kept.of(texts) * kept.forget().of(texts)).sum(axis=1)
print(json.dumps({"texts": len(texts), "known": known, "worst": float(near.min())}))
"""


@pytest.mark.rasa
@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is missing: run `make setup`")
def test_kept_vectors_are_those_of_the_present_examples():
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", "-c", COMPARE], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    if found is None:
        pytest.skip("the package with the sentence model has no wheel for this machine")
    assert found["known"] == found["texts"], "run `make vectors`: data/nlu has changed"
    assert found["worst"] > 0.98
