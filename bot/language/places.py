"""Find provinces and cities, old names included, and name the unit they belong to since 1 July 2025."""

from __future__ import annotations

from pathlib import Path

from bot.language.fold import fold
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Token, Words, same

# What people write before a place.
_PLACE = Words(
    "ở tại về tới đến giao ship gửi tỉnh tp thành phố chuyển ra vào từ quê nhà địa chỉ đc quận huyện khu vực trong"
    " ngoài bên in to from at near"
    " city khách qua sang xuống lên vô dưới hàng nội thành ngoại"
)
# Before these, "đa năng", "gia lai" and the like are not places.
_NOT_PLACE = Words(
    "áo váy đầm vải thun kẻ nồi chảo máy bình xe kệ bàn túi dụng cụ tủ dao thiết bị kem ghế giường gối kéo"
)
_NOT_AFTER = frozenset("gi nao suat la hang sao vay the loai".split())
_SENT = Words("giao ship gửi")
_ASKED = frozenset("ship giao bao mat thi co duoc dc".split())  # "can tho ship bao lau"
_SPECIALITIES = frozenset(
    """
        bún mì bánh trà chè phê mắm nem nhãn vải bưởi kẹo rượu gạo muối tỏi chả giò phở tiếu dài lụa gốm nón mứt xoài
        tôm mực cá cafe bun banh phe mam nem keo xoai
    """.split()
)
# What follows these names when they are other words: cần thợ, hai phòng, giá lại.
_OTHER_WORDS = {
    "can tho": frozenset("lap sua may son dien ho moc nuoc".split()),
    "hai phong": frozenset("ngu khach tam tro hoc lam ve".split()),
    "gia lai": frozenset("tang cao giam re mac khac doi".split()),
}
# Typed bare, these are everyday words (con dao, đi ăn, mỏng cái) unless a word of place goes before.
_EVERYDAY = frozenset(("con dao", "di an", "mong cai", "cua lo", "do son", "uong bi", "thu do", "son tay", "ban me"))
_COUNTED = Words("cái bộ chiếc đen trắng size ngày lần")
# Streets bear these names too: after a house number they are streets.
_STREETS = frozenset(("hai ba trung", "dien bien phu", "hoang mai", "ha noi", "tay ho"))
_COLOURS_AFTER = frozenset("den trang do xanh vang hong tim nau be kem xam ghi cam bac".split())


class _Name:
    def __init__(self, written: str, unit: str) -> None:
        self.guarded = written.endswith("!")
        self.words = written.removesuffix("!").split()
        self.unit = unit


def _load() -> tuple[dict[str, list[_Name]], dict[str, str], dict[str, str]]:
    names: dict[str, list[_Name]] = {}
    glued: dict[str, str] = {}
    short: dict[str, str] = {}
    path = Path(__file__).parent / "data" / "provinces.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        unit, _, others = line.partition("\t")
        if unit == "@short":
            short.update((name, where) for name, _, where in (pair.partition("=") for pair in others.split(";")))
            continue
        own = unit.removeprefix("TP. ").lower()
        for written in [own, *filter(None, others.split(";"))]:
            name = _Name(written, unit.removesuffix("!"))
            names.setdefault(_key(fold(name.words[0])), []).append(name)
            if len(name.words) > 1 and all(word.isalpha() for word in name.words):
                glued.setdefault(fold("".join(name.words)), name.unit)
    for group in names.values():
        group.sort(key=lambda name: len(name.words), reverse=True)
    for fruit in ("longan",):
        del glued[fruit]
    return names, short, glued


def _key(folded: str) -> str:
    """Quy Nhơn and Qui Nhơn are one."""
    return folded.replace("y", "i")


_NAMES, _SHORT, _GLUED = _load()

#: The 34 units as shown to people, in the table's order.
PROVINCES: tuple[str, ...] = tuple(dict.fromkeys(name.unit for group in _NAMES.values() for name in group))


def find_places(reading: Reading) -> list[Found]:
    """Provinces by new or old name, city, known district or short form; "Đà Nẵng|Đồng Nai" where it must be asked."""
    found: list[Found] = []
    at = 0
    while at < len(reading.tokens) and len(found) < MOST:
        hit = _full(reading, at) or _short(reading, at) or _district(reading, at)
        if hit is None:
            at += 1
            continue
        unit, end = hit
        found.append(Found("province", unit, reading.tokens[at].start, reading.tokens[end - 1].end))
        at = end
    return found


def _full(reading: Reading, at: int) -> tuple[str, int] | None:
    first = reading.tokens[at]
    if first.low in _GLUED and len(first.low) > 5:
        return _GLUED[first.low], at + 1  # "vungtau", "binhduong"
    for name in _NAMES.get(_key(first.fold), ()):
        end = at + len(name.words)
        if end > len(reading.tokens):
            continue
        tokens = reading.tokens[at:end]
        if all(_matches(token, word) for token, word in zip(tokens, name.words, strict=True)):
            if _misread(reading, at, end, name, tokens):
                continue
            return name.unit, end
    return None


def named_place(reading: Reading, at: int) -> int:
    """Where the place's name ends that stands at the token, whatever the neighbours say; the token itself without one.

    For callers who know that a place must follow, as at the end of an address.
    """
    first = reading.at(at)
    if first.low in _GLUED and len(first.low) > 5:
        return at + 1
    for name in _NAMES.get(_key(first.fold), ()):
        if all(_matches(reading.at(at + step), word) for step, word in enumerate(name.words)):
            return at + len(name.words)
    return at


def _matches(token: Token, word: str) -> bool:
    if same(token, word):
        return True
    # Hòa Bình / Hoà Bình are one after cleaning; y and i are free ("Bắc Kạn/Cạn" is listed).
    return token.low.replace("y", "i") == word.replace("y", "i")


def _speciality(reading: Reading, at: int) -> bool:
    """Whether the place only names the kind of food or craft before it ("nước mắm Phú Quốc")."""
    return reading.at(at - 1).low in _SPECIALITIES or (
        reading.at(at - 2).low in _SPECIALITIES and reading.at(at - 1).is_word and reading.at(at - 1) not in _PLACE
    )


def _misread(reading: Reading, at: int, end: int, name: _Name, tokens: list[Token]) -> bool:
    bare = all(token.low == token.fold for token in tokens)
    before, after = reading.at(at - 1), reading.at(end)
    spoken = " ".join(token.fold for token in tokens)
    if _speciality(reading, at) or (spoken == "thu do" and after.fold == "cua"):
        return True
    if spoken.endswith(" hoa") and after.fold == "don":
        return True  # "bạn Thanh hóa đơn giúp mình"
    if (spoken == "hue" and before.fold == "nguyen") or (
        spoken in _STREETS and (before.is_number or before.fold in ("duong", "pho", "street"))
    ):
        return True
    if bare and (before in _NOT_PLACE or (name.guarded and reading.at(at - 2) in _NOT_PLACE and before not in _PLACE)):
        return True
    if bare and before not in _PLACE_BEFORE_SHORT and after.fold in _OTHER_WORDS.get(spoken, ()):
        return True
    if bare and spoken in _EVERYDAY and before not in _PLACE and len(reading.tokens) > len(name.words):
        return True
    if not name.guarded or not bare or any(token.text[0].isupper() for token in tokens[1:]):
        return False
    if before in _PLACE or len(reading.tokens) <= len(name.words) + 2:
        return after.fold in _COLOURS_AFTER or after.fold in _NOT_AFTER
    heads_question = not before.is_word and after.fold in _ASKED
    sent = any(reading.at(at - back) in _SENT for back in range(2, 6))
    return not (sent or heads_question or after.start < 0 or after.text in ",.?!") or before.fold == "ca"


def _district(reading: Reading, at: int) -> tuple[str, int] | None:
    """Such as "q7", "quận 1": only Hồ Chí Minh City numbered its districts."""
    if reading.tokens[at].low not in ("q", "quận", "quan"):
        return None
    step = at + 2 if reading.at(at + 1).text == "." else at + 1
    number, after = reading.at(step), reading.at(step + 1)
    if number.text not in _DISTRICTS or (after.glued and (after.is_word or after.text == "/")) or after in _COUNTED:
        return None
    return "TP. Hồ Chí Minh", step + 1


_DISTRICTS = frozenset(str(number) for number in range(1, 13)) | {"01", "02", "03", "04", "05", "06", "07", "08", "09"}


def _short(reading: Reading, at: int) -> tuple[str, int] | None:
    token = reading.tokens[at]
    unit = _SHORT.get(token.low)
    if unit is None or reading.at(at - 1).is_number:
        return None
    before, after = reading.at(at - 1), reading.at(at + 1)
    named = token.low in ("hn", "đn", "qn", "bd", "đl") and not before.is_word and not before.is_number
    if named and not after.is_word and not (after.glued and reading.at(at + 2).glued):
        return unit, at + 1
    alone = len(reading.tokens) <= 2 and token.low in ("hn", "đn", "dn", "hp", "ct", "bd", "qn", "đl")
    if alone and (after.start < 0 or not after.is_word or after.fold in ("a", "nha", "shop")):
        return unit, at + 1
    if before not in _PLACE_BEFORE_SHORT or (token.low != "hn" and after.fold in ("nay", "gi", "ko", "rieng", "gui")):
        return None
    if token.low == "hp" and before.fold == "tinh" and reading.at(at - 2).fold == "may":
        return None  # a computer's make
    if token.low in ("la", "th", "bn", "kg", "cm", "tn", "đt", "tg", "bh", "na") and not token.text.isupper():
        return None
    return unit, at + 1


_PLACE_BEFORE_SHORT = Words("ở tại về tới đến giao ship gửi tỉnh tp ra vào từ quê in to from at sang xuống lên vô dưới")
