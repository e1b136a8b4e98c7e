"""Pages as people meet them: on a phone, with a keyboard, with a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from people import Person, Vera
from playwright.sync_api import Page, expect
from process_tree import ProcessTree


def violations(page: Page) -> list[str]:
    """What axe finds wrong, by rule."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


@pytest.mark.parametrize("path", ["/", "/danh-muc/electronics", "/san-pham/DT-TAINGHE-01", "/gio-hang", "/?lang=en"])
def test_shop_pages_have_no_accessibility_violations_and_fit_a_phone(
    house: ProcessTree, page: Callable[..., Page], path: str
) -> None:
    phone = page(390, 844)
    phone.goto(house.url + path)
    phone.wait_for_load_state("load")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_open_widget_has_no_accessibility_violations(house: ProcessTree, vera: Vera) -> None:
    vera.visits(house.url)
    vera.says("co ao thun nam khong")
    vera.sees("Áo thun")
    assert violations(vera.page) == []


def test_console_has_no_accessibility_violations(house: ProcessTree, alice: Person) -> None:
    alice.logs_in(house.url, "alice@example.com")
    assert violations(alice.page) == []


def test_widget_works_with_the_keyboard_alone(house: ProcessTree, page: Callable[..., Page]) -> None:
    vera = Vera(page())
    vera.page.goto(house.url)
    launcher = vera.page.locator(".launcher")
    launcher.focus()
    vera.page.keyboard.press("Enter")
    expect(vera.composer).to_be_focused(timeout=20_000)
    vera.page.keyboard.type("hi shop")
    vera.page.keyboard.press("Enter")
    vera.sees("hi shop")
    vera.page.keyboard.press("Escape")
    expect(vera.composer).to_be_hidden()


def test_product_page_tells_the_bot_which_product_is_meant(house: ProcessTree, vera: Vera) -> None:
    vera.visits(f"{house.url}/san-pham/GD-NOICOM-01")
    vera.says("cai nay gia bao nhieu vay shop")
    vera.sees("₫")
    expect(vera.log.get_by_text("Nồi cơm").first).to_be_visible()


def test_english_visitor_is_answered_in_english(house: ProcessTree, vera: Vera) -> None:
    vera.visits(f"{house.url}/?lang=en")
    vera.says("how much is shipping to Hanoi?")
    vera.sees("delivery")
