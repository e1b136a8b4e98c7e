"""Countries other than Vietnam: delivery there is asked for by their names more often than by "nước ngoài"."""

from __future__ import annotations

import re

from bot.language import normalise

COUNTRIES = (
    r"australia|germany|france|england|britain|united kingdom|america|united states|canada|japan|korea|china|taiwan"
    r"|hong kong|thailand|singapore|malaysia|indonesia|philippines|cambodia|laos|india|russia|poland|czech republic"
    r"|netherlands|holland|belgium|switzerland|austria|italy|spain|portugal|sweden|norway|denmark|finland|ireland"
    r"|new zealand|europe|dubai|nuoc ngoai|chau au|uc(?= (?:khong|duoc|chua|het|bao|mat)|$)|nhat ban|han quoc"
    r"|trung quoc|dai loan|thai lan|campuchia|cam pu chia|(?:nuoc )(?:my|anh|phap|duc|uc|nga|nhat|han|lao)"
)
SENDS = r"ship|ships|send|sent|deliver|delivers|delivery|mail|gui|giao|post"
ABROAD = re.compile(rf"\b(?:{SENDS})\b[^.?!;]{{0,40}}?\b(?:{COUNTRIES})\b")
GOODS_FROM = re.compile(r"\bhang (?:trung quoc|han quoc|nhat ban|thai lan|dai loan)\b")


def sends_abroad(text: str) -> bool:
    """Whether something is to be sent to another country."""
    folded = normalise(text).folded
    return ABROAD.search(folded) is not None and GOODS_FROM.search(folded) is None
