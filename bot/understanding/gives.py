"""What a message tells that is kept: contact, place, measures, codes. Everything found, whatever else is said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.language import (
    find_address,
    find_recipient,
    fold,
    normalise,
    parse_call_time,
    parse_email,
    parse_name,
    parse_order_code,
    parse_phone,
)
from bot.understanding.acts import Give

TAX_NUMBER = re.compile(r"\b(?:mst|ma so thue|tax (?:code|number|id))\b[:\s]*(?:la |is )?(\d[\d\- ]{8,13}\d)")
COMPANY = re.compile(
    r"(?:\b(?:cty|công ty|cong ty|company)\b\s*(?:tnhh |cp |cổ phần |TNHH |CP )?)([^\W\d_][\w&.\- ]{1,50}?)"
    r"(?=\s*(?:,|\.|;|$|\bmst\b|\bemail\b|\bmã số\b|\d{4,}|\bđịa chỉ\b))",
    re.IGNORECASE,
)
NO_COMPANY = re.compile(
    r"\W*(?:khong|ko|k|hay|nao|gi|duoc|dc|co|chua|thi|va|cho|minh|em|chi|anh|shop|a|nha|nhe|roi|luon|bao|giao"
    r"|or|and|not|please)\b"
)
"""What may stand after "công ty" without naming one."""
PAYMENT = (
    (
        "cod",
        re.compile(
            r"\b(?:cod|ship cod|tra (?:tien )?(?:khi|luc) nhan|nhan hang (?:roi )?(?:moi )?tra|tien mat"
            r"|cash on delivery)\b"
        ),
    ),
    ("transfer", re.compile(r"\b(?:chuyen khoan|bank transfer|quet (?:ma|qr))\b")),
    ("instalment", re.compile(r"\btra gop\b")),
)
ASKS_PAYMENT = re.compile(
    r"\b(?:duoc khong|khong|the nao|sao|nao|chua|may ngay|bao lau|roi)\b|\?|\bcan i\b|\bdo you\b|\bhow\b|\bwhat\b"
)
BARE_CODE = re.compile(r"^\s*#?([A-Za-z]{1,4}[ \-]?\d{4,12})\s*[.!?]?\s*$")


def gives_in(text: str, entities: Sequence[Mapping[str, Any]], codes: Mapping[str, str]) -> Iterator[Give]:
    """Everything told, in a fixed order; ``codes`` are coupons by their folded form."""
    text = unicodedata.normalize("NFC", text)
    yield from _contact(text, codes)
    yield from _places(entities)
    yield from _body_measures(entities)
    if time := _call_time(text) or _call_time(_without_numbers(text)):
        yield Give("call_time", time)
    for word in re.findall(r"[^\W_]+", text):
        if fold(word) in codes:
            yield Give("code", codes[fold(word)])
    yield from _payment(text)


def _contact(text: str, codes: Mapping[str, str]) -> Iterator[Give]:
    """Who writes and for which company or order; digits of a tax number are no phone and no order."""
    tax = TAX_NUMBER.search(fold(text))
    without_tax = text[: tax.start()] + " " * (tax.end() - tax.start()) + text[tax.end() :] if tax else text
    phone = parse_phone(without_tax)
    address = _address(text)
    told = {
        "tax_number": re.sub(r"\D", "", tax.group(1)) if tax else None,
        "company": _company(text),
        "phone": phone,
        "email": parse_email(text),
        "order_code": _order_code(text, without_tax, phone, codes),
        "address": address,
        "name": _name(text, bool(phone or address)),
    }
    yield from (Give(what, value) for what, value in told.items() if value)


def _company(text: str) -> str | None:
    found = COMPANY.search(text)
    if found is None or NO_COMPANY.match(fold(found.group(1))):
        return None
    return found.group(1).strip()


def _order_code(text: str, without_tax: str, phone: str | None, codes: Mapping[str, str]) -> str | None:
    """An order's code that is no coupon and no phone, or a message that is nothing but a code."""
    code = parse_order_code(without_tax)
    if code and fold(code) not in codes and code != phone:
        return code
    # "Lan 0912345678" is a name and a number.
    bare = BARE_CODE.match(text) if phone is None else None
    return re.sub(r"[ \-]", "", bare.group(1)).upper() if bare else None


def _body_measures(entities: Sequence[Mapping[str, Any]]) -> Iterator[Give]:
    for entity in entities:
        if entity.get("entity") == "body_measure" and entity.get("value"):
            what, _, value = str(entity["value"]).partition("=")
            yield Give(what, float(value.rstrip("cmkg")))


def _payment(text: str) -> Iterator[Give]:
    """The way of paying that was decided for, not asked about."""
    folded = fold(text)
    for method, pattern in PAYMENT:
        if pattern.search(normalise(text).folded) and not ASKS_PAYMENT.search(folded):
            yield Give("payment", method)


def _places(entities: Sequence[Mapping[str, Any]]) -> Iterator[Give]:
    for entity in entities:
        if entity.get("entity") == "province" and entity.get("value"):
            yield Give(
                "place", {"province": str(entity["value"]), "start": entity.get("start"), "end": entity.get("end")}
            )


def _name(text: str, beside_contact: bool) -> str | None:
    if beside_contact:
        return find_recipient(text)
    if re.search(r"\b(?:ten|name is|name's|call me|my name|nguoi nhan)\b", fold(text)):
        return parse_name(text)
    return None


def _address(text: str) -> str | None:
    found = find_address(text)
    return found.text if found is not None else None


def _without_numbers(text: str) -> str:
    """The text without its phone number: "0905 123 987, 5h chiều" tells a time as "5h chiều" alone does."""
    return re.sub(r"(?:\+84|\b0)(?:[\s.\-]?\d){8,10}\b", " ", text).strip(" ,.;-–")


def _call_time(text: str) -> str | None:
    found = parse_call_time(text)
    return found.text if found is not None else None
