"""
The control: the same rows behind FastAPI and SQLAlchemy alone, without sign-in, gate, sealing or chain.

`python -m tests.benchmarks.bare SOCKET DATABASE`: the same pragmas, and writers that wait in line.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import JSON, Date, ForeignKey, String, Uuid, create_engine, event, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """Tables."""


class Person(Base):
    """A person, with the name in the clear."""

    __tablename__ = "person"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kana: Mapped[str] = mapped_column(String(120))
    age_years: Mapped[int]
    waiting_since: Mapped[dt.date] = mapped_column(Date)
    domains: Mapped[list[str]] = mapped_column(JSON)


class Seat(Base):
    """A seat on a day."""

    __tablename__ = "seat"
    pool_slot_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    used: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int]


class Placement(Base):
    """A placement."""

    __tablename__ = "placement"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    pool_slot_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    status: Mapped[str] = mapped_column(String(20))
    first_day: Mapped[dt.date] = mapped_column(Date)
    last_day: Mapped[dt.date] = mapped_column(Date)


class Log(Base):
    """Who did what."""

    __tablename__ = "log"
    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)


class PersonOut(BaseModel):
    """A person as shown."""

    id: uuid.UUID
    number: str
    name: str
    kana: str
    age_years: int
    waiting_since: dt.date
    domains: list[str]


class Offer(BaseModel):
    """Where and when."""

    pool_slot_id: uuid.UUID
    first_day: dt.date
    last_day: dt.date


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
    """Make the application."""
    app, writer, writing_engine = FastAPI(), threading.Lock(), engine.execution_options(writes=True)

    @contextmanager
    def reading() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    @contextmanager
    def writing() -> Iterator[Session]:
        with writer, Session(writing_engine) as session:
            yield session
            session.commit()

    @app.get("/people")
    def list_people(after: str = "") -> list[PersonOut]:
        with reading() as session:
            query = select(Person).where(Person.number > after).order_by(Person.number).limit(50)
            return [
                PersonOut.model_validate(row, from_attributes=True)
                for row in session.execute(query).scalars()
            ]

    @app.get("/people/{person_id}")
    def read_person(person_id: uuid.UUID) -> PersonOut:
        with writing() as session:
            row = session.get(Person, person_id)
            if row is None:
                raise HTTPException(404)
            session.add(Log(act="read", subject_id=person_id))
            return PersonOut.model_validate(row, from_attributes=True)

    @app.post("/people/{person_id}/offers", status_code=201)
    def make_offer(person_id: uuid.UUID, body: Offer) -> dict[str, uuid.UUID]:
        with writing() as session:
            if session.get(Person, person_id) is None:
                raise HTTPException(404)
            if not _use(session, body.pool_slot_id, days_of(body.first_day, body.last_day), 1):
                raise HTTPException(409)
            placement_id = uuid.uuid4()
            session.add(
                Placement(id=placement_id, person_id=person_id, status="offered", **body.model_dump())
            )
            session.add(Log(act="offer", subject_id=placement_id))
            return {"id": placement_id}

    @app.post("/placements/{placement_id}/release")
    def release(placement_id: uuid.UUID) -> dict[str, uuid.UUID]:
        with writing() as session:
            placement = session.get(Placement, placement_id)
            if placement is None or placement.status != "offered":
                raise HTTPException(409)
            _use(session, placement.pool_slot_id, days_of(placement.first_day, placement.last_day), -1)
            placement.status = "ended"
            session.add(Log(act="release", subject_id=placement_id))
            return {"id": placement_id}

    return app


def days_of(first_day: dt.date, last_day: dt.date) -> list[dt.date]:
    """Give one day a week."""
    return [first_day + dt.timedelta(days=day) for day in range(0, (last_day - first_day).days + 1, 7)]


def _use(session: Session, pool_slot_id: uuid.UUID, days: list[dt.date], amount: int) -> bool:
    result = session.execute(
        update(Seat)
        .where(Seat.pool_slot_id == pool_slot_id, Seat.day.in_(days), Seat.used + amount <= Seat.capacity)
        .values(used=Seat.used + amount)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount == len(days)  # type: ignore[attr-defined]


if __name__ == "__main__":
    address, database = sys.argv[1:]
    uvicorn.run(make_app(engine_on(database)), uds=address, access_log=False, log_level="warning")
