"""Forms, links and gaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OWN = "municipality_id = current_setting('sanka.municipality_id')::uuid"
TENANT_TABLES = (
    "ask",
    "form_version",
    "gap_analysis",
    "gap_snapshot",
    "host_link",
    "host_worry",
    "placement_start",
    "retention_model",
    "retention_use",
    "rule_book",
    "start_check",
    "taken_back",
)


def upgrade() -> None:
    """Apply."""
    # New foreign keys are checked by the owner, who is held back by no fence meanwhile.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE capacity_statement NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE district NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE host_assessment NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE household NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE support_plan NO FORCE ROW LEVEL SECURITY")
    op.create_table(
        "form_version",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "intake",
                "assessment",
                "plan",
                "evaluation",
                "notes",
                "conference",
                name="formkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_form_version_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint(
            "municipality_id", "kind", "number", name=op.f("uq_form_version_municipality_id")
        ),
    )
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_version_municipality_id"), ["municipality_id"], unique=False
        )

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
        "rule_book",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("effect", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("in_force_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_in_force_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_rule_book_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_book")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_rule_book_municipality_id")),
    )
    with op.batch_alter_table("rule_book", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_book_in_force_since"), ["in_force_since"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_book_municipality_id"), ["municipality_id"], unique=False)

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

    op.create_table(
        "host_link",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_host_link_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_host_link_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_host_link_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_link")),
    )
    with op.batch_alter_table("host_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_link_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_host_link_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "host_worry",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("now", "soon", "later", name="answerby", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_host_worry_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_host_worry_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_worry")),
    )
    with op.batch_alter_table("host_worry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_worry_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_host_worry_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "start_check",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "insurance",
                "emergency_contact",
                "cost_bearer",
                "labour",
                name="startitem",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "mark",
            sa.Enum(
                "confirmed", "not_applicable", "look_again", name="startmark", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_start_check_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_start_check_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_check")),
        sa.UniqueConstraint("host_id", "number", name=op.f("uq_start_check_host_id")),
    )
    with op.batch_alter_table("start_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_start_check_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_start_check_municipality_id"), ["municipality_id"], unique=False)

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

    op.create_table(
        "taken_back",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_taken_back_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_taken_back_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["capacity_statement.id"],
            name=op.f("fk_taken_back_statement_id_capacity_statement"),
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_taken_back")),
    )
    with op.batch_alter_table("taken_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_back_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taken_back_municipality_id"), ["municipality_id"], unique=False)

    with op.batch_alter_table("capacity_statement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "heard",
                sa.Enum("telephone", "fax", "visit", name="heard", native_enum=False, length=32),
                nullable=True,
            )
        )

    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("outline", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True)
        )

    with op.batch_alter_table("host_assessment", schema=None) as batch_op:
        batch_op.drop_column("labour_checked_on")

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_login_session_link_id"), ["link_id"], unique=False)

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copies", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum(
                    "waiting",
                    "sent",
                    "by_phone",
                    "outdated",
                    name="noticestate",
                    native_enum=False,
                    length=32,
                ),
                server_default="waiting",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_state"), ["state"], unique=False)

    with op.batch_alter_table("support_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("household_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_support_plan_household_id"), ["household_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_support_plan_household_id_household"), "household", ["household_id"], ["id"]
        )
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({OWN}) WITH CHECK ({OWN})")
        shared = f"SELECT host_id FROM host_share WHERE {OWN}"
        for table in (
            "start_check",
            "taken_back",
        ):
            op.execute(f"CREATE POLICY shared ON {table} FOR SELECT USING (host_id IN ({shared}))")
        op.execute("ALTER TABLE capacity_statement FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE district FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE host_assessment FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE household FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE outbox FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE support_plan FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("support_plan", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_support_plan_household_id_household"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_support_plan_household_id"))
        batch_op.drop_column("household_id")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state"))
        batch_op.drop_column("next_try_at")
        batch_op.drop_column("attempts")
        batch_op.drop_column("state")

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("copies")

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_link_id"))
        batch_op.drop_column("ends_at")
        batch_op.drop_column("link_id")

    with op.batch_alter_table("host_assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("labour_checked_on", sa.DATE(), nullable=True))

    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_column("outline")

    with op.batch_alter_table("capacity_statement", schema=None) as batch_op:
        batch_op.drop_column("heard")

    with op.batch_alter_table("taken_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_back_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_taken_back_host_id"))

    op.drop_table("taken_back")
    with op.batch_alter_table("retention_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_use_placement_id"))
        batch_op.drop_index(batch_op.f("ix_retention_use_person_id"))
        batch_op.drop_index(batch_op.f("ix_retention_use_municipality_id"))

    op.drop_table("retention_use")
    with op.batch_alter_table("placement_start", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_start_person_id"))
        batch_op.drop_index(batch_op.f("ix_placement_start_municipality_id"))

    op.drop_table("placement_start")
    with op.batch_alter_table("start_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_start_check_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_start_check_host_id"))

    op.drop_table("start_check")
    with op.batch_alter_table("host_worry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_worry_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_host_worry_host_id"))

    op.drop_table("host_worry")
    with op.batch_alter_table("host_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_link_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_host_link_host_id"))

    op.drop_table("host_link")
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
    with op.batch_alter_table("rule_book", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_book_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_rule_book_in_force_since"))

    op.drop_table("rule_book")
    with op.batch_alter_table("retention_model", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_model_municipality_id"))

    op.drop_table("retention_model")
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_version_municipality_id"))

    op.drop_table("form_version")
    if op.get_bind().dialect.name == "sqlite":  # taking a column back makes a table anew, without triggers
        for table in ("capacity_statement",):
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
                )
