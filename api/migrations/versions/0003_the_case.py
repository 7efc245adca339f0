"""The case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWN = "municipality_id = current_setting('sanka.municipality_id')::uuid"
TENANT_TABLES = (
    "agenda_item",
    "assessment",
    "attendance",
    "carved_task",
    "case_note",
    "case_step",
    "conference",
    "conference_member",
    "contact",
    "exit",
    "gap_note",
    "host_assessment",
    "incident",
    "placement_event",
    "placement_pause",
    "placement_step",
    "placement_step_slot",
    "rounds",
    "support_case",
    "support_plan",
)


def upgrade() -> None:
    """Apply."""
    # New foreign keys are checked by the owner, who is held back by no fence meanwhile.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE consent NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE decision NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE involvement NO FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE pool_slot NO FORCE ROW LEVEL SECURITY")
    op.create_table(
        "conference",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "basis", sa.Enum("106-4", "106-6", name="basis", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "mode",
            sa.Enum("regular", "as_needed", "online", name="mode", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "body",
            sa.Enum(
                "support_coordination",
                "community_care",
                "disability_council",
                "child_protection",
                "other",
                name="meetingbody",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "open", "closed", name="conferencestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_conference_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference")),
    )
    with op.batch_alter_table("conference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conference_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "conference_member",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column(
            "seating",
            sa.Enum(
                "office",
                "lead",
                "provider",
                "outreach",
                "person",
                "agency",
                name="seating",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "body",
            sa.Enum(
                "support_coordination",
                "community_care",
                "disability_council",
                "child_protection",
                "other",
                name="meetingbody",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("has_attended", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_conference_member_conference_id_conference")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_conference_member_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_conference_member_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_member")),
        sa.UniqueConstraint("conference_id", "user_id", name=op.f("uq_conference_member_conference_id")),
    )
    with op.batch_alter_table("conference_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conference_member_conference_id"), ["conference_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_conference_member_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_conference_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "gap_note",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
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
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column(
            "time_band",
            sa.Enum(
                "morning", "afternoon", "evening", "night", name="timeband", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("conditions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_gap_note_conference_id_conference")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_gap_note_district_id_district")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_gap_note_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_note")),
    )
    with op.batch_alter_table("gap_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_note_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gap_note_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "rounds",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_a_week", sa.Integer(), nullable=True),
        sa.Column("district_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("feed_serial", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_rounds_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_rounds_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("user_id", name=op.f("uq_rounds_user_id")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "host_assessment",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("attention_minutes_a_week", sa.Integer(), nullable=True),
        sa.Column(
            "is_instructed",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "is_bound_to_attend",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "is_paid",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("labour_checked_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_host_assessment_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_host_assessment_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_assessment")),
        sa.UniqueConstraint("municipality_id", "host_id", name=op.f("uq_host_assessment_municipality_id")),
    )
    with op.batch_alter_table("host_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_assessment_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_host_assessment_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "carved_task",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "activity",
            sa.Enum(
                "cooking",
                "cleaning",
                "field_work",
                "animals",
                "craft",
                "light_assembly",
                "packing",
                "computer",
                "shop_work",
                "cafe",
                "children",
                "older_people",
                "study",
                "reading",
                "music",
                "exercise",
                "talking",
                "games",
                "delivery",
                "living",
                name="activity",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("menu_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_carved_task_host_id_host")),
        sa.ForeignKeyConstraint(["menu_id"], ["menu.id"], name=op.f("fk_carved_task_menu_id_menu")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_carved_task_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carved_task")),
    )
    with op.batch_alter_table("carved_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carved_task_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_carved_task_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "support_case",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "early",
                "assessing",
                "planning",
                "on_agenda",
                "awaiting_decision",
                "supported",
                "ended",
                "broken_off",
                "followed_up",
                "finished",
                "reopened",
                name="casestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("referral", "outreach", name="source", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("lead_plan_number", sa.String(length=40), nullable=True),
        sa.Column("application_on", sa.Date(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column(
            "consented_how",
            sa.Enum("signed", "spoken", "by_proxy", name="how", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("is_early", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum(
                "goal_reached",
                "other_agency",
                "moved",
                "died",
                "own_wish",
                "no_contact",
                "other",
                name="closereason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reopened_from", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_support_case_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_case_person_id_person")),
        sa.ForeignKeyConstraint(
            ["reopened_from"], ["support_case.id"], name=op.f("fk_support_case_reopened_from_support_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_case")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_support_case_municipality_id")),
    )
    with op.batch_alter_table("support_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_case_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_support_case_person_id"), ["person_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("disclosed", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_assessment_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_assessment_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("case_id", name=op.f("uq_assessment_case_id")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "came", sa.Enum("yes", "no", "partly", name="came", native_enum=False, length=32), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_attendance_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_attendance_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("placement_id", "day", name=op.f("uq_attendance_placement_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "case_note",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "call", "visit", "meeting", "family", "other", name="notekind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.Enum("reached", "not_reached", name="noteresult", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_case_note_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_case_note_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_note_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_note_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_step",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "received",
                "early",
                "assessing",
                "planning",
                "on_agenda",
                "awaiting_decision",
                "supported",
                "ended",
                "broken_off",
                "followed_up",
                "finished",
                "reopened",
                name="casestate",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "step",
            sa.Enum(
                "receive",
                "involve_early",
                "assess",
                "draft",
                "submit",
                "take_back",
                "agree",
                "start",
                "replan",
                "close",
                "break_off",
                "follow_up",
                "finish",
                "reopen",
                name="step",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "received",
                "early",
                "assessing",
                "planning",
                "on_agenda",
                "awaiting_decision",
                "supported",
                "ended",
                "broken_off",
                "followed_up",
                "finished",
                "reopened",
                name="casestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("rests_on", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_case_step_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_case_step_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_step_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_case_step_case_id")),
    )
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_step_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_step_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_step_person_id"), ["person_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column(
            "side", sa.Enum("person", "host", name="side", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "participation",
                "work",
                "housing",
                "closure",
                name="contactkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("due", "done", "skipped", name="contactstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("coordinator_id", sa.Uuid(), nullable=True),
        sa.Column(
            "skip_reason",
            sa.Enum(
                "just_spoken",
                "person_wish",
                "host_wish",
                "paused",
                "over",
                "other",
                name="skipreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "call",
                "visit",
                "meet",
                "message",
                "other",
                name="contactmethod",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("with_whom", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "result",
            sa.Enum("reached", "in_touch", "not_reached", name="contactresult", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "next_step",
            sa.Enum(
                "none",
                "try_again",
                "visit",
                "talk_to_host",
                "talk_to_person",
                "change_dose",
                "conference",
                name="nextstep",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_contact_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["user_account.id"], name=op.f("fk_contact_coordinator_id_user_account")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_contact_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_contact_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_contact_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_coordinator_id"), ["coordinator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "exit",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side", sa.Enum("person", "host", name="side", native_enum=False, length=32), nullable=False
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_exit_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exit_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_exit_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit")),
    )
    with op.batch_alter_table("exit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exit_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exit_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exit_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unwell",
                "injury",
                "absent",
                "relations",
                "task",
                "damage",
                "burden",
                "other",
                name="incidentkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum("now", "soon", "later", name="answerby", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_incident_host_id_host")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_incident_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incident_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_incident_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "placement_event",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "offered",
                "said_yes",
                "said_no",
                "said_condition",
                "extended",
                "visit_planned",
                "held_again",
                "hold_ended",
                "released",
                "trial",
                "accepted",
                "settled",
                "prolonged",
                "seat_recalled",
                "ended",
                "broken_off",
                name="eventkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side", sa.Enum("person", "host", name="side", native_enum=False, length=32), nullable=True
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_event_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_event_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_event_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_event")),
    )
    with op.batch_alter_table("placement_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_event_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_event_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_event_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "placement_pause",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("keeps_seat", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_pause_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_pause_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_pause_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_pause")),
    )
    with op.batch_alter_table("placement_pause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_pause_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_pause_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_pause_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "placement_step",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("is_reserved", sa.Boolean(), nullable=False),
        sa.Column("stay_minutes", sa.Integer(), nullable=True),
        sa.Column(
            "why",
            sa.Enum(
                "person_wish",
                "going_well",
                "rest",
                "health",
                "host_room",
                "recalled",
                "other",
                name="stepwhy",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_step_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_step_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_step_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_step")),
        sa.UniqueConstraint("placement_id", "number", name=op.f("uq_placement_step_placement_id")),
    )
    with op.batch_alter_table("placement_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_step_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_step_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_step_placement_id"), ["placement_id"], unique=False)

    op.create_table(
        "support_plan",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("former_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind", sa.Enum("first", "renewed", name="plankind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "fixed",
                "superseded",
                "ended",
                name="planstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "pattern",
            sa.Enum("statutory", "mixed", "other", name="planpattern", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("standby", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("menu_id", sa.Uuid(), nullable=True),
        sa.Column("standby_menu_id", sa.Uuid(), nullable=True),
        sa.Column("options", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ladder", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("next_monitoring_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column(
            "signed_how",
            sa.Enum("signed", "spoken", "by_proxy", name="how", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("writers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_support_plan_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_support_plan_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["former_id"], ["support_plan.id"], name=op.f("fk_support_plan_former_id_support_plan")
        ),
        sa.ForeignKeyConstraint(["menu_id"], ["menu.id"], name=op.f("fk_support_plan_menu_id_menu")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_support_plan_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_plan_person_id_person")),
        sa.ForeignKeyConstraint(
            ["standby_menu_id"], ["menu.id"], name=op.f("fk_support_plan_standby_menu_id_menu")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan")),
    )
    with op.batch_alter_table("support_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_plan_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_plan_menu_id"), ["menu_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_support_plan_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_support_plan_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_plan_state"), ["state"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first",
                "renewed",
                "closure",
                "break_off",
                "other",
                name="agendakind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("opened_for", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum("approved", "changes", "again", name="conclusion", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_monitoring_on", sa.Date(), nullable=True),
        sa.Column("needs_follow_up", sa.Boolean(), nullable=True),
        sa.Column("attempts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_agenda_item_conference_id_conference")
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_agenda_item_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_agenda_item_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_item_person_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_agenda_item_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["support_plan.id"], name=op.f("fk_agenda_item_plan_id_support_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("conference_id", "person_id", "kind", name=op.f("uq_agenda_item_conference_id")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_placement_id"), ["placement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "placement_step_slot",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("menu_slot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["menu_slot_id"], ["menu_slot.id"], name=op.f("fk_placement_step_slot_menu_slot_id_menu_slot")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_placement_step_slot_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["placement_step.id"], name=op.f("fk_placement_step_slot_step_id_placement_step")
        ),
        sa.PrimaryKeyConstraint("step_id", "menu_slot_id", name=op.f("pk_placement_step_slot")),
    )
    with op.batch_alter_table("placement_step_slot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_step_slot_municipality_id"), ["municipality_id"], unique=False
        )

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "bodies", sa.JSON().with_variant(JSONB(), "postgresql"), server_default="[]", nullable=False
            )
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("agenda_item_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "form",
                sa.Enum(
                    "decision",
                    "decision_and_check",
                    "report",
                    name="decisionform",
                    native_enum=False,
                    length=32,
                ),
                server_default="decision",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "result",
                sa.Enum("decided", "returned", name="decisionresult", native_enum=False, length=32),
                server_default="decided",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("number", sa.String(length=40), nullable=True))
        batch_op.alter_column("placement_id", existing_type=sa.CHAR(length=32), nullable=True)
        batch_op.create_index(batch_op.f("ix_decision_plan_id"), ["plan_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_decision_municipality_id"), ["municipality_id", "number"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_plan_id_support_plan"), "support_plan", ["plan_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_agenda_item_id_agenda_item"), "agenda_item", ["agenda_item_id"], ["id"]
        )

    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "body",
                sa.Enum(
                    "support_coordination",
                    "community_care",
                    "disability_council",
                    "child_protection",
                    "other",
                    name="meetingbody",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )

    with op.batch_alter_table("pool_slot", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("recalls", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True)
        )
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({OWN}) WITH CHECK ({OWN})")
        op.execute("ALTER TABLE consent FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE decision FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE involvement FORCE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE pool_slot FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("pool_slot", schema=None) as batch_op:
        batch_op.drop_column("recalls")

    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.drop_column("body")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_agenda_item_id_agenda_item"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decision_plan_id_support_plan"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_decision_municipality_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_decision_plan_id"))
        batch_op.alter_column("placement_id", existing_type=sa.CHAR(length=32), nullable=False)
        batch_op.drop_column("number")
        batch_op.drop_column("result")
        batch_op.drop_column("form")
        batch_op.drop_column("agenda_item_id")
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("bodies")

    with op.batch_alter_table("placement_step_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_step_slot_municipality_id"))

    op.drop_table("placement_step_slot")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_plan_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_placement_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_person_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_conference_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("support_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_plan_state"))
        batch_op.drop_index(batch_op.f("ix_support_plan_person_id"))
        batch_op.drop_index(batch_op.f("ix_support_plan_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_support_plan_menu_id"))
        batch_op.drop_index(batch_op.f("ix_support_plan_case_id"))

    op.drop_table("support_plan")
    with op.batch_alter_table("placement_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_step_placement_id"))
        batch_op.drop_index(batch_op.f("ix_placement_step_person_id"))
        batch_op.drop_index(batch_op.f("ix_placement_step_municipality_id"))

    op.drop_table("placement_step")
    with op.batch_alter_table("placement_pause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_pause_placement_id"))
        batch_op.drop_index(batch_op.f("ix_placement_pause_person_id"))
        batch_op.drop_index(batch_op.f("ix_placement_pause_municipality_id"))

    op.drop_table("placement_pause")
    with op.batch_alter_table("placement_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_event_placement_id"))
        batch_op.drop_index(batch_op.f("ix_placement_event_person_id"))
        batch_op.drop_index(batch_op.f("ix_placement_event_municipality_id"))

    op.drop_table("placement_event")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_placement_id"))
        batch_op.drop_index(batch_op.f("ix_incident_person_id"))
        batch_op.drop_index(batch_op.f("ix_incident_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_incident_host_id"))

    op.drop_table("incident")
    with op.batch_alter_table("exit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exit_placement_id"))
        batch_op.drop_index(batch_op.f("ix_exit_person_id"))
        batch_op.drop_index(batch_op.f("ix_exit_municipality_id"))

    op.drop_table("exit")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_placement_id"))
        batch_op.drop_index(batch_op.f("ix_contact_person_id"))
        batch_op.drop_index(batch_op.f("ix_contact_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_contact_host_id"))
        batch_op.drop_index(batch_op.f("ix_contact_due_on"))
        batch_op.drop_index(batch_op.f("ix_contact_coordinator_id"))
        batch_op.drop_index(batch_op.f("ix_contact_case_id"))

    op.drop_table("contact")
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_step_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_step_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_case_step_case_id"))

    op.drop_table("case_step")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_note_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_case_note_case_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_placement_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_municipality_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_municipality_id"))

    op.drop_table("assessment")
    with op.batch_alter_table("support_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_case_person_id"))
        batch_op.drop_index(batch_op.f("ix_support_case_municipality_id"))

    op.drop_table("support_case")
    with op.batch_alter_table("carved_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carved_task_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_carved_task_host_id"))

    op.drop_table("carved_task")
    with op.batch_alter_table("host_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_assessment_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_host_assessment_host_id"))

    op.drop_table("host_assessment")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_municipality_id"))

    op.drop_table("rounds")
    with op.batch_alter_table("gap_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_note_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_gap_note_conference_id"))

    op.drop_table("gap_note")
    with op.batch_alter_table("conference_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conference_member_user_id"))
        batch_op.drop_index(batch_op.f("ix_conference_member_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_conference_member_conference_id"))

    op.drop_table("conference_member")
    with op.batch_alter_table("conference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conference_municipality_id"))

    op.drop_table("conference")
