"""Prices found by walking downhill: any are proven, good ones are close to the relaxation's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from matching.selection.bound import certify
from matching.selection.clock import Clock
from matching.selection.lp import relax
from matching.selection.prices import find_prices
from matching.selection.problem import Selection
from matching.simulation.national import draw_national
from tests.matching.selection.problems import as_part, best_worth, selections, thorough


@pytest.mark.parametrize("hard", [False, True])
def test_the_bound_comes_close_to_the_relaxation(hard: bool) -> None:
    """In a town the bound is within 0.1 % of what the relaxation proves; without prices it is far off."""
    part = as_part(draw_national(400, 300, 2, hard=hard).selection).problem
    relaxation = relax(part, Clock(60))
    assert relaxation is not None
    best = certify(part, relaxation.prices).bound
    assert best <= certify(part, find_prices(part, Clock(60))).bound <= 1.001 * best
    assert certify(part, np.zeros(part.capacity.size)).bound > 1.02 * best


@thorough
@given(problem=selections(pins=False))
def test_prices_are_prices(problem: Selection) -> None:
    """Whatever the problem, prices are finite and 0 or more, and the bound they prove holds."""
    part = as_part(problem).problem
    if part.size:
        prices = find_prices(part, Clock(60))
        assert np.isfinite(prices).all()
        assert (prices >= 0).all()
        assert certify(part, prices).bound >= best_worth(part)


def test_without_time_there_are_no_prices() -> None:
    """A clock that is over leaves every price at 0."""
    part = as_part(draw_national(50, 40, 2).selection).problem
    assert not find_prices(part, Clock(0)).any()
