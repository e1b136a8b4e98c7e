"""An import that dies in the middle leaves the shelf that was there, and the next one is whole."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from bot.settings import ROOT

HEAD = "sku,name,category,kind,price,stock\n"


def rows(count, price):
    return HEAD + "".join(f"N-{n:05},Nến thơm số {n},nha-cua,nến,{price},5\n" for n in range(count))


@pytest.fixture
def importing(tmp_path):
    """Starts ``python -m bot import catalogue FILE`` as an owner does."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    environment |= {"BOT_VAR_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT), "BOT_DEMO_SHOP": "false"}

    def start(text):
        file = tmp_path / "catalogue.csv"
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "bot", "import", "catalogue", str(file)]
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return start


def shelf(tmp_path):
    [database] = (tmp_path / "var").glob("*.db")
    with sqlite3.connect(database) as store:
        return store.execute("select count(*), min(price), max(price) from products").fetchone()


def test_import_that_is_killed_leaves_the_former_shelf(importing, tmp_path):
    first = importing(rows(300, 50_000))
    assert first.wait(60) == 0, first.stderr.read()
    killed = importing(rows(20_000, 70_000))
    for line in killed.stderr:
        if "are written" in line:
            killed.send_signal(signal.SIGKILL)
            break
    assert killed.wait(60) == -signal.SIGKILL
    assert shelf(tmp_path) == (300, 50_000, 50_000)
    again = importing(rows(20_000, 70_000))
    assert again.wait(120) == 0, again.stderr.read()
    assert shelf(tmp_path) == (20_000, 70_000, 70_000)
