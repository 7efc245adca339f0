"""Seats as placements come and go: the ledger always says what is taken, and never more than there is."""

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

from api.placements import holding
from api.placements.lapse import end_lapsed_holds
from api.policy.vocabulary import Role
from api.tables import HostShare, Placement, Seat
from matching.vocabulary import PlacementStatus
from tests.api.databases import PostgresqlTemplate, SqliteTemplate
from tests.api.placements.records import Offered, World
from tests.api.service import Client, open_service

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
CAPACITY = 2
STEPS = {"answer": 4, "visit": 3, "hold": 2, "release": 2, "extension": 2}


class Seats(RuleBasedStateMachine):
    """
    Two municipalities and one shared host: offers, answers, visits, releases, and time that passes.

    Whatever is asked for is either done or refused with its code; nothing in between is left behind.
    """

    template: SqliteTemplate | PostgresqlTemplate
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.folder / uuid.uuid4().hex
        folder.mkdir()
        url = self.stack.enter_context(self.template.copy(folder))
        self.world = World(self.stack.enter_context(open_service(url, folder)))

    @initialize()
    def set_up(self) -> None:
        """Share one host, and add people on both sides."""
        world, service = self.world, self.world.service
        self.menu: Offered = world.add_menu(places=CAPACITY, weekdays=(1, 2))
        world.add(
            HostShare(host_id=self.menu.host_id, municipality_id=service.neighbour, owner_id=service.office)
        )
        neighbour_id = service.add_user(Role.COORDINATOR, office=service.neighbour)
        self.staff_ids = {service.office: world.staff_id, service.neighbour: neighbour_id}
        self.people = [
            (office, world.add_person(office=office, staff_id=staff_id))
            for office, staff_id in self.staff_ids.items()
            for _ in range(3)
        ]

    def teardown(self) -> None:
        """Close the service."""
        self.stack.close()

    def client(self, office: uuid.UUID) -> Client:
        """Sign in anew, for sessions end while time passes."""
        return self.world.service.client_of(self.staff_ids[office])

    @rule(number=st.integers(0, 5), slots=st.sampled_from([(0,), (1,), (0, 1)]), weeks=st.integers(1, 3))
    def offer(self, number: int, slots: tuple[int, ...], weeks: int) -> None:
        """Offer slots to somebody."""
        office, person = self.people[number]
        slot_ids = [str(self.menu.slot_ids[each]) for each in slots]
        answer = self.world.offer(
            person, self.menu, client=self.client(office), weeks=weeks, menu_slot_ids=slot_ids
        )
        assert answer.status_code in {201, 409}, answer.text

    @rule(
        pick=st.integers(0, 30),
        what=st.sampled_from(sorted(STEPS)),
        is_yes=st.booleans(),
        of_host=st.booleans(),
    )
    def act(self, pick: int, what: str, is_yes: bool, of_host: bool) -> None:
        """Do something with a placement; one whose hold has run out is neither answered nor extended."""
        found = [(office, row) for office in self.staff_ids for row in self.world.rows(Placement, office)]
        if not found:
            return
        office, row = found[pick % len(found)]
        bodies: dict[str, Any] = {
            "answer": {"side": "host" if of_host else "person", "is_yes": is_yes}
            | (
                {}
                if is_yes
                else {"reason": "hours", "until": (self.world.today + dt.timedelta(1)).isoformat()}
            ),
            "visit": {"visit_on": self.world.today.isoformat()},
            "release": {"reason": "other"},
        }
        path = f"/api/v1/placements/{row.id}/{what}"
        answer = self.client(office).act("POST", path, bodies.get(what), row.version)
        assert answer.status_code in {200, 409}, answer.text
        has_lapsed = row.status == PlacementStatus.OFFERED and self.now() >= row.expires_at
        if has_lapsed and what != "release":
            assert answer.json().get("code") == "hold_ended"

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        """Let time pass."""
        self.world.service.clock.step += dt.timedelta(days=days)

    @rule()
    def tidy_up(self) -> None:
        """End the holds that have run out."""
        for office in self.staff_ids:
            end_lapsed_holds(self.world.service.installation, office)
            for row in self.world.rows(Placement, office):
                assert row.status != PlacementStatus.OFFERED or row.expires_at > self.now()

    def now(self) -> dt.datetime:
        """The service's time."""
        with self.world.service.installation.database.read() as session:
            return self.world.service.clock.now(session)

    @invariant()
    def the_ledger_agrees(self) -> None:
        """What is used is what the placements of both municipalities took, and never more than there is."""
        used, taken = self.world.ledger(*self.staff_ids)
        assert used == taken
        with self.world.service.installation.database.read() as session:
            assert all(row.used <= CAPACITY for row in session.query(Seat))

    @invariant()
    def only_holders_have_seats(self) -> None:
        """What has ended, or is 見学, takes nothing; each offer its own visits."""
        if not hasattr(self, "staff_ids"):
            return
        used, _ = self.world.ledger(*self.staff_ids)
        holding_now = [
            row
            for office in self.staff_ids
            for row in self.world.rows(Placement, office)
            if row.status == PlacementStatus.OFFERED
        ]
        assert bool(used) == bool(holding_now)


@pytest.fixture
def machine(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> type[Seats]:
    """The machine on a database of each kind."""
    made = type("SeatsHere", (Seats,), {"folder": tmp_path})
    made.template = request.getfixturevalue(f"{backend}_template")
    return made


def test_the_ledger_always_agrees_and_is_never_overbooked(machine: type[Seats]) -> None:
    """Take, lapse, decline, release, visit and hold again in any order, by two municipalities."""
    few = settings(
        max_examples=150 if IS_SOAK else 4,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(machine, settings=few)


def test_a_seat_that_is_not_given_back_is_noticed(
    machine: type[Seats], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a release that forgets the seats breaks the invariant."""
    monkeypatch.setattr(holding, "give_back_rest", lambda *given: 0)
    state = machine()
    state.set_up()
    state.offer(number=0, slots=(0,), weeks=1)
    state.only_holders_have_seats()
    state.act(pick=0, what="release", is_yes=False, of_host=False)
    with pytest.raises(AssertionError):
        state.only_holders_have_seats()
    state.teardown()


def test_each_municipality_sees_only_its_own_placements_at_a_shared_host(world: World) -> None:
    """One ledger, two lists: the neighbour finds the seat taken and not by whom."""
    service = world.service
    menu = world.add_menu(places=1)
    world.add(HostShare(host_id=menu.host_id, municipality_id=service.neighbour, owner_id=service.office))
    neighbour = service.client(Role.COORDINATOR, office=service.neighbour)
    theirs = world.add_person(office=service.neighbour, staff_id=neighbour.user_id)
    placement_id = world.offered(theirs, menu, client=neighbour)["id"]
    assert world.offer(world.add_person(), menu).json()["code"] == "seat_taken"
    assert world.staff.get(f"/api/v1/placements/{placement_id}").status_code == 404
    official = service.client(Role.OFFICIAL)
    assert official.seen("/api/v1/placements")["placements"] == []
    host = service.client(Role.HOST, host_id=menu.host_id)
    assert host.seen("/api/v1/host/requests")["requests"] == []
    assert [task["kind"] for task in neighbour.seen("/api/v1/tasks")["tasks"]] == ["ask_host"]
    used, taken = world.ledger(service.office, service.neighbour)
    assert used == taken
    assert used != world.ledger(service.office)[1]
