"""The value of a candidate: placed + priority(person) + fit(candidate) − best fit of that person."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.bundled import default_weights
from matching.columns import Columns, Units
from matching.model import Need, Party, Person
from matching.scoring import priority_points, values
from matching.vocabulary import NeedDomain, Urgency
from tests.matching.builders import TODAY, person, problem

WEIGHTS = default_weights()
WORK, BELONGING = NeedDomain.WORK, NeedDomain.BELONGING


def priority(*people: Person, **town) -> list[int]:
    """Give the priority of each unit of these people."""
    columns = Columns.of(problem(people=people, **town).in_order())
    return priority_points(columns.people, columns.units, WEIGHTS).tolist()


@pytest.mark.parametrize(
    ("weeks", "points"),
    [(0, 300), (1, 320), (51, 300 + 51 * 20), (52, 300 + 52 * 20), (53, 300 + 52 * 20), (500, 300 + 52 * 20)],
)
def test_waiting(weeks: int, points: int) -> None:
    """Each week of waiting counts, up to a year."""
    assert priority(person(waiting_since=TODAY - dt.timedelta(weeks=weeks))) == [points]


@pytest.mark.parametrize(
    ("urgency", "points"), [(Urgency.CAN_WAIT, 0), (Urgency.SOON, 300), (Urgency.NOW, 1000)]
)
def test_urgency(urgency: Urgency, points: int) -> None:
    """The sooner a need should be met, the more priority."""
    assert priority(person(needs=(Need(BELONGING, urgency),))) == [points]


def test_priority_is_by_need() -> None:
    """Two needs of one person have each their own urgency."""
    who = person(needs=(Need(BELONGING, Urgency.CAN_WAIT), Need(WORK, Urgency.NOW)))
    assert priority(who) == [0, 1000]


def test_a_party_has_its_members_priorities_together() -> None:
    """Placing two people is worth what placing each would be."""
    both = [person(), person(id="P2", waiting_since=TODAY - dt.timedelta(weeks=3))]
    assert priority(*both) == [300, 360]
    assert priority(*both, parties=[Party("G1", ("P1", "P2"))]) == [660]


def test_nothing_else_of_a_person_is_priority() -> None:
    """Age, answers, distance, support needed and everything else give no person an advantage."""
    plain = priority(person())
    for over in (
        {"age_years": 90},
        {"home_mesh": None},
        {"availability": None},
        {"conditions": {}},
        {"accompaniment_minutes": 60, "attention_minutes": 60},
        {"fewest_slots": 2, "most_slots": 5},
        {"district": None},
    ):
        assert priority(person(**over)) == plain, over


SIZES = (1, 2, 1)
UNITS = Units(
    lead=np.array([0, 1, 3]),
    domain=np.zeros(3, dtype=np.int64),
    size=np.array(SIZES),
    member_unit=np.array([0, 1, 1, 2]),
    member_person=np.arange(4),
    member_urgency=np.zeros(4, dtype=np.int64),
    party_ids=(None, "G1", None),
)
PRIORITY = np.array([100, 0, 1000])


def by_formula(unit: NDArray[np.int64], fit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the values of candidates of three units; the second is a party of two."""
    return values(unit, fit, UNITS, PRIORITY, WEIGHTS)[0]


CANDIDATES = st.lists(st.tuples(st.integers(0, 2), st.integers(-2000, 2000)), min_size=1, max_size=20).map(
    lambda rows: (np.array([unit for unit, _ in rows]), np.array([fit for _, fit in rows]))
)


@given(CANDIDATES)
def test_the_formula(candidates: tuple[NDArray[np.int64], NDArray[np.int64]]) -> None:
    """The value is worked out as it is published, for each person of a party, in whole points."""
    unit, fit = candidates
    found, best = values(unit, fit, UNITS, PRIORITY, WEIGHTS)
    assert found.dtype == best.dtype == np.int64
    for row in range(len(unit)):
        own = fit[unit == unit[row]].max()
        assert best[row] == own
        assert found[row] == SIZES[unit[row]] * (WEIGHTS.placed + fit[row] - own) + PRIORITY[unit[row]]


def moves(formula, candidates, at: int, constant: int) -> bool:
    """Tell whether adding a constant to all fits of one unit changes any value."""
    unit, fit = candidates
    return not np.array_equal(formula(unit, fit), formula(unit, fit + constant * (unit == at)))


@given(CANDIDATES, st.integers(0, 2), st.integers(-10_000, 10_000))
def test_a_constant_moves_no_seat(candidates, at: int, constant: int) -> None:
    """Adding a constant to all of a person's fits changes no value: fit never compares persons."""
    assert not moves(by_formula, candidates, at, constant)


def test_a_formula_without_best_fit_would_be_found() -> None:
    """If the best fit were not taken off, the property above would fail."""

    def wrong(unit: NDArray[np.int64], fit: NDArray[np.int64]) -> NDArray[np.int64]:
        return UNITS.size[unit] * (WEIGHTS.placed + fit) + PRIORITY[unit]

    assert moves(wrong, (np.array([0, 0, 2]), np.array([5, 9, 5])), at=0, constant=1)


@given(CANDIDATES)
def test_only_priority_compares_persons(candidates) -> None:
    """The best candidates of any two people differ by their priorities alone."""
    unit, fit = candidates
    found = by_formula(unit, fit)
    for each in np.unique(unit):
        assert found[unit == each].max() == SIZES[each] * WEIGHTS.placed + PRIORITY[each]


@given(CANDIDATES)
def test_fit_orders_the_candidates_of_one_person(candidates) -> None:
    """Of two candidates of one person the better fit has the greater value."""
    unit, fit = candidates
    found = by_formula(unit, fit)
    for each in np.unique(unit):
        own = unit == each
        assert (np.argsort(found[own], kind="stable") == np.argsort(fit[own], kind="stable")).all()


def test_points_are_data() -> None:
    """A municipality that sets other points gets other values."""
    weights = dataclasses.replace(WEIGHTS, placed=20_000)
    assert values(np.array([0]), np.array([7]), UNITS, PRIORITY, weights)[0].tolist() == [20_100]


def test_no_candidates() -> None:
    """Nobody to place is no error."""
    empty = np.zeros(0, dtype=np.int64)
    assert by_formula(empty, empty).size == 0
