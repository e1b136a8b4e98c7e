"""A market's shelf, made up: goods of many trades as sellers write them, and what shoppers type to find them."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language import fold

SEED = 20260
MISFILED = 0.05
"""So many are filed under another kind of their group, as sellers do."""
NOT_SOLD = (
    "máy giặt", "tủ lạnh", "nước hoa", "xe đạp", "laptop", "sữa bột", "lều cắm trại", "ghế văn phòng", "máy lạnh",
    "bàn phím", "đàn piano", "thuốc ngủ", "bia", "bình gas", "nhẫn cưới", "máy ảnh", "tivi", "cà vạt", "gấu bông",
    "vé máy bay",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """Goods of one kind: what they may be like, and what they cost in thousands of đồng."""

    name: str
    group: str
    cheapest: int
    dearest: int
    features: tuple[str, ...]
    label: str = ""
    values: tuple[str, ...] = ()
    coloured: bool = False


def _kind(line: str) -> Kind:
    name, group, prices, features, attribute, coloured = (part.strip() for part in line.split("|"))
    low, _, high = prices.partition("-")
    label, _, values = attribute.partition("=")
    return Kind(
        name, group, int(low), int(high), tuple(one.strip() for one in features.split(",")), label.strip(),
        tuple(one.strip() for one in values.split(",") if one.strip()), coloured == "x",
    )  # fmt: skip


KINDS = [
    _kind(line)
    for line in """
    váy | quan-ao | 150-900 | hoa nhí, xoè, hai dây, công sở, dài tay, cổ vuông | Chất liệu = voan, đũi, lụa | x
    áo khoác | quan-ao | 200-1500 | có mũ, hai lớp, chống nắng, dáng rộng, phồng nhẹ | Chất liệu = kaki, dù, nỉ | x
    quần jean | quan-ao | 250-900 | ống suông, ống loe, cạp cao, rách gối, co giãn | Chất liệu = denim, bò mềm | x
    áo len | quan-ao | 180-700 | cổ lọ, cổ tim, dệt vặn, mỏng nhẹ, tay dài | Chất liệu = len lông cừu, len tăm | x
    giày thể thao | giay-dep | 300-2500 | đế bằng, siêu nhẹ, cổ cao, chống trượt, chạy bộ | Đế = cao su, eva | x
    dép quai ngang | giay-dep | 60-400 | đi trong nhà, đế dày, êm chân, quai dán | Đế = eva, pu | x
    bốt da | giay-dep | 500-2500 | cổ thấp, khoá kéo, mũi vuông, lót lông | Da = bò, lộn | x
    balo | tui | 150-1500 | du lịch, học sinh, chống sốc, gấp gọn, nhiều ngăn | Cỡ = 14 inch, 15.6 inch, 17 inch | x
    túi đeo chéo | tui | 120-900 | mini, da mềm, hai ngăn, dây xích, thể thao | Chất liệu = canvas, da pu | x
    vali | tui | 600-4000 | nhựa cứng, khoá số, bánh xe đôi, vải bạt | Cỡ = 20 inch, 24 inch, 28 inch | x
    kem chống nắng | my-pham | 90-600 | nâng tông, vật lý, không màu, cho da dầu, đi biển | SPF = spf30, spf45, spf50 |
    sữa rửa mặt | my-pham | 60-500 | tạo bọt, rau má, than tre, cho da mụn | Dung tích = 100 ml, 150 ml, 200 ml |
    son dưỡng | my-pham | 40-300 | có màu, hương đào, ban đêm, trị thâm | Khối lượng = 3 g, 4 g, 10 g | x
    dầu gội | my-pham | 70-450 | bưởi, sạch gàu, ngăn rụng, phục hồi | Dung tích = 300 ml, 500 ml |
    tai nghe | am-thanh | 120-5000 | chống ồn, có dây, nhét tai, chụp tai, chơi game | Pin = 6 giờ, 24 giờ, 50 giờ | x
    loa bluetooth | am-thanh | 250-6000 | mini, chống nước, karaoke, để bàn, kéo tay | Công suất = 5 W, 20 W, 60 W | x
    đàn guitar | am-thanh | 900-9000 | dáng khuyết, dây thép, dây nylon, gỗ thông | Gỗ = vân sam, gụ, hồng đào |
    đàn ukulele | am-thanh | 300-2500 | gỗ mun, khắc hoa, cho bé, đầy đủ phụ kiện | Cỡ = soprano, concert, tenor |
    quạt | dien-gia-dung | 200-3500 | để bàn, đứng, hơi nước, tích điện, không cánh | Công suất = 25 W, 45 W, 65 W |
    nồi cơm điện | dien-gia-dung | 400-4000 | nắp gài, cao tần, tách đường, mini | Dung tích = 1 lít, 1.8 lít, 3 lít |
    nồi chiên không dầu | dien-gia-dung | 800-5000 | điện tử, có kính, hai ngăn | Dung tích = 4 lít, 6 lít, 8 lít |
    máy lọc không khí | dien-gia-dung | 900-9000 | để bàn, khử mùi, phòng ngủ, có ion | Phòng = 20 m2, 40 m2, 60 m2 |
    máy xay sinh tố | dien-gia-dung | 300-3000 | cầm tay, cối thuỷ tinh, công suất lớn | Cối = 0.5 lít, 1.5 lít, 2 lít |
    bàn ủi hơi nước | dien-gia-dung | 250-2500 | cầm tay, đứng, mặt gốm, du lịch | Công suất = 1200 W, 1800 W |
    bình giữ nhiệt | bep | 120-900 | inox, có quai, miệng rộng, lọc trà | Dung tích = 350 ml, 500 ml, 1 lít | x
    chảo chống dính | bep | 150-1500 | vân đá, sâu lòng, đáy từ, tay cầm gỗ | Cỡ = 20 cm, 24 cm, 28 cm |
    bộ dao | bep | 200-2500 | sáu món, thép nhật, có kệ, cán gỗ | Thép = 440, vg10 |
    hộp cơm | bep | 80-700 | hâm nóng, ba ngăn, thuỷ tinh, kèm túi | Dung tích = 0.8 lít, 1.2 lít |
    chuồng chó | thu-cung | 300-3500 | gấp gọn, inox, có khay, hai tầng | Cỡ = S, M, L |
    thức ăn mèo | thu-cung | 40-900 | vị cá ngừ, cho mèo con, hạt mềm, ít muối | Khối lượng = 0.5 kg, 1.5 kg, 7 kg |
    vòng cổ chó | thu-cung | 30-400 | phản quang, có chuông, da bò, định vị | Cỡ = S, M, L | x
    cát vệ sinh | thu-cung | 60-400 | đậu nành, ít bụi, hương trà, vón cục | Khối lượng = 5 kg, 10 kg |
    cà phê | thuc-pham | 60-500 | rang mộc, hoà tan, nguyên hạt, phin giấy | Khối lượng = 250 g, 500 g, 1 kg |
    trà | thuc-pham | 40-600 | ô long, hoa cúc, sen, túi lọc | Khối lượng = 50 g, 100 g, 200 g |
    gạo | thuc-pham | 60-400 | lứt, thơm dẻo, nếp cái, hút chân không | Khối lượng = 2 kg, 5 kg, 10 kg |
    hạt điều | thuc-pham | 80-500 | rang muối, vỏ lụa, nguyên vị, mật ong | Khối lượng = 250 g, 500 g |
    sách | sach | 40-400 | thiếu nhi, kinh tế, dạy vẽ, bìa cứng | Số trang = 120 trang, 240 trang, 480 trang |
    vở | sach | 8-120 | kẻ ngang, ô ly, bìa da, lò xo | Số trang = 80 trang, 120 trang, 200 trang |
    đồ chơi xếp hình | do-choi | 60-1500 | bằng gỗ, nam châm, khủng long | Số mảnh = 60 mảnh, 200 mảnh, 500 mảnh |
    thảm tập | the-thao | 100-900 | chống trượt, gấp gọn, hai lớp, kèm dây | Độ dày = 6 mm, 8 mm, 15 mm | x
    tạ tay | the-thao | 60-1200 | bọc cao su, điều chỉnh, cho nữ, một đôi | Khối lượng = 2 kg, 5 kg, 10 kg |
    mũ bảo hiểm | xe | 150-2500 | nửa đầu, có kính, trẻ em, lật hàm | Cỡ = M, L, XL | x
    """.strip().splitlines()
]
BRANDS = (
    "Mây Hồng", "Gió Núi", "An Lam", "Zenka", "Torino", "Bông Lúa", "Sao Khuê", "Kitaro", "Lumo", "Hải Yến",
    "Novara", "Trầm", "Pixo", "Thuỷ Mộc", "Oriva", "Rừng Thông", "Velda", "Cỏ May", "Fujika", "Nắng",
)  # fmt: skip
COLOURS = ("đen", "trắng", "đỏ", "xanh rêu", "hồng", "be", "xám", "vàng")
BEFORE = ("", "", "", "", "Combo 2 ", "[HÀNG MỚI] ", "Sale ")
AFTER = ("", "", "", " - Hàng chính hãng", " giá rẻ", " (bảo hành 12 tháng)")
PRAISE = (
    "Sản phẩm được nhiều khách hàng tin dùng, đóng gói cẩn thận, giao nhanh toàn quốc",
    "Thiết kế gọn, dễ dùng mỗi ngày, hợp làm quà cho người thân",
    "Chất lượng ổn định, kiểm tra kỹ trước khi gửi, có hoá đơn",
    "Dùng bền, dễ vệ sinh, bảo quản nơi khô ráo, tránh nắng gắt",
)


@dataclass(frozen=True)
class Article:
    """One thing of the shelf, with what it really is."""

    sku: str
    name: str
    kind: Kind
    filed: str
    brand: str
    model: str
    feature: str
    value: str
    price: int
    colours: tuple[str, ...]

    def row(self, chance: random.Random) -> dict[str, str | int]:
        """As a line of the catalogue."""
        told = f"{self.kind.name.capitalize()} {self.feature} {self.brand}. {'. '.join(chance.sample(PRAISE, 3))}."
        return {
            "sku": self.sku, "name": self.name, "category": self.kind.group, "kind": self.filed, "brand": self.brand,
            "price": self.price, "stock": chance.randrange(1, 90), "colours": ";".join(self.colours),
            "attributes": f"{self.kind.label}={self.value}", "description": told,
        }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What somebody types, and the SKUs that are right; nothing is right where the shop has none of it."""

    what: str
    """Which way of asking this is."""
    text: str
    right: frozenset[str]
    kind: str
    """What the things shown must be."""
    all_right: bool = False
    """Whether everything that is shown must be right."""


def articles(count: int) -> list[Article]:
    """``count`` things, the same at every call."""
    chance = random.Random(SEED)
    groups: dict[str, list[str]] = {}
    for kind in KINDS:
        groups.setdefault(kind.group, []).append(kind.name)
    made = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        brand, feature = chance.choice(BRANDS), chance.choice(kind.features)
        value = chance.choice(kind.values)
        model = f"{chance.choice('ABCDEGHKLMNPRSTVX')}{number // len(KINDS) + 10}"
        colours = tuple(chance.sample(COLOURS, chance.randrange(1, 4))) if kind.coloured else ()
        named = f"{kind.name.title()} {feature.title()} {brand} {model}"
        name = f"{chance.choice(BEFORE)}{named.upper() if chance.random() < 0.08 else named}{chance.choice(AFTER)}"
        filed = chance.choice(groups[kind.group]) if chance.random() < MISFILED else kind.name
        price = chance.randrange(kind.cheapest, kind.dearest) * 1000
        made.append(Article(f"CH-{number:05}", name, kind, filed, brand, model, feature, value, price, colours))
    return made


def as_csv(things: Sequence[Article], dearer: int = 0) -> bytes:
    """The catalogue; every price ``dearer`` by so many đồng."""
    chance = random.Random(SEED)
    file = io.StringIO()
    rows = [thing.row(chance) for thing in things]
    table = csv.DictWriter(file, list(rows[0]))
    table.writeheader()
    table.writerows({**row, "price": int(row["price"]) + dearer} for row in rows)
    return file.getvalue().encode()


def questions(things: Sequence[Article], each: int) -> Iterator[Asked]:
    """So many of each way of asking; half of them typed without marks."""
    chance = random.Random(SEED + 1)
    for number, asked in enumerate(_questions(things, each, chance)):
        yield asked if number % 2 else Asked(asked.what, bare(asked.text), asked.right, asked.kind, asked.all_right)


def _questions(things: Sequence[Article], each: int, chance: random.Random) -> Iterator[Asked]:
    of_kind: dict[str, list[Article]] = {}
    for thing in things:
        of_kind.setdefault(thing.kind.name, []).append(thing)

    def among(kind: Kind, *, said: str, what: str, fits: Sequence[Article], all_right: bool = True) -> Asked:
        return Asked(what, said, frozenset(one.sku for one in fits), kind.name, all_right)

    kinds = [KINDS[number % len(KINDS)] for number in range(each)]
    for kind in kinds:
        yield among(kind, said=kind.name, what="bare_kind", fits=of_kind[kind.name])
    for thing in chance.sample(things, each):
        alike = [one for one in of_kind[thing.kind.name] if one.name == thing.name]
        yield among(thing.kind, said=thing.name, what="full_name", fits=alike, all_right=False)
        words = f"{thing.kind.name} {thing.brand.lower()} {thing.feature}"
        alike = [o for o in of_kind[thing.kind.name] if (o.brand, o.feature) == (thing.brand, thing.feature)]
        yield among(thing.kind, said=words, what="words_of_name", fits=alike, all_right=False)
        model = [o for o in of_kind[thing.kind.name] if (o.brand, o.model) == (thing.brand, thing.model)]
        said = f"có {thing.kind.name} {thing.brand.lower()} {thing.model.lower()} không"
        yield among(thing.kind, said=said, what="model", fits=model, all_right=False)
    for kind in kinds:
        some = of_kind[kind.name]
        limit = sorted(one.price for one in some)[len(some) // 3] // 10_000 * 10_000
        cheap = [one for one in some if one.price <= limit]
        if cheap:
            yield among(kind, said=f"{kind.name} dưới {limit // 1000}k", what="kind_budget", fits=cheap)
        value = chance.choice(kind.values)
        having = [one for one in some if one.value == value]
        yield among(kind, said=f"{kind.name} {value}", what="kind_attribute", fits=having)
        if kind.coloured:
            colour = chance.choice(COLOURS)
            fits = [one for one in some if colour in one.colours]
            yield among(kind, said=f"{kind.name} màu {colour}", what="kind_colour", fits=fits)
    for name in NOT_SOLD:
        yield Asked("not_sold", f"shop có bán {name} không", frozenset(), name)


def bare(text: str) -> str:
    """Typed without marks."""
    return fold(unicodedata.normalize("NFC", text))
