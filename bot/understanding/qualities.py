"""Qualities that are asked for in many words and that a catalogue states as a number: quiet, light, big, long-lasting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.language import fold
from bot.understanding.shelf import Entry

LEAST, MOST = -1, 1


@dataclass(frozen=True)
class Quality:
    """A quality: how it is asked for, which attributes state it, and whether more or less of it is better."""

    name: str
    asked: re.Pattern[str]
    label: re.Pattern[str]
    better: int
    unit: str = ""


def quality(name: str, asked: str, label: str, better: int, unit: str = "") -> Quality:
    """A quality from two patterns on folded text."""
    return Quality(name, re.compile(rf"\b(?:{asked})\b"), re.compile(rf"\b(?:{label})\b"), better, unit)


QUALITIES = (
    quality("cold for long", r"giu lanh(?: lau)?|cold (?:for )?long(?:er|est)?|stay(?:s)? cold", r"giu lanh|keeps? cold|cold", MOST),
    quality("hot for long", r"giu nong(?: lau)?|giu nhiet lau|stay(?:s)? hot|hot (?:for )?long(?:er|est)?", r"giu nong|keeps? hot|hot", MOST),
    quality("quiet", r"(?:yen tinh|yen|im|it on|khong on|do on|(?:it|khong|do) keu|em ai)(?: hon| nhat| lam)?|(?:chay|quay|bam|go|tieng|that|du|rat) em|em (?:hon|nhat|ai|khong(?= *(?:\?|$)))|on khong|quiet(?:er|est)?|silent|noisy|noise", r"do on|tieng on|noise", LEAST, "db"),
    quality("light", r"nhe(?: hon| nhat| nhang| tay| can)?|light(?:er|est|weight)?", r"trong luong|can nang|khoi luong|weight", LEAST, "g"),
    quality("battery", r"pin (?:\w+ )?(?:trau|lau|khoe|ben|lau hon|trau hon|lon|tot)(?: hon| nhat)?|(?:trau|lau) pin|nghe lau|long(?:er|est)? battery|battery (?:life|lasts?)|lasts? long(?:er|est)?", r"pin|thoi luong|battery", MOST),
    quality("low", r"gam (?:\w+ ){0,2}thap|thap(?: hon| nhat)?|chui gam|low(?:er|est)? (?:furniture|bed|sofa)|slim(?:mer|mest)?|mong(?: hon| nhat)?|thin(?:ner|nest)?", r"chieu cao|do day|be day|height|thickness", LEAST),
    quality("roomy", r"(?:dung|suc chua|chua) (?:duoc )?(?:nhieu|lon)|to(?: hon| nhat)|lon(?: hon| nhat)|bu(?: hon| nhat)|rong rai|loai (?:to|lon|bu)|co lon|big(?:ger|gest)?|larg(?:er|est|e)", r"dung tich|dung luong|dien tich|suc chua|so nguoi|khoi luong|capacity|area|volume|man hinh|screen|cong suat|so phim", MOST),
    quality("small", r"nho(?: hon| nhat| gon| xinh)|loai nho|be (?:hon|nhat)|mini|gon(?: hon| nhat| nhe)?|small(?:er|est)?|compact|tiny", r"dung tich|dung luong|dien tich|suc chua|so nguoi|khoi luong|capacity|area|kich thuoc|size|trong luong", LEAST),
    quality("strong", r"(?:hut |gio |loa |tieng )?(?:manh|khoe|to)(?: hon| nhat)|powerful|strong(?:er|est)?|loud(?:er|est)?", r"luc hut|cong suat|suction|power|output", MOST),
    quality("saving power", r"(?:tiet kiem|it ton|it hao|do ton|ton it) dien(?: hon| nhat)?|ton dien|energy|power consumption", r"cong suat|power", LEAST, "w"),
    quality("fast charge", r"sac nhanh(?: hon| nhat)?|fast(?:er|est)? charg\w+", r"cong suat ra|cong suat|output|power", MOST, "w"),
    quality("strong light block", r"chong nang (?:cao|tot|manh) nhat|spf cao", r"chi so|spf", MOST),
)  # fmt: skip


def qualities_in(text: str) -> list[Quality]:
    """The qualities that are asked for, in the order of the table."""
    folded = fold(text)
    return [one for one in QUALITIES if one.asked.search(folded)]


def amount_of(entry: Entry, wanted: Quality) -> float | None:
    """How much a thing has of a quality, by the first attribute that states it; None if its data says nothing."""
    for fact in entry.facts:
        if not fact.label or not wanted.label.search(fold(f"{fact.label} {fact.label_en}")):
            continue
        numbers = [m for m in fact.measures if not wanted.unit or m.unit == wanted.unit] or list(fact.measures)
        if numbers:
            one = numbers[0]
            # Of a span the end that matters: the quietest, the largest.
            value = one.low if wanted.better == LEAST else one.high
            return value if value is not None else (one.high if one.high is not None else one.low)
    return None


def first_by(entries: Iterable[Entry], wanted: Quality) -> list[Entry]:
    """Those of whom the data states the quality, the best first."""
    having = [(amount, entry) for entry in entries if (amount := amount_of(entry, wanted)) is not None]
    return [entry for _, entry in sorted(having, key=lambda pair: -wanted.better * pair[0])]
