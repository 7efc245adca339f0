"""Predictions of a lasting connection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None

OWN = "municipality_id = current_setting('sanka.municipality_id')::uuid"
TENANT_TABLES = (
    "placement_start",
    "retention_model",
    "retention_use",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "retention_model",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("artefact", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("stays", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("why_curve", sa.String(length=20), nullable=True),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_retention_model_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_model")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_retention_model_municipality_id")),
    )
    with op.batch_alter_table("retention_model", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_model_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "placement_start",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("known", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_start_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_start_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_start_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_start")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placement_start_placement_id")),
    )
    with op.batch_alter_table("placement_start", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_start_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_start_person_id"), ["person_id"], unique=False)

    op.create_table(
        "retention_use",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("used_by", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["retention_model.id"], name=op.f("fk_retention_use_model_id_retention_model")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_retention_use_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_retention_use_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_retention_use_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_use")),
    )
    with op.batch_alter_table("retention_use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_use_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_retention_use_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_retention_use_placement_id"), ["placement_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({OWN}) WITH CHECK ({OWN})")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("retention_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_use_placement_id"))
        batch_op.drop_index(batch_op.f("ix_retention_use_person_id"))
        batch_op.drop_index(batch_op.f("ix_retention_use_municipality_id"))

    op.drop_table("retention_use")
    with op.batch_alter_table("placement_start", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_start_person_id"))
        batch_op.drop_index(batch_op.f("ix_placement_start_municipality_id"))

    op.drop_table("placement_start")
    with op.batch_alter_table("retention_model", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_model_municipality_id"))

    op.drop_table("retention_model")
