"""Bringing a database to the current schema with alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from api.infra.database import Database

_FOLDER = Path(__file__).parents[1] / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply all migrations up to a revision, in one transaction."""
    with database.engine.connect() as connection:
        command.upgrade(configured(connection), revision)


def downgrade(database: Database, revision: str = "base") -> None:
    """Take migrations back down to a revision."""
    with database.engine.connect() as connection:
        command.downgrade(configured(connection), revision)


def check(database: Database) -> None:
    """Raise if tables and migrations differ."""
    with database.engine.connect() as connection:
        command.check(configured(connection))


def configured(connection: Connection) -> Config:
    """Give alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
