"""A host that takes people only while something is left never gets more than its limits allow."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.capacity import limits
from matching.columns.pool_slots import PoolSlotColumns
from matching.model import Placement, Problem
from matching.vocabulary import HostKind, LimitKind, PlacementStatus
from tests.matching.builders import WEEKS, host, menu, placement, pool, pool_slot, problem, slot
from tests.matching.capacity.measured import day, margins_of

SLOTS = (slot(2), slot(4))
REGULAR_USERS = (4, 9)
QUOTA = 12

TOWN = problem(
    hosts=[host(kind=HostKind.DAY_SERVICE, quota=QUOTA)],
    menus=[menu(slots=SLOTS)],
    pools=[
        pool(
            slots=tuple(
                pool_slot(when, 100, regular_users=users)
                for when, users in zip(SLOTS, REGULAR_USERS, strict=True)
            )
        )
    ],
)

APPLICATIONS = st.lists(
    st.builds(
        lambda slots, status, first, length: placement(
            slots=tuple(sorted(slots, key=SLOTS.index)),
            status=status,
            first_day=day(0, 1) + dt.timedelta(first),
            last_day=None if length is None else day(0, 1) + dt.timedelta(first + length),
        ),
        st.sets(st.sampled_from(SLOTS), min_size=1),
        st.sampled_from(PlacementStatus),
        st.integers(-20, 7 * WEEKS),
        st.none() | st.integers(0, 30),
    ),
    max_size=16,
)


def days_at(held: Placement) -> set[tuple[int, int]]:
    """Give the slots (0 or 1) and weeks in which somebody takes a seat, counted by the calendar."""
    return {
        (at, week)
        for at, when in enumerate(SLOTS)
        for week in range(WEEKS)
        if when in held.slots and when.weekday and held.holds_on(day(week, when.weekday))
    }


def take_in(town: Problem, applications: Sequence[Placement]) -> Problem:
    """Take people in one by one, each only if something is left in every week and slot they come to."""
    for number, each in enumerate(applications):
        left = margins_of(town).left
        if all(left[at, week] > 0 for at, week in days_at(each)):
            named = dataclasses.replace(each, person_id=f"Q{number}")
            town = dataclasses.replace(town, placements=(*town.placements, named))
    return town


def most_over(town: Problem) -> int:
    """Count by the calendar by how many people any day is over the quota; 0 or less is lawful."""
    there = np.zeros((len(SLOTS), WEEKS), dtype=int)
    for held in town.placements:
        for at_and_week in days_at(held):
            there[at_and_week] += 1
    return int((there + np.array(REGULAR_USERS)[:, None]).max() - QUOTA)


@given(APPLICATIONS)
def test_never_over_the_quota(applications: list[Placement]) -> None:
    """Adding people while something is left never brings a day over 定員, and used never exceeds places."""
    town = take_in(TOWN, applications)
    assert most_over(town) <= 0
    margins = margins_of(town)
    assert (margins.used <= margins.places).all()
    assert (margins.left == margins.places - margins.used).all()


def test_the_town_is_filled_to_the_last_place() -> None:
    """With enough applications the town is exactly full, so the property above is no empty word."""
    town = take_in(TOWN, [placement(slots=SLOTS[:1]), placement(slots=SLOTS[1:])] * QUOTA)
    assert most_over(town) == 0
    assert (margins_of(town).left == 0).all()
    assert len(town.placements) == sum(QUOTA - users for users in REGULAR_USERS)


def quota_with_tolerance(slots: PoolSlotColumns) -> np.ndarray:
    """Give what must never be given: 125 % of the quota."""
    return np.maximum(0, np.floor(slots.quota * 1.25) - slots.regular_users)


def test_a_tolerance_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If somebody let our people into the 125 % tolerance, the property above would fail."""
    monkeypatch.setitem(limits._PLACE_LIMITS, LimitKind.QUOTA, quota_with_tolerance)
    town = take_in(TOWN, [placement(slots=SLOTS)] * QUOTA)
    assert most_over(town) == 3
