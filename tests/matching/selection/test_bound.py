"""The Lagrangian bound holds for every choice, whatever the prices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.selection.arrays import Floats
from matching.selection.bound import certify, proven_bound
from matching.selection.clock import Clock
from matching.selection.lp import relax
from matching.selection.problem import Selection
from tests.matching.selection.problems import (
    as_part,
    best_worth,
    crowded,
    every_choice,
    selection,
    selections,
    thorough,
)

any_price = st.one_of(
    st.sampled_from([0.0, -1.0, 0.5, 1e-12, 1e300, float("inf"), float("nan")]),
    st.floats(0, 50),
    st.floats(0, 2e12),
)


def draw_prices(data: st.DataObject, problem: Selection) -> Floats:
    """Draw a price for every row."""
    rows = problem.capacity.size
    return np.array(data.draw(st.lists(any_price, min_size=rows, max_size=rows)), dtype=np.float64)


@thorough
@given(problem=selections(), data=st.data())
def test_no_choice_is_worth_more_than_the_bound(problem: Selection, data: st.DataObject) -> None:
    """Whatever the prices, the bound is no less than the best choice with every pin, found by trying all."""
    prices = draw_prices(data, problem)
    best = best_worth(problem)
    if best is None:
        with pytest.raises(InvalidProblem, match="pins"):
            proven_bound(problem, prices)
    else:
        assert proven_bound(problem, prices) >= best


@thorough
@given(problem=selections(pins=False), data=st.data())
def test_no_choice_goes_beyond_its_reach(problem: Selection, data: st.DataObject) -> None:
    """No choice is worth more than the reach of any of its candidates, or of any group it leaves empty."""
    part = as_part(problem).problem
    certificate = certify(part, draw_prices(data, part))
    for chosen in every_choice(part):
        worth = part.worth(chosen)
        assert (certificate.reach[chosen] >= worth).all()
        empty = np.setdiff1d(part.group, part.group[chosen])
        assert (certificate.reach_without[empty] >= worth).all()
        assert certificate.bound >= worth


@pytest.mark.parametrize("left_out", ["capacity", "floor of 0"])
def test_a_bound_with_a_term_left_out_is_caught(left_out: str) -> None:
    """The check above is sharp: without one of its terms the formula falls below a feasible choice."""
    is_caught = False
    for seed in range(5):
        part = as_part(crowded(seed, groups=5, per_group=3, rows=4)).problem
        prices = np.random.default_rng(seed).uniform(0, 900, part.capacity.size)
        reduced = part.value - part.uses.T @ prices
        best = np.maximum.reduceat(reduced, np.flatnonzero(np.diff(part.group, prepend=-1)))
        without = {
            "capacity": np.maximum(best, 0).sum(),
            "floor of 0": best.sum() + prices @ part.capacity,
        }
        is_caught |= bool(best_worth(part) > without[left_out])
    assert is_caught


def test_good_prices_make_it_tight() -> None:
    """With the prices of the relaxation the bound is the relaxation's value, rounded down."""
    part = as_part(crowded(1)).problem
    relaxation = relax(part, Clock(60))
    assert relaxation is not None
    value = float(relaxation.share @ part.value)
    assert certify(part, relaxation.prices).bound == int(value + 1e-6)


def test_the_prices_given_back_prove_the_same_bound() -> None:
    """The prices of a certificate are the very ones that prove it: given again they prove it again."""
    part = as_part(crowded(2)).problem
    first = certify(part, np.random.default_rng(2).uniform(0, 300, part.capacity.size))
    again = certify(part, first.prices)
    assert again.bound == first.bound
    assert again.prices.tolist() == first.prices.tolist()


def test_prices_beyond_exact_sums_count_as_none() -> None:
    """Prices so high that sums would overflow prove what prices of 0 prove: the best of each group."""
    problem = selection([0, 1], [5, 7], [[1, 1]], [1])
    assert proven_bound(problem, np.array([1e30])) == 12
    assert proven_bound(problem, np.array([5.0])) == 7


def test_values_near_the_largest_are_exact() -> None:
    """A bound of 16 digits is right to the last one."""
    large = 2**51 + 1
    problem = selection([0, 1], [large, large - 2], [[1, 1]], [1])
    assert proven_bound(problem, np.array([float(large - 2)])) == large
