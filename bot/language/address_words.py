"""The words of postal addresses: what stands before a number or a name, and the names that are known."""

from __future__ import annotations

from pathlib import Path

from bot.language.fold import fold
from bot.language.places import named_place
from bot.language.tokens import Phrases, Reading, Words, same

HOUSE = Phrases("số nhà", "nhà số", "sn", "no .")
#: These also number other things, so that a street or a lane must follow.
MAYBE_HOUSE = Phrases("số", "nhà", "no", "lô")
LANE = Phrases("hẻm", "hẽm", "ngõ", "ngách", "kiệt", "lane", "alley", "xuyệt", "xẹt", "hẻm số", "ngõ số", "kiệt số")
HAMLET = Phrases(
    "thôn", "ấp", "xóm", "tổ", "tổ dân phố", "tdp", "khu phố", "kp", "khóm", "bản", "buôn", "đội", "khu", "thôn số",
    "tổ số", "sóc", "làng", "khối", "xóm số",
)  # fmt: skip
BUILDING = Phrases(
    "chung cư", "cc", "tòa nhà", "tòa", "căn hộ", "căn hộ số", "căn", "căn số", "block", "tháp", "tầng", "lầu",
    "phòng", "phòng số", "ktx", "ktx khu", "ký túc xá", "kí túc xá", "khu đô thị", "kđt", "kdt", "khu dân cư", "kdc",
    "kcn", "khu công nghiệp", "khu tập thể", "tập thể", "dãy", "lô", "apartment", "apt", "apt .", "room", "floor",
    "building", "tower", "biệt thự", "villa", "kiot", "ki ốt", "sảnh", "flat", "unit",
)  # fmt: skip
#: A name after one of these tells where the building is; the others say only where in it.
NAMED_BUILDINGS = frozenset(
    """
    chung cc toa ktx xa kdt kdc kcn nghiep cu thi the building tower apartment
""".split()
)
STREET = Phrases("đường", "đ .", "đg", "phố", "đại lộ", "quốc lộ", "ql", "tỉnh lộ", "tl", "hương lộ", "đường số")
STREET_AFTER = Words("street st road rd avenue ave boulevard blvd lane")
WARD = Phrases("phường", "p", "p .", "f", "f .", "xã", "x .", "thị trấn", "tt", "ward")
WARD_AFTER = Words("ward commune")
DISTRICT = Phrases("quận", "q", "q .", "huyện", "h .", "thị xã", "tx", "district", "dist", "dist .")
DISTRICT_AFTER = Words("district dist")
CITY = Phrases("thành phố", "tp", "tp .", "tỉnh", "city of")
CITY_AFTER = Words("city province")
BUILDING_AFTER = Words("building tower plaza residence")
#: One letter before a name is such a word only with a full stop, or beside capitals.
LETTERS = frozenset("p f q".split())

#: Names do not contain these, though they may be typed with a capital.
STOPS = Words(
    "nha nhé nhe ạ ơi shop sốp giao ship gọi sđt sdt tên ck cod chuyển nhận người lấy mua đặt với ko k dc được thì"
    " là mình tui tôi giá bao nhiêu mấy khi trước chiều mai giúp gấp liền luôn gần đối cạnh ở tại về đến tới để lúc"
    " zalo phone email tel cái chiếc hộp đôi mail ngay trong ngoài sau từ nếu tks thanks cảm please pls and at near"
    " đường phố phường quận huyện xã thôn ấp hẻm ngõ ngách kiệt tỉnh tp tổ kp khu tòa chung cc căn tầng lầu phòng"
    " block ward district city province street st road rd deliver call name address ms mr",
    "không có cho và của này đó kia sáng tối nào đâu gì hay nhưng mà anh chị em đt đc q p f h x d tt dt add vs",
)
#: Nor these, even with a capital, which otherwise makes a name of "Mai" and "Phong".
NEVER_NAMES = frozenset(
    """
    ship giao gọi sđt sdt tên ck cod zalo phone email tel shop shipper đường phố phường quận huyện xã thôn ấp hẻm ngõ
    ngách kiệt tỉnh tp chung cc căn tòa tầng lầu block ward district street st road rd call đt đc
    p q f h x tt tx kp tdp duong phuong quan huyen dia địa chị số so giá mình người nhận ạ nha nhé
    """.split()
)
#: After these a number is no house.
NOT_BEFORE_HOUSE = Words(
    "size sz cỡ pro plus max iphone ip ipad samsung note galaxy màu loại mẫu đời tuổi lớp ngày hôm thứ tháng giá cọc"
    " series model bản sl qty top mã tầm khoảng",
    "x # $ ck t",
)
#: They announce an address.
ANNOUNCES = Phrases(
    "địa chỉ", "dc", "đc", "đ / c", "d / c", "address", "giao", "giao tới", "giao đến", "giao về", "giao qua",
    "giao tại", "giao cho", "ship", "ship tới", "ship đến", "ship về", "ship qua", "gửi", "gửi tới", "gửi đến",
    "gửi về", "gửi qua", "nhận tại", "nhận ở", "ở", "tại", "về", "tới", "đến", "qua", "nhà", "địa chỉ nhận",
    "địa chỉ nhận hàng", "địa chỉ giao", "địa chỉ giao hàng", "địa chỉ mới", "sang", "at", "to",
)  # fmt: skip
_SHORT = frozenset("hn hcm sg đn dn hp qn nt vt bmt vn".split())


class Names:
    """Names of one or more words, matched at a place, longest first."""

    def __init__(self, file: str) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        path = Path(__file__).parent / "data" / file
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                for name in dict.fromkeys(line.lower().split(";")):
                    words = tuple(name.split())
                    self._by_first.setdefault(fold(words[0]), []).append(words)
        for group in self._by_first.values():
            group.sort(key=len, reverse=True)

    @property
    def firsts(self) -> frozenset[str]:
        """The folded words a name may begin with."""
        return frozenset(self._by_first)

    def match(self, reading: Reading, at: int) -> int:
        """The index after the name at the place; the place itself without one."""
        for words in self._by_first.get(reading.at(at).fold, ()):
            if all(same(reading.at(at + step), word) for step, word in enumerate(words)):
                return at + len(words)
        return at


STREETS = Names("streets.txt")
TOWNS = Names("towns.txt")


def known_area(reading: Reading, at: int) -> int:
    """Where the known town, district or province ends that stands at the place; the place itself without one."""
    if reading.at(at).low in _SHORT:
        return at + 1
    return max(TOWNS.match(reading, at), named_place(reading, at))
