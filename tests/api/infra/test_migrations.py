"""Tables and migrations agree, and every step can be taken back."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Engine, inspect, select, text

from api.infra.database import Database
from api.infra.migrate import check, downgrade, upgrade
from api.policy.vocabulary import Role, Stage
from api.tables import (
    METADATA,
    Audit,
    CapacityStatement,
    Consent,
    Decision,
    Involvement,
    MeetingBody,
    Person,
    Placement,
    PoolSlot,
    Task,
)
from tests.api.records import Records, ids_of
from tests.api.service import Service

OF_THE_FIRST_RELEASE = (
    Person,
    Consent,
    Involvement,
    Placement,
    Decision,
    PoolSlot,
    CapacityStatement,
    Task,
    Audit,
)


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


def test_rows_outlive_the_way_up(service: Service) -> None:
    """A filled database keeps every row, and what is new says what was so before; fences hold as ever."""
    for office in (service.office, service.neighbour):
        records = Records(service, office)
        host = records.host()
        placement = records.at_stage(Stage.S4, host, records.menu(host))
        ids_of(records, placement)
        records.involve(placement.person_id, records.someone, Role.COORDINATOR)
        service.client(Role.COORDINATOR, office=office).seen("/api/v1/people")
    with service.installation.database.write(service.office) as session:
        for consent in session.execute(select(Consent)).scalars():
            consent.bodies = [MeetingBody.COMMUNITY_CARE]  # no such thing was known then
    before = {office: rows_of(service, office) for office in (service.office, service.neighbour)}
    database = service.installation.database
    downgrade(database, "0002")
    upgrade(database)
    for office, tables in before.items():
        after = rows_of(service, office)
        for name, rows in tables.items():
            assert rows, name
            expected = [row | {"bodies": []} if name == "Consent" else row for row in rows]
            assert after[name] == expected, name
        assert [row["form"] for row in after["Decision"]] == ["decision"]
        assert [row["result"] for row in after["Decision"]] == ["decided"]
    check(database)


def rows_of(service: Service, office: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """Read the rows of a municipality that were there from the beginning."""
    with service.installation.database.read(office) as session:
        return {
            kind.__name__: sorted(
                (row.model_dump() for row in session.execute(select(kind)).scalars()),
                key=lambda row: str(row.get("id", row.get("seq"))),
            )
            for kind in OF_THE_FIRST_RELEASE
        }
