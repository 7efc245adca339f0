"""Predictions that moved a contact nearer by themselves, and can be put back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ADDED = ("moved_from", "moved_to", "put_back_on")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("retention_use", schema=None) as batch_op:
        for name in ADDED:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("put_back_by", sa.Uuid(), nullable=True))
        batch_op.alter_column("used_by", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    """Take back; what nobody did by hand goes with the columns that say so."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:  # the owner clears every municipality's rows
        op.execute("ALTER TABLE retention_use NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM retention_use WHERE used_by IS NULL")
    if is_postgresql:
        op.execute("ALTER TABLE retention_use FORCE ROW LEVEL SECURITY")
    with op.batch_alter_table("retention_use", schema=None) as batch_op:
        batch_op.alter_column("used_by", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("put_back_by")
        for name in reversed(ADDED):
            batch_op.drop_column(name)
