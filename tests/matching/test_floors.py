"""A floor per district is kept where it can be, at a price that is said and proven."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from matching.errors import InvalidProblem
from matching.model import Problem
from matching.pipeline import ProposeParams, propose
from matching.simulation.synthetic import synthetic_problem
from matching.verify import verify
from tests.matching.builders import person, pool, pool_slot, problem

QUICK = ProposeParams(confirm=0)


@pytest.fixture(scope="module")
def town() -> Problem:
    """A synthetic town in which places are short."""
    empty = problem()
    return synthetic_problem(40, 40, 2, empty.rules, empty.weights, empty.travel, hard=True)


def one_place_for_two() -> Problem:
    """Two people of two districts, the first of whom has waited longer, and one place."""
    return problem(
        people=(person(id="P1", district="A"), person(id="P2", district="B")),
        pools=(pool(slots=(pool_slot(places=1),)),),
    )


def test_a_floor_moves_the_only_place() -> None:
    """Of two who are alike the district with a floor gets the place, and the price is what was given up."""
    two = one_place_for_two()
    for district, placed in (("A", "P1"), ("B", "P2")):
        made = propose(two, dataclasses.replace(QUICK, floors={district: 1.0}))
        assert [each.person_id for each in made.assignments] == [placed]
        assert made.floors[0].is_kept
        assert made.floors_cost >= 0
        assert verify(two, made) == ()


def test_a_floor_that_cannot_be_kept_says_so() -> None:
    """Two floors of everybody on one place: one is not kept, and the proposal says what was reached."""
    made = propose(one_place_for_two(), dataclasses.replace(QUICK, floors={"A": 1.0, "B": 1.0}))
    assert sorted(floor.placed for floor in made.floors) == [0, 1]
    assert [floor.is_kept for floor in made.floors].count(False) == 1


def test_floors_in_a_town(town: Problem) -> None:
    """The worst district is raised to its floor, and the total falls by what is said."""
    free = propose(town, QUICK)
    wanted = Counter(each.district or "" for each in town.people for _ in each.needs)
    district_of = {each.id: each.district or "" for each in town.people}
    placed = Counter(district_of[each.person_id] for each in free.assignments)
    worst = min(wanted, key=lambda name: (placed[name] / wanted[name], name))
    floor = (placed[worst] + 1) / wanted[worst]
    made = propose(town, dataclasses.replace(QUICK, floors={worst: floor}))
    told = made.floors[0]
    assert verify(town, made) == ()
    assert told.placed_without == placed[worst]
    assert made.objective == free.objective - made.floors_cost
    assert made.bound == free.bound
    if told.is_kept:
        assert told.placed > told.placed_without
        assert told.raised > 0


def test_a_floor_that_holds_anyway_costs_nothing(town: Problem) -> None:
    """Where the share is reached without it, a floor changes nothing."""
    free = propose(town, QUICK)
    made = propose(town, dataclasses.replace(QUICK, floors={town.people[0].district or "": 0.0}))
    assert made.assignments == free.assignments
    assert (made.floors_cost, made.floors[0].raised) == (0, 0)


@pytest.mark.parametrize("floors", [{"A": 1.5}, {"A": -0.1}, {"nowhere": 0.5}])
def test_floors_that_make_no_sense_are_refused(floors: dict[str, float]) -> None:
    """A share out of range, or a district where nobody looks for a place, is an error."""
    with pytest.raises(InvalidProblem, match="floor"):
        propose(one_place_for_two(), dataclasses.replace(QUICK, floors=floors))
