"""The same words of a visitor in another spelling: without diacritics, or in the short forms of chat."""

from __future__ import annotations

import re
from collections.abc import Callable

from .folding import without_marks

SHORT = {
    "không biết": "kbt",
    "không": "k",
    "khong": "k",
    "được": "dc",
    "duoc": "dc",
    "gì": "j",
    "bao nhiêu": "bn",
    "bao nhieu": "bn",
    "nhiêu": "nhiu",
    "mình": "mk",
    "với": "vs",
    "rồi": "r",
    "vậy": "v",
    "anh chị": "ac",
    "em": "e",
    "người": "ng",
    "nhưng": "nhg",
    "biết": "bít",
    "muốn": "mún",
    "cũng": "cx",
    "quá": "wá",
    "thôi": "thui",
    "luôn": "lun",
    "trước": "trc",
    "như thế nào": "ntn",
    "nhu the nao": "ntn",
    "thế nào": "tnao",
    "bây giờ": "bjo",
    "mấy giờ": "mấy h",
    "hôm nay": "hnay",
    "cảm ơn": "tks",
    "cam on": "tks",
    "sản phẩm": "sp",
    "san pham": "sp",
    "số lượng": "sl",
    "so luong": "sl",
    "giao hàng": "ship",
    "giao hang": "ship",
    "miễn phí giao hàng": "freeship",
    "miễn phí vận chuyển": "freeship",
    "miễn phí ship": "freeship",
    "số điện thoại": "sdt",
    "so dien thoai": "sdt",
    "điện thoại": "đt",
    "bảo hành": "bh",
    "bao hanh": "bh",
    "chuyển khoản": "ck",
    "chuyen khoan": "ck",
    "số tài khoản": "stk",
    "thanh toán": "ttoan",
    "khuyến mãi": "km",
    "khuyến mại": "km",
    "khuyen mai": "km",
    "tư vấn": "tvan",
    "kiểm tra": "ktra",
    "nhân viên": "nv",
    "size": "sz",
    # Nobody shortens these.
    "không khí": "không khí",
    "khong khi": "khong khi",
    "trẻ em": "trẻ em",
    "em bé": "em bé",
}
"""Without diacritics only what means nothing else: "roi" may be "rơi", "vay" may be "váy"."""

WORDS = re.compile(
    r"(?<![\w@.\-/])(" + "|".join(sorted(map(re.escape, SHORT), key=len, reverse=True)) + r")(?![\w@/\-]|\.\w)",
    re.IGNORECASE,
)

KEPT = re.compile(
    r"""
      "[^"\n]*" | “[^”\n]*” | «[^»\n]*» | (?<!\w)'[^'\n]*'(?!\w)   # names and words in quotes
    | [\w.+\-]+@[\w.\-]+ | https?://\S+                            # addresses
    | \b(?=\w*\d)\w+(?:[-./]\w+)*\b                                # codes, counts, telephones
    """,
    re.VERBOSE,
)

AFTER_NUMBER = re.compile(r"\d[\W_]*\Z")
"""After a number k is a thousand, h an hour and r a word of a measure."""

SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?…\n])[\W_]*\Z")


def stripped(text: str) -> str:
    """Without diacritics."""
    return without_marks(text)


def short_forms(text: str) -> str:
    """In short forms, but for what must arrive as it is: quotes, codes, numbers, addresses, and people's names."""
    kept = [match.span() for match in KEPT.finditer(text)]

    def shorter(found: re.Match[str]) -> str:
        start, end = found.span()
        if any(start < other_end and other_start < end for other_start, other_end in kept):
            return found[0]
        before = text[:start]
        if AFTER_NUMBER.search(before) or (found[0][0].isupper() and not SENTENCE_BEGINS.search(before)):
            return found[0]
        form = SHORT[found[0].lower()]
        return found[0] if form == found[0].lower() else form

    return WORDS.sub(shorter, text)


def plain(text: str) -> str:
    """As it is written down."""
    return text


VARIANTS: dict[str, Callable[[str], str]] = {"plain": plain, "stripped": stripped, "short": short_forms}
