"""A real cluster of separate processes: the same result, nothing lost, nothing left running."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import cluster as dask
from api.cli import app
from matching.selection import Progress, SelectParams, SelectResult, dispatch, select
from matching.selection.problem import Selection
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import crowded, side_by_side, stubborn

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    # What a killed worker leaves behind in Dask's own event loop is not ours to mend.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROOT = Path(__file__).parents[2]
PARTS = 8
LONG_S = 120.0


class Running:
    """A scheduler of its own, and workers that are processes of their own."""

    def __init__(self) -> None:
        self._log: list[subprocess.Popen[str]] = []
        self.workers: list[subprocess.Popen[str]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show")
        self.address = self._wait_for(self.scheduler, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")

    def add_workers(self, count: int) -> None:
        """Add workers, and wait until they are there."""
        new = [
            self._start("worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny")
            for _ in range(count)
        ]
        for worker in new:
            self._wait_for(worker, r"Registered to:\s+(\S+)")
        self.workers += new

    def kill_worker(self) -> None:
        """End a worker as a power cut does."""
        worker = self.workers.pop()
        worker.kill()
        worker.wait()

    def end(self) -> None:
        """End all of it."""
        for process in self._log:
            process.kill()
            process.wait()
            assert process.stderr is not None
            process.stderr.close()

    def _start(self, *words: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__DASHBOARD__LINK": "",
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
        }
        module = f"distributed.cli.dask_{words[0]}"
        command = [sys.executable, "-m", module, *words[1:], "--no-dashboard"]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self._log.append(process)
        return process

    @staticmethod
    def _wait_for(process: subprocess.Popen[str], pattern: str) -> str:
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError("".join(seen))


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """A scheduler without workers."""
    started = Running()
    try:
        yield started
    finally:
        started.end()


@pytest.fixture
def two_workers(running: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    """A scheduler with two workers, and parts so small that each is sent by itself."""
    running.add_workers(2 - len(running.workers))
    monkeypatch.setattr(dispatch, "BATCH_CANDIDATES", 1)
    return running


@pytest.fixture(scope="module")
def problem() -> Selection:
    """Parts that take long enough for a worker to die at."""
    return side_by_side([crowded(seed, groups=25, per_group=16, rows=25) for seed in range(PARTS)])


@pytest.fixture(scope="module")
def alone(problem: Selection) -> SelectResult:
    """What this process finds without anybody's help."""
    return select(problem, SelectParams(time_limit_s=LONG_S))


def assert_same(result: SelectResult, expected: SelectResult) -> None:
    """Compare all that a result says."""
    assert result.status == expected.status == SolveStatus.OPTIMAL
    assert result.chosen.tolist() == expected.chosen.tolist()
    assert (result.objective, result.bound) == (expected.objective, expected.bound)
    assert result.prices.tolist() == expected.prices.tolist()


def never(*_: object) -> None:
    """Stand in for what must not happen here."""
    raise AssertionError("a part was solved in this process")


def at_first_part(act: Callable[[], None]) -> Callable[[Progress], None]:
    """Do something once, when the first part has come back and others are at work."""
    calls: list[Progress] = []

    def listen(progress: Progress) -> None:
        calls.append(progress)
        if len(calls) == 4:
            assert progress.objective < progress.bound
            act()

    return listen


def test_a_cluster_gives_the_same_result(
    two_workers: Running, problem: Selection, alone: SelectResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers choose exactly what this process chooses, and this process solves none of the parts."""
    monkeypatch.setattr(dispatch, "refine", never)
    with dask.cluster(two_workers.address) as crew:
        there = select(problem, SelectParams(time_limit_s=LONG_S, executor=crew))
    assert_same(there, alone)
    assert crew.lost == 0


def test_a_worker_killed_in_mid_solve_loses_nothing(
    two_workers: Running, problem: Selection, alone: SelectResult
) -> None:
    """The other worker does what the dead one had begun."""
    with dask.cluster(two_workers.address) as crew:
        listener = at_first_part(two_workers.kill_worker)
        params = SelectParams(time_limit_s=LONG_S, executor=crew, on_progress=listener)
        there = select(problem, params)
    assert len(two_workers.workers) == 1
    assert_same(there, alone)


@pytest.mark.parametrize("has_fallback", [True, False])
def test_when_all_workers_die_the_rest_is_solved_here(
    two_workers: Running,
    problem: Selection,
    alone: SelectResult,
    has_fallback: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Parts that nobody is left to solve are solved by the caller; without that they are lost (control)."""
    monkeypatch.setattr(dask, "ABSENT_S", 1.0)
    if not has_fallback:
        monkeypatch.setattr(dask.Cluster, "is_manned", lambda _: True)

    def kill_all() -> None:
        two_workers.kill_worker()
        two_workers.kill_worker()

    with dask.cluster(two_workers.address) as crew:
        limit_s = LONG_S if has_fallback else 4.0
        params = SelectParams(time_limit_s=limit_s, executor=crew, on_progress=at_first_part(kill_all))
        there = select(problem, params)
    if has_fallback:
        assert_same(there, alone)
        assert crew.lost > 0
    else:
        assert there.status == SolveStatus.TIMED_OUT
        assert there.objective < alone.objective


def test_a_wish_to_stop_frees_the_workers(two_workers: Running) -> None:
    """Whoever stops gets the best so far at once, and workers end a search that would take minutes."""
    began = time.monotonic()
    problem = side_by_side([stubborn(), stubborn()])
    with dask.cluster(two_workers.address) as crew:
        params = SelectParams(
            time_limit_s=600, executor=crew, should_stop=lambda: time.monotonic() - began > 3
        )
        result = select(problem, params)
    assert result.status == SolveStatus.STOPPED
    assert problem.holds(result.chosen)
    assert result.objective <= result.bound
    with dask.cluster(two_workers.address) as crew:
        # One thread a worker: these begin only when the searches have ended.
        numbers = [crew.submit(os.getpid) for _ in range(8)]
        assert {number.result(timeout=60) for number in numbers} <= {
            worker.pid for worker in two_workers.workers
        }
    assert time.monotonic() - began < 120


def test_the_command_shows_progress_and_a_checked_result(
    two_workers: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sanka propose --scheduler` says what it has reached, the same as without a cluster."""
    monkeypatch.setenv("COLUMNS", "200")
    said = []
    for extra in ([], ["--scheduler", two_workers.address]):
        words = ["propose", "--people", "300", "--menus", "200", "--hard", "--gap", "0", *extra]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        said.append(re.sub(r"[\d.]+ 秒", "", result.output))
    assert "価格づけ" in said[0]
    assert "確かめました" in said[0]
    assert said[0] == said[1]


def test_a_scheduler_that_does_not_answer_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scheduler ends with status 2, the address, and what to check."""
    monkeypatch.setattr(dask, "CONNECT_S", 0.3)
    words = ["propose", "--people", "5", "--menus", "5", "--scheduler", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "tcp://127.0.0.1:9" in result.output
    assert "dask scheduler" in result.output


def test_an_address_that_is_none_is_said_so() -> None:
    """What is no address ends with status 2, not with a trace."""
    words = ["propose", "--people", "5", "--menus", "5", "--scheduler", "ftp://x:y"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2, result.output
    assert "ftp://x:y" in result.output


def test_a_worker_of_another_release_is_refused(
    two_workers: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker whose answers could differ is named, and nothing is sent to it."""
    here = dask.versions()
    monkeypatch.setattr(dask, "PACKAGES", ("ortools",))
    monkeypatch.setattr(dask, "version", lambda _: "0.0")
    with pytest.raises(dask.NoCluster) as refused, dask.cluster(two_workers.address):
        pass
    assert refused.value.key == "workers_differ"
    assert refused.value.values["there"] == here["ortools"]


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Dask is not installed, the sentence names the extra, and other commands do not miss it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "api.cluster")
    words = ["propose", "--people", "5", "--menus", "5"]
    result = CliRunner().invoke(app, [*words, "--scheduler", "tcp://127.0.0.1:9"])
    assert result.exit_code == 2
    assert "sanka[cluster]" in result.output
    assert CliRunner().invoke(app, words).exit_code == 0


def test_the_command_loads_no_dask_unless_asked() -> None:
    """A fresh interpreter with the command in it has not loaded Dask."""
    code = "import sys, api.cli; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
