"""When a solve has to end: its time limit, and a wish to stop that may come at any moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from matching.vocabulary import SolveStatus

POLL_S = 0.02


class Clock:
    """
    Counts down from the moment it is made.

    Parameters
    ----------
    limit_s
        Seconds until time is up.
    should_stop
        True ends the solve earlier; what it raises is raised again by the solve.
    """

    def __init__(self, limit_s: float, should_stop: Callable[[], bool] | None = None) -> None:
        self._began = time.monotonic()
        self._limit_s = limit_s
        self._should_stop = should_stop
        self._stopped = False

    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._began

    def seconds_left(self) -> float:
        """Seconds until time is up, never below 0."""
        return max(0.0, self._limit_s - self.seconds())

    def is_stopped(self) -> bool:
        """Say whether somebody wants to stop; once they do, they are not asked again."""
        if self._should_stop is not None and not self._stopped:
            self._stopped = self._should_stop()
        return self._stopped

    def is_over(self) -> bool:
        """Say whether to end now."""
        return self.is_stopped() or self.seconds_left() == 0.0

    def ending(self) -> SolveStatus:
        """Name what ended the solve: a wish to stop, or else the time limit."""
        return SolveStatus.STOPPED if self._stopped else SolveStatus.TIMED_OUT

    @contextmanager
    def interrupting(self, stop: Callable[[], object]) -> Iterator[None]:
        """
        Call `stop` from another thread while a solver runs in this one and somebody wants to stop.

        Parameters
        ----------
        stop
            Ends the solver; called again and again, for a solver that has not begun yet forgets it.
        """
        if self._should_stop is None:
            yield
            return
        done = threading.Event()
        failures: list[BaseException] = []

        def watch() -> None:
            while not done.wait(POLL_S):
                try:
                    wants_end = bool(failures) or self.is_over()
                except BaseException as failure:  # whatever it is, it belongs to the solving thread
                    failures.append(failure)
                    wants_end = True
                if wants_end:
                    stop()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()
        if failures:
            raise failures[0]
