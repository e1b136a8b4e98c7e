"""Orders that were placed before."""

from __future__ import annotations

from actions.base import ShopAction
from bot.services.answers import orders


class ActionShowOrder(ShopAction):
    """Where an order is, told to whom it belongs."""

    action = "action_show_order"
    answers = {"report_late_delivery": orders.tell_late, "": orders.tell_order}


class ActionCareForOrder(ShopAction):
    """Changes, cancelling, returns, what went wrong: the rule, and a request to the shop's people."""

    action = "action_care_for_order"
    answers = {
        "change_order": orders.cancel_or_change,
        "cancel_order": orders.cancel_or_change,
        "report_wrong_item": orders.report_problem,
        "report_missing_item": orders.report_problem,
        "report_defect": orders.report_problem,
        "": orders.after_sale,
    }
