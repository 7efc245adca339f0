"""The parts add up, and news are only ever better."""

from __future__ import annotations

import pytest

from matching.selection.clock import Clock
from matching.selection.problem import Progress
from matching.selection.tally import Tally


def test_news_are_told_once_and_only_if_better() -> None:
    """Worse or equal news of a part change nothing and are not told."""
    heard: list[Progress] = []
    tally = Tally(Clock(60), heard.append)
    tally.start(100, [(10, 20.0), (0, 5.0)])
    tally.update(0, 10, 20.0)
    tally.update(0, 3, 99.0)
    tally.update(1, 4, 9.0)
    tally.update(0, 0, 15.0)
    assert [(news.objective, news.bound) for news in heard] == [(110, 125.0), (114, 125.0), (114, 120.0)]
    assert (tally.objective, tally.bound) == (114, 120.0)


def test_a_new_beginning_is_not_told_as_a_step_back() -> None:
    """Other parts may have a looser bound together; what was told before still holds."""
    heard: list[Progress] = []
    tally = Tally(Clock(60), heard.append)
    tally.start(0, [(10, 20.0)])
    tally.start(0, [(5, 11.0), (5, 11.0)])
    tally.update(0, 7, 7.0)
    assert [(news.objective, news.bound) for news in heard] == [(10, 20.0), (12, 18.0)]


@pytest.mark.parametrize(
    ("settled", "part", "gap", "allowance"),
    [
        pytest.param(0, (1000, 1100.0), 0.01, 10, id="both above 0: of the objective"),
        pytest.param(-3000, (1000, 1100.0), 0.01, 19, id="both below 0: of the bound"),
        pytest.param(-1050, (1000, 1100.0), 0.01, 0, id="0 between them: of one point"),
        pytest.param(0, (1000, 1100.0), 0.0, 0, id="no gap allowed"),
    ],
)
def test_an_allowance_is_surely_within_the_gap(
    settled: int, part: tuple[int, float], gap: float, allowance: int
) -> None:
    """The allowance is a share of the smallest size the last bound can have."""
    tally = Tally(Clock(60), None)
    tally.start(settled, [part])
    assert tally.allowance(gap) == allowance
