"""Hours, addresses, contact, bank from the shop's profile; gift wrapping with this purchase's sum."""

from __future__ import annotations

import re

from bot.domain.ground import Line
from bot.language import normalise
from bot.services.answers import store
from bot.services.answers.basket import gift_wrap, quoted
from bot.services.answers.policies import find_answer, tell_policy
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask, Give


async def tell_store(talk: Talk, ask: Ask) -> None:
    """From the profile first; the shop's own answer where the profile says nothing or something else is asked."""
    told: str | None = None
    if ask.topic == "ask_store_address" and ask.detail == "parking":
        answer = await find_answer(talk, Ask(ask.topic, "chỗ để xe gửi xe ô tô parking " + ask.text))
        if answer is not None and re.search(r"xe|park", f"{answer.question} {answer.question_en}".lower()):
            talk.say_text(answer.answer_in(talk.language))
            return
        talk.say("say_dont_know")
        return
    if ask.topic == "ask_store_hours":
        told = store.hours_answer(ask.text, talk.shop, talk.now, talk.language, talk.services.words.say)
    elif ask.topic == "ask_store_address":
        told = store.address_answer(ask.text, talk.shop, talk.language, talk.services.words.say)
    elif ask.topic == "ask_contact" and SHOP_CALLS.search(normalise(ask.text).folded) and talk.ground.get("phone"):
        when = talk.ground.get("call_time")
        told = talk.draw(
            "say_number_to_call",
            contact=str(talk.ground.get("phone")),
            when=talk.draw("say_at_the_time", time=when) if when else "",
        )
    elif ask.topic == "ask_contact":
        told = store.contact_answer(ask.text, talk.shop, talk.language, talk.services.words.say)
    elif ask.topic == "ask_bank_details":
        told = store.bank_answer(talk.shop, talk.language, talk.services.words.say)
    if told:
        talk.say_text(told)
        if ask.topic == "ask_bank_details" and TRANSFER_NOTE.search(normalise(talk.reading.text).folded):
            await tell_policy(talk, ask)
        return
    await tell_policy(talk, ask)


SHOP_CALLS = re.compile(
    r"\b(?:shop|ben (?:minh|em|shop)|nhan vien|ai|nguoi ta|se)(?: \w+){0,3} goi(?: \w+){0,3} (?:so|may) (?:nao|may"
    r"|gi)\b"
    r"|\bgoi (?:lai )?(?:cho )?(?:minh|em|e|chi|anh|toi|tui|c|a) (?:\w+ ){0,2}so (?:nao|may|gi)\b"
    r"|\b(?:which|what) number (?:will|do|would) you call\b"
)
"""The number that the shop will call, not the one to call it on."""
TRANSFER_NOTE = re.compile(r"\b(?:noi dung|ghi (?:gi|sao|chu|the nao)|note|memo|reference|message)\b")


async def tell_wrapping(talk: Talk, ask: Ask) -> None:
    """What wrapping costs and that it is noted; the shop's words."""
    await tell_policy(talk, ask)
    folded = normalise(ask.text).folded
    if (
        talk.ground.basket
        and gift_wrap(talk) is not None
        and not re.search(r"\b(?:bao nhieu|nhieu tien|co goi|duoc khong|how much|gia)\b", folded)
    ):
        talk.ground.note("gift_wrap", True, talk.message_id)


MONTHS = re.compile(r"(?<!\d)(\d{1,2})(?= ?(?:thang|months?|hoac|hay|or|va|and|,|-))")
AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+)")


async def tell_instalments(talk: Talk, ask: Ask) -> None:
    """The shop's rule; for this purchase whether it reaches the minimum, and what a month comes to."""
    answer = await find_answer(talk, ask)
    await tell_policy(talk, ask)
    lines = talk.ground.basket or ([Line(talk.focus.sku, 1)] if talk.focus is not None else [])
    if answer is None or answer.topic != "ask_installment" or not lines:
        return
    result = quoted(talk, lines)
    folded = normalise(answer.answer).folded
    amounts = [int(re.sub(r"[.,]", "", found)) for found in AMOUNT.findall(answer.answer)]
    goods = result.goods - result.discount
    if amounts and goods < amounts[0]:
        talk.say("say_instalment_below", amount=talk.money(goods), minimum=talk.money(amounts[0]))
        return
    asked = [int(n) for n in MONTHS.findall(normalise(ask.text).folded) if 2 <= int(n) <= 36]
    offered = [int(n) for n in MONTHS.findall(folded) if 2 <= int(n) <= 36]
    if not re.search(r"\b(?:khong|chua) (?:ho tro|co|nhan)? ?(?:mua )?tra gop\b", folded) and offered:
        rows = ", ".join(
            talk.draw("say_instalment_month", months=n, amount=talk.money(round(result.total / n)))
            for n in (asked or offered)
        )
        talk.say("say_instalments", rows=rows)


async def tell_deposit(talk: Talk, ask: Ask) -> None:
    """The shop's rule; of this purchase what the deposit comes to, where somebody asks how much."""
    answer = await find_answer(talk, ask)
    await tell_policy(talk, ask)
    lines = talk.ground.basket or ([Line(talk.focus.sku, 1)] if talk.focus is not None else [])
    percent = re.search(r"(\d{1,2}) ?%", answer.answer) if answer is not None else None
    if percent is None or not lines or not HOW_MUCH.search(normalise(ask.text).folded):
        return
    total = quoted(talk, lines).total
    talk.say(
        "say_deposit_of_this",
        amount=talk.money(total),
        percent=percent.group(1),
        deposit=talk.money(round(total * int(percent.group(1)) / 100)),
    )


HOW_MUCH = re.compile(
    r"\b(?:bao nhieu|nhieu|bao(?! (?:lau|gio))|bn|may(?! (?:ngay|gio|bua|hom|tieng|tuan))|how much|what)\b"
)


async def tell_payment(talk: Talk, ask: Ask) -> None:
    """Ways to pay; whether cash on delivery reaches this purchase."""
    folded = normalise(ask.text).folded
    answer = await find_answer(talk, ask)
    noted = talk.ground.told.get("payment")
    if noted is not None and any(give.what == "payment" for give in talk.reading.of(Give)):
        method = talk.draw(f"say_given_payment_{noted.value}")
        talk.say("say_given_payment_noted", role="ack", payment=method)
    await tell_policy(talk, ask)
    lines = talk.ground.basket
    if (
        answer is None
        or not lines
        or not re.search(
            r"\bcod\b|khi nhan|nhan hang|on delivery", normalise(answer.answer).folded + " " + answer.answer_en.lower()
        )
    ):
        return
    amounts = [int(re.sub(r"[.,]", "", found)) for found in AMOUNT.findall(answer.answer)]
    total = quoted(talk, lines).total
    if amounts and re.search(r"\b(?:cod|nhan|tien mat|cash|delivery)\b", folded):
        talk.say(
            "say_cod_within" if total <= amounts[0] else "say_cod_above",
            amount=talk.money(total),
            limit=talk.money(amounts[0]),
        )
