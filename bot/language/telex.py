"""Turn keystrokes an input method left behind ("gias", "khoong", "gia1") back into letters, under guards."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.language.lexicon import BRANDS, COMMON, ENGLISH
from bot.language.syllables import (
    Syllable,
    compose,
    is_toneless_syllable,
    parse_syllable,
    strip_tone,
)

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VOWELS = frozenset("aăâeêioôơuưy")
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
# Lone syllables common enough to trust although they are only one vowel and a key.
_SHORT = {"aj": "ạ", "af": "à", "ow": "ơ", "owi": "ơi", "uwf": "ừ"}
# A digit after these counts things ("lan2" = lần 2, "so1" = số 1, "mi8" is a phone): leave them.
_COUNTED_STEMS = frozenset("lan loai ban so tap top mi tang ca lo nhom buoc cap ma in ba may ip a u o i e y".split())
_MARKS = re.compile(r"dd|aa|ee|oo|w")
_TELEX_SHAPE = re.compile(r"[a-zà-ỹđ]{2,9}")
_VNI_SHAPE = re.compile(r"[a-zà-ỹđ]+[0-9][a-zà-ỹđ0-9]*")


def retype(word: str) -> str:
    """Read one token as Telex or VNI residue; the token itself when it is not convincingly that.

    ``"dduwowcj"`` → ``"được"``, ``"kho6ng"`` → ``"không"``; ``"test"``, ``"max"``, ``"a54"`` stay.
    """
    lowered = word.lower()
    if len(lowered) != len(word) or len(word) > 10:
        return word
    found = _retype_lower(lowered)
    if found is None:
        return word
    if word.isupper() and len(word) > 1:
        return found.upper()
    if word[0].isupper():
        return found[0].upper() + found[1:]
    return found


@lru_cache(maxsize=4096)
def _retype_lower(word: str) -> str | None:
    if word in _SHORT:
        return _SHORT[word]
    if word in ENGLISH or word in BRANDS or len(word) < 2:
        return None
    if word[-1] == "s" and word[:-1] in ENGLISH and not is_toneless_syllable(word[:-1]):
        return None  # a plural: "meets", "moons"
    # xoong and moong are the only words with a true "oo"; elsewhere it is ô typed twice.
    if word.isascii() and is_toneless_syllable(word) and ("oo" not in word or word in ("xoong", "moong")):
        return None
    if _TELEX_SHAPE.fullmatch(word):
        return _from_telex(word)
    if _VNI_SHAPE.fullmatch(word):
        return _from_vni(word)
    return None


def _from_telex(word: str) -> str | None:
    if not word.isascii() and parse_syllable(word):
        return None
    head, tail = _split_at_vowel(word)
    if not tail:
        return None
    marked = False
    if head.startswith("dd"):
        head, marked = "đ" + head[2:], True
    elif head.endswith("w") and len(head) > 1:
        return None
    keys = [char for char in tail if char in _TELEX_TONES]
    if len(keys) > 1:
        return None
    late = keys and keys[0] in "fj" and len(tail) - tail.index(keys[0]) == 2 and tail[-1] in "aiouy"
    late = late and tail[-1] != tail[-3:-2]
    if (
        keys
        and not late  # "mafu": the key came before the last vowel
        and any(char in _VOWELS for char in tail[tail.index(keys[0]) + 1 :])
        and not _MARKS.search(head + tail[: tail.index(keys[0])])
    ):
        return None  # in "reset" the s is no tone; in "ddoori" the letters before show that it is
    if head == "d" and tail.endswith("d") and "w" in tail:
        head, tail, marked = "đ", tail[:-1], True
    body = "".join(char for char in tail if char not in _TELEX_TONES)
    if "w" in body and not any(char in "uoaươă" for char in body[: body.rindex("w")]):
        return None
    body, changed = _shape_vowels(body)
    marked = marked or changed
    # No English word or brand ends in j, and the few in f are listed.
    marked = marked or (word[-1] in "fj" and len(word) > 2 and len(keys) == 1)
    return _finish(head + body, _TELEX_TONES[keys[0]] if keys else "", marked)


def _split_at_vowel(word: str) -> tuple[str, str]:
    for index, char in enumerate(word):
        if unicodedata.normalize("NFD", char)[0] in "aeiouy":
            return word[:index], word[index:]
        if char == "w" and index:
            return word[:index], "u" + word[index:]  # "tw" is tư: w alone stands for ư
    return word, ""


def _shape_vowels(body: str) -> tuple[str, bool]:
    """Apply aa ee oo aw ow uw to a rime; also the doubled key typed late ("nhieue", "duocw")."""
    changed = False
    if "w" in body:
        rest = body.replace("w", "", 2) if body.count("w") <= 2 else body
        if "uo" in rest or "ưo" in rest or "uơ" in rest:
            rest = re.sub("[uư][oơ]", "ươ", rest, count=1)
        else:
            at = body.index("w")
            before = body[:at].replace("w", "")
            for i in range(len(before) - 1, -1, -1):
                if before[i] in "oua":
                    rest = before[:i] + {"o": "ơ", "u": "ư", "a": "ă"}[before[i]] + rest[i + 1 :]
                    break
        changed = rest != body
        body = rest
    for vowel, hat in _CIRCUMFLEX.items():
        if vowel + vowel in body:
            body, changed = body.replace(vowel + vowel, hat, 1), True
        elif body.count(vowel) == 2 and body.endswith(vowel) and len(body) > 2:
            # Typed this late it is a guess ("saya"), so it does not count as a mark that vouches for itself.
            first = body.index(vowel)
            body = body[:first] + hat + body[first + 1 : -1]
    return body, changed


def _from_vni(word: str) -> str | None:
    letters = "".join(char for char in word if not char.isdigit())
    if letters in _COUNTED_STEMS and word[-1].isdigit():
        return None
    typed = _vni_keys(word)
    if typed is None:
        return None
    plain, tone, marked = typed
    stripped = strip_tone(plain)
    if stripped is None or (tone and stripped[1]):
        return None  # "bầu3 tháng": the word is finished, the digit counts
    return _finish(plain, tone, marked)


def _vni_keys(word: str) -> tuple[str, str, bool] | None:
    """The letters that the digits make, the tone, and whether a digit marked a letter for sure."""
    out: list[str] = []
    tone = ""
    marked = False
    for index, char in enumerate(word):
        if not char.isdigit():
            out.append(char)
        elif char in _VNI_TONES:
            if tone or _VOWELS.isdisjoint(out):
                return None
            tone = _VNI_TONES[char]
        elif char == "9":
            if "d" not in out:
                return None
            out[out.index("d")] = "đ"
            marked = True
        elif char not in "678" or not _mark_vowel(out, char):
            return None
        else:
            marked = marked or index < len(word) - 1
    return "".join(out), tone, marked


def _mark_vowel(out: list[str], digit: str) -> bool:
    if digit == "7" and len(out) >= 2 and out[-2:] == ["u", "o"]:
        out[-2:] = ["ư", "ơ"]
        return True
    table = {"6": _CIRCUMFLEX, "7": _HORN, "8": {"a": "ă"}}[digit]
    for i in range(len(out) - 1, -1, -1):
        if out[i] in table:
            out[i] = table[out[i]]
            return True
    return False


def _finish(plain: str, tone: str, marked: bool) -> str | None:
    stripped = strip_tone(plain)
    if stripped is None:
        return None
    base, own_tone = stripped
    syllable = parse_syllable(base)
    if syllable is None and "ie" in base and (tone or own_tone):
        # "tienf", "nhieuf": no word has ie before another letter, so iê is meant.
        syllable, marked = parse_syllable(base.replace("ie", "iê", 1)), False
    if syllable is None or len(plain) < 2:
        return None
    spelt = compose(Syllable(syllable.onset, syllable.rime, tone or own_tone))
    if parse_syllable(spelt) is None:
        return None
    if not (tone or own_tone) and syllable.rime.endswith(("p", "t", "c", "ch")):
        return None  # such a syllable always has a tone: "toot" is not yet a word
    if marked or own_tone or not plain.isascii() or spelt in COMMON:
        return spelt
    return None
