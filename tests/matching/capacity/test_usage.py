"""What placements that already hold take: seats, beds, minutes and cases, in the right weeks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.capacity import Margins
from matching.columns import Columns
from matching.model import Draw, Placement, Problem
from matching.vocabulary import DrawUnit, NeedDomain, PlacementStatus, PoolKind
from tests.matching.builders import (
    TODAY,
    WEEKS,
    amount_pool,
    beds,
    menu,
    night,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    room,
    slot,
    window,
)
from tests.matching.capacity.measured import day, margins_of, measure

TUE, THU = slot(2), slot(4)


def used(*held: Placement, **over: Any) -> list[int]:
    """Give the seats of the shop's Tuesday that placements take, week by week."""
    return measure(problem(placements=held, **over)).used


@pytest.mark.parametrize(
    ("status", "seats"),
    [
        (PlacementStatus.OFFERED, 1),
        (PlacementStatus.VISITING, 0),
        (PlacementStatus.TRIAL, 1),
        (PlacementStatus.ACCEPTED, 1),
        (PlacementStatus.SETTLED, 1),
        (PlacementStatus.BROKEN_OFF, 0),
        (PlacementStatus.ENDED, 0),
    ],
)
def test_seats_by_status(status: PlacementStatus, seats: int) -> None:
    """打診・体験・受入中・定着 take a seat, 見学 takes none, and what is over takes none."""
    assert used(placement(status=status)) == [seats] * WEEKS


def test_an_offer_holds_its_seat_until_it_lapses() -> None:
    """A 打診 takes its seat up to its last day, and no longer."""
    offer = {"status": PlacementStatus.OFFERED, "first_day": TODAY}
    assert used(placement(**offer, last_day=day(2))) == [1, 1, 1, 0, 0, 0]
    assert used(placement(**offer, last_day=day(2) - dt.timedelta(1))) == [1, 1, 0, 0, 0, 0]
    assert used(placement(**offer, last_day=TODAY)) == [0] * WEEKS


def test_a_placement_ends_the_day_another_starts() -> None:
    """On the day one person leaves and another comes both are there; before and after, one."""
    leaves = placement(last_day=day(3))
    comes = placement(person_id="P8", first_day=day(3))
    assert used(leaves, comes) == [1, 1, 1, 2, 1, 1]


@given(
    first=st.integers(-20, 60),
    length=st.none() | st.integers(0, 60),
    weekday=st.integers(1, 7),
)
def test_weeks_are_those_of_the_slot_s_days(first: int, length: int | None, weekday: int) -> None:
    """A seat is taken in a week exactly when the placement holds on the slot's day of that week."""
    when = slot(weekday)
    first_day = day(0, 1) + dt.timedelta(first)
    held = placement(
        slots=(when,),
        first_day=first_day,
        last_day=None if length is None else first_day + dt.timedelta(length),
    )
    town = problem(menus=[menu(slots=(when,))], pools=[pool(slots=(pool_slot(when),))], placements=[held])
    assert measure(town).used == [int(held.holds_on(day(week, weekday))) for week in range(WEEKS)]


@given(first=st.integers(-20, 60), length=st.none() | st.integers(0, 60))
def test_a_bed_is_taken_in_a_week_of_any_night(first: int, length: int | None) -> None:
    """A bed is taken in every week with at least one night of the placement."""
    first_day = day(0, 1) + dt.timedelta(first)
    held = placement(
        menu_id="R1",
        slots=(night(),),
        first_day=first_day,
        last_day=None if length is None else first_day + dt.timedelta(length),
    )
    town = problem(menus=[room()], pools=[beds()], placements=[held])
    nights = [[held.holds_on(day(week, weekday)) for weekday in range(1, 8)] for week in range(WEEKS)]
    assert measure(town, "H1-beds").used == [int(any(week)) for week in nights]


def test_only_the_slots_of_the_placement_are_taken() -> None:
    """Someone who comes on Thursdays takes nothing on Tuesdays."""
    town = problem(
        menus=[menu(slots=(TUE, THU))],
        pools=[pool(slots=(pool_slot(TUE), pool_slot(THU)))],
        placements=[placement(slots=(THU,))],
    )
    assert [measure(town, part=part).used[0] for part in (0, 1)] == [0, 1]


def test_two_menus_share_one_pool() -> None:
    """Two menus that draw on the same places at the same time take from each other (いがぐり型)."""
    longer = slot(2, "09:00", "11:00")
    town = problem(
        menus=[menu(), menu(id="M2", slots=(longer,))],
        placements=[placement(), placement(person_id="P8", menu_id="M2", slots=(longer,))],
    )
    assert measure(town).used == [2] * WEEKS


FULL_MENU = menu(
    draws=(
        Draw("H1-places"),
        Draw("attention", DrawUnit.ATTENTION_MINUTES),
        Draw("vehicle_seats", DrawUnit.PICK_UP_SEAT),
    )
)
FULL_POOLS = [
    pool(),
    amount_pool(PoolKind.ATTENTION, 60, TUE),
    amount_pool(PoolKind.VEHICLE_SEATS, 3, TUE),
    amount_pool(PoolKind.COMPANION, 300),
    amount_pool(PoolKind.CASELOAD, 10),
]


def full(*held: Placement) -> Problem:
    """Make a town in which a visit takes a place, attention, a seat of the van, a companion and a case."""
    return problem(menus=[FULL_MENU], pools=FULL_POOLS, placements=held)


@pytest.mark.parametrize(
    ("over", "taken"),
    [
        ({}, {}),
        ({"attention_minutes": 20}, {"attention": 20}),
        ({"is_fetched": True}, {"vehicle_seats": 1}),
        ({"accompaniment_minutes": 45, "companion_pool_id": "companion"}, {"companion": 45}),
        ({"accompaniment_minutes": 45}, {}),  # nobody of the municipality goes along
        ({"caseload_pool_id": "caseload"}, {"caseload": 1}),
    ],
)
def test_each_unit_is_taken_as_the_placement_says(over: dict[str, Any], taken: dict[str, int]) -> None:
    """A placement takes one place, and of everything else what it says it needs."""
    town = full(placement(**over))
    expected = {"H1-places": 1, "attention": 0, "vehicle_seats": 0, "companion": 0, "caseload": 0, **taken}
    assert {name: measure(town, name).used for name in expected} == {
        name: [amount] * WEEKS for name, amount in expected.items()
    }


def test_a_companion_of_the_week_is_taken_at_every_visit() -> None:
    """Two visits a week take twice the minutes of a companion whose hours count by the week."""
    town = problem(
        menus=[menu(slots=(TUE, THU))],
        pools=[pool(slots=(pool_slot(TUE), pool_slot(THU))), amount_pool(PoolKind.COMPANION, 300)],
        placements=[placement(slots=(TUE, THU), accompaniment_minutes=30, companion_pool_id="companion")],
    )
    assert measure(town, "companion").used == [60] * WEEKS


def test_a_companion_with_hours_is_taken_in_those_of_the_visit() -> None:
    """Where a companion's hours are given by slot, a visit takes from those it starts in."""
    hours = amount_pool(PoolKind.COMPANION, 120, slot(2, "09:00", "12:00"))
    other = amount_pool(PoolKind.COMPANION, 120, slot(4, "09:00", "12:00"), id="other")
    held = [
        placement(accompaniment_minutes=30, companion_pool_id="companion"),
        placement(person_id="P8", accompaniment_minutes=30, companion_pool_id="other"),  # not then
    ]
    town = problem(pools=[pool(), hours, other], placements=held)
    assert [measure(town, name).used[0] for name in ("companion", "other")] == [30, 0]


def test_a_case_is_carried_in_every_week_of_the_placement() -> None:
    """A caseload is taken from the placement's first week to its last, whole weeks."""
    town = full(placement(first_day=day(1, 7), last_day=day(3, 1), caseload_pool_id="caseload"))
    assert measure(town, "caseload").used == [0, 1, 1, 1, 0, 0]
    assert measure(town).used == [0, 0, 1, 0, 0, 0]  # the one Tuesday in between


def test_a_replanned_placement_takes_nothing() -> None:
    """A placement that is up for change leaves its seat, minutes and case free; others keep theirs."""
    held = [
        placement(person_id="P1", attention_minutes=20, caseload_pool_id="caseload"),
        placement(person_id="P0", attention_minutes=10),
    ]
    town = full(*held).in_order()
    columns = Columns.of(town, replan=True)
    replanned = frozenset({("P1", NeedDomain.BELONGING)})
    freed = Margins.of(town, columns.slots, columns.companions, replanned)
    kept = margins_of(town)
    assert (freed.used.max(axis=1).tolist(), kept.used.max(axis=1).tolist()) == (
        [1, 10, 0, 0, 0],
        [2, 30, 1, 0, 0],
    )


def test_the_person_may_be_somebody_else() -> None:
    """Seats are taken by people who are not part of the problem, as most of a host's people are."""
    assert used(placement(person_id="nobody here"), people=[person(availability=(window(2),))]) == [1] * WEEKS
