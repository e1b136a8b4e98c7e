"""The main job, end to end: real Rasa, real browsers, the whole road."""

from __future__ import annotations

import re

from people import Person, Vera
from playwright.sync_api import expect
from process_tree import ProcessTree


def test_visitor_is_accompanied_from_first_question_through_a_person_and_back(
    house: ProcessTree, vera: Vera, alice: Person, bob: Person
) -> None:
    alice.logs_in(house.url, "alice@example.com")
    bob.logs_in(house.url, "bob@example.com")

    # Researching: no diacritics, short forms, and the assistant says what it is.
    vera.visits(house.url)
    expect(vera.panel.get_by_text("Trợ lý tự động").first).to_be_visible()
    vera.says("shop oi co tai nghe chong on k")
    vera.sees("Tai nghe chụp tai chống ồn Vọng Âm V50")

    # Evaluating: a number from the catalogue, then two things side by side.
    vera.asks("cai dau tien bao nhieu tien v", re.compile(r"V50.*1\.890\.000"))
    vera.says("so sanh voi cai thu hai giup minh")
    expect(vera.log.get_by_role("table")).to_be_visible(timeout=40_000)

    # Buying: the way to buy, then a contact with consent; a wrong number, a question in between, a correction.
    vera.says("ok chot cai nay nha")
    vera.sees(re.compile("gọi lại để chốt đơn"))
    vera.asks("goi lai cho minh di", re.compile("xin tên|cho em xin tên"))
    vera.says("mình tên Thu Hằng")
    vera.sees(re.compile("số điện thoại"))
    vera.asks("0912 345 67", re.compile("chưa đúng"))
    vera.says("phi ship ve da nang bao nhieu vay")
    vera.sees(re.compile("phí giao", re.IGNORECASE))
    vera.says("0912 345 678")
    vera.sees(re.compile("đồng ý cho shop lưu"))
    vera.presses("Đồng ý")
    vera.sees(re.compile("nhân viên sẽ liên hệ.*0912345678"))

    # After the purchase: shown only to whom it belongs.
    vera.says("don hang cua minh toi dau roi")
    vera.sees(re.compile("mã đơn"))
    vera.says("HN20391")
    vera.sees(re.compile("số điện thoại đã đặt"))
    vera.says("0912345678")
    vera.sees("Đang giao")

    # A person: both agents see the request, one gets it.
    vera.says("cho minh gap nhan vien voi")
    vera.sees(re.compile("đã báo nhân viên"))
    for agent in (alice, bob):
        agent.opens("Thu Hằng")
        agent.sees("cho minh gap nhan vien voi")
    alice.claims()
    vera.sees(re.compile("Quản trị"))
    expect(bob.page.get_by_text(re.compile("Quản trị.*(trả lời|giữ lời)")).first).to_be_visible()
    expect(alice.page.get_by_text("Bàn giao").first).to_be_visible()
    expect(alice.page.get_by_text("0912345678").first).to_be_visible()

    alice.says("Chào chị Hằng, em là Lan bên shop ạ")
    vera.sees("Chào chị Hằng, em là Lan bên shop ạ")
    # The bot is silent while a person has the floor.
    bot_lines = vera.log.locator(".group.bot").count()
    vera.says("tai nghe nay gia bao nhieu em")
    alice.sees("tai nghe nay gia bao nhieu em")
    alice.says("Dạ 1.890.000 đ chị nhé")
    vera.sees("Dạ 1.890.000 đ chị nhé")
    assert vera.log.locator(".group.bot").count() == bot_lines

    # Back to the bot, which answers again.
    alice.hands_back()
    vera.sees(re.compile("trợ lý", re.IGNORECASE))
    vera.asks("shop mo cua may gio", re.compile("8:00|08:00|8h"))

    # Nothing is lost: the same lines after a reload.
    before = vera.log.inner_text()
    vera.page.reload()
    vera.opens()
    vera.sees("Chào chị Hằng, em là Lan bên shop ạ")
    for line in ("shop oi co tai nghe chong on k", "0912 345 67", "Dạ 1.890.000 đ chị nhé", "shop mo cua may gio"):
        assert line in before
        assert line in vera.log.inner_text()
    assert vera.errors == []
