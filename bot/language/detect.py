"""Decide whether a message is Vietnamese (with or without diacritics), English, both, or something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.language.expand_rules import RULES
from bot.language.fold import fold
from bot.language.foreign import FOREIGN, FOREIGN_SENSE
from bot.language.lexicon import BRANDS, COMMON, COMMON_FOLDED, ENGLISH, LOANS
from bot.language.repair import repair
from bot.language.syllables import is_toneless_syllable, parse_syllable
from bot.language.teencode import TEENCODE

Language = Literal["vi", "en", "mixed", "other", "unknown"]


@dataclass(frozen=True)
class LanguageGuess:
    """``confidence`` is 0..1: how much the winning evidence outweighs the rest."""

    language: Language
    confidence: float


# Letters that touch digits are units and codes ("2kg", "HN20391"), not words.
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)?(?!\w)")
_VIETNAMESE_UNIT = re.compile(r"[0-9](?:tr|trieu|triệu|củ|cu|ng)(?![a-z])|[0-9]tr[0-9]")
_VIETNAMESE_ONLY = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# Letters no Vietnamese word has; enough of them and the sentence is French, Spanish, German, Turkish, Polish …
_EUROPEAN = re.compile("[çñüöäßœæåøłęąśźżćńğşıěščřž¿¡]")
# Folded Vietnamese syllables that are also everyday English; neighbours decide.
_BOTH_WAYS = frozenset(
    """
        a an am at be ban bay bat can car cat chat cho co con do dung em en gap giang gay go ha hang hat he hi ho hot
        i in la lap lay le leave loan long lot map may me men mi mix moi mu my nam nan ngo no non nut o on oh
        pin phone so son su sang ta tan tap ten than thank thai the them then ti tin to top tu u up van vat ve vi
    """.split()
)
# Words that close a Vietnamese sentence, whatever language the rest is in ("full set bao nhiêu hem").
_PARTICLES = frozenset("nha nhe hem hong hok hk ko khong nao vay z v k a nhi nhen ha di roi luon chua nua".split())
# Pairs of folded words that only one language makes.
_VI_PAIRS = frozenset(
    tuple(pair.split("_"))
    for pair in """
        bao_nhieu bao_lau bao_gio con_hang con_khong con_ko con_k con_size co_the co_san co_ban co_khong co_ko co_ai
        co_mau co_size o_dau cho_em cho_minh cho_hoi cho_anh cho_chi gia_sao gia_the the_nao nhu_the lam_sao tai_sao
        khi_nao mua_o ban_o may_ngay may_gio may_tien may_cai ha_noi sai_gon tim_ao tim_quan co_gi do_an a_oi chi_oi
        anh_oi em_oi shop_oi ban_oi lay_cai mau_den mau_do don_hang hang_ve hang_moi con_mau vay_a the_a cam_on
        so_may so_nao so_do may_do set_do set_an size_to size_be be_man
        in_logo mix_do to_nho xin_chao doi_tra bao_hanh giao_hang dat_hang thanh_toan so_dien tu_van the_thoi ban_chay
    """.split()
)
_EN_PAIRS = frozenset(
    tuple(pair.split("_"))
    for pair in """
        how_much how_long how_many do_you can_i can_you i_am i_want i_need in_stock on_sale to_me for_me is_it is_the
        is_this in_the the_size do_i have_you are_you thank_you what_is it_is of_the to_the on_the me_the ten_of
        a_gift a_size am_i so_long he_is my_son for_my the_ban i_can no_thanks so_much hi_there me_too go_on hang_on
        the_same at_the to_be be_in the_van my_van i_do in_hanoi to_hanoi come_on live_in how_is
        to_hue in_hue to_da in_da to_can in_can to_saigon in_saigon tan_bag tan_shoes ban_this
        tan_one tan_color tan_colour
    """.split()
)
_FRENCH_LIKE = re.compile(r"\b(?:[ldjcnmtsq]|qu)['’][a-zà-ÿ]")


def detect_language(text: str) -> LanguageGuess:
    """Guess the language of a message. Never raises; a text without words is ``unknown``."""
    return guess(repair(text).text)


def knows_a_word(text: str) -> bool:
    """Whether a message has anything to read: a word of either language, a short form, a syllable, a digit, a sign.

    False for letters struck at random ("blorf gnux trelk"), true for a text without letters, which others judge.
    """
    clean = repair(text[:1500]).text.lower()
    words = [m[0] for m in _WORD.finditer(clean)]
    return not words or any(char.isdigit() or char == "@" for char in clean) or any(map(_is_known, words))


def _is_known(word: str) -> bool:
    if not word.isascii():
        return True
    return (
        word in ENGLISH
        or word in LOANS
        or word in BRANDS
        or word in TEENCODE
        or word in COMMON_FOLDED
        or is_toneless_syllable(word)
        or "'" in word
    )


@lru_cache(maxsize=1024)
def guess(clean: str) -> LanguageGuess:
    """The same for text already repaired (:attr:`Normalised.clean`)."""
    typed = clean[:1500]
    clean = typed.lower()
    if foreign := _foreign_script(clean):
        return LanguageGuess("other", foreign)
    typed_words = [
        m[0]
        for m in _WORD.finditer(" ".join(piece for piece in typed.split() if "@" not in piece and "://" not in piece))
    ][:300]
    if not typed_words and _VIETNAMESE_UNIT.search(clean):
        return LanguageGuess("vi", 0.6)
    if not typed_words:
        return LanguageGuess("unknown", 0.0)
    vi, en, other, strong_vi, strong_en = _score(typed_words)
    if _FRENCH_LIKE.search(clean):
        other += 1.0
    other += min(3, len(_EUROPEAN.findall(clean))) * 1.0
    if vi == en == other == 0:
        return LanguageGuess("unknown", 0.0)
    total = vi + en + other
    if other > vi and other > en and other >= 1.0:
        return LanguageGuess("other", round(other / total, 3))
    if (
        min(strong_vi, strong_en) >= 2
        and min(vi, en) >= 2.0
        # A marked letter weighs more than a plain one, so the telling words are counted as well.
        and (
            min(vi, en) / max(vi, en) >= (0.36 if min(strong_vi, strong_en) < 3 else 0.3)
            or (not clean.isascii() and min(strong_vi, strong_en) / max(strong_vi, strong_en) >= 0.5)
        )
    ):
        return LanguageGuess("mixed", round(1 - abs(vi - en) / total, 3))
    if vi == en:
        return LanguageGuess("en" if all(word.lower() in ENGLISH for word in typed_words) else "vi", 0.5)
    language: Language = "vi" if vi > en else "en"
    return LanguageGuess(language, round(max(vi, en) / total, 3))


def _foreign_script(text: str) -> float:
    latin = foreign = 0
    for char in text:
        if char < "\u0250" or "\u1e00" <= char <= "\u1eff":
            latin += char.isalpha()
        elif char.isalpha():
            name = unicodedata.category(char)
            if name in ("Lo", "Ll", "Lm"):
                # One Han, kana or Hangul character says about as much as a short word.
                foreign += 3 if name == "Lo" else 1
    if foreign and foreign >= latin:
        return round(foreign / (foreign + latin), 3)
    return 0.0


def _score(typed: list[str]) -> tuple[float, float, float, int, int]:
    """Evidence for Vietnamese, English, another language; and how many words are telling for the first two."""
    vi = en = other = 0.0
    strong_vi = strong_en = 0
    words = [word.lower() for word in typed]
    folded = [fold(word) for word in words]
    if words[-1] == "shop" and len(words) <= 3 and all(word in LOANS for word in words):
        vi += 1.0  # "hi shop", "thanks shop": only Vietnamese call a shop by that name
    last = folded[-2] if len(folded) > 1 and folded[-1] in ("shop", "sop", "ad", "em", "bot") else folded[-1]
    if len(words) > 1 and last in _PARTICLES:
        vi += 1.5
    shouting = all(word.isupper() for word in typed)
    for index, word in enumerate(words):
        v, e, o = _weigh(word)
        if index and typed[index][0].isupper() and not shouting and word.isascii() and len(word) > 1 and e < 0.9:
            v, e, o = v * 0.2, e * 0.2, 0.0  # a name says little: "ship to Da Nang"
        pair_before = (folded[index - 1], folded[index]) if index else ("", "")
        pair_after = (folded[index], folded[index + 1]) if index + 1 < len(words) else ("", "")
        if pair_before in _VI_PAIRS or pair_after in _VI_PAIRS:
            v, e = v + 0.8, min(e, 0.1)
        elif pair_before in _EN_PAIRS or pair_after in _EN_PAIRS:
            v, e = min(v, 0.1), e + 0.8
        vi, en, other = vi + v, en + e, other + o
        if word not in LOANS:
            strong_en += e >= 0.9 > v
            strong_vi += v >= 0.9 > e
    sense = sum(_foreign_sense(set(folded)).values())
    return vi, en, other + sense, strong_vi, strong_en


def _foreign_sense(words: Iterable[str]) -> dict[str, float]:
    """Weight of the best third language by words only it uses."""
    counts: dict[str, float] = {}
    for word in words:
        for language in FOREIGN.get(word, ()):
            counts[language] = counts.get(language, 0.0) + FOREIGN_SENSE
    if not counts:
        return {}
    best = max(counts, key=lambda language: counts[language])
    return {best: counts[best]}


@lru_cache(maxsize=8192)
def _weigh(word: str) -> tuple[float, float, float]:
    """Evidence of one lower-case word for Vietnamese, English, another language."""
    return _weigh_plain(word) if word.isascii() else _weigh_marked(word.replace("’", "'"))


def _weigh_marked(word: str) -> tuple[float, float, float]:
    if _EUROPEAN.search(word):
        return 0.0, 0.0, 0.6
    if _VIETNAMESE_ONLY.search(word):
        return (2.4 if parse_syllable(word) else 1.0), 0.0, 0.0
    if word in COMMON:
        return 1.8, 0.0, 0.0
    if word in TEENCODE:
        return 1.2, 0.0, 0.0
    return (1.0, 0.0, 0.1) if parse_syllable(word) else (0.1, 0.1, 0.5)


_SHORT_FORMS = frozenset("k j z v dc bn ck bh tt kt hd tv kh hem hong tk m c b t a".split())
_ENGLISH_ENDINGS = ("ing", "tion", "ed", "ly", "er", "able", "ment", "ness", "est", "ful", "ers")


def _weigh_plain(word: str) -> tuple[float, float, float]:
    if "'" in word:
        return 0.0, 1.2, 0.0
    if word in BRANDS and word not in ENGLISH:
        return 0.0, 0.0, 0.0
    if word in ENGLISH or word in LOANS:
        return _weigh_english(word)
    if word in COMMON_FOLDED:
        return 1.0, 0.0, 0.0
    if word in TEENCODE:
        return (0.8 if len(word) > 1 else 0.5), 0.0, 0.0
    if word in RULES or word in _SHORT_FORMS:
        return 0.7, 0.0, 0.0
    if is_toneless_syllable(word):
        return 0.5, 0.0, 0.1
    if len(word) >= 4 and word.endswith(_ENGLISH_ENDINGS):
        return 0.0, 0.6, 0.1
    return 0.0, 0.15, 0.15


def _weigh_english(word: str) -> tuple[float, float, float]:
    if word in LOANS:
        return (0.25 if word != "shop" else 0.3), (0.35 if word in ENGLISH else 0.2), 0.0
    if word in _BOTH_WAYS or word in COMMON_FOLDED:
        return 0.5, 0.5, 0.0
    return 0.0, 1.0 if len(word) > 1 else 0.5, 0.0
