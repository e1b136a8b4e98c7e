"""Repair what keyboards, fonts and copy-and-paste did to the letters, keeping track of the raw offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bot.language.aligned import Aligned
from bot.language.fold import LOOK_ALIKES, ZERO_WIDTH, fold, is_stroke
from bot.language.lexicon import BRANDS, COMMON_FOLDED, ENGLISH, LOANS
from bot.language.syllables import compose, parse_syllable
from bot.language.teencode import TEENCODE
from bot.language.telex import retype

_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
# Repeated letters that mean something: laughter, roman sizes (XXL), zzz, www.
_MEANT = re.compile(r"(?:x{2,6}[ls]?|k{3,}|w{3}|z{3,}|[0-9]+)", re.IGNORECASE)
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_LONG_MARKS = re.compile(r"([!?.…,~=)(^:;<>*_+\-])\1{3,}")
# Cyrillic and Greek letters that sit inside Latin words (a typing accident or an evasion).
_CONFUSABLE = str.maketrans("аеорсухіАВЕКМНОРСТХІαορνΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "aeopcyxiABEKMHOPCTXIaopvABEHIKMNOPTYXZ")


# A UTF-8 lead byte followed by something that may be a continuation byte, both read as letters.
_MOJIBAKE = re.compile("[\u00c3-\u00f0][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")


@lru_cache(maxsize=64)
def repair(raw: str) -> Aligned:
    """Clean the text: see :func:`bot.language.normal.normalise`. Never raises."""
    text = Aligned.identity(raw)
    # One repair can uncover another (a removed invisible character lets two marks meet), so go on until nothing
    # changes.
    for _ in range(_MOST_ROUNDS):
        before = text.text
        text = _round(text)
        if text.text == before or raw.isascii():
            break
    return text


_MOST_ROUNDS = 5


def _round(text: Aligned) -> Aligned:
    if not text.text.isascii():
        if _MOJIBAKE.search(text.text):
            text = text.edit(_mojibake(text.text))
        text = text.edit(_letters(text.text))
    text = text.edit(_spaces(text.text))
    text = text.edit(_words(text.text))
    return text.edit((m.start(), m.end(), m[0][:3]) for m in _LONG_MARKS.finditer(text.text))


# --- mojibake: UTF-8 that somebody read as Windows-1252 ---------------------------------------------------------------


def _byte_of(char: str) -> int:
    code = ord(char)
    if code < 256:
        return code
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return -1


def _mojibake(text: str) -> Iterator[tuple[int, int, str]]:
    edits: list[tuple[int, int, str]] = []
    i = 0
    while i < len(text):
        lead = _byte_of(text[i]) if text[i] >= "\u00c2" else 0
        size = 2 if 0xC3 <= lead <= 0xCF else 3 if 0xE1 <= lead <= 0xE2 else 4 if lead == 0xF0 else 0
        if size and i + size <= len(text):
            code = bytes(max(0, _byte_of(c)) for c in text[i : i + size])
            try:
                char = code.decode("utf-8")
            except UnicodeDecodeError:
                char = ""
            if len(char) == 1:
                edits.append((i, i + size, char))
                i += size
                continue
        i += 1
    if edits:
        # A no-break space is the second half of à; copying makes it a plain one.
        spaced = ((m.start(), m.end(), "à") for m in re.finditer("\u00c3[ \u00a0](?=[a-z ]|$)", text))
        edits = sorted({*edits, *spaced})
    # One pair may be chance ("XÃ" before a no-break space); a decoded Vietnamese letter followed by sense is not.
    if len(edits) == 1 and edits[0][1] - edits[0][0] == 2 and not text[edits[0][0] + 1].isprintable():
        return iter(())
    return iter(edits)


# --- letters: composition, compatibility forms, look-alikes, invisible characters -------------------------------------


def _letters(text: str) -> Iterator[tuple[int, int, str]]:
    i, size = 0, len(text)
    kept = ""
    while i < size:
        char = text[i]
        if char < "\u0080":
            j = i + 1
            if j < size and text[j] >= "\u0300" and _joins(text[j]):
                j = _cluster_end(text, j)
            else:
                kept = char
                i = j
                continue
        else:
            j = _cluster_end(text, i + 1)
        new = _cluster(text[i:j])
        if char in ZERO_WIDTH or (char == "\u200d" and not (kept >= "\u2190" or kept == "\ufe0f")):
            new = new[1:]
        if new != text[i:j]:
            yield i, j, new
        if new:
            kept = new[-1]
        i = j


# Lines over, under and through letters: "đ̲ẹ̲p̲".
_DECORATION = dict.fromkeys((0x305, 0x332, 0x333, 0x334, 0x335, 0x336, 0x337, 0x338, 0x33F, 0x347))


def _joins(char: str) -> bool:
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff"


def _cluster_end(text: str, at: int) -> int:
    while at < len(text) and _joins(text[at]):
        at += 1
    return at


@lru_cache(maxsize=8192)
def _cluster(cluster: str) -> str:
    base = cluster[0]
    if len(cluster) > 1 and base not in "dD" and base.isalpha():
        cluster = base + cluster[1:].translate(_DECORATION)
    if len(cluster) > 1 and base in "dD" and is_stroke(cluster[1]):
        cluster = ("đ" if base == "d" else "Đ") + cluster[2:]
    if base in LOOK_ALIKES:
        cluster = LOOK_ALIKES[base] + cluster[1:]
    composed = unicodedata.normalize("NFC", cluster)
    if len(cluster) <= 8 and (base.isalnum() or "\u3300" <= base <= "\u33ff" or "\u24b6" <= base <= "\u24e9"):
        # NFKC also reads fancy fonts and full-width letters; the cap keeps ligatures of 18 letters out.
        compatible = unicodedata.normalize("NFKC", cluster)
        if compatible != composed and len(compatible) <= 4:
            composed = compatible
    if len(composed) > 4:
        composed = composed[:4]  # a tower of marks ("zalgo") is decoration
    return composed


# --- white space and words --------------------------------------------------------------------------------------------


def _spaces(text: str) -> Iterator[tuple[int, int, str]]:
    edits: list[tuple[int, int, str]] = []
    for match in re.finditer(r"[\s\x00-\x1f\x7f-\x9f]+", text):
        new = "" if match.start() == 0 or match.end() == len(text) else " "
        if match[0] != new:
            edits.append((match.start(), match.end(), new))
    return iter(edits)


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    before = ""
    for chunk in re.finditer(r"\S+", text):
        piece = chunk[0]
        # Addresses and codes are spelled, not said: leave them alone.
        if "@" in piece or "://" in piece or piece.startswith(("#", "www.")):
            continue
        for match in _WORD.finditer(piece):
            new = repair_word(match[0])
            if before in ("cảm", "cám") and match[0].lower() == "own":
                new = "ơn"  # English elsewhere
            before = new.lower()
            if new != match[0]:
                yield chunk.start() + match.start(), chunk.start() + match.end(), new


def _drawl(word: str) -> str:
    """Drop one lengthened last letter ("tiềnn", "gìi", "shopp") where only the shorter word makes sense."""
    lowered = word.lower()
    if (
        len(word) < 3
        or fold(lowered[-1]) != fold(lowered[-2])
        or not lowered[-1].isalpha()
        or len(lowered) != len(word)
    ):
        return word
    if lowered in ENGLISH or lowered in BRANDS or parse_syllable(lowered):
        return word
    size = len(word)
    while size > 2 and fold(lowered[size - 1]) == fold(lowered[size - 2]):
        size -= 1
        shorter = lowered[:size]
        if shorter in LOANS or (shorter in COMMON_FOLDED if shorter.isascii() else parse_syllable(shorter) is not None):
            return word[:size]
    return word


@lru_cache(maxsize=8192)
def repair_word(word: str) -> str:
    """Repair one run of letters and digits; repeated until nothing changes, so the result is stable."""
    for _ in range(4):
        new = _repair_once(word)
        if new == word:
            break
        word = new
    return word


def _repair_once(word: str) -> str:
    if not word.isascii():
        latin = sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in word)
        if 0 < latin < len(word):
            word = word.translate(_CONFUSABLE)
    word, done = _without_long_runs(word)
    if done or len(word) > 10:
        return word
    typed = retype(word)
    if typed != word:
        return typed
    word = _drawl(word)
    return word if word.isascii() else _with_tone_in_place(word)


def _without_long_runs(word: str) -> tuple[str, bool]:
    """The word with "iiii" made one letter, and whether that is all there is to it."""
    if _MEANT.fullmatch(word):
        return word, False
    collapsed = _LONG_RUN.sub(r"\1", word)
    if collapsed == word or word.lower() in TEENCODE:
        return word, False
    # "nhieeeu" may be a leaning finger on Telex: two letters first, and see whether that says something.
    doubled = _LONG_RUN.sub(r"\1\1", word)
    if doubled.lower() in ENGLISH:
        return doubled, True
    if collapsed.lower() not in ENGLISH and len(doubled) <= 10 and (typed := retype(doubled)) != doubled:
        return typed, True
    return collapsed, False


def _with_tone_in_place(word: str) -> str:
    lowered = word.lower()
    syllable = parse_syllable(lowered)
    if syllable is None or len(lowered) != len(word):
        return word
    spelt = compose(syllable)
    if spelt == lowered or len(spelt) != len(word):
        return word
    return "".join(new.upper() if old.isupper() else new for new, old in zip(spelt, word, strict=True))
