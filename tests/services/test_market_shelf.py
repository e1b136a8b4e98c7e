"""A market's shelf: long names as sellers write them, goods filed under the wrong kind, nothing but a name typed."""

import csv
import io

import pytest

from bot.services import imports

GOODS = [
    ("KG-01", "Thùng 24 Gói Khăn Giấy Lụa Mây Siêu Mềm 180 Tờ", "nha-cua", "túi xách", "", 310000),
    ("KG-02", "Khăn Giấy Lụa Mây Rút Gọn Gói 100 Tờ", "nha-cua", "khăn giấy", "", 18000),
    ("KG-03", "Combo 3 Khăn Giấy Bếp Tre Xanh Cuộn Lớn", "nha-cua", "combo gia dụng", "Tre Xanh", 75000),
    ("KG-04", "Khăn Giấy Ướt Tre Xanh Không Mùi 80 Miếng", "nha-cua", "khăn giấy", "Tre Xanh", 29000),
    ("TX-01", "Túi Xách Nữ Da Mềm Đi Làm Dáng Vuông - Mây Studio T15", "tui", "túi xách", "", 420000),
    ("TX-02", "TÚI ĐỰNG LAPTOP CHỐNG SỐC 15.6 INCH DÁNG MỎNG", "tui", "túi xách", "", 190000),
    ("TX-03", "Túi Du Lịch Gấp Gọn Chống Nước Có Ngăn Giày", "tui", "túi du lịch", "", 260000),
    ("MI-01", "Hộp mực dành cho máy in Laser Sông Thu HL-2310 - Hàng Nhập", "may", "máy in", "", 350000),
    ("MI-02", "Máy In Laser Sông Thu HL-2310DW In Hai Mặt Wifi", "may", "máy in", "Sông Thu", 3900000),
    ("DC-01", "Dây nguồn máy tính , dây nguồn máy in , nồi cơm - RIGO 1.5m", "may", "màn hình", "", 45000),
    ("DC-02", "Dây Chuyền Bạc Nữ Mặt Trăng", "trang-suc", "dây chuyền", "", 280000),
    ("DC-03", "Dây Giày Dẹt 120cm Nhiều Màu", "giay", "dây giày", "", 15000),
    ("ML-01", "Máy Lọc Không Khí Mini Để Bàn Gió Xuân P2", "may", "máy lọc không khí", "Gió Xuân", 990000),
    ("ML-02", "Máy Lọc Không Khí Gió Xuân P8 Pro - Bảo Hành 24 Tháng", "may", "máy lọc không khí", "", 4590000),
    ("SK-01", "Kem Total Care Ban Đêm Hoa Ly 50g", "my-pham", "kem dưỡng", "Hoa Ly", 240000),
    ("SK-02", "Kem Dưỡng Hoa Ly Cấp Ẩm Ban Ngày 50g", "my-pham", "kem dưỡng", "Hoa Ly", 210000),
    ("SK-03", "Combo 2 Sữa Chống Nắng Hoa Ly Tím Dịu Nhẹ 70g", "my-pham", "combo mỹ phẩm", "Hoa Ly", 330000),
    ("SK-04", "Gel Rửa Mặt Hoa Ly Cho Da Dầu 200ml", "my-pham", "sữa rửa mặt", "Hoa Ly", 150000),
    ("SK-05", "Mặt Nạ Giấy Hoa Ly Da Dầu Nhạy Cảm Hộp 10 Miếng", "my-pham", "mặt nạ", "Hoa Ly", 180000),
    ("SK-06", "Bột Đỗ Đen Rửa Mặt Nhà Nội 100g", "my-pham", "bột", "", 69000),
    ("DT-01", "Điện thoại Sao Bắc S05 (4GB/64GB) - Hàng chính hãng", "may", "điện thoại", "Sao Bắc", 2390000),
    ("DT-02", "Điện thoại Sao Bắc S05s (6GB/128GB) - Hàng chính hãng", "may", "điện thoại", "Sao Bắc", 3190000),
    ("DT-03", "Điện thoại Sao Bắc S25 5G (8GB/256GB) - Hàng chính hãng", "may", "điện thoại", "Sao Bắc", 7990000),
    ("KM-01", "Kính Mắt Tròn Gọng Nhỏ Thời Trang", "phu-kien", "kính mát", "", 120000),
    ("PL-01", "Pin Laptop Cho Máy Mây Studio 14V", "may", "pin laptop", "", 407000),
    ("MH-01", "Màn Hình 24 Inch Chống Chói", "may", "màn hình", "", 1890000),
    ("DP-05", "Dép Kẹp S05 Hàng Đẹp", "giay", "dép", "", 69000),
    ("TX-04", "Túi Xách Nam Da Bò Thật", "tui", "túi xách", "", 890000),
    ("GI-01", "Giày Da Bò Modern", "giay", "giày tây", "", 516000),
    ("GI-02", "Giày Chạy Bộ Nhẹ", "giay", "giày", "", 416000),
    ("AO-01", "Áo Len Cổ Lọ Mùa Đông", "quan-ao", "áo", "", 210000),
    ("AO-02", "Bộ Đồ Mặc Nhà Lụa Hè", "quan-ao", "bộ đồ", "", 160000),
    ("KM-02", "Hộp Đựng Kính Da Cứng", "phu-kien", "kính", "", 60000),
    ("DL-01", "Dép Lê Nữ Màu Trắng Đế Cao", "giay", "dép lê", "", 99000),
    ("DL-02", "Dép Lê Đi Trong Nhà", "giay", "dép lê", "", 49000),
    ("DL-03", "Dép Lê Nam Đen Quai Ngang", "giay", "dép lê", "", 89000),
    ("KH-01", "Khăn Len Nữ Dày", "phu-kien", "khăn len", "", 150000),
]  # fmt: skip


@pytest.fixture
async def market(house, said_in):
    """Somebody types into the chat of a market that sells all sorts of things."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["sku", "name", "category", "kind", "brand", "price", "stock", "attributes"])
    table.writerows([*row, 7, "Pin=5000 mAh; Màn hình=6.5 inch" if row[3] == "điện thoại" else ""] for row in GOODS)
    await imports.import_catalogue(house.services, file.getvalue().encode())
    return said_in(house)


@pytest.mark.parametrize(
    ("typed", "sku"),
    [
        ("thùng 24 gói khăn giấy", "KG-01"),
        ("combo khăn giấy bếp tre xanh", "KG-03"),
        ("túi xách mây studio t15", "TX-01"),
        ("hộp mực máy in hl 2310", "MI-01"),
        ("day nguon may in rigo", "DC-01"),
        ("dây nguồn nồi cơm", "DC-01"),
        ("kính tròn gọng nhỏ", "KM-01"),
        ("gel rửa mặt hoa ly cho da dầu", "SK-04"),
        ("máy lọc không khí gió xuân p8", "ML-02"),
        ("bot do den nha noi", "SK-06"),
    ],
)
async def test_name_says_what_a_thing_is_wherever_it_is_filed(market, typed, sku):
    assert (await market(typed)).skus[0] == sku


@pytest.mark.parametrize(
    ("typed", "intent", "sku"),
    [
        ("kem total care ban đêm", "ask_order_total", "SK-01"),
        ("combo 2 sữa chống nắng hoa ly tím", "ask_promotions", "SK-03"),
        ("bot do den nha noi", "insult", "SK-06"),
        ("máy lọc không khí p8 pro bảo hành 24 tháng", "ask_warranty_policy", "ML-02"),
    ],
)
async def test_bare_name_asks_for_nothing_else_whatever_its_words_are_read_as(market, typed, intent, sku):
    reply = await market(typed, intent=intent, confidence=0.97)
    assert reply.skus[0] == sku
    assert reply.wishes == ["find_product"]


@pytest.mark.parametrize(
    ("typed", "intent"), [("bộ đồ", "insult"), ("áo", "greet"), ("bo do", "insult"), ("dây chuyền", "nlu_fallback")]
)
async def test_bare_kind_is_a_search_however_short(market, typed, intent):
    reply = await market(typed, intent=intent, confidence=0.97)
    assert reply.wishes == ["find_product"]
    assert reply.skus


async def test_sound_is_no_kind_without_its_marks(market):
    assert (await market("ao", intent="greet", confidence=0.97)).wishes != ["find_product"]


async def test_models_of_one_name_are_shown_side_by_side(market):
    assert (await market("sao bắc s05")).skus[0] == "DT-01"
    assert (await market("điện thoại sao bắc s05s")).skus[0] == "DT-02"


async def test_question_about_a_named_thing_is_still_a_question(market):
    reply = await market("kem total care ban đêm giá bao nhiêu", intent="ask_price", confidence=0.95)
    assert "240.000" in reply.text


async def test_budget_is_kept_beside_a_name(market):
    reply = await market("điện thoại sao bắc s05 dưới 2tr5", intent="find_product", confidence=0.9)
    assert reply.skus == ["DT-01"]


async def test_which_of_these_is_asked_of_what_is_shown(market):
    await market("điện thoại sao bắc dưới 4tr", intent="find_product", confidence=0.9)
    reply = await market("con nào pin trâu", intent="recommend_by_need", confidence=0.9)
    assert set(reply.skus) <= {"DT-01", "DT-02"}


async def test_fact_of_the_thing_spoken_of_is_no_other_kind(market):
    await market("điện thoại sao bắc s05s")
    reply = await market("màn hình mấy inch", intent="ask_specs", confidence=0.9)
    assert "6.5 inch" in reply.text


async def test_model_that_is_shown_is_meant_before_others_of_that_name(market):
    await market("điện thoại sao bắc dưới 4tr", intent="find_product", confidence=0.9)
    reply = await market("s05 với s05s khác gì nhau", intent="compare_products", confidence=0.9)
    assert set(reply.skus) == {"DT-01", "DT-02"}


async def test_material_is_looked_for_among_what_was_asked_for(market):
    await market("shop có túi xách không", intent="find_product", confidence=0.9)
    reply = await market("có cái nào da bò ko", intent="find_product", confidence=0.9)
    assert reply.skus[0] == "TX-04"


async def test_wider_kind_means_the_narrower_ones_too(market):
    reply = await market("có giày nào không", intent="find_product", confidence=0.9)
    assert reply.skus == ["GI-02", "GI-01"]


async def test_pointing_names_nothing(market):
    await market("giày chạy bộ nhẹ")
    assert "GI-02" in (await market("đôi này còn hàng ko", intent="ask_stock", confidence=0.9)).ground.focus[:1]


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("có bán máy giặt không shop", "máy giặt"),
        ("máy giặt", "máy giặt"),
        ("co tu lanh ko", "tủ lạnh"),
        ("nước hoa nam mùi gỗ", "nước hoa"),
        ("mình cần mua nồi chiên không dầu", "nồi chiên không dầu"),
        ("do you sell electric guitars", "electric guitars"),
    ],
)
async def test_goods_that_the_shop_has_not_are_said_to_be_missing_and_nothing_else_is_offered_as_them(
    market, typed, missing
):
    reply = await market(typed)
    assert missing in reply.text and not reply.skus


async def test_what_is_made_for_missing_goods_is_shown_as_that(market):
    reply = await market("cần mua laptop cho sinh viên")
    assert "chưa có laptop" in reply.text and "TX-02" in reply.skus


async def test_colour_is_found_in_the_name_where_the_shop_lists_none(market):
    assert (await market("dép lê màu trắng")).skus[0] == "DL-01"


async def test_colour_that_nothing_is_told_of_is_not_denied(market):
    reply = await market("khăn len màu đỏ")
    assert "chưa ghi rõ" in reply.text and reply.skus == ["KH-01"]


async def test_what_is_for_women_only_is_said_so_to_who_asks_for_men(market):
    reply = await market("khăn len nam")
    assert "chưa có mẫu cho nam" in reply.text and reply.skus == ["KH-01"]


async def test_several_things_that_nobody_saw_yet_are_told_of_with_their_cards(market):
    reply = await market("túi xách mây studio còn hàng không", intent="ask_stock")
    assert "TX-01" in reply.skus
    reply = await market("dép lê còn hàng không", intent="ask_stock")
    assert {"DL-01", "DL-02", "DL-03"} <= {*reply.skus} and "Còn hàng" in reply.text
