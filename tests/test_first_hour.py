"""docs/first-hour.md, walked word by word: its files, its commands, two thousand articles in a spreadsheet."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from houses import needs_rasa
from openpyxl import Workbook
from talks.house import MODELS, free_port, serving

from bot.settings import ROOT

PAGE = (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = ".venv/bin/python"
ROWS = 2_000
MATERIALS = "lanh;bố;thô mộc;kate;voan;đũi;nỉ;dạ;nhung tăm;phi bóng;ren lưới;cát hàn".split(";")
PATTERNS = "trơn;kẻ nhỏ;kẻ lớn;hoa nhí;hoa lớn;chấm bi;caro;lá dừa;sóng nước;chim én".split(";")
SHADES = "đỏ mận;xanh rêu;vàng nghệ;nâu đất;trắng ngà;tím than;hồng phấn;xám khói".split(";")
SMALL = {
    "thread": ("chỉ may", "Chỉ may", "cuộn"),
    "needles": ("kim may", "Kim may", "vỉ"),
    "buttons": ("cúc áo", "Cúc áo", "túi"),
    "zips": ("khoá kéo", "Khoá kéo", "sợi"),
    "lace": ("ren viền", "Ren viền", "mét"),
    "tools": ("kéo cắt", "Kéo cắt vải", "cây"),
    "patterns": ("rập may", "Rập may", "bộ"),
    "yarn": ("len sợi", "Len sợi", "cuộn"),
}
"""Of each other group: its kind, what it is called and how it is counted."""


def step(number: int) -> dict[str, list[str]]:
    """What stands in one step of the page, by its language."""
    text = re.split(r"^## (\d+)\. ", PAGE, flags=re.MULTILINE)
    found: dict[str, list[str]] = {}
    for language, block in FENCE.findall(text[text.index(str(number)) + 1]):
        found.setdefault(language, []).append(block)
    return found


def articles() -> Iterator[list[object]]:
    """Two thousand rows: 960 fabrics, the rest from the other groups."""
    yield ["sku", "name", "category", "kind", "price", "stock", "aliases", "attributes", "description"]
    number = 0
    for material in MATERIALS:
        for pattern in PATTERNS:
            for shade in SHADES:
                number += 1
                name = f"Vải {material} {pattern} {shade}"
                facts = f"Khổ={1 + number % 6 / 10:.1f} m; Giặt={'tay' if number % 3 else 'máy'}"
                told = f"May áo, váy; {material} {'dày' if number % 2 else 'mỏng'}, không co rút."
                price = 45_000 + 1_000 * (number % 90)
                row = [f"VAI-{number:04}", name, "fabric", "vải", price, 5 + number % 40, f"{material} {pattern}"]
                yield [*row, facts, told]
    for extra in range(ROWS - number):
        group, (kind, name, unit) = list(SMALL.items())[extra % len(SMALL)]
        title = f"{name} Mành Thưa số {extra // len(SMALL) + 1}"
        facts = f"Quy cách=một {unit}"
        yield [
            f"{group[:3].upper()}-{extra:04}",
            title,
            group,
            kind,
            5_000 + 500 * extra,
            30,
            "",
            facts,
            f"Bán theo {unit}.",
        ]


@dataclass
class Owner:
    """Somebody who has the page before them, a folder and a window to type in."""

    folder: Path
    environment: dict[str, str]

    def writes(self, name: str, text: str) -> None:
        """A file of the shop."""
        path = self.folder / "my-shop" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def types(self, line: str, *, code: int = 0) -> str:
        """A command of the page; what it printed."""
        words = shlex.split(line)
        assert words[0] == PYTHON, line
        done = subprocess.run(
            [sys.executable, *words[1:]],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60, check=False, input="",
        )  # fmt: skip
        assert done.returncode == code, f"{line}\n{done.stdout}{done.stderr}"
        assert not done.stderr, f"{line}\n{done.stderr}"
        return done.stdout

    def follows(self, number: int) -> list[str]:
        """All commands of one step; what each printed."""
        return [self.types(line) for block in step(number)["sh"] for line in block.splitlines()]

    def asks(self, url: str, text: str, who: str = "vera") -> str:
        """What the assistant says over the REST channel, with names of cards and titles of buttons."""
        request = urllib.request.Request(
            f"{url}/webhooks/rest/webhook",
            json.dumps({"sender": who, "message": text}).encode(),
            {"Authorization": "Bearer first-hour", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=40) as answer:
            parts = json.load(answer)
        cards = [item["name"] for part in parts for item in part.get("custom", {}).get("items", [])]
        buttons = [button["title"] for part in parts for button in part.get("buttons", [])]
        return "\n".join([*(part.get("text", "") for part in parts), *cards, *buttons])


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    """An owner with an empty database and the settings of a machine on which other things run."""
    needs_rasa()
    # As `make` has it: without bytecode every command starts twice as slowly.
    without = "PYTHONDONTWRITEBYTECODE"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_") and name != without}
    return Owner(
        tmp_path,
        kept
        | {
            "PYTHONPATH": str(ROOT), "BOT_VAR_DIR": str(tmp_path / "var"), "BOT_MODEL_DIR": str(MODELS),
            "BOT_PORT": str(free_port()), "BOT_RASA_PORT": "0", "BOT_ACTIONS_PORT": "0", "BOT_LOG_FORMAT": "text",
            "BOT_API_TOKEN": "first-hour",
        },
    )  # fmt: skip


def test_owner_comes_from_nothing_to_right_answers_in_ten_steps(owner):
    assert step(1)["sh"] == ["make setup\nmake train\n"]
    assert len(step(2)["sh"]) == 1

    profile = json.loads(step(3)["json"][0])
    owner.writes("shop.json", step(3)["json"][0])
    assert owner.follows(3) == ["shop: 1\n"]

    sheet = Workbook(write_only=True)
    page = sheet.create_sheet("Hàng")
    for row in articles():
        page.append(row)
    sheet.save(owner.folder / "my-shop" / "catalogue.xlsx")
    checked, brought = owner.follows(4)
    assert f"{ROWS} new, 0 changed, 0 gone" in checked
    assert brought == f"catalogue: {ROWS}\n"

    for number, what in ((5, "faq"), (6, "offers"), (7, "orders")):
        table = step(number)["csv"][0]
        owner.writes(f"{what}.csv", table)
        assert owner.follows(number) == [f"{what}: {len(table.splitlines()) - 1}\n"]

    assert step(8)["sh"] == ["make run\n"]
    with serving(owner.folder, owner.environment) as url:
        with urllib.request.urlopen(url, timeout=10) as answer:
            html = answer.read().decode()
        assert "Tiệm Vải Mành Thưa" in html
        everything = html
        for number, (text, expected) in enumerate(ASKED.items()):
            said = owner.asks(url, text, f"visitor-{number}")
            everything += said
            for words in expected:
                assert words in said, f"{text}\n{said}"
        assert {group["name"]["vi"] for group in profile["categories"]} <= set(
            owner.asks(url, "shop bán những gì").splitlines()
        )
        assert "đang trên đường" in owner.asks(url, "đơn MT1042 tới đâu rồi, sđt 0905123456", "charlie")

        [examined] = owner.follows(9)
        assert "the service runs" in examined
        assert "Tiệm Vải Mành Thưa" in examined
        assert "articles have no image" in examined
        assert "MISSING" not in examined

        assert "data-name" in step(10)["html"][0]
        assert [line.partition("=")[0] for line in step(10)["ini"][0].splitlines()] == [
            "BOT_PRODUCT_URL",
            "BOT_ALLOWED_ORIGINS",
            "BOT_DEMO_SHOP",
        ]
        assert "password:" in owner.follows(10)[0]
    for strange in ("Hiên Nhà", "1900 0000", "HIEN", "điện tử", "mỹ phẩm", "thời trang"):
        assert strange not in everything


ASKED = {
    "bạn là ai": ["trợ lý tự động"],
    "chào shop": ["Tiệm Vải Mành Thưa"],
    "vải lanh hoa nhí đỏ mận giá bao nhiêu": ["Vải lanh hoa nhí đỏ mận", "70.000 ₫"],
    "chỉ may số 7 giá bao nhiêu": ["Chỉ may Mành Thưa số 7"],
    "phí ship về Huế bao nhiêu": ["25.000"],
    "thứ bảy shop mở cửa mấy giờ": ["08:00–12:00"],
    "shop ở đâu": ["Hội An"],
    "vải cắt rồi có đổi trả được không": ["7 ngày"],
    "mã KIMCHI10 giảm bao nhiêu": ["10%"],
    "cho mình số tài khoản": ["0042 0000 1111"],
}
"""What customers would ask, and what has to stand in the answer."""
