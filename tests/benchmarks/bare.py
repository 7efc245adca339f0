"""
The control: the same rows and the same business behind FastAPI and SQLAlchemy alone.

It works on a copy of the service's database, looks at the same records before it holds a seat, and writes the
same: the placement until its day, its slots and seats, what happened, the task to ask the host. It has no
sign-in, no gate, no sealing, no receipts and no chain, and knows the capacity instead of computing it.

`python -m tests.benchmarks.bare SOCKET DATABASE`: the same pragmas, and writers that wait in line.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Integer, String, create_engine, delete, event, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Mapped, Session, mapped_column

Base: Any = automap_base()


class Log(Base):
    """Who did what."""

    __tablename__ = "log"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    act: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(32), index=True)


class LineOut(BaseModel):
    """A person as listed."""

    id: str
    number: str
    name: str
    age_years: int
    waiting_since: dt.date
    paused_until: dt.date | None
    ended_on: dt.date | None
    domains: list[str]
    state: str | None


class PersonOut(BaseModel):
    """A person as shown: the row, and what belongs to it."""

    person: dict[str, Any]
    needs: list[dict[str, Any]]
    schemes: list[dict[str, Any]]
    involvements: list[dict[str, Any]]


class Offer(BaseModel):
    """Where and when."""

    menu_id: uuid.UUID
    menu_slot_ids: list[uuid.UUID]
    first_day: dt.date
    last_day: dt.date
    domain: str


def engine_on(path: str) -> Engine:
    """Open SQLite as the service does: WAL, every commit on the disk, one writer at a time."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5}, pool_size=40)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def make_app(engine: Engine) -> FastAPI:
    """Make the application on the tables it finds."""
    Base.metadata.create_all(engine, tables=[Log.__table__])
    Base.prepare(autoload_with=engine, generate_relationship=lambda *_, **__: None)
    rows = Base.classes
    app, writer, writing_engine = FastAPI(), threading.Lock(), engine.execution_options(writes=True)

    @contextmanager
    def writing() -> Iterator[Session]:
        with writer, Session(writing_engine) as session:
            yield session
            session.commit()

    def children(session: Session, kind: Any, person_id: str) -> list[dict[str, Any]]:
        found = session.execute(select(kind).where(kind.person_id == person_id)).scalars()
        return [plain(row) for row in found]

    def happened(placement: Any, kind: str, now: dt.datetime) -> Any:
        return rows.placement_event(
            id=uuid.uuid4().hex,
            municipality_id=placement.municipality_id,
            placement_id=placement.id,
            person_id=placement.person_id,
            kind=kind,
            day=now.date(),
            at=now,
        )

    @app.get("/people")
    def list_people(after: str = "") -> list[LineOut]:
        with Session(engine) as session:
            query = select(rows.person).where(rows.person.number > after).order_by(rows.person.number)
            people = session.execute(query.limit(50)).scalars().all()
            domains: defaultdict[str, list[str]] = defaultdict(list)
            ids = [person.id for person in people]
            for need in session.execute(
                select(rows.person_need).where(rows.person_need.person_id.in_(ids))
            ).scalars():
                domains[need.person_id].append(need.domain)
            cases = select(rows.support_case).where(rows.support_case.person_id.in_(ids))
            found = session.execute(cases.order_by(rows.support_case.opened_on)).scalars()
            states = {case.person_id: case.state for case in found}
            return [
                LineOut(
                    id=person.id,
                    number=person.number,
                    name=(person.sealed or b"").hex()[:12],
                    age_years=person.age_years,
                    waiting_since=person.waiting_since,
                    paused_until=person.paused_until,
                    ended_on=person.ended_on,
                    domains=domains[person.id],
                    state=states.get(person.id),
                )
                for person in people
            ]

    @app.get("/people/{person_id}")
    def read_person(person_id: uuid.UUID) -> PersonOut:
        with writing() as session:
            person = session.get(rows.person, person_id.hex)
            if person is None:
                raise HTTPException(404)
            session.add(Log(act="read", subject_id=person.id))
            return PersonOut(
                person=plain(person),
                needs=children(session, rows.person_need, person.id),
                schemes=children(session, rows.person_scheme, person.id),
                involvements=children(session, rows.involvement, person.id),
            )

    @app.post("/people/{person_id}/offers", status_code=201)
    def make_offer(person_id: uuid.UUID, body: Offer) -> dict[str, str]:
        with writing() as session:
            person = session.get(rows.person, person_id.hex)
            menu = session.get(rows.menu, body.menu_id.hex)
            if person is None or menu is None:
                raise HTTPException(404)
            host = session.get(rows.host, menu.host_id)
            office = session.get(rows.municipality, person.municipality_id)
            if body.domain not in {need["domain"] for need in children(session, rows.person_need, person.id)}:
                raise HTTPException(422)
            agreed = children(session, rows.consent, person.id)
            refused = children(session, rows.person_refusal, person.id)
            if not agreed or refused or host.paused_until:
                raise HTTPException(409)
            for held in children(session, rows.placement, person.id):
                if held["status"] == "offered":
                    raise HTTPException(409)
            slots = session.execute(select(rows.menu_slot).where(rows.menu_slot.menu_id == menu.id)).scalars()
            chosen = [slot for slot in slots if uuid.UUID(slot.id) in body.menu_slot_ids]
            draws = session.execute(select(rows.menu_draw).where(rows.menu_draw.menu_id == menu.id)).scalars()
            pools = [draw.pool_id for draw in draws]
            parts = session.execute(select(rows.pool_slot).where(rows.pool_slot.pool_id.in_(pools))).scalars()
            now = dt.datetime.now(dt.UTC)
            placement = rows.placement(
                id=uuid.uuid4().hex,
                municipality_id=person.municipality_id,
                version=1,
                created_at=now,
                expires_at=now + dt.timedelta(days=office.settings.get("hold_days", 21)),
                person_id=person.id,
                domain=body.domain,
                host_id=menu.host_id,
                menu_id=menu.id,
                status="offered",
                first_day=body.first_day,
                last_day=body.last_day,
                person_answer="unknown",
                host_answer="unknown",
                attention_minutes=0,
                accompaniment_minutes=0,
                is_fetched=False,
                is_tonight=False,
                created_by=person.id,
            )
            session.add(placement)
            session.flush()
            own = {"municipality_id": person.municipality_id, "placement_id": placement.id}
            session.add_all(rows.placement_slot(**own, menu_slot_id=slot.id) for slot in chosen)
            for part in parts:
                days = days_of(body.first_day, body.last_day, part.weekday)
                if not _use(session, rows.seat, part.id, days, 1):
                    raise HTTPException(409)
                session.add_all(
                    rows.placement_seat(**own, pool_slot_id=part.id, day=day, amount=1) for day in days
                )
            session.add(happened(placement, "offered", now))
            session.add(
                rows.task(
                    id=uuid.uuid4().hex,
                    municipality_id=person.municipality_id,
                    version=1,
                    created_at=now,
                    kind="ask_host",
                    person_id=person.id,
                    host_id=host.id,
                    placement_id=placement.id,
                    due_on=now.date() + dt.timedelta(days=1),
                )
            )
            session.add(Log(act="offer", subject_id=placement.id))
            return {"id": placement.id}

    @app.post("/placements/{placement_id}/release")
    def release(placement_id: uuid.UUID) -> dict[str, str]:
        with writing() as session:
            placement = session.get(rows.placement, placement_id.hex)
            if placement is None or placement.status != "offered":
                raise HTTPException(409)
            taken: defaultdict[str, list[dt.date]] = defaultdict(list)
            seats = select(rows.placement_seat).where(rows.placement_seat.placement_id == placement.id)
            for seat in session.execute(seats).scalars():
                taken[seat.pool_slot_id].append(seat.day)
            for pool_slot_id, days in taken.items():
                _use(session, rows.seat, pool_slot_id, days, -1)
            gone = delete(rows.placement_seat).where(rows.placement_seat.placement_id == placement.id)
            session.execute(gone.execution_options(synchronize_session=False))
            placement.status, placement.version = "ended", placement.version + 1
            placement.ended_reason, placement.expires_at = "other", None
            session.add(happened(placement, "released", dt.datetime.now(dt.UTC)))
            session.add(Log(act="release", subject_id=placement.id))
            return {"id": placement.id}

    return app


def plain(row: Any) -> dict[str, Any]:
    """Give a row's columns; what is sealed as text of the same length."""
    values = {name: getattr(row, name) for name in row.__table__.columns.keys()}  # noqa: SIM118
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}


def days_of(first_day: dt.date, last_day: dt.date, weekday: int) -> list[dt.date]:
    """Give the dates of a weekday in a period."""
    days = (first_day + dt.timedelta(days=n) for n in range((last_day - first_day).days + 1))
    return [day for day in days if day.isoweekday() == weekday]


def _use(session: Session, seat: Any, pool_slot_id: str, days: list[dt.date], amount: int) -> bool:
    result = session.execute(
        update(seat)
        .where(seat.pool_slot_id == pool_slot_id, seat.day.in_(days), seat.used + amount <= seat.capacity)
        .values(used=seat.used + amount)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount == len(days))  # type: ignore[attr-defined]


if __name__ == "__main__":
    address, database = sys.argv[1:]
    uvicorn.run(make_app(engine_on(database)), uds=address, access_log=False, log_level="warning")
