"""README's "Ten sentences", played as they stand there: what the right column promises is what is seen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from people import TURN, Person, Vera
from playwright.sync_api import Locator, Page, expect
from process_tree import ProcessTree

from bot.language import fold
from bot.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
HEADING = "## Ten sentences"
ROW = re.compile(r"^\| (\d+)\. (.+?) \| (.+) \|$", re.MULTILINE)
TYPED = re.compile(r"`([^`]+)`")
PROMISED = re.compile(r"\b[A-Z]+\d+\b|Đà Nẵng|\d[\d.,]*\d ₫")
"""Names, codes and amounts in the right column are to be seen as they are written there."""

ENGLISH = (
    "do you have headphones under 1 million",
    "compare these two",
    "is the first one waterproof",
    "how much is shipping to Da Nang",
    "I'll take the second one",
    "where is my order HN20391",
    "0912345678",
)
"""The first seven sentences, as an English-speaking visitor would write them."""


def section() -> str:
    """The part of README that is played."""
    return README.partition(HEADING)[2].partition("\n## ")[0]


def rows() -> dict[int, tuple[str, str]]:
    """What is typed and what is promised, by number; what somebody types is in backticks last."""
    found = ROW.findall(section())
    return {int(number): (TYPED.findall(typed)[-1], seen) for number, typed, seen in found if TYPED.search(typed)}


def answer_to(vera: Vera, text: str) -> Locator:
    """Say something; the group of messages that answers it, complete."""
    vera.says(text)
    groups = vera.log.locator(".group")
    expect(groups.last).to_have_class(re.compile(r"\bbot\b"), timeout=TURN)
    expect(vera.log.locator(".group.visitor").last).to_contain_text(text)
    expect(vera.panel.locator(".dots")).to_be_hidden(timeout=TURN)
    return groups.last


def amounts_in(text: str) -> list[int]:
    return [int(re.sub(r"\D", "", found)) for found in re.findall(r"\d{1,3}(?:[.,]\d{3})+", text)]


class Seven:
    """The visitor's seven sentences with what each promises; the words differ by language, the facts do not."""

    def __init__(self, vera: Vera, sentences: tuple[str, ...], *, english: bool = False) -> None:
        self.vera, self.sentences = vera, sentences
        self.said = ENGLISH_WORDS if english else VIETNAMESE_WORDS

    def walk(self) -> None:
        for number, text in enumerate(self.sentences, start=1):
            getattr(self, f"see_{number}")(answer_to(self.vera, text))
        assert self.vera.errors == []

    def see_1(self, answer: Locator) -> None:
        """Two of them under a million, as cards with price and stock."""
        cards = answer.locator(".card")
        expect(cards).to_have_count(2)
        for card in cards.all():
            assert max(amounts_in(card.locator(".price strong").inner_text())) < 1_000_000
            expect(card.locator(".stock")).not_to_be_empty()

    def see_2(self, answer: Locator) -> None:
        """Both side by side; what differs is marked."""
        table = answer.get_by_role("table")
        expect(table.locator("thead th")).to_have_count(2)
        expect(table.locator("thead")).to_contain_text(self.said["first"])
        expect(table.locator("thead")).to_contain_text("Oruna Run")
        assert table.locator("tr.differs").count() > 1

    def see_3(self, answer: Locator) -> None:
        """The one fact that was asked for."""
        expect(answer.locator(".bubble")).to_contain_text("IPX4")
        expect(answer.locator(".bubble")).not_to_contain_text(self.said["battery"])

    def see_4(self, answer: Locator) -> None:
        """How long it takes, and that delivery is free for this one."""
        expect(answer).to_contain_text("Đà Nẵng")
        expect(answer).to_contain_text(self.said["days"])
        expect(answer).to_contain_text(self.said["free"])

    def see_5(self, answer: Locator) -> None:
        """It is noted with its price, and the colour is asked for."""
        expect(answer).to_contain_text("1 ×")
        expect(answer).to_contain_text("Oruna Run")
        assert 790_000 in amounts_in(answer.inner_text())
        expect(answer).to_contain_text(self.said["colours"])

    def see_6(self, answer: Locator) -> None:
        """It asks for the phone number of the order first."""
        expect(answer).to_contain_text("HN20391")
        expect(answer).to_contain_text(self.said["phone"])
        expect(self.vera.log.locator(".sheet.order")).to_have_count(0)

    def see_7(self, answer: Locator) -> None:
        """Where the parcel is, step by step."""
        sheet = answer.locator(".sheet.order")
        expect(sheet).to_contain_text("HN20391")
        assert sheet.locator(".steps li").count() >= 3
        expect(sheet.locator(".steps .now")).to_contain_text(self.said["shipping"])


VIETNAMESE_WORDS = {
    "first": "Hạt Đậu", "battery": "Pin", "days": "3–5 ngày", "free": "miễn phí", "colours": "đen, xanh lá",
    "phone": "số điện thoại", "shipping": "Đang giao",
}  # fmt: skip
ENGLISH_WORDS = {
    "first": "Bean", "battery": "Battery", "days": "3–5 days", "free": "free", "colours": "black, green",
    "phone": "phone number", "shipping": "On its way",
}  # fmt: skip


def test_the_table_is_there_with_all_its_sentences() -> None:
    assert sorted(rows()) == list(range(1, 11))


def test_ten_sentences_do_what_the_right_column_says(house: ProcessTree, vera: Vera, alice: Person) -> None:
    typed = {number: text for number, (text, _) in rows().items()}
    promised = {number: seen for number, (_, seen) in rows().items()}
    alice.logs_in(house.url, "alice@example.com")
    vera.visits(house.url)
    Seven(vera, tuple(typed[number] for number in range(1, 8))).walk()
    for number in range(1, 8):
        for word in PROMISED.findall(promised[number]):
            expect(vera.log.get_by_text(word).first).to_be_attached()

    # 8. A person is asked for: the sentence that the table quotes, and the visitor in the console's queue.
    vera.says(typed[8])
    quoted = re.search(r'"([^"…]+?) ?…"', promised[8])
    assert quoted is not None
    vera.sees(quoted.group(1))
    expect(alice.page.get_by_text("Đang chờ").first).to_be_visible()
    alice.opens(typed[8])

    # 9. She is taken over from the bot, with a brief, and answered under the agent's name.
    alice.claims()
    brief = alice.page.locator(".brief").first
    expect(brief).to_contain_text("Oruna Run", timeout=TURN)
    expect(brief).to_contain_text("HN20391")
    alice.says(typed[9])
    vera.sees(typed[9])
    expect(vera.log.locator(".group.agent").last).to_contain_text("Quản trị")

    # 10. Back to the bot; on another page the conversation is still there, and it answers again.
    alice.hands_back()
    vera.sees(re.compile("trợ lý", re.IGNORECASE))
    vera.page.goto(f"{house.url}/gio-hang")
    vera.opens()
    vera.sees(typed[9])
    expect(answer_to(vera, typed[10])).to_contain_text(re.compile(r"21:00"))
    assert vera.errors == []


def test_seven_sentences_without_diacritics_do_the_same(house: ProcessTree, vera: Vera) -> None:
    vera.visits(house.url)
    Seven(vera, tuple(fold(text) for _, (text, _) in sorted(rows().items())[:7])).walk()


def test_seven_sentences_in_english_do_the_same(house: ProcessTree, vera: Vera) -> None:
    vera.visits(f"{house.url}/?lang=en")
    Seven(vera, ENGLISH, english=True).walk()


def test_seven_sentences_do_the_same_on_a_phone(house: ProcessTree, page: Callable[..., Page]) -> None:
    vera = Vera(page(390, 844))
    vera.visits(house.url)
    Seven(vera, tuple(text for _, (text, _) in sorted(rows().items())[:7])).walk()
    assert vera.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


BELOW_THE_TABLE = {
    "co tai nghe": ["Hạt Đậu", "590.000"],
    "power bank": ["Kivolt", "₫"],
    "V50": ["50 giờ", "trả góp", "Huế", "3–5 ngày"],
}
"""What the sentences below the table are answered with, by how they can be told from each other."""


@pytest.mark.parametrize("mark", BELOW_THE_TABLE)
def test_sentences_below_the_table_are_answered(house: ProcessTree, vera: Vera, mark: str) -> None:
    below = section()[ROW.search(section()).start() :] if ROW.search(section()) else ""
    text = next(text for text in TYPED.findall(re.sub(ROW, "", below)) if mark in text)
    vera.visits(house.url)
    answer = answer_to(vera, text)
    for fact in BELOW_THE_TABLE[mark]:
        expect(answer).to_contain_text(fact)


def test_without_anybody_logged_in_a_person_is_promised_with_the_hours(
    tmp_path_factory: pytest.TempPathFactory, page: Callable[..., Page]
) -> None:
    tree = ProcessTree(tmp_path_factory.mktemp("nobody"))
    try:
        tree.start()
        vera = Vera(page())
        vera.visits(tree.url)
        vera.says(rows()[8][0])
        vera.sees(re.compile(r"08:00.*21:00"))
        expect(vera.panel.get_by_role("button", name="Để lại số").last).to_be_visible()
    finally:
        tree.stop()
