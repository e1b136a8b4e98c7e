"""Find e-mail addresses as typed and as said aloud; what is not wholly an address is none."""

from __future__ import annotations

import re

from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, read

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-")
# Signs that belong to the word before the address or inside it, so that what stands behind them is half a word.
_JOINS = frozenset("'’`´&#$^~*{}")
_LONGEST_LOCAL = 64
_DOMAIN = re.compile(r"\s?[a-z0-9](?:[a-z0-9-]{0,62})(?:\s?[.,]\s?[a-z0-9-]{1,62}){1,4}")
_GOES_ON = re.compile(r"[\w@]|\.(?:[0-9_@]|\w{2})")
_DOT = re.compile(r"(\s?[.,]\s?)")
_ENDINGS = frozenset(
    """
    com vn net org edu info io me co biz example dev shop store gov asia xyz uk us fr de jp kr sg au cn tw
""".split()
)
# "lan a còng gmail chấm com", "lan at gmail dot com"
_SAID = re.compile(
    r"(?<![a-z0-9._'’`&#*+-])([a-z0-9][a-z0-9._+-]{0,40}(?: (?:dot|cham) [a-z0-9._-]{1,30}){0,2}) ?(?:\(at\)|\[at\]"
    r"|a cong|acong|a moc| at ) ?([a-z0-9-]{2,30}) ?(?:cham|dot|\(dot\)|\.) ?"
    r"(com|vn|net|org|edu)(?:(?: ?(?:cham|dot|\.) ?)(vn))?(?![a-z0-9])"
)


def find_emails(reading: Reading) -> list[Found]:
    """Addresses as typed (value lower-case) and as said aloud."""
    return _typed(reading.folded) + _said(reading.folded)


def _typed(text: str) -> list[Found]:
    found: list[Found] = []
    at = text.find("@")
    last = 0
    while at != -1 and len(found) < MOST:
        if one := _around(text, at, last):
            found.append(one)
            last = one.end
        at = text.find("@", max(at + 1, last))
    return found


def _around(text: str, at: int, last: int) -> Found | None:
    """The address around the sign at the place."""
    domain = _domain(text, at + 1)
    if domain is None:
        return None
    start, end = _local_start(text, at, last), at
    if start == at and text[at - 1 : at] == " ":  # phone keyboards put spaces around the sign
        start, end = _local_start(text, at - 1, last), at - 1
        if end - start < 3:
            return None
    local = text[start:end].lstrip(".")
    if not local or local[-1] == "." or ".." in local or _is_cut(text, start, last):
        return None
    return Found("email", f"{local}@{domain[0]}", end - len(local), domain[1])


def _local_start(text: str, at: int, last: int) -> int:
    start = at
    while start > last and at - start < _LONGEST_LOCAL and text[start - 1] in _LOCAL:
        start -= 1
    return start


def _is_cut(text: str, start: int, last: int) -> bool:
    """Whether the word goes on before the part that fits ("lan'o@…"); a sign that opens it is a quotation mark."""
    before = text[start - 1 : start]
    if not before or start == last:
        return False
    if before in _JOINS:
        return text[max(0, start - 2) : start - 1].isalnum()
    # Chinese and Japanese leave no space between an address and the word before it.
    return before == "@" or before in _LOCAL or (before.isalnum() and before < "\u2e80")


def _domain(text: str, at: int) -> tuple[str, int] | None:
    """The domain at the place, tidied ("gmail ,com"), and where it ends (", cam on" is the next clause).

    None where it goes on as something else, of which it is only a piece ("192.168.1.1").
    """
    match = _DOMAIN.match(text, at, min(len(text), at + 200))
    if match is None:
        return None
    pieces = _DOT.split(match[0])
    labels = pieces[::2]
    keep = len(labels)
    while keep > 1 and labels[keep - 1] not in _ENDINGS and (pieces[2 * keep - 3] != "." or len(labels[keep - 1]) < 2):
        keep -= 1
    end = match.start() + len("".join(pieces[: 2 * keep - 1]))
    if keep < 2 or not labels[keep - 1].isalpha() or _GOES_ON.match(text, end):
        return None
    return ".".join(label.strip() for label in labels[:keep]), end


def _said(text: str) -> list[Found]:
    if not (" a" in text or "(at" in text or "[at" in text or "acong" in text):
        return []
    found: list[Found] = []
    for match in _SAID.finditer(text[:2000]):
        local = match[1].replace(" dot ", ".").replace(" cham ", ".")
        value = f"{local}@{match[2]}.{match[3]}" + (f".{match[4]}" if match[4] else "")
        found.append(Found("email", value, match.start(), match.end()))
    return found


def parse_email(text: str) -> str | None:
    """The first address, lower-case; None when there is none (also for one without a domain ending)."""
    found = find_emails(read(text[:4000]))
    return found[0].value if found else None
