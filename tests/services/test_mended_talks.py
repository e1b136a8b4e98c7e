"""Small turns of a talk that once went wrong: counting out, budgets, second clauses, withdrawing, other servers."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.base import actions_by_name
from bot.dialogue.rules import load_rules
from bot.domain.handoff import Handoff
from bot.domain.lead import Consent, Lead
from bot.domain.order import Order
from bot.services.ground import load_ground
from bot.services.handoffs import claim
from bot.services.imports import ImportProblem, import_shop
from bot.services.orders import show_order
from bot.settings import ROOT

RULES = load_rules(ROOT / "data" / "rules")
HEADPHONES = ["DT-TAINGHE-02", "DT-TAINGHE-03"]


async def test_a_budget_shows_all_that_it_buys(said):
    reply = await said("có tai nghe bluetooth nào dưới 1 triệu không")
    assert sorted(reply.skus) == HEADPHONES


@pytest.mark.parametrize("order", ["mình muốn mua cái thứ hai", "lấy con thứ 2 nha", "i want to buy the second one"])
async def test_the_second_of_a_list_is_taken(said, order):
    second = (await said("có tai nghe nào dưới 1 triệu không")).skus[1]
    reply = await said(order)
    assert [line.sku for line in reply.ground.basket] == [second]


async def test_two_first_ones_are_two_things_not_two_pieces(said):
    first = (await said("có tai nghe nào dưới 1 triệu không")).skus[:2]
    reply = await said("lấy 2 cái đầu")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [(sku, 1) for sku in first]


async def test_what_goes_with_it_puts_nothing_into_the_basket(said):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    reply = await said("mua kèm gì thì hợp")
    assert reply.wishes == ["ask_accessories"]
    assert reply.ground.basket == []


async def test_the_clause_after_is_about_the_thing_just_named(said):
    await said("có nồi chiên nào không")
    reply = await said("V50 pin bao lâu, có màu kem không")
    assert "50 giờ" in reply.text
    assert "V50 có màu kem" in reply.text
    assert "Nồi chiên" not in reply.text


async def test_contact_given_again_after_a_withdrawal_is_kept_again(shop, said):
    await said("gọi cho mình nhé 0912345678")
    [lead] = await shop.all(Lead)
    assert lead.phone == "0912345678"
    await said("đừng lưu số của mình nữa, xoá đi")
    [lead] = await shop.all(Lead)
    assert lead.phone is None
    await said("thôi gọi lại cho mình đi, số 0912345678")
    [lead] = await shop.all(Lead)
    assert lead.phone == "0912345678"
    consents = {consent.id: consent for consent in await shop.all(Consent)}
    assert consents[lead.consent_id].withdrawn_at is None


async def test_agent_who_takes_over_unasked_reads_what_is_known(shop, said):
    await said("tai nghe vọng âm v50 còn không")
    await said("mình lấy 2 cái màu đen")
    alice = await shop.agent("alice", online=True)
    await claim(shop.services, said.conversation_id, alice)
    [handoff] = await shop.all(Handoff)
    assert handoff.brief["slots"]["Sản phẩm"].startswith("Tai nghe chụp tai")
    assert handoff.brief["slots"]["Giỏ"] == "2 × Tai nghe chụp tai chống ồn Vọng Âm V50 đen"


async def test_action_server_of_its_own_keeps_the_ground(shop, said):
    """Two processes share the store: the bot plans and stores the reply, another one answers."""
    talk = await said.begin("tai nghe vọng âm v50 giá bao nhiêu, còn hàng không")
    elsewhere = replace(shop.services, talks={}, caches={}, rules=RULES)
    latest = {"metadata": {"message_id": talk.message_id, "conversation_id": said.conversation_id}}
    tracker = SimpleNamespace(sender_id=said.conversation_id, latest_message=latest)
    name = RULES[talk.wishes[0].topic]
    while name != "action_listen":
        action = actions_by_name()[name](elsewhere)
        [event] = await action.run(CollectingDispatcher(), tracker, {})
        name = event["name"]
    assert talk.done == 0
    assert elsewhere.talks == {}
    assert (await load_ground(shop.services, said.conversation_id)).focus == ["DT-TAINGHE-01"]


async def test_order_code_is_found_with_d_or_its_stroke(house):
    async with house.services.store.begin() as session:
        session.add(Order("ĐH100", "0912345678", "Ánh", "pending", house.clock().date()))
    conversation_id = (await house.hears("alo")).conversation.id
    assert (await show_order(house.services, conversation_id, "dh100", "0912345678")).code == "ĐH100"


@pytest.mark.parametrize("fee", ["45000", None, -1, True])
async def test_same_day_fee_of_a_profile_is_an_amount(house, fee):
    profile = {"name": "Tiệm", "shipping": {"zones": [], "same_day": {"fee": fee}}}
    with pytest.raises(ImportProblem, match="same_day"):
        await import_shop(house.services, json.dumps(profile).encode())


async def test_nothing_chosen_is_no_order_whoever_can_be_reached(shop, said):
    reply = await said("ok lấy, mình tên Nam 0912345678")
    assert reply.ground.open != "recap"
    reply = await said("12/3 Nguyễn Thị Thập, Tân Phú, quận 7")
    assert reply.ground.open != "recap"
    assert await shop.count(Lead) == 0


async def test_address_is_no_yes_to_the_question_whether_to_call(shop, said):
    asked = await said("0912345678")
    assert asked.ground.open == "call"
    await said("12/3 Nguyễn Thị Thập, Tân Phú, quận 7")
    assert await shop.count(Lead) == 0
    await said("ừ gọi đi")
    assert await shop.count(Lead) == 1


async def test_gift_within_a_budget_is_shown_though_no_thing_was_named(said):
    reply = await said("mình mua quà sinh nhật bạn gái, bạn thích nghe nhạc, tầm 600k", intent="find_gift")
    assert reply.skus
    prices = [reply.talk.shelf.entries[sku].product.price for sku in reply.skus]
    assert all(540_000 <= price <= 660_000 for price in prices)


async def test_bare_questions_after_a_delivery_are_about_it(said):
    await said("how much is the air purifier 25")
    reply = await said("ship to Bien Hoa Dong Nai, when and how much?")
    assert reply.ground.basket == []
    assert "2–3 days" in reply.text


async def test_so_many_of_each_have_one_price(said):
    await said("hạt điều rang muối còn không")
    reply = await said("vậy 3 bịch điều 2 bịch rong biển bao nhiêu")
    assert "885.000" in reply.text


async def test_number_that_is_a_size_is_no_quantity(said):
    await said("giày chạy bộ bước êm gió giá bao nhiêu")
    reply = await said("lấy 39")
    assert [(line.quantity, line.size) for line in reply.ground.basket] == [(1, "39")]


async def test_time_to_call_is_read_beside_the_number(said):
    await said("gọi lại cho mình được ko")
    reply = await said("0905 123 987, 5h chiều")
    assert "5h chiều" in reply.text


async def test_short_number_that_is_said_to_be_one_is_asked_for_again(said):
    reply = await said("sdt e 09123456")
    assert reply.wishes == ["give_order_details"]
    assert not reply.ground.get("phone")


async def test_asking_whether_something_is_sold_is_no_question_about_the_thing_at_hand(said):
    await said("củ sạc kivolt gan 33w giá bao nhiêu")
    reply = await said("shop có bán dây sạc type c rời ko")
    assert "chưa có thông tin" not in reply.text


async def test_another_thing_may_be_turned_to_before_it_is_asked_about(said):
    await said("củ sạc kivolt gan 65w giá bao nhiêu")
    reply = await said("con 33w thì sao, giá, màu?")
    assert reply.ground.focus[0] == "DT-CUSAC-01"
    assert "chưa có thông tin" not in reply.text


async def test_number_for_a_deletion_is_noted_with_the_request(shop, said):
    asked = await said("xoá dữ liệu của mình")
    assert asked.ground.open == "delete_phone"
    reply = await said("0912345678")
    assert "0912345678" in reply.text
    assert reply.ground.open is None
    [handoff] = await shop.all(Handoff)
    assert handoff.brief["slots"]["Liên hệ"] == "0912345678"


@pytest.mark.parametrize("place", ["hải phòng", "hai phong", "Nam Định", "hai duong", "bà rịa"])
async def test_a_place_that_begins_like_a_number_wants_no_more_pieces(said, place):
    await said("nồi cơm nắp gài bếp ấm giá bao nhiêu")
    reply = await said(f"lấy 1 cái đỏ, ship {place} bao nhiêu")
    assert [line.quantity for line in reply.ground.basket] == [1]


@pytest.mark.parametrize("change", ["đổi ý lấy màu kem nha", "doi y lay mau kem nha"])
async def test_change_of_mind_about_the_colour_changes_the_colour_only(said, change):
    await said("nồi cơm nắp gài bếp ấm giá bao nhiêu")
    await said("lấy 1 cái đỏ")
    reply = await said(change)
    assert [(line.sku, line.quantity, line.colour) for line in reply.ground.basket] == [("GD-NOICOM-01", 1, "kem")]
    assert "cancel" not in reply.wishes


async def test_size_that_was_advised_is_the_size_that_is_taken(said):
    await said("áo thun oversize sợi lành phố giá bao nhiêu")
    assert "size M" in (await said("1m65 58kg mặc size gì")).text
    reply = await said("lấy size đó màu xám")
    assert [(line.sku, line.size, line.colour) for line in reply.ground.basket] == [("TT-AOTHUN-02", "M", "xám")]


async def test_other_number_after_the_recap_leaves_the_recap_open(said):
    await said("robot gọn r1 giá bao nhiêu")
    await said("lấy 1 cái")
    await said("Linh 0933111222, 12 Trần Phú, phường Vị Xuyên, Nam Định")
    reply = await said("đổi sđt 0933111333 nha")
    assert "0933111333" in reply.text
    reply = await said("đồng ý")
    assert "mã đơn" not in reply.text
    assert reply.ground.get("lead") == "0933111333"


async def test_dry_skin_is_no_broken_thing(said):
    reply = await said("da e kho, mua dong bi bong troc, co kem duong nao", intent="recommend_by_need")
    assert "report_defect" not in reply.wishes
    assert reply.ground.basket == []
    assert reply.skus


async def test_looking_for_a_gift_takes_nothing(said):
    reply = await said("mua tra lam qua bieu sep", intent="find_gift")
    assert reply.ground.basket == []


async def test_thing_that_comes_up_for_the_first_time_is_shown_with_its_price(said):
    reply = await said("nồi cơm mini cho mấy người ăn, có hẹn giờ không", intent="ask_specs", confidence=0.9)
    assert reply.drafts[0].text.startswith("Dạ em gửi anh/chị Nồi cơm điện mini Bếp Ấm 0,8 lít, giá 490.000 ₫ ạ.")
    assert reply.skus == ["GD-NOICOM-03"]
    assert (await said("nặng bao nhiêu")).skus == []


@pytest.mark.parametrize("asked", ["con hạt đậu có chống ồn ko", "con hat dau co chong on khong"])
async def test_name_after_a_counting_word_is_a_name_whatever_kind_its_words_are(said, asked):
    await said("mình xem tai nghe V50")
    assert "Vọng Âm Hạt Đậu" in (await said(asked)).text


async def test_model_number_says_more_than_the_nickname_of_another_thing(said):
    await said("mình xem tai nghe hạt đậu")
    assert "50 giờ" in (await said("con V50 pin trâu hơn ko")).text


async def test_whether_a_named_one_is_cheaper_or_lighter_is_answered_of_that_one(said):
    await said("mình xem tai nghe hạt đậu")
    assert "200.000" in (await said("con Run rẻ hơn phải không")).text
    assert "Trọng lượng" in (await said("con Run nhẹ hơn hả")).text


async def test_colour_of_the_thing_at_hand_is_meant_though_goods_are_called_so(said):
    await said("ly giữ nhiệt có mấy màu", intent="ask_colour", confidence=0.9)
    assert "Ly giữ nhiệt có ống hút Gọn 900 ml (kem)" in (await said("lấy cái kem")).text


async def test_foot_told_of_shoes_says_nothing_of_the_shirt_asked_for_next(said):
    await said("mình hỏi giày chạy bộ, chân 25cm mang size nào")
    assert "cân nặng" in (await said("áo thun cotton thì mặc size nào")).text


async def test_question_in_the_words_of_one_the_owner_wrote_gets_that_answer(said):
    assert "20.000" in (await said("phí ship bao nhiêu")).text


async def test_another_colour_of_what_is_only_noted_is_no_exchange_and_brings_nothing_else(said):
    await said("túi tote vải canvas giá nhiêu")
    await said("lấy 1 cái đen")
    changed = await said("thoi doi mau nau di", intent="request_exchange", confidence=0.9)
    assert "7 ngày" not in changed.text
    ordered = await said("ok chốt, Lan 0905123888, 45 Lê Lợi, Ninh Kiều, Cần Thơ")
    assert [line.sku for line in ordered.ground.basket] == ["TT-TUI-01"]


@pytest.mark.parametrize("asked", ["mẹ mình 60 tuổi thì nên tặng gì ạ", "sinh nhật sếp nên biếu gì"])
async def test_what_to_give_is_no_question_for_presents_of_the_shop(said, asked):
    assert (await said(asked)).wishes == ["find_gift"]


async def test_one_of_a_list_that_is_told_of_leaves_the_list_for_both(said):
    await said("hi, looking for a quiet fan for a baby room", intent="find_product", confidence=0.9)
    await said("is the cheaper one loud")
    assert "1,880,000" in (await said("how much for both to Hue")).text


async def test_a_colour_and_a_place_in_one_breath_take_the_thing_at_hand(said):
    await said("nồi chiên 5 lít có màu gì", intent="ask_colour", confidence=0.9)
    taken = await said("ok lấy 1 kem, ship q7 bn")
    assert [(line.sku, line.quantity, line.colour) for line in taken.ground.basket] == [("GD-NOICHIEN-01", 1, "kem")]


async def test_what_does_not_suit_is_exchanged_and_not_sent_elsewhere(said):
    await said("áo thun cotton giá nhiêu")
    assert (await said("ko vừa đổi dc ko, mất phí ko")).wishes == ["ask_return_policy"]


@pytest.mark.parametrize("put_off", ["thôi để c nghĩ", "để e suy nghĩ đã", "de a nghi them nha"])
async def test_who_wants_to_think_about_it_is_let_think(said, put_off):
    await said("áo thun cotton giá nhiêu")
    assert (await said(put_off)).wishes == ["hesitate"]


async def test_alcohol_is_no_question_for_what_is_left_where_the_marks_say_so(said):
    await said("mình xem toner rau má không cồn")
    assert "số lượng" not in (await said("con này có cồn ko", intent="ask_stock", confidence=0.93)).text


async def test_bare_number_of_pieces_after_a_price_is_what_they_come_to(said):
    await said("gạo thơm 5kg nhiêu")
    assert "567.000" in (await said("3 bao", intent="inform", confidence=0.77)).text


async def test_number_before_the_question_for_the_sum_counts(said):
    await said("does the bamboo speaker float")
    assert "1,380,000" in (await said("two please, total to Hue?")).text
