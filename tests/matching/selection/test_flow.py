"""Nested problems are recognised, and solved with prices that prove the optimum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from matching.selection import Selection, SelectParams, select, solve
from matching.selection.bound import certify
from matching.selection.flow import as_forest, solve_flow
from matching.simulation.national import draw_national
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import as_part, best_worth, selection, selections, thorough


@st.composite
def nested(draw: DrawFn) -> Selection:
    """Draw a small problem in which every candidate uses a leaf of a random forest and all rows around it."""
    rows, n = draw(st.integers(0, 5)), draw(st.integers(0, 9))
    parent = [draw(st.sampled_from([None, *range(row)])) for row in range(rows)]
    uses = [[0] * n for _ in range(rows)]
    for candidate in range(n):
        row = draw(st.sampled_from([None, *range(rows)]))
        while row is not None:
            uses[row][candidate] = 1
            row = parent[row]
    ints = st.integers(0, 4)
    return selection(
        group=draw(st.lists(ints, min_size=n, max_size=n)),
        value=draw(st.lists(st.integers(-2, 9), min_size=n, max_size=n)),
        uses=uses,
        capacity=draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)),
    )


@thorough
@given(problem=nested())
def test_a_nested_problem_is_a_flow_and_its_prices_prove_the_best(problem: Selection) -> None:
    """Every nested problem is recognised; the choice is the best of all, and our own bound meets it."""
    part = as_part(problem).problem
    forest = as_forest(part)
    assert forest is not None
    found = solve_flow(part, forest)
    assert found is not None
    chosen, prices = found
    assert part.holds(chosen)
    assert (prices >= 0).all()
    assert certify(part, prices).bound == part.worth(chosen) == best_worth(part)


@thorough
@given(problem=selections(pins=False))
def test_only_forests_are_taken_for_forests(problem: Selection) -> None:
    """What is recognised uses one unit a row, and each row lies within the next or apart from it."""
    part = as_part(problem).problem
    table = part.uses.toarray()
    users = [set(np.flatnonzero(row)) for row in table]
    is_nested = all(not (a & b) or a <= b or b <= a for a in users for b in users)
    assert (as_forest(part) is not None) == (is_nested and bool((table <= 1).all()))


def test_a_glance_is_enough_to_see_that_a_rich_problem_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem with half-days is no forest, also where only a few entries are looked at first."""
    monkeypatch.setattr("matching.selection.flow.GLANCE", 50)
    assert as_forest(draw_national(60, 40, 1).selection) is None
    assert as_forest(draw_national(60, 40, 1, single=True).selection) is not None


@pytest.mark.parametrize("hard", [False, True])
def test_a_town_of_single_places_is_solved_as_a_flow(hard: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """`select` needs neither the relaxation nor a search, and finds what they find."""
    problem = draw_national(300, 200, 3, hard=hard, single=True).selection
    monkeypatch.setattr(solve, "as_forest", lambda _: None)
    searched = select(problem, SelectParams(time_limit_s=300))
    monkeypatch.undo()
    monkeypatch.delattr(solve, "relax")
    monkeypatch.delattr(solve, "solve_parts")
    flown = select(problem)
    assert flown.status == SolveStatus.OPTIMAL
    assert flown.objective == flown.bound == searched.objective == searched.bound


def test_numbers_too_large_for_the_flow_are_solved_otherwise() -> None:
    """Values whose costs a flow cannot hold still get their optimum, by another way."""
    large = 2**50
    problem = selection([0, 1, 2], [large, large - 1, large - 2], [[1, 1, 1]], [2])
    assert select(problem).objective == 2 * large - 1
    assert select(problem).status == SolveStatus.OPTIMAL


def test_a_wrong_flow_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where our own bound does not meet the flow's choice, the problem is solved again without it."""
    problem = selection([0, 1, 2], [9, 7, 5], [[1, 1, 1]], [2])
    nothing = np.zeros(3, dtype=np.bool_)
    monkeypatch.setattr(solve, "solve_flow", lambda *_: (nothing, np.zeros(1)))
    assert select(problem).objective == 16
