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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.types import Json, UtcDateTime

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
    Column("last_message_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_conversations_queue", "status", "last_message_at"),
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
    Index(
        "ix_turns_open",
        "conversation_id",
        "seq",
        postgresql_where=text("status IN ('pending', 'running')"),
        sqlite_where=text("status IN ('pending', 'running')"),
    ),
)

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
    Column("created_at", UtcDateTime, nullable=False),
    Index(
        "ix_outbox_open",
        "not_before",
        postgresql_where=text("status = 'pending'"),
        sqlite_where=text("status = 'pending'"),
    ),
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
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
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
    Column("attributes", Json, nullable=False),
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
