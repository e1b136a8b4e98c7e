"""The words before a number that say whether it is a telephone's; searched in folded text that ends at the number."""

from __future__ import annotations

import re

#: They say that the number after them is an account, a card, a code.
NOT_PHONE = re.compile(
    r"(?:\bstk|so tk|\btk|tai khoan|so the|account(?: no| number)?|bank|cccd|cmnd|cmt|can cuoc|chung minh"
    r"|passport|imei|serial|seri|s/n"
    r"|ma van don|\bmvd|ma don|tracking|barcode|ma vach|mst|ma so thue|ma so|vietcombank|\bvcb|techcombank|\btcb"
    r"|\bmb ?bank|bidv|agribank"
    r"|\bacb|sacombank|tpbank|vpbank)[^0-9]{0,18}$"
)
#: They say that it is a telephone.
IS_PHONE = re.compile(
    r"(?:sdt|so dt|dien thoai|\bdt|phone|zalo|\bzl|call|goi|lien he|lh|so minh|so em|so anh|so chi|mobile"
    r"|tel)[^0-9]{0,14}$"
)
#: A shop's own number, which costs extra or nothing.
HOTLINE = re.compile(r"1[89]00(?:\d{4}|\d{6})")
