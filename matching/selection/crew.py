"""Who solves parts of a problem side by side: processes of this machine, or of many."""

from __future__ import annotations

import multiprocessing
import signal
from abc import abstractmethod
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from ctypes import c_bool
from multiprocessing.sharedctypes import RawValue
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Crew(Executor):
    """
    An executor whose workers hear when nobody waits for them any longer, and that says when it has none.

    Any executor will do for `SelectParams.executor`; a plain one's workers go on to their time limit after a
    wish to stop, and one that has lost its workers is waited for until the time is up.
    """

    lost = 0
    """How many batches of parts had to be solved by the caller because a worker or its answer was lost."""

    @property
    @abstractmethod
    def is_called_off(self) -> Callable[[], bool]:
        """What a worker asks, again and again, whether to end; can be pickled."""

    @abstractmethod
    def is_manned(self) -> bool:
        """Say whether there is a worker left to wait for."""


class Processes(Crew):
    """
    Fresh processes of this machine; leaving the `with` block ends them, whatever they are at.

    A process that is killed takes the others of its pool with it; a new pool takes their place.

    Parameters
    ----------
    count
        How many, 1 or more.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        # No lock: a process that is killed while it holds one would stop all others.
        self._over = RawValue(c_bool, False)
        self._pool = self._new_pool()

    def submit(self, work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Let a process do the work."""
        try:
            return self._pool.submit(work, *args, **kwargs)
        except BrokenExecutor:
            self._pool = self._new_pool()
            return self._pool.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the processes."""
        self._over.value = True
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    @property
    def is_called_off(self) -> Callable[[], bool]:
        """Ask the flag that this process was given when it was made."""
        return _is_called_off

    def is_manned(self) -> bool:
        """Say yes: a pool that breaks says so in every answer it still owes."""
        return True

    def _new_pool(self) -> ProcessPoolExecutor:
        fresh = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, fresh, _join, (self._over,))


_over: Any = None


def _join(over: Any) -> None:
    """Begin as a process of the crew: Ctrl-C is the caller's to hear."""
    global _over
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _over = over


def _is_called_off() -> bool:
    return bool(_over.value)
