"""What is kept of a person, and taking consent back."""

from __future__ import annotations

from actions.base import Events, Said, ShopAction
from bot.language import fold
from bot.services.faq import answer_faq
from bot.services.leads import has_consent, withdraw_consent

TAKES_BACK = (
    "rut lai", "thu hoi", "xoa", "huy dang ky", "ngung", "dung goi", "dung nhan", "dung gui", "khong dong y nua",
    "withdraw", "delete", "remove", "erase", "unsubscribe", "stop contacting", "stop calling", "stop sending",
    "forget me",
)  # fmt: skip


class ActionManagePrivacy(ShopAction):
    """Tells what is kept, and takes consent back when that is asked for; it must be as easy as giving it."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_manage_privacy"

    async def answer(self, said: Said) -> Events:
        """Withdraw at once if asked; else explain, with a button to withdraw where there is something to withdraw."""
        wants_out = said.entity("withdraw") or any(words in fold(said.words) for words in TAKES_BACK)
        kept = await has_consent(said.services, said.conversation_id)
        if wants_out and kept:
            await withdraw_consent(said.services, said.conversation_id)
            said.say("say_consent_withdrawn")
            return []
        found = await answer_faq(said.services, said.words, topic="manage_privacy")
        buttons = said.buttons("say_withdraw_choices") if kept else []
        if found.faq is not None:
            said.say_text(found.faq.answer_in(said.language), buttons=buttons)
        else:
            said.say("say_dont_know", buttons=buttons)
        return []
