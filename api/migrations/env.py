"""Alembic's environment: runs on the connection it is given, or on SANKA_DATABASE_URL from the shell."""

from __future__ import annotations

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
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


given = context.config.attributes.get("connection")
if given is None:
    from api.infra.database import Database
    from api.infra.settings import load_settings

    with Database(load_settings().main_url).engine.connect() as own:
        _run(own)
else:
    _run(given)
