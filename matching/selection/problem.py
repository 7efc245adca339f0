"""
The question and the answer as plain arrays; this file knows no solver.

Choose at most one candidate per group so that every capacity row holds, with the greatest total value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.errors import require
from matching.vocabulary import SolveStatus

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Matrix: TypeAlias = "sparse.csr_array[np.int64, tuple[int, int]]"
T = TypeVar("T", bound=np.generic)

RECORD = "selection"
EXACT = 2**53
"""Sums below this are exact in float64, so no solver can round them."""


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
        group = _int_vector("group", self.group, None)
        value = _int_vector("value", self.value, group.size)
        capacity = _int_vector("capacity", self.capacity, None)
        _require_not_negative("group", group)
        _require_not_negative("capacity", capacity)
        _require_exact_sum("value", value)
        self._set("group", group)
        self._set("value", value)
        self._set("capacity", capacity)
        self._set("uses", _use_matrix(self.uses, (capacity.size, group.size)))
        if self.fixed is not None:
            fixed = np.asarray(self.fixed)
            is_flags = fixed.dtype == np.bool_ or fixed.size == 0
            require(is_flags, RECORD, "fixed", fixed.dtype.name, "an array of bool")
            require(fixed.shape == group.shape, RECORD, "fixed", fixed.shape, f"shape {group.shape}")
            self._set("fixed", _read_only(fixed.astype(np.bool_, copy=False)))

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
        Threads of one exact search, 1 or more. One is the fastest for most problems.
    seed
        Of the exact search, 0 or more.
    executor
        Runs independent parts side by side; anything that can pickle. The result is the same without it.
    on_progress
        Called whenever the choice or the bound gets better, from the thread that solves.
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


def _int_vector(field: str, given: npt.ArrayLike, size: int | None) -> Ints:
    array = np.asarray(given)
    require(array.ndim == 1, RECORD, field, array.shape, "one dimension")
    require(size is None or array.size == size, RECORD, field, array.size, f"{size} entries, as in group")
    # An empty list becomes an array of float64, which is no reason to complain.
    is_int = array.size == 0 or (array.dtype.kind in "iu" and np.can_cast(array.dtype, np.int64))
    require(is_int, RECORD, field, array.dtype.name, "integers that fit into int64")
    return _read_only(array.astype(np.int64, copy=False))


def _use_matrix(given: object, shape: tuple[int, int]) -> Matrix:
    require(sparse.issparse(given), RECORD, "uses", type(given).__name__, "a scipy.sparse matrix")
    uses: Matrix = sparse.csr_array(given)
    require(uses.shape == shape, RECORD, "uses", uses.shape, f"shape {shape}: rows of capacity x candidates")
    data = _int_vector("uses", uses.data, None)
    _require_not_negative("uses", data)
    _require_exact_sum("uses", data)
    uses = sparse.csr_array((data, uses.indices, uses.indptr), shape=shape)
    if not (uses.has_canonical_format and data.all()):
        uses = uses.copy()
        uses.sum_duplicates()
        uses.eliminate_zeros()
    return uses


def _require_not_negative(field: str, array: Ints) -> None:
    if array.size:
        at = int(array.argmin())
        require(bool(array[at] >= 0), RECORD, f"{field}[{at}]", int(array[at]), "0 or more")


def _require_exact_sum(field: str, array: Ints) -> None:
    total = float(np.abs(array.astype(np.float64)).sum())
    require(total < EXACT, RECORD, field, total, "absolute values that add up to less than 2**53")


def _read_only(array: npt.NDArray[T]) -> npt.NDArray[T]:
    view = array.view()
    view.flags.writeable = False
    return view
