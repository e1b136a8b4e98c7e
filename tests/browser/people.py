"""Vera with her browser at the shop, Alice and Bob with theirs at the console."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect
from process_tree import PASSWORD

TURN = 40_000
"""Milliseconds that a reply may take: the promise is 30 s, the machine may be slow."""


class Vera:
    """A visitor with the widget open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def visits(self, url: str) -> None:
        """Open a page of the shop and the widget on it."""
        self.page.goto(url)
        self.opens()

    def opens(self) -> None:
        """Open the widget, if it is not open already."""
        self.page.wait_for_function("!!(window.DongHanh && window.DongHanh.open)")
        self.page.evaluate("window.DongHanh.open()")
        expect(self.composer).to_be_visible(timeout=20_000)

    @property
    def panel(self) -> Locator:
        """The open widget."""
        return self.page.locator(".panel")

    @property
    def log(self) -> Locator:
        """The transcript as she sees it."""
        return self.panel.get_by_role("log")

    @property
    def composer(self) -> Locator:
        """Where she types."""
        return self.panel.locator(":is(textarea, input):visible").last

    def says(self, text: str) -> None:
        """Type and press Enter."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def asks(self, text: str, answer: str | re.Pattern[str]) -> None:
        """Say something and see an answer that was not there before."""
        seen = self.log.get_by_text(answer).count()
        self.says(text)
        expect(self.log.get_by_text(answer)).to_have_count(seen + 1, timeout=TURN)

    def sees(self, text: str | re.Pattern[str], timeout: int = TURN) -> None:
        """Wait until the transcript shows ``text``."""
        expect(self.log.get_by_text(text).last).to_be_visible(timeout=timeout)

    def presses(self, name: str | re.Pattern[str]) -> None:
        """Press a button of the widget."""
        self.panel.get_by_role("button", name=name).last.click()


class Person:
    """An agent at the console."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def logs_in(self, url: str, email: str, password: str = PASSWORD) -> None:
        """Open the console and log in."""
        self.page.goto(f"{url}/console")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Mật khẩu", exact=True).fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_text("Đang chờ").first).to_be_visible(timeout=20_000)

    def opens(self, text: str) -> None:
        """Open the conversation whose row shows ``text``."""
        self.page.locator("dh-queue, .queue").get_by_text(text).first.click()

    def searches(self, text: str) -> None:
        """Look for a conversation in all queues."""
        self.page.get_by_role("button", name=re.compile("^Tất cả")).click()
        self.page.get_by_label("Tìm tên khách hoặc lời nhắn").fill(text)

    def opens_first(self) -> None:
        """Open the first conversation of the list."""
        row = self.page.locator(".row").first
        expect(row).to_be_visible(timeout=20_000)
        row.click()

    @property
    def log(self) -> Locator:
        """The transcript of the open conversation."""
        return self.page.get_by_role("log")

    def sees(self, text: str | re.Pattern[str], timeout: int = TURN) -> None:
        """Wait until the transcript shows ``text``."""
        expect(self.log.get_by_text(text).last).to_be_visible(timeout=timeout)

    def claims(self) -> None:
        """Take the conversation."""
        self.page.get_by_role("button", name=re.compile("^(Nhận|Tiếp quản)")).first.click()

    def says(self, text: str) -> None:
        """Type and press Enter."""
        area = self.page.get_by_label("Nhắn cho khách")
        area.fill(text)
        area.press("Enter")

    def hands_back(self) -> None:
        """Return the floor to the bot."""
        self.page.get_by_role("button", name="Trả lại bot").first.click()
        self.page.get_by_role("button", name="Trả lại bot").last.click()
