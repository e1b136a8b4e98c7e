"""Which language a message is in."""

import pytest

from bot.language import detect_language

VIETNAMESE = """
gia sao shop
con mau den k
ship da nang may ngay
cho minh hoi cai nay con ban khong
bn
alo
doi size duoc k
tra hang sao
cam on ban
hi shop
thanks shop nha
ok a
mai giao nha
chot don
co giam gia khong
tai nghe nay xai duoc may gio
ben minh co ban son ko
e can tu van
mình muốn mua
đặt 2 cái
item này còn stock hông
full set bao nhiêu hem
q7 ship bao lau
add oi rep minh voi
may cai nay giong nhau ha
tv 55 inch gia bao nhieu
de minh suy nghi
"""
ENGLISH = """
how much
size L?
hey
ok thanks
no
price pls
is this still available
my package has not arrived yet
can I pay by card
looking for a present for my dad
ship to Da Nang please
any discount today
it does not fit
do u have this in blue
return policy
I live in Hoi An
can the man call me
what time do you open
one black shirt please
is it the same as the long one
"""
OTHER = """
这个有货吗
多少钱
이 제품 재고 있나요
いくらですか
ราคาเท่าไหร่คะ
Сколько это стоит?
bonjour, vous livrez à Paris ?
je voudrais une robe rouge
hola, tienen esta talla?
cuánto cuesta el envío
berapa harga sepatu ini kak
apakah masih ada stok
ich möchte diese Schuhe kaufen
quanto custa este produto
كم السعر
merci
"""


def _lines(text):
    return [line for line in text.strip().splitlines() if line]


@pytest.mark.parametrize("text", _lines(VIETNAMESE))
def test_short_vietnamese_is_vietnamese_with_or_without_diacritics(text):
    assert detect_language(text).language == "vi"


@pytest.mark.parametrize("text", _lines(ENGLISH))
def test_short_english_is_english(text):
    assert detect_language(text).language == "en"


@pytest.mark.parametrize("text", _lines(OTHER))
def test_third_languages_are_other(text):
    assert detect_language(text).language == "other"


@pytest.mark.parametrize("text", ["", "   ", "👍", "12 / 5", "0912345678", "?!", "😂😂", "a@b.vn"])
def test_text_without_words_is_unknown(text):
    assert detect_language(text).language == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "can you please check why my package is so late, đơn đặt từ tuần trước rồi",
        "I want to order cái váy hoa này in size M please",
    ],
)
def test_two_languages_in_one_sentence_are_mixed(text):
    assert detect_language(text).language == "mixed"


def test_confidence_is_a_share():
    for text in ("còn hàng không", "how much is it", "你好", "👍"):
        assert 0.0 <= detect_language(text).confidence <= 1.0
