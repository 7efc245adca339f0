"""The main database: SQLite with one writer, or PostgreSQL; every session works for one municipality."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from api.errors import Busy, DiskFull, ServiceError

WRITER_WAIT_S = 5.0
CONNECTIONS = 15
"""How many connections to SQLite are kept open."""
_WRITES = "sanka_writes"
_RETRY_CODES = {"40001", "40P01"}
_BUSY_CODES = {"57014", "55P03", "53300", "57P01", "57P03"}
"""Waited too long for a row, too many connections, or the server is starting or stopping."""
_FULL_CODE = "53100"


class Database:
    """
    One database, opened for this process.

    Parameters
    ----------
    url
        `sqlite:///…` or `postgresql+psycopg://…`.
    """

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        self._writing_engine = self.engine.execution_options(**{_WRITES: True})
        self._writer = threading.Lock()

    def check(self) -> None:
        """
        Assert what the guarantees rest on.

        Raises
        ------
        ServiceError
            If SQLite does not keep every commit through a power loss, or PostgreSQL is too old.
        """
        with self.engine.connect() as connection:
            if self.is_sqlite:
                journal = connection.execute(text("PRAGMA journal_mode")).scalar_one()
                synchronous = connection.execute(text("PRAGMA synchronous")).scalar_one()
                if (journal, synchronous) != ("wal", 2):
                    raise ServiceError(
                        f"SQLite must run in WAL with synchronous=FULL, not {journal}/{synchronous}"
                    )
            else:
                version = connection.dialect.server_version_info or (0,)
                if version < (15,):
                    raise ServiceError(f"PostgreSQL 15 or newer is needed, not {version}")

    @contextmanager
    def read(self, municipality_id: uuid.UUID | None = None) -> Iterator[Session]:
        """Open a session that only reads."""
        with self._session(self.engine, municipality_id) as session:
            yield session

    @contextmanager
    def write(self, municipality_id: uuid.UUID | None = None) -> Iterator[Session]:
        """
        Open a session whose work is kept as a whole or not at all.

        Raises
        ------
        Busy
            If another writer does not end in time.
        DiskFull
            If there is no room.
        """
        with self._alone(), self._session(self._writing_engine, municipality_id) as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """SQLite has one writer: waiting in line here is fairer and faster than its busy handler."""
        if not self.is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=WRITER_WAIT_S):
            raise Busy("another writer")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def _session(self, engine: Engine, municipality_id: uuid.UUID | None) -> Iterator[Session]:
        with _named_errors(), Session(engine, expire_on_commit=False) as session:
            if municipality_id is not None:
                work_for(session, municipality_id)
            yield session


def work_for(session: Session, municipality_id: uuid.UUID) -> None:
    """Bind a session to one municipality, for the ORM and for PostgreSQL's row-level security."""
    session.info["municipality_id"] = municipality_id
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT set_config('sanka.municipality_id', :id, true)"), {"id": str(municipality_id)}
        )


def is_retryable(error: BaseException) -> bool:
    """Tell whether PostgreSQL asks for the same transaction again (serialization failure, deadlock)."""
    return isinstance(error, DBAPIError) and _sqlstate(error) in _RETRY_CODES


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise Busy("no connection is free") from error
    except OperationalError as error:
        said, state = str(error.orig), _sqlstate(error)
        if "disk is full" in said or state == _FULL_CODE:
            raise DiskFull(said) from error
        if "locked" in said or "busy" in said or state in _BUSY_CODES or error.connection_invalidated:
            raise Busy(said) from error
        if isinstance(error.orig, psycopg.OperationalError) and state is None:
            raise Busy("the database cannot be reached") from error
        raise


def _sqlstate(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state


def _postgresql_engine(url: str) -> Engine:
    # No error names the values it was about: it ends up in a log.
    options = "-c statement_timeout=5000 -c timezone=UTC"
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        pool_timeout=WRITER_WAIT_S,
        connect_args={"options": options},
    )


def _sqlite_engine(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waits = {"check_same_thread": False, "timeout": WRITER_WAIT_S}
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=0,  # opening one takes longer than most that is asked of it
        pool_timeout=WRITER_WAIT_S,
        connect_args=waits,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # our own BEGIN below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
