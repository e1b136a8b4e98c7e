"""What nobody can promise: that something cures, how soon it works, that it works for everybody."""

from __future__ import annotations

import re

from bot.language import normalise

WORKS = (
    r"(?:het|khoi|sach|mo|giam|do|bot) (?:han )?(?:benh|mat ngu|mun|nam|tham|seo|dau|ho|viem|rung toc|ngua|rat|nhuc)"
    r"|(?:trang|sang|dep) (?:da|len|hon)|(?:tang|giam) can|cao (?:len|them)|moc toc|hieu qua|tac dung|thay ket qua"
)
PROMISED = re.compile(
    rf"\b(?:bao lau|may (?:ngay|tuan|thang|lan))\b.{{0,16}}\b(?:{WORKS})\b"
    rf"|\b(?:{WORKS})\b.{{0,16}}\b(?:bao lau|hoan toan|tan goc|dut diem|vinh vien|that khong)\b"
    r"|\b(?:chua|tri)(?: duoc| het| khoi)? (?:benh|mat ngu|mun|nam|tham|seo|dau|ho|viem|tieu duong|huyet ap|rung toc)\b"
    r"|\b(?:cam ket|dam bao|chac chan) .{0,12}\b(?:het|khoi|hieu qua|trang|giam)\b"
    r"|\bhow (?:long|soon) .{0,20}\b(?:work|clear|heal|fade|see results)\b|\bcures?\b|\bcompletely (?:gone|clear)\b"
)


def asks_for_a_promise(text: str) -> bool:
    """Whether a clause asks for an effect that depends on the person."""
    return PROMISED.search(normalise(text).folded) is not None
