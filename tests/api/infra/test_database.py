"""The main database: what the guarantees rest on, one writer at a time, and no room left."""

from __future__ import annotations

import threading
import time
import uuid
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from api.errors import Busy, DiskFull, ServiceError
from api.infra import database as module
from api.infra.database import Database
from api.policy.vocabulary import Role
from tests.api.service import Client, Service

NEW_USER = {"password": "a long enough password", "name": "見本 花子", "roles": ["planner"]}


def register(admin: Client, name: str) -> int:
    """Ask for a new user."""
    status: int = admin.act("POST", "/api/v1/users", {**NEW_USER, "sign_in_name": name}).status_code
    return status


def test_the_database_keeps_what_it_was_told_to_keep(database_url: str) -> None:
    """SQLite runs in WAL with synchronous=FULL and foreign keys; PostgreSQL is new enough."""
    database = Database(database_url)
    database.check()
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(text("INSERT INTO user_role VALUES (:id, 'planner')"), {"id": uuid.uuid4().hex})
    database.close()


@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "synchronous=OFF", "journal_mode=DELETE"])
def test_a_database_that_may_lose_a_commit_is_refused(tmp_path: Path, pragma: str) -> None:
    """Control: with a weaker setting the check fails."""
    database = Database(f"sqlite:///{tmp_path / 'weak.db'}")
    event.listen(database.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    with pytest.raises(ServiceError, match="synchronous=FULL"):
        database.check()
    database.close()


def test_a_failed_piece_of_work_leaves_nothing(service: Service) -> None:
    """All of a transaction is kept or none of it."""
    database = service.installation.database

    def fail() -> None:
        with database.write() as session:
            session.execute(text("UPDATE municipality SET name = 'changed'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert "changed" not in {office.name for office in service.offices()}


def test_who_waits_too_long_for_the_writer_is_told_so(
    service: Service, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that is held gives 503 with Retry-After and not an error of ours; afterwards all is well."""
    admin = service.client(Role.ADMIN)
    assert module.WRITER_WAIT_S <= 5
    monkeypatch.setattr(module, "WRITER_WAIT_S", 0.2)
    database = service.installation.database
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with database.write(service.office) as session:
            session.execute(text("UPDATE audit_head SET seq = seq"))
            held.set()
            done.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    if backend == "postgresql":

        @event.listens_for(database.engine, "begin")
        def hurry(connection: object) -> None:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 200")  # type: ignore[attr-defined]

    started = time.monotonic()
    answer = admin.act("POST", "/api/v1/users", {**NEW_USER, "sign_in_name": "mihon.hanako"})
    assert time.monotonic() - started < 5
    done.set()
    holder.join()
    assert (answer.status_code, answer.json()["type"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) >= 1
    if backend == "sqlite":
        assert register(admin, "mihon.hanako") == 201


def test_another_process_that_writes_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own lock, held by another process, ends in Busy too."""
    monkeypatch.setattr(module, "WRITER_WAIT_S", 0.2)
    ours, theirs = (Database(f"sqlite:///{tmp_path / 'shared.db'}") for _ in range(2))
    with theirs.write() as session:
        session.execute(text("CREATE TABLE something (id INTEGER)"))
        with pytest.raises(Busy), ours.write() as other:
            other.execute(text("CREATE TABLE other (id INTEGER)"))
    with ours.write() as session:
        session.execute(text("INSERT INTO something VALUES (1)"))
    for database in (ours, theirs):
        database.close()


def test_a_database_that_cannot_be_reached_is_busy() -> None:
    """A server that is away or starting is no fault of ours: try again."""
    database = Database("postgresql+psycopg://nobody@/nothing?host=/no/such/socket")
    with pytest.raises(Busy), database.read() as session:
        session.execute(text("SELECT 1"))


def test_without_room_nothing_is_half_written_and_reading_goes_on(service: Service, backend: str) -> None:
    """A full disk gives 507; what was there is read; as soon as there is room the next act is done."""
    if backend != "sqlite":
        pytest.skip("the page limit is SQLite's")
    admin = service.client(Role.ADMIN)
    assert register(admin, "mihon.1") == 201
    most = {"pages": "PRAGMA page_count"}

    @event.listens_for(service.installation.database.engine, "begin")
    def bound(connection: object) -> None:
        run = connection.exec_driver_sql  # type: ignore[attr-defined]
        pages = run(most["pages"]).scalar()
        run(f"PRAGMA max_page_count={pages}")

    statuses = [register(admin, f"mihon.full{number}") for number in range(25)]
    assert statuses[-1] == 507
    assert set(statuses) <= {201, 507}
    refused = admin.act("POST", "/api/v1/users", {**NEW_USER, "sign_in_name": "mihon.last"})
    assert refused.json()["type"] == "disk-full"
    assert admin.get("/api/v1/me").status_code == 200
    most["pages"] = "SELECT 100000"
    names = {user["sign_in_name"] for user in admin.seen("/api/v1/users")["users"]}
    assert len(names & {f"mihon.full{number}" for number in range(25)}) == statuses.count(201)
    assert register(admin, "mihon.last") == 201
    assert service.check_audit().faults == ()


def test_a_full_disk_of_postgresql_has_its_name() -> None:
    """Its code is known, whatever language the server speaks."""
    from psycopg.errors import DiskFull as ServersDiskFull
    from sqlalchemy.exc import OperationalError

    with pytest.raises(DiskFull), module._named_errors():
        raise OperationalError("INSERT", {}, ServersDiskFull("kein Platz"))
