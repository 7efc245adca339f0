"""A line of the worklist may come of a smallest change, which no analysis made."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "analysis_id": sa.Uuid(),
    "kind": sa.String(length=32),
    "effort_days": sa.Integer(),
    "forecast": sa.Integer(),
}


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("ask", schema=None) as batch_op:
        for name, kind in COLUMNS.items():
            batch_op.alter_column(name, existing_type=kind, nullable=True)


def downgrade() -> None:
    """Take back; what came of a smallest change goes."""
    # The owner is held back by no fence meanwhile, so that the lines of every municipality are reached.
    is_fenced = op.get_bind().dialect.name == "postgresql"
    if is_fenced:
        op.execute("ALTER TABLE ask NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM ask WHERE analysis_id IS NULL")
    if is_fenced:
        op.execute("ALTER TABLE ask FORCE ROW LEVEL SECURITY")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        for name, kind in COLUMNS.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
