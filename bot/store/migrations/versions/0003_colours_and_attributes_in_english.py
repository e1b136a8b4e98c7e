"""colours and attributes in English"""

import sqlalchemy as sa
from alembic import op

from bot.store import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("colours_en", types.Json, server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("attributes_en", types.Json, server_default="{}", nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_column("attributes_en")
        batch_op.drop_column("colours_en")
