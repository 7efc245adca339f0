"""Second fences: row-level security on PostgreSQL, and a trail that is only added to."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OWN = "municipality_id = current_setting('sanka.municipality_id')::uuid"
SHARED = f"SELECT host_id FROM host_share WHERE {OWN}"

TENANT_TABLES = (
    "audit",
    "audit_head",
    "case_opening",
    "consent",
    "decision",
    "district",
    "host_contact",
    "household",
    "household_member",
    "involvement",
    "outbox",
    "party",
    "party_member",
    "person",
    "person_need",
    "person_refusal",
    "person_scheme",
    "placement",
    "placement_seat",
    "placement_slot",
    "proposal_line",
    "proposal_run",
    "protection_removal",
    "task",
    "town_block",
)
SHARED_TABLES = {
    "capacity_statement": "host_id",
    "host": "id",
    "menu": "host_id",
    "menu_draw": "host_id",
    "menu_slot": "host_id",
    "pool": "host_id",
    "pool_slot": "host_id",
}
APPEND_ONLY = ("audit", "capacity_statement")


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "postgresql":
        for table in (*TENANT_TABLES, *SHARED_TABLES):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({OWN}) WITH CHECK ({OWN})")
        for table, column in SHARED_TABLES.items():
            op.execute(f"CREATE POLICY shared ON {table} FOR SELECT USING ({column} IN ({SHARED}))")
        op.execute(
            "CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION only_added_to()"
            )
        return
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_only_added_to ON {table}")
        op.execute("DROP FUNCTION only_added_to()")
        for table in SHARED_TABLES:
            op.execute(f"DROP POLICY shared ON {table}")
        for table in (*TENANT_TABLES, *SHARED_TABLES):
            op.execute(f"DROP POLICY own ON {table}")
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        return
    for table in APPEND_ONLY:
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{change}")
