"""What a purchase is worth in points, by the shop's own rule: "mỗi 10.000 ₫ được 1 điểm, 1 điểm bằng 100 ₫"."""

from __future__ import annotations

import re

from bot.domain.ground import Line
from bot.language import normalise
from bot.services.answers.basket import quoted
from bot.services.answers.policies import find_answer, tell_policy
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask

AMOUNT = r"(\d{1,3}(?:[.,]\d{3})+|\d+ ?(?:k|nghin|ngan))"
EARNS = re.compile(
    rf"{AMOUNT}(?: ?(?:₫|d|dong|vnd))?[^.;]{{0,30}}?\b(?:duoc|tich|nhan|=|la|cong)[^.;\d]{{0,12}}(\d+) diem"
)
WORTH = re.compile(
    r"(\d+) diem (?:bang|=|la|doi duoc|tuong duong|tri gia|duoc giam|giam)[^.;\d]{0,10}"
    r"(\d{1,3}(?:[.,]\d{3})+|\d+ ?(?:k|nghin|ngan)|\d{3,4})"
)
HOW_MANY = re.compile(
    r"\b(?:bao nhieu|nhieu|bn|may|how many)\b.{0,12}\b(?:diem|points?)\b"
    r"|\b(?:diem|points?)\b.*\b(?:bao nhieu|how many)\b"
)


def amount_of(text: str) -> int:
    """An amount as it stands in a rule: "10.000", "10k"."""
    number = int(re.sub(r"\D", "", text))
    return number * 1000 if re.search(r"k|ng", text) else number


async def tell_points(talk: Talk, ask: Ask) -> None:
    """The shop's rule; of the order or the basket how many points it brings, where somebody asks how many."""
    answer = await find_answer(talk, ask)
    await tell_policy(talk, ask)
    folded = normalise(ask.text).folded
    if answer is None or answer.topic != "ask_points" or not HOW_MANY.search(folded):
        return
    rule = normalise(answer.answer).folded
    earns, goods = EARNS.search(rule), goods_of(talk)
    if earns is None or not goods:
        return
    points = goods // amount_of(earns.group(1)) * int(earns.group(2))
    worth = WORTH.search(rule)
    if worth is None:
        talk.say("say_points_of_this", amount=talk.money(goods), points=points)
        return
    value = points * amount_of(worth.group(2)) // int(worth.group(1))
    talk.say("say_points_worth", amount=talk.money(goods), points=points, value=talk.money(value))


def goods_of(talk: Talk) -> int:
    """What the goods of the order that was shown come to, else of the basket, else of the thing spoken of."""
    if talk.order is not None and not talk.ground.basket:
        return talk.order.total
    lines = talk.ground.basket or ([Line(talk.focus.sku, 1)] if talk.focus is not None else [])
    if not lines:
        return 0
    result = quoted(talk, lines)
    return result.goods - result.discount
