"""The shop's calendar: spans, holidays, the days of Tết, and profiles that make no sense."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.opening import check_profile, common_name, opening_hours, timezone_of
from bot.settings import ROOT

DEMO = json.loads((ROOT / "data" / "shop" / "shop.json").read_text(encoding="utf-8"))
PETS = json.loads((ROOT / "tests" / "shops" / "pets" / "shop.json").read_text(encoding="utf-8"))
BAR = opening_hours(
    {"hours": {"fri": [["18:00", "02:00"]], "sat": [["18:00", "2:00"], ["8:00", "12:00"]]}, "holidays": []}
)
SATURDAY = date(2026, 11, 21)


def at(text):
    return datetime.fromisoformat(text)


# -- hours --


def test_day_has_its_spans_and_the_pauses_between_them():
    opening = opening_hours(DEMO)
    assert opening.on(SATURDAY) == [("08:00", "12:00"), ("13:00", "21:00")]
    assert opening.breaks(SATURDAY) == [("12:00", "13:00")]
    assert opening.on(date(2026, 11, 22)) == [("09:00", "18:00")]
    assert opening.breaks(date(2026, 11, 22)) == []


def test_hour_without_a_nought_is_the_same_hour_and_spans_are_put_in_order():
    assert BAR.on(SATURDAY) == [("08:00", "12:00"), ("18:00", "02:00")]
    assert BAR.breaks(SATURDAY) == [("12:00", "18:00")]


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-20 17:59", False),
        ("2026-11-20 18:00", True),
        ("2026-11-21 01:59", True),
        ("2026-11-21 02:00", False),
        ("2026-11-21 08:00", True),
        ("2026-11-21 12:00", False),
        ("2026-11-22 01:30", True),
        ("2026-11-22 09:00", False),
        ("2026-11-23 01:00", False),
    ],
)
def test_span_over_midnight_belongs_to_the_day_it_begins(moment, opened):
    assert BAR.is_open(at(moment)) is opened


def test_night_before_a_holiday_goes_on_into_it_and_the_holidays_own_night_does_not_begin():
    opening = opening_hours(
        {
            "hours": {"thu": [["18:00", "02:00"]], "fri": [["18:00", "02:00"]]},
            "holidays": [{"date": "2026-12-25", "name": "Giáng sinh"}],
        }
    )
    assert opening.is_open(at("2026-12-25 01:00"))
    assert not opening.is_open(at("2026-12-25 19:00"))
    assert not opening.is_open(at("2026-12-26 01:00"))


def test_shop_may_be_open_around_the_clock():
    opening = opening_hours({"hours": {"sat": [["00:00", "24:00"]]}})
    assert opening.is_open(at("2026-11-21 00:00"))
    assert opening.is_open(at("2026-11-21 23:59"))
    assert not opening.is_open(at("2026-11-22 00:00"))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-21 07:00", "2026-11-21 08:00"),
        ("2026-11-21 08:00", "2026-11-21 13:00"),
        ("2026-11-21 21:30", "2026-11-22 09:00"),
        ("2026-12-31 22:00", "2027-01-02 08:00"),
        ("2027-02-05 00:00", "2027-02-10 08:00"),
    ],
)
def test_next_opening_passes_over_pauses_nights_and_holidays(moment, opens):
    assert opening_hours(DEMO).next_opening(at(moment)) == at(opens)


def test_shop_without_hours_opens_never():
    assert opening_hours({}).next_opening(at("2026-11-21 07:00")) is None
    assert opening_hours({}).next_day(SATURDAY) is None


# -- holidays --


def test_holidays_are_empty_and_have_a_name():
    opening = opening_hours(DEMO)
    assert opening.on(date(2027, 2, 6)) == []
    assert opening.holiday(date(2027, 2, 6)) == "Tết Nguyên đán (mùng 1)"
    assert opening.holiday(SATURDAY) is None
    assert opening_hours({"holidays": [{"date": "2027-01-01"}]}).holiday(date(2027, 1, 1)) == ""


def test_neighbouring_holidays_are_one_run_under_the_common_part_of_their_names():
    assert opening_hours(DEMO).holiday_runs() == [
        (date(2027, 1, 1), date(2027, 1, 1), "Tết Dương lịch"),
        (date(2027, 2, 5), date(2027, 2, 9), "Tết Nguyên đán"),
        (date(2027, 4, 16), date(2027, 4, 16), "Giỗ Tổ Hùng Vương"),
        (date(2027, 4, 30), date(2027, 5, 1), "Ngày Thống nhất, Quốc tế Lao động"),
        (date(2027, 9, 2), date(2027, 9, 2), "Quốc khánh"),
        (date(2028, 1, 1), date(2028, 1, 1), "Tết Dương lịch"),
    ]


@pytest.mark.parametrize(
    ("names", "common"),
    [
        (["Nghỉ Tết 28", "Nghỉ Tết 29"], "Nghỉ Tết"),
        (["Mùng 1 Tết", "Mùng 2 Tết"], "Tết"),
        (["Ngày Thống nhất", "Ngày Lao động"], "Ngày Thống nhất, Ngày Lao động"),
        (["Reunification Day", "Labour Day"], "Reunification Day, Labour Day"),
        (["Quốc khánh", "", "Quốc khánh"], "Quốc khánh"),
        (["", ""], ""),
    ],
)
def test_word_that_says_nothing_is_no_common_name(names, common):
    assert common_name(names) == common


def test_days_of_tet_are_counted_from_the_holiday_that_says_mung():
    opening = opening_hours(DEMO)
    assert opening.mung(1, SATURDAY) == date(2027, 2, 6)
    assert opening.mung(5, SATURDAY) == date(2027, 2, 10)
    assert opening.mung_of(date(2027, 2, 10)) == 5
    assert opening.mung_of(date(2027, 2, 5)) is None
    assert opening.mung_of(date(2027, 2, 21)) is None
    assert opening.mung(8, date(2027, 2, 12)) == date(2027, 2, 13)
    assert opening.mung(1, date(2027, 3, 12)) is None


def test_days_before_tet_are_counted_from_the_holiday_that_says_chap():
    opening = opening_hours(DEMO)
    assert opening.chap(28, SATURDAY) == date(2027, 2, 4)
    assert opening.chap(30, SATURDAY) is None, "this month has 29 days"
    assert opening_hours({}).chap(28, SATURDAY) is None


def test_mung_of_another_month_is_no_day_of_tet():
    holidays = [{"date": "2027-04-16", "name": "Giỗ Tổ (mùng 10 tháng 3)"}]
    assert opening_hours({"holidays": holidays}).mung(1, SATURDAY) is None
    holidays = [{"date": "2027-02-07", "name": "Tet (mong 2 thang Gieng)"}]
    assert opening_hours({"holidays": holidays}).mung(1, SATURDAY) == date(2027, 2, 6)


# -- profiles that make no sense --


def test_what_cannot_be_read_is_not_known_and_the_rest_is():
    opening = opening_hours({"hours": {"mon": [["8:00", "17:00"]], "wed": ["08:00-17:00"]}})
    assert opening.known
    monday, tuesday, wednesday = (date(2026, 11, day) for day in (23, 24, 25))
    assert opening.on(monday) == [("08:00", "17:00")]
    assert (opening.knows(monday), opening.knows(tuesday), opening.knows(wednesday)) == (True, True, False)
    assert opening.on(tuesday) == opening.on(wednesday) == []


@pytest.mark.parametrize(
    "profile",
    [
        {"hours": {"wed": ["08:00-17:00"]}},
        {"hours": "8-17"},
        {"hours": None, "holidays": None},
        {"hours": {"wed": [["17:00", "17:00"]], "thu": [["25:00", "26:00"]], "fri": [[8, 17]]}},
        {"holidays": [{"date": "30/4"}, {"date": None}, "2027-04-30", {"date": "0001-01-01", "name": "mùng 5"}]},
        {"categories": None},
    ],
)
def test_profile_without_a_readable_hour_is_not_known_and_never_open(profile):
    opening = opening_hours(profile)
    assert not opening.known
    assert not opening.is_open(at("2026-11-25 09:00"))
    assert opening.holiday_runs() == []


@pytest.mark.parametrize("name", [None, 5, "", "Saigon", "Asia", "../etc/passwd", "Asia/Ho_Chi_Minh"])
def test_shop_whose_time_zone_does_not_exist_keeps_viet_nams(name):
    assert timezone_of({"timezone": name}).key == "Asia/Ho_Chi_Minh"


def json_values(*also):
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["", *also])
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))


TIMES = st.sampled_from(["8:00", "08:00", "24:00", "17:30", "02:00", "08:00-17:00", "", None, 8])
SPANS = st.lists(st.lists(TIMES, max_size=3) | TIMES, max_size=3)
HOLIDAYS = st.fixed_dictionaries(
    {"date": st.sampled_from(["2027-02-05", "2027-02-06", "9999-12-31", "0001-01-01", "30/4", None])},
    optional={"name": st.sampled_from(["Tết (mùng 1)", "29 tháng Chạp", "mùng 99", "", None, 3])},
)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "hours": st.dictionaries(st.sampled_from(["mon", "sat", "sun", "x"]), SPANS | json_values()) | json_values(),
        "holidays": st.lists(HOLIDAYS | json_values(), max_size=4) | json_values(),
        "timezone": json_values("Asia/Tokyo", "UTC", "Asia"),
        "branches": st.lists(json_values("name"), max_size=3) | json_values(),
        "categories": st.lists(json_values("key"), max_size=3) | json_values(),
    },
)


@settings(max_examples=150, deadline=None)
@given(PROFILES)
def test_no_profile_whatever_raises(profile):
    opening = opening_hours(profile)
    for moment in (at("2026-11-21 09:00"), at("2027-02-06 01:00")):
        opening.is_open(moment)
        opening.next_opening(moment)
        opening.mung(5, moment.date())
        opening.chap(29, moment.date())
    assert len(opening.holiday_runs()) <= len(opening.holidays)
    assert timezone_of(profile)
    assert all(isinstance(line, str) and line for line in check_profile(profile))


# -- faults --


def test_profiles_of_the_shops_at_hand_have_no_fault():
    for shop in (DEMO, PETS, {}, {"name": "Tiệm Nhỏ"}):
        assert check_profile(shop) == []


@pytest.mark.parametrize(
    ("profile", "line"),
    [
        ({"hours": "8-17"}, 'hours: an object such as {"mon": [["08:00", "17:00"]]} is expected'),
        (
            {"hours": {"wed": ["08:00-17:00"]}},
            'hours, wed: "08:00-17:00" is not a pair of times such as ["08:00", "17:00"]',
        ),
        (
            {"hours": {"wed": [["08:00", "08:00"]]}},
            'hours, wed: ["08:00", "08:00"] is not a pair of times such as ["08:00", "17:00"]',
        ),
        ({"hours": {"wed": None}}, 'hours, wed: a list of pairs such as [["08:00", "17:00"]] is expected'),
        (
            {"hours": {"wed": [["13:00", "21:00"], ["8:00", "14:00"]]}},
            'hours, wed: ["08:00", "14:00"] and ["13:00", "21:00"] overlap',
        ),
        (
            {"hours": {"wed": [["18:00", "02:00"], ["20:00", "21:00"]]}},
            'hours, wed: ["18:00", "02:00"] and ["20:00", "21:00"] overlap',
        ),
        ({"hours": {"thứ 2": []}}, "hours, thứ 2: not a day; the days are mon, tue, wed, thu, fri, sat, sun"),
        ({"holidays": None}, "holidays: a list of objects with date and name is expected"),
        (
            {"holidays": ["2027-04-30"]},
            'holidays, 1: an object with date and name is expected, not "2027-04-30"',
        ),
        ({"holidays": [{"date": "30/4"}]}, 'holidays, 1, date: "30/4" is not a date such as "2027-04-30"'),
        (
            {"holidays": [{"date": "2027-04-30"}, {"date": "2027-04-30"}]},
            "holidays, 2, date: 2027-04-30 occurs twice",
        ),
        ({"holidays": [{"date": "2027-04-30", "name": 3}]}, "holidays, 1, name: 3 is not a text"),
        ({"timezone": "Saigon"}, 'timezone: "Saigon" is not a time zone such as "Asia/Ho_Chi_Minh"'),
        ({"branches": {}}, "branches: a list of objects with name and address is expected"),
        ({"branches": [{"name": "Láng"}]}, "branches, 1, address: a text is expected"),
        (
            {"branches": [{"name": "Láng", "address": "Hà Nội", "phone": 24}]},
            'branches, 1, phone: a text such as "028 0000 0119" is expected',
        ),
        ({"categories": None}, "categories: a list of objects with key and name is expected"),
        ({"categories": [{"name": {"vi": "Loa"}}]}, "categories, 1, key: a text is expected"),
        (
            {"categories": [{"key": "loa", "name": "Loa"}]},
            'categories, 1, name: texts such as {"vi": "Âm thanh", "en": "Audio"} are expected',
        ),
        (
            {"categories": [{"key": "a", "name": {"vi": "A"}}, {"key": "a", "name": {"vi": "B"}}]},
            'categories, 2, key: "a" occurs twice',
        ),
        (
            {"categories": [{"key": "a", "name": {"vi": "A"}, "aliases": None}]},
            "categories, 1, aliases: a list of texts is expected",
        ),
    ],
)
def test_fault_is_one_line_that_names_the_field(profile, line):
    assert check_profile(profile) == [line]


def test_every_fault_has_its_line():
    profile = {
        "hours": {"mon": ["8-17", 5], "wed": {}},
        "holidays": [1, {}],
        "timezone": None,
        "branches": [{}],
        "categories": "x",
    }
    assert len(check_profile(profile)) == 3 + 2 + 1 + 2 + 1
