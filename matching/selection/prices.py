"""
Prices of rows for problems too large for a linear program: a walk downhill on the Lagrangian bound.

A step costs one pass over the arrays. Whatever comes out is only ever used through `certify`, which proves a
bound from any prices, so single precision is enough here.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.selection.arrays import Floats
from matching.selection.clock import Clock
from matching.selection.descent import Walk, descend, total
from matching.selection.problem import Selection

STEPS = 240
"""Measured: at 100,000 people the bound is then within 0.02 % of the linear relaxation's."""
FIRST_GOAL, PROGRESS = 0.02, 1e-4
"""As shares of what all could have if nothing were short."""

Singles = npt.NDArray[np.float32]


def find_prices(problem: Selection, clock: Clock) -> Floats:
    """
    Find prices that prove a good bound: shape [rows], in points per unit, 0 or more.

    Parameters
    ----------
    problem
        As in `Part`, with at least one candidate.
    clock
        Ends the walk early; the best prices so far are given.
    """
    capacity = problem.capacity.astype(np.float32)
    halves = _halves(problem)
    most = sum(half.look(np.zeros_like(capacity))[0] for half in halves)
    walk = Walk(STEPS, FIRST_GOAL * most, PROGRESS * most)
    with ThreadPoolExecutor(len(halves)) as pool:

        def look(prices: Singles) -> tuple[float, Singles]:
            worths, wanted = zip(*pool.map(lambda half: half.look(prices), halves), strict=True)
            return sum(worths) + total(prices * capacity), sum(wanted, -capacity)

        return descend(np.zeros_like(capacity), look, walk, clock).astype(np.float64)


@dataclass(frozen=True, eq=False)
class _Half:
    """Half of the groups: numpy and scipy let two threads look at two halves at once."""

    by_candidate: sparse.csr_array
    value: Singles
    starts: npt.NDArray[np.intp]

    def look(self, prices: Singles) -> tuple[float, Singles]:
        """Tell what its groups gain at some prices, and what of each row they then use: shape [rows]."""
        reduced = self.value - self.by_candidate @ prices
        most = np.maximum.reduceat(reduced, self.starts)
        ties = np.flatnonzero(reduced == np.repeat(most, np.diff(self.starts, append=self.value.size)))
        group_of_tie = np.searchsorted(self.starts, ties, side="right")
        first = ties[np.diff(group_of_tie, prepend=0) != 0]
        chosen = self.by_candidate[first[reduced[first] > 0]]
        used = np.bincount(chosen.indices, weights=chosen.data, minlength=prices.size)
        return total(np.maximum(most, 0)), used.astype(np.float32)


def _halves(problem: Selection) -> list[_Half]:
    """Cut a problem in two between two groups; always in the same place, so that sums are the same."""
    by_candidate = sparse.csr_array(problem.uses.T.astype(np.float32))
    value = problem.value.astype(np.float32)
    middle = int(np.searchsorted(problem.group, problem.group[problem.size // 2]))
    spans = [span for span in (slice(0, middle), slice(middle, problem.size)) if span.start < span.stop]
    return [
        _Half(by_candidate[span], value[span], np.flatnonzero(np.diff(problem.group[span], prepend=-1)))
        for span in spans
    ]
