"""Snapshots freeze a month; a forecast speaks only where there is history enough, and covers what it says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matching.errors import InvalidProblem
from matching.gaps import by_quarter, forecast, snapshot, trend
from matching.gaps.history import FEWEST_QUARTERS
from tests.matching.gaps.conftest import Analysed


def months(*numbers: float, start: dt.date = dt.date(2024, 1, 1)) -> dict[dt.date, float]:
    """Give numbers to months in a row."""
    first = start.year * 12 + start.month - 1
    return {dt.date((first + n) // 12, (first + n) % 12 + 1, 1): each for n, each in enumerate(numbers)}


def test_a_snapshot_counts_what_the_analysis_found(analysed: Analysed) -> None:
    """Its totals are those of proposal and analysis, and its parts add up."""
    frozen = snapshot(analysed.problem, analysed.proposal)
    assert frozen.month == dt.date(2026, 11, 1)
    assert frozen.unmet == sum(frozen.unmet_by.values()) == len(analysed.report.unmet)
    assert frozen.places == sum(frozen.places_by_host.values())
    assert frozen.places == sum(margin.left for margin in analysed.proposal.unused)
    assert frozen.waiting == analysed.report.waiting


def test_quarters_are_those_of_the_calendar() -> None:
    """Only whole quarters count, and only the last run without a hole."""
    assert by_quarter(months(1, 2, 3, 4, 5, 6)) == (2, 5)
    assert by_quarter(months(1, 2, 3, 4)) == (2,)
    assert by_quarter(months(9, 1, 2, 3, start=dt.date(2023, 12, 1))) == (2,)
    holed = {**months(1, 1, 1), **months(5, 5, 5, 6, 6, 6, start=dt.date(2024, 7, 1))}
    assert by_quarter(holed) == (5, 6)
    assert by_quarter({}) == ()


def test_an_old_run_says_nothing_of_what_comes() -> None:
    """A run counts until the quarter after its end is over; the control is the same run a quarter earlier."""
    half_a_year = months(1, 2, 3, 4, 5, 6)
    assert by_quarter(half_a_year, dt.date(2024, 9, 30)) == (2, 5)
    assert by_quarter(half_a_year, dt.date(2024, 10, 1)) == ()
    assert by_quarter({}, dt.date(2024, 10, 1)) == ()


def test_a_trend_is_the_change_a_quarter() -> None:
    """From the first to the last quarter; nothing of one."""
    found = trend((4, 6, 10))
    assert found is not None
    assert found.a_quarter == 3
    assert trend((4,)) is None


def test_too_little_history_says_nothing() -> None:
    """Below two years there is silence."""
    assert forecast(list(range(FEWEST_QUARTERS - 1))) is None
    assert forecast(list(range(FEWEST_QUARTERS))) is not None
    with pytest.raises(InvalidProblem):
        forecast([1.0] * 9, ahead=9)


def test_what_never_moved_is_expected_to_stay() -> None:
    """Twelve equal quarters give the same number with no width, and a count is never below 0."""
    found = forecast([5.0] * 12)
    assert found is not None
    assert found.expected == found.low == found.high == (5, 5, 5, 5)
    falling = forecast([20.0, 17, 15, 13, 10, 8, 5, 3, 1])
    assert falling is not None
    assert min(falling.low) >= 0


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Of 200 random walks with drift the truth lies within the interval about four times in five."""
    rng = np.random.Generator(np.random.PCG64(3))
    inside = 0
    for _ in range(200):
        walk = 100 + np.cumsum(rng.normal(0.5, 4, 18))
        found = forecast(walk[:-2].tolist(), ahead=2)
        assert found is not None
        inside += found.low[1] <= walk[-1] <= found.high[1]
    assert 0.72 <= inside / 200 <= 0.88
