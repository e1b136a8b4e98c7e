"""What a cue is."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Cue:
    """A named rule: where ``when`` is found and ``unless`` is not, ``topic`` is asked for."""

    name: str
    topic: str
    when: re.Pattern[str]
    detail: str = ""
    unless: re.Pattern[str] | None = None
    typed: re.Pattern[str] | None = None
    """Must be found in what was matched, with its marks, where marks are typed: "đặt quà" is no "đắt quá"."""


ME = r"(?:minh|em|chi|anh|toi|tui|to|tao|chau|co|chu|bac|anh chi|ban)"
THING = r"(?:cai|con|loai|mau|mon|chiec|thoi|doi|hop|bo|em|ban|dong|chai|tuyp|goi|hu|thang|cay|quyen|cuon|size|kieu)"
SHOP_WORD = r"(?:shop|sop|cua hang|tiem|ben (?:minh|em|shop|ban)|quan|showroom|nha (?:minh|ban))"


def cue(name: str, topic: str, when: str, detail: str = "", unless: str = "", typed: str = "") -> Cue:
    """A cue from patterns; ``{me}``, ``{thing}`` and ``{shop}`` stand for groups of words."""

    def made(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("{me}", ME).replace("{thing}", THING).replace("{shop}", SHOP_WORD))

    return Cue(name, topic, made(when), detail, made(unless) if unless else None, re.compile(typed) if typed else None)
