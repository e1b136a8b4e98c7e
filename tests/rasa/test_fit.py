"""The fit that comes with the project: that of its examples, never another, and made anew when these change."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.dialogue import fits, training
from bot.settings import ROOT, Settings, load_settings

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


def test_shipped_fit_is_that_of_the_present_inputs():
    assert fits.is_shipped(fits.inputs_hash()), "run `make train` and commit data/fit"
    assert fits.hash_of_file(fits.SHIPPED / "fit.zip") == fits.about(fits.SHIPPED)["sha256"]


def test_shipped_fit_is_small_and_holds_nothing_that_could_be_run():
    fits.unpack()
    kinds = {file.suffix for file in (fits.HERE / "shipped").rglob("*") if file.is_file()}
    assert kinds <= {".json", ".npz", ""}
    assert (fits.SHIPPED / "fit.zip").stat().st_size < 5_000_000


@pytest.mark.rasa
@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is missing: run `make setup`")
def test_fitting_the_examples_again_gives_what_is_shipped():
    """The features whole, of the classifier one class: all of them take minutes."""
    fits.unpack()
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", str(ROOT / "tests" / "rasa" / "fit_again.py"), str(fits.HERE / "shipped")],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["same_features"]
    assert found["made_of"] == found["shipped_made_of"]
    assert found["largest"] > 0.1, "nothing was learnt, so nothing was compared"
    # Kept in steps, so half a step apart at most; a little more for processors that round otherwise.
    assert found["apart"] < 0.6 * found["step"]
    assert found["bias_apart"] < found["step"]
    assert found["examples_read_as_labelled"] > 0.9


class Rasa:
    """In the place of Rasa: notes what it is told, leaves a fit and a model."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []
        self.arguments: list[list[str]] = []

    def run(self, settings: Settings, arguments: list[str], _log: str, more: Mapping[str, str] | None = None) -> None:
        if "train" not in arguments:
            return
        self.told.append(dict(more or {}))
        self.arguments.append(arguments)
        if keep := (more or {}).get("BOT_FIT_KEEP"):
            (Path(keep) / "classifier").mkdir()
            (Path(keep) / "classifier" / "made_of").write_text("a digest", encoding="utf-8")
        (settings.model_dir / "model.tar.gz").write_bytes(b"a model")


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> Rasa:
    made = Rasa()
    monkeypatch.setattr(training, "run", made.run)
    return made


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A project that was never trained and comes without a fit."""
    monkeypatch.setattr(fits, "HERE", tmp_path / "var" / "fit")
    monkeypatch.setattr(fits, "SHIPPED", tmp_path / "data" / "fit")
    monkeypatch.setattr(fits, "inputs_hash", lambda: "the examples")
    return load_settings(model_dir=tmp_path / "models", var_dir=tmp_path / "var", secret_key="a secret of the tests")


def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes with the project, and nothing of what was made here."""
    monkeypatch.setattr(fits, "HERE", tmp_path / "clone" / "fit")


def test_project_without_a_fit_makes_one_and_keeps_it(settings: Settings, rasa: Rasa):
    assert training.train(settings)
    assert "BOT_FIT_GIVEN" not in rasa.told[0]
    assert fits.inputs_of(fits.HERE / "last") == "the examples"


def test_clone_takes_the_shipped_fit_and_reads_no_examples(
    settings: Settings, rasa: Rasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    training.train(settings)
    assert training.ship_fit(settings)
    elsewhere(tmp_path, monkeypatch)
    training.train_anew(settings, fit_anew=False)
    given = Path(rasa.told[-1]["BOT_FIT_GIVEN"])
    assert (given / "classifier" / "made_of").read_text(encoding="utf-8") == "a digest"
    assert "data/nlu" not in rasa.arguments[-1]


def test_stale_shipped_fit_is_not_given(
    settings: Settings, rasa: Rasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    training.train(settings)
    training.ship_fit(settings)
    elsewhere(tmp_path, monkeypatch)
    monkeypatch.setattr(fits, "inputs_hash", lambda: "other examples")
    assert not fits.is_shipped(fits.inputs_hash())
    training.train_anew(settings, fit_anew=False)
    assert "BOT_FIT_GIVEN" not in rasa.told[-1]
    # Its parts may still be those that would be fitted; the components see to that.
    assert rasa.told[-1]["BOT_FIT_TRY"] == str(fits.HERE / "shipped")


def test_shipped_fit_that_was_tampered_with_is_not_taken(
    settings: Settings, rasa: Rasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    training.train(settings)
    training.ship_fit(settings)
    elsewhere(tmp_path, monkeypatch)
    (fits.SHIPPED / "fit.zip").write_bytes(b"something else")
    training.train_anew(settings, fit_anew=False)
    assert rasa.told[-1]["BOT_FIT_TRY"] == ""


def test_training_by_force_fits_anew(settings: Settings, rasa: Rasa):
    training.train(settings)
    training.ship_fit(settings)
    training.train(settings, force=True)
    assert "BOT_FIT_GIVEN" not in rasa.told[-1]
    assert rasa.told[-1]["BOT_FIT_TRY"] == ""


def test_change_of_rules_alone_needs_no_new_fit(settings: Settings, rasa: Rasa, monkeypatch: pytest.MonkeyPatch):
    training.train(settings)
    monkeypatch.setattr(training, "inputs_hash", lambda: "other rules")
    assert training.train(settings)
    assert rasa.told[-1]["BOT_FIT_GIVEN"] == str(fits.HERE / "last")


def test_shipping_what_is_shipped_changes_nothing_and_the_same_fit_is_the_same_file(
    settings: Settings, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
):
    training.train(settings)
    assert training.ship_fit(settings)
    before = (fits.SHIPPED / "fit.zip").read_bytes()
    assert not training.ship_fit(settings)
    monkeypatch.setattr(fits, "inputs_hash", lambda: "other code, the same examples")
    assert training.ship_fit(settings)
    assert (fits.SHIPPED / "fit.zip").read_bytes() == before
    assert fits.about(fits.SHIPPED)["inputs"] == "other code, the same examples"


def test_hash_changes_with_content_name_and_number_of_files(tmp_path: Path):
    def hashed(files: Mapping[str, str]) -> str:
        folder = tmp_path / hashlib.sha256(json.dumps(files).encode()).hexdigest()
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return fits.hash_of(["nlu"], folder)

    one = hashed({"nlu/a.yml": "chào"})
    others = [{"nlu/a.yml": "chao"}, {"nlu/b.yml": "chào"}, {"nlu/a.yml": "chào", "nlu/b.yml": ""}]
    assert one not in {hashed(files) for files in others}
    assert hashed({"nlu/a.yml": "chào", "nlu/__pycache__/a.pyc": "x"}) == one
