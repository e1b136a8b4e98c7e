"""What a product's own data says to a question: attributes by their name or by words that ask for them, then its description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language import fold, normalise
from bot.understanding.needs import also_said
from bot.understanding.qualities import qualities_in
from bot.understanding.query import Query
from bot.understanding.shelf import Entry, Fact, Shelf, has
from bot.understanding.words import EMPTY, Word, words_of


@dataclass(frozen=True)
class Question:
    """Words that ask for a fact without its name: ``asked`` on the folded clause, ``label`` on folded labels."""

    name: str
    asked: re.Pattern[str]
    label: re.Pattern[str]
    told: re.Pattern[str] | None = None
    """On the folded sentences of a description, where they often say it better than an attribute."""


def question(name: str, asked: str, label: str, told: str = "") -> Question:
    """A question from its patterns."""
    return Question(
        name,
        re.compile(rf"\b(?:{asked})\b"),
        re.compile(rf"\b(?:{label})\b"),
        re.compile(rf"\b(?:{told})\b") if told else None,
    )


QUESTIONS = (
    question("weight", r"nang (?:bao nhieu|khong|may|lam|ko|qua)|nang (?=\?|$)|nang$|nang k|trong luong|can nang|may (?:kg|gram|g|ky|ki)|bao nhieu (?:kg|gram|g|ky|ki|gam)|nhe (?:khong|bao nhieu)|heavy|weigh\w*|how many (?:kg|grams)|light", r"trong luong|khoi luong|can nang|weight", r"nhe|nang|light|heavy"),
    question("volume", r"bao nhieu (?:ml|lit|l)|may (?:ml|lit|l|cc)|dung tich|dung luong|how (?:big|many (?:ml|lit\w*))|capacity|volume|to (?:co nao|khong|bao nhieu)|chua duoc bao nhieu|size (?:of the )?bottle", r"dung tich|dung luong|khoi luong|capacity|volume|weight|net"),
    question("noise", r"(?:co )?on(?: ao)? (?:khong|co nao|lam|the nao|qua|hon|bao nhieu|vay)|on$|do on|kieu? to|keu (?:to|lon|khong)|tieng (?:on|to|keu)|em (?:khong|chu|ru)|chay em|yen tinh|noisy|noise|loud|quiet|decibel", r"do on|tieng on|am luong|noise", r"em|on|keu|khong tieng|quiet|silent|noise"),
    question("battery", r"pin (?:\w+ ){0,2}(?:bao lau|lau|trau|may|bao nhieu|khoe|sao|the nao|tot|gi|dung|ben|xai|khong|j)|pin$|xai pin|thoi luong pin|(?:dung|xai) (?:duoc )?(?:may|bao nhieu) (?:tieng|gio|ngay)|nghe (?:duoc )?(?:may|bao nhieu|bao lau)|sac (?:mot lan |1 lan |day )?(?:dung|xai|duoc) (?:bao lau|may)|battery|how long does it last", r"pin|thoi luong|battery|nguon"),
    question("charging", r"sac (?:day |pin )?(?:bao lau|may tieng|mat|trong|nhanh)|bao lau (?:thi )?day|charg\w+ time|how long to charge|sac bang|cong sac|usb|type.?c|cong (?:gi|nao|may)|may cong|ports?", r"sac|cong(?! (?:nghe|suat))|ket noi|pin|charge|ports?", r"sac|charge"),
    question("water", r"chong nuoc|khang nuoc|tham nuoc|vo nuoc|di mua|mua|boi|tam|ngam nuoc|rua (?:nuoc|duoc)|lau uot|mo hoi|water ?(?:proof|resist\w*)|swim\w*|shower|rain|sweat\w*|ipx?\d?", r"chong nuoc|chong troi|khang nuoc|water", r"chiu nuoc|nuoc|mua|boi|mo hoi|water|rain|sweat|swim"),
    question("power", r"cong suat|bao nhieu (?:w|watt|oat)|may (?:w|watt)|(?:ton|hao|tiet kiem|an)(?: \w+)? dien|ton dien|watts?|power|electric\w*|output", r"cong suat|dien|dong co|power|motor|output", r"dien|power"),
    question("made of", r"chat lieu|vai(?: gi| nao)?|lam (?:bang|tu)|bang gi|da (?:that|gi|thiet|pu)|material|fabric|made of|leather|inox|cotton|go gi|nhua", r"chat lieu|thanh phan|vai|material|fabric|mat dan|go"),
    question("made in", r"xuat xu|nuoc nao|san xuat o|made in|hang (?:nuoc|nhat|han|tau|trung|viet)|origin|where .{0,12}(?:made|from)|trong (?:o )?(?:dau|vung|tinh|nuoc)(?: nao)?", r"xuat xu|san xuat|origin|made in|nguon goc"),
    question("expiry", r"han (?:su dung|dung)|hsd|date|con han|de (?:duoc )?(?:bao lau|may thang)|expir\w*|shelf life|best before|(?:mo|khui|boc)(?: nap| ra| hop| seal)*(?: roi)?(?: thi)? ?(?:de|dung|an|xai|uong)?(?: duoc| trong| het)*(?: bao lau| may thang)|once opened|after opening", r"han dung|han su dung|hsd|bao quan|expiry|shelf"),
    question("ingredients", r"thanh phan|co chua|chua (?:gi|con|duong|chat)|gom (?:nhung |cac )?(?:\w+ )?gi|(?:nhung|may|\d+) (?:loai|hat|mon|vi|thu)(?: \w+)? gi|la (?:loai|hat|nhung) gi|co (?:duong|muoi|sua|gluten|con|paraben|huong lieu|chat bao quan|dau|cafein|caffeine)|hoat chat|ingredient|contain\w*|alcohol|sugar|caffeine|fragrance|vegan|gluten|mui(?: \w+)?|thom|smell|scent|perfume", r"thanh phan|hoat chat|duong|con|huong lieu|gom co|caffeine|ingredients?|sugar|alcohol|fragrance|contains", r"khong (?:con|huong|duong|tam|bo|muoi)|co (?:muoi|hat|dau|duong)|khong them|no (?:alcohol|fragrance|sugar)|contains"),
    question("skin", r"da (?:dau|kho|nhay cam|mun|thuong|hon hop|gi|nao|minh|em|toi)|loai da|skin", r"loai da|skin", r"da|skin"),
    question("texture", r"ket cau|vet trang|bet|dinh|tham nhanh|nang tong|bong|nhon|white cast|greasy|sticky|texture|finish|mau da|de lai", r"ket cau|chat son|texture|finish", r"vet|bong|nhon|nang tong|dinh|tham|cast|greasy|tone"),
    question("lasting", r"(?:bam|giu|lau|troi|ben)(?: mau)? (?:bao lau|lau khong|duoc lau|duoc may|may tieng)|lau troi|do bam|bam (?:mau|lau)|long.?lasting|how long .{0,12}(?:stay|last)|troi (?:khong|ko)", r"do bam|chong troi|wear|lasting", r"lau troi|troi|long"),
    question("moisture", r"(?:co )?kho (?:moi|da|khong)|duong am|do am|am khong|dry(?:ing)?|moistur\w*", r"do am|do duong|moisture"),
    question("when to use", r"dung (?:luc nao|khi nao|ngay|dem|sang|toi|buoi)|sang hay toi|ban ngay|ban dem|thoa (?:luc|khi)|when (?:do|should) i use|morning|night", r"dung luc|cach dung|use", r"sang|toi|buoi|ngay|night|morning"),
    question("how to brew", r"pha (?:sao|the nao|bang|may|phin|duoc|kieu)|cach pha|cold brew|espresso|pha may|phin|brew\w*|nhiet do pha", r"cach pha|dang|brew|form", r"pha|brew|phin"),
    question("roast and taste", r"(?:do )?rang|vi (?:gi|the nao|sao|ra sao|nhu)|dang (?:khong|lam)|chua (?:khong|lam|nhieu)|ngot (?:khong|lam|qua)|dam (?:khong|lam|vi)|thom|taste|bitter|sour|sweet|strong|roast|flavou?r", r"vi|do rang|giong|duong|do deo|taste|roast|flavou?r|sugar", r"vi|dang|chua|ngot|dam|thom|taste|bitter|sweet"),
    question("ground or whole", r"xay (?:san|giup|duoc|ho)|nguyen hat|bot hay hat|hat hay bot|grind|ground|whole bean|dang (?:gi|bot|hat)", r"dang|form", r"xay|hat|grind|ground"),
    question("people", r"(?:may|bao nhieu) (?:nguoi|mieng)|cho (?:may|bao nhieu) nguoi|\d+ nguoi|du (?:khong|ko|an|cho)|co du|nha (?:dong|it)|how many people|serv\w+|family|enough for", r"so nguoi|nguoi an|serves|people|dung tich|phuc vu", r"nguoi|people|family"),
    question("area", r"(?:phong|nha|dien tich) (?:bao nhieu|may|\d+)|may m2|bao nhieu m2|m2|met vuong|square|area|room size", r"dien tich|pham vi|area|cadr", r"m2|phong|nha|room"),
    question("mopping", r"lau (?:nha|san|duoc|luon|uot)|co lau|mop\w*", r"lau nha|mop", r"lau|mop"),
    question("emptying", r"do rac|tu do|tram|doc sac|dock|self.?empty\w*|empty", r"tram|do rac|station|empty", r"do rac|do hop bui|hop bui|empty"),
    question("suction", r"luc hut|hut (?:manh|khoe|long|toc)|pa\b|suction", r"luc hut|suction"),
    question("navigation", r"dinh vi|gps|ban do|laser|tranh (?:vat|do)|sim|nghe goi|track\w*|navigation|location", r"dinh vi|nghe goi|gps|navigation|calls?|sim", r"gps|dinh vi|vi tri|ban do|location|map"),
    question("height", r"cao (?:bao nhieu|may)|chieu cao|bao nhieu (?:cm|phan)|gam (?:giuong|tu|thap|sofa)?|kich thuoc|to bao nhieu|dai (?:bao nhieu|may|the nao|khong)|chieu dai|rong bao nhieu|ngang|day (?:bao nhieu|may)|height|how (?:tall|long is|wide|thick)|dimensions?|length|qua goi|toi dau", r"chieu cao|kich thuoc|chieu dai|de|do day|man hinh|height|size|dimension\w*|length|sole|thickness", r"gam|cao|dai|qua goi|height|length"),
    question("screen", r"man hinh|inch|screen|display", r"man hinh|screen|display", r"mat|man hinh|screen"),
    question("connection", r"ket noi|bluetooth|wifi|wi-fi|day hay|khong day|wireless|jack|aux|connect\w*|pair\w*|iphone|android|ios|tuong thich|may (?:tinh|mac)|macbook|laptop|compatib\w*|dung (?:cho|voi) (?:iphone|android|may)", r"ket noi|tuong thich|cong(?! (?:nghe|suat))|connection|compatib\w*|ports?|ghep doi|vua laptop"),
    question("pairing", r"ghep|hai loa|2 loa|stereo|pair two|noi hai", r"ghep doi|ket noi|pairing|connection", r"ghep|pair"),
    question("noise cancelling", r"chong on|anc|enc|noise.?cancel\w*|cach am", r"chong on|noise cancel\w*"),
    question("calls", r"nghe goi|dam thoai|mic|goi dien|goi duoc|calls?|microphone", r"nghe goi|mic|chong on|calls?|microphone", r"goi|call"),
    question("air travel", r"may bay|len (?:mb|may bay)|xach tay|hang khong|plane|flight|airport|carry.?on", r"may bay|len may bay|air travel|flight", r"may bay|plane|flight"),
    question("controls", r"remote|dieu khien|nut (?:bam)?|app|ung dung|cam ung|hen gio|timer|che do|tu xa|controls?|modes?|how many modes", r"dieu khien|hen gio|che do|controls?|timer|so muc gio", r"remote|hen gio|dieu khien|timer|app"),
    question("heat", r"nhiet do|may do|bao nhieu do|temperature", r"nhiet do|temperature"),
    question("filter", r"mang loc|hepa|loc (?:duoc )?(?:bui|mui|khoi|pm)|thay (?:mang|loc)|bao lau (?:thi )?thay|filter", r"mang loc|thay mang|thay sau|filter|replace", r"mang|loc|filter"),
    question("how often replaced", r"(?:bao lau|khi nao|may thang)(?: thi)? thay|thay (?:bao lau|may thang|sau|dinh ky)|replace\w*|how often|how long does .{0,12}last", r"thay mang|thay sau|replace", r"thay|replace"),
    question("inner pot", r"long noi|chong dinh|non.?stick|inner pot|coating", r"long noi|ve sinh|inner|coating"),
    question("technology", r"cong nghe|cao tan|\bih\b|inverter|dong co|technology|motor", r"cong nghe|dong co|technology|motor"),
    question("cleaning", r"ve sinh|rua (?:may|duoc|the)|de rua|thao (?:roi|ra)|may rua|dishwasher|clean\w*|wash\w*|giat (?:may|tay|duoc)", r"ve sinh|giat|clean\w*|wash|care", r"lau|rua|giat|ve sinh|clean|wash|wipe"),
    question("lid and leaking", r"nap|ong hut|ro (?:nuoc|khong|ri)|do (?:ra|nuoc|khong)|tran|kin (?:khong|nuoc|hoan)|kin$|leak\w*|spill\w*|lid|straw", r"nap|lid", r"kin|khong ro|ro|do|leak|spill|tight"),
    question("keeps cold", r"giu lanh|lanh (?:bao lau|duoc|may)|da (?:tan|lau)|cold|ice", r"giu lanh|cold", r"lanh|cold"),
    question("keeps hot", r"giu nong|nong (?:bao lau|duoc|may)|giu nhiet|hot", r"giu nong|hot", r"nong|hot"),
    question("fit", r"form|dang(?: ao| vay| dam)?|om|rong|suong|xoe|oversize|slim|fit|loose|tight|chat khong", r"dang|form|fit", r"form|rong|om|fit|loose"),
    question("elastic", r"co gian|stretch\w*|gian (?:khong|ra)|nhao", r"co gian|chat lieu|stretch|elastic\w*", r"co gian|stretch"),
    question("thickness of cloth", r"mong|day (?:khong|dan|the|lam)|xuyen thau|lo (?:khong|noi)|see.?through|thick|thin|dinh luong|nong (?:khong|lam)|mat (?:khong|lam)", r"dinh luong|chat lieu|lot|weight of fabric|lining", r"mong|day|khong lo|xuyen|thin|thick|sheer"),
    question("lining", r"lot|lining|lo noi y", r"lot|lining", r"lot|lo|lining"),
    question("creases", r"nhan|ui|la (?:ui)?|wrinkl\w*|iron\w*|crease\w*", r"do nhan|wrinkle|giat", r"nhan|ui|wrinkle|crease|iron"),
    question("sleeve and collar", r"tay (?:dai|ngan|ao)|co (?:tron|be|tim|v|polo|ao)|sleeves?|collar|neck", r"tay ao|co|sleeve|collar|neck"),
    question("sole", r"de (?:giay|cao|may|bao|day|mem|cung|truot)|chong truot|sole|slip", r"de|sole", r"truot|de|slip|sole"),
    question("compartments", r"ngan|dung (?:duoc|vua)|vua (?:laptop|may|dien thoai|a4)|khoa keo|day deo|pockets?|compartments?|zip\w*|strap", r"ngan|vua laptop|kich thuoc|compartment\w*|laptop|size", r"khoa keo|dung|laptop|vua|zip|fits|pocket"),
    question("wearing", r"deo (?:kieu|the nao|dau|em)|chup tai|nhet tai|moc|wear\w*|in.?ear|over.?ear", r"kieu deo|wearing|style"),
    question("hand", r"tay (?:trai|phai|nho|to)|thuan (?:tay )?(?:trai|phai)|left.?hand\w*|right.?hand\w*", r"hop tay|tay|hand", r"tay (?:phai|trai)|right.hand|left.hand"),
    question("contents", r"gom (?:co )?(?:gi|nhung)|ben trong (?:co)?|may mon|bao gom|trong hop|co nhung gi|includes?|inside|contents|what'?s in", r"gom co|so mon|so luong|includes?|contents|items", r"kem|gom|comes with|includes"),
    question("amount", r"(?:may|bao nhieu) (?:to|goi|tui|vien|cai trong|mieng)|so luong (?:trong|mot)|how many (?:in|sheets|bags|pieces)", r"so luong|khoi luong|quantity|weight"),
    question("packed as gift", r"goi san|hop (?:dep|cung)|no vai|thiep", r"goi san|packaging|wrapped"),
    question("for which", r"dung cho (?:may|con|noi|loai|robot)|(?:vua|hop|lap|xai)(?: duoc)? (?:voi|cho|may)|cho (?:con|may|noi|robot) nao|which model|fits? (?:my|the|which)|compatible", r"dung cho|phu hop|tuong thich|hop voi|for|fits", r"lap|dung cho|hop"),
    question("strength of sun block", r"spf|pa\+*|chi so|vat ly|hoa hoc|mineral|chemical", r"chi so|loai|spf|type"),
    question("variety", r"giong (?:gi|nao|gao|cafe)|loai (?:hat|gao|tra|hoa) (?:gi|nao)|variety|kind of", r"giong|loai|loai hoa|variety|type"),
    question("keeping", r"bao quan|de (?:tu lanh|ngoai|o dau)|cat (?:tu|o)|store|storage|fridge", r"bao quan|storage", r"bao quan|de noi|store|keep"),
    question("age", r"may tuoi|bao nhieu tuoi|\d+ tuoi|do tuoi|age|years? old|tu \d+ thang", r"do tuoi|tuoi|age", r"tuoi|be tu|years|age"),
    question("wind levels", r"may (?:muc|toc|so|cap)|muc gio|toc do|speeds?", r"so muc gio|toc do|speed", r"muc|toc|speed"),
    question("strings and keys", r"may (?:day|phim)|day (?:gi|nylon|sat|kim loai|thep)|so phim|phim|strings?|keys?|action|can", r"day|so phim|phim|string|key|can dan"),
    question("sound", r"tieng (?:the nao|sao|hay|am)|am (?:thanh|sac|luong)|sound|tone|bass", r"am thanh|loa|tieng|am sac|sound|tone|cong suat"),
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A fact that answers, with how well."""

    fact: Fact
    score: float


ASKS_ONLY = frozenset("tot ok on dep xin ngon hay the_nao sao khong duoc khong_duoc good nice fine okay tam".split())


@dataclass(frozen=True)
class Asked:
    """What a clause asks for: patterns of labels and of sentences that answer it, and words that may stand in them."""

    query: Query
    labels: Sequence[re.Pattern[str]]
    told: Sequence[re.Pattern[str]]
    words: Sequence[Word]


def facts_for(shelf: Shelf, entry: Entry, query: Query, *, most: int = 3) -> list[Said]:
    """The facts of one product that answer a clause, best first; an empty list means that the data says nothing of it."""
    scored = sorted(
        (one for one in weigh(shelf, entry, entry.facts, query) if one.score > 0), key=lambda one: -one.score
    )
    if not scored or scored[0].score < 2.2:
        return []
    top = scored[0].score
    return [one for one in scored if one.score >= max(2.2, top * (0.5 if one.fact.label else 0.4))][:most]


def weigh(shelf: Shelf, entry: Entry, facts: Iterable[Fact], query: Query) -> list[Said]:
    """How well each of ``facts``, the thing's own or others, answers a clause about it, by its words alone."""
    asked = _asked_by(query)
    return [Said(fact, sum(_gains(shelf, entry, fact, asked), 0.0)) for fact in facts]


def weigh_words(shelf: Shelf, entry: Entry | None, facts: Iterable[Fact], query: Query) -> list[Said]:
    """How well sentences that are not the thing's own have the words of a clause about it, but those that name it."""
    asked = _asked_by(query)
    own: Mapping[str, object] = entry.name if entry is not None else {}
    words = [word for word in query.words if word.folded not in own]
    return [Said(fact, sum(_word_gains(shelf, entry, fact, asked), 0.0) + _pairs_in(fact, words)) for fact in facts]


def _asked_by(query: Query) -> Asked:
    """What the words of a clause ask for."""
    folded = normalise(query.text).folded
    asked = [one for one in QUESTIONS if one.asked.search(folded)]
    return Asked(
        query,
        [one.label for one in asked] + [one.label for one in qualities_in(query.text)],
        [one.told for one in asked if one.told is not None],
        [word for word in query.words if word.folded not in query.kind_words and word.folded not in ASKS_ONLY],
    )


def _gains(shelf: Shelf, entry: Entry, fact: Fact, asked: Asked) -> Iterator[float]:
    """Everything that speaks for a fact as the answer, each with its weight."""
    if fact.label:
        yield from _label_gains(fact, asked)
    elif any(pattern.search(fold(f"{fact.text} {fact.text_en}")) for pattern in asked.told):
        yield 2.6
    yield from _word_gains(shelf, entry, fact, asked)
    yield _pair_gain(fact, asked.query)
    if _measures_what_is_asked(fact, asked.query):
        yield 2.0


def _label_gains(fact: Fact, asked: Asked) -> Iterator[float]:
    """A label that a question looks for, the first question most, or that is called by its own name."""
    label = fold(f"{fact.label} {fact.label_en}")
    first = next((place for place, pattern in enumerate(asked.labels) if pattern.search(label)), None)
    if first is not None and not _is_of_another_substance(label, normalise(asked.query.text).folded):
        yield 5.0 - 0.2 * first
    named = fact.label_words & {word.folded for word in words_of(asked.query.text)}
    if fact.label_words and named >= _needed(fact.label_words):
        yield 4.0


SUBSTANCES = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        r"caf+e?in\w*", r"duong|sugar|ngot|sweet", r"con|alcohol|ruou", r"huong lieu|mui|thom|fragrance|scent|smell|perfume",
        r"muoi|man|salt", r"sua|lactose|milk|dairy", r"gluten", r"paraben", r"hat|nuts?", r"dau nanh|soya?",
    )
)  # fmt: skip
"""What may be in a thing, each by the words for it."""


def _is_of_another_substance(label: str, asked: str) -> bool:
    """Whether a label tells of one substance and another one is asked for: "Caffeine: không" says nothing of sugar."""
    told = [one for one in SUBSTANCES if one.search(label)]
    return bool(told) and any(one.search(asked) for one in SUBSTANCES) and not any(one.search(asked) for one in told)


def _word_gains(shelf: Shelf, entry: Entry | None, fact: Fact, asked: Asked) -> Iterator[float]:
    """Words of the clause that the fact has, or that are also said so; the product's own name asks for nothing."""
    for word in asked.words:
        if entry is not None and word.folded in entry.name and word.folded not in fact.label_words:
            continue
        likely = has(fact.words, word, asked.query.marks)
        if likely >= 0.5:
            yield likely * shelf.weight(word.folded)
        elif any(other in fact.words for other in also_said(word.folded)):
            yield 0.8 * shelf.weight(word.folded)


def _measures_what_is_asked(fact: Fact, query: Query) -> bool:
    """Whether a fact states another number in a unit of the clause: the same number only calls the thing by it."""
    units = {measure.unit for measure in query.measures}
    return any(
        stated.unit in units and not any(m.unit == stated.unit and m.value == stated.value for m in query.measures)
        for stated in fact.measures
    )


def _needed(label: frozenset[str]) -> frozenset[str]:
    """The words of a label that must be said to call it by its name: of two languages one is enough."""
    words = sorted(label - EMPTY)
    return (
        frozenset(words[:1])
        if len(words) == 1
        else frozenset(word for word in words if not word.isascii()) or frozenset(words)
    )


def _pair_gain(fact: Fact, query: Query) -> float:
    return _pairs_in(fact, query.words)


def _pairs_in(fact: Fact, words: Sequence[Word]) -> float:
    gain = 0.0
    text = f" {fold(fact.text)} {fold(fact.text_en)} {fold(fact.label)} {fold(fact.label_en)} "
    text = re.sub(r"[^\w]+", " ", text)
    for first, second in pairwise(words):
        if f" {first.folded} {second.folded} " in text:
            gain += 2.0
    return gain


def best_score(found: Sequence[Said]) -> float:
    """The score of the best, 0 without any."""
    return found[0].score if found else 0.0
