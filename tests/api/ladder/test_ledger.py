"""The ledger through the whole life of placements while time passes: nothing lost, nothing overbooked."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from api.hosts import seats
from api.hosts.capacity import monday_of
from api.ladder.seating import PLACED
from api.placements.lapse import end_lapsed_holds
from api.tables import CapacityStatement, Placement, PlacementSeat, Pool, PoolSlot, Seat
from matching.vocabulary import PlacementStatus, PoolKind
from tests.api.databases import PostgresqlTemplate, SqliteTemplate
from tests.api.ladder.records import Ladder
from tests.api.placements.records import Offered
from tests.api.service import open_service

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
CAPACITY = 2
SLOTS = st.sampled_from([(0,), (1,), (0, 1)])


class Stays(RuleBasedStateMachine):
    """Offers, the ladder, steps, reservations, pauses, places taken back, and ends, in any order."""

    template: SqliteTemplate | PostgresqlTemplate
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.folder / uuid.uuid4().hex
        folder.mkdir()
        url = self.stack.enter_context(self.template.copy(folder))
        self.world = Ladder(self.stack.enter_context(open_service(url, folder)))
        self.ids: list[str] = []
        self.recalled = 0

    @initialize()
    def set_up(self) -> None:
        """Add a host with two slots, and people whose plans are fixed."""
        self.menu: Offered = self.world.add_menu(places=CAPACITY, weekdays=(1, 2))
        caseload = self.add_caseload()
        self.people = [self.world.add_person(caseload_pool_id=caseload) for _ in range(4)]
        for person in self.people:
            self.world.add_plan(person, self.menu)
            self.world.agree(person, self.menu)
        self.offer(number=0, numbers=(0, 1), weeks=5, goes_on=True)
        self.offer(number=1, numbers=(0,), weeks=4, goes_on=True)

    def add_caseload(self) -> uuid.UUID:
        """Add the coordinator's caseload: four people a week."""
        own = {"municipality_id": self.world.service.office}
        with self.world.service.installation.database.read() as session:
            now = self.world.service.clock.now(session)
        pool = Pool(id=uuid.uuid4(), kind=PoolKind.CASELOAD, created_at=now, **own)
        part = PoolSlot(id=uuid.uuid4(), pool_id=pool.id, is_whole_week=True, **own)
        stated = CapacityStatement(
            id=uuid.uuid4(),
            pool_slot_id=part.id,
            amount=4,
            stated_on=self.world.today,
            stated_by=self.world.staff_id,
            recorded_at=now,
            **own,
        )
        part.statement_id = stated.id
        self.world.add(pool, part, stated)
        return pool.id

    def teardown(self) -> None:
        """Close the service."""
        self.stack.close()

    def day(self, number: int) -> str:
        """Give a day from today on."""
        return (self.world.today + dt.timedelta(days=number)).isoformat()

    def slots(self, numbers: tuple[int, ...]) -> list[str]:
        """Give slots of the menu."""
        return [str(self.menu.slot_ids[each]) for each in numbers]

    def do(self, pick: int, what: str, body: dict[str, Any]) -> None:
        """Do something with a placement, of somebody who is there if it can be: done, or refused."""
        placed = [each for each in self.ids if self.world.placement(each).status in PLACED] or self.ids
        answer = self.world.act(placed[pick % len(placed)], what, body)
        assert answer.status_code in {200, 409, 422}, answer.text

    @rule(number=st.integers(0, 3), numbers=SLOTS, weeks=st.integers(2, 5), goes_on=st.booleans())
    def offer(self, number: int, numbers: tuple[int, ...], weeks: int, goes_on: bool) -> None:
        """Offer slots to somebody, and maybe go on to the 体験."""
        answer = self.world.offer(
            self.people[number],
            self.menu,
            client=self.world.client(),
            weeks=weeks,
            menu_slot_ids=self.slots(numbers),
        )
        assert answer.status_code in {201, 409}, answer.text
        if answer.status_code == 201:
            self.ids.append(answer.json()["id"])
            for _ in range(4 if goes_on else 0):
                self.climb(len(self.ids) - 1)

    @rule(pick=st.integers(0, 30))
    def climb(self, pick: int) -> None:
        """Take the next step up the ladder."""
        row = self.world.placement(self.ids[pick % len(self.ids)])
        body: dict[str, Any]
        unsaid = [side for side in ("person", "host") if getattr(row, f"{side}_answer") != "yes"]
        match row.status:
            case PlacementStatus.OFFERED if unsaid:
                what, body = "answer", {"side": unsaid[0], "is_yes": True}
            case PlacementStatus.OFFERED:
                what, body = "visit", {"visit_on": self.day(0)}
            case PlacementStatus.VISITING:
                what, body = "trial", {}
            case PlacementStatus.TRIAL:
                what, body = "acceptance", {}
            case _:
                what, body = "settlement", {}
        answer = self.world.act(row.id, what, body)
        assert answer.status_code in {200, 409, 422}, answer.text

    @rule(pick=st.integers(0, 30), numbers=SLOTS, start=st.integers(0, 20), later=st.booleans())
    def change_dose(self, pick: int, numbers: tuple[int, ...], start: int, later: bool) -> None:
        """Step up or down, or reserve a later dose."""
        body: dict[str, Any] = {"menu_slot_ids": self.slots(numbers), "from_day": self.day(start)}
        self.do(pick, "reservation" if later else "steps", body if later else body | {"why": "rest"})

    @rule(pick=st.integers(0, 30), start=st.integers(0, 15), days=st.integers(0, 9), keeps=st.booleans())
    def pause(self, pick: int, start: int, days: int, keeps: bool) -> None:
        """Stay away for a while."""
        body = {"first_day": self.day(start), "last_day": self.day(start + days), "keeps_seat": keeps}
        self.do(pick, "pause", body)

    @rule(pick=st.integers(0, 30), days=st.integers(0, 40))
    def change_period(self, pick: int, days: int) -> None:
        """Stay longer, or less long."""
        self.do(pick, "period", {"last_day": self.day(days)})

    @rule(pick=st.integers(0, 30), is_end=st.booleans())
    def leave(self, pick: int, is_end: bool) -> None:
        """End, or break off."""
        body = {"reason": "moved_on"} if is_end else {"person_reason": "way"}
        self.do(pick, "end" if is_end else "breakdown", body)

    @rule(number=st.integers(0, 1), start=st.integers(14, 25))
    def recall(self, number: int, start: int) -> None:
        """Take a place back, once."""
        if self.recalled:
            return
        body = {"pool_slot_ids": [str(self.menu.pool_slot_ids[number])], "from_day": self.day(start)}
        self.world.client().done("POST", f"/api/v1/hosts/{self.menu.host_id}/recall", body)
        self.recalled += 1

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        """Let time pass, and end the holds that have run out."""
        self.world.service.clock.step += dt.timedelta(days=days)
        end_lapsed_holds(self.world.service.installation, self.world.service.office)

    @invariant()
    def the_ledger_agrees_and_is_never_overbooked(self) -> None:
        """What is used is what the placements hold, and on no day more than there is."""
        used, taken = self.world.ledger()
        assert used == taken
        with self.world.service.installation.database.read() as session:
            assert all(row.used <= row.capacity for row in session.query(Seat))

    @invariant()
    def nobody_holds_what_they_do_not_need(self) -> None:
        """From today on only those hold seats who are asked for or there, and only in their days."""
        there = {row.id: row for row in self.world.rows(Placement)}
        for seat in self.world.rows(PlacementSeat):
            row = there[seat.placement_id]
            assert monday_of(row.first_day) <= seat.day <= row.last_day
            assert row.status.takes_seat or seat.day < self.world.today
            assert seat.amount == 1


@pytest.fixture
def machine(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> type[Stays]:
    """The machine on a database of each kind."""
    made = type("StaysHere", (Stays,), {"folder": tmp_path})
    made.template = request.getfixturevalue(f"{backend}_template")
    return made


def test_nothing_is_lost_or_overbooked_in_the_life_of_placements(machine: type[Stays]) -> None:
    """Take, climb, step, reserve, pause, take back, leave and wait in any order."""
    few = settings(
        max_examples=150 if IS_SOAK else 6,
        stateful_step_count=60 if IS_SOAK else 30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(machine, settings=few)


def test_a_seat_that_is_forgotten_when_a_dose_changes_is_noticed(
    machine: type[Stays], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a step that does not give back to the ledger breaks the invariant."""
    state = machine()
    state.set_up()
    state.the_ledger_agrees_and_is_never_overbooked()
    monkeypatch.setattr(seats, "_return", lambda session, row, amount: session.delete(row))
    state.change_dose(pick=0, numbers=(0,), start=10, later=False)
    with pytest.raises(AssertionError):
        state.the_ledger_agrees_and_is_never_overbooked()
    state.teardown()
