"""What the measured conversations say: questions, product search, prices and small talk, mixed."""

from __future__ import annotations

from collections.abc import Sequence

SHOP = (
    ("small_talk", "chào shop"),
    ("faq", "phí ship bao nhiêu vậy shop?"),
    ("search", "cho mình xem tai nghe dưới 1 triệu"),
    ("price", "tai nghe Vọng Âm V50 giá bao nhiêu?"),
    ("faq", "không ưng có đổi trả được không ạ"),
    ("small_talk", "cảm ơn shop nhiều nha"),
    ("search", "co sac du phong nao nho gon khong shop"),
    ("faq", "cửa hàng mở cửa mấy giờ?"),
    ("price", "sạc dự phòng Kivolt mỏng bao nhiêu tiền"),
    ("small_talk", "bạn là người hay máy vậy"),
    ("search", "mình muốn tìm kem chống nắng cho da dầu"),
    ("faq", "do you ship to Da Nang?"),
)
"""None of them asks for a person or begins a form: the bot has the floor throughout."""

SEVERAL = (
    "tai nghe Vọng Âm V50 giá bao nhiêu, còn hàng không, ship về Đà Nẵng mấy ngày tới?",
    "phí ship đi Cần Thơ sao shop, có được đổi trả không, thanh toán bằng thẻ được không?",
    "sạc dự phòng Kivolt mỏng bao nhiêu tiền, bảo hành bao lâu, có kiểm tra hàng trước khi nhận không?",
    "shop mở cửa mấy giờ, ở đâu vậy, có xuất hoá đơn không?",
)
"""Each asks for three things."""

ACTIONS = (
    "phí ship bao nhiêu vậy shop?",
    "cho mình xem tai nghe dưới 1 triệu",
    "tai nghe Vọng Âm V50 giá bao nhiêu?",
    "không ưng có đổi trả được không ạ",
    "co sac du phong nao nho gon khong shop",
    "cửa hàng mở cửa mấy giờ?",
)
"""Answered by a custom action, each by itself: no form begins."""


def conversation(texts: Sequence[tuple[str, str]], number: int, length: int) -> list[tuple[str, str]]:
    """``length`` messages, begun at another place for each ``number`` so that not everybody asks the same at once."""
    start = number % len(texts)
    return [texts[(start + place) % len(texts)] for place in range(length)]
