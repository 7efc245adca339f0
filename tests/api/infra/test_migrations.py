"""Tables and migrations agree, and every step can be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, inspect, text

from api.infra.database import Database
from api.infra.migrate import check, downgrade, upgrade
from api.tables import METADATA


def schema_of(engine: Engine) -> dict[str, Any]:
    """Read the whole schema: columns, keys, indexes, triggers, policies."""
    found = inspect(engine)
    tables = {
        name: (
            [(each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(name)],
            found.get_pk_constraint(name),
            sorted(map(str, found.get_foreign_keys(name))),
            sorted(map(str, found.get_indexes(name))),
            sorted(map(str, found.get_unique_constraints(name))),
        )
        for name in found.get_table_names()
    }
    more = (
        ["SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"]
        if engine.dialect.name == "sqlite"
        else [
            "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
        ]
    )
    with engine.connect() as connection:
        return tables | {query: list(map(tuple, connection.execute(text(query)))) for query in more}


def test_tables_and_migrations_agree(database_url: str) -> None:
    """What alembic would still have to write is nothing, and every table is there."""
    database = Database(database_url)
    check(database)
    assert set(METADATA.tables) < set(inspect(database.engine).get_table_names())
    database.close()


def test_down_and_up_again_is_the_same(database_url: str) -> None:
    """Each step can be taken back: nothing is left, and the way up leads to the same schema."""
    database = Database(database_url)
    first = schema_of(database.engine)
    downgrade(database)
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    upgrade(database)
    assert schema_of(database.engine) == first
    downgrade(database, "0001")
    assert schema_of(database.engine) != first
    upgrade(database)
    assert schema_of(database.engine) == first
    database.close()
