"""Where each intent is at home: the stage from which most of its examples speak (a test compares with data/nlu)."""

from __future__ import annotations

_INTENTS = {
    "researching": """
        browse_catalogue find_product recommend_by_need recommend_by_budget find_gift ask_new_arrivals
        ask_best_sellers explain_product_kind ask_alternative ask_brands ask_store_hours ask_store_address
        ask_contact ask_about_shop keep_in_touch notify_me
    """,
    "evaluating": """
        ask_price ask_stock ask_colour ask_size ask_fit ask_material ask_specs ask_product_details
        compare_products ask_authenticity ask_reviews ask_suitability ask_origin_expiry request_photos
        ask_try_first ask_promotions object_price hesitate ask_return_policy ask_warranty_policy ask_wholesale
    """,
    "buying": """
        place_order how_to_order add_to_cart manage_cart choose_variant give_order_details ask_order_total
        ask_payment_methods ask_bank_details report_payment_done payment_problem ask_shipping_fee
        ask_delivery_time ask_delivery_area ask_delivery_options apply_coupon ask_installment ask_deposit
        request_gift_wrap request_invoice request_call_back
    """,
    "post_purchase": """
        check_order_status report_late_delivery report_wrong_item report_missing_item report_defect change_order
        cancel_order request_return request_exchange ask_refund ask_usage_help claim_warranty complain praise
        write_review ask_points refer_friend reorder ask_accessories ask_order_history
    """,
    "none": """
        greet goodbye thank affirm deny cancel inform ask_human ask_if_bot ask_capabilities manage_privacy
        chitchat insult out_of_scope
    """,
}

HOME: dict[str, str] = {intent: stage for stage, intents in _INTENTS.items() for intent in intents.split()}
"""Stage by intent. An intent that is missing here says nothing beyond what the stage classifier reads."""
