"""
Prices of rows for problems too large for a linear program: a walk downhill on the Lagrangian bound.

A step costs one pass over the arrays. Whatever comes out is only ever used through `certify`, which proves a
bound from any prices, so single precision is enough here.
"""

from __future__ import annotations

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
    by_candidate = sparse.csr_array(problem.uses.T.astype(np.float32))
    value, capacity = problem.value.astype(np.float32), problem.capacity.astype(np.float32)
    starts = np.flatnonzero(np.diff(problem.group, prepend=-1))
    sizes = np.diff(starts, append=problem.size)

    def look(prices: Singles) -> tuple[float, Singles]:
        reduced = value - by_candidate @ prices
        most = np.maximum.reduceat(reduced, starts)
        bound = total(np.maximum(most, 0)) + total(prices * capacity)
        return bound, _wanted(by_candidate, reduced, most, starts, sizes) - capacity

    most = total(np.maximum(np.maximum.reduceat(value, starts), 0))
    walk = Walk(STEPS, FIRST_GOAL * most, PROGRESS * most)
    return descend(np.zeros_like(capacity), look, walk, clock).astype(np.float64)


def _wanted(
    by_candidate: sparse.csr_array,
    reduced: Singles,
    most: Singles,
    starts: npt.NDArray[np.intp],
    sizes: npt.NDArray[np.intp],
) -> Singles:
    """Add up what is used of each row if every group takes its best candidate at these prices."""
    ties = np.flatnonzero(reduced == np.repeat(most, sizes))
    group_of_tie = np.searchsorted(starts, ties, side="right")
    first = ties[np.diff(group_of_tie, prepend=0) != 0]
    chosen = by_candidate[first[reduced[first] > 0]]
    used = np.bincount(chosen.indices, weights=chosen.data, minlength=by_candidate.shape[1])
    return used.astype(np.float32)
