"""Find colours and name them the Vietnamese way."""

from __future__ import annotations

from bot.language.fold import fold
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Token, Words, same

# Colours that need no word "màu" when typed with their diacritics.
_PLAIN = "đen trắng đỏ vàng tím hồng nâu xám xanh".split()
# Colours whose words are also something else: a fruit, a cream, coal, silver …
_SHY = "cam kem be ghi bạc đô than rêu nude đồng chàm mận titan lam lục tro".split()
# Shades that follow a colour and belong to it.
_SHADES: dict[str, str] = {
    "xanh": "navy;dương;dương đậm;dương nhạt;lá;lá cây;lá mạ;ve chai;lá chuối;chuối;rêu;ngọc;mint;lam;lục;nước"
    " biển;cốm;bơ;đen;than;coban;cô ban;pastel;da trời;"
    "bạc hà;denim;cổ vịt;olive;ô liu;biển;ngọc bích;bộ đội;lính;đá;chàm;min;jean;bích;hòa bình;nõn chuối;lơ;tím"
    " than;thiên thanh;ya",
    "vàng": "đồng;chanh;gold;bò;mù tạt;be;hồng;kem;nghệ;ánh kim;cát",
    "cam": "đất;đào;cháy;san hô;sữa;neon;gạch",
    "tím": "hoa cà;than;pastel;khoai môn;lavender;huế;mộng mơ;sen",
    "hồng": "phấn;đất;pastel;sen;ruốc;đào;cam;dâu;neon;tím;nude;cánh sen;san hô;baby;tro",
    "đỏ": "đô;mận;đun;rượu;rượu vang;gạch;cam;cherry;hồng;ruby;đất;đậu",
    "nâu": "đất;tây;bò;be;đỏ;cafe;cà phê;sữa;caramel;socola;chocolate;gỗ;hạt dẻ;vàng",
    "trắng": "kem;ngà;sữa;đen;tinh;ngọc trai;gạo",
    "xám": "đen;tro;ghi;đậm;lông chuột;xanh;bạc;chì;khói;titan",
    "kem": "sữa;be",
    "ghi": "xám;sáng;đá",
    "đen": "trắng;nhám;bóng;mờ;tuyền;xám",
    "be": "đậm;sáng;sữa;kem",
    "titan": "tự nhiên;đen;trắng;xanh;sa mạc",
    "bạc": "ánh kim",
}
# (colour, first word of the shade as typed) → shades.
_SHADE_WORDS: dict[tuple[str, str], list[tuple[str, ...]]] = {}
for _colour, _list in _SHADES.items():
    for _shade in _list.split(";"):
        _words = tuple(_shade.split())
        for _first in {_words[0], fold(_words[0])}:
            _SHADE_WORDS.setdefault((_colour, _first), []).append(_words)
_DEPTH = ("đậm", "nhạt", "sáng", "tươi", "thẫm", "sẫm", "tối", "pastel", "neon", "nhám")
_ENGLISH = {
    "black": "đen", "white": "trắng", "red": "đỏ", "blue": "xanh dương", "navy": "xanh navy",
    "navy blue": "xanh navy", "green": "xanh lá",
    "yellow": "vàng", "purple": "tím", "violet": "tím", "pink": "hồng", "brown": "nâu", "beige": "be", "grey": "xám",
    "gray": "xám",
    "silver": "bạc", "rose gold": "vàng hồng", "dark blue": "xanh dương đậm", "light blue": "xanh dương nhạt",
    "sky blue": "xanh da trời",
    "mint green": "xanh mint", "burgundy": "đỏ đô", "dark green": "xanh lá đậm", "hot pink": "hồng sen",
    "off white": "trắng ngà",
    "light pink": "hồng nhạt", "dark grey": "xám đậm", "dark gray": "xám đậm", "dark brown": "nâu đậm",
    "maroon": "đỏ đô", "khaki": "kaki",
}  # fmt: skip
# English colours that are also goods: only after "colour", "in" or before a garment.
_ENGLISH_SHY = {
    "orange": "cam",
    "cream": "kem",
    "gold": "vàng",
    "mint": "xanh mint",
    "olive": "xanh olive",
    "nude": "nude",
}
_ENGLISH_NOT_AFTER = frozenset(
    """
    invoice friday tea member members tier bean beans onion wine card light rice pepper list market noise label
""".split()
)
_ENGLISH_FIRSTS = frozenset(name.split()[0] for name in (*_ENGLISH, *_ENGLISH_SHY))
# Free variants of one canonical name.
_SAME = {
    "xanh min": "xanh mint", "xanh lá cây": "xanh lá", "xanh ô liu": "xanh olive", "xanh cô ban": "xanh coban",
    "xanh biển": "xanh nước biển",
    "trắng đen": "trắng", "đen trắng": "đen", "xanh jean": "xanh denim", "đỏ rượu vang": "đỏ rượu",
    "nâu cafe": "nâu cà phê",
    "nâu chocolate": "nâu socola", "xanh lục": "xanh lá", "xanh lá chuối": "xanh chuối", "cafe": "cà phê",
    "chocolate": "socola", "khaki": "kaki",
}  # fmt: skip

# Things that lend their colour; only right after the word màu.
_LENT = (
    "rượu vang;cà phê;cafe;socola;chocolate;kaki;san hô;hạt dẻ;khói;gạch;đất;mù tạt;lông chuột;caramel;khaki;hồng đào"
    ";tàn tro;da bò;da;cát;mật ong;gỗ;tự nhiên"
).split(";")
_LENT_BY_FIRST: dict[str, list[str]] = {}
for _name in _LENT:
    _LENT_BY_FIRST.setdefault(fold(_name.split()[0]), []).append(_name)
_BASES: dict[str, list[str]] = {}
for _base in (*_PLAIN, *_SHY):
    for _spelling in dict.fromkeys((_base, fold(_base))):
        _BASES.setdefault(_spelling, []).append(_base)

_CUE = Words("màu colour color colors colours tông mầu")
_BEFORE = Words(
    "lấy mua đặt chốt áo váy đầm quần giày dép túi mũ nón con cái chiếc mẫu bản còn có thích đổi chọn hay hoặc và"
    " với or and bộ cây thun sơ mi",
    ", /",
)
_AFTER = Words("hay hoặc or còn có nha nhé ạ không ko k size đi thôi hông hong", ", / ?")
_SHY_BARE = frozenset(
    """
    den do trang tim hong vang nau xam xanh bac do cam kem be ghi than reu dong cham man lam luc tro
""".split()
)


def find_colours(reading: Reading) -> list[Found]:
    """Colours with their shade: "xanh rêu", "đỏ đô", "navy" → "xanh navy"."""
    found: list[Found] = []
    at = 0
    listed = False  # inside "màu đen, trắng hay be"
    while at < len(reading.tokens) and len(found) < MOST:
        token = reading.tokens[at]
        if token in _CUE and token.low != "mẫu":
            listed = True
            at += 1
            while reading.at(at).fold in ("sac", "la", "is", ":", "gi", "the"):
                at += 1
            if lent := _lent(reading, at):
                value, end = lent
                found.append(Found("colour", value, reading.tokens[at].start, reading.tokens[end - 1].end))
                at = end
            continue
        hit = _colour_at(reading, at, listed)
        if hit is None:
            listed = listed and (token.text in ",/&" or token.fold in ("hay", "hoac", "va", "voi", "or", "and"))
            at += 1
            continue
        value, end = hit
        found.append(Found("colour", value, token.start, reading.tokens[end - 1].end))
        listed = True
        at = end
    return found


def _lent(reading: Reading, at: int) -> tuple[str, int] | None:
    for name in _LENT_BY_FIRST.get(reading.at(at).fold, ()):
        words = name.split()
        end = at + len(words)
        if end > len(reading.tokens) or not all(same(reading.at(at + i), word) for i, word in enumerate(words)):
            continue
        after = reading.at(end)
        # "hợp màu da", "màu da em": the shopper's own skin, not the goods.
        skin = name == "da" and (
            (after.is_word and after not in _AFTER) or reading.at(at - 2).fold in ("hop", "voi", "theo", "tuy", "len")
        )
        if not skin:
            return _SAME.get(name, name), end
    return None


def _colour_at(reading: Reading, at: int, listed: bool) -> tuple[str, int] | None:
    if english := _english(reading, at, listed):
        return english
    token = reading.at(at)
    before, after = reading.at(at - 1), reading.at(at + 1)
    if token.low == "hong" and listed and before not in _CUE and before not in _JOINING:
        return None  # "mau kem hong": kem, không?
    skin = 1 if before.fold == "da" else 2 if reading.at(at - 2).fold == "da" and before.fold in ("em", "minh") else 0
    if skin and reading.at(at - skin - 1) not in _WORN and not listed:
        return None
    if token.low == "đỏ" and before.fold in ("don", "hd"):
        return None  # "hóa đơn đỏ" is a tax invoice
    if token.low == "vàng" and before.fold == "gia":
        return None  # the price of gold
    if token.low == "do" and after.low in ("you", "u", "they", "we", "i"):
        return None
    if token.fold == "vang" and after.text in ("9", "10", "14", "16", "18", "22", "24", "9999", "999"):
        return None  # gold, by its carats
    for base in _BASES.get(token.low, ()):
        value, end = _shaded(reading, at, base)
        # "hong co" is hông có, "vang a" vâng ạ.
        verb = (token.low == "hong" and end == at + 1) or token.low in (
            "lam",
            "luc",
            "tro",
            "dong",
            "man",
            "cham",
            "than",
        )  # làm, lúc, trở …
        alone = (
            at == 0
            and not verb
            and _pleasant(reading, end)
            and (token.low not in ("hong", "vang") or after.low not in ("co", "a", "shop", "nha"))
        )
        sized = (
            not reading.at(at - 1).is_word
            and not reading.at(at - 1).is_number
            and reading.at(end).low in ("s", "m", "l", "xl")
        )
        alone = alone or _either(reading, at, end) or (sized and reading.at(end + 1).is_number)
        if listed or _sure(reading, at, end, base, value) or alone:
            return _SAME.get(value, value), end
    return None


# A rash, a rank, a flower, mould: these make the word no colour of goods.
_NOT_BEFORE = frozenset("đắt sổ bị mẩn mốc ngả sọc hạng hoa nổi ửng tấy lòng chị cô lê tam thẻ rubi nốt vết".split())
_NOT_AFTER = frozenset("trieu lieu rat ngoai da rang tay mat hoe hac bao tham".split())
_JOINING = Words("hay hoặc và với or and sắc là", ", / & :")
_WORN = Words("áo váy đầm quần giày dép túi thun nón mũ jean balo sơ khoác")


def _either(reading: Reading, at: int, end: int) -> bool:
    """Whether two bare colours are named as a choice: "den hay trang"."""
    joint, other = reading.at(end), reading.at(end + 1)
    if joint.low in ("hay", "hoac") and is_colour_word(other) and at == 0:
        return True
    first, joint = reading.at(at - 2), reading.at(at - 1)
    return at == 2 and joint.low in ("hay", "hoac") and is_colour_word(first)


def _pleasant(reading: Reading, at: int) -> bool:
    rest = reading.tokens[at:]
    return len(rest) <= 2 and all(
        not (token.is_word or token.is_number) or token in _AFTER or token.fold in ("a", "shop", "em") for token in rest
    )


def _sure(reading: Reading, at: int, end: int, base: str, value: str) -> bool:
    token, before, after = reading.at(at), reading.at(at - 1), reading.at(end)
    marked = any(one.low != one.fold for one in reading.tokens[at:end])
    if (
        before.low in _NOT_BEFORE
        or after.fold in _NOT_AFTER
        or (at and token.text.istitle() and not before.text.isupper())
    ):
        return False
    if base in _SHY:
        if base in ("cam", "kem", "than", "lam", "lục", "tro", "đồng", "mận", "titan") and end == at + 1:
            return False
        if end > at + 1:
            return marked or before in _WORN
        return (marked and base in ("bạc",) and before in _BEFORE) or (
            base == "be" and before.fold in ("ao", "vay", "dam", "quan", "tui")
        )
    if base == "xanh":
        return True
    if marked:
        # làm trắng, dưỡng trắng (what a cream does), vàng 9999, lòng đỏ, chú ý đèn
        return not (
            (base == "trắng" and before.fold in ("duong", "lam", "tam", "trang", "sua", "sang", "kem"))
            or after.fold in ("da", "rang")
        )
    if end > at + 1:
        return token.fold not in ("den", "do", "vang", "tim") or before in _BEFORE
    if token.fold in ("hong", "tim", "do", "den", "vang", "trang", "nau"):
        worn = before in _WORN or before.low in ("s", "m", "l", "xl", "xxl")
        ends = after.start < 0 or after in _AFTER
        return (worn and ends) or (before.fold in ("lay", "con") and ends and token.fold in ("den", "trang", "nau"))
    return before in _BEFORE


def _shaded(reading: Reading, at: int, base: str) -> tuple[str, int]:
    best, end = base, at + 1
    for words in _SHADE_WORDS.get((base, reading.at(at + 1).low), ()):
        upto = at + 1 + len(words)
        fits = end < upto <= len(reading.tokens)
        if fits and all(_shade_word(reading, at + 1 + i, word) for i, word in enumerate(words)):
            best, end = f"{base} {' '.join(words)}", upto
    best = _SAME.get(best, best)
    token = reading.at(end)
    for depth in _DEPTH:
        # Typed bare, "sang" and "toi" are rather the words sang and tới.
        if same(token, depth) and depth not in best and token.low not in ("sang", "toi"):
            return f"{best} {depth}", end + 1
    return best, end


def _shade_word(reading: Reading, at: int, word: str) -> bool:
    token = reading.at(at)
    if not same(token, word) or (token.low == "dau" and word in ("đậu", "dâu")):
        return False  # "cai do dau" is đó đâu
    # "xanh la gi", "do do", "trang den"? bare shades that are also everyday words need an end or a pause after.
    if token.low == fold(word) != word and word in ("lá", "đá", "đô", "bò", "bơ"):
        after = reading.at(at + 1)
        return after.start < 0 or after in _AFTER or after.fold in ("cay", "ma", "dam", "nhat")
    return True


def _english(reading: Reading, at: int, listed: bool) -> tuple[str, int] | None:
    first = reading.at(at)
    if first.low not in _ENGLISH_FIRSTS:
        return None
    second = reading.at(at + 1)
    if second.text == "-" and second.glued and f"{first.low} {reading.at(at + 2).low}" in _ENGLISH:
        return _ENGLISH[f"{first.low} {reading.at(at + 2).low}"], at + 3  # "off-white"
    pair = f"{first.low} {second.low}"
    if pair in _ENGLISH:
        return _ENGLISH[pair], at + 2
    if first.low in _ENGLISH and second.low not in _ENGLISH_NOT_AFTER:
        return _ENGLISH[first.low], at + 1
    if first.low in _ENGLISH_SHY and (
        listed or reading.at(at - 1).fold == "in" or second.low in ("colour", "color", "one", "shirt", "dress")
    ):
        return _ENGLISH_SHY[first.low], at + 1
    return None


def is_english_colour(token: Token) -> bool:
    """Whether the token is an English colour that is nothing else."""
    return token.low in _ENGLISH


def is_colour_word(token: Token) -> bool:
    """Whether the token alone may name a colour (for the other finders)."""
    return token.low in _PLAIN or token.fold in _SHY_BARE or token.low in _ENGLISH


def colour_in_english(colour: str) -> str | None:
    """The plainest English name of a Vietnamese colour; None where there is none."""
    return next((name for name, vietnamese in {**_ENGLISH, **_ENGLISH_SHY}.items() if vietnamese == colour), None)
