"""Adds the parts up while they are being solved, and tells whoever wants to know."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from matching.selection.clock import Clock
from matching.selection.problem import Progress, relative_gap


class Tally:
    """
    The objective and the bound of the whole problem, from those of its parts.

    Parameters
    ----------
    clock
        Times the reports.
    listener
        Called when the objective or the bound has got better; None to keep quiet.
    """

    def __init__(self, clock: Clock, listener: Callable[[Progress], None] | None) -> None:
        self._clock = clock
        self._listener = listener
        self._parts: list[tuple[int, float]] = []
        self._told: tuple[float, float] = (-math.inf, math.inf)
        self.objective = 0
        self.bound = 0.0

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        return self._listener is not None

    def start(self, settled: int, parts: Sequence[tuple[int, float]]) -> None:
        """
        Begin, or begin again, with what makes up the whole problem.

        Parameters
        ----------
        settled
            Value of what is chosen for good, in points.
        parts
            Objective and bound of each part still open, in points.
        """
        self._parts = list(parts)
        self.objective = settled + sum(objective for objective, _ in parts)
        self.bound = settled + sum(bound for _, bound in parts)
        self._tell()

    def update(self, part: int, objective: int, bound: float) -> None:
        """
        Take over what got better in one part.

        Parameters
        ----------
        part
            Its position in the list given to `start`.
        objective
            In points.
        bound
            In points.
        """
        best, least = self._parts[part]
        self._parts[part] = (max(best, objective), min(least, bound))
        self.objective += max(0, objective - best)
        self.bound -= max(0.0, least - bound)
        self._tell()

    def is_within(self, gap: float) -> bool:
        """Say whether the relative gap of the whole is at most this."""
        return relative_gap(self.objective, self.bound) <= gap

    def allowance(self, gap: float) -> int:
        """
        Give the distance between objective and bound, in whole points, that is surely within a relative gap.

        Parameters
        ----------
        gap
            Relative, 0 or more.
        """
        # The last bound will lie somewhere between today's two numbers; the smallest it can be counts.
        has_zero = self.objective <= 0 <= self.bound
        smallest = 0.0 if has_zero else min(abs(self.objective), abs(self.bound))
        return int(gap * max(1.0, smallest))

    def _tell(self) -> None:
        objective, bound = self._told
        if self._listener is not None and (self.objective > objective or self.bound < bound):
            self._told = (max(self.objective, objective), min(self.bound, bound))
            self._listener(Progress(int(self._told[0]), self._told[1], self._clock.seconds()))
