"""What is asked of an order that was placed: which of its facts, by the words of the clause."""

from __future__ import annotations

import re

NAMES_AN_ORDER = re.compile(
    r"\bdon(?: hang)?(?: (?:nay|do|kia|ay|cua|minh|em|chi|anh|toi|tui|\w{0,3}\d{4,}))?(?=\W|$)(?! (?:tu|toi thieu"
    r"|bao nhieu"
    r"|le|si))|\b(?:kien|goi) hang\b|\b(?:my|the|this|that) (?:order|parcel|package)\b"
)
"""An order is spoken of by name; "đơn từ 500k" is a condition."""

_PAYS = r"(?:tra|dua|thanh toan|chuan bi|thu|pay|owe)"
_COURIER = r"(?:shipper|buu ta|nguoi giao|ben giao|courier|driver)"
FACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "refund",
        re.compile(
            r"\bhoan (?:tien|lai|du|bao|duoc|nhieu|chua|ca|ve|het|phi|xong|roi)\b|\bhoan (?:\w+ )?(?:nhieu|bao nhieu"
            r"|may)\b"
            r"|\btien (?:\w+ ){0,3}(?:ve|hoan)(?: \w+)? (?:chua|lai|bao lau|may|khi nao|bao gio)\b"
            r"|\b(?:bao lau|may ngay|khi nao|bao gio|chung nao)(?: nua)?(?: thi| moi| co)?(?: \w+){0,2} (?:ve|nhan lai)"
            r"(?: tien| tai khoan| the)?(?=\W|$)|\bnhan lai tien\b|\brefund\w*\b|\bmoney back\b|\btra lai tien\b"
        ),
    ),
    (
        "owed",
        re.compile(
            rf"\b{_PAYS}(?: tien)?(?: gi| them)?(?: cho)? {_COURIER}\b|\b{_COURIER}(?: \w+){{0,3}} (?:thu|doi"
            rf"|lay)(?: them)?"
            r"(?: tien| bao nhieu| nhieu)\b|\b(?:thu ho|thu)(?: \w+)? (?:bao nhieu|nhieu|may)\b"
            r"|\bchuan bi (?:bao nhieu |san )?tien\b|\b(?:luc|khi) (?:nhan|giao)(?: hang)?(?: \w+){0,2} (?:tra|dua)\b"
            r"|\b(?:con )?(?:phai|can) (?:tra|dua|thanh toan)(?: them)? (?:bao nhieu|nhieu|gi|tien|nua|khong)\b"
            r"|\b(?:khoi|khong phai|khong can) (?:tra|dua)(?: tien| them)?\b|\bpay (?:the )?(?:courier|driver)\b"
        ),
    ),
    (
        "tracking",
        re.compile(
            r"\b(?:van don|ma van chuyen|tracking)\b|\b(?:don vi|ben|hang|dvvc) (?:nao|van chuyen nao) (?:giao"
            r"|van chuyen|ship)\b"
        ),
    ),
    (
        "contents",
        re.compile(
            r"\bgom (?:\w+ ){0,2}(?:gi|nao)\b|\b(?:don|trong|hop|thung|kien|goi)(?: \w+){0,2} co (?:nhung "
            r"|cac )?(?:mon |thu )?(?:gi|nao)\b"
            r"|\b(?:mua|dat|lay) (?:nhung )?(?:gi|mon gi|mon nao)(?= |$|\W)|\b(?:bao nhieu|may) mon\b"
            r"|\bwhat(?:'s| is| was| did i)(?: \w+){0,3} (?:in|order|buy)\b"
        ),
    ),
    (
        "address",
        re.compile(
            r"\b(?:giao|gui|ship)(?: hang)? (?:ve|toi|den|cho) (?:dau|dia chi nao|cho nao|dia chi gi)\b"
            r"|\bdia chi (?:giao|nhan|trong don|tren don|la gi|la dau|nao|cu)\b|\bwhat address\b|\bwhich address\b"
        ),
    ),
    (
        "payment",
        re.compile(
            r"\b(?:thanh toan|tra tien|tra|ck|chuyen khoan) (?:roi |xong )?(?:chua|(?:bang|kieu|qua|cach) (?:gi|nao))\b"
            r"|\b(?:da|tra|thanh toan)(?: \w+){0,3} roi (?:dung|phai|ha)\b|\bdid i pay\b|\bis it paid\b"
        ),
    ),
    (
        "total",
        re.compile(
            r"\btong(?: (?:cong|tien|don|gia tri))?(?: \w+){0,2} (?:bao nhieu|nhieu|may)\b|\bhet (?:bao nhieu|nhieu)\b"
            r"|\bbao nhieu tien\b|\btotal\b|\bhow much\b"
        ),
    ),
    ("placed", re.compile(r"\bdat (?:tu )?(?:hom|ngay|luc|khi|hoi|bua) nao\b|\bwhen did i (?:order|buy)\b")),
)
"""The facts of an order with the words that ask for them; what asks for more than the words say stands later."""
ONLY_OF_AN_ORDER = {"refund", "owed", "tracking"}
"""What can be asked of nothing but an order that was placed."""


def fact_asked(folded: str) -> str | None:
    """The fact of an order that a folded clause asks for."""
    return next((fact for fact, asks in FACTS if asks.search(folded)), None)


def facts_asked(folded: str) -> list[str]:
    """All the facts of an order that a folded clause asks for; its sum stands beside what is in it anyway."""
    found = [fact for fact, asks in FACTS if asks.search(folded)]
    return [fact for fact in found if not (fact == "total" and {"contents", "owed", "refund"} & set(found))]


def names_an_order(folded: str) -> bool:
    """Whether a folded clause speaks of an order."""
    return NAMES_AN_ORDER.search(folded) is not None


TELLS_COURIER = re.compile(
    r"\b(?:dan|nho|bao|noi)(?: \w+){0,2} (?:buu ta|shipper|nguoi giao|ben giao)\b"
    r"|\b(?:giao|toi|den|ghe|ship|nhan)(?: hang| giup| cho)*(?: {me})? (?:sau|truoc|luc|tam|khoang|ngoai|gio|vao|buoi)"
    r" (?:\d{1,2} ?(?:h|g|gio)?|gio (?:hanh chinh|lam|nghi)|(?:buoi )?(?:sang|trua|chieu|toi))\b"
    r"|\b(?:goi|alo)(?: \w+){0,2} truoc khi (?:giao|toi|den)\b|\btell the (?:courier|driver)\b"
    r"|\bdeliver (?:it )?(?:after|before|around|in the)\b".replace("{me}", r"(?:minh|em|chi|anh|toi|tui)")
)
"""A wish about how an order is brought."""
COLLECTS = re.compile(
    r"\b(?:buu ta|shipper|nguoi giao|ben giao|ben ship|shop|ai)(?: \w+){0,3} (?:toi|den|qua|ghe|ra)?(?: tan (?:noi"
    r"|nha))? ?(?:lay|thu|nhan)"
    r"(?: lai| hang| ve| do)*\b|\b(?:toi|den|qua) (?:tan )?(?:nha|noi) (?:lay|thu)\b|\bpick(?:s|ed)? (?:it )?up\b"
    r"|\bcollect(?:s|ed)?\b"
)
"""Who fetches what goes back."""
LEAVES_OUT = re.compile(r"\b(?:bo|bot|huy|xoa|giam|khong lay|khoi lay|thoi|chi lay|remove|drop)\b")
ADDS = re.compile(r"\b(?:them|gui kem|kem them|cho vao|bo vao|add)\b")
FORGETS_PHONE = re.compile(
    r"\b(?:khong|chua) (?:con |he )?(?:nho|co|biet|thay|luu|giu|ro) (?:\w+ ){0,2}(?:so|sdt)\b|\b(?:quen"
    r"|mat) (?:\w+ )?(?:so|sdt)\b"
    r"|\b(?:don'?t|do not|didn'?t) (?:have|know|remember) (?:\w+ ){0,2}(?:phone|number)\b"
)
INSISTS = re.compile(
    r"\b(?:dung|chuan) (?:ma|roi|so|sdt|la)\b|\bdung\W*$|\bdon (?:co|gom|cua)\b|\bsao (?:lai )?(?:khong|sai)\b"
    r"|\bthat's right\b"
)
"""Somebody knows no phone number of an order, or says again that what was told is right."""
