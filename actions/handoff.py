"""Pass the floor to a person."""

from __future__ import annotations

from actions import slots
from actions.base import Events, Said, ShopAction
from bot.domain.handoff import Reason
from bot.services.handoffs import request_handoff
from bot.services.products import get_product

REASONS = {
    "complain": Reason.COMPLAINT,
    "report_wrong_item": Reason.COMPLAINT,
    "report_missing_item": Reason.COMPLAINT,
    "report_defect": Reason.COMPLAINT,
    "payment_problem": Reason.TROUBLE,
    "ask_wholesale": Reason.WHOLESALE,
    "nlu_fallback": Reason.NOT_UNDERSTOOD,
}


class ActionRequestHandoff(ShopAction):
    """Asks for a person; the service tells the visitor what happens now, so this says nothing itself."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_request_handoff"

    async def answer(self, said: Said) -> Events:
        """Request, with what is known, so that nobody has to ask again."""
        product = await get_product(said.services, str(said.slot(slots.PRODUCT) or said.page.get("sku") or ""))
        known = {
            "Sản phẩm": product.name if product else None,
            "Quan tâm": said.slot(slots.INTEREST),
            "Mã đơn": said.slot(slots.ORDER_CODE) or said.entity("order_code"),
            "Tên": said.slot(slots.LEAD_NAME),
            "Liên hệ": said.slot(slots.LEAD_CONTACT),
        }
        reason = REASONS.get(said.intent, Reason.ASKED)
        await request_handoff(
            said.services,
            said.conversation_id,
            reason,
            message_id=said.message_id,
            slots={label: str(value) for label, value in known.items() if value},
            sorry=reason in (Reason.COMPLAINT, Reason.TROUBLE),
        )
        return []
