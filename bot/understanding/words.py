"""Words as they are compared: folded, and with the marks that were typed, because "đậm" is no "đầm"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.language import fold, normalise
from bot.language.expand import expand
from bot.language.expand_rules import RULES
from bot.language.repair import repair_word
from bot.language.teencode import TEENCODE

TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*")
ANY_WORD = re.compile(r"[^\W_]+")
SHORT_FORMS = frozenset({*TEENCODE, *RULES})
MOST_OF_A_FACT = 40
"""Words of the longest name or fact; what is longer is a description, written in full."""

# Words that name nothing and need nothing: politeness, particles, pronouns, counting words, question words.
EMPTY = frozenset(
    "a ah ad admin alo anh chi em minh mh mik shop sop ban toi tui to cau chau co chu bac oi cho hoi xin voi "
    "nhe nha nhen nhi ne nua "
    "ay vay the thi la va ma co khong ko duoc cai con nay do kia no ben da roi gi sao nao i u o oh uh ok oke "
    "okie thoi luon "
    "di dang se cung that qua lam rat hoi kha ha he hi ho a\u0323 ta chung nguoi_ta cac nhung mot hai moi "
    "tung may bao nhieu "
    "giup dum gium giùm giup_minh coi xem thu lai len xuong ra vao toi den ve tu trong ngoai tren duoi khi "
    "luc nay_gio hay hoac "
    "neu nen can muon thich dinh tinh phai bi boi vi do_la chi_la chac kieu dang_can thay biet noi bao_lau gio hien "
    "mau loai mon chiec thu mau_nao san pham hang dong ban_nao doi bo hop goi chai lo tuyp hu tui_ thung cap "
    "dung xai su dung de lam tuong tu van goi y gioi thieu tim kiem mua lay dat chon ban "
    "vua hop phu moi ca chut ti xiu xi hen hong hok hem hong_ chua dau phan cho_em them nhan gui nhan_tin inbox ib "
    "you the is are am do does did can could would will of to for in on at my your our it its this that "
    "these those they them "
    "please hi hello hey there i me we us a an and or with from by be been so if then than as not no yes get "
    "got have has had "
    "tuan thang nam hom ngay sap dip ngan sach khoang tam add take buy order pay checkout send budget around "
    "about week today whats thats "
    "want need like looking look show find give tell some any something anything one ones thing things what "
    "which how who "
    "much many also just really very too more most thanks thank think about know make use using used im id "
    "ill s t d m re ve ll two three four five six couple pair pieces".split()
)

ASKING = frozenset(
    "gia tien mau sac size sz kich thuoc con het sang nhieu may bao hanh ship giao phi van chuyen so sanh "
    "khac nhau tot nhat hon "
    "price cost colour color colours colors stock available warranty shipping delivery fee compare best "
    "better total tong cong "
    "dat mac re bot giam khuyen mai uu dai sale discount ma code tra gop doi hoan danh gia review sao diem".split()
)
"""Words that ask about any thing and describe none."""


@dataclass(frozen=True)
class Word:
    """One word: ``folded`` without marks, ``typed`` as it was written (lower case), ``marked`` if that differs."""

    folded: str
    typed: str

    @property
    def marked(self) -> bool:
        """Whether marks were typed."""
        return self.folded != self.typed


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order, short forms written out, English plurals as one of them."""
    tokens = TOKEN.findall(normalise(text).expanded)
    return tuple(
        Word(word if word in EMPTY else singular(word), token) for word, token in zip(map(fold, tokens), tokens)
    )


@lru_cache(maxsize=65536)
def _written(token: str) -> Word:
    """A word of the shop's as it would be read if it were typed: the tone in the newer place, look-alikes put right."""
    typed = repair_word(token).lower() if token.isalnum() else token
    folded = fold(typed)
    return Word(folded if folded in EMPTY else singular(folded), typed)


def written_words(text: str, *, english: bool = False) -> tuple[Word, ...]:
    """The words of a text that the shop wrote, read as :func:`words_of` reads a visitor's and ten times as fast.

    The language is known and no slip is guessed at; short forms are written out where a name or a fact may have some.
    """
    tokens = TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    if len(tokens) <= MOST_OF_A_FACT and not SHORT_FORMS.isdisjoint(tokens):
        tokens = TOKEN.findall(expand(ANY_WORD.sub(_repaired, unicodedata.normalize("NFKC", text).lower()), english))
    return tuple(map(_written, tokens))


def _repaired(found: re.Match[str]) -> str:
    return repair_word(found.group()).lower()


def plain_written(text: str) -> str:
    """A text of the shop's folded, short forms written out, one space between words and no punctuation."""
    return " ".join(word.folded for word in written_words(text))


def plain(text: str) -> str:
    """The text folded, short forms written out, one space between words and no punctuation."""
    return " ".join(word.folded for word in words_of(text))


def singular(word: str) -> str:
    """An English plural as one: "cookers" as "cooker". No Vietnamese syllable ends in s."""
    if len(word) < 4 or word in EMPTY or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if not word.isalpha():
        # "S05s" is another model than "S05".
        return word
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


def content(
    words: tuple[Word, ...] | list[Word],
    also_empty: frozenset[str] = frozenset(),
    kept: frozenset[int] = frozenset(),
) -> list[Word]:
    """The words that may name or describe something; those at the places ``kept`` do, whatever they mean elsewhere."""
    marks = types_marks(tuple(words))
    skin = {
        place
        for place, (first, second) in enumerate(pairwise(words), start=1)
        if first.folded == "da" and second.folded == "dau"
    }
    return [
        word
        for place, word in enumerate(words)
        if place in kept
        or (
            (place in skin or not is_empty(word, marks))
            and (word.folded not in also_empty or (word.typed in FULL and word.marked))
        )
    ]


FULL = frozenset(
    "êm âm bàn nồi chó máu đỏ đồ độ bền tủ túi đôi đá da tỏi tối lá cổ cờ cỏ vé đựng dầu đau nhẫn nhãn lò lọ váy nam "
    "tím thú thư bò bơ cáp cặp môi tã "
    "tạ tơ chì sáo máy mây mưa gió giỏ thẻ khí len trà tay đèn hoa bé mẹ bố ba bà ông vợ chồng sếp to bự cay "
    "đắng mặn ngọt váy bột mè sách bút đế đi_bộ lạnh nóng gót".split()
)
"""Words that describe something although their letters without marks are those of an empty word: "êm", "da", "tủ"."""


EMPTY_AS_TYPED = frozenset(
    "à ạ nhà mình chị bạn tôi cái này đó kìa nó bên đã rồi gì nào thì là và mà có không được một hai mới từng mấy "
    "nhiêu giúp dùm thử lại lên xuống ra vào tới đến về từ trên ngoài dưới khi lúc hay hoặc nếu nên cần muốn "
    "thích định tính phải bị bởi vì chắc kiểu thấy biết nói giờ hiện màu mẫu loại món chiếc thứ sản phẩm hàng "
    "dòng đổi bộ hộp gói lọ thùng dùng sử dụng để làm gợi ý giới thiệu tìm kiếm lấy đặt chọn bán vừa hợp phù mọi "
    "cả chút tí xíu chưa đâu phần thêm nhận gửi nhắn tuần tháng năm hôm ngày sắp dịp khoảng tầm đang sẽ cũng thật "
    "quá lắm rất hơi khá hỏi với nhé nữa ấy vậy thế chứ bỏ giá bảo".split()
)
"""Words that say nothing as they are written: another one with the same letters may name a kind ("trống", "trong")."""


def is_empty(word: Word, marks: bool) -> bool:
    """Whether a word says nothing of things; where marks are typed, "êm" is no "em"."""
    return word.folded in EMPTY and not (word.typed in FULL and (word.marked or marks))


OTHER_MARKS = 0.2
"""A word typed with other marks than the document has counts this much: a slip, more likely another word."""
UNMARKED = 0.6
"""A word without marks among words with marks was probably meant so."""


def likeness(word: Word, forms: Collection[str], marks_are_typed: bool) -> float:
    """How well a typed word is one of a document's ``forms`` (all of the same folded word): 0 to 1."""
    if word.typed in forms:
        return 1.0
    if word.marked and len(forms) == 1 and word.folded in forms:
        # The document, such as an alias, was written without marks.
        return 0.9
    if word.marked:
        # Old and new places of the tone, and one-letter English plurals, are the same word.
        return OTHER_MARKS
    return UNMARKED if marks_are_typed else 1.0


def types_marks(words: tuple[Word, ...]) -> bool:
    """Whether whoever wrote this types marks: at least two words, or a third of them, carry some."""
    marked = sum(word.marked for word in words)
    return marked >= 2 or (marked == 1 and len(words) <= 3)
