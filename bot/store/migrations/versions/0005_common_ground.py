"""the common ground of each conversation"""

import sqlalchemy as sa
from alembic import op

from bot.store import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "grounds",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("data", types.Json, nullable=False),
        sa.Column("updated_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_grounds_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_grounds")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("grounds")
