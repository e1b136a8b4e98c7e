"""Other words for the same need, as shops and shoppers use them in Vietnamese and English; folded."""

from __future__ import annotations

from collections import defaultdict

SAME = (
    "em yen im quiet silent hush tinh",
    "re mem binh_dan cheap",
    "ben durable",
    "gia lon_tuoi nguoi_gia elderly older",
    "trai phai left right",
    "be tre nhi kid child children baby em_be con",
    "bau thai pregnant maternity",
    "tiec cuoi party wedding evening",
    "van_phong cong_so office work",
    "chay jog run running",
    "gym tap workout sport the_thao exercise",
    "laptop may_tinh notebook",
    "dien_thoai phone smartphone dt",
    "bien beach boi swim",
    "nuoc water",
    "dau_nhon dau oily oil nhon",
    "kho dry",
    "nhay_cam sensitive",
    "mun acne",
    "tham dark_spot",
    "trang sang brightening bright",
    "ngu bedroom sleep",
    "khach living",
    "qua gift tang bieu",
    "phuot cong_tac trip travel du_lich",
    "cay dog cho",
    "meo cat",
    "sinh_vien student hoc_sinh",
    "rong rong_rai oversize loose wide",
    "om slim fitted vua_nguoi",
    "kin_dao modest kin",
    "mong thin",
    "day thick",
    "khoa_keo zip zipper",
    "remote dieu_khien",
    "hen_gio timer",
    "nhe light lightweight",
    "ngot sweet",
    "dang bitter",
    "chua sour acidic",
    "thom aromatic fragrant",
    "moi beginner nguoi_moi",
    "mo khui boc bung xe open opened",
    "hoi mui smell odour odor",
    "cap day cable cord",
    "rat cham_chich sting cham chich",
    "cat bao_quan keep store storage quan",
    "trom lo sheer xuyen",
    "lot chui vua fit fits",
    "tranh ne avoid",
    "hu mot moc hong",
    "beo calo calories kcal",
    "gao_lut brown_rice",
    "moisturiser moisturizer cream lotion",
    "headphone earphone earbud headset",
    "tumbler flask thermos bottle",
    "smartwatch watch",
    "sneaker shoe trainer",
    "suitcase luggage",
    "trouser pant",
    "vacuum hoover",
    "giam_can an_kieng diet low-calorie kieng",
)
"""Rows of words with one sense; an underscore stands for a space within a word."""

_TABLE: dict[str, set[str]] = defaultdict(set)
for _row in SAME:
    _words = [word.replace("_", " ") for word in _row.split()]
    _single = [word for word in _words if " " not in word]
    for _word in _single:
        _TABLE[_word] |= set(_single) - {_word}


def also_said(word: str) -> list[str]:
    """Other single words of the same sense, in the table's order."""
    return sorted(_TABLE.get(word, ()))
