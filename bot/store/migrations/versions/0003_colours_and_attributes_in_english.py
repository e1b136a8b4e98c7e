"""colours and attributes in English, attributes in the owner's order"""

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
    retype(types.OrderedJson, "json")


def downgrade() -> None:
    """Take back."""
    retype(types.Json, "jsonb")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_column("attributes_en")
        batch_op.drop_column("colours_en")


def retype(to: sa.types.TypeEngine, name: str) -> None:
    """Change the type of the attributes where the database has two; what JSONB has lost comes with the next import."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("products", "attributes", type_=to, postgresql_using=f"attributes::{name}")
