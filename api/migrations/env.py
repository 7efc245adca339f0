"""Alembic's environment: runs on the connection it is given, or on SANKA_DATABASE_URL from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection

from api.infra.types import UtcInstant
from api.tables import METADATA


def _written(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own types as plain ones, so that a migration needs nothing of the service."""
    if kind == "type" and isinstance(item, UtcInstant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogenerate.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        compare_type=True,
        render_item=_written,
    )
    is_sqlite = connection.dialect.name == "sqlite"
    with _tables_made_anew(connection) if is_sqlite else nullcontext():
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _check_references(connection)
        connection.commit()


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """
    Let SQLite drop and rename tables that others point to.

    SQLite cannot change a column: alembic copies the table, and its old rows would be missed meanwhile. The
    pragma does nothing inside a transaction, so it is set before one begins.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"{len(broken)} rows would point to nothing after the migration")


given = context.config.attributes.get("connection")
if given is None:
    from api.infra.database import Database
    from api.infra.settings import load_settings

    with Database(load_settings().main_url).engine.connect() as own:
        _run(own)
else:
    _run(given)
