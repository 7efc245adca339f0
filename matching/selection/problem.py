"""
The question and the answer as plain arrays; this file knows no solver.

Choose at most one candidate per group so that every capacity row holds, with the greatest total value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from matching.errors import require
from matching.selection.arrays import (
    Flags,
    Floats,
    Ints,
    Matrix,
    as_flags,
    as_ints,
    as_uses,
    require_exact_sum,
)
from matching.vocabulary import SolveStatus


@dataclass(frozen=True, eq=False)
class Selection:
    """
    Candidates in groups, what each is worth and what it uses of each capacity row.

    Any integer dtype is taken and kept as int64; the arrays are not copied unless they must be, so leave
    them alone afterwards.

    Parameters
    ----------
    group
        Shape [n]: the group of each candidate, 0 or more; numbers may be missing and come in any order.
    value
        Shape [n]: what choosing the candidate is worth, in points; may be negative.
    uses
        Shape [rows, n]: how much of each row a candidate uses, 0 or more.
    capacity
        Shape [rows]: how much of each row there is, 0 or more.
    fixed
        Shape [n]: candidates that must be chosen (pins), whatever their value; None for no pins.

    Raises
    ------
    InvalidProblem
        If a shape, type or range does not hold, or if the absolute values, or the uses, add up to 2**53
        or more.
    """

    group: Ints
    value: Ints
    uses: Matrix
    capacity: Ints
    fixed: Flags | None = None

    def __post_init__(self) -> None:
        group = as_ints("group", self.group, lowest=0)
        capacity = as_ints("capacity", self.capacity, lowest=0)
        value = as_ints("value", self.value, size=group.size)
        require_exact_sum("value", value)
        self._set("group", group)
        self._set("value", value)
        self._set("uses", as_uses("uses", self.uses, (capacity.size, group.size)))
        self._set("capacity", capacity)
        if self.fixed is not None:
            self._set("fixed", as_flags("fixed", self.fixed, group.size))

    def _set(self, field: str, value: object) -> None:
        object.__setattr__(self, field, value)

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return int(self.group.size)

    def worth(self, chosen: Flags) -> int:
        """
        Add up the values of the chosen candidates.

        Parameters
        ----------
        chosen
            Shape [n].
        """
        return int(self.value[chosen].sum())

    def holds(self, chosen: Flags) -> bool:
        """
        Say whether a choice keeps every rule: one per group, every row within capacity, every pin chosen.

        Parameters
        ----------
        chosen
            Shape [n].
        """
        groups = self.group[chosen]
        one_per_group = np.unique(groups).size == groups.size
        within_capacity = bool((self.uses @ chosen.astype(np.int64) <= self.capacity).all())
        pins_chosen = self.fixed is None or bool(chosen[self.fixed].all())
        return one_per_group and within_capacity and pins_chosen


@dataclass(frozen=True)
class Progress:
    """
    How far a solve has come; each report is at least as good as the one before.

    Parameters
    ----------
    objective
        Value of the best choice so far, in points.
    bound
        Proven: no choice is worth more, in points.
    seconds
        Since the solve began.
    """

    objective: int
    bound: float
    seconds: float


@dataclass(frozen=True)
class SelectParams:
    """
    How long and how hard to search.

    Parameters
    ----------
    time_limit_s
        Seconds for the whole call, above 0. However short, a feasible choice and a proven bound come back.
    relative_gap
        Stop when (bound - objective) / max(1, |bound|) is at most this; 0 asks for a proven optimum.
    workers
        Threads of one exact search, 1 or more. One is by far the fastest on the problems measured.
    seed
        Of the exact search, 0 or more.
    executor
        Runs independent parts side by side; anything that can pickle. The result is the same without it.
    on_progress
        Called whenever the choice or the bound gets better, in the middle of the solve: be quick.
    should_stop
        Asked every few hundredths of a second, from a thread of its own; True ends the solve.

    Raises
    ------
    InvalidProblem
        If a number is out of its range.
    """

    time_limit_s: float = 10.0
    relative_gap: float = 0.0
    workers: int = 1
    seed: int = 1
    executor: Executor | None = None
    on_progress: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None

    def __post_init__(self) -> None:
        record = "select params"
        require(self.time_limit_s > 0, record, "time_limit_s", self.time_limit_s, "more than 0 seconds")
        require(0 <= self.relative_gap < math.inf, record, "relative_gap", self.relative_gap, "0 or more")
        require(self.workers >= 1, record, "workers", self.workers, "1 or more")
        require(0 <= self.seed < 2**31, record, "seed", self.seed, "0 to 2**31 - 1")


@dataclass(frozen=True, eq=False)
class SelectResult:
    """
    A feasible choice and how good it is proven to be.

    Where the pins contradict each other or the capacities there is no choice at all: the status is
    INFEASIBLE, nothing is chosen, and objective and bound are 0 and mean nothing.

    Parameters
    ----------
    chosen
        Shape [n].
    objective
        Total value of the chosen candidates, in points.
    bound
        Proven: no choice is worth more, in points; never below the objective.
    status
        How the solve ended.
    prices
        Shape [rows], 0 or more: about what one more unit of a row would be worth, in points.
    """

    chosen: Flags
    objective: int
    bound: float
    status: SolveStatus
    prices: Floats

    @property
    def optimality_gap(self) -> float:
        """How far the objective can be from the best, as a share of the bound: 0 is proven optimal."""
        return relative_gap(self.objective, self.bound)


def relative_gap(objective: float, bound: float) -> float:
    """Give the distance between objective and bound as a share of the bound, or of 1 where that is more."""
    return (bound - objective) / max(1.0, abs(bound))
