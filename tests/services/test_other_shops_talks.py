"""Shops of other trades: what they sell is read from their own data, and no word of it is taken for something else."""

from pathlib import Path

import pytest

from bot.domain.conversation import Understanding
from bot.domain.ground import Line, Told
from bot.services import imports
from bot.services.speech import spoken_in
from bot.settings import ROOT

SHOPS = ROOT / "tests" / "shops"


async def opened(house, folder: Path):
    """A house with the data of a shop."""
    await imports.import_shop(house.services, (folder / "shop.json").read_bytes())
    for what in ("catalogue", "faq", "offers", "orders"):
        await getattr(imports, f"import_{what}")(house.services, (folder / f"{what}.csv").read_bytes())
    return house


@pytest.fixture
async def music(house, said_in):
    """Somebody talks with a shop of musical instruments."""
    return said_in(await opened(house, SHOPS / "music"))


@pytest.fixture
async def pets(house, said_in):
    """Somebody talks with a shop for pets and small children."""
    return said_in(await opened(house, SHOPS / "pets"))


async def test_colours_of_things_without_any_are_told_as_such(music):
    await music.knows(shown=["DA-TR", "DA-NY"], several=True)
    reply = await music("có màu đen ko")
    assert "Sợi Ngân" in reply.text


async def test_gauge_of_strings_is_no_quantity(music):
    await music.knows(focus=["GT-GA20"], basket=[Line("GT-GA20", 1, colour="đen")])
    reply = await music("lấy thêm bộ dây cỡ 11 cho cây đó nữa")
    assert [(line.sku, line.quantity, line.size) for line in reply.ground.basket] == [
        ("GT-GA20", 1, None),
        ("DA-AC", 1, "11"),
    ]


async def test_number_of_strings_names_the_zither(music):
    await music.knows(focus=["DC-T19", "DC-T16"])
    reply = await music("thôi cũng lấy cây 19 dây")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("DC-T19", 1)]


async def test_number_that_the_thing_spoken_of_has_not_names_the_other_one(music):
    await music.knows(focus=["DC-T16"])
    reply = await music("cây 19 dây nhiêu tiền")
    assert "4.800.000" in reply.text


@pytest.mark.parametrize(
    "text", ["dây đàn guitar acoustic bn v ad", "day dan guitar acoustic gia nhieu", "dây cho đàn guitar giá sao shop"]
)
async def test_first_of_two_kinds_is_what_is_asked_for(music, text):
    reply = await music(text)
    assert "Dây đàn guitar acoustic" in reply.text
    assert "Phí giao" not in reply.text


async def test_what_is_for_a_cat_is_no_dog_food(pets):
    reply = await pets("thuc an cho meo 10 thang tuoi co loai nao")
    assert reply.skus[0] == "MEO-HAT-01"


@pytest.mark.parametrize(
    "text", ["poodle 4 tháng tuổi nặng 1kg5 thì nên ăn hạt gì", "hat cho cun 4 thang tuoi 1kg5 co ko"]
)
async def test_puppy_gets_no_food_for_grown_dogs(pets, text):
    reply = await pets(text)
    assert reply.skus[0] == "CHO-HAT-01"


@pytest.mark.parametrize(
    "text", ["cần gấp bao hạt cá hồi cho chó 8kg", "tim hat ca hoi cho cho", "quay lại hạt cá hồi, giá nhiêu"]
)
async def test_salmon_is_no_question_and_haste_names_nothing(pets, text):
    reply = await pets(text)
    assert reply.ground.focus[:1] == ["CHO-HAT-03"]


async def test_what_comes_before_names_no_bra(pets):
    reply = await pets("phải đặt trước mấy giờ")
    assert reply.skus == []


async def test_fishing_rod_for_cats_is_found_again(pets):
    await pets("chuột chạy pin có ồn ko")
    reply = await pets("quay lại cái cần câu, giá nhiêu")
    assert "39.000" in reply.text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("nhét con 12kg vô cái này dc ko", "không hợp"),
        ("con mèo 5kg8 nằm vừa không", "Dạ được"),
        ("does it fit a dog of 7 kg, is it ok", "Dạ được"),
    ],
)
async def test_crate_holds_whom_its_span_holds(pets, text, answer):
    await pets.knows(focus=["DD-CHUONG-01"])
    pets.language = "vi"
    reply = await pets(text)
    assert answer in reply.text
    assert "đến 8 kg" in reply.text


async def test_where_nothing_holds_the_dog_no_crate_is_recommended(pets):
    reply = await pets("con husky 28kg thì lấy chuồng nào")
    assert "không có món nào hợp" in reply.text
    assert "đến 25 kg" in reply.text
    assert reply.ground.basket == []


async def test_load_that_stands_alone_is_the_most_it_bears(music):
    await music.knows(focus=["TR-CJ1"])
    assert "Dạ được" in (await music("người 95kg ngồi được không")).text
    assert "không hợp" in (await music("ba em 120 kg ngồi được không")).text


@pytest.mark.parametrize("text", ["shop có đồ sơ sinh hông", "bên mình bán đồ bầu không ạ"])
async def test_group_of_goods_is_opened(pets, text):
    reply = await pets(text, intent="find_product")
    assert reply.wishes == ["browse_catalogue"]
    assert {talk_sku[:3] for talk_sku in reply.skus} <= {"SS-", "BAU"}


@pytest.mark.parametrize("text", ["co giutar dien ko shop", "ukelele concert giá nhiêu"])
async def test_slip_of_the_finger_is_read_as_what_the_shop_has(music, text):
    reply = await music(text)
    assert {*reply.ground.focus, *reply.skus} & {"GT-VE1", "UK-C23"}


async def test_dry_bath_in_stock_is_no_cage_called_so(pets):
    reply = await pets("loại tắm khô còn hàng ko")
    assert reply.ground.focus[0] == "VS-TAM-03"


async def test_complaint_of_neighbours_is_none_about_the_shop(music):
    reply = await music("hồi trước tập trống cơ bị hàng xóm phàn nàn hoài, giờ kiếm bộ trống nào gõ êm")
    assert "complain" not in reply.wishes
    assert "TR-TE5" in reply.skus


async def test_bad_time_elsewhere_is_no_complaint_here(pets):
    story = "năm ngoái mặc đồ cũ bé gãi suốt"
    clauses = {
        story: Understanding("complain", 0.95, {}),
        "mình muốn tìm váy công chúa lót êm": Understanding("find_product", 0.8, {}),
    }
    talk = await pets.begin(f"{story}. mình muốn tìm váy công chúa lót êm", intent="complain", clauses=clauses)
    assert "complain" not in [wish.topic for wish in talk.wishes]


@pytest.mark.parametrize("text", ["bán thức ăn cho hamster hem", "có thức ăn cho cá không"])
async def test_food_for_another_animal_is_no_dog_food_by_its_sound(pets, text):
    reply = await pets(text)
    assert not (reply.skus and all(sku.startswith("CHO-") for sku in reply.skus))


async def test_house_of_the_visitor_is_no_cat_house(pets):
    reply = await pets("nhà em có 1 chó 1 mèo, có sữa tắm nào không")
    assert not {"VS-NHAVS-01", "VS-NHAVS-02"} & {*reply.skus}


@pytest.mark.parametrize(
    "text", ["Do you ship to Australia?", "you can send direct to Germany?", "có giao qua nước Đức không"]
)
async def test_another_country_is_not_the_place_that_was_told(said, text):
    await said.knows(told={"place": Told("Hà Nội", "")})
    reply = await said(text)
    assert any(words in reply.text for words in ("trong Việt Nam", "within Viet Nam"))


@pytest.mark.parametrize(
    ("text", "opens", "language"),
    [
        ("Hi, I need something to carry my cat to the vet. He is 7.5 kg", True, "en"),
        ("total?", False, None),
        ("oops typo, 0912345678", False, None),
        ("how much is it with shipping", False, "en"),
        ("mấy tiền", False, "vi"),
        ("black", True, None),
    ],
)
def test_word_that_slips_in_changes_no_language(text, opens, language):
    assert spoken_in(text, opens=opens) == language


async def test_model_with_a_hyphen_names_its_thing(music):
    reply = await music("lấy V-10 với giá nhạc G1 thì tổng bao nhiêu")
    assert "2.200.000" in reply.text


async def test_size_that_only_one_of_a_kind_has_says_which_one(music):
    await music.knows(focus=["SA-SM2", "SA-SB1"])
    reply = await music("lay 1 sao truc C5, het bao nhieu")
    assert [(line.sku, line.size) for line in reply.ground.basket] == [("SA-SB1", "C5")]


async def test_whom_it_is_for_names_nothing(music):
    await music.knows(focus=["KM-32"])
    reply = await music("6 cai cho lop het bao nhieu")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("KM-32", 6)]


async def test_counting_word_means_the_thing_that_is_counted_so(pets):
    await pets.knows(focus=["MEO-PATE-01"])
    reply = await pets("lấy 6 lon cá hồi với 1 hạt triệt sản hết nhiu")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("MEO-PATE-01", 6), ("MEO-HAT-03", 1)]


async def test_name_said_whole_is_not_half_a_name_of_something_else(pets):
    await pets.knows(focus=["CHO-HAT-02"])
    reply = await pets("3 bao hat cho con, 2 gói ức gà hết nhiêu")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("CHO-HAT-01", 3), ("CHO-THUONG-02", 2)]


@pytest.fixture
async def garden(house, said_in):
    """Somebody talks with a shop for gardens."""
    return said_in(await opened(house, SHOPS / "garden"))


async def test_soil_without_marks_orders_nothing(garden):
    reply = await garden("bao dat 5 ky trong duoc may chau")
    assert reply.ground.basket == []


async def test_list_with_soil_is_summed_up(garden):
    await garden.knows(focus=["CH-KHAY-01"])
    reply = await garden("vay 3 khay, 1 bao dat sach 10 ky, 2 goi rau muong, het nhieu")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [
        ("CH-KHAY-01", 3),
        ("DAT-SACH-02", 1),
        ("HG-RAU-01", 2),
    ]


async def test_kind_that_also_counts_is_no_word_of_something_spoken_of(garden):
    await garden.knows(focus=["DAT-SACH-02", "HG-COMBO-01"])
    reply = await garden("lấy 1 combo, 3 khay, 1 bao đất 10kg")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [
        ("HG-COMBO-01", 1),
        ("CH-KHAY-01", 3),
        ("DAT-SACH-02", 1),
    ]


@pytest.mark.parametrize(
    ("message", "spoken_of", "lines"),
    [
        ("lấy 1 dầu neem 3 bình 2 lít gửi Huế hết nhiêu", "TU-PHUN-01", [("TS-NEEM-01", 1), ("TU-XIT-01", 3)]),
        ("4 pots 22cm and one bag 10kg soil, total?", "CH-TREO-01", [("CH-NHUA-01", 4), ("DAT-SACH-02", 1)]),
    ],
)
async def test_measure_in_a_name_says_which_of_its_kind_whatever_was_spoken_of(garden, message, spoken_of, lines):
    await garden.knows(focus=[spoken_of])
    reply = await garden(message)
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == lines


async def test_number_of_one_kind_does_not_count_the_next_thing(garden):
    reply = await garden("5 pots and one bag 10kg potting soil, total please")
    assert ("DAT-SACH-02", 5) not in [(line.sku, line.quantity) for line in reply.ground.basket]


async def test_model_number_is_no_number_of_pieces(garden):
    await garden.knows(shown=["DC-KEO-01", "DC-KEO-02"], focus=["DC-KEO-01", "DC-KEO-02"], several=True)
    reply = await garden("ok chốt sl45")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("DC-KEO-02", 1)]
