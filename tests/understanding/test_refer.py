"""Which thing is meant: by place, name, price, what it is like, or what was spoken of; the words decide first."""

from __future__ import annotations

import pytest
from reading import meant

from bot.domain.ground import Ground, Line
from bot.language import fold
from bot.understanding.refer import COUNTED
from bot.understanding.shelf import Shelf

V50, BEAN, RUN = "DT-TAINGHE-01", "DT-TAINGHE-02", "DT-TAINGHE-03"
HEADPHONES = [V50, BEAN, RUN]
COOKER = "GD-NOICOM-01"


def listed() -> Ground:
    """Three headphones stand on the screen, none was picked."""
    return Ground(shown=list(HEADPHONES), several=True)


def picked() -> Ground:
    """Of the list one was spoken of, another one before it."""
    return Ground(shown=list(HEADPHONES), focus=[BEAN, V50])


# -- the place in the list --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("cái đầu tiên", [V50]),
        ("con thứ hai giá sao", [BEAN]),
        ("cai so 2", [BEAN]),
        ("mẫu thứ 3", [RUN]),
        ("con cuối", [RUN]),
        ("the second one", [BEAN]),
        ("the last one please", [RUN]),
        ("hai cái đầu", [V50, BEAN]),
        ("compare the first two", [V50, BEAN]),
    ],
)
def test_thing_is_counted_out_of_the_list_on_the_screen(shelf: Shelf, text: str, skus: list[str]):
    found = meant(shelf, text, listed())
    assert (found.how, list(found.skus)) == ("counted", skus)


@pytest.mark.parametrize(
    "text", ["cái thứ năm", "thứ hai shop có mở cửa không", "mua lần đầu", "how long does it last"]
)
def test_what_counts_nothing_out_is_not_counted(shelf: Shelf, text: str):
    assert meant(shelf, text, listed()).how != "counted"


def test_nothing_is_counted_where_nothing_is_shown(shelf: Shelf):
    assert meant(shelf, "cái thứ hai").skus == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("cái đầu tiên", [0]),
        ("so sánh hai cái đầu", [0, 1]),
        ("compare the first two", [0, 1]),
        ("cái thứ hai với cái cuối", [1, -1]),
        ("the last one", [-1]),
        ("how long does the battery last", []),
        ("đồ cho đám cưới", []),
        ("is it second-hand", []),
    ],
)
def test_cards_are_counted_by_whole_words(text: str, places: list[int]):
    found = [place for pattern, counted in COUNTED if pattern.search(fold(text)) for place in counted]
    assert list(dict.fromkeys(found)) == places


# -- the name ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("V50 giá sao", V50),
        ("vong am v50", V50),
        ("Vọng Âm Hạt Đậu còn không", BEAN),
        ("bean", BEAN),
        ("nồi cơm 1l8", COOKER),
        ("nồi chiên 5 lít", "GD-NOICHIEN-01"),
        ("loa sân nhà giá bao nhiêu", "DT-LOA-02"),
        ("the Vọng Âm V50", V50),
    ],
)
@pytest.mark.parametrize("ground", [Ground, listed, picked])
def test_thing_is_called_by_its_name_whatever_was_spoken_of(shelf: Shelf, text: str, sku: str, ground):
    assert meant(shelf, text, ground()).one == sku


@pytest.mark.parametrize("text", ["loa còn sẵn nha shop", "cái này có êm không"])
def test_words_that_only_sound_like_a_name_name_nothing_else(shelf: Shelf, text: str):
    assert meant(shelf, text, picked()).how != "named"


def test_thing_that_is_pointed_at_by_its_kind_is_the_one_spoken_of(shelf: Shelf):
    assert meant(shelf, "áo này khô nhanh không", Ground(focus=["TT-AOTHUN-01"])).one == "TT-AOTHUN-01"
    assert meant(shelf, "áo thun khô nhanh giá sao", Ground(focus=["TT-AOTHUN-01"])).one == "TT-AOTHUN-04"


def test_kind_alone_names_no_thing_but_the_one_of_that_kind_that_is_spoken_of(shelf: Shelf):
    found = meant(shelf, "tai nghe giá bao nhiêu")
    assert (found.how, found.explicit) == ("kind", False)
    assert set(found.skus) == set(HEADPHONES)
    assert meant(shelf, "tai nghe giá bao nhiêu", picked()).one == BEAN
    assert meant(shelf, "nồi cơm giá bao nhiêu", Ground(focus=[V50, COOKER])).one == COOKER


@pytest.mark.parametrize("text", ["có màu đen không", "giá bao nhiêu", "còn hàng không", "ship huế bao nhiêu", "ok"])
def test_question_that_any_thing_could_be_asked_is_about_what_is_spoken_of(shelf: Shelf, text: str):
    assert meant(shelf, text).skus == ()
    assert meant(shelf, text, listed()).how == "shown"
    assert meant(shelf, text, picked()).one == BEAN


# -- what it is like --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("cái móc vành", RUN),
        ("cái nhét tai pin bao lâu", BEAN),
        ("cái chụp tai", V50),
        ("cái màu hồng", BEAN),
        ("cai mau hong", BEAN),
        ("the pink one", BEAN),
    ],
)
@pytest.mark.parametrize("ground", [listed, picked])
def test_thing_is_told_apart_by_what_it_is_like(shelf: Shelf, text: str, sku: str, ground):
    assert meant(shelf, text, ground()).one == sku


def test_number_without_a_unit_is_that_of_a_name(shelf: Shelf):
    bottles = [sku for sku, product in shelf.products.items() if product.kind == "bình giữ nhiệt"]
    found = meant(shelf, "cái 750 thì sao", Ground(shown=bottles, several=True))
    assert found.one is not None
    assert "750" in shelf.products[found.one].name


# -- this one, that one, both, back to it -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nó pin bao lâu", "con đó giá sao", "cái này còn không", "how heavy is it"])
def test_it_is_what_was_spoken_of_last_or_any_of_the_list(shelf: Shelf, text: str):
    assert meant(shelf, text, picked()).one == BEAN
    assert set(meant(shelf, text, listed()).skus) == set(HEADPHONES)


@pytest.mark.parametrize("text", ["con kia", "còn cái kia thì sao", "cái còn lại", "the other one"])
def test_the_other_one_is_beside_the_one_spoken_of(shelf: Shelf, text: str):
    assert meant(shelf, text, Ground(focus=[V50], shown=[V50, BEAN])).one == BEAN
    assert meant(shelf, text, Ground(focus=[BEAN, V50])).one == V50


@pytest.mark.parametrize("text", ["cả hai", "lấy cả 2 luôn", "both of them", "the two"])
def test_both_are_the_two_that_were_spoken_of_last(shelf: Shelf, text: str):
    assert set(meant(shelf, text, Ground(shown=[V50, BEAN], several=True)).skus) == {V50, BEAN}
    assert set(meant(shelf, text, picked()).skus) == {V50, BEAN}
    assert set(meant(shelf, text, Ground(focus=[COOKER, V50])).skus) == {COOKER, V50}


@pytest.mark.parametrize(
    "text",
    ["quay lại con V50", "quay lại cái tai nghe lúc nãy", "back to the headphones from before", "tai nghe hồi nãy đó"],
)
def test_talk_goes_back_to_what_was_spoken_of_before(shelf: Shelf, text: str):
    assert meant(shelf, text, Ground(focus=[COOKER, V50])).one == V50


def test_one_of_the_basket_is_remembered_too(shelf: Shelf):
    ground = Ground(focus=[COOKER], basket=[Line(V50)])
    assert meant(shelf, "tai nghe pin bao lâu", ground).one == V50


# -- the page ---------------------------------------------------------------------------------------------------------


def test_page_that_was_opened_since_is_what_is_asked_about(shelf: Shelf):
    found = meant(shelf, "giá bao nhiêu", Ground(focus=[V50], page_sku=V50), page_sku=COOKER)
    assert (found.how, found.one) == ("page", COOKER)


def test_page_that_stands_open_is_not_when_something_else_was_spoken_of_on_it(shelf: Shelf):
    assert meant(shelf, "giá bao nhiêu", Ground(focus=[V50], page_sku=COOKER), page_sku=COOKER).one == V50


def test_page_is_what_is_asked_about_first_of_all_and_a_name_still_comes_before_it(shelf: Shelf):
    assert meant(shelf, "giá bao nhiêu", page_sku=COOKER).one == COOKER
    assert meant(shelf, "V50 giá bao nhiêu", page_sku=COOKER).one == V50
    assert meant(shelf, "giá bao nhiêu", page_sku="NO-SUCH").skus == ()


# -- pressed ----------------------------------------------------------------------------------------------------------


def test_pressed_card_is_meant_whatever_the_words_say(shelf: Shelf):
    found = meant(shelf, "V50", listed(), pressed=[COOKER])
    assert (found.how, found.one) == ("pressed", COOKER)
    assert meant(shelf, "V50", pressed=["NO-SUCH"]).one == V50


def test_ground_that_speaks_of_things_gone_from_the_shelf_breaks_nothing(shelf: Shelf):
    gone = Ground(
        focus=["GONE-1"], shown=["GONE-1", "GONE-2"], several=True, basket=[Line("GONE-3")], page_sku="GONE-4"
    )
    for text in ("giá bao nhiêu", "cái đầu tiên", "cả hai", "con kia", "cái màu đen", "quay lại con lúc nãy"):
        assert meant(shelf, text, gone, page_sku="GONE-4").skus == ()
