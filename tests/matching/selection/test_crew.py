"""Processes that work side by side: killed ones are replaced, needless ones end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from matching.selection import Progress, Selection, SelectParams, SelectResult, dispatch, select
from matching.selection.crew import Processes
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import crowded, side_by_side, stubborn

LONG_S = 300.0


@pytest.fixture(autouse=True)
def each_part_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send parts that would otherwise be solved here."""
    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)


@pytest.fixture(scope="module")
def problem() -> Selection:
    """Parts that take some tenths of a second each."""
    return side_by_side([crowded(seed, groups=20, per_group=12, rows=16) for seed in range(5)])


@pytest.fixture(scope="module")
def alone(problem: Selection) -> SelectResult:
    """What this process finds by itself."""
    return select(problem, SelectParams(time_limit_s=LONG_S))


@pytest.fixture
def crew() -> Iterator[Processes]:
    """Two processes."""
    with Processes(2) as started:
        yield started


class OnceBroken(Executor):
    """Takes nothing any more."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Refuse."""
        raise BrokenExecutor


def test_a_killed_process_loses_nothing(problem: Selection, alone: SelectResult, crew: Processes) -> None:
    """What a killed process was at is solved here, and the next call finds new processes."""
    killed: list[int] = []

    def kill(_: Progress) -> None:
        for pid in list(crew._pool._processes or ()) if not killed else ():
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    there = select(problem, SelectParams(time_limit_s=LONG_S, executor=crew, on_progress=kill))
    again = select(problem, SelectParams(time_limit_s=LONG_S, executor=crew))
    assert killed
    assert crew.lost > 0
    for result in (there, again):
        assert result.status == alone.status == SolveStatus.OPTIMAL
        assert result.chosen.tolist() == alone.chosen.tolist()
        assert result.bound == alone.bound


def test_an_executor_that_takes_nothing_loses_nothing(problem: Selection, alone: SelectResult) -> None:
    """An executor that is broken from the start leaves everything to this process."""
    there = select(problem, SelectParams(time_limit_s=LONG_S, executor=OnceBroken()))
    assert there.chosen.tolist() == alone.chosen.tolist()


def test_without_the_crew_a_second_call_is_refused() -> None:
    """Control: a plain pool whose process was killed takes nothing more."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        killed = pool.submit(os.kill, pool.submit(os.getpid).result(), signal.SIGKILL)
        with pytest.raises(BrokenExecutor):
            killed.result()
        with pytest.raises(BrokenExecutor):
            pool.submit(os.getpid)


def test_needless_processes_end() -> None:
    """After a wish to stop, processes end a search of minutes as soon as nobody waits for it."""
    began = time.monotonic()
    problem = side_by_side([stubborn(), stubborn()])
    with Processes(2) as crew:
        params = SelectParams(
            time_limit_s=600, executor=crew, should_stop=lambda: time.monotonic() - began > 2
        )
        result = select(problem, params)
    assert time.monotonic() - began < 120
    assert result.status == SolveStatus.STOPPED
    assert problem.holds(result.chosen)
