"""What a purchase comes to: goods, codes, delivery, services, and what would change it."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import Product
from bot.domain.offer import Offer
from bot.domain.quote import (
    Change,
    Delivery,
    QuoteLine,
    Service,
    Verdict,
    judge_code,
    needs_of,
    offers_within_reach,
    quote,
)

TODAY = date(2026, 11, 21)
HANOI = Delivery(20_000, "1-2", 500_000)
FAR = Delivery(35_000, "3-5", 500_000)
SAME_DAY = Delivery(45_000, "0", 500_000, same_day=True)
NOWHERE_YET = Delivery(None, None, 500_000)
ABROAD = Delivery(None, None, 500_000, outside=True)
WRAP = Service("gift_wrap", 25_000, 800_000)


def product(sku="AO-01", price=100_000, category="fashion", stock=1_000):
    return Product(
        sku=sku,
        name=sku,
        name_en="",
        category=category,
        kind="",
        kind_en="",
        brand="",
        price=price,
        stock=stock,
        image="",
    )


def line(price, quantity=1, category="fashion"):
    return QuoteLine(product(f"{category}-{price}", price, category), quantity)


def offer(key, kind, **more):
    return Offer(key=key, kind=kind, **{"title": key, "detail": "", "stages": ["buying"], **more})


SHIP = offer("ship", "free_shipping", code="SHIP0D", min_total=250_000, value=35_000, max_discount=35_000)
THIRTY = offer("thirty", "amount", code="CHOTNGAY", value=30_000, min_total=400_000)
HOUSE = offer(
    "house", "amount", code="NHAMOI200", value=200_000, min_total=3_000_000, categories=["electronics", "home"]
)
TEN = offer("ten", "percent", code="GIAM10", value=10, min_total=300_000, max_discount=100_000)
POUCH = offer("pouch", "gift", categories=["cosmetics"], min_total=500_000)
STOCK_UP = offer("stock_up", "bundle", value=7, categories=["baby"], min_total=700_000, max_discount=70_000)
ALL = [SHIP, THIRTY, HOUSE, TEN, POUCH, STOCK_UP]


def sum_of(*lines, delivery=FAR, offers=(), **more):
    return quote(lines, delivery, offers=offers, today=TODAY, **more)


def verdict_of(code_offer, *lines, delivery=FAR, today=TODAY):
    return judge_code(code_offer.code, lines, [code_offer], today, delivery=delivery)


def within_reach(*lines, delivery=FAR, offers=(), **more):
    return offers_within_reach(lines, offers, TODAY, delivery, **more)


# Goods and delivery


def test_goods_are_price_times_quantity_and_the_zone_has_its_fee():
    told = sum_of(line(159_000, 2), line(40_000), delivery=HANOI)
    assert (told.goods, told.fee, told.fee_reason, told.total) == (358_000, 20_000, "zone", 378_000)
    assert told.discount == told.services == 0 and told.missing == () and told.code is None


@pytest.mark.parametrize(("goods", "fee"), [(499_999, 35_000), (500_000, 0), (500_001, 0)])
def test_delivery_is_free_from_the_very_amount(goods, fee):
    told = sum_of(line(goods))
    assert (told.fee, told.fee_reason) == (fee, "zone" if fee else "free_from")


def test_same_day_delivery_is_paid_however_much_is_bought():
    told = sum_of(line(5_000_000), delivery=SAME_DAY)
    assert (told.fee, told.fee_reason, told.total) == (45_000, "same_day", 5_045_000)


def test_a_fee_that_is_not_known_is_not_in_the_sum_and_the_place_is_missing():
    told = sum_of(line(120_000), delivery=NOWHERE_YET)
    assert (told.fee, told.fee_reason, told.total, told.missing) == (None, "unknown", 120_000, ("place",))


def test_what_is_free_everywhere_is_free_before_the_place_is_told():
    told = sum_of(line(500_000), delivery=NOWHERE_YET)
    assert (told.fee, told.fee_reason, told.missing) == (0, "free_from", ())


def test_nothing_is_promised_for_a_place_outside_all_zones():
    told = sum_of(line(900_000), delivery=ABROAD, offers=ALL, code="SHIP0D")
    assert (told.fee, told.fee_reason, told.missing) == (None, "unknown", ("fee",))
    assert told.code.verdict is Verdict.NOT_A_CODE_FOR_THIS


def test_an_empty_basket_costs_nothing_and_gets_nothing():
    told = sum_of(offers=[*ALL, offer("sticker", "gift")], code="CHOTNGAY")
    assert (told.total, told.fee, told.missing, told.gifts) == (0, None, ("goods",), ())
    assert told.code.verdict is Verdict.BELOW_MINIMUM
    assert within_reach(offers=ALL) == ()


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_below_one_is_refused(quantity):
    with pytest.raises(ValueError, match="AO-01"):
        QuoteLine(product(), quantity)
    with pytest.raises(ValueError, match="gift_wrap"):
        sum_of(line(100_000), services=[(WRAP, quantity)])


def test_equal_lines_are_one_line_and_variants_are_not():
    shirt = product()
    told = sum_of(
        QuoteLine(shirt, 1, "M", "đen"),
        QuoteLine(shirt, 2, "M", "đen"),
        QuoteLine(shirt, 1, "L", "đen"),
        QuoteLine(shirt),
    )
    assert told.lines == (
        QuoteLine(shirt),
        QuoteLine(shirt, 1, "L", "đen"),
        QuoteLine(shirt, 3, "M", "đen"),
    )


def test_stock_is_short_for_all_variants_together():
    shirt, cap = product(stock=3), product("MU-01", stock=2)
    told = sum_of(QuoteLine(shirt, 2, "M"), QuoteLine(shirt, 2, "L"), QuoteLine(cap, 2))
    assert told.short == (("AO-01", 3),)


# Codes


def test_a_free_delivery_code_takes_the_fee_and_nothing_off_the_goods():
    told = sum_of(line(300_000), offers=ALL, code="SHIP0D")
    assert (told.discount, told.fee, told.fee_reason, told.total) == (0, 0, "code", 300_000)
    assert (told.code.verdict, told.code.saves, told.code.offer) == (Verdict.VALID, 35_000, SHIP)


def test_a_free_delivery_code_gains_nothing_where_delivery_is_free():
    told = sum_of(line(600_000), offers=ALL, code="SHIP0D")
    assert (told.code.verdict, told.code.saves, told.fee_reason) == (Verdict.NO_GAIN, 0, "free_from")


def test_a_free_delivery_code_is_not_for_same_day_delivery():
    told = sum_of(line(300_000), delivery=SAME_DAY, offers=ALL, code="SHIP0D")
    assert (told.code.verdict, told.fee) == (Verdict.NOT_A_CODE_FOR_THIS, 45_000)


def test_a_free_delivery_code_holds_before_the_place_is_told():
    told = sum_of(line(300_000), delivery=NOWHERE_YET, offers=ALL, code="SHIP0D")
    assert (told.code.verdict, told.code.saves) == (Verdict.VALID, 0)
    assert (told.fee, told.fee_reason, told.missing) == (0, "code", ())


def test_free_delivery_counts_goods_after_the_discount():
    told = sum_of(line(539_000), offers=ALL, code="CHOTNGAY")
    assert (told.discount, told.fee, told.total) == (30_000, 0, 509_000)


def test_what_a_code_saves_is_told_with_the_free_delivery_that_it_costs():
    told = sum_of(line(529_000), delivery=HANOI, offers=ALL, code="CHOTNGAY")
    assert (told.discount, told.fee, told.total) == (30_000, 20_000, 519_000)
    assert (told.code.verdict, told.code.saves) == (Verdict.VALID, 10_000)


def test_a_code_that_costs_more_delivery_than_it_takes_off_is_not_used():
    told = sum_of(line(520_000), offers=ALL, code="CHOTNGAY")
    assert (told.code.verdict, told.discount, told.total) == (Verdict.NO_GAIN, 0, 520_000)


@pytest.mark.parametrize(("goods", "verdict", "missing"), [(399_999, "below_minimum", 1), (400_000, "valid", 0)])
def test_a_minimum_is_reached_by_the_very_amount(goods, verdict, missing):
    told = verdict_of(THIRTY, line(goods))
    assert (told.verdict, told.missing) == (verdict, missing)


def test_a_minimum_counts_only_the_categories_of_the_offer():
    told = verdict_of(HOUSE, line(2_900_000, category="home"), line(900_000))
    assert (told.verdict, told.missing, told.saves) == (Verdict.BELOW_MINIMUM, 100_000, 0)
    assert verdict_of(HOUSE, line(2_000_000, category="home"), line(1_000_000, category="electronics")).valid


def test_goods_of_other_categories_are_told_from_too_few():
    assert verdict_of(HOUSE, line(9_000_000)).verdict is Verdict.OTHER_CATEGORY


def test_a_minimum_counts_goods_before_the_discount_and_no_services():
    assert verdict_of(TEN, line(300_000)).saves == 30_000
    told = sum_of(line(290_000), offers=ALL, code="GIAM10", services=[(WRAP, 2)])
    assert (told.code.verdict, told.code.missing) == (Verdict.BELOW_MINIMUM, 10_000)


def test_a_percentage_is_taken_of_its_categories_alone():
    half = offer("half", "percent", code="NUA", value=50, categories=["food"])
    told = sum_of(line(100_000, category="food"), line(70_000), offers=[half], code="NUA")
    assert told.discount == 50_000


@pytest.mark.parametrize(("goods", "off"), [(10, 1), (13, 1), (14, 1), (15, 2), (25, 3), (35, 4), (2_000_000, 100_000)])
def test_a_percentage_goes_to_the_nearest_dong_half_up_and_to_its_limit(goods, off):
    ten = replace(TEN, min_total=None)
    assert sum_of(line(goods), offers=[ten], code="GIAM10").discount == off


def test_two_kits_at_fifteen_percent():
    kit = offer("kit", "bundle", code="THAYROBOT", value=15, categories=["home"], max_discount=100_000)
    told = sum_of(line(290_000, 2, "home"), offers=[kit], code="THAYROBOT", delivery=Delivery(0, "1-2", None))
    assert told.total == 493_000


def test_an_amount_is_never_more_than_the_goods_it_is_for():
    big = offer("big", "amount", code="LON", value=90_000, categories=["food"])
    told = sum_of(line(50_000, category="food"), line(10_000), offers=[big], code="LON")
    assert (told.discount, told.total) == (50_000, 10_000 + 35_000)


def test_a_code_counts_on_its_first_and_its_last_day():
    days = replace(THIRTY, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))
    found = [verdict_of(days, line(400_000), today=TODAY + timedelta(days=by)).verdict for by in (-1, 0, 1, 2)]
    assert found == [Verdict.NOT_YET, Verdict.VALID, Verdict.VALID, Verdict.OVER]


def test_a_code_is_found_in_any_case_and_with_blanks_and_an_unknown_one_is_not():
    for written in ("chotngay", " ChotNgay ", "CHOT NGAY"):
        assert judge_code(written, [line(400_000)], ALL, TODAY, delivery=FAR).code == "CHOTNGAY"
    told = sum_of(line(400_000), offers=[*ALL, offer("none", "amount", code="", value=1)], code=" ABC ")
    assert (told.code.code, told.code.verdict, told.code.offer) == ("ABC", Verdict.UNKNOWN, None)
    assert judge_code(" ", [line(400_000)], ALL, TODAY, delivery=FAR).verdict is Verdict.UNKNOWN
    assert sum_of(line(400_000), code=" ").code is None


def test_of_offers_with_the_same_code_the_one_that_helps_is_taken():
    over = replace(THIRTY, key="a", ends_on=TODAY - timedelta(days=1), value=90_000)
    more = replace(THIRTY, key="b", value=40_000)
    for offers in ([over, more, THIRTY], [THIRTY, more, over]):
        assert judge_code("CHOTNGAY", [line(400_000)], offers, TODAY, delivery=FAR).offer is more


@pytest.mark.parametrize(
    "useless",
    [
        offer("guide", "guide", code="X"),
        offer("points", "points", code="X", value=300),
        offer("other", "lottery", code="X", value=1),
        offer("empty", "percent", code="X"),
        offer("less", "amount", code="X", value=-5),
    ],
    ids=lambda one: one.key,
)
def test_what_takes_nothing_off_is_not_a_code_for_this(useless):
    told = sum_of(line(400_000), offers=[useless], code="X")
    assert (told.code.verdict, told.total) == (Verdict.NOT_A_CODE_FOR_THIS, 435_000)


def test_a_code_for_a_gift_is_valid_and_saves_nothing():
    gift = offer("gift", "gift", code="QUA", min_total=100_000)
    told = sum_of(line(100_000), offers=[gift], code="QUA")
    assert (told.code.verdict, told.code.saves, told.gifts, told.discount) == (Verdict.VALID, 0, (), 0)


# What a basket does not show


@pytest.mark.parametrize(
    ("needs", "about"),
    [
        ("first_order", {"conditions": "Chỉ cho số điện thoại chưa từng đặt."}),
        ("first_order", {"detail": "Shop gửi mã giảm 5% cho đơn đầu.", "phases": ["following", "learning"]}),
        ("first_order", {"title_en": "For new customers"}),
        ("first_order", {"kind": "referral", "phases": ["advocating"], "stages": ["post_purchase"]}),
        ("earlier_order", {"phases": ["trusting", "expanding"], "conditions": "Dùng trong 60 ngày."}),
        ("earlier_order", {"phases": ["returning"], "conditions": "Cho khách chưa đặt trong 90 ngày."}),
        ("earlier_order", {"stages": ["post_purchase"]}),
        ("earlier_order", {"conditions": "Cho số điện thoại từng mua robot."}),
        (None, {"phases": ["expanding", "converting"], "stages": ["post_purchase", "buying"]}),
        (None, {"conditions": "Một mã mỗi đơn."}),
    ],
)
def test_what_an_offer_asks_of_the_person_is_named(needs, about):
    personal = offer("personal", **{"kind": "amount", "code": "RIENG", "value": 20_000, **about})
    told = verdict_of(personal, line(100_000))
    assert needs_of(personal) == needs
    assert (told.verdict, told.needs, told.saves) == (Verdict.VALID, needs, 20_000)


def test_letters_put_together_from_marks_are_read_the_same():
    assert needs_of(offer("x", "amount", conditions="đơn đầu")) == "first_order"


def test_a_referral_code_is_an_amount_for_a_first_order_and_nothing_by_itself():
    friend = offer("friend", "referral", code="RUBAN50", value=50_000, min_total=400_000, stages=[])
    assert verdict_of(friend, line(400_000)).saves == 50_000
    assert sum_of(line(400_000), offers=[friend, replace(friend, code=None)]).discount == 0
    assert [one.offer for one in within_reach(line(400_000), offers=[friend])] == [None]


# Without a code


@pytest.mark.parametrize(("goods", "comes"), [(499_999, ()), (500_000, (POUCH,))])
def test_a_gift_without_a_code_comes_with_its_minimum_in_its_categories(goods, comes):
    told = sum_of(line(goods, category="cosmetics"), line(700_000), offers=ALL, code="CHOTNGAY")
    assert told.gifts == comes


@pytest.mark.parametrize(
    "not_now",
    [
        {"starts_on": TODAY + timedelta(days=1)},
        {"ends_on": TODAY - timedelta(days=1)},
        {"stages": ["researching"]},
        {"phases": ["trusting"]},
        {"code": "QUA"},
    ],
)
def test_a_gift_of_another_day_or_for_other_people_does_not_come(not_now):
    assert sum_of(line(900_000, category="cosmetics"), offers=[replace(POUCH, **not_now)]).gifts == ()


def test_the_first_gift_is_the_one_the_shop_puts_first():
    second = offer("card", "gift", priority=3)
    assert sum_of(line(900_000, category="cosmetics"), offers=[POUCH, second]).gifts == (second, POUCH)


def test_an_offer_without_a_code_comes_off_by_itself():
    told = sum_of(line(1_078_000, category="baby"), offers=ALL)
    assert (told.goods, told.discount, told.automatic, told.total) == (1_078_000, 70_000, STOCK_UP, 1_008_000)
    assert sum_of(line(699_000, category="baby"), offers=ALL).automatic is None


def test_a_code_takes_the_place_of_what_comes_off_by_itself_if_it_saves_more():
    basket = line(1_078_000, category="baby")
    told = sum_of(basket, offers=ALL, code="GIAM10")
    assert (told.discount, told.automatic, told.code.saves) == (100_000, None, 30_000)
    told = sum_of(basket, offers=ALL, code="CHOTNGAY")
    assert (told.discount, told.automatic, told.code.verdict) == (70_000, STOCK_UP, Verdict.NO_GAIN)


def test_what_comes_off_by_itself_never_makes_it_dearer():
    little = offer("little", "percent", value=1)
    told = sum_of(line(500_000), offers=[little])
    assert (told.automatic, told.total) == (None, 500_000)


def test_an_offer_of_free_swaps_is_no_free_delivery():
    told = sum_of(line(200_000), offers=[offer("swap", "free_shipping", categories=["fashion"])])
    assert (told.fee, told.gifts, told.automatic) == (35_000, (), None)


# Services


@pytest.mark.parametrize(("goods", "services"), [(799_999, 50_000), (800_000, 0)])
def test_a_service_is_paid_by_the_piece_and_free_from_its_amount(goods, services):
    told = sum_of(line(goods), services=[(WRAP, 2)])
    assert (told.services, told.total) == (services, goods + services)


def test_a_discount_takes_neither_from_a_service_nor_its_being_free():
    half = offer("half", "percent", code="NUA", value=100)
    assert sum_of(line(100_000), offers=[half], code="NUA", services=[(WRAP, 1)]).total == 25_000 + 35_000
    assert sum_of(line(800_000), offers=ALL, code="GIAM10", services=[(WRAP, 1)]).services == 0


# What would change it


def test_what_fits_comes_first_by_what_it_saves_then_what_misses_least():
    found = within_reach(line(390_000), line(100_000, category="cosmetics"), offers=ALL)
    assert found == (
        Change("offer", 0, 49_000, TEN),
        Change("offer", 0, 35_000, SHIP),
        Change("offer", 0, 30_000, THIRTY),
        Change("free_delivery", 10_000, 35_000, None),
    )


def test_only_what_is_near_is_told_and_how_near_can_be_said():
    assert [one.kind for one in within_reach(line(375_000))] == ["free_delivery"]
    assert within_reach(line(374_999)) == ()
    assert [one.missing for one in within_reach(line(300_000), reach=0.4)] == [200_000]


def test_a_gift_that_is_near_is_told_and_one_that_comes_anyway_is_not():
    found = within_reach(line(450_000, category="cosmetics"), offers=[POUCH], code="CHOTNGAY")
    assert Change("offer", 50_000, 0, POUCH) in found
    assert within_reach(line(520_000, category="cosmetics"), offers=[POUCH]) == ()


def test_a_code_that_would_cost_the_free_delivery_is_not_told():
    assert within_reach(line(520_000), offers=[THIRTY]) == ()
    assert within_reach(line(520_000), offers=[THIRTY], delivery=NOWHERE_YET) == ()
    assert within_reach(line(530_000), offers=[THIRTY]) == (Change("offer", 0, 30_000, THIRTY),)


def test_free_delivery_is_told_though_the_fee_is_not_known_yet():
    found = within_reach(line(450_000), offers=[SHIP], delivery=NOWHERE_YET)
    assert found == (Change("offer", 0, 0, SHIP), Change("free_delivery", 50_000, 0, None))


@pytest.mark.parametrize("delivery", [SAME_DAY, ABROAD, Delivery(20_000, "1", None), Delivery(0, "1", 500_000)])
def test_free_delivery_is_not_held_out_where_there_is_none_or_nothing_to_gain(delivery):
    assert all(one.offer is not SHIP and one.kind == "offer" for one in within_reach(line(450_000), delivery=delivery))
    if delivery.free_from is not None:
        assert within_reach(line(450_000), delivery=delivery, offers=[SHIP]) == ()


def test_what_is_missing_for_free_delivery_counts_the_code_in_use():
    (change,) = within_reach(line(480_000), offers=[THIRTY], code="CHOTNGAY")
    assert change == Change("free_delivery", 50_000, 35_000, None)
    (change,) = within_reach(line(500_000), offers=[TEN], code="GIAM10")
    assert change == Change("free_delivery", 55_556, 35_000, None)
    assert sum_of(line(555_556), offers=[TEN], code="GIAM10").fee == 0
    assert sum_of(line(555_555), offers=[TEN], code="GIAM10").fee == 35_000


def test_another_code_is_told_by_what_it_saves_over_the_one_in_use():
    found = within_reach(line(450_000), offers=[THIRTY, TEN, SHIP], code="CHOTNGAY")
    assert found[:2] == (Change("offer", 0, 15_000, TEN), Change("offer", 0, 5_000, SHIP))


def test_codes_of_earlier_customers_are_shown_to_them_alone():
    back = offer("back", "percent", code="NHOHIEN10", value=10, stages=["post_purchase"], phases=["returning"])
    first = offer("first", "amount", code="CHAOHIEN", value=20_000, conditions="Cho đơn đầu.")
    basket = line(100_000)

    def codes(earlier_order):
        return [one.offer.code for one in within_reach(basket, offers=[back, first], earlier_order=earlier_order)]

    assert codes(None) == codes(False) == ["CHAOHIEN"]
    assert codes(True) == ["NHOHIEN10"]
    assert within_reach(basket, offers=[first])[0].needs == "first_order"


def test_a_code_that_thanks_for_something_is_not_given_away():
    thanks = offer("thanks", "percent", code="HIEN5", value=5, stages=["researching"])
    assert within_reach(line(100_000), offers=[thanks]) == ()


def test_an_offer_without_a_code_for_a_first_order_is_told_and_not_taken_for_granted():
    first = offer("first", "percent", value=10, conditions="Cho đơn đầu.")
    assert sum_of(line(100_000), offers=[first]).discount == 0
    assert within_reach(line(100_000), offers=[first]) == (Change("offer", 0, 10_000, first, "first_order"),)


# Whatever is bought

CATEGORIES = ("food", "home", "fashion")
PRICES = st.integers(0, 900_000) | st.sampled_from([50_000, 99_999, 100_000, 250_000, 499_999, 500_000])
SHELF = st.lists(st.tuples(PRICES, st.sampled_from(CATEGORIES), st.integers(0, 9)), min_size=1, max_size=5).map(
    lambda rows: [product(f"P{n}", price, category, stock) for n, (price, category, stock) in enumerate(rows)]
)
BASKETS = SHELF.flatmap(
    lambda shelf: st.lists(
        st.builds(
            QuoteLine,
            st.sampled_from(shelf),
            st.integers(1, 5),
            st.sampled_from([None, "", "M", "L"]),
            st.sampled_from([None, "đen"]),
        ),
        min_size=1,
        max_size=6,
    )
)
DELIVERIES = st.builds(
    Delivery,
    st.none() | st.sampled_from([0, 15_000, 20_000, 35_000]),
    st.none(),
    st.none() | st.sampled_from([0, 300_000, 500_000]),
    same_day=st.booleans(),
    outside=st.sampled_from([False, False, False, True]),
)
OFFER_FIELDS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["percent", "bundle", "amount", "free_shipping", "gift", "referral", "guide"]),
        "value": st.none() | st.integers(0, 120) | st.integers(0, 300_000),
        "code": st.none() | st.sampled_from(["A", "B"]),
        "categories": st.lists(st.sampled_from(CATEGORIES), unique=True, max_size=2),
        "min_total": st.none() | st.integers(0, 1_500_000),
        "max_discount": st.none() | st.integers(0, 100_000),
        "stages": st.sampled_from([[], ["buying"], ["evaluating", "buying"], ["post_purchase"], ["researching"]]),
        "starts_on": st.none() | st.just(TODAY) | st.just(TODAY + timedelta(days=1)),
        "priority": st.integers(0, 2),
    }
)
OFFERS = st.lists(OFFER_FIELDS, max_size=6).map(lambda rows: [offer(f"o{n}", **row) for n, row in enumerate(rows)])
CODES = st.none() | st.sampled_from(["A", "b", "C"])
SERVICES = st.lists(
    st.tuples(st.builds(Service, st.just("wrap"), PRICES, st.none() | PRICES), st.integers(1, 3)), max_size=2
)
PURCHASES = st.fixed_dictionaries(
    {"lines": BASKETS, "delivery": DELIVERIES, "offers": OFFERS, "code": CODES, "services": SERVICES}
)


@settings(max_examples=200, deadline=None)
@given(PURCHASES, st.randoms(use_true_random=False))
def test_no_order_of_lines_or_offers_and_no_way_of_counting_changes_a_quote(bought, rng):
    pieces = [replace(one, quantity=1) for one in bought["lines"] for _ in range(one.quantity)]
    shuffled = {**bought, "lines": pieces, "offers": list(bought["offers"]), "services": list(bought["services"])}
    for part in ("lines", "offers", "services"):
        rng.shuffle(shuffled[part])
    assert quote(**shuffled, today=TODAY) == quote(**bought, today=TODAY)
    for one in (bought, shuffled):
        del one["services"]
    assert offers_within_reach(**shuffled, today=TODAY) == offers_within_reach(**bought, today=TODAY)


@settings(max_examples=200, deadline=None)
@given(PURCHASES)
def test_the_parts_make_the_sum_and_none_is_below_nothing(bought):
    told = quote(**bought, today=TODAY)
    assert told.goods == sum(one.amount for one in told.lines) == sum(one.amount for one in bought["lines"])
    assert told.total == told.goods - told.discount + told.services + (told.fee or 0)
    assert 0 <= told.discount <= told.goods and told.total >= told.services >= 0
    assert (told.fee is None) == (told.fee_reason == "unknown") == bool(told.missing)
    if bought["delivery"].same_day:
        assert told.fee == (None if bought["delivery"].outside else bought["delivery"].fee)


@settings(max_examples=200, deadline=None)
@given(PURCHASES)
def test_a_discount_is_what_the_offer_says_of_the_goods_it_names(bought):
    told = quote(**bought, today=TODAY)
    taken = told.code.offer if told.code and told.code.valid else told.automatic
    if taken is None:
        assert told.discount == 0
        return
    goods = sum(
        one.amount for one in bought["lines"] if not taken.categories or one.product.category in taken.categories
    )
    assert goods >= (taken.min_total or 0) and taken.is_open(TODAY)
    off = Decimal(0)
    if taken.kind in ("percent", "bundle"):
        off = (Decimal(goods) * taken.value / 100).quantize(Decimal(1), ROUND_HALF_UP)
    elif taken.kind in ("amount", "referral"):
        off = Decimal(taken.value)
    assert told.discount == min(off, goods, off if taken.max_discount is None else taken.max_discount)


@settings(max_examples=200, deadline=None)
@given(PURCHASES)
def test_a_valid_code_saves_what_it_says_and_any_other_changes_nothing(bought):
    told, without = quote(**bought, today=TODAY), quote(**{**bought, "code": None}, today=TODAY)
    if told.code is None or not told.code.valid:
        assert replace(told, code=None) == without
        assert told.code is None or told.code.saves == 0
    else:
        assert without.total - told.total == told.code.saves >= 0
        assert told.services == without.services and told.gifts == without.gifts
    if told.code:
        judged = judge_code(bought["code"], bought["lines"], bought["offers"], TODAY, delivery=bought["delivery"])
        assert judged == told.code


@settings(max_examples=200, deadline=None)
@given(PURCHASES, st.sampled_from([0.1, 0.25, 1.0]))
def test_every_change_that_is_told_comes_true(bought, reach):
    bought = {**bought, "services": []}
    told = quote(**bought, today=TODAY)
    args = {name: bought[name] for name in ("lines", "offers", "delivery", "code")}
    for change in offers_within_reach(**args, today=TODAY, reach=reach, earlier_order=True):
        assert change.missing >= 0 and change.gain >= 0
        if change.kind == "free_delivery":
            assert told.fee != 0 and change.missing <= reach * bought["delivery"].free_from
            taken = told.code.offer if told.code and told.code.valid else told.automatic
            more = quote(**with_more(bought, change.missing, taken), today=TODAY)
            assert more.fee == 0 and change.gain == (bought["delivery"].fee or 0)
        else:
            comes_true(change, bought)


def comes_true(change, bought):
    more = with_more(bought, change.missing, change.offer)
    if change.offer.kind == "gift" and not change.offer.code:
        assert change.gain == 0 and (change.offer in quote(**more, today=TODAY).gifts or needs_of(change.offer))
        return
    # Alone and under a code of its own, so that nothing else can take its place.
    mine = {**more, "offers": [replace(change.offer, code="MINE")], "code": "MINE"}
    others = {**more, "offers": [one for one in bought["offers"] if one is not change.offer]}
    with_it, without = quote(**mine, today=TODAY), quote(**others, today=TODAY)
    assert with_it.code.valid and without.total - with_it.total == change.gain
    assert with_it.fee is not None or without.fee is None


def with_more(bought, amount, wanted):
    """The purchase with so much more of the first category that counts for the offer, else of the first one."""
    here = sorted({one.product.category for one in bought["lines"]})
    counting = [one for one in here if wanted and (not wanted.categories or one in wanted.categories)]
    return {**bought, "lines": [*bought["lines"], QuoteLine(product("MORE", amount, (counting or here)[0]))]}


@pytest.mark.parametrize("seed", range(20))
def test_what_was_put_in_and_taken_out_leaves_no_trace(seed):
    rng = random.Random(seed)
    shelf = [product(f"P{n}", rng.randrange(1_000, 400_000), rng.choice(CATEGORIES)) for n in range(6)]
    wanted = {(one.sku, size): rng.randrange(1, 4) for one in shelf for size in ("M", "L") if rng.random() < 0.6}
    by_sku = {one.sku: one for one in shelf}

    def shopped():
        """Lines after a random walk that ends with what is wanted."""
        basket = []
        for (sku, size), count in wanted.items():
            pieces = [1] * count + [1, -1] * rng.randrange(3)
            basket += [(sku, size, step) for step in pieces]
        rng.shuffle(basket)
        counts = {}
        for sku, size, step in basket:
            counts[sku, size] = counts.get((sku, size), 0) + step
        return [QuoteLine(by_sku[sku], count, size) for (sku, size), count in counts.items()]

    first, *others = (
        quote(shopped(), FAR, offers=rng.sample(ALL, len(ALL)), today=TODAY, code="GIAM10") for _ in range(5)
    )
    assert all(one == first for one in others)
