"""Read a message: its clauses become acts, by named cues first and by Rasa's NLU where no cue speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.language import find_address, normalise
from bot.understanding.acts import Act, Ask, Choose, Confirm, Decline, Give, Postpone, Reading, Social, Stop
from bot.understanding.clauses import Clause, clauses_of
from bot.understanding.cues import Hit, hits_in
from bot.understanding.gives import gives_in

MOST_WISHES = 3

YES = re.compile(
    r"^(?:a |da |ok |oke |vang |uh )*(?:ok(?:e|ie|ay|la)?|okela|uh+|um+|u|ua|vang|da(?: vang| duoc| dung| co)?"
    r"|co|duoc(?: roi| a| nha| luon)?|dong y|nhat tri|dung(?: roi| vay)?|chuan(?: roi)?|yes|yep|yeah|yup|sure"
    r"|of course|please do|go ahead|ok go|right|correct|that'?s right|great|perfect|fine|agreed?|👍|👌)"
    r"(?:[ ,!.]*(?:a|nha|nhe|em|shop|ban|ok|roi|di|do|luon|chi|anh|minh dong y|dong y|please|it|thanks|cam on"
    r"|u|vay|the|b|sop|ad|👍))*[ .!]*$"
)
NO = re.compile(
    r"^(?:a |da |thoi |ma |oh )*(?:khong|ko|hong|no|nope|nah|thoi|khoi|chua|khong can|khong dau|khong a"
    r"|khong em|not now|no thanks?|khong cam on|thoi khong|khong dong y|minh khong dong y|khong phai|deo|k)"
    r"(?:[ ,!.]*(?:a|nha|nhe|em|shop|ban|dau|can|thoi|cam on|thanks?|thank you|roi|minh|ad|nua))*[ .!]*$"
)
GREET = re.compile(
    r"^(?:da |e |oi )*(?:xin )?(?:chao|hello|hi+|hey|helo|alo+|hí|good (?:morning|afternoon|evening)"
    r"|shop (?:oi|a)|ad oi|em oi|shop)(?: (?:shop|ad|em|ban|anh|chi|ca nha|there|oi|a|nha"
    r"|buoi (?:sang|chieu|toi)|moi nguoi|admin|sop))*[ .!,]*$"
)
THANK = re.compile(
    r"^(?:ok |oke |da |vang |vay |thoi |a |roi |uh |the |duoc roi )*"
    r"(?:cam on|cam un|camon|thank(?:s| you|x)?|tks|thks|cảm ơn|many thanks|ty|thx)"
    r"(?:[ ,!.]*(?:shop|em|ad|ban|nha|nhe|nhieu|lam|a|so much|very much|a lot|anh|chi|nhiu|u|rat|da|tu van|tot"
    r"|nhiet tinh|for|your|help|sop))*[ .!]*$"
)
BYE = re.compile(
    r"^(?:ok |thoi |vay |roi )*(?:bye(?: bye)?|tam biet|hen gap lai|pp|goodbye|see you|chao (?:shop|em) nhe)"
    r"(?:[ ,!.]*(?:shop|em|nha|nhe|ad|a|later))*[ .!]*$"
)
CHOOSES = re.compile(
    r"\b(?:lay|chot|mua(?! (?:roi|hom|o dau|lai duoc))"
    r"|dat(?! (?:coc|qua|the|hon|nhat|lam|hang (?:the|sao|nhu|o))|\s*(?:truoc|lich))|order|oder"
    r"|(?:doi|thay) (?:qua|sang|thanh|lai|bang)"
    r"|cho {me}(?! (?:hoi|xem|biet|xin|gap|nguoi|be|con|chong|vo|bo|ba|ong|cai link|so|me|sdt|thong tin|tien))"
    r"|ship (?!to [a-z])(?:cho|ve|toi|qua|den|{me}|\d|lun|luon)|gui (?:cho|ve|toi|qua|den) "
    r"(?!anh|hinh|bao gia|thong tin|so|stk|link)|giao (?:cho|ve|toi|qua|den) (?:{me}|dia chi)"
    r"|them(?! (?:nua khong|khong|thong tin|gi|for|to|in|please|with|is|are|from|all|both)\b)(?= )|dat mua|len don"
    r"|rinh)\b"
    r"|\b(?:i'?ll take|i will take|i'?d like (?:to (?:buy|order|get)|\d|one|two|three|a)"
    r"|i want (?:to (?:buy|order)|\d|one|two|three)|give me (?:\d|one|two)|add|buy|take|get me|order"
    r"|i'?ll (?:have|get|buy|go with|order)|let'?s (?:go with|take|get)|ok one|go with"
    r"|send me (?:\d|one|two))\b"
    r"|^(?:ok|okay|yes|fine|great|sure|then|so)?[, ]*(?:\d+|one|two|three) of (?:that|those|these|them|this|it)\b"
    r"(?!.*\bhow\b)".replace("{me}", r"(?:minh|em|chi|anh|toi|tui|to|c|a|e|m|t)")
)
SLANG = re.compile(r"\b(?:gom|hốt|rinh|xúc|quất|bốc) (?:\d|một|hai|con|cái|em|luôn|liền|về|đôi|bộ|hộp|chai)")
"""Slang for taking it, with its marks: "quất 2 con", and no "quạt"."""
NOT_CHOOSES = re.compile(
    (
        r"\b(?:mua|dat|lay|order)\b.{0,40}(?<!nhu )\b(?:hoi (?:nay|dau|truoc|thang|nam|hom)"
        r"|hom (?:qua|kia|truoc|no|bua)|bua truoc|thang truoc|nam (?:ngoai|nay)|tuan truoc|o tiem|tai tiem"
        r"|dot truoc|lan truoc|mua he|roi\b)"
        r"|\b(?:mua|dat|lay|order)\b.{0,60}\b(?:chua|khong) (?:thay |duoc |he )*"
        r"(?:giao|nhan duoc|nhan hang|toi|den|ship|co hang)\b(?! (?:khong|chua)\b)"
        r"|\b(?:mua|dat|order)\b.{0,60}\bma (?:mo|khui|nhan|giao|gui|ve|thay|bi|van|den|toi) "
        r"|\b(?:keu|ru|gioi thieu) .{0,14}\bmua\b|\b(?:minh|em|chi|anh|toi|tui|co|chu) mua \d"
        r"(?=.*\b(?:bi|roi|hu|hong|loi|xai|dung|nhan|ve|thang|tuan|ngay|truoc|lan|ma)\b)"
        r"|\b(?:i|we) (?:bought|ordered|got)\b|\bmua (?:them |kem |cung )?(?:voi |duoc )?gi\b"
        r"|\b(?:ben|cai|con|loai|cach) nao (?:re|loi|tot|hon)"
        r"|\b(?:cua hang|shop|tiem|store|cho) (?:\w+ ){0,3}(?:lay|nhan)\b|\bmua (?:nhieu|si|buon)\b|\bmua ve\b"
        r"|\bgom (?:\w+ )?(?:nhung )?(?:gi|mon nao|may mon|bao nhieu mon)\b"
        r"|\bnguoi ta mua\b|\b(?:nen|co nen) (?:mua|lay|dat)\b|\b(?:mua|lay|dat) (?:\w+ ){0,3}(?:nao|gi)\b"
        r"|\b(?:da|moi|vua|tung|lo) (?:mua|dat|lay|order)\b|\bmua (?:roi|hom|o dau|ve)\b"
        r"|\b(?:chua|khong|khoi|ko|dung|don'?t) (?:mua|lay|dat|chot|want|buy|need|order)\b"
        r"|\bneu (?:mua|lay|dat)\b(?=.*\b(?:khong vua|loi|hu)\b)|\bmuon mua (?:lam|cho) qua\b"
        r"|\bmua (?:cho|tang|lam qua|qua)\b(?!.*\b\d)|\bmua (?:\w+ ){1,3}(?:lam qua|de bieu|bieu)\b(?!.*\b\d)"
        r"|\bmua (?:dong(?! (?:ho|trung))|xuan|thu dong)\b|\bdat (?:hang )?(?:the nao|sao|o dau)\b"
        r"|\b(?:how|where|can|do|should|could|which|what).{0,12}\b(?:buy|order|get|take)\b|\bhow long\b.*\btake\b"
        r"|\bgiam (?:gia )?\d+ ?(?:%|phan tram)|\blay (?:hang )?(?:o dau|tu dau|tai(?! nghe))\b|\blay (?:duoc )?khong\b"
        r"|\b(?:ghe|ra|qua|toi|den|tu) lay\b|\blay (?:tai|o) (?:shop|quay|cua hang)\b|\bto go with\b"
        r"|\btinh them (?:sao|the nao|bao nhieu|nhieu|phi|tien|gi)\b"
        r"|\bthem (?:may|bao nhieu|nhieu|gi) (?:diem|tien|phi|ngay|nua)\b"
        r"|\b(?:hay|phai|can|nen)(?: la| phai| can)* (?:mua|lay|dat) (?:them|rieng|ngoai|o ngoai)\b"
        r"|\bnguoi (?:dat|mua|nhan|order)\b|\bnho (?:\w+ ){1,3}(?:lay|mua|nhan)\b"
        r"|\b(?:lay|nhan) (?:lai )?(?:tien|coc)\b|\bsao cho\b"
        r"|\bgia tri\b|\bmua (?:bao nhieu|tu|nhieu)\b|\bdat (?:hang )?tu\b|\border (?:code|number|status|hn)"
        r"|\bmy order\b"
        r"|\b(?:tim|can|muon|dinh|tinh) mua\b(?!.*\b(?:\d|mot|luon|{thing} (?:nay|do|kia|ay|thu|dau|cuoi|so))\b)"
    ).replace("{thing}", r"(?:cai|con|loai|mau|mon|size)")
)
LOOKS_FOR = re.compile(
    r"\b(?:tim|kiem|xem) (?:them|giup|cho)\b|^(?:tim|kiem)\b"
    r"|\b(?:can|dinh|tinh) (?:tim )?mua\b(?! (?:\d|mot|hai|ba|bon|nam)\b)"
)
TAKES = re.compile(r"\b(?<!khong )(?<!khoi )(?:lay|mua|chot|order|doi|thay|them|add|take|buy|get)\b")
ASKS_ONLY = re.compile(
    r"\b(?:khong|chua|thi sao|the nao|nao|gi|sao|ha|nhi|chu|hong)\W*$"
    r"|^(?:can|could|do|does|is|are|what|which|how|should)\b"
)
DECIDES = re.compile(
    r"\b(?:lay|chot|len don|take|i'?ll)\b|\b\d+ ?(?:cai|hop|goi|chai|doi|bo|chiec|con|tuyp|bich|ly|cay|tui)\b"
    r"|\b(?:mot|hai|ba) (?:cai|hop|goi|chai|doi|bo|chiec)\b|\bmua (?:kem|luon|ca)\b|\bthem \w+"
)
IF_TAKEN = re.compile(
    r"^(?:vay |the |con |a |neu |gia su |vi du )*(?:(?:minh|em|e|chi|anh|toi|to) )?"
    r"(?:mua|lay|dat)\b.* thi (?!lay|chot|cho|dat|ship|giao|gui)"
    r".*\b(?:khong|chua|sao|the nao|nhieu|may|gi)\W*$"
    r"|^(?:(?:minh|em|e|chi|anh|toi|to) )?mua \d.*\b(?:giam|bot|re hon|uu dai|khuyen mai)\b"
    r".*\b(?:khong|chua|nhieu|may)\W*$"
    r"|^(?:and |so |what )?if i (?:buy|take|order|get)\b"
)
"""Asks what would be if so many were taken, and takes nothing: "mua 20 gói thì có giá sỉ không"."""
ONLY_SENDS = re.compile(r"^(?!.*\b(?:lay|chot|mua|dat|order|buy|take|add)\b).*\b(?:ship|giao|gui)\b")


@dataclass(frozen=True)
class NluReading:
    """What Rasa read in one text."""

    intent: str = "nlu_fallback"
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()

    def likely(self, name: str) -> float:
        """The probability of an intent."""
        return next((p for one, p in self.ranking if one == name), 0.0)


@dataclass
class Parts:
    """A message cut into clauses with what each says by cues; what no cue speaks for is to be read by NLU."""

    text: str
    entities: Sequence[Mapping[str, Any]]
    clauses: list[Clause] = field(default_factory=list)
    hits: list[list[Hit]] = field(default_factory=list)

    def unread(self) -> list[str]:
        """Texts of clauses that no cue and no plain word speaks for."""
        if len(self.clauses) <= 1:
            return []
        return [
            clause.text for clause, hits in zip(self.clauses, self.hits) if not hits and not _plain_act(clause.text)
        ][:4]


def cut(text: str, entities: Sequence[Mapping[str, Any]]) -> Parts:
    """Cut a message and look for cues. A postal address asks for nothing, and its numbers count nothing."""
    clauses = clauses_of(without_address(text), entities)
    return Parts(text, entities, clauses, [hits_in(clause.text) for clause in clauses])


def without_address(text: str) -> str:
    """The text with a postal address blanked, places kept."""
    found = find_address(text)
    if found is None:
        return text
    return text[: found.start] + " " * (found.end - found.start) + text[found.end :]


def read(parts: Parts, nlu: Callable[[str], NluReading], *, codes: Mapping[str, str] | None = None) -> Reading:
    """The acts of a message. ``nlu`` reads a clause, or the whole text; ``codes`` are known coupons."""
    acts: list[Act] = list(gives_in(parts.text, parts.entities, codes or {}))
    gave_order = any(isinstance(act, Give) and act.what == "order_code" for act in acts)
    asked: list[tuple[str, str]] = []
    whole = len(parts.clauses) == 1
    for clause, hits in zip(parts.clauses, parts.hits):
        chosen = None if gave_order or adds_a_code(clause.text, codes or {}) else _chooses(clause, hits)
        if chosen:
            acts.append(chosen)
        found = list(_asks(clause, hits))
        if not found and chosen is None:
            plain_act = _plain_act(clause.text)
            if plain_act is not None:
                acts.append(plain_act)
                continue
            found = [_by_nlu(clause, nlu(parts.text if whole else clause.text))]
        for act in found:
            if isinstance(act, Ask):
                same = (act.topic, act.detail if act.sure else act.text)
                if same in asked and (asked.count(same) >= MOST_WISHES or not says_of_what(clause, hits)):
                    continue
                asked.append(same)
            acts.append(act)
    return Reading(parts.text, tuple(_tidy(acts)), tuple(parts.entities))


BARE = re.compile(
    r"\b(?:vay|the|a|shop|nhi|nha|nhe|em|ban|minh|thi|con|roi|va|voi|co|la|do|nay|day|ha|chi|anh|luon|so|and|is|the|it)\b"
)


def says_of_what(clause: Clause, hits: Sequence[Hit]) -> bool:
    """Whether a clause says besides its question what it is asked of: "mua cả 2 thì bao nhiêu", "con R3 COD được k"."""
    rest = list(normalise(clause.text).folded)
    for hit in hits:
        rest[hit.start : hit.end] = " " * (hit.end - hit.start)
    return re.search(r"\w", BARE.sub(" ", "".join(rest))) is not None


def adds_a_code(text: str, codes: Mapping[str, str]) -> bool:
    """Whether "thêm" adds a code to the order and no goods: "xài thêm CHAO10 được không"."""
    folded = normalise(text).folded
    return any(re.search(rf"\b(?:them|add|use) (?:ma |code )?{re.escape(code)}\b", folded) for code in codes)


def _plain_act(text: str) -> Act | None:
    """Greeting, thanks, goodbye, yes and no, where a clause is nothing else."""
    folded = normalise(text).folded.strip()
    for pattern, act in (
        (THANK, Social("thank")),
        (GREET, Social("greet")),
        (BYE, Social("goodbye")),
        (YES, Confirm()),
        (NO, Decline()),
    ):
        if pattern.match(folded):
            return act
    return None


def _asks(clause: Clause, hits: Sequence[Hit]) -> list[Act]:
    found: list[Act] = []
    topics = {hit.cue.topic for hit in hits}
    for hit in hits:
        topic = hit.cue.topic
        # What is asked of a service is not the price of a thing.
        if topic == "ask_price" and topics & {
            "ask_order_total",
            "request_gift_wrap",
            "ask_delivery_options",
            "ask_shipping_fee",
            "compare_products",
            "ask_deposit",
            "ask_return_policy",
            "request_return",
            "request_exchange",
            "ask_refund",
            "ask_points",
            "payment_problem",
        }:
            continue
        if topic == "ask_stock" and "ask_colour" in topics and not hit.cue.detail:
            continue
        if topic == "hesitate":
            found.append(Postpone(clause.text))
        elif topic == "cancel" and hit.cue.detail != "person":
            found.append(Stop(clause.text))
        else:
            found.append(Ask(topic, clause.text, hit.cue.detail, clause.entities))
    return found


VERBS = {"mua": "mua", "dat": "đặt", "lay": "lấy", "them": "thêm", "chot": "chốt"}
"""Verbs of deciding as they are written: "mưa", "đất", "thèm" decide nothing."""


def _without_look_alikes(text: str) -> str:
    """The folded text; what is typed with the marks of another word than the verb is blanked."""
    views = normalise(text)
    if len(views.expanded) != len(views.folded):
        return views.folded

    def kept(found: re.Match[str]) -> str:
        typed = views.expanded[found.start() : found.end()].lower()
        verb = VERBS.get(found.group())
        return found.group() if verb is None or typed in (verb, found.group()) else "-" * len(found.group())

    return re.sub(r"\w+", kept, views.folded)


def _chooses(clause: Clause, hits: Sequence[Hit]) -> Choose | None:
    folded = _without_look_alikes(clause.text)
    slang = SLANG.search(normalise(clause.text).expanded)
    if not (CHOOSES.search(folded) or slang) or NOT_CHOOSES.search(folded) or LOOKS_FOR.search(folded):
        return None
    if ONLY_SENDS.search(folded) and {hit.cue.topic for hit in hits} & {
        "ask_shipping_fee",
        "ask_delivery_time",
        "ask_delivery_options",
        "ask_order_total",
    }:
        return None
    if ASKS_ONLY.search(folded) and not DECIDES.search(folded):
        return None
    if IF_TAKEN.search(folded):
        return None
    topics = {hit.cue.topic for hit in hits}
    if any(hit.cue.topic == "manage_cart" and hit.cue.detail == "remove" for hit in hits) and not TAKES.search(folded):
        # "Bớt 1 bao đất" without marks reads like "đặt".
        return None
    if topics & {"report_wrong_item", "report_missing_item", "report_defect"}:
        return None
    if topics & {
        "manage_privacy",
        "ask_human",
        "check_order_status",
        "change_order",
        "cancel_order",
        "request_return",
        "request_exchange",
        "ask_refund",
        "ask_store_hours",
        "ask_store_address",
        "ask_usage_help",
        "recommend_by_need",
        "ask_return_policy",
        "report_wrong_item",
        "report_missing_item",
        "report_defect",
        "reorder",
        "ask_wholesale",
        "request_call_back",
        "ask_alternative",
        "hesitate",
        "notify_me",
        "ask_promotions",
        "ask_delivery_area",
        "how_to_order",
        "ask_bank_details",
        "ask_points",
        "write_review",
    } and not re.search(r"\b(?:lay|chot|mua|dat)\b.{0,20}\b\d", folded):
        return None
    return Choose(clause.text, clause.entities)


DENIES = re.compile(
    r"\b(?:khong|chua|chang|cha|dau co|deo|not|never)\b(?! (?:che|co gi de che|uong|hoi han|that vong|chi))|n't\b"
)


def _by_nlu(clause: Clause, reading: NluReading) -> Act:
    if reading.intent == "praise" and DENIES.search(normalise(clause.text).folded):
        return Ask("complain", clause.text, "", clause.entities, asks=clause.asks)
    if reading.intent in ("greet", "thank", "goodbye", "praise") and reading.confidence >= 0.6:
        return Social(reading.intent, clause.text)
    if reading.intent == "affirm" and reading.confidence >= 0.6 and len(clause.text.split()) <= 4:
        return Confirm()
    if reading.intent == "deny" and reading.confidence >= 0.6 and len(clause.text.split()) <= 4:
        return Decline()
    return Ask(reading.intent, clause.text, "", clause.entities, sure=False, asks=clause.asks)


def _tidy(acts: Sequence[Act]) -> list[Act]:
    """Leave out what another act says better: a greeting before a wish, a price beside a total of the same words."""
    asks = [act for act in acts if isinstance(act, Ask)]
    sure = [act for act in asks if act.sure]
    wishes = bool(asks) or any(isinstance(act, Choose | Give | Stop | Postpone) for act in acts)
    kept: list[Act] = []
    for act in acts:
        if isinstance(act, Social) and act.kind in ("greet", "thank", "goodbye") and wishes:
            continue
        if (
            isinstance(act, Ask)
            and act.topic == "ask_price"
            and any(one.topic == "ask_order_total" and one.text == act.text for one in sure)
        ):
            continue
        kept.append(act)
    return kept
