"""Cues about the talk itself: a person, the bot, calling back, waiting, stopping, coming back to it."""

from bot.understanding.cues.rule import cue

NO_PERSON = r"(?:khoi|khong)(?: can| phai)?(?: gap| goi| nho)?(?: nhan vien| nguoi)|no need (?:for|to)"

TALK = (
    cue("no person needed any more", "cancel",
        r"\b(?:khoi|khong|thoi)(?: can| phai)*(?: gap| goi| nho| cho)* (?:nhan vien|nguoi that|tu van vien)(?: nua)?\b"
        r"|\bno need (?:for|to)(?: \w+){0,3} (?:person|human|agent|staff)\b|\bi'?ll continue with (?:the |you|bot)", "person"),
    cue("asks for a person", "ask_human",
        r"\b(?:gap|noi chuyen (?:voi|cung)|noi voi|chat voi|ket noi (?:voi|toi)?|chuyen (?:cho|qua|toi|minh cho|minh qua)|nho|goi|keu|cho {me}) ?(?:{me} )?(?:gap |noi chuyen (?:voi )?)?(?:mot |1 )?"
        r"(?:ban |anh |chi |em |co )?(?:nhan vien|nv|tu van vien|nguoi that|nguoi (?:tu van|ho tro|khac|nao)|quan ly|chu shop|con nguoi|nguoi)(?! (?:yeu|than|nha|lon|gia|mua|dung|nhan|nuoc|khac xem))(?: that| tu van| ho tro)?\b(?! (?:goi|giao|gui|nhan|chup|xac nhan|lien he|bao gia))"
        r"|\bco (?:ai|nhan vien|nguoi) (?:that )?(?:o do|do|tra loi|truc|ho tro|tu van|that) ?(?:khong)?\b|\bnhan vien (?:that|tu van|dau)\b|\bcan (?:gap )?(?:nhan vien|nguoi that|nguoi tu van)\b"
        r"|\b(?:talk|speak|chat|connect(?: me)?|transfer(?: me)?) (?:to|with) (?:a |an |the |some |your )?(?:real )?(?:human|person|agent|someone|somebody|staff|representative|manager|people)\b|\b(?:real|hang that|actual|live) (?:person|human|agent)\b|\bhuman (?:please|agent)\b",
        unless=NO_PERSON + r"|nguoi (?:hay|or) (?:bot|may)|(?:bot|may) hay nguoi"),
    cue("asks whether it is a bot", "ask_if_bot",
        r"\b(?:nguoi|human|person)(?: that)? (?:hay|hay la|or) (?:la )?(?:a )?(?:bot|may|robot|ai)\b|\b(?:bot|may|robot|ai) (?:hay|hay la|or)(?: la)? (?:a )?(?:nguoi|human|person)\b"
        r"|\b(?:la|phai) (?:chat ?bot|bot|may tu dong|tro ly ao)\b|\bare you (?:a )?(?:bot|human|real|robot|ai|person)\b"),
    cue("asks when the call comes", "request_call_back",
        r"\b(?:khi nao|bao gio|chung nao|may gio|bao lau)(?: nua)?(?: thi)?(?: shop| nhan vien| ben minh| em| ben em)?(?: moi| se)? (?:goi|lien he|lien lac|phan hoi)\b|\bwhen (?:will|can|do) (?:you|they|someone|the shop|staff) call\b", "when"),
    cue("wants to be called", "request_call_back",
        r"\b(?:goi|call|alo|phone)(?: lai| dien)?(?: tu van| xac nhan)?(?: giup| cho)? ?(?:lai )?(?:cho )?(?:{me}|so (?:nay|do|tren|moi|kia|minh|dt)|lai)(?: nha| nhe| voi| duoc| luon| so| vao| luc| sau| truoc| de| cai|$|,|\.| \d)"
        r"|\bgoi (?:lai|dien|vao|luc|tam|khoang|so)\b|\bgoi (?:di|luon|ngay)(?: a| nhe| nha| shop| di)*$|\btu van (?:qua )?(?:dien thoai|sdt|so dien thoai)\b|\bqua dien thoai\b"
        r"|\b(?:call|ring|phone) me\b|\bgive me a (?:call|ring)\b|\b(?:someone|somebody|you|staff|shop) (?:please )?(?:call|phone|ring)\b|\bcall ?back\b|\b(?:nguoi|ai do|nhan vien|shop) goi\b|\bgoi 0\d",
        unless=r"goi y\b|goi (?:vao |cho |toi )?so (?:nao|may|gi)|goi (?:truoc|khi) (?:giao|toi|den)|shipper goi|nghe goi|goi video|\bgoi (?:dien )?nghe\b|de goi dien|goi (?:dien )?(?:ro|tot|on)"),
    cue("asks how long the wait is", "ask_human", r"\b(?:cho|doi) (?:lau|bao lau|den bao gio|toi khi nao)\b|\bhow long (?:do i|is the|will i)(?: have to)? wait\b|\bnhan vien (?:dau|bao gio|khi nao)\b|\bsao (?:lau|chua) (?:thay )?(?:tra loi|rep)\b", "wait",
        unless=r"(?:cho|doi) bao lau(?: thi)? (?:nhan|co hang|toi|hoan)"),
    cue("hesitates or postpones", "hesitate",
        r"\b(?:de|cho) (?:{me} )?(?:suy nghi|nghi|hoi|xem|can nhac|tinh|ban|ve)(?: lai| them| y| ky)?(?: voi)?(?: chong| vo| me| ban| ck| vk| bo| nguoi nha| gia dinh| {me})*(?: da| roi| xem| chut| ti)\b|\b(?:de|cho) (?:{me} )?(?:suy nghi|can nhac)\b|\bde (?:{me}|[acem]) (?:suy )?nghi(?: (?:da|lai|them|xem|chut|ti|nha|nhe|ky))*$"
        r"|\b(?:hoi|ban voi|hoi y)(?: y)? (?:chong|vo|me|ck|vk|ox|bx|ba xa|ong xa|ba me|bo me|nguoi nha|gia dinh)\b|\bchua (?:mua|chot|lay|dat) (?:voi|dau|lien|vội)\b|\b(?:thoi )?de (?:sau|khi khac|luc khac|bua khac|hom khac|mai|toi|cuoi thang)(?: (?:nhe|nha|di|tinh|quay lai|mua|dat|ghe))*\b|\bkhi khac\b|\b(?:dang|con) (?:phan van|luong lu|do du)\b|\bsuy nghi (?:them|da|lai)\b"
        r"|\blet me think\b|\b(?:maybe|some other|another) (?:later|time)\b|\bask my (?:husband|wife|mum|mom|partner|boss|boyfriend|girlfriend)\b|\bthink (?:about|it over)\b|\bnot sure yet\b|\bi'?ll (?:come back|think)\b|\bdecide later\b"),
    cue("drops it", "cancel",
        r"^(?:a |ma |u |uh )?(?:thoi )?(?:khoi|bo qua|bo di|khong (?:can|mua|lay|dat|muon|hoi) nua|thoi khong (?:can|mua|lay|dat)|doi y(?: roi)?)\b(?! co| loai| cai)|\b(?:never ?mind|forget (?:it|about it)|cancel (?:that|it)|changed my mind|not anymore)\b|\bkhong (?:mua|lay|dat) nua\b",
        unless=r"bo qua (?:\w+ )?(?:huong dan|quy tac|quy dinh|moi)|khoi (?:hoi|goi|lo)|\bkhoi tieu|khoi luong|huy|khong can (?:hop|tui|thiep|gap)"),
    cue("asks what it can do", "ask_capabilities", r"\b(?:em|ban|bot|shop|may)(?: co the)? (?:giup|lam|ho tro) (?:duoc )?(?:gi|nhung gi|cai gi)\b|\bwhat can you (?:do|help)\b"),
)  # fmt: skip
