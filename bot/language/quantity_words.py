"""What is counted, what asks for it, and what only looks like a count."""

from __future__ import annotations

from bot.language.tokens import Words

CLASSIFIERS = Words(
    "cái chiếc đôi bộ hộp chai tuýp cây con em thùng gói set cặp túi lọ hũ bịch lon cuốn quyển tấm miếng vỉ quả trái"
    " bó cốc lốc kiện thỏi hủ tuyp bao phần suất món ly viên cục chậu bông đóa sp tá chục áo quần váy đầm nón mũ"
    " giày dép"
    " pcs pc piece pieces item items pair pairs box boxes bottle bottles sets pack packs dozen units unit bag bags"
    " shirts shoes dresses phones tubes jars cans copies cartons"
)
ORDER = Words("lấy mua đặt chốt order cho thêm bán gửi ship take buy get want need bớt like give just only", "còn")
ORDER_STRONG = Words("lấy mua đặt chốt order take buy sl qty quantity")
BETWEEN = Words(
    "thêm luôn mình em anh chị tôi tui shop nó cho đi mỗi cả lại giúp giùm me us e a c m mk khoảng tầm tới with it"
    " là đủ",
    ":",
)
TIME_OR_MEASURE = Words(
    "k tr triệu nghìn ngàn trăm củ tháng ngày năm giờ phút tuần kg g gr gram ml l lít m cm mm gb tb inch sao tuổi"
    " lần người"
    " đ vnd h th t am pm day days month months week weeks year years hour hours minutes million thousand hundred"
    " people persons person guests kids times phòng tầng mặt màu size chân cửa bánh lớp sim camera loại chiều nửa"
    " món quận đường ngõ hẻm phường xị chai cành vòng",
    "% đ °",
)
PLEASANT = Words(
    "nha nhé ạ a á thôi shop đi luôn nè please pls thanks vậy được không ko k giúp với em anh chị e c rồi nhe ha"
    " cho ơi mình of more nữa trước"
)
#: After a bare "doi" these show that it is đổi, not đôi.
CHANGED_TO = frozenset("sang qua size sz lai tra thanh hang mau".split())
