"""``doctor`` looks at the service that runs, with its settings; at those of the shell only where none runs."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.__main__ import parser, run
from bot.commands import running
from bot.commands.running import differing, find_service
from bot.settings import ROOT, Settings, load_settings

SHOPS = ROOT / "tests" / "shops"


@pytest.fixture(autouse=True)
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A shell without settings of ours, in a folder of its own, on a machine where nothing runs."""
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "shell").mkdir()
    monkeypatch.chdir(tmp_path / "shell")
    monkeypatch.setenv("BOT_VAR_DIR", str(tmp_path / "shell" / "var"))
    monkeypatch.setattr(running, "PROCESSES", tmp_path / "proc")
    (tmp_path / "proc").mkdir()
    return tmp_path


@pytest.fixture
def serves(shell: Path):
    """Pretend that a service runs which was started with these settings."""

    def start(pid: int, words: str = "python -m bot serve", **settings: object) -> Path:
        folder = shell / "proc" / str(pid)
        place = shell / f"service-{pid}"
        folder.mkdir()
        place.mkdir()
        (folder / "cmdline").write_bytes(words.replace(" ", "\0").encode() + b"\0")
        values = {"PYTHONPATH": ROOT, "BOT_VAR_DIR": "var", **settings}
        (folder / "environ").write_bytes(b"".join(f"{name}={value}\0".encode() for name, value in values.items()))
        (folder / "cwd").symlink_to(place)
        return place

    return start


class Page(BaseHTTPRequestHandler):
    """A website on which only the pages of some articles are there; it answers no HEAD for one of them."""

    def do_HEAD(self) -> None:
        if "garbled" in self.path:
            self.wfile.write(b"no status at all\r\n")
            self.close_connection = True
            return
        self.answer(404 if "lost" in self.path else 405 if "CH-" in self.path else 200)

    def do_GET(self) -> None:
        ready = json.dumps({"status": "degraded", "parts": {"store": "ok", "rasa": "down"}}).encode()
        self.answer(200, ready)

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing in the tests' output."""


@pytest.fixture
def website() -> Iterator[str]:
    """Where it is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]):
    """Run the command: its exit code and its lines."""

    def call(*options: str, **settings: object) -> tuple[int, list[str]]:
        code = run(parser().parse_args(["doctor", *options]), load_settings(_env_file=None, **settings))
        return code, capsys.readouterr().out.splitlines()

    return call


def bring_in(database: str, shop: str) -> None:
    """Import a shop's files into a database."""
    for what in ("shop", "catalogue", "faq"):
        path = SHOPS / shop / ("shop.json" if what == "shop" else f"{what}.csv")
        settings = load_settings(_env_file=None, database_url=database)
        assert run(parser().parse_args(["import", what, str(path)]), settings) == 0


def lines_with(lines: list[str], words: str) -> list[str]:
    """Those in which the words stand."""
    return [line for line in lines if words in line]


# ── Which service ──


def found(**settings: object) -> tuple[int | None, tuple[int, ...]]:
    """The process that is meant, or the ports between which the shell's settings do not choose."""
    it = find_service(load_settings(_env_file=None, **settings))
    return it.service.pid if it.service else None, it.ports


def test_only_service_is_meant_whatever_its_port(serves):
    assert found() == (None, ())
    serves(7, BOT_PORT=9001)
    assert found() == (7, ())
    assert found(port=9001) == (7, ())
    assert found(port=9002) == (None, ())


def test_of_several_services_the_port_tells_which_is_meant(serves):
    serves(7, BOT_PORT=9001)
    serves(8, BOT_PORT=9002)
    assert found() == (None, (9001, 9002))
    assert found(port=9002) == (8, ())
    serves(9)
    assert found() == (9, ())


def test_other_programs_and_other_installations_are_no_service_of_ours(serves, shell):
    serves(5, words="python -m bot doctor")
    serves(6, words="vim bot serve")
    (shell / "other" / "bot").mkdir(parents=True)
    (shell / "other" / "bot" / "settings.py").touch()
    serves(7, PYTHONPATH=shell / "other")
    serves(8, PYTHONPATH="")
    assert found() == (None, ())


def test_service_is_read_with_its_own_file_of_settings_and_paths_begin_where_it_was_started(serves):
    place = serves(7)
    (place / ".env").write_text("BOT_PORT=9003\nBOT_PRODUCT_URL=https://x.example/{sku}\n", encoding="utf-8")
    service = find_service(load_settings(_env_file=None)).service
    assert service is not None
    here = Path.cwd()
    made = service.settings()
    assert (made.port, made.product_url) == (9003, "https://x.example/{sku}")
    assert Path.cwd() == here
    with service.in_its_place():
        assert Path.cwd() == place.resolve()
        assert "BOT_PRODUCT_URL" not in os.environ
    assert os.environ["BOT_VAR_DIR"].endswith("shell/var")


def test_settings_that_differ_are_told_by_name_and_never_by_value():
    shell, service = (Settings(_env_file=None, api_token=token) for token in ("one-secret", "another"))
    assert differing(shell, service) == ["BOT_API_TOKEN"]


# ── What it says ──


def test_nothing_runs_and_nothing_is_there_is_told_with_where_to_begin(doctor):
    code, lines = doctor(port=0, actions_port=0, rasa_urls="http://127.0.0.1:9")
    assert code == 0
    assert lines_with(lines, "no service runs here")
    assert lines_with(lines, "there is no database yet")
    assert not (Path.cwd() / "var" / "dong_hanh.db").exists()


def test_running_service_is_asked_and_its_data_looked_at_not_the_shells(doctor, serves, website):
    port = int(website.rsplit(":", 1)[1])
    place = serves(
        7, BOT_PORT=port, BOT_RASA_URLS="http://127.0.0.1:9", BOT_PRODUCT_URL=f"{website}/p/{{sku}}", BOT_DEMO_SHOP="no"
    )
    bring_in(f"sqlite:///{place}/var/dong_hanh.db", "garden")
    bring_in(f"sqlite:///{Path.cwd()}/var/dong_hanh.db", "music")
    code, lines = doctor()
    assert code == 1
    assert lines_with(lines, "the service runs (process 7")
    assert lines_with(lines, "rasa is down")[0].startswith("MISSING")
    assert lines_with(lines, "speaks for Vườn Mái")
    assert lines_with(lines, "this shell has other settings")[0].startswith("advice")
    assert not lines_with(lines, "is free —")
    assert all(line.startswith("ok") for line in lines_with(lines, "product page"))


def test_settings_changed_after_the_start_are_told(doctor, serves):
    place = serves(7, BOT_PORT=0, BOT_RASA_URLS="http://127.0.0.1:9")
    (place / ".env").write_text("BOT_FAQ_THRESHOLD=0.5\n", encoding="utf-8")
    later = time.time() + 60
    os.utime(place / ".env", (later, later))
    code, lines = doctor()
    assert code == 1
    assert lines_with(lines, ".env was changed")


def test_several_services_are_not_mixed_up(doctor, serves):
    serves(7, BOT_PORT=9001)
    serves(8, BOT_PORT=9002)
    assert doctor() == (
        1,
        ["MISSING  several services run, on ports 9001, 9002 — say which: BOT_PORT=… python -m bot doctor"],
    )


def test_product_pages_that_lead_nowhere_are_missing(doctor, website):
    where = {"port": 0, "actions_port": 0, "rasa_urls": "http://127.0.0.1:9"}
    bring_in(f"sqlite:///{Path.cwd()}/var/dong_hanh.db", "garden")
    for product_url, status in (
        (f"{website}/lost/{{sku}}", "answers 404"),
        (f"{website}/garbled/{{sku}}", "no status at all"),
        (f"{website}/a b/{{sku}}", "control characters"),
        ("http://127.0.0.1:9/{sku}", "refused"),
    ):
        code, lines = doctor(product_url=product_url, **where)
        assert code == 1
        assert any(line.startswith("MISSING") and status in line for line in lines_with(lines, "product page"))
        code, lines = doctor("--offline", product_url=product_url, **where)
        assert (code, lines_with(lines, "product page")) == (0, [])
    code, lines = doctor(demo_shop=False, **where)
    assert code == 1
    assert lines_with(lines, "cards lead nowhere")


def test_database_of_an_older_version_is_told(doctor, shell):
    import sqlite3

    path = shell / "old.db"
    sqlite3.connect(path).execute("CREATE TABLE x (y)").connection.commit()
    code, lines = doctor(database_url=f"sqlite:///{path}", port=0, actions_port=0, rasa_urls="http://127.0.0.1:9")
    assert code == 1
    assert "schema" in lines_with(lines, "database")[0]
