"""What is answered from the shop's profile: when it is open, where it is, how to reach it, where money goes."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.answers.store import address_answer, bank_answer, contact_answer, hours_answer
from bot.services.hours import hours_text, is_open, local_time
from bot.services.imports import ImportProblem, import_shop
from bot.services.shop import load_shop
from bot.settings import ROOT


def profile(folder):
    return json.loads((ROOT / folder / "shop.json").read_text(encoding="utf-8"))


DEMO, MUSIC, PETS = profile("data/shop"), profile("tests/shops/music"), profile("tests/shops/pets")
BAR = {
    "hours": {"fri": [["18:00", "02:00"]], "sat": [["18:00", "02:00"]]},
    "holidays": [{"date": "2026-12-25", "name": "Giáng sinh"}],
}
BROKEN = [
    {"hours": {"wed": ["08:00-17:00"]}},
    {"hours": "8-17"},
    {"categories": None},
    {"hours": None, "holidays": 5, "timezone": [], "branches": [None, "Láng", {}], "bank": "123", "hotline": {}},
    {},
]
VIET_NAM = timezone(timedelta(hours=7))


def local(text):
    """A moment of the shop's clock, as services know it."""
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM).astimezone(UTC)


SATURDAY = "2026-11-21 10:00"


@pytest.fixture
def hours(words):
    def ask(text, shop=DEMO, now=SATURDAY, language="vi"):
        return hours_answer(text, shop, local(now), language, words.say)

    return ask


@pytest.fixture
def say(words):
    return words.say


# -- a day --


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("hôm nay mở tới mấy giờ", ["hôm nay", "tới 21:00"]),
        ("toi nay ban toi may gio", ["hôm nay", "tới 21:00"]),
        ("toi nay con mo ko", ["hôm nay", "13:00–21:00"]),
        ("mai mấy h mở", ["ngày mai", "từ 09:00"]),
        ("mai shop mở ko", ["ngày mai", "09:00–18:00"]),
        ("chủ nhật mở tới mấy giờ", ["chủ nhật", "tới 18:00"]),
        ("vậy thứ 7 mấy h mở", ["thứ 7", "từ 08:00"]),
        ("thứ 7", ["thứ 7", "08:00–12:00, 13:00–21:00"]),
        ("cn", ["chủ nhật", "09:00–18:00"]),
        ("t7 cn shop lm tới mấy h", ["thứ 7 shop mở tới 21:00", "Chủ nhật shop mở tới 18:00"]),
        ("từ thứ 2 đến thứ 6 mở mấy giờ", ["thứ 2–thứ 6", "13:00–21:00"]),
        ("có tiếp khách ngày thứ bảy không", ["thứ 7", "13:00–21:00"]),
        ("ngày 25/12 mở tới mấy giờ", ["thứ 6 25/12/2026", "tới 21:00"]),
    ],
)
def test_day_that_was_asked_for_is_answered(hours, asked, told):
    answer = hours(asked)
    assert [part for part in told if part not in answer] == [], answer
    assert answer.startswith("Dạ ")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("sunday", "On Sunday we are open 09:00–18:00."),
        ("are you open on Saturdays", "On Saturday we are open 08:00–12:00, 13:00–21:00."),
        ("how late are you open on weekdays", "From Monday to Friday we are open until 21:00"),
        ("when do you close today", "Today we are open until 21:00"),
        ("tomorrow you work or not", "Tomorrow we are open 09:00–18:00."),
    ],
)
def test_day_is_answered_in_english(hours, asked, told):
    assert hours(asked, language="en").startswith(told)


@pytest.mark.parametrize("shop", [MUSIC, PETS], ids=["music", "pets"])
def test_closed_weekday_is_told_with_the_days_that_are_open(hours, shop):
    answer = hours("thứ 3 mk rảnh nè", shop)
    assert answer.startswith("Dạ thứ 3 shop nghỉ ạ. Shop mở cửa Thứ 2 09:30–")
    assert hours("are you open on Tuesdays?", shop, language="en").startswith("On Tuesday we are closed.")
    assert hours("trong tuần shop nghỉ ngày nào dạ", shop) == answer
    assert "không nghỉ ngày nào" in hours("trong tuần shop nghỉ ngày nào dạ")


def test_tomorrow_that_is_closed_says_when_it_is_open_again(hours):
    assert hours("mai mở ko", PETS, now="2026-11-23 10:00") == (
        "Dạ ngày mai shop nghỉ ạ. Shop mở lại từ thứ 4 25/11/2026, 09:30–20:30."
    )


def test_after_closing_today_is_over(hours):
    assert hours("hôm nay mở tới mấy giờ", now="2026-11-21 22:00").endswith("Shop mở lại lúc 09:00 ngày mai.")
    assert "mở lại" not in hours("hôm nay mở tới mấy giờ", now="2026-11-21 12:30")


def test_yesterday_is_nobodys_question(hours):
    general = hours("mở cửa mấy giờ")
    assert hours("hôm qua lúc 7 rưỡi tối thấy đóng rồi, bên em đóng cửa mấy giờ") == general
    assert "21:00" in hours("9h tối qua còn kịp không shop")


# -- now and at a time --


@pytest.mark.parametrize("asked", ["giờ này còn mở ko", "bjo còn mở k z", "h ghé còn kịp k sốp", "mở cửa chưa"])
def test_right_now_is_by_the_shops_clock(hours, asked):
    assert "đang mở cửa, tới 12:00" in hours(asked)
    assert hours(asked, now="2026-11-21 12:30") == ("Dạ giờ này shop đang đóng cửa ạ. Shop mở lại lúc 13:00 hôm nay.")
    assert hours(asked, now="2026-11-22 19:00").endswith("Shop mở lại lúc 08:00 ngày mai.")
    holiday = hours(asked, now="2027-02-07 10:00")
    assert holiday == "Dạ hôm nay shop nghỉ Tết Nguyên đán ạ. Shop mở lại lúc 08:00 thứ 4 10/2/2027 (mùng 5)."


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("8h tối còn mở ko", "hôm nay lúc 20:00 shop có mở cửa"),
        ("tám giờ tối còn mở không", "hôm nay lúc 20:00 shop có mở cửa"),
        ("8h còn mở ko", "hôm nay lúc 20:00 shop có mở cửa"),
        ("10 giờ đêm còn ai ở shop không", "hôm nay lúc 22:00 shop đã đóng cửa"),
        ("12h đêm ghé được ko", "hôm nay lúc 24:00 shop đã đóng cửa"),
        ("tan làm 6 rưỡi ghé thì còn kịp không", "hôm nay lúc 18:30 shop có mở cửa"),
        ("sang mai 8h cua hang mo chua", "ngày mai lúc 08:00 shop chưa mở cửa, 09:00 shop mới mở"),
        ("thứ 7 mk ghé Bàn Cờ lúc 12h30 trưa có ai ko", "thứ 7 lúc 12:30 shop tạm nghỉ, 13:00 shop mở lại"),
        ("thứ 4 12 rưỡi trưa ghé đc k", "thứ 4 lúc 12:30 shop tạm nghỉ, 13:00 shop mở lại"),
        ("mở tới 10h đêm phải ko", "hôm nay shop mở tới 21:00"),
        ("mùng 5 8h sáng mở chưa", "thứ 4 10/2/2027 (mùng 5) lúc 08:00 shop có mở cửa"),
    ],
)
def test_time_that_was_asked_for_is_answered(hours, asked, told):
    assert hours(asked).startswith(f"Dạ {told}")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("is it open at 7pm", "Today at 19:00 we are open"),
        ("can i collect at 7am sunday", "On Sunday at 07:00 we are not open yet, we open at 09:00"),
        ("u still there at 9pm?", "Today at 21:00 we are closed already"),
        ("are you open till 8 to collect them", "Today we are open until 21:00"),
    ],
)
def test_time_is_answered_in_english(hours, asked, told):
    assert hours(asked, language="en").startswith(told)


def test_time_that_is_over_today_is_tomorrows(hours):
    assert hours("8h sáng mở chưa").startswith("Dạ ngày mai lúc 08:00")
    assert hours("8h sáng mở chưa", now="2026-11-21 07:00").startswith("Dạ hôm nay lúc 08:00 shop có mở cửa")


def test_words_that_look_like_hours_are_none(hours):
    for asked in ("khuya có ai trực không hay chỉ giờ hành chính", "mở 24h hả", "mở 24/7 hả"):
        assert hours(asked).startswith("Dạ shop mở cửa Thứ 2–Thứ 7")


def test_bar_is_open_after_midnight(hours):
    assert "đang mở cửa, tới 02:00" in hours("còn mở ko", BAR, now="2026-11-22 01:30")
    assert "tới 02:00" in hours("thứ 6 mở tới mấy giờ", BAR)
    assert hours("1h sáng còn mở ko", BAR, now="2026-11-21 20:00").startswith("Dạ ngày mai lúc 01:00 shop có mở cửa")


# -- noon --


def test_pause_at_noon_is_told(hours):
    assert hours("ngày thường trưa có nghỉ ko") == "Dạ thứ 2–thứ 6 shop nghỉ trưa 12:00–13:00 ạ."
    assert hours("trưa có nghỉ k") == (
        "Dạ thứ 2–thứ 7 shop nghỉ trưa 12:00–13:00 ạ. Chủ nhật shop không nghỉ trưa, mở 09:00–18:00."
    )
    assert "nghỉ trưa 12:00–13:00" in hours("trưa nay shop có nghỉ ko")
    assert "close for lunch 12:00–13:00" in hours("do you close for lunch", language="en")


def test_two_questions_about_a_day_are_both_answered(hours):
    answer = hours("thứ bảy mấy giờ đóng cửa, có nghỉ trưa k")
    assert "tới 21:00" in answer
    assert "nghỉ trưa 12:00–13:00" in answer


def test_shop_without_a_pause_says_so(hours):
    assert hours("trưa có nghỉ ko", PETS).startswith("Dạ shop không nghỉ trưa, mở cửa Thứ 2 09:30–20:30;")


# -- Tết and holidays --

TET = (
    "Dạ shop nghỉ Tết Nguyên đán từ thứ 6 5/2/2027 đến hết thứ 3 9/2/2027 (mùng 4) ạ. "
    "Shop mở lại từ thứ 4 10/2/2027 (mùng 5), 08:00–12:00, 13:00–21:00."
)


@pytest.mark.parametrize(
    "asked",
    [
        "tết này nghỉ từ hôm nào",
        "tet nghi toi mung may",
        "Tết âm nghỉ từ mấy tới mấy",
        "mùng mấy mở lại vậy em",
        "mùng 1 mùng 2 có bán ko",
    ],
)
def test_tet_is_told_from_its_first_day_to_the_day_it_is_over(hours, asked):
    assert hours(asked) == TET


@pytest.mark.parametrize("asked", ["mùng 5 mở chưa", "mung 5 mo chua", "mồng năm tết mở lại chưa"])
def test_day_after_tet_is_open_again(hours, asked):
    assert hours(asked) == "Dạ shop mở lại từ thứ 4 10/2/2027 (mùng 5), 08:00–12:00, 13:00–21:00 ạ."


def test_later_day_after_tet_says_its_hours_and_since_when_the_shop_is_open(hours):
    answer = hours("mùng 8 mở chưa")
    assert answer.startswith("Dạ thứ 7 13/2/2027 (mùng 8) shop mở cửa 08:00–12:00, 13:00–21:00 ạ.")
    assert "mở lại từ thứ 4 10/2/2027" in answer
    assert hours("tết mở lại chưa", now="2027-02-12 09:00").startswith("Dạ shop đã mở lại từ thứ 4 10/2/2027")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("mồng 1 Tết shop có bán hông", "Dạ thứ 7 6/2/2027 (mùng 1) shop nghỉ Tết Nguyên đán ạ."),
        ("mùng 5 mở chưa", "Dạ thứ 4 10/2/2027 (mùng 5) shop nghỉ Tết Nguyên đán ạ."),
        ("28 tết còn mở ko", "Dạ thứ 5 4/2/2027 (28 tháng Chạp) shop nghỉ Tết Nguyên đán ạ."),
        ("giao thừa bán tới mấy giờ", "Dạ thứ 6 5/2/2027 shop nghỉ Tết Nguyên đán ạ."),
        ("30 tết mở ko", "Dạ thứ 6 5/2/2027 shop nghỉ Tết Nguyên đán ạ."),
    ],
)
def test_day_of_tet_that_is_closed_says_when_it_is_over(hours, asked, told):
    answer = hours(asked, PETS)
    assert answer.startswith(told)
    assert answer.endswith("Shop mở lại từ thứ 5 11/2/2027 (mùng 6), 09:30–20:30.")


def test_day_before_tet_is_open_and_tet_follows(hours):
    answer = hours("ngày 28 tết còn mở ko")
    assert answer.startswith("Dạ thứ 5 4/2/2027 (28 tháng Chạp) shop mở cửa 08:00–12:00, 13:00–21:00 ạ.")
    assert "từ thứ 6 5/2/2027 đến hết thứ 3 9/2/2027" in answer


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("30/4 có mở ko", "thứ 6 30/4/2027"),
        ("tết tây có mở ko", "thứ 6 1/1/2027"),
        ("quốc khánh nghỉ hông", "thứ 5 2/9/2027"),
        ("2/9 nghi hong", "thứ 5 2/9/2027"),
        ("giỗ tổ có mở ko", "thứ 6 16/4/2027"),
        ("mùng 10/3 nghỉ ko", "thứ 6 16/4/2027"),
    ],
)
def test_holiday_is_closed_until_a_day_that_is_told(hours, asked, day):
    answer = hours(asked)
    assert answer.startswith(f"Dạ {day} shop nghỉ ")
    assert "Shop mở lại từ " in answer


def test_two_holidays_side_by_side_are_told_as_one(hours):
    assert hours("30/4 1/5 có nghỉ ko").startswith(
        "Dạ shop nghỉ Ngày Thống nhất, Quốc tế Lao động từ thứ 6 30/4/2027 đến hết thứ 7 1/5/2027 ạ."
    )


def test_holiday_that_is_not_in_the_list_is_an_ordinary_day(hours):
    for asked in ("noel", "giáng sinh có mở ko"):
        assert hours(asked) == "Dạ thứ 6 25/12/2026 shop mở cửa như thường, 08:00–12:00, 13:00–21:00 ạ."
    assert hours("christmas", language="en").startswith("On Friday 25/12/2026 we are open as usual")
    assert hours("30/4 thì sao", PETS) == "Dạ thứ 6 30/4/2027 shop mở cửa như thường, 09:30–20:30 ạ."
    assert "Giỗ Tổ Hùng Vương shop vẫn mở cửa" in hours("giỗ tổ mở ko", PETS)
    assert hours("noel mở ko", BAR).startswith("Dạ thứ 6 25/12/2026 shop nghỉ Giáng sinh ạ.")


def test_day_off_by_law_beyond_the_list_is_not_known(hours):
    for asked in ("30/4 mở ko", "2/9", "tết nghỉ mấy ngày", "mùng 5 mở chưa", "giỗ tổ", "lịch nghỉ lễ"):
        assert hours(asked, now="2028-10-01 09:00") is None
        assert hours(asked, BAR, now="2027-01-04 09:00") is None


def test_holidays_in_general_are_listed(hours):
    listed = hours("lịch nghỉ lễ sao shop")
    assert "Tết Dương lịch 1/1/2027; Tết Nguyên đán 5/2/2027–9/2/2027;" in listed
    assert hours("lễ này nghỉ ko").startswith("Dạ thứ 6 1/1/2027 shop nghỉ Tết Dương lịch ạ.")


def test_relative_day_goes_before_the_feast_it_is_called(hours):
    assert hours("mai giỗ tổ shop có mở hay nghỉ luôn") == "Dạ ngày mai shop mở cửa 09:00–18:00 ạ."


def test_weekday_that_is_a_holiday_is_told_with_its_date(hours):
    answer = hours("chủ nhật mở ko", now="2027-02-04 09:00")
    assert answer.startswith("Dạ chủ nhật 7/2/2027 (mùng 2) shop nghỉ Tết Nguyên đán ạ.")


def test_holiday_and_another_day_are_both_answered(hours):
    answer = hours("mồng 1 Tết shop có bán hông, còn thứ bảy này mở tới mấy giờ")
    assert "(mùng 1) shop nghỉ Tết Nguyên đán" in answer
    assert "Thứ 7 shop mở tới 21:00" in answer


# -- in general --


@pytest.mark.parametrize(
    "asked", ["mấy giờ mở cửa", "shop đóng cửa mấy h ạ", "giờ làm việc sao shop", "mo cua toi may gio"]
)
def test_without_a_day_all_hours_are_told_in_one_line(hours, asked):
    assert hours(asked) == "Dạ shop mở cửa Thứ 2–Thứ 7 08:00–12:00, 13:00–21:00; Chủ nhật 09:00–18:00 ạ."


def test_closed_weekdays_and_holidays_that_are_near_go_with_the_hours(hours):
    assert hours("opening hours", PETS, language="en").endswith("On Tuesday we are closed.")
    assert "shop nghỉ Tết Nguyên đán từ" in hours("mấy giờ mở cửa", now="2027-01-30 09:00").lower().replace(
        "tết nguyên đán", "Tết Nguyên đán"
    )


@pytest.mark.parametrize("shop", BROKEN)
def test_profile_that_says_nothing_leaves_the_answer_to_the_faq(hours, say, shop):
    for asked in ("mấy giờ mở cửa", "thứ 4 mở ko", "8h tối", "giờ này mở ko", "tết nghỉ ko", "30/4", "trưa nghỉ ko"):
        assert hours(asked, shop) is None
    assert address_answer("shop ở đâu", shop, "vi", say) is None
    assert contact_answer("hotline", shop, "vi", say) is None
    assert contact_answer("liên hệ sao", shop, "vi", say) is None
    assert bank_answer(shop, "vi", say) is None
    assert hours_text(shop, "vi") == ""
    assert not is_open(shop, local(SATURDAY))
    assert local_time(shop, local(SATURDAY)).hour == 10


def test_day_that_cannot_be_read_is_not_called_closed(hours):
    shop = {"hours": {"mon": [["8:00", "17:00"]], "wed": ["08:00-17:00"]}}
    assert hours("thứ 4 mở ko", shop) is None
    assert hours("thứ 2 mở ko", shop) == "Dạ thứ 2 shop mở cửa 08:00–17:00 ạ."
    assert hours_text(shop, "en") == "Mon 08:00–17:00"


PIECES = st.sampled_from(
    "mở cửa|mấy giờ|tới|8h|12h đêm|25h|tối|mai|hôm qua|chủ nhật|t7|mùng|mùng 99|m5 tết|30 tết|tết|lễ|giỗ tổ|30/4|29/2"
    "|31/12/9999|1/1/0001|noel|trưa|nghỉ|ngày nào|còn|open at|sunday|weekends|tháng sau|cuối tuần|!|đ|0".split("|")
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PIECES | st.text(max_size=4), max_size=8),
    st.sampled_from([DEMO, PETS, BAR, *BROKEN]),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    st.sampled_from(["vi", "en"]),
)
def test_whatever_is_asked_is_answered_in_whole_sentences_or_not_at_all(words, pieces, shop, now, language):
    text = " ".join(pieces)
    answers = [
        hours_answer(text, shop, now.replace(tzinfo=UTC), language, words.say),
        address_answer(text, shop, language, words.say),
        contact_answer(text, shop, language, words.say),
    ]
    for answer in filter(None, answers):
        assert "{" not in answer
        assert " ." not in answer
        assert "()" not in answer


# -- branches --

BAN_CO = "Hiên Nhà Bàn Cờ: 128 đường Hoa Giấy, phường Bàn Cờ, TP. Hồ Chí Minh, điện thoại 028 0000 0119"
LANG = "Hiên Nhà Láng: 25 ngõ 8 phố Dâu Da, phường Láng, Hà Nội, điện thoại 024 0000 0119"


def test_without_a_place_all_branches_are_told(say):
    assert address_answer("shop ở đâu", DEMO, "vi", say) == f"Dạ shop có 2 cửa hàng ạ:\n• {BAN_CO}\n• {LANG}"
    assert address_answer("where is your shop", PETS, "en", say) == (
        "We have one store, Nhà Bống Hải Châu: 47 đường Rêu Xanh, phường Hải Châu, Đà Nẵng, phone 0236 0000 077."
    )


@pytest.mark.parametrize(
    ("asked", "branch"),
    [
        ("chi nhánh hà nội", LANG),
        ("em ở hn, chi nhánh ở hn chỗ nào", LANG),
        ("sài gòn", BAN_CO),
        ("hcm", BAN_CO),
        ("shop co chi nhanh o sg k", BAN_CO),
        ("mình ở Thủ Đức thì chi nhánh nào gần nhất", BAN_CO),
        ("cửa hàng bàn cờ ở đâu", BAN_CO),
        ("Chi nhánh Láng", LANG),
        ("chi nhanh lang o dau", LANG),
        ("đường hoa giấy phải ko", BAN_CO),
    ],
)
def test_branch_that_was_asked_for_is_told_alone(say, asked, branch):
    answer = address_answer(asked, DEMO, "vi", say)
    assert branch in answer
    assert ({BAN_CO, LANG} - {branch}).pop() not in answer


def test_old_name_in_an_address_is_found_by_the_new_one(say):
    shop = {"branches": [{"name": "Kho", "address": "5 Lê Lợi, Thủ Dầu Một, Bình Dương"}]}
    assert address_answer("ở tphcm có chi nhánh ko", shop, "vi", say) == (
        "Dạ ở TP. Hồ Chí Minh shop có Kho: 5 Lê Lợi, Thủ Dầu Một, Bình Dương ạ."
    )


def test_place_without_a_branch_is_told_honestly_with_where_the_shop_is(say):
    answer = address_answer("có cửa hàng ở đà nẵng ko", DEMO, "vi", say)
    assert answer == f"Dạ ở Đà Nẵng shop chưa có cửa hàng ạ. Hiện shop có:\n• {BAN_CO}\n• {LANG}"
    assert address_answer("do you have a store in Can Tho", PETS, "en", say).startswith(
        "We have no store in Cần Thơ. This is where we are: Nhà Bống Hải Châu"
    )


def test_syllable_that_is_also_a_branch_is_one_only_where_a_branch_is_spoken_of(say):
    assert address_answer("lang thang tim shop hoai", DEMO, "vi", say).startswith("Dạ shop có 2 cửa hàng")


# -- contact and bank --


def test_way_that_was_asked_for_goes_first(say):
    answer = contact_answer("zalo shop số mấy", DEMO, "vi", say)
    assert answer.startswith("Dạ shop có Zalo 0900 000 119 ạ.")
    assert answer.index("1900 0000") > answer.index("0900 000 119")
    both = contact_answer("hotline số mấy, có zalo ko", DEMO, "vi", say)
    assert both.startswith("Dạ shop có hotline 1900 0000, Zalo 0900 000 119 ạ.")
    assert contact_answer("what's your email", DEMO, "en", say).startswith("Here you are: e-mail chao@hiennha.example.")


@pytest.mark.parametrize("asked", ["xin sđt shop vs", "so dien thoai cua hang", "cho xin số", "gọi số nào"])
def test_number_without_more_is_the_hotline(say, asked):
    answer = contact_answer(asked, DEMO, "vi", say)
    assert answer.index("1900 0000") < answer.index("0900 000 119")


def test_phone_of_a_branch_is_told_where_the_branch_is_named(say):
    answer = contact_answer("số điện thoại chi nhánh hà nội", DEMO, "vi", say)
    assert answer.startswith("Dạ shop có Hiên Nhà Láng 024 0000 0119 ạ.")
    assert "028 0000 0119" not in answer
    assert contact_answer("số bàn cờ", DEMO, "vi", say).startswith("Dạ shop có Hiên Nhà Bàn Cờ 028 0000 0119 ạ.")


def test_without_a_way_all_of_them_are_told(say):
    answer = contact_answer("liên hệ shop sao", DEMO, "vi", say)
    for way in ("1900 0000", "0900 000 119", "chao@hiennha.example", "https://hiennha.example", "024 0000 0119"):
        assert way in answer


def test_way_that_the_profile_does_not_have_is_left_to_the_faq(say):
    assert contact_answer("shop có fanpage ko", DEMO, "vi", say) is None
    assert contact_answer("có zalo ko", {"hotline": "1900 1234"}, "vi", say) is None
    assert contact_answer("hotline số mấy", {"branches": [{"name": "Láng", "phone": "024 0000 0119"}]}, "vi", say) == (
        "Dạ shop có Láng 024 0000 0119 ạ."
    )


def test_account_is_told_with_bank_and_holder(say):
    assert bank_answer(DEMO, "vi", say) == (
        "Dạ anh/chị chuyển khoản vào tài khoản Ngân hàng Sông Xanh 0119 0000 2019, "
        "chủ tài khoản CONG TY TNHH HIEN NHA ạ."
    )
    assert bank_answer({"bank": {"number": 123}}, "en", say) == "Please transfer to the account 123."
    assert bank_answer({"bank": {"name": "Ngân hàng"}}, "vi", say) is None


# -- import --


async def test_every_fault_of_a_profile_is_named_and_nothing_changes(house):
    await import_shop(house.services, json.dumps({"name": "Tiệm"}).encode())
    bad = {
        "name": "Tiệm Khác",
        "hours": {"wed": ["08:00-17:00"]},
        "holidays": [{"date": "30/4"}],
        "timezone": "Saigon",
        "branches": [{"name": "Láng"}],
        "categories": None,
        "shipping": {"zones": [{}]},
        "size_charts": [{}],
    }
    with pytest.raises(ImportProblem) as refused:
        await import_shop(house.services, json.dumps(bad).encode())
    assert refused.value.problems[:5] == [
        'hours, wed: "08:00-17:00" is not a pair of times such as ["08:00", "17:00"]',
        'holidays, 1, date: "30/4" is not a date such as "2027-04-30"',
        'timezone: "Saigon" is not a time zone such as "Asia/Ho_Chi_Minh"',
        "branches, 1, address: a text is expected",
        "categories: a list of objects with key and name is expected",
    ]
    assert [line.split(":")[0] for line in refused.value.problems[5:]] == ["shipping, zone 1", "size_charts, chart 1"]
    assert (await load_shop(house.services))["name"] == "Tiệm"


@pytest.mark.parametrize("shop", [DEMO, MUSIC, PETS], ids=["demo", "music", "pets"])
async def test_profile_without_a_fault_is_imported(house, shop):
    assert await import_shop(house.services, json.dumps(shop).encode()) == 1
    assert await load_shop(house.services) == shop
