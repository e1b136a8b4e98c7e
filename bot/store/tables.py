"""Tables; the names are the glossary's."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.types import Json, OrderedJson, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(32)

visitors = Table(
    "visitors",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("external_id", String(255), nullable=False),
    Column("name", String(200)),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "external_id"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False, unique=True),
    Column("channel", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("status", String(16), nullable=False),
    Column("agent_id", ForeignKey("agents.id")),
    Column("stage", String(16), nullable=False),
    Column("stage_confidence", Float, nullable=False),
    Column("belief", Json, nullable=False),
    Column("page", Json),
    Column("failed_turns", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("visitor_read_seq", Integer, nullable=False),
    Column("agent_read_seq", Integer, nullable=False),
    Column("last_text", String(200), nullable=False),
    Column("last_author", String(16), nullable=False),
    Column("waiting_since", UtcDateTime),
    Column("source", Json),
    Column("last_message_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_conversations_queue", "status", "last_message_at"),
    Index("ix_conversations_last_message_at", "last_message_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", String(16), nullable=False),
    Column("agent_id", ForeignKey("agents.id")),
    Column("author_name", String(200)),
    Column("client_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("command", Text),
    Column("payload", Json, nullable=False),
    Column("quick_replies", Json, nullable=False),
    Column("understood", Json, nullable=False),
    Column("delivery", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "client_id"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("message_id", ForeignKey("messages.id"), nullable=False, unique=True),
    Column("seq", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", UtcDateTime),
    Column("outcome", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Index("ix_turns_conversation", "conversation_id", "status"),
    Index("ix_turns_status", "status", "created_at"),
)

grounds = Table(
    "grounds",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("data", Json, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
"""What visitor and shop both know by now (``bot.domain.ground``), read and written whole."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("last_error", Text),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_outbox_conversation", "conversation_id", "status", "seq"),
    Index("ix_outbox_status", "status", "not_before"),
)

stage_events = Table(
    "stage_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("message_id", ForeignKey("messages.id"), unique=True),
    Column("stage", String(16), nullable=False),
    Column("previous", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("why", Json, nullable=False),
    Column("source", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("email", String(255), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("role", String(16), nullable=False),
    Column("online", Boolean, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("message_id", ForeignKey("messages.id"), unique=True),
    Column("reason", String(32), nullable=False),
    Column("brief", Json, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime),
    Column("claimed_by", ForeignKey("agents.id")),
    Column("ended_at", UtcDateTime),
    Column("outcome", String(16)),
    Column("note", Text),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False, index=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("purpose", String(32), nullable=False),
    Column("wording", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("how", String(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)

leads = Table(
    "leads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False, index=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("consent_id", ForeignKey("consents.id")),
    Column("name", String(200), nullable=False),
    Column("phone", String(20)),
    Column("email", String(255)),
    Column("interest", Text),
    Column("stage", String(16), nullable=False),
    Column("key", String(64), unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("sku", String(64), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("name_en", String(255), nullable=False),
    Column("category", String(32), nullable=False, index=True),
    Column("kind", String(100), nullable=False),
    Column("kind_en", String(100), nullable=False),
    Column("brand", String(100), nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("list_price", BigInteger),
    Column("stock", Integer, nullable=False),
    Column("image", String(500), nullable=False),
    Column("sizes", Json, nullable=False),
    Column("colours", Json, nullable=False),
    Column("colours_en", Json, nullable=False, server_default="[]"),
    Column("attributes", OrderedJson, nullable=False),
    Column("attributes_en", Json, nullable=False, server_default="{}"),
    Column("description", Text, nullable=False),
    Column("description_en", Text, nullable=False),
    Column("aliases", Json, nullable=False),
    Column("tags", Json, nullable=False),
    Column("rating", Float),
    Column("review_count", Integer, nullable=False),
    Column("warranty_months", Integer),
)

faqs = Table(
    "faqs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("topic", String(64), nullable=False),
    Column("stages", Json, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("question_en", Text, nullable=False),
    Column("answer_en", Text, nullable=False),
    Column("aliases", Json, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("key", "version"),
)

offers = Table(
    "offers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("detail_en", Text, nullable=False),
    Column("value", BigInteger),
    Column("code", String(64)),
    Column("stages", Json, nullable=False),
    Column("phases", Json, nullable=False),
    Column("categories", Json, nullable=False),
    Column("min_total", BigInteger),
    Column("max_discount", BigInteger),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("conditions", Text, nullable=False),
    Column("conditions_en", Text, nullable=False),
    Column("priority", Integer, nullable=False),
)

offer_events = Table(
    "offer_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("offer_key", ForeignKey("offers.key"), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False),
    Column("event", String(16), nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

unanswered_questions = Table(
    "unanswered_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("nearest", String(100)),
    Column("score", Float, nullable=False),
    Column("key", String(64), unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("phone", String(20), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("email", String(255)),
    Column("status", String(16), nullable=False),
    Column("placed_on", Date, nullable=False),
    Column("items", Json, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("shipping_fee", BigInteger, nullable=False),
    Column("payment_method", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("carrier", String(64), nullable=False),
    Column("tracking_code", String(64), nullable=False),
    Column("expected_on", Date),
    Column("delivered_on", Date),
    Column("note", Text, nullable=False),
)

verification_attempts = Table(
    "verification_attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("code", String(64), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

shop_profile = Table(
    "shop_profile",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Json, nullable=False),
)
"""The shop's own facts (hours, branches, zones) as imported, under one key a part."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("key", String(64), nullable=False),
    Column("external_id", String(255), nullable=False),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", UtcDateTime),
    Column("last_error", Text),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "key"),
    Index("ix_inbox_status", "status", "created_at"),
)
"""Events as they came; the body is emptied once it is worked, the key stays to know the event again."""

threads = Table(
    "threads",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("opened_at", UtcDateTime),
    Column("opener", String(32)),
    Column("unreachable", String(32)),
    Column("elsewhere", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("muted_until", UtcDateTime),
    Column("control_at", UtcDateTime),
    Column("introduced", Boolean, nullable=False),
    Column("profile_asked_at", UtcDateTime),
    Column("lane_owner", String(64)),
    Column("lane_until", UtcDateTime),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("ref", String(2100)),
    Column("ad_id", String(64)),
    Column("detail", Json, nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("external_id", String(255), index=True),
    Column("tried_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("message_id", "number"),
)

channel_states = Table(
    "channel_states",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("stopped", String(16)),
    Column("stopped_detail", Text),
    Column("stopped_at", UtcDateTime),
    Column("retry_at", UtcDateTime),
    Column("paused_until", UtcDateTime),
    Column("pauses", Integer, nullable=False),
    Column("credentials", String(64)),
    Column("app_id", String(64)),
)

personas = Table(
    "personas",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("external_id", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "agent_id"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("url", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", String(64)),
    Column("content_type", String(100)),
    Column("size", Integer),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_attachments_status", "status", "not_before"),
)

attachment_contents = Table(
    "attachment_contents",
    metadata,
    Column("attachment_id", ForeignKey("attachments.id"), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
)
"""Apart from their descriptions, so that a list of files does not load the files."""

surveys = Table(
    "surveys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("score", Integer, nullable=False),
    Column("comment", Text),
    Column("key", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

order_drafts = Table(
    "order_drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("items", Json, nullable=False),
    Column("details", Json, nullable=False),
    Column("note", Text),
    Column("key", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)
