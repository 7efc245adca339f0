"""What is chosen to be built keeps budget, groups and rows, and is proven as good as it says."""

from __future__ import annotations

import dataclasses
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import sparse

from matching.errors import InvalidProblem
from matching.selection import SelectParams
from matching.selection.coverage import Coverage, cover
from matching.selection.coverage_greedy import greedy
from matching.vocabulary import SolveStatus

SHORTEST = SelectParams(time_limit_s=0.001)


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Make a small question: developments with a row each and one they share, groups, a few candidates."""
    d, groups = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    numbers = np.random.default_rng(draw(st.integers(0, 10_000)))
    n = int(numbers.integers(1, 9))
    uses = numbers.integers(0, 3, (d + 1, n))
    extra = np.zeros((d + 1, d), dtype=np.int64)
    extra[np.arange(d), np.arange(d)] = numbers.integers(1, 4, d)
    extra[d] = numbers.integers(0, 2, d)
    return Coverage(
        group=numbers.integers(0, groups, n),
        value=numbers.integers(0, 50, n),
        uses=sparse.csr_array(uses),
        capacity=np.append(np.zeros(d, dtype=np.int64), numbers.integers(0, 3)),
        extra=sparse.csr_array(extra),
        effort=numbers.integers(1, 4, d),
        budget=int(numbers.integers(0, 8)),
        people=numbers.integers(1, 3, groups),
        area=numbers.integers(-1, 2, groups),
        worst_points=int(numbers.choice([0, 40])),
    )


def best_of_all(problem: Coverage) -> int:
    """Try every set of developments with every choice of candidates."""
    n, d = problem.group.size, problem.effort.size
    worths = [0]
    for built in product([False, True], repeat=d):
        if problem.effort[list(built)].sum() > problem.budget:
            continue
        rest = problem.with_built(np.array(built))
        for chosen in product([False, True], repeat=n):
            if rest.holds(np.array(chosen)):
                worths.append(problem.worth(np.array(chosen)))
    return max(worths)


def of_no_value(uses: list[list[int]], capacity: list[int], extra: list[list[int]]) -> Coverage:
    """Make a question in which one of two people has a candidate of no value beside one that counts."""
    return Coverage(
        group=np.array([0, 0, 1, 1]),
        value=np.array([0, 12, 11, 19]),
        uses=sparse.csr_array(np.array(uses)),
        capacity=np.array(capacity),
        extra=sparse.csr_array(np.array(extra)),
        effort=np.array([2]),
        budget=7,
        people=np.array([2, 2]),
        area=np.array([1, -1]),
        worst_points=40,
    )


# Whoever had no more than a candidate of no value counted as started, but not for the bound.
@example(problem=of_no_value([[0, 0, 2, 0], [0, 2, 2, 0]], [0, 0], [[1], [1]]))
@example(problem=of_no_value([[0, 1, 1, 1], [0, 1, 1, 1]], [0, 1], [[1], [0]]))
@given(problem=coverages())
def test_nothing_within_the_budget_is_worth_more(problem: Coverage) -> None:
    """The choice is as good as the best of all sets and choices, and says that it is proven."""
    found = cover(problem)
    assert problem.holds(found.built, found.chosen)
    assert found.status == SolveStatus.OPTIMAL
    assert found.objective == problem.worth(found.chosen) == found.bound == best_of_all(problem)


@given(problem=coverages())
def test_however_short_the_time_the_bound_holds(problem: Coverage) -> None:
    """With no time at all there is a feasible choice, and a bound no choice exceeds."""
    found = cover(problem, SHORTEST)
    assert problem.holds(found.built, found.chosen)
    assert found.objective <= best_of_all(problem) <= found.bound


@given(problem=coverages())
def test_the_greedy_list_keeps_the_rules_and_is_never_better(problem: Coverage) -> None:
    """Building one by one keeps budget, groups and rows, and is worth no more than the proven choice."""
    steps = greedy(problem)
    built, chosen = np.zeros(problem.effort.size, dtype=bool), np.zeros(problem.group.size, dtype=bool)
    for step in steps:
        built[step.development] = True
        chosen[list(step.started)] = True
    assert problem.holds(built, chosen)
    assert problem.worth(chosen) <= cover(problem).objective


def two_districts(worst_points: int) -> Coverage:
    """Make a question in which all effort goes to the larger district unless the smaller one counts."""
    large, small = 4, 1
    groups = large + small
    return Coverage(
        group=np.arange(groups),
        value=np.full(groups, 10),
        uses=sparse.csr_array(np.array([[1] * large + [0], [0] * large + [1]])),
        capacity=np.zeros(2, dtype=np.int64),
        extra=sparse.csr_array(np.array([[large, 0], [0, 1]])),
        effort=np.array([1, 1]),
        budget=1,
        people=np.ones(groups, dtype=np.int64),
        area=np.array([0] * large + [1]),
        worst_points=worst_points,
    )


def test_the_worst_off_district_is_not_forgotten() -> None:
    """Where most people start is built first; with a weight on the worst-off, all get a share if they can."""
    assert cover(two_districts(0)).built.tolist() == [True, False]
    both = dataclasses.replace(two_districts(1_000), budget=2)
    assert cover(both).built.tolist() == [True, True]
    assert both.worst_share(cover(both).chosen) == 1
    # One small place in each district against four in one.
    spread = dataclasses.replace(two_districts(100), extra=sparse.csr_array(np.array([[4, 1], [0, 1]])))
    assert cover(spread).built.tolist() == [False, True]
    assert cover(dataclasses.replace(spread, worst_points=0)).built.tolist() == [True, False]


def test_equal_questions_get_equal_answers() -> None:
    """The same arrays give the same set."""
    one, two = cover(two_districts(10)), cover(two_districts(10))
    assert (one.built == two.built).all()
    assert one.objective == two.objective


@pytest.mark.parametrize(
    "change", [{"budget": -1}, {"effort": np.array([0, 1])}, {"people": np.ones(2, dtype=np.int64)}]
)
def test_what_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    """No effort, a negative budget, or a group of which nobody knows the size."""
    with pytest.raises(InvalidProblem):
        dataclasses.replace(two_districts(0), **change)
