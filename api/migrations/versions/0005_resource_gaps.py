"""Resource gaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

OWN = "municipality_id = current_setting('sanka.municipality_id')::uuid"
TENANT_TABLES = (
    "ask",
    "gap_analysis",
    "gap_snapshot",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "gap_analysis",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "cancelled",
                "failed",
                name="runstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("params", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("sealed_report", sa.LargeBinary(), nullable=True),
        sa.Column("problem_hash", sa.String(length=64), nullable=True),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_gap_analysis_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["proposal_run.id"], name=op.f("fk_gap_analysis_run_id_proposal_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_analysis")),
    )
    with op.batch_alter_table("gap_analysis", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gap_analysis_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_gap_analysis_run_id"), ["run_id"], unique=False)

    op.create_table(
        "ask",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("development", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new_host",
                "carved_task",
                "pick_up",
                "companion",
                "coordinator",
                "combination",
                name="developmentkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("request", sa.String(length=1000), nullable=False),
        sa.Column("district", sa.String(length=120), nullable=False),
        sa.Column("effort_days", sa.Integer(), nullable=False),
        sa.Column("forecast", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("host_name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "asked",
                "visited",
                "tried",
                "taken",
                "declined",
                name="askstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "no_room",
                "no_staff",
                "busy",
                "not_now",
                "worried",
                "other_terms",
                "no_answer",
                name="askreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("tried_on", sa.Date(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["gap_analysis.id"], name=op.f("fk_ask_analysis_id_gap_analysis")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_ask_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_ask_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_analysis_id"), ["analysis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_state"), ["state"], unique=False)

    op.create_table(
        "gap_snapshot",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("unmet", sa.Integer(), nullable=False),
        sa.Column("unmet_by", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("median_wait_weeks", sa.Float(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("places_by_host", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["gap_analysis.id"], name=op.f("fk_gap_snapshot_analysis_id_gap_analysis")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_gap_snapshot_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_snapshot")),
        sa.UniqueConstraint("municipality_id", "month", name=op.f("uq_gap_snapshot_municipality_id")),
    )
    with op.batch_alter_table("gap_snapshot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gap_snapshot_municipality_id"), ["municipality_id"], unique=False
        )
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({OWN}) WITH CHECK ({OWN})")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("gap_snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_snapshot_municipality_id"))

    op.drop_table("gap_snapshot")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_state"))
        batch_op.drop_index(batch_op.f("ix_ask_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_ask_host_id"))
        batch_op.drop_index(batch_op.f("ix_ask_analysis_id"))

    op.drop_table("ask")
    with op.batch_alter_table("gap_analysis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_analysis_run_id"))
        batch_op.drop_index(batch_op.f("ix_gap_analysis_municipality_id"))

    op.drop_table("gap_analysis")
