"""
Prices for problems too large for a linear program: walk downhill on the Lagrangian bound.

Each step raises the price of what too many want and lowers the price of what is left over, by as much as
Polyak's rule says for a goal a little below the best bound so far; the goal comes nearer each time the steps
stop helping. A step costs one pass over the arrays. Whatever comes out is only ever used through `certify`,
which proves a bound from any prices, so single precision is enough here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.selection.arrays import Floats
from matching.selection.clock import Clock
from matching.selection.problem import Selection

STEPS = 240
"""Measured: at 100,000 people the bound is then within 0.02 % of the linear relaxation's."""
MEMORY = 0.8
"""How much of the last direction is kept: people who want the same two places do not swing to and fro."""
FIRST_GOAL = 0.02
"""The first goal lies this far below the best bound, as a share of it."""
NEARER = 0.8
"""What the distance of the goal is multiplied by when it proves too far."""
PATIENCE = 3
"""Steps without progress before the goal comes nearer."""
PROGRESS = 1e-4
"""What counts as progress, as a share of the bound."""

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

    prices = best_prices = direction = np.zeros(capacity.size, dtype=np.float32)
    best, goal, idle = np.inf, FIRST_GOAL, 0
    for _ in range(STEPS):
        if clock.is_over():
            break
        reduced = value - by_candidate @ prices
        most = np.maximum.reduceat(reduced, starts)
        bound = _sum(np.maximum(most, 0)) + _sum(prices * capacity)
        idle = 0 if best - bound > PROGRESS * abs(best) or np.isinf(best) else idle + 1
        if bound < best:
            best, best_prices = bound, prices
        if idle >= PATIENCE:
            goal, idle = goal * NEARER, 0

        wanted = _wanted(by_candidate, reduced, most, starts, sizes)
        direction = wanted - capacity + np.float32(MEMORY) * direction
        direction[(prices <= 0) & (direction < 0)] = 0
        length = _sum(direction * direction)
        if length == 0:
            break
        step = (bound - best + goal * abs(best)) / length
        prices = np.maximum(prices + np.float32(step) * direction, np.float32(0))
    return best_prices.astype(np.float64)


def _sum(numbers: Singles) -> float:
    """Add up in double precision; BLAS would wake threads that cost more than they bring."""
    return float(numbers.sum(dtype=np.float64))


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
