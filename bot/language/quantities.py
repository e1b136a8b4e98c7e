"""Find how many of a thing people want."""

from __future__ import annotations

from bot.language.colours import is_colour_word, is_english_colour
from bot.language.detect import guess
from bot.language.money_words import NEUTRAL, VAGUE
from bot.language.numerals import HALF, digit_word, number_at
from bot.language.spans import MOST, Found
from bot.language.tokens import NOTHING, Reading, Token, Words

CLASSIFIERS = Words(
    "cái chiếc đôi bộ hộp chai tuýp cây con em thùng gói set cặp túi lọ hũ bịch lon cuốn quyển tấm miếng vỉ quả trái"
    " bó cốc lốc kiện thỏi hủ tuyp bao phần suất món ly viên cục chậu bông đóa sp tá chục áo quần váy đầm nón mũ"
    " giày dép"
    " pcs pc piece pieces item items pair pairs box boxes bottle bottles sets pack packs dozen units unit bag bags"
    " shirts shoes dresses phones tubes jars cans copies cartons"
)
_ONE_WORD = Words("sản")  # sản phẩm
_ORDER = Words("lấy mua đặt chốt order cho thêm bán gửi ship take buy get want need bớt like give just only", "còn")
_ORDER_STRONG = Words("lấy mua đặt chốt order take buy sl qty quantity")
_BETWEEN = Words(
    "thêm luôn mình em anh chị tôi tui shop nó cho đi mỗi cả lại giúp giùm me us e a c m mk khoảng tầm tới with it"
    " là đủ",
    ":",
)
TIME_OR_MEASURE = Words(
    "k tr triệu nghìn ngàn trăm củ tháng ngày năm giờ phút tuần kg g gr gram ml l lít m cm mm gb tb inch sao tuổi"
    " lần người"
    " đ vnd h th t am pm day days month months week weeks year years hour hours minutes million thousand hundred"
    " people persons person guests kids times phòng tầng mặt màu size chân cửa bánh lớp sim camera loại chiều nửa"
    " món quận đường ngõ hẻm phường xị chai cành vòng",
    "% đ °",
)
PLEASANT = Words(
    "nha nhé ạ a á thôi shop đi luôn nè please pls thanks vậy được không ko k giúp với em anh chị e c rồi nhe ha"
    " cho ơi mình of more nữa trước"
)


def find_quantities(reading: Reading) -> list[Found]:
    """Counts of things: "2 cái", "một cặp", "nửa tá" (6), "lấy hai", "x3", "sl 2"."""
    found: list[Found] = []
    at = 0
    while at < len(reading.tokens) and len(found) < MOST:
        hit = _quantity(reading, at)
        if hit is None:
            at += 1
            continue
        value, start, end = hit
        found.append(Found("quantity", str(value), reading.tokens[start].start, reading.tokens[end - 1].end))
        at = end
    return found


def _quantity(reading: Reading, at: int) -> tuple[int, int, int] | None:
    token, after = reading.at(at), reading.at(at + 1)
    if token.low in ("nửa", "nua", "half") and (
        after.low in ("tá", "ta") or reading.at(at + 2).fold == "dozen" or after.fold == "dozen"
    ):
        return 6, at, at + (3 if reading.at(at + 2).fold == "dozen" and after.fold != "dozen" else 2)
    model = reading.at(at - 1).fold in ("mau", "model", "ban", "doi", "dong", "con", "bmw", "series")
    if token.low == "x" and after.glued and (model or (token.text == "X" and (at or len(reading.tokens) > 2))):
        return None  # "X1" is a model
    if token.fold in ("x", "sl", "slg", "qty", "quantity", "×") or (
        token.low in ("số", "so") and after.low in ("lượng", "luong")
    ):
        step = at + (2 if token.fold == "so" else 1)
        while reading.at(step).text in (":", "=", "-") or reading.at(step).fold in ("la", "is"):
            step += 1
        digits = reading.at(step)
        clean_x = (not (token.text == "X" and digits.glued) and token.fold != "x") or (
            not token.glued and not (at and reading.at(at - 1).is_number)
        )
        if clean_x and digits.text.isdigit() and len(digits.text) <= 3 and reading.at(step + 1) not in TIME_OR_MEASURE:
            return int(digits.text), at, step + 1
    if token.fold == "a" and after.fold in ("pair", "dozen", "box", "bottle", "pack"):
        return 12 if after.fold == "dozen" else 1, at, at + 2
    if token.is_number and (
        token.glued and at and (reading.at(at - 1).is_word or reading.at(at - 1).text in "/-.,:#+@")
    ):
        return None
    if token.low == "ten" and guess(reading.normal.clean).language != "en":
        return None  # tên
    if token.low in ("chục", "trăm", "chuc", "tram") and after in CLASSIFIERS:
        counted = reading.at(at - 1)
        if (after.fold, reading.at(at + 2).fold) in (("phan", "tram"), ("cay", "so")):
            return None  # trăm phần trăm, chục cây số
        many = (
            counted.is_number or digit_word(counted) is not None or counted in VAGUE or counted.fold in ("phan", "ca")
        )
        return None if many else ((10 if token.fold == "chuc" else 100), at, at + 2)
    number = number_at(reading, at) if token.is_number or digit_word(token) is not None else None
    if (
        number is None
        or number.value.denominator != 1
        or (number.hundreds and not token.is_number and number.end - at < 2)
    ):
        return None
    value, end = int(number.value), number.end
    if not 0 < value <= 9999 or (number.grouped and reading.at(end) not in CLASSIFIERS) or _promotion(reading, at, end):
        return None
    if hit := _classified(reading, at, value, end, number.tens_word):
        return hit
    return _ordered(reading, at, value, end)


def _promotion(reading: Reading, at: int, end: int) -> bool:
    """Whether the number belongs to "mua 2 tặng 1", "1 đổi 1" or "buy 2 get 1", which ask for nothing."""
    return _gives(reading, end) or _gives(reading, at - 1)


def _gives(reading: Reading, at: int) -> bool:
    word, before, after = reading.at(at), reading.at(at - 1), reading.at(at + 1)
    if not (before.is_number and after.is_number):
        return False
    # Typed bare, "doi" is rather "đôi", a pair, unless one is changed for one.
    return word.low in ("tặng", "tang", "get", "đổi", "tính", "tinh") or (
        word.low == "doi" and before.text == after.text == "1"
    )


_STILL = frozenset("hang size sz mau k ko khong hong hok bh bao ban giam".split())
#: After a bare "doi" these show that it is đổi, not đôi.
CHANGED_TO = frozenset("sang qua size sz lai tra thanh hang mau".split())


def _classified(reading: Reading, at: int, value: int, end: int, tens_word: bool) -> tuple[int, int, int] | None:
    thing = reading.at(end)
    glued_x = thing.fold == "x" and thing.glued and not reading.at(end + 1).is_number
    if glued_x and value <= 50 and reading.at(at - 1).fold not in ("zoom", "gap", "nhanh"):
        return value, at, end + 1
    if thing.low in ("tá", "ta", "lố", "dozen") or (thing.low in ("chục", "chuc") and value < 20):
        return value * (10 if thing.fold == "chuc" else 12), at, end + 1
    if tens_word and (thing in CLASSIFIERS or reading.at(at - 1) in _ORDER_STRONG or _a_thing(thing)):
        return value, at, end + (thing in CLASSIFIERS)
    if _coloured(reading, at, value, end):
        return value, at, end
    if thing not in CLASSIFIERS and not (thing in _ONE_WORD and reading.at(end + 1).fold == "pham"):
        return None
    if thing.low == "con" and reading.at(end + 1).fold in _STILL:
        return None  # "loq 15 con hang": còn, not con
    if reading.at(at - 1).fold == "top" or (value > 20 and reading.at(end + 1).fold == "nao"):
        return None  # "top 10 cuốn", "tầm 150 đến 200 cây nào"
    if thing.low == "doi" and reading.at(end + 1).fold in CHANGED_TO:
        return None  # "giay 40 doi sang 41": đổi, not đôi
    if reading.at(at).low == "ba" and thing.fold == "em" and reading.at(at - 1) not in _ORDER_STRONG:
        return None  # "ba em" is my father
    if reading.at(at - 1).fold in ("hoi", "nho", "xem") and value == 1:
        return None  # "cho hỏi một cái"
    if thing.fold == "em" and (reading.at(end + 1).fold in ("gai", "trai", "be", "oi") or reading.at(at).low == "mot"):
        return None
    if thing.text[0].isupper() and thing.low == thing.fold and not reading.at(at).text.isupper() and at:
        return None  # "18 Phan Bội Châu"
    if thing.low == "phan" or reading.at(at - 1).fold == "nga":
        return None
    said = f"{reading.at(at).low} {thing.low} {reading.at(end + 1).fold}"
    if (
        (thing.fold == "phan" and reading.at(end + 1).fold == "tram")
        or said.startswith(
            ("hai quan", "ba lon tuoi", "ba con", "tam thoi", "sau vay", "nam con", "sau con", "tam bo", "tam ly")
        )
        or said.endswith("con so")
    ):
        return None
    if (thing.fold == "chai" and reading.at(end + 1) in HALF) or (
        thing.fold in ("bao", "mau") and reading.at(end + 1).fold in ("nhieu", "gio", "lau")
    ):
        return None
    if reading.at(at - 1).fold in ("size", "sz", "thu", "so", "q", "thang", "ngay"):
        return None
    return value, at, end + (2 if thing in _ONE_WORD else 1)


def _a_thing(token: Token) -> bool:
    """Whether the word may name goods counted in tens ("2 chục trứng"), not a measure, a price or politeness."""
    return token.is_word and not any(token in words for words in (TIME_OR_MEASURE, PLEASANT, NEUTRAL, VAGUE))


def _coloured(reading: Reading, at: int, value: int, end: int) -> bool:
    """Whether the number counts a colour: "1 đen 1 trắng", "two black shirts"; not "iphone 15 đen"."""
    thing, before = reading.at(end), reading.at(at - 1)
    if value > 20 or thing.glued or not is_colour_word(thing) or thing.low == "đô":
        return False
    if thing.low == thing.fold and not is_english_colour(thing):
        return False  # typed bare, "do" and "den" are mostly other words
    starts = not before.is_word and not before.is_number and not reading.at(at).glued
    return starts or before in _ORDER or before in _BETWEEN or is_colour_word(before)


def _verb_before(reading: Reading, at: int) -> Token:
    """The verb that asks for goods before the number, past "cho mình" and the like; NOTHING without one."""
    verb, back = NOTHING, at - 1
    while at - back < 5 and ((token := reading.at(back)) in _ORDER or token in _BETWEEN):
        if token in _ORDER_STRONG or (token in _ORDER and verb is NOTHING):
            verb = token
        back -= 1
    return verb


_ONE_OF_NO_THING = frozenset("the luot lan chut it lat so minh dang neo cach trong hai phen".split())  # "một thể"


def _ordered(reading: Reading, at: int, value: int, end: int) -> tuple[int, int, int] | None:
    after = reading.at(end)
    if after in TIME_OR_MEASURE and not (after.low in ("k", "a", "t", "c") and not after.glued):
        return None
    if after.glued and (after.is_word or (after.text in "/:.,-%" and reading.at(end + 1).is_number)):
        return None
    verb = _verb_before(reading, at)
    numeric = reading.at(at).is_number
    alone = len(reading.tokens) == end and at == 0
    if alone:
        return (value, at, end) if numeric and value <= 20 and end == 1 else None
    if verb not in _ORDER or value > 999 or (34 <= value <= 46 and numeric):
        return None
    if reading.at(at).low in ("nam", "sau", "tu", "tam", "bay", "lam") or (
        reading.at(at).fold == "nam" and after.fold in ("ngoai", "nay", "sau", "truoc", "moi")
    ):
        return None
    if reading.at(at).fold == "mot" and after.fold in _ONE_OF_NO_THING:
        return None
    if reading.at(at).low == "ba" and verb.low in ("cho", "gửi", "gui", "bán", "ban"):
        return None
    if reading.at(at).low == "ba" and after.fold in ("em", "anh", "chi", "minh", "con"):
        return None  # "mua cho ba em": for my father
    if reading.at(at).low in ("ba", "chin", "mot") and after.is_word and after not in PLEASANT:
        return None
    if (verb not in _ORDER_STRONG and value > 99) or reading.at(at).text.startswith("0"):
        return None
    if verb not in _ORDER_STRONG and after.is_word and after not in PLEASANT:
        return None
    if after.is_word and after.fold in ("pro", "plus", "max", "mini", "ultra", "trong"):
        return None
    return value, at, end
