"""Real processes, real Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import Person, Vera
from playwright.sync_api import Browser, Page, sync_playwright
from process_tree import PASSWORD, ProcessTree

from bot.settings import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium, says so where there is none, and comes last.

    Playwright's synchronous interface keeps an event loop running in this thread; asynchronous tests after it could
    not start theirs.
    """
    items.sort(key=lambda item: "tests/browser" in str(item.path))
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (apt install chromium)"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessTree]:
    """The whole house, started once; Bob has an account beside Alice."""
    tree = ProcessTree(tmp_path_factory.mktemp("house"))
    try:
        tree.start()
        add_agent(tree, "bob@example.com", "Bob")
        yield tree
    finally:
        tree.stop()


def add_agent(tree: ProcessTree, email: str, name: str) -> None:
    """Make an account through the command line, beside the running house."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "agent", "add", email, "--name", name],
        cwd=ROOT,
        env={**os.environ, "BOT_VAR_DIR": str(tree.folder)},
        input=PASSWORD + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Makes pages, each with a person's own cookies and storage."""
    contexts = []

    def make(width: int = 1280, height: int = 800, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def vera(page: Callable[..., Page]) -> Vera:
    """A visitor at her computer."""
    return Vera(page())


@pytest.fixture
def alice(page: Callable[..., Page]) -> Person:
    """An agent."""
    return Person(page())


@pytest.fixture
def bob(page: Callable[..., Page]) -> Person:
    """Her colleague."""
    return Person(page())
