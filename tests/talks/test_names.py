"""Which products a text names."""

import pytest

from .folding import without_marks
from .judge import SHOPS, catalogue_of, names_of


@pytest.mark.parametrize("shop", SHOPS)
def test_every_product_is_known_by_its_whole_name(shop):
    for row in catalogue_of(shop):
        for name in filter(None, (row["name"], row["name_en"], without_marks(row["name"]))):
            said = f"{'Da' if name.isascii() else 'Dạ'} em chon {name} nhe."
            assert names_of(shop).named_in(said) == [row["sku"]], name


@pytest.mark.parametrize(
    ("shop", "text", "named"),
    [
        ("demo", "Dạ Vọng Âm V50 hợp hơn Hạt Đậu ạ", ["DT-TAINGHE-01", "DT-TAINGHE-02"]),
        ("demo", "Hạt Đậu. V50!", ["DT-TAINGHE-02", "DT-TAINGHE-01"]),
        ("demo", "Serum vitamin C 15% Mây Da nhẹ hơn", ["MP-SERUM-02"]),
        ("demo", "the Vọng Âm Bean, or the Oruna Run", ["DT-TAINGHE-02", "DT-TAINGHE-03"]),
        ("demo", "em gợi ý Vọng Âm Hạt Đậu", ["DT-TAINGHE-02"]),
        ("demo", "da vong am hat dau a", ["DT-TAINGHE-02"]),
        ("demo", "serum B5 dịu hơn", ["MP-SERUM-03"]),
        ("demo", "Gọn R1 hay R3 Max", ["GD-ROBOT-01", "GD-ROBOT-02"]),
        ("demo", "Granola ít đường", ["TP-NGUCOC-01"]),
        ("music", "GA-20, GM 8 với ep88", ["GT-GA20", "GT-GM8", "PN-EP88"]),
        ("music", "T16M nhỏ hơn T16", ["DC-T16M", "DC-T16"]),
        ("pets", "Bông Cát Trà Xanh", ["VS-CAT-01"]),
    ],
)
def test_clear_part_of_a_name_is_enough(shop, text, named):
    assert names_of(shop).named_in(text) == named


@pytest.mark.parametrize(
    ("shop", "text"),
    [
        ("demo", "tai nghe Vọng Âm"),  # two of them
        ("demo", "son Velouria"),
        ("demo", "Dạ shop có 2 đồng hồ thông minh"),  # not Nhịp Tròn 2
        ("demo", "gió nhẹ, êm, mỏng, kèm dây"),
        ("demo", "trà và mật ong"),
        ("demo", "dưới 5 kg, phòng 25 m²"),
        ("music", "piano cho bé thì nên chọn phím nặng"),  # not the book
        ("pets", "mèo con"),
    ],
)
def test_what_fits_several_or_is_just_a_word_names_none(shop, text):
    assert names_of(shop).named_in(text) == []
