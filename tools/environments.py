"""Makes the project's virtual environments with uv; needs nothing but Python 3.11 or newer.

``python3 tools/environments.py bot|dev|rasa|stock …``. An environment whose requirements did not change is left alone.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
FOLDERS = {"bot": VENV, "dev": VENV, "rasa": ROOT / ".venv-rasa", "stock": ROOT / ".venv-stock"}
LOWEST = (3, 11)


def say(text: str) -> None:
    """One line of progress."""
    print(f"▸ {text}", file=sys.stderr, flush=True)


def run(command: list[str]) -> None:
    """Run a command; its failure ends this program with its own words."""
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(command[:6])} …")


def environment() -> dict[str, str]:
    """Without an outer virtual environment, which would confuse uv and pip."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH")
    }
    return {"UV_LINK_MODE": "copy", **kept}


def fingerprint(name: str) -> str:
    """What an environment is made of."""
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def is_made(name: str) -> bool:
    """Whether the environment is up to date; ``dev`` contains ``bot``."""
    stamp = FOLDERS[name] / f".made-{name}"
    return stamp.exists() and stamp.read_text() == fingerprint(name) and (FOLDERS[name] / "bin" / "python").exists()


def make(name: str) -> None:
    """Make one environment, or say that it is there."""
    if is_made(name):
        return
    began = time.monotonic()
    folder = FOLDERS[name]
    uv = str(VENV / "bin" / "uv")
    if folder != VENV:
        say(f"{folder.name}: looking for Python 3.10")
        run([uv, "venv", "--quiet", "--clear", "--python", find_python_310(uv), str(folder)])
    say(f"{folder.name}: installing {count(name)} packages")
    run(
        [uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), "--require-hashes", "--no-deps",
         "-r", str(REQUIREMENTS / f"{name}.txt")]
    )  # fmt: skip
    (folder / f".made-{name}").write_text(fingerprint(name))
    say(f"{folder.name}: ready in {time.monotonic() - began:.0f} s")


def count(name: str) -> int:
    """How many packages a requirement file names."""
    lines = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return sum("==" in line and not line.startswith((" ", "#")) for line in lines)


def make_uv() -> str:
    """The pinned uv in ``.venv``, which is made with Python's own means."""
    uv = VENV / "bin" / "uv"
    stamp = VENV / ".made-uv"
    if not (VENV / "bin" / "python").exists():
        if sys.version_info < LOWEST:
            sys.exit(
                f"Python {LOWEST[0]}.{LOWEST[1]} or newer is needed, this is {sys.version.split()[0]}: "
                "try `make PYTHON=python3.12 …`"
            )
        say(".venv: making it")
        run([sys.executable, "-m", "venv", str(VENV)])
    if not uv.exists() or not stamp.exists() or stamp.read_text() != fingerprint("uv"):
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "-r", str(REQUIREMENTS / "uv.txt")])
        stamp.write_text(fingerprint("uv"))
    return str(uv)


def find_python_310(uv: str) -> str:
    """A Python 3.10 that runs: on the PATH, pyenv's, uv's own, or downloaded by uv."""
    candidates = [shutil.which("python3.10") or ""]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    # pyenv's shim fails where no version is selected, and then uv does not see it either.
    candidates += sorted(glob.glob(f"{pyenv}/versions/3.10*/bin/python"), reverse=True)
    for candidate in candidates:
        if candidate and _is_310(candidate):
            return candidate
    found = subprocess.run([uv, "python", "find", "3.10"], capture_output=True, text=True, check=False)
    if found.returncode == 0 and _is_310(found.stdout.strip()):
        return found.stdout.strip()
    say("Python 3.10 is not here: downloading it with uv")
    if subprocess.run([uv, "python", "install", "--quiet", "3.10"], check=False).returncode:
        sys.exit(
            "Rasa 3.6 needs Python 3.10, and it could not be downloaded. Install it (for example "
            "`apt install python3.10` or `pyenv install 3.10`) and run this again."
        )
    return "3.10"


def _is_310(python: str) -> bool:
    try:
        done = subprocess.run(
            [python, "-c", "import sys, ensurepip; print(sys.version_info[:2] == (3, 10))"],
            capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return done.stdout.strip() == "True"


def main() -> None:
    """Make the environments named on the command line."""
    names = sys.argv[1:]
    for name in names:
        if name not in FOLDERS:
            sys.exit(f"unknown environment {name!r}: one of {', '.join(FOLDERS)}")
    if all(map(is_made, names)):
        return
    make_uv()
    # One folder after the other would leave the network idle while files are written.
    folders = {folder: [name for name in names if FOLDERS[name] == folder] for folder in map(FOLDERS.get, names)}
    with ThreadPoolExecutor() as at_once:
        for done in [at_once.submit(make_all, group) for group in folders.values()]:
            done.result()


def make_all(names: list[str]) -> None:
    """Make environments one after the other, those that share a folder."""
    for name in names:
        make(name)


if __name__ == "__main__":
    main()
