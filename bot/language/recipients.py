"""Find the name that stands beside a telephone number or an address: "Quân 0905123888, 45 Lê Lợi" → "Quân"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.address import find_address
from bot.language.address_names import is_of_name
from bot.language.fold import fold
from bot.language.lexicon import BRANDS, COMMON, ENGLISH, LOANS
from bot.language.name_forms import is_name, name_after, spell
from bot.language.name_words import EVERYDAY, FOREIGN_GIVEN, GIVEN, MIDDLE, SURNAMES, TELLING_SURNAMES
from bot.language.names import NAMED
from bot.language.phones import find_phones
from bot.language.places import find_places, named_place
from bot.language.spans import Found
from bot.language.syllables import parse_syllable
from bot.language.teencode import TEENCODE
from bot.language.tokens import Phrases, Reading, Token, Words, read

_LONGEST = 4000
_MOST_NUMBERS = 8
_TITLES = Words(
    "anh chị cô chú bác em bạn ông bà má mẹ dì cậu mợ thím thầy cháu ba bố mr ms mrs miss a c e mình",
)
#: Who gets the parcel, whatever other names the message has.
_RECIPIENT = Phrases(
    "người nhận", "người nhận là", "người nhận hàng", "người nhận hàng là", "ng nhận", "tên người nhận",
    "tên người nhận là", "người nhận tên", "nhận hàng tên", "recipient", "receiver", "receiver is", "receiver là",
    "consignee",
)  # fmt: skip
_IS_CALLED = Phrases("name ' s", "name ’ s")
_SENT_TO = Phrases(
    "giao cho", "gửi cho", "ship cho", "giao tới cho", "giao", "gửi", "ship", "đưa", "đưa cho", "nhận", "gặp",
    "liên hệ", "deliver to", "send to",
)  # fmt: skip
# Words between a name and the number beside it.
_BESIDE = Words(
    "sđt sdt số đt phone tel mobile zalo hotline là nha nhé nhe ạ nè điện thoại liên hệ lh gọi nhận lễ tân and at is"
    " number ở tại địa chỉ sống giao gửi ship về tới đến"
)
_NEVER = frozenset(
    """
    ok oke okay oki sdt sđt so số dt đt tel zalo phone mobile don đơn dh ma mã call please pls shop ship giao
    gui goi lh chot chốt nhan dia chi cod ck xin dạ da khong không ko vang vâng chao chào hello hi alo cam cảm thanks
    báo giá nhé nha
    """.split()
)
# Pairs that look like two given names when typed without diacritics.
_OTHER_PAIRS = frozenset(
    """
    thanh_toan bao_hanh tu_van thong_tin khuyen_mai hoan_tien tinh_tien le_tan bao_gia lien_he dia_chi tien_mat
    xac_nhan van_chuyen chinh_hang nhan_vien tam_tinh bao_lau cong_ty bao_nhieu dien_thoai dia_diem kinh_doanh
    """.split()
)
_AREAS = Words(
    "xã phường huyện quận thôn ấp xóm tỉnh thành phố đường chợ trường ngã cầu khu ga bến viện tòa cư hẻm ngõ kiệt",
    "p q",
)
_COMPANIES = Words("cty công nhà xe company shop tiệm spa hãng salon quán hotel homestay nail")


def find_recipient(text: str) -> str | None:
    """The name beside a telephone number or an address; None when none stands there ("gọi mình số 0905123888 nha").

    A name after "người nhận" comes first, then one after "giao cho" or "tên", then one that is just there.
    """
    reading = read(text[:_LONGEST])
    spans = [(found.start, found.end) for found in find_phones(reading) if found.kind == "phone"]
    address = find_address(text)
    if address is not None:
        spans.append(_in_clean(reading, address.start, address.end))
    if not spans:
        return None
    said = _announced(reading, _RECIPIENT) or _sent_to(reading) or _announced(reading, NAMED)
    said = said or _announced(reading, _IS_CALLED)
    return said or _beside(reading, spans)


def _is_in_name(reading: Reading, place: Found) -> bool:
    """Whether the place is the last word of a name: "Nguyễn Thị Huế"."""
    at = reading.index(place.start)
    return (
        reading.tokens[at].end == place.end and is_of_name(reading.at(at - 1)) and reading.at(at - 1).text[0].isupper()
    )


def _in_clean(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Where a piece of the raw message stands in the cleaned one."""
    inside = [token for token in reading.tokens if start <= reading.normal.raw_span(token.start, token.end)[0] < end]
    return (inside[0].start, inside[-1].end) if inside else (0, 0)


# --- after a word that announces it -----------------------------------------------------------------------------------


def _announced(reading: Reading, phrases: Phrases) -> str | None:
    for at in range(len(reading.tokens)):
        end = phrases.match(reading.tokens, at)
        if end == at:
            continue
        end = _past_colon(reading, end)
        if _is_capital_name(reading.at(end)) and (words := _longest_name(reading, end, titled=True)):
            return spell(words)  # Minh and Anh are titles as well
        end = _past_titles(reading, end)
        name = name_after(reading, end, sure=True)
        if name is not None and not _is_other_pair(name):
            return _corrected(reading, end, name) or name
        words = _longest_name(reading, end, titled=True)
        if words and not reading.at(end + len(words)).is_word:
            return spell(words)  # "ten dung, sdt …"
    return None


def _corrected(reading: Reading, at: int, name: str) -> str | None:
    """The name after "à nhầm" where the first one is taken back: "tên Lna à nhầm Lan"."""
    step = at + len(name.split())
    while reading.at(step).low in ("à", "a", ",", "."):
        step += 1
    return name_after(reading, step + 1, sure=True) if reading.at(step).low in ("nhầm", "nham") else None


def _past_colon(reading: Reading, at: int) -> int:
    while reading.at(at).text in (":", "-", "="):
        at += 1
    return at


def _past_titles(reading: Reading, at: int) -> int:
    """Past "chị", "má", "Ms.", as long as a word follows that may be the name."""
    while reading.at(at) in _TITLES and reading.at(at + 1).text not in (",", ":") and reading.at(at + 1).start >= 0:
        dot = reading.at(at + 1).text == "."
        if (not dot and not reading.at(at + 1).is_word) or _is_capital_name(reading.at(at)):
            break
        at += 2 if dot else 1
    return at


def _sent_to(reading: Reading) -> str | None:
    """The name after "giao cho" and a title, or after "giao cho" with a capital: "giao cho cháu Minh"."""
    for at in range(len(reading.tokens)):
        end = _SENT_TO.match(reading.tokens, at)
        if end == at:
            continue
        start = _past_titles(reading, end)
        titled = start > end and reading.at(start - 1).low not in ("mình", "minh", "a", "c", "e")
        for_whom = reading.at(end - 1).fold in ("cho", "to", "nhan")
        words = _longest_name(reading, start, titled)
        if words and (titled or (for_whom and _is_known(words[0]) and words[0].text[0].isupper())):
            return spell(words)
    return None


# --- just beside it ---------------------------------------------------------------------------------------------------


def _beside(reading: Reading, spans: Sequence[tuple[int, int]]) -> str | None:
    places = [(found.start, found.end) for found in find_places(reading) if not _is_in_name(reading, found)]
    segments = _segments(reading, [*spans, *places])
    for start, end in spans[:_MOST_NUMBERS]:
        for segment, backwards in _around(reading, start, end, segments):
            words = _name_before(reading, *segment) if backwards else _name_behind(reading, *segment)
            if words:
                return spell(words)
    return None


def _around(
    reading: Reading, start: int, end: int, segments: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], bool]]:
    """The words before a number up to a sign, and those behind it; past words such as "sđt" to the next ones."""
    before = [one for one in segments if reading.tokens[one[1] - 1].end <= start]
    for segment in before[:-3:-1]:
        yield segment, True
        if not _says_nothing(reading, segment):
            break
    if len(before) < len(segments) and reading.tokens[(behind := segments[len(before)])[0]].start >= end:
        yield behind, False


def _segments(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of words between signs, numbers and addresses, as token indices."""
    segments: list[tuple[int, int]] = []
    start = None
    covered = reading.inside(spans)
    for at, token in enumerate(reading.tokens):
        word = token.is_word or (token.text == "." and reading.at(at - 1) in _TITLES)
        if word and at not in covered:
            start = at if start is None else start
        elif start is not None:
            segments.append((start, at))
            start = None
    if start is not None:
        segments.append((start, len(reading.tokens)))
    return segments


def _says_nothing(reading: Reading, segment: tuple[int, int]) -> bool:
    return all(token in _BESIDE or token in _TITLES for token in reading.tokens[segment[0] : segment[1]])


def _name_before(reading: Reading, start: int, end: int) -> list[Token]:
    """The name at the end of the words, without what leads over to the number ("Huyền lễ tân", "anh Minh cty …")."""
    end = next((at for at in range(start, end) if reading.at(at) in _COMPANIES), end)
    while end > start and reading.at(end - 1) in _BESIDE and not _is_capital_name(reading.at(end - 1)):
        end -= 1
    for at in range(max(start, end - 5), end):
        before = reading.at(at - 1)
        titled = at > start and before in _TITLES
        if (at == start or titled or _begins_name(reading, at)) and _is_name(
            reading, at, end, titled, alone=at == start
        ):
            return _without_title(reading.tokens[at:end])
    return []


def _begins_name(reading: Reading, at: int) -> bool:
    """Whether the capital begins a name, not the second half of one, nor that of a place ("xã Bình Sơn")."""
    before = reading.at(at - 1)
    return reading.at(at).text[0].isupper() and not before.text[0].isupper() and before not in _AREAS


def _without_title(words: list[Token]) -> list[Token]:
    """Beside a number "Anh Minh" is rather Mr Minh."""
    titled = len(words) > 1 and words[0].low in ("anh", "chị", "cô", "chú", "bác", "ông", "bà")
    return words[1:] if titled and (len(words) == 2 or words[1].low in TELLING_SURNAMES) else words


def _name_behind(reading: Reading, start: int, end: int) -> list[Token]:
    """The name at the beginning of the words, past "gặp chị"."""
    at = start
    while at < end and (reading.at(at) in _BESIDE or reading.at(at).fold in ("gap", "ten")):
        at += 1
    first = _past_titles(reading, at)
    return _longest_name(reading, first, titled=first > at)


def _longest_name(reading: Reading, at: int, titled: bool) -> list[Token]:
    for end in range(at + 5, at, -1):
        words = reading.tokens[at:end]
        pair = f"{reading.at(end - 1).low} {reading.at(end).low}"  # "tư vấn"
        whole = len(words) == end - at and all(word.is_word for word in words)
        if whole and not _is_other_pair(pair) and _is_name(reading, at, end, titled, alone=False):
            return words
    return []


def _is_capital_name(token: Token) -> bool:
    return token.text[0].isupper() and token in GIVEN


def _is_name(reading: Reading, start: int, end: int, titled: bool, alone: bool) -> bool:
    """Whether the words are a person's name, typed small only where something else says so."""
    words = reading.tokens[start:end]
    first = words[0]
    if any(len(word.text) > 20 or word.low in _NEVER for word in words):
        return False
    if _is_other_pair(" ".join(word.low for word in words)) or named_place(reading, start) == end:
        return False
    capitals = all(word.text[0].isupper() for word in words)
    if len(words) == 1:
        return len(first.text) > 1 and _is_single(first, capitals, titled, alone)
    if any(word.text[0].isupper() for word in words) and not capitals:
        return False  # "Thông tin"
    known = all(_is_known(word) or word in MIDDLE for word in words)
    if capitals:
        return known or first.low in FOREIGN_GIVEN or is_name(list(words), titled=True)
    return known and (titled or first.low in TELLING_SURNAMES or (alone and first.low not in EVERYDAY))


def _is_known(word: Token) -> bool:
    return word in GIVEN or word in SURNAMES or word.low in FOREIGN_GIVEN


def _is_single(word: Token, capital: bool, titled: bool, alone: bool) -> bool:
    if word.low in BRANDS or word.low in LOANS or word.low in TEENCODE:
        return False
    if word in GIVEN or word.low in FOREIGN_GIVEN:
        return capital or titled or (alone and word.low not in EVERYDAY and word.low not in ENGLISH)
    if not capital or word.text.isupper():
        return False
    syllable = parse_syllable(word.low) is not None
    return word.low not in COMMON and (syllable or (alone and is_name([word], titled=True)))


def _is_other_pair(name: str) -> bool:
    words = fold(name).split()
    return any(f"{first}_{second}" in _OTHER_PAIRS for first, second in pairwise(words))
