"""The trail: whatever is changed in it is found, even by who administers the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from api.audit.chain import mac_of
from api.audit.trail import Entry, append
from api.audit.verify import Anchor, Checked, verify_chain
from api.tables import Audit
from tests.api.service import Service

ROWS = 6


def write(service: Service, rows: int = ROWS, office: uuid.UUID | None = None) -> None:
    """Add rows to a municipality's trail."""
    installation = service.installation
    with installation.database.write(office or service.office) as session:
        entries = [Entry("person.read", "ok", details={"number": n}) for n in range(rows)]
        append(session, installation.roots.audit, service.clock.now(session), entries)


def verify(service: Service, anchor: Anchor | None = None, office: uuid.UUID | None = None) -> Checked:
    """Check the trail, against what was written down outside."""
    with service.installation.database.read(office or service.office) as session:
        return verify_chain(session, service.installation.roots.audit, anchor)


@contextmanager
def administrator(service: Service, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Connect as who administers the database: past row-level security, with the triggers off."""
    if service.installation.database.is_sqlite:
        with service.installation.database.engine.begin() as connection:
            for change in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_no_{change}"))
            yield connection
        return
    template = request.getfixturevalue("postgresql_template")
    with template.as_admin(make_url(request.getfixturevalue("database_url")).database) as connection:
        connection.execute(text("SET session_replication_role = replica"))
        yield connection


def edit(run: Callable[[str], object], service: Service) -> None:
    """Change what a row says."""
    run("UPDATE audit SET outcome = 'denied' WHERE seq = 3 AND municipality_id = :own")


def edit_and_recompute(run: Callable[[str], object], service: Service) -> None:
    """Change a row and give it a MAC, without the key."""
    row = next(row for row in service.audit() if row.seq == 3)
    row.outcome = "denied"
    before = next(row.mac for row in service.audit() if row.seq == 2)
    forged = mac_of(b"a guess", dict(row), before)
    run(f"UPDATE audit SET outcome = 'denied', mac = '{forged}' WHERE seq = 3 AND municipality_id = :own")


def delete_middle(run: Callable[[str], object], service: Service) -> None:
    """Take a row out."""
    run("DELETE FROM audit WHERE seq = 3 AND municipality_id = :own")


def blank(run: Callable[[str], object], service: Service) -> None:
    """Take a MAC away, hoping that such rows are skipped."""
    run("UPDATE audit SET mac = '' WHERE seq = 3 AND municipality_id = :own")


def swap(run: Callable[[str], object], service: Service) -> None:
    """Exchange two rows."""
    for old, new in ((3, -1), (4, 3), (-1, 4)):
        run(f"UPDATE audit SET seq = {new} WHERE seq = {old} AND municipality_id = :own")


COLUMNS = ", ".join(column.name for column in Audit.__table__.columns if column.name != "municipality_id")  # type: ignore[attr-defined]


def insert(run: Callable[[str], object], service: Service) -> None:
    """Put a row between two others: a copy of an older one under the number of a removed one."""
    run("DELETE FROM audit WHERE seq = 5 AND municipality_id = :own")
    more = COLUMNS.replace("seq, ", "5, ", 1)
    run(
        f"INSERT INTO audit (municipality_id, {COLUMNS}) SELECT municipality_id, {more} FROM audit "
        "WHERE seq = 2 AND municipality_id = :own"
    )


def copy_from_another(run: Callable[[str], object], service: Service) -> None:
    """Put another municipality's rows into this one's trail."""
    run("DELETE FROM audit WHERE municipality_id = :own")
    run(
        f"INSERT INTO audit (municipality_id, {COLUMNS}) "
        f"SELECT :own, {COLUMNS} FROM audit WHERE municipality_id = :other"
    )


def cut_tail(run: Callable[[str], object], service: Service) -> None:
    """Cut off the end, and set the head back to match."""
    run("DELETE FROM audit WHERE seq > 4 AND municipality_id = :own")
    last = "SELECT mac FROM audit WHERE seq = 4 AND municipality_id = :own"
    run(f"UPDATE audit_head SET seq = 4, mac = ({last}) WHERE municipality_id = :own")


def restore(run: Callable[[str], object], service: Service) -> None:
    """Put an older state of the whole trail back."""
    run("DELETE FROM audit WHERE municipality_id = :own")
    run("UPDATE audit_head SET seq = 0, mac = '' WHERE municipality_id = :own")


ONLY_WITH_ANCHOR = (cut_tail, restore)
TAMPERING = (
    edit,
    edit_and_recompute,
    delete_middle,
    blank,
    swap,
    insert,
    copy_from_another,
    *ONLY_WITH_ANCHOR,
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found(
    service: Service, request: pytest.FixtureRequest, tamper: Callable[..., None]
) -> None:
    """By who has the database but not the key; a cut end by comparing with what was written down outside."""
    write(service)
    write(service, office=service.neighbour)
    anchor = verify(service).end
    assert verify(service, anchor).faults == ()
    assert anchor.seq == ROWS
    ids = {"own": service.office, "other": service.neighbour}
    if service.installation.database.is_sqlite:
        ids = {name: found.hex for name, found in ids.items()}  # type: ignore[misc]
    with administrator(service, request) as connection:

        def run(statement: str) -> None:
            given = {name: found for name, found in ids.items() if f":{name}" in statement}
            connection.execute(text(statement), given)

        tamper(run, service)
    assert verify(service, anchor).faults != ()
    assert (verify(service).faults == ()) == (tamper in ONLY_WITH_ANCHOR)
    assert verify(service, office=service.neighbour).faults == ()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET outcome = 'x'", "DELETE FROM audit", "TRUNCATE audit"]
)
def test_the_service_itself_cannot_change_its_trail(service: Service, statement: str) -> None:
    """The database refuses changes of the trail; adding to it is all there is."""
    database = service.installation.database
    if database.is_sqlite and statement.startswith("TRUNCATE"):
        pytest.skip("SQLite knows no TRUNCATE")
    write(service)
    with pytest.raises(DBAPIError, match="only added to"), database.write(service.office) as session:
        session.execute(text(statement))
    assert verify(service).rows == ROWS


def test_many_writers_leave_no_gap(service: Service) -> None:
    """Eight who write at once make one chain, each municipality its own."""
    offices = (service.office, service.neighbour)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: write(service, 2, offices[n % 2]), range(24)))
    for office in offices:
        checked = verify(service, office=office)
        assert checked.faults == ()
        assert checked.rows == checked.end.seq == 24


def test_nothing_is_added_when_the_act_fails(service: Service) -> None:
    """The row is kept with the act or not at all."""
    write(service)

    def fail() -> None:
        installation = service.installation
        with installation.database.write(service.office) as session:
            append(session, installation.roots.audit, service.clock.now(session), [Entry("x", "ok")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert verify(service).rows == ROWS
    write(service)
    assert verify(service).faults == ()
