"""Parts solved here or elsewhere: the same outcomes, and none lost."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from matching.errors import SolverFault
from matching.selection import SelectParams, dispatch, select
from matching.selection.clock import Clock
from matching.selection.dispatch import solve_parts
from matching.selection.refine import Task
from matching.selection.tally import Tally
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import as_part, crowded, side_by_side
from tests.matching.selection.test_refine import priced_task


class Silent(Executor):
    """Takes everything and never answers."""

    def __init__(self) -> None:
        self.sent: list[Future[Any]] = []

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Take a call and do nothing."""
        self.sent.append(Future())
        return self.sent[-1]


@pytest.fixture
def tasks() -> list[Task]:
    """Three parts that need a search."""
    return [priced_task(as_part(crowded(seed, groups=12, per_group=10, rows=9)).problem) for seed in range(3)]


def tally_for(tasks: list[Task], clock: Clock) -> Tally:
    """Make the tally of some tasks."""
    tally = Tally(clock, None)
    tally.start(0, [(task.problem.worth(task.known.chosen), task.known.bound) for task in tasks])
    return tally


def test_processes_give_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two fresh processes choose exactly what this one chooses, and prove it alike."""
    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)
    problem = side_by_side([crowded(seed, groups=12, per_group=10, rows=9) for seed in range(4)])
    here = select(problem, SelectParams(time_limit_s=300))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = select(problem, SelectParams(time_limit_s=300, executor=pool))
    assert here.status == there.status == SolveStatus.OPTIMAL
    assert there.chosen.tolist() == here.chosen.tolist()
    assert (there.objective, there.bound) == (here.objective, here.bound)
    assert there.prices.tolist() == here.prices.tolist()


def test_small_parts_travel_together(tasks: list[Task]) -> None:
    """Parts that are solved faster than sent stay here, so the executor is not even asked."""
    silent = Silent()
    clock = Clock(60)
    outcomes = solve_parts(tasks, silent, clock, tally_for(tasks, clock))
    assert silent.sent == []
    assert len(outcomes) == len(tasks)


def test_batches_keep_the_order_and_lose_nobody() -> None:
    """Batches hold every position once, in order, and are closed when large enough."""
    assert dispatch._batches([1500, 600, 5000, 10, 10]) == [[0, 1], [2], [3, 4]]
    assert dispatch._batches([]) == []


def test_an_executor_that_never_answers_costs_only_the_time_limit(
    tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not come back in time stays as it was known, and is called off."""
    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)
    monkeypatch.setattr(dispatch, "GRACE_S", 0.05)
    silent, clock = Silent(), Clock(0.05)
    outcomes = solve_parts(tasks, silent, clock, tally_for(tasks, clock))
    assert outcomes == [task.known for task in tasks]
    assert len(silent.sent) == 3
    assert all(future.cancelled() for future in silent.sent)


def test_a_wish_to_stop_is_not_kept_waiting_by_an_executor(
    tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wants to stop gets what is known at once, though the executor has not answered."""
    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)
    clock = Clock(600, should_stop=lambda: True)
    outcomes = solve_parts(tasks, Silent(), clock, tally_for(tasks, clock))
    assert outcomes == [task.known for task in tasks]
    assert clock.seconds() < 60


def test_a_fault_elsewhere_is_a_fault_here(tasks: list[Task], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in another worker is raised by the solve."""

    def broken(*_: object) -> None:
        raise SolverFault("over there")

    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)
    monkeypatch.setattr(dispatch, "refine", broken)
    clock = Clock(60)
    with ThreadPoolExecutor(2) as pool, pytest.raises(SolverFault, match="over there"):
        solve_parts(tasks, pool, clock, tally_for(tasks, clock))


def test_the_tally_hears_of_every_part(tasks: list[Task], monkeypatch: pytest.MonkeyPatch) -> None:
    """When all parts are back the tally holds their sum, here as elsewhere."""
    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)
    with ThreadPoolExecutor(2) as pool:
        for executor in (None, pool):
            clock = Clock(60)
            tally = tally_for(tasks, clock)
            outcomes = solve_parts(tasks, executor, clock, tally)
            worths = [task.problem.worth(got.chosen) for task, got in zip(tasks, outcomes, strict=True)]
            assert tally.objective == sum(worths)
            assert tally.bound == np.sum([outcome.bound for outcome in outcomes])
