"""Find days: relative words, weekdays, calendar dates, in Vietnamese and English.

A value is an ISO date ("2025-11-22"), a closed range "start..end" (a week, a month,
"từ thứ 2 đến thứ 6"), or an open one:
"..2025-11-21" for a vague past ("hôm trước"), "2025-11-23.." for a vague future ("mai mốt").
A date without a year is the one nearest to today.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.language.calendar_dates import find_written_dates
from bot.language.day_ranges import join_days
from bot.language.numerals import digit_word, number_at
from bot.language.periods import DAY, find_period
from bot.language.spans import MOST, Found
from bot.language.tokens import Phrases, Reading, Token, Words, same

_PARTS = Words("sáng trưa chiều tối đêm khuya")
_RELATIVE: list[tuple[Phrases, int]] = [
    (Phrases("hôm nay", "hnay", "bữa nay", "ngày hôm nay", "hum nay", "today", "tonight", "this morning",
    "this afternoon",
             "this evening", "sáng nay", "trưa nay", "chiều nay", "tối nay", "đêm nay", "trong ngày", "ngay hôm nay",
             "trong hôm nay",
             "same day", "h nay", "n hôm nay", "right now today"), 0),
    (Phrases("ngày mai", "tomorrow", "tmr", "tmrw", "sáng mai", "trưa mai", "chiều mai", "tối mai", "đêm mai",
    "mai sáng", "mai chiều",
             "mai tối", "bữa mai", "sớm mai", "ngay mai"), 1),
    (Phrases("ngày mốt", "ngày kia", "the day after tomorrow", "day after tomorrow", "bữa mốt", "sáng mốt",
    "chiều mốt", "tối mốt",
             "sáng ngày kia", "chiều ngày kia", "tối ngày kia"), 2),
    (Phrases("hôm qua", "hqua", "ngày hôm qua", "bữa qua", "hum qua", "yesterday", "last night", "sáng qua",
    "trưa qua", "chiều qua",
             "tối qua", "đêm qua", "hồi hôm", "tối hôm qua", "sáng hôm qua", "chiều hôm qua"), -1),
    (Phrases("hôm kia", "bữa kia", "the day before yesterday", "day before yesterday", "hum kia", "ngày hôm kia",
    "hồi hôm kia"), -2),
    (Phrases("hôm kìa"), -3),
]  # fmt: skip
_RELATIVE_FIRSTS = frozenset[str]().union(*(phrases.firsts for phrases, _ in _RELATIVE))
_PAST = Phrases(
    "hôm trước", "bữa trước", "hôm bữa", "bữa hổm", "hôm nọ", "mấy hôm trước", "mấy bữa trước", "mấy ngày trước",
    "vài hôm trước",
    "vài ngày trước", "lần trước", "hôm rồi", "bữa rồi", "hôm bửa", "bữa nọ", "dạo trước", "the other day",
    "a few days ago", "last time",
    "recently", "gần đây", "hum bữa", "hum trước", "hôm hổm", "đợt trước",
)  # fmt: skip
_SOON = Phrases(
    "mai mốt",
    "mấy hôm nữa",
    "mấy ngày nữa",
    "vài hôm nữa",
    "vài ngày nữa",
    "vài bữa nữa",
    "mấy bữa nữa",
    "in a few days",
)
_WEEKDAYS = {
    "2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tư": 2, "tu": 2, "5": 3, "năm": 3, "nam": 3, "6": 4, "sáu": 4,
    "sau": 4, "7": 5,
    "bảy": 5, "bẩy": 5, "bay": 5,
}  # fmt: skip
_ENGLISH_DAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "mon": 0,
    "tue": 1, "wed": 2,
    "thu": 3, "fri": 4, "sat": 5,
}  # fmt: skip
_NOT_ORDINAL = Words(
    "cái chiếc lần mẫu con người loại bộ hàng điều tấm món hộp ngày bước em tháng bên ảnh hình đứa lớp đơn"
)  # "cái thứ hai" is the second one


_DATE_FIRSTS = (
    _RELATIVE_FIRSTS
    | _PAST.firsts
    | _SOON.firsts
    | frozenset(_ENGLISH_DAYS)
    | frozenset(
        """
            a mốt mai nay bữa trong in within cách cach sau thứ thu t cn chủ chu chúa next this last coming đầu dau giữa
            giua cuối cuoi weekend tuần tuan tháng thang
        """.split()
    )
)


def find_dates(reading: Reading, today: date) -> list[Found]:
    """Days named in the message; see the module for the value forms."""
    return join_days(reading, [*_by_words(reading, today), *find_written_dates(reading, today)])


def _by_words(reading: Reading, today: date) -> list[Found]:
    found: list[Found] = []
    at = 0
    while at < len(reading.tokens) and len(found) < MOST:
        token = reading.tokens[at]
        if token.low in _DATE_FIRSTS:
            finders = _FINDERS
        elif (token.is_number and _LENGTHS.keys() & {reading.at(at + i).fold for i in (1, 2, 3)}) or digit_word(
            token
        ) is not None:
            finders = _FINDERS[1:2]
        else:
            at += 1
            continue
        for finder in finders:
            try:
                hit = finder(reading, at, today)
            except OverflowError:
                hit = None
            if hit is not None:
                value, end = hit
                found.append(Found("date", value, reading.tokens[at].start, reading.tokens[end - 1].end))
                at = end
                break
        else:
            at += 1
    return found


def _vague(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    if (end := _SOON.match(reading.tokens, at)) > at:
        return f"{today + DAY}..", end
    near = reading.at(at).low in ("gần", "gan") and reading.at(at - 1).fold in (
        "o",
        "shop",
        "nhanh",
        "cua",
        "quan",
        "nao",
    )
    if near or (reading.at(at).low in ("gần", "gan") and reading.at(at - 2).fold == "cua"):
        return None  # a shop near here
    if (end := _PAST.match(reading.tokens, at)) > at:
        return f"..{today - DAY}", end
    return None


def _relative(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    few = reading.at(at - 1).low in ("mấy", "may", "vài")  # "mấy hôm nay" is no day
    for phrases, days in _RELATIVE if not few and reading.at(at).low in _RELATIVE_FIRSTS else ():
        if (end := phrases.match(reading.tokens, at)) > at:
            return str(today + days * DAY), end
    token, before, after = reading.at(at), reading.at(at - 1), reading.at(at + 1)
    if (
        token.low == "mốt"
        and not before.is_number
        and before.fold
        not in (
            "trieu",
            "muoi",
            "dung",
            "nghin",
            "tram",
            "mai",
            "cu",
            "tr",
            "dang",
            "hop",
            "theo",
            "kieu",
            "model",
            "loi",
            "rat",
            "chay",
        )
    ):
        return str(today + 2 * DAY), at + 1
    if token.low == "mai" and _is_tomorrow(reading, at):
        return str(today + DAY), at + 1
    if (
        token.low in ("nay", "bữa")
        and not before.is_word
        and not before.is_number
        and after.fold in ("shop", "co", "con", "giao", "nay", "dat", "ship")
    ):
        return (str(today), at + 1) if token.low == "nay" else None
    return None


_NAME_BEFORE = Words(
    "chị anh cô chú bác dì em bé bạn tên ông bà hoa cành cây chi thị khuyến hoàng ngọc thanh phương xuân tuyết"
    " bạch ban mr ms mrs kieu phô tân"
)
_NAME_AFTER = frozenset("anh linh phuong thuy huong nguyen tran lan hoa".split())


_NO_RESULT = frozenset("duoc dc ra thay xong hieu len vao nghe".split())
_COMING = frozenset("giao ship nhan mua lay den toi hen sang trua chieu den ngay".split())
_IN_VAIN = frozenset("noi tim doi cho goi nhan hoi mong load vao xem bam dang thu sac chinh kiem coi".split())


def _is_tomorrow(reading: Reading, at: int) -> bool:
    token, before, after = reading.at(at), reading.at(at - 1), reading.at(at + 1)
    if before in _NAME_BEFORE and before.fold not in ("em", "anh", "chi", "co", "ban", "bac", "chu"):
        return False
    if before.fold in ("anh", "chi", "co", "chu", "em", "ban", "bac") and (token.text == "Mai" or before.fold != "em"):
        return False
    if token.text == "Mai" and at > 0:
        return False
    fruitless = after.fold in ("k", "ko", "khong", "chua", "hong") and reading.at(at + 2).fold in _NO_RESULT
    if token.low == "mai" and fruitless and before.fold not in _COMING:
        return False  # "bam nut mai khong duoc"
    if token.low == "mai" and before.fold in _IN_VAIN and after.fold in ("k", "ko", "khong", "chua", "moi", "hong"):
        return False  # "tim mai ko ra" is tìm mãi
    return after.fold not in _NAME_AFTER or not after.text[0].isupper()


def _distance(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    """Such as "3 ngày nữa", "trong 3 ngày nữa", "sau 2 tuần", "cách đây 5 ngày", "in 3 days", "2 weeks ago"."""
    token = reading.at(at)
    if token.low == "a" and reading.at(at + 2).low == "ago":
        scale = _LENGTHS.get(reading.at(at + 1).low)
        return None if scale is None else (str(today - scale * DAY), at + 3)
    if span := _days_span(reading, at, today):
        return span
    step, sign = _lead(reading, at)
    number = number_at(reading, step)
    if number is None or number.value.denominator != 1 or not 0 < number.value <= 400 or number.grouped:
        return None
    unit = reading.at(number.end)
    scale = _LENGTHS.get(unit.fold)
    if scale is None or unit.low not in (*_LENGTH_WORDS, unit.fold):
        return None
    sign, end = _direction(reading, number.end, token.fold, sign)
    return (str(today + sign * int(number.value) * scale * DAY), end) if sign else None


def _lead(reading: Reading, at: int) -> tuple[int, int]:
    """Where the number stands after "trong", "cách đây" and the like, and their direction in time where they tell."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.fold in ("trong", "in", "within"):
        return at + (2 if after.fold == "vong" else 1), 0
    if token.fold == "cach" and after.fold == "day":
        return at + 2, -1
    return (at + 1, 1) if token.low == "sau" and after.is_number else (at, 0)


def _direction(reading: Reading, unit_at: int, lead: str, sign: int) -> tuple[int, int]:
    """1 for days to come, -1 for days gone, 0 where nothing tells; and where the words for it end."""
    unit, end = reading.at(unit_at), unit_at + 1
    after = reading.at(end)
    if same(after, "nữa") or (same(after, "tới") and lead != "trong" and not sign):
        return 1, end + 1
    gone = same(after, "rồi") and sign == 0 and lead not in ("trong", "sau")
    if gone and unit.fold not in ("hom", "bua"):
        return 0, end
    if gone or same(after, "trước") or after.fold == "ago":
        return -1, end + 1
    if after.fold == "later":
        return 1, end + 1
    english = lead == "in" and unit.fold.startswith(("day", "week", "month"))
    return (1 if english else sign), end


def _days_span(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    """Such as "1-2 ngày nữa", "hai ba hôm nữa": a range of days to come."""
    first, step = _small(reading.at(at)), at + 1
    if reading.at(step).text in ("-", "–", "~") or reading.at(step).fold in ("den", "toi"):
        step += 1
    second, unit = _small(reading.at(step)), reading.at(step + 1)
    scale = _LENGTHS.get(unit.fold)
    if not (first and second and first < second and scale and same(reading.at(step + 2), "nữa")):
        return None
    return f"{today + first * scale * DAY}..{today + second * scale * DAY}", step + 3


def _small(token: Token) -> int | None:
    return int(token.text) if token.is_number and token.text.isdigit() and len(token.text) < 3 else digit_word(token)


_LENGTHS = {
    "ngay": 1, "hom": 1, "bua": 1, "tuan": 7, "thang": 30, "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30,
    "months": 30,
}  # fmt: skip
_LENGTH_WORDS = "ngày ngay hôm hom bữa bua tuần tuan tháng thang".split()


def _weekday(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    token, after, before = reading.at(at), reading.at(at + 1), reading.at(at - 1)
    if token.fold in ("next", "this", "last", "coming") and after.low in _ENGLISH_DAYS:
        ahead = _next(today, _ENGLISH_DAYS[after.low])
        shift = {"next": 7 if (ahead - today).days < 2 else 0, "last": -7}.get(token.fold, 0)
        return str(ahead + shift * DAY), at + 2
    named = _named_weekday(reading, at)
    if named is None:
        return None
    day, end = named
    follow = reading.at(end)
    # "hôm thứ 5" is over, and so is "từ thứ 2 tới giờ".
    lately = before.fold in ("hom", "bua", "hum") and follow.fold not in ("nay", "toi", "sau", "ni")
    till_now = follow.fold in ("toi", "den") and reading.at(end + 1).fold in ("gio", "nay", "h", "bay")
    past = (lately or till_now) and not same(follow, "tuần")
    return _with_week(reading, end, day, today, past)


def _named_weekday(reading: Reading, at: int) -> tuple[int, int] | None:
    """The day of the week that stands at the place, Monday 0, and where it ends."""
    token, after, before = reading.at(at), reading.at(at + 1), reading.at(at - 1)
    if token.low in ("thứ", "thu"):
        return None if before in _NOT_ORDINAL else _ordinal_weekday(reading, at)
    if token.low == "t":
        return _short_weekday(reading, at)
    if token.low == "cn":
        return 6, at + 1
    if token.low in ("chủ", "chu", "chúa") and after.fold == "nhat":
        return 6, at + 2
    if token.low in _ENGLISH_DAYS and (len(token.low) > 3 or before.fold in ("on", "next", "this", "by", "last")):
        return _ENGLISH_DAYS[token.low], at + 1
    return None


def _ordinal_weekday(reading: Reading, at: int) -> tuple[int, int] | None:
    """Such as "thứ 2", "thứ hai"."""
    token, after, follow = reading.at(at), reading.at(at + 1), reading.at(at + 2)
    key = after.text if after.is_number else after.low
    if key not in _WEEKDAYS or (follow.glued and follow.is_word):
        return None
    if token.low == "thu" and after.is_number and follow.fold in ("cai", "lan", "bo", "hop"):
        return None
    sure = token.low == "thứ" or after.is_number or key in ("hai", "ba", "tu", "nam", "sau", "bay")
    return (_WEEKDAYS[key], at + 2) if sure else None


def _short_weekday(reading: Reading, at: int) -> tuple[int, int] | None:
    """Such as "t7"; not "T7 shield" and "t7/2024"."""
    token, after, before, follow = reading.at(at), reading.at(at + 1), reading.at(at - 1), reading.at(at + 2)
    if not (after.glued and after.text in ("2", "3", "4", "5", "6", "7")) or (
        token.glued and before.text not in "-–~/"
    ):
        return None
    listed = reading.at(at + 3).low in ("t", "cn")
    runs_on = follow.glued and (follow.is_word or (follow.text in "/-" and not listed))
    if runs_on or follow.fold in ("samsung", "shield", "ssd"):
        return None
    return _WEEKDAYS[after.text], at + 2


def _next(today: date, weekday: int) -> date:
    return today + (weekday - today.weekday()) % 7 * DAY


def _with_week(reading: Reading, end: int, day: int, today: date, past: bool) -> tuple[str, int]:
    first, second = reading.at(end), reading.at(end + 1)
    this_week = today + (day - today.weekday()) * DAY
    if past:
        return str(_next(today, day) - 7 * DAY), end
    week_word = same(first, "tuần") or first.fold == "week"
    if week_word and second.fold in ("sau", "toi", "toi"):
        return str(this_week + 7 * DAY), end + 2
    if week_word and second.fold in ("truoc", "roi", "vua"):
        return str(this_week - 7 * DAY), end + 2
    if week_word and second.fold in ("nay", "ni"):
        return str(this_week), end + 2
    ahead = _next(today, day)
    if first.low in ("này", "nay", "ni", "nì"):
        return str(ahead), end + 1
    if first.low in ("tới", "toi"):
        return str(ahead if ahead > today else ahead + 7 * DAY), end + 1
    if first.low == "sau":
        return str(this_week + 7 * DAY), end + 1
    if first.low in ("trước", "truoc", "rồi", "roi", "vừa"):
        last = ahead - 7 * DAY
        return str(last), end + (2 if first.low == "vừa" and second.fold in ("roi", "qua") else 1)
    return str(ahead), end


_Finder = Callable[[Reading, int, date], tuple[str, int] | None]


def _period(reading: Reading, at: int, today: date) -> tuple[str, int] | None:
    """A week or month; "tuần sau thứ 3" is one day of it."""
    hit = find_period(reading, at, today)
    if hit is None or reading.at(at).fold not in ("tuan", "next", "this", "last"):
        return hit
    first, second = reading.at(hit[1]), reading.at(hit[1] + 1)
    key = second.text if second.is_number else second.low
    day = _WEEKDAYS.get(key) if first.low in ("thứ", "thu") or (first.low == "t" and second.glued) else None
    end = hit[1] + 2
    if first.low == "cn" or (first.low in ("chủ", "chu") and second.fold == "nhat"):
        day, end = 6, hit[1] + (1 if first.low == "cn" else 2)
    if day is None:
        return hit
    return str(date.fromisoformat(hit[0][:10]) + day * DAY), end


_FINDERS: tuple[_Finder, ...] = (_vague, _distance, _relative, _weekday, _period)
