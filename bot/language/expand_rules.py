"""What an abbreviation with several meanings means beside its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.fold import fold

_SIZES = frozenset("xs s m l xl xxl xxxl 2xl 3xl 4xl".split())
_SIZE_CUES = frozenset("size sz saiz sai co cỡ form ao quan vay dam mac".split())


class Around:
    """One word and its neighbours (folded; empty string at a clause end)."""

    def __init__(self, words: list[str], at: int, before_digit: bool, after_digit: bool, stops: list[bool]) -> None:
        self.word = words[at]
        self.prev = fold(words[at - 1]) if at and not stops[at - 1] else ""
        self.prev2 = fold(words[at - 2]) if at > 1 and not (stops[at - 1] or stops[at - 2]) else ""
        self.next = fold(words[at + 1]) if at + 1 < len(words) and not stops[at] else ""
        self.next2 = fold(words[at + 2]) if self.next and at + 2 < len(words) and not stops[at + 1] else ""
        self.next3 = fold(words[at + 3]) if self.next2 and at + 3 < len(words) and not stops[at + 2] else ""
        self.glued_after_digit = after_digit
        self.before_digit = before_digit

    @property
    def last(self) -> bool:
        """Whether the clause ends here, not counting softening particles."""
        return self.next in (
            "",
            "a",
            "ạ",
            "nha",
            "nhe",
            "shop",
            "sop",
            "vay",
            "z",
            "v",
            "the",
            "ta",
            "ban",
            "em",
            "ad",
            "ha",
            "nhi",
        )

    @property
    def after_number(self) -> bool:
        """Whether a number stands just before ("50 k", but not "50k k")."""
        return self.prev.isdigit()

    @property
    def size_talk(self) -> bool:
        """Whether the neighbours speak of clothes sizes."""
        return (
            self.prev in _SIZE_CUES
            or self.prev in _SIZES
            or self.next in _SIZES
            or (self.next in ("hay", "hoac") and self.next2 in _SIZES)
            or (self.prev in ("hay", "hoac", "con"))
        )


Rule = Callable[[Around], str]


def _k(at: Around) -> str:
    if at.after_number and at.prev2 not in _SIZE_CUES:
        return "k"
    return "không"


_UNSUITED = ("vua", "ung", "thich", "hop", "chat", "rong", "loi", "hu", "hong", "thi")
"""What does not suit is exchanged: "ko vừa đổi dc ko" asks for no other address."""


def _address(at: Around) -> str:
    given = at.prev in ("xin", "gui", "cho", "doi", "sai", "ghi", "dung", "lay", "nhap", "so") and at.prev2 not in (
        "co",
        "da",
        *_UNSUITED,
    )
    return "địa chỉ" if (given and at.prev != "dung") or at.next == ":" else "được"


def _dk(at: Around) -> str:
    if at.next in ("tk", "tai", "thanh", "nhan", "mua"):
        return "đăng ký"
    return "điều kiện" if at.prev in ("co", "nhung") and at.next in ("gi", "j") else "được"


def _ck(at: Around) -> str:
    if at.prev in ("hoi", "voi", "ong") or (at.next in ("em", "e", "chi", "c") and at.prev not in ("da", "cho", "r")):
        return "chồng"
    if (
        at.next in ("%", "may")
        or "%" in (at.next2, at.next3)
        or (at.prev in ("duoc", "co", "dc", "muc") and at.next in ("bao", "bn", "nhieu"))
    ):
        return "chiết khấu"
    return "chuyển khoản"


def _bn(at: Around) -> str:
    return "bạn" if at.next in ("oi", "oii", "a", "ad") and at.prev not in ("gia", "het") else "bao nhiêu"


def _hong(at: Around) -> str:
    if at.prev in ("mau", "mo", "hoa", "phan") or at.next in ("phan", "dat", "nhat", "dam", "pastel", "sen"):
        return "hồng"
    return "không" if at.last or at.next in ("co", "duoc", "dc", "biet", "phai", "thay", "can") else at.word


def _hip(at: Around) -> str:
    return "hông" if at.prev in ("vong", "eo", "nguc", "do") or at.next[:1].isdigit() else "không"


def _broken(at: Around) -> str:
    return "không" if at.next in ("co", "biet", "duoc", "phai", "thay", "muon") else "hỏng"


def _hem(at: Around) -> str:
    return "hẻm" if at.next[:1].isdigit() or at.prev[:1].isdigit() or at.prev in ("so", "trong", "duong") else "không"


def _final_so(at: Around) -> str:
    return "vậy" if not at.after_number else at.word


def _s(at: Around) -> str:
    return "s" if at.size_talk or at.prev in ("lay", "mac", "con") else "sao"


def _m(at: Around) -> str:
    return "m" if at.after_number or at.before_digit or at.size_talk or at.prev in ("lay", "mac") else "mình"


def _xl(at: Around) -> str:
    return (
        "xin lỗi"
        if at.next in ("shop", "sop", "ban", "em", "e", "c", "a", "anh", "chi", "ad") and not at.size_talk
        else "xl"
    )


def _wrong_size(at: Around) -> str:
    asks = at.prev in ("mac", "mang", "lay", "di") and at.next in ("gi", "j", "nao", "may")
    return "size" if asks or at.next in _SIZES else "sai"


def _a(at: Around) -> str:
    return "ạ" if at.next == "" and at.prev not in ("", "cho", "cua", "voi") else "anh"


def _b(at: Around) -> str:
    return "bao" if at.next in ("nhieu", "nhiu", "nhieuu", "lau", "gio") else "bạn"


def _j(at: Around) -> str:
    return at.word if at.before_digit or at.next[:1].isdigit() else "gì"


def _password(at: Around) -> str:
    return "mật khẩu" if at.prev in ("quen", "doi", "nhap", "sai") else "mình"


def _warranty(at: Around) -> str:
    return "bao giờ" if at.next in ("co", "moi", "hang", "ve", "het", "giao", "thi") else "bảo hành"


def _check(at: Around) -> str:
    return (
        "kích thước" if at.next in ("bao", "bn", "the", "ra") or (at.prev in ("co", "xin") and at.last) else "kiểm tra"
    )


def _invoice(at: Around) -> str:
    return (
        "hóa đơn"
        if at.prev in ("xuat", "co", "lay", "kem", "viet", "gui", "in") or at.next in ("do", "vat", "gtgt")
        else at.word
    )


def _programme(at: Around) -> str:
    return (
        "chi tiết" if at.prev in ("xem", "thong", "hoi") else "chương trình" if at.prev in ("co", "dang") else at.word
    )


def _fs(at: Around) -> str:
    return "free size" if at.prev in ("size", "form", "sz", "ao", "vay", "dam", "quan") else "miễn phí vận chuyển"


def _pay(at: Around) -> str:
    return "tẩy trang" if at.prev in ("nuoc", "dau", "bong", "sap") else "thanh toán"


def _tv(at: Around) -> str:
    television = (
        at.next in ("samsung", "sony", "lg", "tcl", "xiaomi", "led", "oled", "qled", "man") or at.next[:1].isdigit()
    )
    return "tivi" if television or at.prev in ("cai", "con", "mua", "ke", "treo") else "tư vấn"


def _compare(at: Around) -> str:
    return (
        "samsung"
        if at.next[:1].isdigit() or re.match(r"[a-z]\d", at.next) or at.next in ("galaxy", "note")
        else "so sánh"
    )


def _reply(at: Around) -> str:
    return "rep" if at.prev == "hang" or at.next[:1].isdigit() else "trả lời"


def _earphones(at: Around) -> str:
    return "tối nay" if at.prev in ("giao", "ship", "den", "toi") else "thế nào" if at.last and at.prev else "tai nghe"


def _add(at: Around) -> str:
    if at.next in ("oi", "shop"):
        return "admin"
    return "địa chỉ" if at.prev in ("xin", "dia") else "thêm"


def _date(at: Around) -> str:
    return "hạn sử dụng" if at.next in ("xa", "moi", "gan", "con", "bao", "toi", "den", "may") else at.word


def _di(at: Around) -> str:
    return "dị" if at.next == "ung" else "vậy"


def _hn(at: Around) -> str:
    return "hà nội"


def _bt(at: Around) -> str:
    return (
        "bluetooth"
        if at.prev in ("nghe", "loa", "chuot")
        else "bình thường"
        if at.prev in ("da", "van", "hang")
        else "biết"
    )


def _nc(at: Around) -> str:
    return "nước" if at.next in ("hoa", "tay", "ngot", "rua") or at.prev in ("phan", "chong", "vao") else at.word


def _h(at: Around) -> str:
    return (
        "giờ" if not at.after_number and (at.next == "nay" or at.prev in ("bay", "may", "gio") or at.last) else at.word
    )


def _th(at: Around) -> str:
    return "tháng" if at.after_number else at.word


def _kh(at: Around) -> str:
    return "khách" if at.next == "hang" else "không"


def _kg(at: Around) -> str:
    return "kg" if at.after_number else "không"


def _hum(at: Around) -> str:
    return "hôm" if at.next in ("nay", "qua", "truoc", "kia", "bua") else "không"


def _account(at: Around) -> str:
    return "cảm ơn" if at.prev == "" and at.next in ("shop", "sop", "ban", "") else "tài khoản"


def _ip(at: Around) -> str:
    return "iphone" if re.match(r"(?:[4-9]|1\d|x|se)", at.next) else at.word


def _oi(at: Around) -> str:
    return "ơi" if at.prev else at.word


def _d(at: Around) -> str:
    return "đồng" if at.after_number else at.word


def _zone(at: Around) -> str:
    place = at.prev in ("o", "tai", "ve", "gan", "trong", "den", "toi", "khu", "qua")
    return "khu công nghiệp" if place else "kem chống nắng"


def _pass(at: Around) -> str:
    if at.next in ("lai", "cho", "re"):
        return "nhượng"
    return (
        "mật khẩu" if at.prev in ("quen", "doi", "nhap", "sai", "xin", "co") or at.next in ("wifi", "tk") else at.word
    )


def _fb(at: Around) -> str:
    return "feedback" if at.next in ("khach", "hinh", "that", "cua") or at.prev == "khach" else "facebook"


def _pvc(at: Around) -> str:
    return "pvc" if at.prev in ("nhua", "ong", "chat", "lieu", "tam", "ao", "da") else "phí vận chuyển"


def _not_yet(at: Around) -> str:
    before_verb = at.next in (
        "nhan", "giao", "thay", "co", "mua", "ve", "dc", "duoc", "rep", "gui", "xai", "dung", "dat", "ship", "toi",
        "biet",
    )  # fmt: skip
    return "chưa" if before_verb or (at.prev and at.last) else at.word


def _screen(at: Around) -> str:
    screen = at.prev in ("dan", "vo", "thay", "be", "kich", "mieng", "kinh", "cai") or at.next in (
        "bao", "bi", "full", "led", "amoled", "oled", "soc", "cam", "may", "cong", "to", "bn", "tran",
    )  # fmt: skip
    return "màn hình" if screen or at.next[:1].isdigit() else "mình"


def _birthday(at: Around) -> str:
    return "số nhà" if at.next[:1].isdigit() else "sinh nhật"


def _card(at: Around) -> str:
    papers = ("voi", "va", "ho", "bang", "goc", "photo", "cccd", "blx", "hk")
    return "chứng minh thư" if at.next in papers or at.prev in ("can", "so", "mang", "goc", "anh") else "bình luận"


def _watch(at: Around) -> str:
    makers = "casio rolex citizen seiko orient apple garmin nam nu thong dien tu treo deo co daniel gshock".split()
    return "đồng hồ" if at.next in makers or at.prev in ("mua", "deo", "chiec", "day", "mat") else "đơn hàng"


def _keep_after_number(meaning: str) -> Rule:
    def rule(at: Around) -> str:
        return at.word if at.after_number else meaning

    return rule


def _always(meaning: str) -> Rule:
    return lambda at: meaning


RULES: dict[str, Rule] = {
    "k": _k, "kh": _kh, "kg": _kg, "dc": _address, "đc": _address, "dk": _dk, "đk": _dk, "ck": _ck, "bn": _bn,
    "hong": _hong,
    "hông": _hip, "hỏng": _broken, "hem": _hem, "hum": _hum, "r": _keep_after_number("rồi"), "z": _final_so,
    "v": _final_so,
    "s": _s, "m": _m, "xl": _xl, "sai": _wrong_size, "a": _a, "b": _b, "c": _keep_after_number("chị"), "j": _j,
    "mk": _password,
    "tk": _account, "dh": _always("đơn hàng"), "bh": _warranty, "kt": _check, "hd": _invoice,
    "hđ": _invoice, "km": _keep_after_number("khuyến mãi"), "ct": _programme, "fs": _fs, "tt": _pay, "tv": _tv,
    "ss": _compare,
    "rep": _reply, "tn": _earphones, "add": _add, "date": _date, "dị": _di, "hn": _hn, "bt": _bt, "nc": _nc, "h": _h,
    "th": _th,
    "t": _keep_after_number("tôi"), "ip": _ip, "oi": _oi, "đ": _d, "ng": _keep_after_number("người"),
    "vs": _always("với"),
    "tr": _keep_after_number("triệu"), "cn": _always("chủ nhật"), "y": lambda at: at.word, "n": lambda at: at.word,
    "ah": lambda at: "ạ" if at.last else "à", "ak": lambda at: "à", "gi": _always("gì"),
    "kcn": _zone, "pass": _pass, "fb": _fb, "pvc": _pvc, "ch": _not_yet, "mh": _screen, "sn": _birthday,
    "cmt": _card, "đh": _watch, "nv": _keep_after_number("nhân viên"), "đv": _keep_after_number("đơn vị"),
    "nhiêu": lambda at: "nhiêu" if at.prev in ("bao", "b") else "bao nhiêu",
    "nhiu": lambda at: "nhiều" if at.next in ("lam", "qua") else "nhiêu" if at.prev == "bao" else "bao nhiêu",
}  # fmt: skip
