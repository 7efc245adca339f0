"""Records of the service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "idempotency_key",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("settings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("code", name=op.f("uq_municipality_code")),
    )
    op.create_table(
        "sign_in_throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_throttle")),
    )
    op.create_table(
        "audit",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_audit_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "seq", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_audit_head_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "district",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_district_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("municipality_id", "name", name=op.f("uq_district_municipality_id")),
    )
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_district_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "household",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_household_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_job_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_outbox_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "party",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_party_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "proposal_run",
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
        sa.Column(
            "status",
            sa.Enum(
                "optimal",
                "within_gap",
                "timed_out",
                "stopped",
                "infeasible",
                name="solvestatus",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("params", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("base_run_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_problem", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_proposal", sa.LargeBinary(), nullable=True),
        sa.Column("problem_hash", sa.String(length=64), nullable=True),
        sa.Column("result_hash", sa.String(length=64), nullable=True),
        sa.Column("rules_version", sa.String(length=80), nullable=True),
        sa.Column("weights_hash", sa.String(length=64), nullable=True),
        sa.Column("solver", sa.String(length=80), nullable=True),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Float(), nullable=True),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_run_id"], ["proposal_run.id"], name=op.f("fk_proposal_run_base_run_id_proposal_run")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_proposal_run_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_run")),
    )
    with op.batch_alter_table("proposal_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_run_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "town_block",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_town_block_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_block")),
        sa.UniqueConstraint("municipality_id", "code", name=op.f("uq_town_block_municipality_id")),
    )
    with op.batch_alter_table("town_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_town_block_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_name", sa.String(length=120), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_user_account_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_user_account_sign_in_name")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_user_account_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "host",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "work_experience",
                "work_preparation",
                "type_b",
                "type_a",
                "work_transition",
                "day_service",
                "residential",
                "shop",
                "farm",
                "company",
                "vacant_room",
                "salon",
                "learning_place",
                "volunteer_work",
                "public_facility",
                name="hostkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("staff_fte", sa.Float(), nullable=True),
        sa.Column("staff_ratio", sa.Float(), nullable=True),
        sa.Column("supporters", sa.Integer(), nullable=True),
        sa.Column("people_per_supporter", sa.Integer(), nullable=True),
        sa.Column("equipment_places", sa.Integer(), nullable=True),
        sa.Column("newcomers_at_once", sa.Integer(), nullable=True),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("closed", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("busy_seasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("closes_on_holidays", sa.Boolean(), nullable=False),
        sa.Column("staff_genders", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("is_over_capacity", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_host_district_id_district")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_host_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
    )
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_login_session_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "lead",
                "official",
                "member",
                "host",
                "planner",
                "admin",
                "auditor",
                "operator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_role")),
    )
    op.create_table(
        "host_contact",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_host_contact_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_host_contact_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_contact")),
    )
    with op.batch_alter_table("host_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_contact_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_host_contact_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "host_share",
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_host_share_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_host_share_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["municipality.id"], name=op.f("fk_host_share_owner_id_municipality")
        ),
        sa.PrimaryKeyConstraint("host_id", "municipality_id", name=op.f("pk_host_share")),
    )
    with op.batch_alter_table("host_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_share_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "menu",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("domains", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("activities", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("conditions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=False),
        sa.Column("age_to", sa.Integer(), nullable=False),
        sa.Column("shortest_stay_minutes", sa.Integer(), nullable=True),
        sa.Column("most_nights", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column(
            "reachable_by_bus",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("pick_up_districts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_menu_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_menu_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_menu")),
    )
    with op.batch_alter_table("menu", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_menu_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_menu_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "pool",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "places",
                "beds",
                "attention",
                "vehicle_seats",
                "companion",
                "caseload",
                name="poolkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("districts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_pool_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_pool_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool")),
    )
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pool_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "menu_draw",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("menu_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "person", "attention_minutes", "pick_up_seat", name="drawunit", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_menu_draw_host_id_host")),
        sa.ForeignKeyConstraint(["menu_id"], ["menu.id"], name=op.f("fk_menu_draw_menu_id_menu")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_menu_draw_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pool.id"], name=op.f("fk_menu_draw_pool_id_pool")),
        sa.PrimaryKeyConstraint("menu_id", "pool_id", "unit", name=op.f("pk_menu_draw")),
    )
    with op.batch_alter_table("menu_draw", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_menu_draw_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_menu_draw_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "menu_slot",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("menu_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_menu_slot_host_id_host")),
        sa.ForeignKeyConstraint(["menu_id"], ["menu.id"], name=op.f("fk_menu_slot_menu_id_menu")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_menu_slot_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_menu_slot")),
    )
    with op.batch_alter_table("menu_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_menu_slot_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_menu_slot_menu_id"), ["menu_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_menu_slot_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_index", sa.String(length=32), nullable=True),
        sa.Column("kana_index", sa.String(length=32), nullable=True),
        sa.Column("age_years", sa.Integer(), nullable=False),
        sa.Column(
            "protected",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("home_mesh", sa.String(length=9), nullable=True),
        sa.Column("waiting_since", sa.Date(), nullable=False),
        sa.Column("availability", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("fewest_slots", sa.Integer(), nullable=False),
        sa.Column("most_slots", sa.Integer(), nullable=False),
        sa.Column("goal", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("longest_stay_minutes", sa.Integer(), nullable=True),
        sa.Column("modes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("most_travel_minutes", sa.Integer(), nullable=True),
        sa.Column("can_reach", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("conditions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("likes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("avoids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "staff_gender",
            sa.Enum("woman", "man", name="gender", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("accompaniment_minutes", sa.Integer(), nullable=False),
        sa.Column("attention_minutes", sa.Integer(), nullable=False),
        sa.Column("apart_from_hosts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("apart_from_persons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("caring", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("earliest_start", sa.Date(), nullable=True),
        sa.Column("caseload_pool_id", sa.Uuid(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["caseload_pool_id"], ["pool.id"], name=op.f("fk_person_caseload_pool_id_pool")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_person_district_id_district")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_person_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_person_municipality_id")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_kana_index"), ["kana_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_index"), ["name_index"], unique=False)

    op.create_table(
        "pool_slot",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("is_whole_week", sa.Boolean(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_pool_slot_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_pool_slot_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pool.id"], name=op.f("fk_pool_slot_pool_id_pool")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_slot")),
    )
    with op.batch_alter_table("pool_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pool_slot_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_slot_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_slot_pool_id"), ["pool_id"], unique=False)

    op.create_table(
        "capacity_statement",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("pool_slot_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("regular_users", sa.Integer(), nullable=True),
        sa.Column(
            "mark",
            sa.Enum("open", "ask", "closed", name="declaredmark", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("stated_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_capacity_statement_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_capacity_statement_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["pool_slot_id"], ["pool_slot.id"], name=op.f("fk_capacity_statement_pool_slot_id_pool_slot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_statement")),
    )
    with op.batch_alter_table("capacity_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capacity_statement_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_capacity_statement_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_capacity_statement_pool_slot_id"), ["pool_slot_id"], unique=False
        )

    op.create_table(
        "case_opening",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_case_opening_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_opening_person_id_person")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_case_opening_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opening")),
    )
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_opening_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_opening_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_opening_user_id"), ["user_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("meeting", "host", name="purpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("fields", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("signed", "spoken", "by_proxy", name="how", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_consent_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_consent_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)

    op.create_table(
        "household_member",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_member_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_household_member_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_household_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("household_id", "person_id", name=op.f("pk_household_member")),
        sa.UniqueConstraint("person_id", name=op.f("uq_household_member_person_id")),
    )
    with op.batch_alter_table("household_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_household_member_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "involvement",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "lead",
                "official",
                "member",
                "host",
                "planner",
                "admin",
                "auditor",
                "operator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_involvement_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_involvement_person_id_person")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_involvement_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
        sa.UniqueConstraint("person_id", "user_id", "role", name=op.f("uq_involvement_person_id")),
    )
    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_involvement_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_involvement_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_involvement_user_id"), ["user_id"], unique=False)

    op.create_table(
        "party_member",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_party_member_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_member_party_id_party")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_party_member_person_id_person")),
        sa.PrimaryKeyConstraint("party_id", "person_id", name=op.f("pk_party_member")),
        sa.UniqueConstraint("person_id", name=op.f("uq_party_member_person_id")),
    )
    with op.batch_alter_table("party_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_member_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "person_need",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "work",
                "housing",
                "learning",
                "belonging",
                "daily_life",
                name="needdomain",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum("can_wait", "soon", "now", name="urgency", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_person_need_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_need_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_need")),
        sa.UniqueConstraint("person_id", "domain", name=op.f("uq_person_need_person_id")),
    )
    with op.batch_alter_table("person_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_need_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_need_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_scheme",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "work",
                "housing",
                "learning",
                "belonging",
                "daily_life",
                name="needdomain",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scheme", sa.String(length=80), nullable=False),
        sa.Column(
            "possible",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_person_scheme_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_scheme_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_scheme")),
    )
    with op.batch_alter_table("person_scheme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_scheme_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_scheme_person_id"), ["person_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "work",
                "housing",
                "learning",
                "belonging",
                "daily_life",
                name="needdomain",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("menu_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "visiting",
                "trial",
                "accepted",
                "settled",
                "broken_off",
                "ended",
                name="placementstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column(
            "person_answer",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "host_answer",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "declined_by", sa.Enum("person", "host", name="side", native_enum=False, length=32), nullable=True
        ),
        sa.Column("declined_reason", sa.String(length=40), nullable=True),
        sa.Column("host_condition", sa.String(length=40), nullable=True),
        sa.Column("ended_reason", sa.String(length=40), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("attention_minutes", sa.Integer(), nullable=False),
        sa.Column("accompaniment_minutes", sa.Integer(), nullable=False),
        sa.Column("is_fetched", sa.Boolean(), nullable=False),
        sa.Column("companion_pool_id", sa.Uuid(), nullable=True),
        sa.Column("caseload_pool_id", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("is_tonight", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["caseload_pool_id"], ["pool.id"], name=op.f("fk_placement_caseload_pool_id_pool")
        ),
        sa.ForeignKeyConstraint(
            ["companion_pool_id"], ["pool.id"], name=op.f("fk_placement_companion_pool_id_pool")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_placement_host_id_host")),
        sa.ForeignKeyConstraint(["menu_id"], ["menu.id"], name=op.f("fk_placement_menu_id_menu")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_placement_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_placement_person_id_person")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["proposal_run.id"], name=op.f("fk_placement_run_id_proposal_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_menu_id"), ["menu_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_person_id"), ["person_id"], unique=False)

    op.create_table(
        "proposal_line",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "work",
                "housing",
                "learning",
                "belonging",
                "daily_life",
                name="needdomain",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum("assigned", "left", "released", name="linekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("menu_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_proposal_line_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposal_line_person_id_person")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["proposal_run.id"], name=op.f("fk_proposal_line_run_id_proposal_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "person_id", "domain", "kind", name=op.f("pk_proposal_line")),
    )
    with op.batch_alter_table("proposal_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_line_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposal_line_person_id"), ["person_id"], unique=False)

    op.create_table(
        "protection_removal",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_protection_removal_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_protection_removal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_removal")),
    )
    with op.batch_alter_table("protection_removal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_protection_removal_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_protection_removal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("pool_slot_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_slot_id"], ["pool_slot.id"], name=op.f("fk_seat_pool_slot_id_pool_slot")
        ),
        sa.PrimaryKeyConstraint("pool_slot_id", "day", name=op.f("pk_seat")),
    )
    op.create_table(
        "decision",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_decision_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_decision_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "person_refusal",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("menu_id", sa.Uuid(), nullable=True),
        sa.Column(
            "side", sa.Enum("person", "host", name="side", native_enum=False, length=32), nullable=False
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_person_refusal_host_id_host")),
        sa.ForeignKeyConstraint(["menu_id"], ["menu.id"], name=op.f("fk_person_refusal_menu_id_menu")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_person_refusal_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_refusal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_person_refusal_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_refusal")),
    )
    with op.batch_alter_table("person_refusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_refusal_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_refusal_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_refusal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "placement_seat",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("pool_slot_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_seat_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_seat_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["pool_slot_id"], ["pool_slot.id"], name=op.f("fk_placement_seat_pool_slot_id_pool_slot")
        ),
        sa.PrimaryKeyConstraint("placement_id", "pool_slot_id", "day", name=op.f("pk_placement_seat")),
    )
    with op.batch_alter_table("placement_seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_seat_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "placement_slot",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("menu_slot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["menu_slot_id"], ["menu_slot.id"], name=op.f("fk_placement_slot_menu_slot_id_menu_slot")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_slot_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_slot_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("placement_id", "menu_slot_id", name=op.f("pk_placement_slot")),
    )
    with op.batch_alter_table("placement_slot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_slot_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "task",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_task_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_task_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_task_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_placement_id"), ["placement_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_placement_id"))
        batch_op.drop_index(batch_op.f("ix_task_person_id"))
        batch_op.drop_index(batch_op.f("ix_task_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_task_host_id"))

    op.drop_table("task")
    with op.batch_alter_table("placement_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_slot_municipality_id"))

    op.drop_table("placement_slot")
    with op.batch_alter_table("placement_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_seat_municipality_id"))

    op.drop_table("placement_seat")
    with op.batch_alter_table("person_refusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_refusal_person_id"))
        batch_op.drop_index(batch_op.f("ix_person_refusal_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_person_refusal_host_id"))

    op.drop_table("person_refusal")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_placement_id"))
        batch_op.drop_index(batch_op.f("ix_decision_person_id"))
        batch_op.drop_index(batch_op.f("ix_decision_municipality_id"))

    op.drop_table("decision")
    op.drop_table("seat")
    with op.batch_alter_table("protection_removal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_protection_removal_person_id"))
        batch_op.drop_index(batch_op.f("ix_protection_removal_municipality_id"))

    op.drop_table("protection_removal")
    with op.batch_alter_table("proposal_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_line_person_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_line_municipality_id"))

    op.drop_table("proposal_line")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_person_id"))
        batch_op.drop_index(batch_op.f("ix_placement_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_placement_menu_id"))
        batch_op.drop_index(batch_op.f("ix_placement_host_id"))

    op.drop_table("placement")
    with op.batch_alter_table("person_scheme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_scheme_person_id"))
        batch_op.drop_index(batch_op.f("ix_person_scheme_municipality_id"))

    op.drop_table("person_scheme")
    with op.batch_alter_table("person_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_need_person_id"))
        batch_op.drop_index(batch_op.f("ix_person_need_municipality_id"))

    op.drop_table("person_need")
    with op.batch_alter_table("party_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_member_municipality_id"))

    op.drop_table("party_member")
    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_involvement_user_id"))
        batch_op.drop_index(batch_op.f("ix_involvement_person_id"))
        batch_op.drop_index(batch_op.f("ix_involvement_municipality_id"))

    op.drop_table("involvement")
    with op.batch_alter_table("household_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_member_municipality_id"))

    op.drop_table("household_member")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_consent_host_id"))

    op.drop_table("consent")
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opening_user_id"))
        batch_op.drop_index(batch_op.f("ix_case_opening_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_opening_municipality_id"))

    op.drop_table("case_opening")
    with op.batch_alter_table("capacity_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capacity_statement_pool_slot_id"))
        batch_op.drop_index(batch_op.f("ix_capacity_statement_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_capacity_statement_host_id"))

    op.drop_table("capacity_statement")
    with op.batch_alter_table("pool_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pool_slot_pool_id"))
        batch_op.drop_index(batch_op.f("ix_pool_slot_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_pool_slot_host_id"))

    op.drop_table("pool_slot")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_index"))
        batch_op.drop_index(batch_op.f("ix_person_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_person_kana_index"))

    op.drop_table("person")
    with op.batch_alter_table("menu_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_menu_slot_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_menu_slot_menu_id"))
        batch_op.drop_index(batch_op.f("ix_menu_slot_host_id"))

    op.drop_table("menu_slot")
    with op.batch_alter_table("menu_draw", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_menu_draw_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_menu_draw_host_id"))

    op.drop_table("menu_draw")
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pool_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_pool_host_id"))

    op.drop_table("pool")
    with op.batch_alter_table("menu", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_menu_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_menu_host_id"))

    op.drop_table("menu")
    with op.batch_alter_table("host_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_share_owner_id"))

    op.drop_table("host_share")
    with op.batch_alter_table("host_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_contact_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_host_contact_host_id"))

    op.drop_table("host_contact")
    op.drop_table("user_role")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_user_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_municipality_id"))

    op.drop_table("host")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_user_account_host_id"))

    op.drop_table("user_account")
    with op.batch_alter_table("town_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_town_block_municipality_id"))

    op.drop_table("town_block")
    with op.batch_alter_table("proposal_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_run_municipality_id"))

    op.drop_table("proposal_run")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_municipality_id"))

    op.drop_table("party")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_municipality_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_subject_id"))
        batch_op.drop_index(batch_op.f("ix_job_state"))
        batch_op.drop_index(batch_op.f("ix_job_municipality_id"))

    op.drop_table("job")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_municipality_id"))

    op.drop_table("household")
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_district_municipality_id"))

    op.drop_table("district")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_resource_id"))
        batch_op.drop_index(batch_op.f("ix_audit_person_id"))
        batch_op.drop_index(batch_op.f("ix_audit_actor_id"))

    op.drop_table("audit")
    op.drop_table("sign_in_throttle")
    op.drop_table("municipality")
    op.drop_table("idempotency_key")
