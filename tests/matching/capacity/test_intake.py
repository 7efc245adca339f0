"""Newcomers: how many a host can get to know at the same time, and how long it rests between two."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.bundled import default_rules
from matching.capacity import Intake
from matching.columns import Columns
from matching.model import Placement
from matching.vocabulary import LimitKind, PlacementStatus
from tests.matching.builders import TODAY, WEEKS, host, menu, person, placement, pool, problem
from tests.matching.capacity.measured import day, rules_without

UNLIMITED = float("inf")


def intake(*held: Placement, replan: bool = False, rules=None, **over: Any) -> Intake:
    """Compute the intake of a shop with these fields, which has these placements."""
    town = problem(
        hosts=[host(**over)],
        people=[person(), person(id="P2")],
        placements=held,
        rules=rules or default_rules(),
    )
    return Intake.of(town, Columns.of(town, replan).replanned)


def newcomers(*held: Placement, **over: Any) -> list[float]:
    """Give how many more newcomers the shop could have, week by week, if it can have two."""
    return intake(*held, **{"newcomers_at_once": 2, **over}).newcomers[0].tolist()


def starts(*held: Placement, rest_days: int, **over: Any) -> list[bool]:
    """Tell in which weeks the shop may take in somebody new."""
    return intake(*held, rest_days=rest_days, **over).may_start[0].tolist()


def test_no_limit_is_no_limit() -> None:
    """A host that never said how many newcomers it can have is not limited by it."""
    assert newcomers(placement(first_day=TODAY), newcomers_at_once=None) == [UNLIMITED] * WEEKS


def test_a_newcomer_counts_for_four_weeks() -> None:
    """Someone who starts in week 1 is a newcomer in weeks 1 to 4."""
    assert newcomers(placement(first_day=day(1))) == [2, 1, 1, 1, 1, 2]


def test_weeks_of_a_newcomer_are_data() -> None:
    """A municipality sets how many weeks someone counts as a newcomer."""
    rules = dataclasses.replace(default_rules(), newcomer_weeks=2)
    assert newcomers(placement(first_day=day(1)), rules=rules) == [2, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("days_before", "expected"),
    [(7, [1, 1, 1, 2, 2, 2]), (21, [1, 2, 2, 2, 2, 2]), (28, [2] * WEEKS), (400, [2] * WEEKS)],
)
def test_a_start_before_the_horizon(days_before: int, expected: list[int]) -> None:
    """Someone who started before week 0 is a newcomer for what remains of the four weeks."""
    assert newcomers(placement(first_day=day(0, 1) - dt.timedelta(days_before))) == expected


def test_whoever_leaves_is_no_newcomer() -> None:
    """A trial that ends in week 2 stops counting after it."""
    trial = placement(status=PlacementStatus.TRIAL, first_day=day(1), last_day=day(2))
    assert newcomers(trial) == [2, 1, 1, 2, 2, 2]
    over = placement(status=PlacementStatus.TRIAL, first_day=TODAY - dt.timedelta(9), last_day=TODAY)
    assert newcomers(over) == [2] * WEEKS


def test_more_newcomers_than_the_host_can_have() -> None:
    """Too many newcomers leave none, never fewer than none."""
    held = [placement(person_id=f"Q{n}", first_day=day(0)) for n in range(3)]
    assert newcomers(*held) == [0, 0, 0, 0, 2, 2]


@pytest.mark.parametrize(
    "status", [PlacementStatus.VISITING, PlacementStatus.BROKEN_OFF, PlacementStatus.ENDED]
)
def test_who_takes_no_seat_is_no_newcomer(status: PlacementStatus) -> None:
    """A visit (見学) and what is over take nobody's time to get to know them, and need no rest."""
    held = placement(status=status, first_day=day(1))
    assert newcomers(held) == [2] * WEEKS
    assert starts(held, rest_days=30) == [True] * WEEKS


def test_a_lapsed_offer_is_no_intake() -> None:
    """A 打診 that nobody took up by its last day neither counts as a newcomer nor asks for rest."""
    offer = {"status": PlacementStatus.OFFERED, "first_day": TODAY - dt.timedelta(3)}
    lapsed = placement(**offer, last_day=TODAY - dt.timedelta(1))
    assert newcomers(lapsed) == [2] * WEEKS
    assert starts(lapsed, rest_days=30) == [True] * WEEKS
    assert starts(placement(**offer, last_day=TODAY), rest_days=30) != [True] * WEEKS


@pytest.mark.parametrize(
    ("rest_days", "weeks"),
    [
        (0, [0, 1, 2, 3, 4, 5]),
        (1, [0, 1, 3, 4, 5]),
        (7, [0, 1, 3, 4, 5]),
        (8, [0, 4, 5]),
        (14, [0, 4, 5]),
        (21, [5]),
        (180, []),
    ],
)
def test_rest_before_and_after_an_intake(rest_days: int, weeks: list[int]) -> None:
    """Around an intake on the Monday of week 2 nobody else starts for the days of rest, either way."""
    found = starts(placement(first_day=day(2, 1)), rest_days=rest_days)
    assert [week for week in range(WEEKS) if found[week]] == weeks


@given(rest_days=st.integers(0, 180), starts_on=st.integers(-200, 60))
def test_rest_is_kept_from_the_day_of_the_start(rest_days: int, starts_on: int) -> None:
    """A week is open for a start exactly when its Monday is at least the days of rest away."""
    first_day = day(0, 1) + dt.timedelta(starts_on)
    found = starts(placement(first_day=first_day), rest_days=rest_days)
    assert found == [abs((day(week, 1) - first_day).days) >= rest_days for week in range(WEEKS)]


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (180, 26)])
def test_rest_between_two_new_people_is_in_whole_weeks(days: int, weeks: int) -> None:
    """Between two people of one proposal the days of rest are rounded up to weeks."""
    assert intake(rest_days=days).rest_weeks.tolist() == [weeks]


def test_rules_switched_off() -> None:
    """Neither newcomers nor rest bound anything once a municipality switches them off."""
    off = rules_without(default_rules(), LimitKind.NEWCOMERS, LimitKind.REST)
    found = intake(placement(first_day=day(0)), rules=off, newcomers_at_once=1, rest_days=30)
    assert np.isinf(found.newcomers).all()
    assert found.may_start.all()
    assert found.rest_weeks.tolist() == [0]


def test_a_replanned_placement_is_no_intake() -> None:
    """A placement that is up for change does not count; a stranger's does."""
    mine, stranger = placement(person_id="P1", first_day=day(0)), placement(first_day=day(0))
    limits = {"newcomers_at_once": 2, "rest_days": 7}
    assert intake(mine, replan=True, **limits).newcomers[0].tolist() == [2] * WEEKS
    assert intake(mine, replan=True, **limits).may_start.all()
    assert intake(mine, stranger, replan=True, **limits).newcomers[0].tolist() == [1, 1, 1, 1, 2, 2]


def test_hosts_are_counted_by_themselves() -> None:
    """A newcomer at one host is none at another; two menus of one host share its newcomers."""
    town = problem(
        hosts=[host(newcomers_at_once=2), host(id="H2", newcomers_at_once=2)],
        menus=[menu(), menu(id="M2")],
        pools=[pool(), pool(id="H2-places", host_id="H2")],
        placements=[placement(first_day=day(0)), placement(person_id="P8", menu_id="M2", first_day=day(0))],
    )
    found = Intake.of(town, frozenset()).newcomers
    assert found[:, 0].tolist() == [0, 2]
