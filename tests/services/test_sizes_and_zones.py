"""The shop's own charts and zones: which size fits, what delivery costs, and what is refused when they are imported."""

import json

import pytest

from bot.domain.errors import BadInput
from bot.services.answers.delivering import place_of
from bot.services.delivery import delivery_zones, zone_of
from bot.services.imports import ImportProblem, import_shop
from bot.services.shop import load_shop
from bot.services.sizes import chart_for, size_charts

TOPS = {"measure": "weight", "name": {"vi": "áo"}, "sizes": [["S", 45, 52], ["M", 53, 60]]}
SHOP = {
    "size_charts": [TOPS],
    "shipping": {
        "zones": [
            {"provinces": ["Hà Nội", "TP. Hồ Chí Minh"], "fee": 20000, "days": "1-2"},
            {"provinces": ["Huế", "Đà Nẵng", "Quảng Ngãi"], "fee": 35000, "days": "3-5"},
        ]
    },
}


@pytest.mark.parametrize(
    ("kilograms", "size"), [(44.9, None), (45, "S"), (52, "S"), (52.5, "M"), (60, "M"), (61, None)]
)
def test_between_two_sizes_the_larger_fits_and_outside_of_the_chart_none(kilograms, size):
    [chart] = size_charts(SHOP)
    row = chart.fitting(kilograms)
    assert (row and row[0]) == size


def test_place_that_may_be_in_either_of_two_provinces_is_told_only_where_both_cost_the_same():
    assert zone_of(SHOP, "Huế").fee == 35000
    assert zone_of(SHOP, "Huế|Đà Nẵng").fee == 35000
    assert zone_of(SHOP, "Huế|Hà Nội") is None
    assert zone_of(SHOP, "Cà Mau") is None
    assert zone_of({}, "Huế") is None
    assert zone_of({"shipping": {"zones": [{"provinces": ["Huế"]}]}}, "Huế") is None


def test_thing_that_was_named_is_sized_by_its_own_chart_only():
    shoes = {"measure": "foot", "name": {"vi": "giày"}, "kinds": ["giày"], "sizes": [["38", 23.5, 24.4]]}
    shop = {"size_charts": [{**TOPS, "kinds": ["áo"]}, shoes]}
    assert chart_for(shop, ["weight"], []).name == {"vi": "áo"}
    assert chart_for(shop, ["weight", "foot"], ["giày"]).name == {"vi": "giày"}
    assert chart_for(shop, ["weight"], ["giày"]) is None
    assert chart_for(shop, ["weight"], ["tai nghe"]) is None


@pytest.mark.parametrize(
    ("typed", "province", "called"),
    [
        ("da nang", "Đà Nẵng", "Đà Nẵng"),
        ("hn", "Hà Nội", "Hà Nội"),
        ("Hanoi", "Hà Nội", "Hà Nội"),
        ("bình dương", "TP. Hồ Chí Minh", "Bình Dương (TP. Hồ Chí Minh)"),
        ("tp hcm", "TP. Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("", "Huế", "Huế"),
        ("phú yên", "Đắk Lắk|Gia Lai", "Phú Yên"),
    ],
)
def test_place_is_called_as_it_was_typed_with_its_province_of_today(typed, province, called):
    assert place_of(typed, province) == called


@pytest.mark.parametrize(
    "chart",
    [
        {},
        "x",
        {**TOPS, "measure": "shoe"},
        {**TOPS, "name": "áo"},
        {**TOPS, "sizes": []},
        {**TOPS, "sizes": [["S", "a lot", 52]]},
        {**TOPS, "sizes": [["M", 53, 60], ["S", 45, 52]]},
    ],
)
def test_charts_that_make_no_sense_are_refused_by_their_number(chart):
    with pytest.raises(BadInput, match="chart 2"):
        size_charts({"size_charts": [TOPS, chart]})


@pytest.mark.parametrize("zone", [{}, 5, {"provinces": ["Huế"], "fee": "cheap", "days": "1"}])
def test_zones_that_make_no_sense_are_refused_by_their_number(zone):
    with pytest.raises(BadInput, match="zone 1"):
        delivery_zones({"shipping": {"zones": [zone]}})


async def test_profile_with_a_bad_chart_or_zone_is_not_imported_and_each_is_named(house):
    await import_shop(house.services, json.dumps({"name": "Tiệm", **SHOP}).encode())
    bad = {"name": "Khác", "size_charts": [{}], "shipping": {"zones": [{}]}}
    with pytest.raises(ImportProblem) as refused:
        await import_shop(house.services, json.dumps(bad).encode())
    assert "zone 1" in str(refused.value) and "chart 1" in str(refused.value)
    assert (await load_shop(house.services))["name"] == "Tiệm"
