"""Rows as sacks: fillings are the best there are, and the bound they prove holds at any prices."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from matching.selection import sacks as subject
from matching.selection.arrays import Floats
from matching.selection.bound import certify
from matching.selection.clock import Clock
from matching.selection.lp import relax
from matching.selection.reduce import count_groups
from matching.selection.sacks import Sacks, as_sacks
from matching.simulation.generalised_assignment import draw_assignment
from tests.matching.selection.problems import as_part, best_worth, selection, thorough


@st.composite
def packed(draw: DrawFn) -> tuple[Sacks, Floats]:
    """Draw a small problem whose candidates use one row each, and prices of its groups."""
    groups, rows = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    largest = draw(st.sampled_from([9, 1000, 10**12]))
    places = [(group, row) for group in range(groups) for row in range(rows)]
    kept = [place for place in places if draw(st.integers(0, 3))]
    uses = [[draw(st.integers(1, 5)) if row == own else 0 for _, own in kept] for row in range(rows)]
    problem = selection(
        [group for group, _ in kept],
        [draw(st.integers(1, largest)) for _ in kept],
        uses,
        [draw(st.integers(0, 6)) for _ in range(rows)],
    )
    # Rows that cannot bind are left out, and with them what uses no other: not every draw stays one of sacks.
    sacks = as_sacks(as_part(problem).problem)
    if sacks is None:
        sacks = as_sacks(as_part(selection([0, 1], [largest, 1], [[1, 1]], [1])).problem)
    assert sacks is not None
    prices = [draw(st.floats(-1, 2.0 * largest)) for _ in range(count_groups(sacks.problem))]
    return sacks, np.array(prices)


@thorough
@given(drawn=packed())
def test_the_bound_holds_at_any_prices(drawn: tuple[Sacks, Floats]) -> None:
    """No choice is worth more than the bound, whatever the prices are."""
    sacks, prices = drawn
    assert sacks.fill(prices).bound >= (best_worth(sacks.problem) or 0)


@thorough
@given(drawn=packed())
def test_each_pack_is_the_best_of_its_row(drawn: tuple[Sacks, Floats]) -> None:
    """A filling fits, is worth what it says, and no other set of candidates is worth more at these prices."""
    sacks, prices = drawn
    problem, filling = sacks.problem, sacks.fill(prices)
    gain = problem.value - np.maximum(prices, 0)[problem.group]
    for row, capacity in enumerate(problem.capacity.tolist()):
        own = np.flatnonzero(sacks.row == row).tolist()
        sets = (s for n in range(len(own) + 1) for s in itertools.combinations(own, n))
        fitting = [list(s) for s in sets if sacks.amount[list(s)].sum() <= capacity]
        best = max(float(gain[s].sum()) for s in fitting)
        taken = np.flatnonzero(filling.taken & (sacks.row == row)).tolist()
        assert taken in fitting
        assert filling.worth[row] == pytest.approx(best, rel=1e-9, abs=1e-6)
        assert gain[taken].sum() == pytest.approx(best, rel=1e-9, abs=1e-6)


def test_whole_fillings_prove_more_than_parts() -> None:
    """Where things are large beside the row, the bound is below the relaxation's best."""
    part = as_part(draw_assignment("C", 5, 20, seed=1).selection()).problem
    sacks, relaxation = as_sacks(part), relax(part, Clock(60))
    assert sacks is not None
    assert relaxation is not None
    of_rows = certify(part, relaxation.prices)
    reduced = part.value - part.uses.T @ of_rows.prices
    prices = np.maximum.reduceat(reduced, np.flatnonzero(np.diff(part.group, prepend=-1)))
    assert sacks.fill(prices).bound < of_rows.bound


@pytest.mark.parametrize(
    ("group", "uses"),
    [
        pytest.param([0, 1], [[1, 1], [1, 0]], id="a candidate with two rows"),
        pytest.param([0, 1, 1], [[1, 1, 0]], id="a candidate without any"),
        pytest.param([0, 0, 1], [[1, 2, 1]], id="two of a group in one row"),
        pytest.param([], [[]], id="nothing"),
    ],
)
def test_other_problems_are_not_taken_for_sacks(group: list[int], uses: list[list[int]]) -> None:
    """Who uses more than a row, or none, or may have one row in two ways, is for the other ways."""
    problem = selection(group, [1] * len(group), uses, [1] * len(uses))
    assert as_sacks(problem) is None


def test_rows_too_long_for_the_table_are_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has an end, and the problem is then solved another way."""
    part = as_part(draw_assignment("C", 3, 9, seed=1).selection()).problem
    assert as_sacks(part) is not None
    monkeypatch.setattr(subject, "MOST_CELLS", 100)
    assert as_sacks(part) is None
    problem = selection([0, 1], [1, 1], [[10**9, 10**9]], [10**9])
    assert as_sacks(problem) is None
