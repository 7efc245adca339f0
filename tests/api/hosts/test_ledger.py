"""The ledger of seats: whatever is said and taken in whatever order, nobody gets a seat that is not there."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.errors import Conflict
from api.hosts import seats
from api.policy.vocabulary import Role
from api.tables import Seat
from tests.api.databases import SqliteTemplate
from tests.api.hosts.samples import Farm, place, today, used_and_capacity
from tests.api.rows import add_person
from tests.api.service import Service, open_service


class Ledger(RuleBasedStateMachine):
    """People come and go while the host says whatever it likes."""

    service: Service

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[tuple[uuid.UUID, dt.date], tuple[int, int]] = {}

    @initialize()
    def register(self) -> None:
        """Register a farm of its own for this run."""
        self.client, self.day = self.service.client(Role.COORDINATOR), today(self.service)
        self.host = Farm(self.service, self.client, places=2)
        self.part = uuid.UUID(self.host.part_id)

    @rule(weeks=st.integers(1, 6))
    def come(self, weeks: int) -> None:
        """Somebody takes a seat, or is told that there is none."""
        person_id = add_person(self.service)
        with (
            contextlib.suppress(Conflict),
            self.service.installation.database.write(self.service.office) as session,
        ):
            place(self.service, session, uuid.UUID(self.host.id), person_id, weeks)

    @rule(places=st.integers(0, 4))
    def state(self, places: int) -> None:
        """The host says how many."""
        assert self.host.state(mark="open", places=places).status_code == 201

    @rule(supporters=st.none() | st.integers(0, 3))
    def limit(self, supporters: int | None) -> None:
        """A limit changes."""
        version = self.host.view()["version"]
        body = {"supporters": supporters, "people_per_supporter": 1}
        self.client.done("PATCH", self.host.path, body, version)

    @invariant()
    def use_rises_only_below_capacity(self) -> None:
        """What is used never rises on a day on which all is used, and never falls by itself."""
        if not hasattr(self, "host"):
            return
        ledger = used_and_capacity(self.service)
        now = {key: both for key, both in ledger.items() if key[0] == self.part}
        for key, (used, _) in now.items():
            used_before, capacity_before = self.before.get(key, (0, used))
            assert used >= used_before
            assert used == used_before or used <= capacity_before
        is_over = any(used > there and key[1] >= self.day for key, (used, there) in now.items())
        assert self.host.view()["is_over_capacity"] == is_over
        self.before = now


FEW = settings(
    max_examples=8, stateful_step_count=10, deadline=None, derandomize=True, phases=[Phase.generate]
)


def run_ledger(template: SqliteTemplate, folder: Path) -> None:
    """Run the machine on a service of its own."""
    with template.copy(folder) as url, open_service(url, folder) as service:
        run_state_machine_as_test(type("LedgerOfService", (Ledger,), {"service": service}), settings=FEW)


def test_use_never_rises_where_all_is_used(sqlite_template: SqliteTemplate, tmp_path: Path) -> None:
    """Whatever is said and taken in whatever order."""
    run_ledger(sqlite_template, tmp_path)


def test_without_the_guard_use_rises_beyond(
    sqlite_template: SqliteTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: a ledger that only adds up is found out."""

    def add_up(session: Session, pool_slot_id: uuid.UUID, days: list[dt.date], amount: int) -> bool:
        seats_of_days = select(Seat).where(col(Seat.pool_slot_id) == pool_slot_id, col(Seat.day).in_(days))
        for seat in session.execute(seats_of_days).scalars():
            seat.used += amount
        return True

    monkeypatch.setattr(seats, "_use", add_up)
    with pytest.raises(AssertionError):
        run_ledger(sqlite_template, tmp_path)
