"""What a Vietnamese syllable may look like: take it apart, check it, put its tone where it belongs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bot.language.fold import fold

#: Combining tone marks: huyền, sắc, ngã, hỏi, nặng.
TONES = "\u0300\u0301\u0303\u0309\u0323"

_ONSETS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip

_RIMES = frozenset(
    """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê
        êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang
        oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp
        ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy
        uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng
        yêt yêu
    """.split()
)

# After qu the u belongs to the onset, so the rime is what is left.
_RIMES_AFTER_QU = frozenset(
    """
        a ac ach ai an ang anh ao at au ay ăc ăn ăng ăp ăt ân âng ât ây e en eo et ê ên êt êch ênh i it y yên yêt ynh
        yt ôc ơ ơi yên yêt ych
    """.split()
)

_FRONT = "ieêy"
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED_VOWELS = frozenset("ăâêôơư")
_STOPS = ("p", "t", "c", "ch")


class Syllable(NamedTuple):
    """A syllable in parts; the rime keeps its vowel marks, the tone is a combining character or empty."""

    onset: str
    rime: str
    tone: str


@lru_cache(maxsize=4096)
def strip_tone(word: str) -> tuple[str, str] | None:
    """Take the tone off a lower-case word: ``"được"`` → ``("đươc", "\u0323")``; None with two tones."""
    plain: list[str] = []
    tone = ""
    for part in unicodedata.normalize("NFD", word):
        if part in TONES:
            if tone:
                return None
            tone = part
        else:
            plain.append(part)
    return unicodedata.normalize("NFC", "".join(plain)), tone


def _legal(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _RIMES_AFTER_QU
    if rime not in _RIMES:
        return False
    front = rime[0] in _FRONT
    if onset == "k" or onset in ("gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front or rime[0] == "i"
    if onset == "gi":
        return rime[0] not in "iy"
    if onset == "":
        return True
    return not rime.startswith("yê")


@lru_cache(maxsize=8192)
def parse_syllable(word: str) -> Syllable | None:
    """Parse a lower-case NFC word as one syllable; None when Vietnamese spelling does not allow it."""
    if not word or len(word) > 8:
        return None
    stripped = strip_tone(word)
    if stripped is None:
        return None
    plain, tone = stripped
    for onset in _ONSETS:
        if plain.startswith(onset) and _legal(onset, plain[len(onset) :]):
            rime = plain[len(onset) :]
            if tone and rime.endswith(_STOPS) and tone not in "\u0301\u0323":
                return None
            return Syllable(onset, rime, tone)
    return None


def compose(syllable: Syllable) -> str:
    """Spell the syllable with its tone in the older, commoner place: hòa, khỏe, thủy, but hoàn, quý, của."""
    onset, rime, tone = syllable
    if not tone:
        return onset + rime
    vowels = 0
    while vowels < len(rime) and rime[vowels] in _VOWELS:
        vowels += 1
    marked = [i for i in range(vowels) if rime[i] in _MARKED_VOWELS]
    if marked:
        seat = marked[-1]
    elif vowels < len(rime):
        seat = vowels - 1
    else:
        seat = 1 if vowels == 3 else 0
    return unicodedata.normalize("NFC", onset + rime[: seat + 1] + tone + rime[seat + 1 :])


@lru_cache(maxsize=8192)
def is_toneless_syllable(word: str) -> bool:
    """Whether an ASCII word can be a Vietnamese syllable typed without diacritics ("khong", "duoc")."""
    return word in _toneless_inventory()


def is_syllable(word: str) -> bool:
    """Whether a lower-case word, with or without marks, can be a Vietnamese syllable."""
    return is_toneless_syllable(word) or parse_syllable(word) is not None


@lru_cache(maxsize=1)
def _toneless_inventory() -> frozenset[str]:
    found = set()
    for onset in _ONSETS:
        for rime in _RIMES | _RIMES_AFTER_QU:
            if _legal(onset, rime):
                found.add(fold(onset + rime))
    found.add("gi")
    return frozenset(found)
