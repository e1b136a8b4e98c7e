"""Which of the shop's own answers is nearest to a question: by its words, its topic and the thing it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.catalogue import Faq, Product
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.shelf import names_in, same_marks
from bot.understanding.words import plain
from bot.understanding.written import Written

OF_TOPIC, OF_KIN, GOES_ON = 0.2, 0.1, 0.05
"""What an answer gains that is filed under the topic, under a near one, under that of the last question."""
ABOUT_OTHER_GOODS, ABOUT_ITS_GOODS = 0.4, 1.2
"""What an answer counts whose question names other goods than those spoken of, or just those."""
SAYS_ITSELF = 0.55
"""So near to the question's own words an answer is meant, whichever thing is spoken of."""
OF_ITS_KIND = 0.15
"""What the kind of the thing spoken of counts beside the question, where goods are what it is about."""
OF_THE_REST = 0.3
"""What the whole message counts beside the clause that asks."""
ABOUT_GOODS = {"ask_usage_help", "explain_product_kind", "ask_suitability", "ask_material"}
"""Topics whose answers are about kinds of goods: the kind spoken of is asked about, named or not."""
KIN: tuple[frozenset[str], ...] = (
    frozenset({"ask_return_policy", "request_return", "request_exchange", "ask_refund", "ask_try_first"}),
    frozenset({"ask_warranty_policy", "claim_warranty", "report_defect"}),
    frozenset({"ask_shipping_fee", "ask_delivery_time", "ask_delivery_area", "ask_delivery_options"}),
    frozenset({"ask_payment_methods", "ask_bank_details"}),
    frozenset({"ask_usage_help", "explain_product_kind"}),
    frozenset({"ask_points", "write_review", "refer_friend"}),
    frozenset({"manage_privacy", "keep_in_touch", "notify_me"}),
    frozenset({"report_missing_item", "report_wrong_item", "report_defect", "report_late_delivery"}),
    frozenset({"apply_coupon", "ask_promotions"}),
)
"""Topics of which one's answer may tell what the other asks for."""


def are_kin(topic: str, other: str) -> bool:
    """Whether an answer of one topic may serve a question of the other."""
    return topic == other or any({topic, other} <= family for family in KIN)


def nearest_answers(talk: Talk, text: str, topic: str = "", ask: Ask | None = None) -> list[tuple[Faq, float]]:
    """The shop's answers with how near they are, best first; those of ``topic`` and of its kin count for more."""
    product = thing_of(talk, ask)
    nearness = written_of(talk).nearness(text)
    if product is not None and topic in ABOUT_GOODS:
        add(nearness, written_of(talk).nearness(f"{product.kind} {product.kind_en}"), OF_ITS_KIND)
    if text != talk.reading.text and text in talk.reading.text:
        add(nearness, written_of(talk).nearness(talk.reading.text), OF_THE_REST)
    found = [
        (
            talk.faqs[key],
            (near + topic_bonus(talk, talk.faqs[key], topic))
            * (1.0 if near >= SAYS_ITSELF else goods_weight(talk, talk.faqs[key], product)),
        )
        for key, near in nearness.items()
        if key in talk.faqs
    ]
    return sorted(found, key=lambda one: (-one[1], one[0].key))


def topic_bonus(talk: Talk, faq: Faq, topic: str) -> float:
    """What an answer gains by what it is filed under."""
    goes_on = GOES_ON if faq.topic == talk.ground.topic else 0.0
    if faq.topic == topic:
        return OF_TOPIC + goes_on
    return (OF_KIN if topic and are_kin(topic, faq.topic) else 0.0) + goes_on


def add(nearness: dict[str, float], more: Mapping[str, float], weight: float) -> None:
    """Add to each answer's nearness a part of another."""
    for key, near in more.items():
        nearness[key] = nearness.get(key, 0.0) + weight * near


def written_of(talk: Talk) -> Written:
    """The shop's answers as they are compared, made once until an import changes them."""
    return talk.services.made_once("written", (talk.faqs,), lambda: _written(talk.faqs))


def _written(faqs: Mapping[str, Faq]) -> Written:
    return Written(
        {key: ([faq.question, faq.question_en, *faq.aliases], [faq.answer, faq.answer_en]) for key, faq in faqs.items()}
    )


def thing_of(talk: Talk, ask: Ask | None) -> Product | None:
    """The one thing that a question is about."""
    if ask is not None and (entries := talk.entries(talk.referent(ask))) and len(entries) == 1:
        return entries[0].product
    return talk.focus


def goods_weight(talk: Talk, faq: Faq, product: Product | None) -> float:
    """What an answer counts for a thing: more where its question names the thing's goods, less where others."""
    categories, kinds = goods_of(talk, faq)
    if product is None or not (categories or kinds):
        return 1.0
    named = product.kind in kinds if kinds else product.category in categories
    return ABOUT_ITS_GOODS if named else ABOUT_OTHER_GOODS


def goods_of(talk: Talk, faq: Faq) -> tuple[frozenset[str], frozenset[str]]:
    """The categories and kinds that an answer's question names."""
    known: dict[str, tuple[frozenset[str], frozenset[str]]] = talk.services.made_once(
        "goods_of_answers", (talk.faqs, talk.shelf, talk.shop), dict
    )
    if faq.key not in known:
        categories = [
            (str(name), str(one.get("key")))
            for one in talk.shop.get("categories") or []
            if isinstance(one, dict)
            for name in ((one.get("name") or {}).get("vi"), *(one.get("aliases") or []))
            if name
        ]
        kinds = [(kind, kind) for kind in dict.fromkeys(talk.shelf.kinds.values())]
        known[faq.key] = (named_in(faq.question, categories), named_in(faq.question, kinds))
    return known[faq.key]


def named_in(question: str, names: Sequence[tuple[str, str]]) -> frozenset[str]:
    """What stands for the names that a question has; "đổi trả" names no "trà"."""
    written = {plain(name): (name, meant) for name, meant in names}
    return frozenset(
        written[found][1] for found in names_in(question, written) if same_marks(question, found, written[found][0])
    )
