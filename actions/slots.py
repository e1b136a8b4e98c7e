"""Names of slots and entities, written once."""

LANGUAGE = "language"
FAILED_TURNS = "failed_turns"
PRODUCT = "product"
INTEREST = "interest"
SHOWN_PRODUCTS = "shown_products"

REQUESTED = "requested_slot"
FORM_TURNS = "form_turns"

LEAD_NAME = "lead_name"
LEAD_CONTACT = "lead_contact"
LEAD_CONSENT = "lead_consent"
LEAD_OUTCOME = "lead_outcome"
LEAD_INTEREST = "lead_interest"

ORDER_CODE = "order_code"
ORDER_PHONE = "order_phone"
ORDER_OUTCOME = "order_outcome"
