"""Stock at one branch: the shop's data counts it for the whole shop, and an honest answer says so."""

from __future__ import annotations

import re

from bot.domain.catalogue import Product
from bot.language import normalise
from bot.services.answers.store import branches_in
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask, Give

AT_A_BRANCH = re.compile(
    r"\b(?:o|tai|ben|ngoai|trong) (?!day\b|dau\b)\w+|\b(?:cua hang|chi nhanh|co so|tiem)\b"
    r"|\b(?:in|at) (?:the|your)? ?\w+"
)


def tell_where(talk: Talk, ask: Ask, product: Product) -> None:
    """After the stock of a thing a word on the branch or the place that was asked about, if any."""
    if product.stock <= 0 or not AT_A_BRANCH.search(normalise(ask.text).folded):
        return
    provinces = [
        str(give.value["province"])
        for give in talk.reading.of(Give)
        if give.what == "place" and isinstance(give.value, dict) and give.value.get("province")
    ]
    if not provinces:
        return
    branches = branches_in(talk.shop, {one for name in provinces for one in name.split("|")})
    if branches:
        talk.say("say_stock_at_branch", branch="; ".join(branches))
    else:
        talk.say("say_no_branch_but_delivery", place=provinces[0].split("|")[0])
