"""Stating and lowering capacity: history, margins, nobody evicted, no seat beyond what there is."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from api.errors import Conflict
from api.hosts.capacity import monday_of
from api.mapping.problem import load_problem
from api.policy.vocabulary import Role
from api.tables import Placement, Seat
from matching.capacity import Margins
from matching.capacity.margins import LIMITS
from matching.columns import Columns
from tests.api.hosts.samples import TUESDAY, UNKNOWN, Farm, today, used_and_capacity
from tests.api.service import Service


def open_tasks(client: Any, kind: str = "over_capacity") -> list[dict[str, Any]]:
    """Give the open tasks of a kind."""
    return [task for task in client.seen("/api/v1/tasks")["tasks"] if task["kind"] == kind]


def test_statements_are_only_added_and_the_newest_day_holds(service: Service) -> None:
    """A later day's word is in force also when an earlier one comes after it; both are kept, with names."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client, places=2)
    own = service.client(Role.HOST, host_id=host.id)
    day = today(service)
    host.state(own, mark="open", places=3)
    assert host.view()["pools"][0]["slots"][0]["stated"]["places"] == 3
    host.state(on=day - dt.timedelta(days=40), mark="closed")
    assert host.view()["pools"][0]["slots"][0]["stated"]["places"] == 3
    history = client.seen(f"{host.path}/statements")["statements"]
    assert [(row["places"], row["by_host"]) for row in history] == [(3, True), (2, False), (None, False)]
    assert all(row["by_name"].startswith("見本") for row in history)
    assert [row["stated_on"] for row in history] == [day.isoformat()] * 2 + [
        (day - dt.timedelta(days=40)).isoformat()
    ]


def test_the_database_refuses_to_overwrite_a_statement(service: Service) -> None:
    """Neither UPDATE nor DELETE passes; adding does."""
    host = Farm(service, service.client(Role.COORDINATOR))
    for change in ("UPDATE capacity_statement SET places = 9", "DELETE FROM capacity_statement"):
        with (
            pytest.raises(DBAPIError, match="only added to"),
            service.installation.database.write(service.office) as session,
        ):
            session.execute(text(change))
    assert host.state(mark="open").status_code == 201


def test_the_same_as_last_month_repeats_what_is_in_force(service: Service) -> None:
    """「先月と同じ」 gives the same numbers a new day; without a statement there is nothing to repeat."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client, places=None)
    assert host.state(is_same=True).status_code == 422
    host.state(on=today(service) - dt.timedelta(days=60), mark="ask", places=1, regular_users=7)
    before = host.margins()
    assert host.state(is_same=True, places=2).status_code == 422
    host.state(is_same=True)
    stated = host.view()["pools"][0]["slots"][0]["stated"]
    assert (stated["mark"], stated["places"], stated["regular_users"]) == ("ask", 1, 7)
    assert stated["stated_on"] == today(service).isoformat()
    assert host.margins()["weeks"] == before["weeks"]


@pytest.mark.parametrize(
    "said", [{}, {"amount": 3}, {"places": 2}, {"mark": "open", "places": -1}, {"mark": "maybe"}]
)
def test_a_statement_that_says_nothing_usable_is_refused(service: Service, said: dict[str, Any]) -> None:
    """Nothing is recorded; a day to come, a slot twice and an unknown slot are refused too."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    assert host.state(**said).status_code == 422
    assert host.state(on=today(service) + dt.timedelta(days=1), mark="open").status_code == 422
    one = {"pool_slot_id": host.part_id, "mark": "open"}
    body = {"stated_on": today(service).isoformat(), "statements": [one, one]}
    assert client.act("POST", f"{host.path}/statements", body).status_code == 422
    body["statements"] = [one, one | {"pool_slot_id": UNKNOWN}]
    assert client.act("POST", f"{host.path}/statements", body).status_code == 404
    assert len(client.seen(f"{host.path}/statements")["statements"]) == 1


def test_margins_say_what_is_stale_and_what_was_never_said(service: Service) -> None:
    """Words from long ago and slots without any are to be asked; fresh ones are not."""
    client = service.client(Role.COORDINATOR)
    fresh, silent = Farm(service, client), Farm(service, client, places=None)
    old = Farm(service, client, places=None)
    old.state(on=today(service) - dt.timedelta(days=400), mark="open")
    seen = [host.margins() for host in (fresh, silent, old)]
    assert [(slot["is_stale"], slot["is_to_ask"]) for slot in seen] == [
        (False, False),
        (False, True),
        (True, True),
    ]
    assert seen[1]["weeks"][0]["limit_words"] == "上限の情報なし"
    assert seen[2]["stated_on"] == (today(service) - dt.timedelta(days=400)).isoformat()


numbers = st.none() | st.integers(0, 6)
limits = st.fixed_dictionaries(
    {
        "quota": numbers,
        "waiting": st.none() | st.integers(0, 1),
        "staff_fte": st.none() | st.sampled_from([0.5, 1.0, 2.3]),
        "staff_ratio": st.none() | st.sampled_from([3.0, 10.0]),
        "supporters": numbers,
        "people_per_supporter": st.none() | st.integers(0, 3),
        "equipment_places": numbers,
        "kind": st.sampled_from(["farm", "type_b"]),
    }
)
words = st.fixed_dictionaries(
    {"mark": st.sampled_from(["open", "ask", "closed"])},
    optional={"places": st.integers(0, 5), "quota": st.integers(0, 6), "regular_users": st.integers(0, 6)},
)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],  # hosts add up in the service, so smaller examples would take ever longer
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limits=limits, said=words, days_ago=st.integers(0, 500), busy=st.none() | st.integers(0, 2))
def test_margins_are_the_cores(
    service: Service, limits: dict[str, Any], said: dict[str, Any], days_ago: int, busy: int | None
) -> None:
    """For the same records the view shows what the core computes, with the placements that hold."""
    client, day = service.client(Role.COORDINATOR), today(service)
    season = {
        "first_day": (day + dt.timedelta(days=10)).isoformat(),
        "last_day": (day + dt.timedelta(days=16)).isoformat(),
        "places": busy,
    }
    host = Farm(service, client, places=2)
    if days_ago % 2:
        host.place(weeks=3)
    seasons = {} if busy is None else {"busy_seasons": [season]}
    client.done("PATCH", host.path, limits | seasons, version=1)
    host.state(on=day - dt.timedelta(days=days_ago), **said)
    weeks = 5
    shown = host.margins(weeks + 1)
    with service.installation.database.read(service.office) as session:
        loaded = load_problem(session, service.clock.now(session), day, weeks)
    columns = Columns.of(loaded.problem)
    core = Margins.of(loaded.problem, columns.slots, columns.companions, frozenset())
    rows = [
        loaded.hosts.pool_slots[loaded.problem.pools[pool].id, part]
        for pool, part in zip(columns.slots.pool.tolist(), columns.slots.part.tolist(), strict=True)
    ]
    row = rows.index(uuid.UUID(shown["pool_slot_id"]))
    # The view begins with this week, a problem with the first Monday that is not over.
    by_monday = {week["monday"]: week for week in shown["weeks"]}
    assert min(by_monday) == monday_of(day).isoformat()
    for week in range(weeks):
        seen = by_monday[loaded.problem.horizon.day(week, 1).isoformat()]
        assert (seen["places"], seen["used"], seen["left"], seen["is_held"], seen["limit"]) == (
            core.places[row, week],
            core.used[row, week],
            core.left[row, week],
            core.held[row, week],
            LIMITS[core.binding[row, week]].value,
        )
    assert shown["is_to_ask"] == core.asks[row]


@pytest.mark.parametrize("how", ["statement", "limit"])
def test_lowering_below_use_is_taken_and_evicts_nobody(service: Service, how: str) -> None:
    """The host is over capacity, a coordinator has one task, new seats are refused until it is raised."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client, places=3)
    placed = [host.place(), host.place()]
    before = used_and_capacity(service)

    def lower(places: int) -> None:
        if how == "statement":
            assert host.state(mark="open", places=places).json()["details"]["over_capacity"] == (places < 2)
        else:
            version = host.view()["version"]
            client.done("PATCH", host.path, {"supporters": places, "people_per_supporter": 1}, version)

    lower(1)
    assert host.view()["is_over_capacity"]
    assert {key: used for key, (used, _) in used_and_capacity(service).items()} == {
        key: used for key, (used, _) in before.items()
    }
    with service.installation.database.read(service.office) as session:
        kept = session.execute(select(col(Placement.id)).where(col(Placement.id).in_(placed))).scalars()
        assert set(kept) == set(placed)
    (task,) = open_tasks(client)
    assert task["host_id"] == host.id
    lower(0)
    assert len(open_tasks(client)) == 1
    with pytest.raises(Conflict, match="seat_taken"):
        host.place()
    lower(3)
    assert not host.view()["is_over_capacity"]
    host.place()


def test_a_closed_day_is_not_over_capacity(service: Service) -> None:
    """While the host is closed everybody pauses and nobody loses the seat: nothing to look at."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client, places=1)
    host.place()
    until = (today(service) + dt.timedelta(days=60)).isoformat()
    client.done("POST", f"{host.path}/pause", {"until": until}, version=1)
    assert not host.view()["is_over_capacity"]
    assert open_tasks(client) == []


def test_too_few_seats_in_the_own_van_make_one_task(service: Service) -> None:
    """What the municipality brings itself is looked over like a host's places."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    van = {"kind": "vehicle_seats", "name": "みほん号", "slots": [TUESDAY | {"stated": {"amount": 3}}]}
    van_id = client.done("POST", "/api/v1/pools", van)["id"]
    part_id = client.seen("/api/v1/pools")["pools"][0]["slots"][0]["id"]
    with service.installation.database.write(service.office) as session:
        day = today(service) + dt.timedelta(days=(1 - today(service).weekday()) % 7)
        session.add(Seat(pool_slot_id=uuid.UUID(part_id), day=day, used=2, capacity=3))
    for amount, is_over in ((1, True), (0, True), (2, False)):
        said = {
            "stated_on": today(service).isoformat(),
            "statements": [{"pool_slot_id": part_id, "amount": amount}],
        }
        receipt = client.done("POST", f"/api/v1/pools/{van_id}/statements", said)
        assert receipt["details"]["over_capacity"] == is_over
        assert len(open_tasks(client)) == 1
    assert not host.view()["is_over_capacity"]
