"""The words of price talk: units, currencies, slang, and what is measured rather than paid."""

from __future__ import annotations

from bot.language.tokens import Phrases, Words

THOUSANDS = Words("nghìn ngàn ngìn nghình ngan nghin thousand grand")
MILLIONS = Words("tr triệu trieu million millions mil mio trd trđ", "trịu chẹo trẹo chiệu")
BILLIONS = Words("tỷ tỉ billion")
VIETNAMESE_UNITS = Words("nghìn ngàn ngìn triệu tỷ tỉ chục trăm tr củ chai lít")
ENGLISH_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
CURRENCY = Words("đồng vnd vnđ dong", "đ ₫ vnđ")
FOREIGN = Words("$ usd dollar dollars bucks € euro eur ¥ yen won tệ ndt sgd gbp £", "đô")
VAGUE = Words("vài mấy dăm several few")
HALF_OF = Words("nửa")
# What may follow a number that people leave without its unit ("giá 950 thôi", "2 triệu 5 nha").
NEUTRAL = Words(
    "đổ trở đến tới thôi nha nhé nhe nghe ạ á à a có được dc đc không ko k hông hong hok shop luôn mà là thì vậy z"
    " v hả ha nè"
    " lúc ơi đi hay hoặc và or to and please pls ok oke ship bớt fix trả giảm chưa cho còn mấy vnd đồng max tối quay"
    " rồi r đúng phải nhỉ đó đấy nhen tầm",
    "đ ₫ hở hen",
)
PRICE = Words("giá gia price budget tiền bán sale cọc ck bớt fix")
PRICE_PHRASES = Phrases(
    "ngân sách", "tài chính", "kinh phí", "hầu bao", "chuyển khoản", "phí ship", "giảm còn", "đặt cọc"
)
PLACE_OF_MODEL = Words(
    "ip iphone ss samsung note galaxy pro max plus oppo redmi xiaomi macbook ipad series gen realme vivo poco mi"
    " air tab size"
)
LITRES = Words("chai nồi tủ bình máy can ấm thùng nước dầu sữa dung tích xe túi balo chảo lò bia", "lạnh")
ROOTS = Words("sạc khoai hành tỏi sen gừng cải sắn nghệ hồi sâm cà dền từ")
GOLD = frozenset("vàng vang gold nhẫn nhan".split())
SCREEN = Words("hình video hd uhd fps resolution")
NOT_MONEY = Words(
    "mah ml l w kw v mm cm m km kg g gr gram gb tb mb hz inch btu bar cc h phút giây độ rpm lumen lux pa nit dpi mg hp"
    " x pin người năm tuổi lần bước calo kcal",
    "%",
)
# Words people forget the space after ("gia500k"); any other letters before digits make a code or a model.
GLUED_CUES = Words(
    "giá tầm khoảng cỡ dưới trên hơn gần từ đến tới max min còn bớt giảm cọc ck phí ship tổng chừng là có under over"
    " around about budget price tr triệu k nghìn ngàn trăm vnd đồng đ ₫ x"
)
ROOT_UNIT = Words("củ chai")
SLANG_HUNDREDS = Words("xị lít lốp")
SLANG_THOUSANDS = Words("cành")
TALK = Words("mua lấy con nào thôi rưỡi mà shop em ạ thì có")
POLITE = Words("dạ vâng ừ ờ thôi nha nhé ạ a được không ko shop ơi em anh chị hả tầm khoảng cỡ nè đó mình có")
WHOLE_UNITS = Words("triệu củ tỷ tỉ")
