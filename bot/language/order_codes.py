"""Find the codes of orders and parcels."""

from __future__ import annotations

import re

from bot.language.amounts import amount_at
from bot.language.phones import canonical_phone
from bot.language.spans import Found
from bot.language.tokens import Phrases, Reading, Token, Words, read

# Marks that what follows is the code of an order or parcel.
_STRONG = Phrases(
    "mã đơn", "mã đơn hàng", "mã vận đơn", "mvd", "mvđ", "mã order", "mã đặt hàng", "đơn số", "đơn hàng số", "số đơn",
    "số đơn hàng",
    "mã dh", "mã đh", "order no", "order number", "order id", "order code", "order ref", "tracking number",
    "tracking code", "tracking",
    "vận đơn", "tracking no", "tracking id", "mã bill", "mã hóa đơn", "order num", "mã giao hàng",
    "confirmation number", "mã tra cứu",
    "đơn có mã", "đơn mã", "order reference", "dh số", "đh số", "bill số", "mã số đơn", "mã số đơn hàng",
)  # fmt: skip
_WEAK = Phrases("đơn", "đơn hàng", "đh", "dh", "order", "bill", "my order", "kiện hàng", "parcel", "package", "hóa đơn")
_CODE_FIRSTS = _STRONG.firsts | _WEAK.firsts
_FILL = Words(
    "là của em mình anh chị tôi tui e m a c số no code id ref number is was la cua hàng mã có tên này đó kia với"
    " thì shop cho giúp t mang",
    ": . # - =",
)
_CODE_PIECE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
# "WEB/24/0007": letters, perhaps a year or a department, a number.
_SLASHED = re.compile(
    r"(?<![a-z0-9_/.@-])([a-z]{1,8})(?:/([a-z0-9]{1,8}(?:-[a-z0-9]{1,4})?)){0,2}/(\d{1,8})(?![a-z0-9]|[-_/@.,][a-z0-9])"
)
_SHAPED = re.compile(r"(?<![a-z0-9_/.@-])([a-z]{2,8})-?(\d{4,20}[a-z0-9]{0,12})(?![a-z0-9]|[-_/@][a-z0-9])")
_SHOPEE = re.compile(r"(?<![a-z0-9])\d{6}[a-z0-9]{8}(?![a-z0-9])")
_CODE_PREFIXES = frozenset(
    """
        hn vn dh ord hd md spx spxvn ghn ghtk vtp jt jtvn od so inv bill order don shopee lzd lex nv njv best kh tk
        hcm sg dn emsvn vnpost ems code ma mvd bh
    """.split()
)
_HARDWARE = frozenset(
    """
    rtx gtx rx ddr wh wf xm sm lg hp ps iso ip mk ryzen core intel amd sn ssd hdd nvme mah ml usb led uhd qled ww wd
""".split()
)
# "nồi chiên HD9252" is a model of the thing named before it.
_MODEL_BEFORE = re.compile(
    r"(?<![a-z])(?:noi|may|tu|quat|tai nghe|loa|tivi|tv|bep|lo|am|chuot|ban phim|man hinh|laptop|dong ho|camera|tam)"
    r"(?: [a-z]+)? $"
)
_NOT_CODES = frozenset(
    """
    covid sdt dt tel stk tk so zalo gia tam ngay size cao nang phone call lh cccd cmnd pin mua ck duoi tren khoang
""".split()
)


_MONTH_AND_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")


def find_order_codes(reading: Reading) -> list[Found]:
    """Codes after "#" or words for an order, and shapes that are codes wherever they stand ("HN20391").

    The value is the code as typed, in capitals: "đh0005" is "ĐH0005", "dh0005" is "DH0005".
    """
    return [*_hashed(reading), *_after_words(reading), *_shaped(reading), *_slashed(reading)]


def _shaped(reading: Reading) -> list[Found]:
    found: list[Found] = []
    for match in _SHAPED.finditer(reading.folded):
        prefix, digits = match[1], match[2]
        telling = prefix in _CODE_PREFIXES or (len(digits) >= 5 and digits.isdigit())
        model = _MODEL_BEFORE.search(reading.folded[max(0, match.start() - 30) : match.start()])
        if telling and not model and prefix not in _HARDWARE | _NOT_CODES and not (prefix == "sg" and len(digits) < 4):
            found.append(_found(reading, *match.span()))
    for match in _SHOPEE.finditer(reading.folded):
        if any(char.isalpha() for char in match[0]) and not match[0].endswith(("mah", "vnd", "dong")):
            found.append(_found(reading, *match.span()))
    return found


def _slashed(reading: Reading) -> list[Found]:
    if reading.folded.count("/") < 2:
        return []
    return [
        _found(reading, *match.span())
        for match in _SLASHED.finditer(reading.folded)
        if _is_code_by_shape(reading, match)
    ]


def _is_code_by_shape(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the letters and numbers between strokes are a code even without a word for one before them."""
    prefix, middle, number = match.groups()
    typed = reading.normal.clean[match.start(1) : match.end(1)].lower()
    if middle is None or len(prefix) < 2 or len(middle) < 2 or len(number) < 3 or not typed.replace("đ", "d").isascii():
        return False
    if _MONTH_AND_YEAR.fullmatch(f"{middle}/{number}"):
        return False
    upper = _is_upper(reading, match)
    if prefix in _NOT_CODES:
        return upper and prefix in _CODE_PREFIXES  # "SO/24/0007", not "số/24/0007"
    return upper or prefix in _CODE_PREFIXES or middle[0].isdigit()


def _is_upper(reading: Reading, match: re.Match[str]) -> bool:
    return reading.normal.clean[match.start(1) : match.end(1)].isupper()


def _found(reading: Reading, start: int, end: int) -> Found:
    return Found("order_code", _value(reading.normal.clean[start:end]), start, end)


def _value(typed: str) -> str:
    return typed.replace(" ", "").upper().strip("-_")


def _hashed(reading: Reading) -> list[Found]:
    found = []
    at = reading.folded.find("#")
    while at != -1:
        start = at + 1
        if reading.folded[start : start + 1] == " ":
            start += 1
        match = _piece(reading, start)
        if match and _digits(match[0]) >= 3:
            found.append(Found("order_code", _value(reading.normal.clean[start : match.end()]), at, match.end()))
        at = reading.folded.find("#", at + 1)
    return found


def _piece(reading: Reading, start: int) -> re.Match[str] | None:
    """What may be a code at the place, with strokes or without."""
    end = start + 40
    return _SLASHED.match(reading.folded, start, end) or _CODE_PIECE.match(reading.folded, start, end)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _after_words(reading: Reading) -> list[Found]:
    found: list[Found] = []
    at = 0
    while at < len(reading.tokens):
        if reading.tokens[at].low not in _CODE_FIRSTS:
            at += 1
            continue
        end = _STRONG.match(reading.tokens, at)
        strong = end > at
        if not strong:
            end = _WEAK.match(reading.tokens, at)
        if end == at:
            at += 1
            continue
        step = end
        while step < len(reading.tokens) and step - end < 6 and _is_filler(reading, step):
            strong = strong or reading.tokens[step].fold in ("so", "ma", "#", "code", "id", "number", "no")
            step += 1
        hit = _code_at(reading, step, strong)
        if hit is not None:
            found.append(hit)
        at = max(end, at + 1)
    return found


def _is_filler(reading: Reading, at: int) -> bool:
    token, after = reading.at(at), reading.at(at + 1)
    opens_code = after.glued and ((len(token.low) == 1 and after.is_number) or after.text == "/")  # "A123", "SO/24/007"
    return token in _FILL and not (token.is_word and opens_code)


def _code_at(reading: Reading, at: int, strong: bool) -> Found | None:
    token = reading.at(at)
    match = _piece(reading, token.start) if token.start >= 0 else None
    if match is None or (match.end() < len(reading.folded) and reading.folded[match.end()].isalnum()):
        return None
    code = match[0]
    if code.isalpha() and len(code) <= 5 and _is_number_of_code(reading.at(at + 1)):
        # "mã đơn HN 20391"
        both = strong or code in _CODE_PREFIXES
        return _found(reading, token.start, reading.at(at + 1).end) if both else None
    if _digits(code) < (3 if strong else 4) or (not strong and _is_no_code(reading, match)):
        return None
    if _is_sum_or_date(reading, at, match, strong):
        return None
    return _found(reading, token.start, match.end())


def _is_number_of_code(token: Token) -> bool:
    return token.is_number and token.text.isdigit() and len(token.text) >= 3 and not token.glued


def _is_no_code(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a mere word for an order before it does not make it a code."""
    code = match[0]
    if code.isdigit():
        return canonical_phone(code) is not None  # people look an order up by their telephone
    if match.re is _SLASHED:
        known = _is_upper(reading, match) or _is_code_by_shape(reading, match)
        return not known and (match[1] in _NOT_CODES or match[1] not in _CODE_PREFIXES)
    return re.match(r"[a-z]{1,8}-?\d", code) is None


def _is_sum_or_date(reading: Reading, at: int, match: re.Match[str], strong: bool) -> bool:
    token, after = reading.at(at), reading.at(at + 1)
    plain = match[0].isdigit()
    if not plain and (strong or not token.is_number):
        return False
    money = amount_at(reading, at)
    if money is not None and money.unit and not (strong and plain and money.unit == 1):
        return True
    decimal = after.glued and after.text in ".," and reading.at(at + 2).is_number
    return decimal or reading.folded[match.end() : match.end() + 1] == "/"


def parse_order_code(text: str) -> str | None:
    """The first order code, in capitals without "#"; a message that is nothing but a code-like word counts too."""
    reading = read(text[:4000])
    found = sorted(find_order_codes(reading), key=lambda f: (f.start, -f.end))
    return found[0].value if found else _bare(reading)


def _bare(reading: Reading) -> str | None:
    folded = reading.folded
    bare = folded.strip(" .,!?")
    start = folded.find(bare)
    for filler in (" a", " nha", " nhe", " shop", " ne"):
        bare = bare.removesuffix(filler)
    compact = bare.replace(" ", "")
    if any(canonical_phone(word) for word in bare.split()):
        return None  # a number and a name: "0912345678 Lan"
    if re.fullmatch(r"(?=[a-z-]*\d)[a-z]{0,8}-?\d{4,20}[a-z0-9]{0,12}", compact) and len(bare.split()) <= 2:
        return _value(reading.normal.clean[start : start + len(bare)])
    return None
