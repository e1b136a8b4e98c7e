"""indexes that find open work by a bound status, a lease instead of a second time in the inbox

Partial indexes were never used: a database cannot know that a bound status is one of theirs.
"""

import sqlalchemy as sa
from alembic import op

from bot.store import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('pending', 'running')")
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_turns_open", "turns")
    op.create_index("ix_turns_conversation", "turns", ["conversation_id", "status"])
    op.create_index("ix_turns_status", "turns", ["status", "created_at"])
    op.drop_index("ix_outbox_open", "outbox")
    op.create_index("ix_outbox_conversation", "outbox", ["conversation_id", "status", "seq"])
    op.create_index("ix_outbox_status", "outbox", ["status", "not_before"])
    op.drop_index("ix_inbox_open", "inbox")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_column("not_before")
        batch_op.create_index("ix_inbox_status", ["status", "created_at"])
    op.create_index("ix_attachments_status", "attachments", ["status", "not_before"])
    op.create_index(op.f("ix_attachments_message_id"), "attachments", ["message_id"])
    op.create_index(op.f("ix_consents_conversation_id"), "consents", ["conversation_id"])
    op.create_index("ix_conversations_last_message_at", "conversations", ["last_message_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_conversations_last_message_at", "conversations")
    op.drop_index(op.f("ix_consents_conversation_id"), "consents")
    op.drop_index(op.f("ix_attachments_message_id"), "attachments")
    op.drop_index("ix_attachments_status", "attachments")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_status")
        batch_op.add_column(
            sa.Column("not_before", types.UtcDateTime(timezone=True), server_default=sa.func.now(), nullable=False)
        )
    op.create_index("ix_inbox_open", "inbox", ["created_at"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.drop_index("ix_outbox_status", "outbox")
    op.drop_index("ix_outbox_conversation", "outbox")
    op.create_index("ix_outbox_open", "outbox", ["not_before"], postgresql_where=PENDING, sqlite_where=PENDING)
    op.drop_index("ix_turns_status", "turns")
    op.drop_index("ix_turns_conversation", "turns")
    op.create_index("ix_turns_open", "turns", ["conversation_id", "seq"], postgresql_where=OPEN, sqlite_where=OPEN)
