"""A clock ends a solve in time, on a wish, and on a failure of who was asked."""

from __future__ import annotations

import threading
import time

import pytest

from matching.selection.clock import Clock
from matching.vocabulary import SolveStatus


def test_time_runs_out() -> None:
    """Before the limit it is not over, after it is, by the clock."""
    assert not Clock(60).is_over()
    clock = Clock(1e-9)
    time.sleep(0.001)
    assert clock.is_over()
    assert clock.seconds_left() == 0
    assert clock.ending() == SolveStatus.TIMED_OUT


def test_a_wish_to_stop_is_remembered() -> None:
    """Once somebody wants to stop they are not asked again."""
    answers = iter([False, True])
    clock = Clock(60, should_stop=lambda: next(answers))
    assert not clock.is_stopped()
    assert clock.is_over()
    assert clock.is_over()
    assert clock.ending() == SolveStatus.STOPPED


def test_a_solver_is_stopped_from_outside() -> None:
    """While a solver runs, somebody who changes their mind stops it."""
    stopped = threading.Event()
    began = time.monotonic()
    clock = Clock(60, should_stop=lambda: time.monotonic() - began > 0.05)
    with clock.interrupting(stopped.set):
        assert stopped.wait(30)
    assert clock.ending() == SolveStatus.STOPPED


def test_nobody_is_watched_for_nothing() -> None:
    """Without anybody to ask, no thread is started."""
    threads = threading.active_count()
    with Clock(60).interrupting(lambda: None):
        assert threading.active_count() == threads


def test_a_failure_of_who_is_asked_ends_the_solve() -> None:
    """If asking fails, the solver is stopped and the failure raised where the solve was started."""
    stopped = threading.Event()

    def fail() -> bool:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"), Clock(60, should_stop=fail).interrupting(stopped.set):
        assert stopped.wait(30)
