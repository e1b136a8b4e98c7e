"""Hear how the customer speaks of themselves and whether they have bought already."""

from __future__ import annotations

import re
from typing import Literal

from bot.language.normal import normalise
from bot.language.tokens import Reading, Token, Words, read

Pronoun = Literal["anh", "chị", "cô", "chú", "em", "bạn"]
Tense = Literal["before_purchase", "after_purchase"]

# How they call themselves → how they may be called. Con and cháu are the young speaking to elders.
_WHO: dict[str, Pronoun] = {
    "anh": "anh", "chị": "chị", "cô": "cô", "chú": "chú", "em": "em", "con": "em", "cháu": "em", "mình": "bạn",
    "tôi": "bạn", "tui": "bạn",
    "tớ": "bạn", "mk": "bạn", "mik": "bạn", "e": "em", "c": "chị", "a": "anh", "t": "bạn", "iem": "em", "chế": "chị",
}  # fmt: skip
_BARE: dict[str, Pronoun] = {
    "chi": "chị",
    "chu": "chú",
    "minh": "bạn",
    "toi": "bạn",
    "chau": "em",
    "co": "cô",
    "to": "bạn",
}
_GIVE = Words("cho giúp giùm dùm hộ báo giup gium")
_ASK = Words("hỏi xin xem mua đặt lấy biết đổi trả gặp mượn thêm order nhận số địa giá cái con size check hoi")
_ADVISE = Words("vấn giúp gửi ship giao cho báo tặng với của kèm bán giữ hộ giùm gọi chỉ add")
_OWN_VERBS = Words(
    "muốn cần lấy đặt mua hỏi cao nặng ở là tên đã mới vừa chưa thấy thích định tính nhận chuyển cũng đang mặc"
    " mang bị tìm ưng quên sợ hay"
    " có được không ko sẽ kiếm order chốt thanh trả đổi ck nghĩ chọn hủy xài dùng biết cân nhắn nt coi xem ghé"
    " sống trên được đọc hết"
)
# What the shop does when they call it em: "em gửi chị nhé", "em còn hàng không".
_SHOP_VERBS = Words("tư báo gửi check giao ship kiểm giúp bán giữ gói xuất giảm còn lên chụp")
_NOT_A_PERSON = Words("này nó đó kia ấy gái trai bé ơi oi ruột họ hàng cái màu")


def guess_pronoun(text: str) -> Pronoun | None:
    """How the customer calls themselves, as a way to call them; None when they did not say. Never guesses gender.

    "cho chị hỏi" → "chị"; "em ơi tư vấn cho anh" → "anh"; "mình muốn mua" → "bạn"; "shop ơi" → None.
    """
    reading = read(text[:2000])
    tokens = reading.tokens
    for strong in (True, False):
        for at, token in enumerate(tokens):
            who = _person(token)
            if who is not None and _speaks(reading, at, token, who, strong):
                return who
    return None


def _person(token: Token) -> Pronoun | None:
    who = _WHO.get(token.low)
    if who is None and token.low == token.fold:
        who = _BARE.get(token.low)
    return who


def _speaks(reading: Reading, at: int, token: Token, who: Pronoun, strong: bool) -> bool:
    before, after = reading.at(at - 1), reading.at(at + 1)
    bare = token.low in _BARE or (len(token.low) == 1 and token.low != "e")
    if after in _NOT_A_PERSON or before.is_number or (token.glued and before.text not in ",.!?;:"):
        return False
    if token.low in ("con", "co", "to") and before not in _GIVE:
        return False
    if strong:
        if before in _GIVE or (before.fold in ("cua", "tang") and token.low != "co"):
            quiet = (
                not after.is_word
                or after in _ASK
                or after in _OWN_VERBS
                or after.fold in ("voi", "nhe", "nha", "di", "a", "nua", "luon", "roi", "ve", "tai", "qua")
            )
            if token.low in ("con", "co", "chu", "to", "t", "c", "a"):
                return after in _ASK or (not after.is_word and token.low in ("c", "a"))
            return quiet or before.fold in ("cua", "giup", "gium") or not bare
        # "tư vấn chị", "gửi anh", "gọi em"
        return (
            before in _ADVISE
            and not bare
            and (not after.is_word or after.fold in ("nhe", "nha", "voi", "a", "di", "so", "gia", "mau"))
        )
    first = (
        at == 0
        or before.text in ",.!?;:"
        or before.fold
        in ("da", "vang", "oi", "ma", "nhung", "chao", "alo", "hom", "qua", "nay", "roi", "the", "neu", "vi", "thi")
    )
    if not first:
        return False
    if token.low in ("em", "e") and after in _SHOP_VERBS:
        return False
    if bare and token.low not in ("minh", "toi"):
        return after in _OWN_VERBS and after.fold not in ("co", "nang", "o", "la", "khong", "duoc", "ko")
    if token.low in ("anh", "chị", "em") and after.fold in ("co", "duoc", "khong", "ko", "het") and who != "em":
        return False
    if token.low in ("em", "e", "anh", "chị") and after.fold in ("co",):
        return False
    return after in _OWN_VERBS


# --- tense -----------------------------------------------------------------------------------------------------------

_BUY = r"(?:mua|dat|lay|order|chot|dat hang|mua hang|dat mua|thanh toan|chuyen khoan|dat coc|tra tien)"
_GOT = (
    r"(?:mua|dat|lay|order|chot|nhan|thanh toan|chuyen khoan|chuyen tien|tra tien"
    r"|dat coc|dung|xai|su dung|mac|mang|nhan hang|coc)"
)
_PERSON = r"(?:minh |em |anh |chi |toi |tui |con |co |chu |shop |ban |thi |cung |van |con |ben minh |nha minh )?"

# Said outright: not bought yet.
_BEFORE_STRONG = re.compile(
    rf"\bchua (?:he |co )?{_BUY}\b(?! duoc)|\bchua (?:dinh|quyet dinh|chac)\b|\b(?:dinh|tinh|du dinh|dang tinh"
    rf"|dang dinh|dang can nhac|phan van)\b"
    rf"(?! ky| gia)|\bneu (?:nhu )?{_PERSON}(?:gio |bay gio )?{_BUY}\b|\btruoc khi {_BUY}\b|\b(?:sap|sap sua) {_BUY}\b"
    r"|\bmuon mua\b|\bcan mua\b|\btinh mua\b|\bmua thi\b|\bmua ve (?:ma |neu |lo |thi )|\blo (?:nhu )?mua\b|\bgia su\b"
    r"|\b(?:if|when|before|in case) (?:i|we) (?:buy|order|purchase|get|take)\b|\bbefore (?:buying|ordering"
    r"|purchasing|i buy)\b"
    r"|\b(?:haven'?t|have not|not|didn'?t|did not|never) (?:bought|ordered|buy|order|purchased?|paid)(?: it| yet"
    r"| anything)?\b"
    r"|\b(?:thinking (?:of|about)|planning (?:to|on)|plan to|going to|want to|like to|considering|about to"
    r"|looking to) (?:buy|order|purchas|get)\w*"
)
# Said outright: bought, ordered, received.
_AFTER = re.compile(
    rf"\b(?:da|moi|vua|vua moi|lo tay|lo) {_GOT}\b(?! (?:thi|ma) )|\b{_GOT}(?: \w+){{0,6}}? roi\b(?! (?:(?:doi|tra"
    rf"|thi) (?:duoc|co)|moi|tinh)\b)"
    rf"|\b(?:hom|bua|lan|dot) (?:truoc|bua|no|hom|kia|roi)\b|\b{_BUY} (?:hom|tu hom|bua|hoi)\b"
    rf"|\b{_GOT} (?:duoc )?(?:\d+|may|vai|mot|hai|ba|gan|hon) (?:ngay|tuan|thang|hom|nam|bua|lan)\b"
    rf"|(?<!hang )(?<!moi )\bve (?:toi )?roi\b|\bnhan duoc (?:hang|don|do|ao|may|san pham)\b"
    r"|\bchua (?:nhan|giao|duoc giao|duoc nhan|duoc hoan|hoan|thay giao|thay ship|thay hang|thay don"
    r"|thay toi)\b(?! dien| xet| hang moi)|\b(?:con|het) (?:han )?bao hanh\b"
    r"|\bdon (?:hang )?(?:cua |so |ma |ben )?(?:minh|em|anh|chi|toi|tui|#?[a-z]{0,5}\d{4,})\b|\bma don\b"
    r"|\bma van don\b"
    r"|\b(?:nhan ve|mua ve|giao den|giao toi|mo ra|khui ra|dung duoc|xai duoc)(?: \w+){0,3} (?:thi|bi|thay|ma"
    r"|moi)\b|\bgiao (?:nham|sai|thieu|lon|cham)\b"
    r"|\bda (?:giao|gui|ship|tru tien|thanh toan|ck)\b|\b(?:mua|dat|lay) (?:duoc )?(?:nam ngoai|hon (?:mot|hai"
    r"|\d)|duoc hon|tu (?:thang|nam|hom))|\b(?:ban|gui|giao) cho (?:minh|em|anh|chi|toi) (?:hang|cai|con)\b"
    r"|\b(?:i|we)(?:'ve| have| had)? (?:just |already |recently )?(?:bought|ordered|purchased|received|got|paid"
    r"|returned)\b"
    r"|\b(?:already|just|recently) (?:bought|ordered|purchased|received|paid|arrived|got)\b|\bmy (?:order|parcel"
    r"|package|purchase|delivery)\b"
    r"|\b(?:it|order|package|parcel) (?:has |just |hasn'?t |has not |came |finally )?(?:arrived|came|delivered)\b"
    r"|\b(?:you|they) sent me\b"
    r"|\b(?:bought|ordered|received|purchased) (?:it|this|these|them|a|an|the|from|last|yesterday|on|two|\d)\b"
)
# A past day speaks of a purchase only beside a word for one ("cái váy đăng hôm qua" does not).
_PAST_DAY = re.compile(
    r"\b(?:hom qua|hom kia|tuan truoc|thang truoc|nam ngoai|yesterday|last (?:time|week|month)|chua (?:toi|den|ve"
    r"|thay))\b"
)
_PURCHASE = re.compile(
    rf"\b(?:{_BUY}|don|hang|nhan|giao|order(?:ed)?|bought|parcel|package|deliver(?:ed|y)|purchased?)\b"
)
# What other people bought is no purchase of the customer's: "ai mua rồi cho xin ý kiến".
_OTHERS = re.compile(
    r"\b(?:ai|moi nguoi|nguoi ta|khach|co ai|ban em|ban minh|ban toi)\b(?: \w+){0,2}? (?:mua|dung|xai|dat|nhan"
    r"|mac)\b(?: \w+){0,3}? (?:roi|chua)\b"
)
_BEFORE_WEAK = re.compile(
    r"\bneu\b(?: \w+){0,8}? (?:doi|tra|hoan|bao hanh|huy|loi|hong|khong vua|sao)\b|\blo(?: \w+){0,6}? (?:thi|co"
    r"|doi|tra|sao)\b|\bco duoc(?: \w+){0,4} (?:khong|ko|k|hong)\b"
    r"|\b(?:doi|tra|hoan|huy)(?: \w+){0,3} duoc (?:khong|ko|k|hong)\b|\b(?:co )?cho (?:doi|tra|kiem tra|thu"
    r"|xem hang)\b|\bbao hanh (?:may (?:nam|thang|ngay)|bao lau|bao nhieu|the nao|sao|khong)\b"
    r"|\bco bao hanh\b|\bchinh sach\b|\bkhong vua (?:thi|co|doi|tra)\b|\bkhong (?:thich|ung|hop) (?:thi|co|doi|tra)\b"
    r"|\b(?:what|how) if\b|\bif (?:it|they|the)\b|\bin case\b|\breturn policy\b|\bcan i (?:return|exchange"
    r"|cancel)\b|\bdoes it (?:come with|have) (?:a )?warranty\b"
    r"|\bwould (?:i|it|you)\b"
)


def tense_cue(text: str) -> Tense | None:
    """Whether the words say the purchase is still to come or already made; None when they say neither.

    Outspoken cues ("chưa mua", "nếu mua") beat signs of a purchase,
    which beat mere conditions ("lỡ … thì đổi được không").
    """
    normal = normalise(text[:2000])
    folded = normal.folded
    # "mua lần trước rồi, giờ tính mua thêm": what is planned now is what the talk is about, so it is looked at first.
    if _BEFORE_STRONG.search(folded):
        return "before_purchase"
    own = _OTHERS.sub(" ", folded)
    if _AFTER.search(own) or (_PAST_DAY.search(own) and _PURCHASE.search(own)):
        return "after_purchase"
    return "before_purchase" if _BEFORE_WEAK.search(folded) else None
