"""Questions about the thing at hand: from its data, from what the shop knows of its kind, else honestly not known."""

import pytest

RICE = "gạo thơm dẻo đồng mới giá nhiêu"
ROBOT = "robot gọn r1 giá nhiêu"
NUTS = "hạt mix sáu loại giá sao"
TONER = "toner rau má không cồn giá sao"


class Likes:
    """Finds a sentence near that has this in it, and every other one far away."""

    def __init__(self, wanted: str, near: float) -> None:
        self.wanted, self.near, self.asked = wanted, near, 0

    async def nearness(self, _question, sentences, _usual):
        self.asked += 1
        return [self.near if self.wanted in sentence else -0.05 for sentence in sentences]


@pytest.mark.parametrize(
    "question",
    [
        "gầm sofa nhà em 10cm, con này chui lọt không",
        "gam giuong 9cm no chui vo duoc ko",
        "tủ cao 12 phân, gầm vậy lọt không",
    ],
)
async def test_whether_it_fits_under_something_is_told_by_its_height(said, question):
    await said(ROBOT)
    assert "9,6 cm" in (await said(question)).text


@pytest.mark.parametrize(
    "question", ["wifi nhà e 5G thì sao", "wifi 5ghz xai dc ko", "wifi đời mới 5ghz bắt được không"]
)
async def test_what_only_an_answer_about_its_kind_tells_is_told_of_the_thing(said, question):
    await said(ROBOT)
    assert "2,4 GHz" in (await said(question)).text


@pytest.mark.parametrize("question", ["khui ra rồi cất sao cho khỏi mọt", "mở bao rồi bảo quản sao"])
async def test_how_rice_is_kept_is_not_how_a_fryer_is_cleaned(said, question):
    await said(RICE)
    reply = await said(question)
    assert "hũ kín" in reply.text
    assert "khay" not in reply.text


@pytest.mark.parametrize("question", ["nồi cơm nấu bị khê đáy là sao shop", "noi com nau hay bi nhao thi lam sao"])
async def test_what_goes_wrong_with_a_kind_is_answered_by_what_the_shop_knows_of_it(said, question):
    assert "1,1 phần nước" in (await said(question, intent="explain_product_kind")).text


async def test_brown_rice_is_asked_of_the_cooker_and_not_looked_for(said):
    await said("nồi cơm nấu bị khê đáy là sao shop", intent="explain_product_kind")
    reply = await said("gạo lứt thì nước sao", intent="ask_usage_help", confidence=0.7)
    assert "1,5 phần nước" in reply.text
    assert not reply.skus


async def test_how_many_calories_is_no_price(said):
    await said(NUTS)
    reply = await said("1 bịch bao nhiêu calo", intent="ask_price", confidence=0.65)
    assert "chưa có thông tin" in reply.text
    assert "239.000" not in reply.text


async def test_what_is_counted_in_a_question_is_told_where_the_data_has_it(said):
    await said(NUTS)
    assert "óc chó" in (await said("6 loại là loại gì")).text


async def test_a_question_that_is_no_complaint_is_answered(said):
    await said(ROBOT)
    reply = await said("bụi bao lâu đổ 1 lần", intent="complain", confidence=0.67)
    assert "2 ngày một lần" in reply.text


async def test_a_part_sold_apart_is_no_fact_of_the_thing(said):
    await said("bình giữ nhiệt gọn 750 ml còn không")
    reply = await said("có bán nắp rời không", intent="ask_accessories", confidence=0.9)
    assert reply.wishes == ["ask_accessories"]


@pytest.mark.parametrize(
    "question",
    ["mình đang cho con bú, dùng ok ko", "chỗ vai phồng rộp luôn rồi thì thoa được hông", "vợ em đang bầu, xài được k"],
)
async def test_who_may_be_harmed_is_sent_to_a_doctor(said, question):
    await said(TONER)
    assert "bác sĩ" in (await said(question, intent="ask_suitability", confidence=0.9)).text


async def test_no_effect_is_promised(said):
    await said("serum niacinamide giá sao")
    reply = await said("bao lâu thì sạch mụn hoàn toàn", intent="ask_refund", confidence=0.8)
    assert "tuỳ từng người" in reply.text


async def test_what_is_only_near_is_told_as_such_with_a_person_offered(said, shop):
    shop.services.meaning = Likes("lót trang điểm", 0.02)
    await said("gel dưỡng ẩm dưa leo còn không")
    reply = await said("đánh phấn lên trên được không")
    assert "chưa có thông tin chắc chắn" in reply.text
    assert "lót trang điểm" in reply.text
    assert "/ask_human" in reply.buttons


async def test_what_is_surely_meant_is_the_answer(said, shop):
    shop.services.meaning = Likes("lót trang điểm", 0.05)
    await said("gel dưỡng ẩm dưa leo còn không")
    reply = await said("đánh phấn lên trên được không")
    assert "lót trang điểm" in reply.text
    assert "chắc chắn" not in reply.text


async def test_where_words_are_clear_the_model_is_not_asked(said, shop):
    shop.services.meaning = likes = Likes("Pin", 0.05)
    await said("tai nghe v50 giá nhiêu")
    assert "248 g" in (await said("nặng bao nhiêu gam vậy")).text
    assert likes.asked == 0


@pytest.mark.parametrize("question", ["ck em 70kg, em 50kg mặc sz nào", "chong 70 ky vo 50 ky mac size gi"])
async def test_each_of_two_people_is_told_a_size(said, question):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    text = (await said(question, intent="ask_fit")).text
    assert "70 kg: size XL" in text
    assert "50 kg: size S" in text


async def test_numbers_before_one_with_a_unit_are_people_too(said):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    text = (await said("3 bạn nữ 48, 52, 57kg với 2 bạn nam 66 và 72 ký mặc sz nào", intent="ask_fit")).text
    assert [f"{weight} kg: size {size}" in text for weight, size in ((48, "S"), (57, "M"), (66, "L"), (72, "XL"))] == [
        True
    ] * 4


async def test_a_waist_is_measured_for_what_goes_by_it_though_a_shirt_is_spoken_of(said):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    assert "32" in (await said("eo 82cm thì size 31 có chật ko", intent="ask_fit")).text


async def test_no_tumbler_is_too_tight_for_somebody(said):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    await said("ly giữ nhiệt gọn 900 ml giá nhiêu")
    assert "size L" in (await said("bạn trai mình 66kg mặc M có chật ko", intent="ask_fit")).text


async def test_another_body_after_a_size_asks_for_its_size(said):
    await said("đầm bầu mộc may giá sao")
    await said("mình 62kg mặc size nào", intent="ask_fit")
    assert "size M" in (await said("em gái chị cũng bầu mà có 47 ký thì sao", intent="ask_suitability")).text


async def test_what_is_also_sold_is_asked_of_the_shop_and_not_of_the_thing(said):
    await said("loa bluetooth ống tre giá nhiêu")
    assert (await said("shop có bán máy chiếu không")).text.count("Loa") == 0
