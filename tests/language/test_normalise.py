"""The cleaned, written-out and folded views of a message."""

import pytest

from bot.language import FOLD, fold, normalise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đổi Trả", "doi tra"),
        ("Đường Nguyễn Huệ", "duong nguyen hue"),
        ("ðặt hàng Ɖà Lạt", "dat hang da lat"),
        ("d\u0335ặt", "dat"),
        ("ậ".encode().decode(), "a"),
        ("a\u0323\u0302", "a"),
    ],
)
def test_fold_drops_marks_and_reads_look_alikes_of_d(text, folded):
    assert fold(text) == folded


def test_fold_mapping_works_with_translate():
    assert "Đặt hàng ở Huế".translate(FOLD) == "dat hang o hue"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("mình cần tư vấn", "mình cần tư vấn"),
        ("gia\u0301 bao nhie\u0302u", "giá bao nhiêu"),
        ("  shop\u200b ơi \u00a0 cho\tem hỏi \n", "shop ơi cho em hỏi"),
        ("ｓｉｚｅ ４２", "size 42"),
        ("𝘀𝗮𝗹𝗲", "sale"),
        ("Ä\u0091áº·t hÃ\xa0ng", "đặt hàng"),
        ("ðẹp", "đẹp"),
        ("rеview", "review"),  # the е is Cyrillic
        ("hoá đơn, khoẻ, thuỷ tinh, LOẠI KHOẺ", "hóa đơn, khỏe, thủy tinh, LOẠI KHỎE"),
        ("của cuả, gìơ", "của của, giờ"),
        ("quý quốc quyển huỳnh thuở khuya", "quý quốc quyển huỳnh thuở khuya"),
    ],
)
def test_clean_repairs_the_letters_and_keeps_the_words(raw, clean):
    assert normalise(raw).clean == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("xinhhhh quáaaa trờiii", "xinh quá trời"),
        ("okkkk shoppp", "ok shop"),
        ("kkkk XXL xxxl 100000000", "kkkk XXL xxxl 100000000"),
        ("lâuuu gìii", "lâu gì"),
        ("hihi good book see free", "hihi good book see free"),
        ("quá đã!!!!!!!", "quá đã!!!"),
    ],
)
def test_lengthened_letters_collapse_but_sizes_laughter_and_numbers_stay(raw, clean):
    assert normalise(raw).clean == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("gias bao nhieeu", "giá bao nhiêu"),
        ("toois muoons ddoori hangf", "tối muốn đổi hàng"),
        ("khoong cos dduwowcj", "không có được"),
        ("nhaan vieen tuw vaans", "nhân viên tư vấn"),
        ("co2n hang2 kho6ng", "còn hàng không"),
        ("d9a85t hàng", "đặt hàng"),
        ("đươcj, giás, Ddown", "được, giá, Đơn"),
        ("owi, aj", "ơi, ạ"),
    ],
)
def test_keystrokes_left_by_the_input_method_become_letters(raw, clean):
    assert normalise(raw).clean == clean


@pytest.mark.parametrize(
    "word",
    "test order max fix box tax relax sales iphone15 s24 a54 m2 t7 lan2 mi8 xs2 5l in4 reset newest dad teen keen"
    " room pass this has "
    "gas bus boss Lee Felix class size42 HN20391 spx123 pro plus mix s5 so1 top1 best express".split(),
)
def test_english_brands_models_and_codes_are_never_retyped(word):
    assert normalise(word).clean == word


@pytest.mark.parametrize(
    ("raw", "expanded"),
    [
        ("giá bn v shop", "giá bao nhiêu vậy shop"),
        ("bn ơi còn hàng k", "bạn ơi còn hàng không"),
        ("200k đc k", "200k được không"),
        ("size 38 k shop", "size 38 không shop"),
        ("cho xin đc shop", "cho xin địa chỉ shop"),
        ("ko vừa đổi dc ko", "không vừa đổi được không"),
        ("áo bị lỗi đổi đc k", "áo bị lỗi đổi được không"),
        ("shop đổi dc giúp e", "shop đổi địa chỉ giúp em"),
        ("mai giao dc ko", "mai giao được không"),
        ("e ck r nhé", "em chuyển khoản rồi nhé"),
        ("màu hong", "màu hồng"),
        ("có sẵn hong", "có sẵn không"),
        ("hem 45 lê lợi", "hẻm 45 lê lợi"),
        ("bh 12 tháng", "bảo hành 12 tháng"),
        ("bh có lại hàng", "bao giờ có lại hàng"),
        ("tv 43 inch", "tivi 43 inch"),
        ("tv giúp mik", "tư vấn giúp mình"),
        ("quên mk r", "quên mật khẩu rồi"),
        ("sz m còn k", "size m còn không"),
        ("m hỏi chút", "mình hỏi chút"),
        ("cao 1m6 nặng 50kg", "cao 1m6 nặng 50kg"),
        ("loa bị hỏng", "loa bị hỏng"),
        ("hỏng biết", "không biết"),
        ("xl shop nha", "xin lỗi shop nha"),
        ("ip 13 prm", "iphone 13 pro max"),
        ("da dị ứng", "da dị ứng"),
        ("sao dị", "sao vậy"),
    ],
)
def test_abbreviations_are_written_out_by_their_neighbours(raw, expanded):
    assert normalise(raw).expanded == expanded


def test_english_text_gets_only_english_chat_words():
    assert normalise("do u have a red one in size M pls").expanded == "do you have a red one in size m please"


def test_folded_is_the_expanded_view_without_diacritics():
    assert normalise("Đổi sz đc k").folded == "doi size duoc khong"


def test_spans_of_the_clean_text_lead_back_to_the_raw_message():
    raw = "  gia\u0301   khoong\u200b ạ "
    normal = normalise(raw)
    start = normal.clean.index("không")
    low, high = normal.raw_span(start, start + len("không"))
    assert raw[low:high].startswith("khoong")
    assert normal.raw_span(0, 3) == (2, 6)
    assert normal.raw_span(-5, 999) == (2, raw.index("ạ") + 1)
