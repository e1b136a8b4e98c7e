"""A fit that is kept: training takes what an earlier one fitted, where it would fit the same again.

A fit has parts, one folder for each component that fits something. ``bot.dialogue.fits`` says in the environment which
folders there are, ``BOT_FIT_*``; without these every training fits for itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Iterable

MARK = "made_of"
"""The file that says what a part was fitted on."""

PACKAGE = Path(__file__).resolve().parent


def is_given() -> bool:
    """Whether there is a fit of the very inputs of this training, which then need not be read."""
    return "BOT_FIT_GIVEN" in os.environ


def take(part: str, into: Path, made_of: str) -> bool:
    """Copy a part that was fitted before to ``into`` if it is the one that would be fitted now; says whether it was.

    ``made_of`` is the :func:`digest` of what would be fitted; it does not count where the whole fit is given.
    """
    found = _given(part) if is_given() else _alike(part, made_of)
    if found is not None:
        shutil.copytree(found, into, dirs_exist_ok=True)
    return found is not None


def keep(part: str, folder: Path, made_of: str) -> None:
    """Leave what is fitted in ``folder`` to later trainings, if this one is asked to."""
    if not is_given():
        (folder / MARK).write_text(made_of + "\n", encoding="utf-8")
    if target := os.environ.get("BOT_FIT_KEEP"):
        shutil.copytree(folder, Path(target) / part, dirs_exist_ok=True)


def digest(code: Iterable[str], *about: object) -> str:
    """Changes when one of ``about`` changes, or one of the modules ``code`` of this package that fits it."""
    made = hashlib.sha256()
    for module in code:
        made.update((PACKAGE / f"{module}.py").read_bytes() + b"\0")
    for one in about:
        made.update((one if isinstance(one, bytes) else repr(one).encode("utf-8", "backslashreplace")) + b"\0")
    return made.hexdigest()


def _given(part: str) -> Path:
    folder = Path(os.environ["BOT_FIT_GIVEN"]) / part
    if not folder.is_dir():
        # What is there to learn from was left out, so there is no going on without it.
        raise RuntimeError(f"the kept fit has no part {part}: {folder}")
    return folder


def _alike(part: str, made_of: str) -> Path | None:
    for name in filter(None, os.environ.get("BOT_FIT_TRY", "").split(os.pathsep)):
        mark = Path(name) / part / MARK
        if mark.is_file() and mark.read_text(encoding="utf-8").strip() == made_of:
            return mark.parent
    return None
