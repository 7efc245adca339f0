"""Every way of solving gives the best choice, or one within the gap it proves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy import sparse

from matching.selection import Progress, Selection, SelectParams, blocks, select, solve
from matching.simulation.national import draw_national
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import (
    best_worth,
    best_worth_by_scipy,
    crowded,
    selections,
    side_by_side,
    stop_when_asked,
)
from tests.matching.selection.test_solve import EDGES

CLOSE = SelectParams(time_limit_s=300, relative_gap=0.004)


@pytest.fixture
def by_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solve even the smallest problems as if they were a nation, in neighbourhoods of a few people."""
    monkeypatch.setattr(solve, "LARGE", 0)
    monkeypatch.setattr(solve, "as_forest", lambda _: None)
    monkeypatch.setattr(blocks, "GROUPS", 2)


@pytest.mark.usefixtures("by_blocks")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problem=selections())
def test_by_neighbourhoods_the_best_is_found_and_proven(problem: Selection) -> None:
    """Neighbourhoods grow until they are the whole, so a small problem is solved to its proven best."""
    result, best = select(problem), best_worth(problem)
    if best is None:
        assert result.status == SolveStatus.INFEASIBLE
    else:
        assert problem.holds(result.chosen)
        assert result.objective == result.bound == best
        assert result.status == SolveStatus.OPTIMAL


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_town_by_neighbourhoods(seed: int, hard: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gap it reports holds against the optimum of a solver not ours, and is what was asked for."""
    problem = draw_national(300, 200, seed, hard=hard).selection
    best = best_worth_by_scipy(problem)
    monkeypatch.setattr(solve, "LARGE", 0)
    monkeypatch.setattr(blocks, "GROUPS", 60)
    result = select(problem, CLOSE)
    assert problem.holds(result.chosen)
    assert result.objective <= best <= result.bound
    assert result.optimality_gap <= CLOSE.relative_gap
    assert result.status in (SolveStatus.WITHIN_GAP, SolveStatus.OPTIMAL)


@pytest.mark.usefixtures("by_blocks")
def test_equal_input_gives_equal_output_by_neighbourhoods(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the same arrays give the same choice, bound and prices."""
    monkeypatch.setattr(blocks, "GROUPS", 60)
    problem = draw_national(200, 150, 4, hard=True).selection
    first, again = select(problem, CLOSE), select(problem, CLOSE)
    assert first.chosen.tolist() == again.chosen.tolist()
    assert (first.objective, first.bound) == (again.objective, again.bound)
    assert first.prices.tolist() == again.prices.tolist()


@pytest.mark.usefixtures("by_blocks")
@pytest.mark.parametrize("asked", [1, 2, 5, 20, 80])
def test_a_stop_at_any_moment_gives_the_best(asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever somebody wants to stop, the choice holds, is no less than last reported, and bounded."""
    monkeypatch.setattr(blocks, "GROUPS", 30)
    problem = draw_national(150, 100, 5, hard=True).selection
    reports = list[Progress]()
    stop = stop_when_asked(asked)
    params = SelectParams(time_limit_s=300, should_stop=stop, on_progress=reports.append)
    result = select(problem, params)
    assert problem.holds(result.chosen)
    assert result.objective >= reports[-1].objective
    assert result.objective <= result.bound <= reports[0].bound
    assert result.status in (SolveStatus.STOPPED, SolveStatus.OPTIMAL)


@pytest.mark.parametrize("asked", [1, 2, 3, 5, 8, 13, 40])
def test_a_stop_at_any_moment_of_an_exact_search_gives_the_best(asked: int) -> None:
    """The same where the problem is searched as a whole, against the optimum of a solver not ours."""
    problem = crowded(4, groups=25, per_group=16, rows=25)
    reports = list[Progress]()
    stop = stop_when_asked(asked)
    params = SelectParams(time_limit_s=300, should_stop=stop, on_progress=reports.append)
    result = select(problem, params)
    assert problem.holds(result.chosen)
    assert result.objective == problem.worth(result.chosen) >= reports[-1].objective
    assert result.objective <= best_worth_by_scipy(problem) <= result.bound <= reports[0].bound
    assert result.status in (SolveStatus.STOPPED, SolveStatus.OPTIMAL)


@pytest.mark.usefixtures("by_blocks")
@pytest.mark.parametrize(("problem", "best"), EDGES.values(), ids=EDGES.keys())
def test_edges_by_neighbourhoods(problem: Selection, best: int) -> None:
    """The corners of what can be asked have their plain answers on this way too."""
    result = select(problem)
    assert (result.objective, result.bound, result.status) == (best, best, SolveStatus.OPTIMAL)
    assert problem.holds(result.chosen)


@pytest.mark.usefixtures("by_blocks")
def test_a_giant_and_its_doubles_by_neighbourhoods(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person with thousands of candidates, each twice, all but one shut, beside a crowd."""
    monkeypatch.setattr(blocks, "GROUPS", 10)
    crowd = crowded(7, groups=20, per_group=6, rows=12)
    rng = np.random.default_rng(7)
    value = np.tile(rng.integers(1, 2_000, 2_000), 2)
    blocked = np.ones(value.size, dtype=np.int64)
    blocked[-1] = 0
    uses = sparse.csr_array(np.stack([np.ones_like(blocked), blocked]))
    giant = Selection(np.zeros_like(value), value, uses, np.array([1, 0]))
    problem = side_by_side([crowd, giant])
    result = select(problem, CLOSE)
    best = best_worth_by_scipy(crowd) + int(value[-1])
    assert problem.holds(result.chosen)
    assert result.objective <= best <= result.bound
    assert result.optimality_gap <= CLOSE.relative_gap


@pytest.mark.usefixtures("by_blocks")
def test_progress_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report is at least as good as the one before, and the result as good as the last."""
    monkeypatch.setattr(blocks, "GROUPS", 8)
    reports: list[Progress] = []
    result = select(crowded(3), dataclasses.replace(CLOSE, relative_gap=0.03, on_progress=reports.append))
    objectives = [report.objective for report in reports]
    bounds = [report.bound for report in reports]
    assert objectives == sorted(objectives)
    assert bounds == sorted(bounds, reverse=True)
    assert result.objective >= objectives[-1]
    assert result.bound <= bounds[-1]


@pytest.mark.usefixtures("by_blocks")
def test_pins_and_shuffled_candidates_by_neighbourhoods(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pins are kept, and the order of the candidates costs nobody a place beyond the gap."""
    monkeypatch.setattr(blocks, "GROUPS", 60)
    problem = draw_national(200, 150, 6, hard=True).selection
    fixed = np.zeros(problem.size, dtype=np.bool_)
    fixed[np.flatnonzero(problem.group == 7)[-1]] = True
    order = np.random.default_rng(6).permutation(problem.size)
    pinned = Selection(
        problem.group[order], problem.value[order], problem.uses[:, order], problem.capacity, fixed[order]
    )
    result = select(pinned, CLOSE)
    assert result.chosen[pinned.fixed].all()
    straight = select(Selection(problem.group, problem.value, problem.uses, problem.capacity, fixed), CLOSE)
    assert abs(result.objective - straight.objective) <= CLOSE.relative_gap * straight.bound
