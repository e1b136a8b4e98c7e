"""What a clause that no cue speaks for is about: thing at hand, shelf and reading are weighed, nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.language import normalise
from bot.services.answers.asked_how import is_asked_how
from bot.services.answers.facts import SELLS
from bot.services.answers.finding import TAGGED, head_word, needs_in_group
from bot.services.answers.groups import category_of
from bot.services.answers.lacks import missing_goods
from bot.services.answers.safety import asks_whether_safe
from bot.services.answers.seeking import seeks
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.facts import best_score, facts_for
from bot.understanding.goods import GENERIC
from bot.understanding.lacking import Lacked
from bot.understanding.needs import also_said
from bot.understanding.query import Query, blanked
from bot.understanding.titles import kind_named_alone
from bot.understanding.words import content, words_of

THING_WORD = r"(?:cai|con|loai|mau|mon|chiec|doi|hop|bo|em|chai|tuyp|goi|dong|cay|thu|gi|size|hang)"
WHICH = re.compile(
    rf"\b{THING_WORD}(?: \w+){{0,3}}? nao\b|\bco \w+(?: \w+){{0,3}} nao\b|\b\w+ nao (?:em|nhe|dep|tot|hop|re|cho|phu|"
    rf"ngon|de|danh|mau|co|khong|duoc|dung|to|nho|ben|manh|\w+ khong)\b|\b(?:any|which|what) (?!are\b|is\b|about\b|"
    rf"does\b)\w+"
)
ANEW = re.compile(
    r"\b(?:shop (?:co|con|ban)|co ban|ben (?:minh|shop|em) co|tim|kiem|can (?:mua|tim|mot|1|cai|con)|muon (?:mua|tim|"
    r"xem)|cho (?:minh|em|anh|chi|toi) (?:xem|hoi)|do you (?:have|sell|carry)|got any|looking for|i need|i want|"
    r"show me|any)\b"
)
ONE_OF_THESE = re.compile(
    r"^(?:the |vay |trong (?:do|may \w+ (?:nay|do)) )?(?:cai|con|mau|em|chiec|doi|loai) nao "
    r"(?!khong\b|khac\b|nua\b|re\b)\w"
    r"|^(?:and |so |then )?which (?:one|of (?:these|them|those)) (?!else\b|other\b)\w"
)
SO_WHAT = re.compile(
    rf"\b(?:thi sao|the con|con {THING_WORD}? ?\w* ?(?:thi sao|thi the nao)|thi the nao|what about|how about|and the)\b"
)
THIS_ONE = re.compile(r"\b(?:cai|con|loai|mau|em|mon|chiec) (?:nay|do|ay|kia)\b|\b(?:no|this|that|it)\b")
QUESTION = re.compile(
    r"\b(?:khong|ko|chua|gi|nao|sao|may|bao|dau|ha|chu|nhi|hong|what|how|does|is|can|do|will|are)\b|\?"
)
TOLD = {
    "inform",
    "give_order_details",
    "affirm",
    "deny",
    "choose_variant",
    "add_to_cart",
    "place_order",
    "hesitate",
    "thank",
    "greet",
    "chitchat",
    "goodbye",
    "praise",
}
ESCALATES = {
    "complain",
    "insult",
    "out_of_scope",
    "payment_problem",
    "report_wrong_item",
    "report_missing_item",
    "report_defect",
    "report_late_delivery",
    "ask_human",
    "chitchat",
    "praise",
    "claim_warranty",
    "request_return",
    "request_exchange",
    "cancel_order",
    "change_order",
    "check_order_status",
    "ask_order_history",
}
"""Readings that need clear evidence: beside words that match the shelf they are a question about a thing."""
ABOUT_THINGS = {
    "ask_price",
    "ask_stock",
    "ask_colour",
    "ask_size",
    "ask_fit",
    "ask_material",
    "ask_specs",
    "ask_product_details",
    "ask_suitability",
    "ask_origin_expiry",
    "ask_reviews",
    "explain_product_kind",
    "ask_usage_help",
}
FINDS = {
    "find_product",
    "recommend_by_need",
    "recommend_by_budget",
    "find_gift",
    "ask_alternative",
    "browse_catalogue",
    "ask_best_sellers",
    "ask_new_arrivals",
}
SURE = 0.45
SAYS_WHAT = {"ask_colour", "ask_price", "ask_stock"}
"""Readings that say which fact of a named thing is asked for."""
YES_OR_NO = re.compile(
    r"\b(?:co|duoc|biet)\b.*\b(?:khong|chua)\b|\b(?:khong|chua)\W*$|^(?:does|is|can|will|do|has|are)\b"
)
COUNTED = re.compile(r"\b(?:bao nhieu|may|nhieu) (\w+)")
"""What is counted in a question: "bao nhiêu calo" asks for no price."""
COMPARES = re.compile(r"\b(?:so|khac|hon|giong|vs|hay|nao|chenh|compare\w*|differ\w*|versus|better|or)\b")
THE_SHOP = re.compile(r"\b(?:shop|tiem|cong ty|cty|cua hang|uy tin|ben (?:minh|em|ban)|company|store|business|you)\b")
MOODS = {"complain", "insult", "praise", "chitchat", "out_of_scope"}
"""Readings of how somebody feels, which a question about the thing at hand seldom is."""
APART = re.compile(r"\b(?:roi|rieng|le|thay the|phu kien|separately|spare|extra)\b")
SPECS = re.compile(r"\b(?:specs?|specifications?|thong so)\b")


@dataclass
class Clause:
    """A clause without a cue, with what speaks for one topic or another."""

    talk: Talk
    ask: Ask
    intent: str
    confidence: float

    def __post_init__(self) -> None:
        self.query = self.talk.query(self.ask)
        self.referent = self.talk.referent(self.ask)
        self.folded = normalise(self.ask.text).folded
        self.said = words_of(self.ask.text)
        self.entries = self.talk.entries(self.referent)[:4]
        self.with_kind = bool(self.query.kinds or self.query.heads)
        self.in_talk = bool(self.talk.ground.focus or self.talk.ground.shown or self.referent.how == "page")
        self.anew = bool(ANEW.search(self.folded))
        self.this_one = bool(THIS_ONE.search(self.folded))

    @cached_property
    def facts(self) -> float:
        """How well a fact of what it is about answers it; of a whole kind none does."""
        if self.referent.how == "kind":
            return 0.0
        return max((best_score(facts_for(self.talk.shelf, one, self.query)) for one in self.entries), default=0.0)

    @property
    def believed(self) -> float:
        """How much the reading is believed: not where words of a question about the thing at hand deny it."""
        if not (self.in_talk and self.entries and not self.with_kind):
            return self.confidence
        counted = COUNTED.search(self.folded)
        if self.intent == "ask_price" and counted and counted.group(1) in {word.folded for word in self.query.words}:
            return 0.0
        if self.intent == "ask_stock" and any(w.folded == "con" and w.marked and w.typed != "còn" for w in self.said):
            # The reading looks past marks: "có cồn không" asks for alcohol, not whether there is any left.
            return 0.0
        if self.intent == "compare_products" and not COMPARES.search(self.folded):
            return 0.0
        if self.intent == "ask_about_shop" and not THE_SHOP.search(self.folded):
            return 0.0
        if self.intent in MOODS and QUESTION.search(self.folded) and self.confidence < 0.85:
            return 0.0
        return self.confidence

    @property
    def about_it(self) -> bool:
        """Whether it is about the thing itself, not about others like it."""
        return (
            self.this_one
            or (self.referent.explicit and ((self.ask.asks and self.in_talk) or bool(QUESTION.search(self.folded))))
            or (self.in_talk and not self.with_kind and not self.anew)
        )


def settled_topic(talk: Talk, ask: Ask, intent: str, confidence: float) -> Ask:
    """The topic that a clause without a cue is really about; candidates are weighed, facts before policies."""
    clause = Clause(talk, ask, intent, confidence)
    return said_plainly(clause) or asked_how(clause) or asked_of_shelf(clause) or weighed(clause) or read_alone(clause)


def asked_how(clause: Clause) -> Ask | None:
    """Something that an answer of the shop tells of the kind that is named or spoken of."""
    query = clause.query
    if kind_named_alone(clause.talk.shelf, clause.ask.text) is not None:
        # Its bare name asks nothing of it.
        return None
    looks_for = clause.intent in FINDS or query.highest is not None or query.lowest is not None
    if looks_for or ((clause.anew or WHICH.search(clause.folded)) and not clause.this_one):
        return None
    kinds = query.kinds | query.heads or {entry.product.kind for entry in clause.entries}
    if is_asked_how(clause.talk, clause.ask, clause.intent, kinds):
        return replace(clause.ask, topic="ask_usage_help")
    return None


def said_plainly(clause: Clause) -> Ask | None:
    """What the words alone settle: goods looked for, safety, what is not sold, a colour, the last question again."""
    talk, ask, query = clause.talk, clause.ask, clause.query
    if seeks(talk, ask) or (clause.intent in FINDS | {"nlu_fallback"} and told_of_group(talk, query)):
        return replace(ask, topic="find_product")
    if clause.entries and asks_whether_safe(ask.text):
        return replace(ask, topic="ask_suitability")
    if names_a_category(clause):
        return replace(ask, topic="browse_catalogue")
    if is_not_sold(clause):
        return replace(ask, topic="find_product")
    spans = [(int(e["start"]), int(e["end"])) for e in ask.entities if e.get("entity") == "colour" and e.get("end")]
    described = [
        w for w in content(words_of(blanked(ask.text, spans))) if w.folded not in ("mau", "colour", "color", "come")
    ]
    if query.colours and not described and clause.entries and not query.kinds and not told_in_colour(clause):
        return replace(ask, topic="ask_colour", sure=True)
    if (
        SO_WHAT.search(clause.folded)
        and re.search(r"thi sao|the nao|what about|how about", clause.folded)
        and (clause.referent.explicit or query.colours or asks_size_on(clause))
        and talk.ground.topic
        and talk.ground.question
    ):
        if talk.ground.topic in FINDS and len(clause.referent.skus) == 1:
            # Another search would find the first one again.
            return replace(ask, topic="ask_product_details", skus=clause.referent.skus, sure=True)
        return replace(
            ask, topic=talk.ground.topic, text=talk.ground.question, skus=clause.referent.skus, entities=(), sure=True
        )
    return None


def told_of_group(talk: Talk, query: Query) -> bool:
    """Whether a group of goods is named with a need that some of them serve: "đồ ăn sáng nhanh mà ít ngọt"."""
    if query.kinds or query.called:
        return False
    return bool(needs_in_group(talk, query))


def names_a_category(clause: Clause) -> bool:
    """Whether the shop is asked for a whole group of goods, and for nothing in it: "có đồ sơ sinh không"."""
    query = clause.query
    if query.kinds or query.called or query.measures or query.lowest is not None or query.highest is not None:
        return False
    if query.heads and not query.kind_words <= GENERIC:
        return False
    if told_of_group(clause.talk, query):
        return False
    wanted = clause.anew or bool(SELLS.search(normalise(clause.ask.text).expanded)) or clause.intent in FINDS
    return wanted and clause.referent.how != "named" and category_of(clause.talk, clause.ask.text) is not None


def asks_size_on(clause: Clause) -> bool:
    """Whether another body is told after a size was asked for: "em gái chị 47 ký thì sao"."""
    told = any(entity.get("entity") == "body_measure" for entity in clause.talk.reading.entities)
    return told and clause.talk.ground.topic in ("ask_fit", "ask_size")


def told_in_colour(clause: Clause) -> bool:
    """Whether a fact speaks of the colour word that was said: "không vệt trắng" is no colour it comes in."""
    return any(
        clause.query.colour_words <= set(fact.words) and clause.facts >= 2.2
        for entry in clause.entries
        for fact in entry.facts
        if not fact.label
    )


def is_not_sold(clause: Clause) -> bool:
    """Whether the shop is asked for goods that it has not, or by a word that nothing on the shelf is called by."""
    query = clause.query
    said = normalise(clause.ask.text).expanded
    sells = bool(SELLS.search(said))
    missing = missing_goods(clause.talk, query) if sells or HAS.search(said) else None
    if missing is not None and (sells or may_be_goods(clause, missing)):
        return True
    if clause.with_kind or not sells:
        return False
    head = head_word(clause.talk, query)
    postings = clause.talk.shelf.postings
    return (
        head is not None
        and not postings.is_called(head, query.marks)
        and not any(postings.times_called(other) for other in also_said(head.folded))
    )


HAS = re.compile(
    r"^(?:(?:ạ|shop|bên (?:mình|shop|em)|ở đây|minh|mình|bạn) )*(?:có|co|còn|con|bán|ban)\b"
    r"|\b(?:tìm|kiếm|mua|tim|kiem|looking for|buy)\b"
)
"""Asks whether there are goods; with the marks that were typed."""


def may_be_goods(clause: Clause, missing: Lacked) -> bool:
    """Whether these are goods and no part or property of the thing that is spoken of: "có camera không" of a phone."""
    return not clause.in_talk or (" " in missing.name and clause.facts < KNOWN_OF_IT)


KNOWN_OF_IT = 2.2
"""From here on the data of a thing says what is asked."""


def asked_of_shelf(clause: Clause) -> Ask | None:
    """Another one, which one, a thing by its name, something new: questions to the shelf, whatever the facts say."""
    ask, intent, confidence = clause.ask, clause.intent, clause.confidence
    with_kind, in_talk, folded = clause.with_kind, clause.in_talk, clause.folded
    if in_talk and not with_kind and compare_words(folded) and not about_fact(folded):
        return replace(ask, topic="ask_alternative", detail="more_or_less")
    if ONE_OF_THESE.search(folded) and is_of_shown(clause):
        # What they have may also be sold by itself: "con nào pin trâu".
        return replace(ask, topic="recommend_by_need", detail="choose", sure=True)
    wants_which = bool(WHICH.search(folded)) and not clause.this_one
    if wants_which and (with_kind or in_talk or (intent in FINDS and confidence >= 0.6)):
        return replace(ask, topic="find_product", detail="" if with_kind or not in_talk else "within")
    one = len(clause.entries) == 1
    if intent in SAYS_WHAT and confidence >= 0.9 and clause.referent.how == "named" and one:
        return replace(ask, topic=intent)
    if SPECS.search(folded) and one and clause.facts < 3.0:
        return replace(ask, topic="ask_product_details", detail="facts")
    if one and is_asked_for_by_name(clause):
        return replace(ask, topic="ask_product_details")
    if clause.anew and in_talk and not clause.this_one and re.search(r"\b(?:can|tim|muon|need|want)\b", folded):
        return replace(ask, topic="find_product", detail="" if clause.query.kinds else "within")
    return None


def is_of_shown(clause: Clause) -> bool:
    """Whether the things of a list are spoken of; a kind that is named may be what one of them is: "loai nao dam"."""
    shown = [clause.talk.shelf.entries[sku] for sku in clause.talk.ground.shown if sku in clause.talk.shelf.entries]
    if len(shown) < 2:
        return False
    return not clause.query.kinds or any(clause.query.kind_words <= entry.told_words for entry in shown)


def is_asked_for_by_name(clause: Clause) -> bool:
    """Whether the shop is asked for a thing that was not spoken of, by what it is called and nothing else."""
    entry = clause.entries[0]
    return (
        clause.referent.how in ("named", "described")
        and entry.sku not in clause.talk.ground.focus[:1]
        and bool(content(words_of(clause.ask.text)))
        and all(w.folded in entry.called for w in clause.query.words)
        and re.search(r"\b(?:co|ban|con|have|sell|any)\b", clause.folded) is not None
        and not clause.query.measures
    )


def weighed(clause: Clause) -> Ask | None:
    """Facts of the thing against the reading, and the shelf against both."""
    ask, intent, confidence, entries = clause.ask, clause.intent, clause.believed, clause.entries
    if entries and clause.facts >= 3.0 and clause.about_it:
        # "Có bán nắp rời không" asks for the lid, not about it.
        parts = SELLS.search(normalise(ask.text).expanded) and APART.search(clause.folded)
        return replace(ask, topic="ask_accessories" if parts else "ask_specs")
    if intent in ESCALATES and confidence >= 0.6 and not (clause.query.says_something and clause.facts >= 3.0):
        return replace(ask, topic=intent)
    if (sku := asked_of_focus(clause)) is not None:
        return replace(ask, topic="ask_specs", skus=(sku,))
    if asks_what_nobody_told(clause):
        return replace(ask, topic="ask_specs")
    if clause.with_kind and (clause.anew or not clause.in_talk or not _kind_in_talk(clause.talk, clause.query)):
        return replace(ask, topic="find_product")
    if entries and clause.facts >= 2.2 and clause.in_talk:
        return replace(ask, topic="ask_specs")
    if (
        intent in ABOUT_THINGS
        and confidence >= (SURE if intent not in ("ask_reviews", "ask_product_details", "ask_suitability") else 0.7)
        and entries
    ):
        return replace(ask, topic=intent)
    if clause.referent.explicit and entries:
        return replace(ask, topic="ask_product_details")
    return None


HOW_MUCH = re.compile(r"\b(?:may|bao nhieu|nhieu|how (?:many|much|big|large|long|heavy)) \w+")


def asked_of_focus(clause: Clause) -> str | None:
    """The thing spoken of, if how much it has is asked in words of its data: "màn hình mấy inch" of a phone."""
    focus = clause.talk.ground.focus[:1]
    if not focus or clause.anew or not clause.query.kinds or not HOW_MUCH.search(clause.folded):
        return None
    entry = clause.talk.shelf.entries.get(focus[0])
    if entry is None or entry.product.kind in clause.query.kinds or clause.talk.ground.several:
        return None
    if not clause.query.kind_words <= entry.told_words:
        return None
    return entry.sku


def asks_what_nobody_told(clause: Clause) -> bool:
    """Whether a yes or no is asked of one thing in words that its data has not: honestly, nobody knows."""
    of_focus = clause.intent == "ask_product_details" and clause.in_talk and not (clause.anew or clause.with_kind)
    if not (clause.referent.explicit or clause.this_one or of_focus):
        return False
    if len(clause.entries) != 1 or clause.facts >= 2.2:
        return False
    told = SAYS_WHAT | {"ask_size", "ask_fit", "ask_reviews", "ask_material", "ask_origin_expiry"}
    if clause.intent in told and clause.confidence >= 0.6:
        return False
    entry = clause.entries[0]
    beyond = [w for w in clause.query.words if w.folded not in entry.called and w.folded not in clause.query.kind_words]
    return bool(beyond) and YES_OR_NO.search(clause.folded) is not None


def read_alone(clause: Clause) -> Ask:
    """What the reading says where nothing else speaks; a search or an honest word where it says nothing."""
    ask, intent, confidence = clause.ask, clause.intent, clause.believed
    if (
        intent not in TOLD
        and intent not in ABOUT_THINGS
        and intent not in FINDS
        and intent not in ESCALATES
        and intent != "nlu_fallback"
        and confidence >= SURE
    ):
        return replace(ask, topic=intent)
    if intent in TAGGED and confidence >= SURE:
        return replace(ask, topic=intent)
    if not clause.with_kind and category_of(clause.talk, ask.text):
        return replace(ask, topic="browse_catalogue")
    if clause.query.says_something or clause.with_kind or intent in FINDS:
        return replace(ask, topic="nlu_fallback", detail="search")
    if intent != "nlu_fallback" and confidence >= 0.6:
        return replace(ask, topic=intent)
    of_it = clause.in_talk and len(clause.entries) == 1 and QUESTION.search(clause.folded)
    return replace(ask, topic="nlu_fallback", detail="search" if of_it else "")


def _kind_in_talk(talk: Talk, query: Query) -> bool:
    """Whether a kind that was named is spoken of or shown."""
    kinds = query.kinds or query.heads
    known = [*talk.ground.focus[:1], *talk.ground.shown]
    return any(talk.shelf.entries[sku].product.kind in kinds for sku in known if sku in talk.shelf.entries)


def compare_words(folded: str) -> bool:
    """Whether something bigger, smaller, quieter than the one at hand is wished."""
    return bool(
        re.search(
            r"\b(?:to|lon|bu|nho|be|gon|rong|dai|ngan|cao|thap|nhe|nang|em|manh|khoe|trau|mong|day|dam|xin|kin dao|"
            r"nhieu|it) \w* ?hon\b|\b(?:bigger|smaller|larger|lighter|quieter|longer|shorter|stronger)\b|"
            r"\bloai (?:to|lon|nho|be|bu|mini|rong rong|rong)\b",
            folded,
        )
    )


def about_fact(folded: str) -> bool:
    """Whether the comparing words ask about the thing itself: "to hơn con kia không"."""
    return bool(re.search(r"hon (?:cai|con|loai|no\b)|than the|so voi", folded))
