"""Find e-mail addresses and order codes."""

from __future__ import annotations

import re

from bot.language.amounts import amount_at
from bot.language.phones import canonical_phone
from bot.language.spans import Found
from bot.language.tokens import Phrases, Reading, Words, read

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-")
_DOMAIN = re.compile(r"\s?[a-z0-9](?:[a-z0-9-]{0,62})(?:\s?[.,]\s?[a-z0-9-]{1,62}){1,4}")
# "lan a còng gmail chấm com", "lan at gmail dot com"
_SAID = re.compile(
    r"(?<![a-z0-9._-])([a-z0-9][a-z0-9._-]{0,40}(?: (?:dot|cham) [a-z0-9._-]{1,30}){0,2}) ?(?:\(at\)|\[at\]"
    r"|a cong|acong|a moc| at ) ?([a-z0-9-]{2,30}) ?(?:cham|dot|\(dot\)|\.) ?"
    r"(com|vn|net|org|edu)(?:(?: ?(?:cham|dot|\.) ?)(vn))?(?![a-z0-9])"
)


def find_emails(reading: Reading) -> list[Found]:
    """Addresses as typed (value lower-case) and as said aloud."""
    text = reading.folded
    found: list[Found] = []
    at = text.find("@")
    last = 0
    while at != -1 and len(found) < 50:
        start = at
        while start > last and at - start < 64 and text[start - 1] in _LOCAL:
            start -= 1
        domain = _DOMAIN.match(text, at + 1, min(len(text), at + 200))
        if start == at and domain and text[at - 1 : at] == " ":  # phone keyboards put spaces around the sign
            start = before = at - 1
            while start > last and before - start < 64 and text[start - 1] in _LOCAL:
                start -= 1
            if before - start < 3:
                start = at
        if start < at and domain:
            value, end = _domain(domain[0], domain.end())
            local = text[start:at].strip(" .")
            if value and local:
                found.append(Found("email", f"{local}@{value}", text.rindex(local, start, at), end))
                last = end
        at = text.find("@", max(at + 1, last))
    for match in (
        _SAID.finditer(text[:2000]) if " a" in text or "(at" in text or "[at" in text or "acong" in text else ()
    ):
        local = match[1].replace(" dot ", ".").replace(" cham ", ".")
        value = f"{local}@{match[2]}.{match[3]}" + (f".{match[4]}" if match[4] else "")
        found.append(Found("email", value, match.start(), match.end()))
    return found


_ENDINGS = frozenset(
    """
    com vn net org edu info io me co biz example dev shop store gov asia xyz uk us fr de jp kr sg au cn tw
""".split()
)


def _domain(typed: str, end: int) -> tuple[str, int]:
    """Tidy "gmail ,com"; the domain ends where it stops looking like one (", cam on" is the next clause)."""
    labels = re.split(r"\s?[.,]\s?", typed)
    pieces = re.split(r"(\s?[.,]\s?)", typed)
    keep = len(labels)
    while keep > 1 and labels[keep - 1] not in _ENDINGS and (pieces[2 * keep - 3] != "." or len(labels[keep - 1]) < 2):
        keep -= 1
    if keep < 2:
        return "", end
    length = len("".join(pieces[: 2 * keep - 1]))
    return ".".join(label.strip() for label in labels[:keep]).strip(), end - (len(typed) - length)


def parse_email(text: str) -> str | None:
    """The first address, lower-case; None when there is none (also for one without a domain ending)."""
    found = find_emails(read(text[:4000]))
    return found[0].value if found else None


# --- order codes ------------------------------------------------------------------------------------------------------

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


def find_order_codes(reading: Reading) -> list[Found]:
    """Codes after "#" or words for an order, and shapes that are codes wherever they stand ("HN20391")."""
    found = [*_hashed(reading), *_after_words(reading)]
    for match in _SHAPED.finditer(reading.folded):
        prefix, digits = match[1], match[2]
        telling = prefix in _CODE_PREFIXES or (len(digits) >= 5 and digits.isdigit())
        model = _MODEL_BEFORE.search(reading.folded[max(0, match.start() - 30) : match.start()])
        if telling and not model and prefix not in _HARDWARE | _NOT_CODES and not (prefix == "sg" and len(digits) < 4):
            found.append(Found("order_code", _value(match[0]), match.start(), match.end()))
    for match in _SHOPEE.finditer(reading.folded):
        if any(char.isalpha() for char in match[0]) and not match[0].endswith(("mah", "vnd", "dong")):
            found.append(Found("order_code", _value(match[0]), match.start(), match.end()))
    return found


def _value(folded: str) -> str:
    return folded.upper().strip("-_")


def _hashed(reading: Reading) -> list[Found]:
    found = []
    at = reading.folded.find("#")
    while at != -1:
        start = at + 1
        if reading.folded[start : start + 1] == " ":
            start += 1
        match = _CODE_PIECE.match(reading.folded, start, start + 40)
        if match and sum(char.isdigit() for char in match[0]) >= 3:
            found.append(Found("order_code", _value(match[0]), at, match.end()))
        at = reading.folded.find("#", at + 1)
    return found


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
    return token in _FILL and not (len(token.low) == 1 and token.is_word and after.is_number and after.glued)  # "A123"


def _code_at(reading: Reading, at: int, strong: bool) -> Found | None:
    token = reading.at(at)
    if token.start < 0:
        return None
    match = _CODE_PIECE.match(reading.folded, token.start, token.start + 40)
    if match is None or (match.end() < len(reading.folded) and reading.folded[match.end()].isalnum()):
        return None
    code, end = match[0], match.end()
    after = reading.at(at + 1)
    if (
        code.isalpha()
        and len(code) <= 5
        and after.is_number
        and after.text.isdigit()
        and len(after.text) >= 3
        and not after.glued
    ):
        # "mã đơn HN 20391"
        if strong or code in _CODE_PREFIXES:
            return Found("order_code", _value(code + after.text), token.start, after.end)
        return None
    digits = sum(char.isdigit() for char in code)
    if digits < 3 or (not strong and digits < 4):
        return None
    if not strong and code.isdigit() and canonical_phone(code):
        return None  # people look an order up by their telephone
    if code.isdigit() or (token.is_number and not strong):
        money = amount_at(reading, at)
        if money is not None and money.unit and not (strong and code.isdigit() and money.unit == 1):
            return None
        if "/" in reading.folded[end : end + 1] or (
            after.glued and after.text in ".," and reading.at(at + 2).is_number
        ):
            return None
    if not strong and not code.isdigit() and not re.match(r"[a-z]{1,8}-?\d", code):
        return None
    return Found("order_code", _value(code), token.start, end)


def parse_order_code(text: str) -> str | None:
    """The first order code, upper-case without "#"; a message that is nothing but a code-like word counts too."""
    reading = read(text[:4000])
    found = sorted(find_order_codes(reading), key=lambda f: (f.start, -f.end))
    if found:
        return found[0].value
    bare = reading.folded.strip(" .,!?")
    for filler in (" a", " nha", " nhe", " shop", " ne"):
        bare = bare.removesuffix(filler)
    compact = bare.replace(" ", "")
    if any(canonical_phone(word) for word in bare.split()):
        return None  # a number and a name: "0912345678 Lan"
    if re.fullmatch(r"(?=[a-z-]*\d)[a-z]{0,8}-?\d{4,20}[a-z0-9]{0,12}", compact) and len(bare.split()) <= 2:
        return _value(compact)
    return None
