"""The words around a time of day: before and after it, days beside it, calls, and what only looks like it."""

from __future__ import annotations

from bot.language.tokens import Phrases, Words

ANY = Phrases(
    "lúc nào cũng được", "giờ nào cũng được", "khi nào cũng được", "lúc nào cũng dc", "giờ nào cũng dc",
    "khi nào cũng dc", "lúc nào cũng đc", "giờ nào cũng đc", "lúc nào cũng ok", "giờ nào cũng ok", "bất cứ lúc nào",
    "bất kỳ lúc nào", "bất kì lúc nào", "bất cứ giờ nào", "lúc nào tiện", "lúc nào rảnh", "any time", "anytime",
    "whenever",
)  # fmt: skip
OFFICE = Phrases(
    "giờ hành chính", "trong giờ hành chính", "giờ hc", "ghc", "giờ làm việc", "trong giờ làm việc", "trong giờ làm",
    "office hours", "during office hours", "working hours", "business hours", "during business hours",
)  # fmt: skip
AFTER_WORK = Phrases(
    *(f"{lead} {hours}" for lead in ("ngoài", "sau", "hết", "trừ")
      for hours in ("giờ hành chính", "giờ hc", "giờ làm", "giờ làm việc")),
    "tan làm", "tan ca", "tan sở", "sau khi tan làm", "sau khi tan ca", "lúc tan làm", "after work",
    "after office hours", "after working hours", "after business hours", "outside office hours",
)  # fmt: skip
LUNCH = Phrases("giờ nghỉ trưa", "lúc nghỉ trưa", "nghỉ trưa", "giờ ăn trưa", "lunch time", "lunchtime", "at lunch")
DAY = Phrases(
    "mai", "ngày mai", "mốt", "ngày mốt", "ngày kia", "nay", "hôm nay", "bữa nay", "today", "tomorrow", "tmr",
    "tuần sau", "tuần này", "cuối tuần", "cuối tuần này", "mỗi ngày", "hàng ngày", "hằng ngày", "các ngày",
    "ngày thường", "trong tuần", "chủ nhật", "cn", "every day", "on weekdays",
    *(f"{lead}{day}" for lead in ("", "on ")
      for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")),
    *(f"{lead} {day}" for lead in ("thứ", "t")
      for day in ("2", "3", "4", "5", "6", "7", "hai", "ba", "tư", "năm", "sáu", "bảy")),
)  # fmt: skip
TODAY = Words("nay hôm bữa")
AFTER = Phrases(
    "sau", "sau lúc", "từ sau", "ngoài", "từ", "từ lúc", "từ khoảng", "khoảng sau", "tầm sau", "after", "from",
    "any time after", "anytime after", "past",
)  # fmt: skip
BEFORE = Phrases("trước", "trước lúc", "chậm nhất", "tới trước", "khoảng trước", "before", "by", "until", "not after")
ABOUT = Phrases(
    "tầm", "khoảng", "cỡ", "chừng", "gần", "lúc khoảng", "lúc tầm", "vào khoảng", "vào tầm", "khoảng tầm", "lối", "~",
    "around", "about", "at around", "at about", "at approximately",
)  # fmt: skip
AT = Phrases("lúc", "vào", "vào lúc", "at", "đúng", "lúc đúng")
FROM = Phrases(
    "từ", "từ khoảng", "khoảng", "khoảng từ", "tầm", "tầm từ", "trong khoảng", "giữa", "between", "from", "lúc",
)  # fmt: skip
TO = Phrases("-", "–", "—", "~", "đến", "tới", "to", "till", "until", "- >", "and", "và")
ONWARDS = Phrases("trở đi", "trở lên", "đổ đi", "đổ lên", "onwards", "onward", "on", "or later")
# "2 giờ nữa", "8h liên tục", "pin 10h", "trong 24h"
LASTS_AFTER = Words("nữa đồng rồi", "qua liền pin xài dùng sạc hours long ago + %")
LASTS_BEFORE = Words(
    "trong suốt được hơn giá pin sạc xài ngâm nấu", "mất hết chờ đợi cả dc đc ngủ dùng ủ hầm every for in within each"
)
NEVER_BEFORE = frozenset("hồi hoi qua chào chao chúc good happy".split())  # "hôm qua 9h", "good evening"
DENIED = frozenset("đừng chớ tránh dont don never".split())
NO = frozenset("không khong ko k kh not dung".split())
BUSY = frozenset("bận họp kẹt busy meeting dạy học ngủ".split())  # bare they are bạn, hộp …
NO_PART_AFTER = Words("qua đa thiểu ưu màu dài cao rộng ngang sâu chế tác chói nước giờ")
NO_PART_BEFORE = Words(
    "màu độ ánh đèn trời kem phòng nhà bóng siêu một hai ba bốn cơm bữa ăn trước sau before after chào chúc good happy"
)
CALLS = Phrases(
    "gọi", "call", "phone me", "ring", "alo", "liên hệ", "nghe máy", "nghe điện", "nghe đt", "bắt máy", "nhấc máy",
    "điện cho", "điện lại", "nhắn tin", "nhắn cho", "contact", "reach", "available", "free to talk",
    *(f"nhắn {who}" for who in "mình em anh chị tôi tui lại".split()),
)  # fmt: skip
NOT_CALLED = frozenset("cửa cua món mon đồ do xe là la hàng hang ship".split())  # "gọi món"
IDLE = Words(
    "em anh chị mình tôi tui mk e thì là mới rảnh về được dc đc dạ vâng ok oke đi làm xong bận chỉ tiện chắc có gì"
    " any time anytime i i'm im am m can you could me only my free or so it is that's works fine ca học"
)
OTHER_TIMES = Words("giao ship nhận mở đóng ghé lắp shipper deliver delivery open close opens closes pickup bay")
STOPS = frozenset(".,;!?\n")
ASKS = frozenset("may sao bao dau gi what when how where".split())
