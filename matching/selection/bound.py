"""
A bound that needs no trust in any solver: Lagrange's, in exact integers.

For any prices of 0 or more on the rows, no choice is worth more than

    sum over groups of max(0, best reduced value) + sum over rows of price x capacity,

where a candidate's reduced value is its value less the price of what it uses. Good prices make it tight,
bad ones only loose. Prices are rounded to fractions 1/2**k first; after that every number is an integer, so
the bound is proven to the last point and needs no tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.errors import require
from matching.selection.arrays import RECORD, Floats, Ints
from matching.selection.problem import Selection
from matching.selection.reduce import reduce_problem, settle_pins

LARGEST = 2.0**61
"""Every sum in ticks stays below this, so that a difference of two still fits into int64."""
FINEST = 30
"""Prices are never split finer than 1/2**30 point."""


@dataclass(frozen=True, eq=False)
class Certificate:
    """
    What a set of prices proves.

    Parameters
    ----------
    bound
        No choice is worth more, in points.
    prices
        Shape [rows]: the prices that prove it, in points per unit.
    reach
        Shape [n]: no choice with this candidate is worth more, in points.
    reach_without
        Shape [groups]: no choice that takes none of this group is worth more, in points.
    """

    bound: int
    prices: Floats
    reach: Ints
    reach_without: Ints

    def reach_of_few(self, per_group: int) -> int:
        """
        Give the least reach of the most promising candidates, in points; more than none are needed.

        Parameters
        ----------
        per_group
            How many those are: so many times the groups.
        """
        few = min(per_group * self.reach_without.size, self.reach.size)
        return int(np.partition(self.reach, -few)[-few])


def certify(problem: Selection, prices: Floats) -> Certificate:
    """
    Prove a bound on every choice, and on every choice with a given candidate or without a given group.

    Parameters
    ----------
    problem
        As in `Part`: sorted by group, groups without gaps, no pins.
    prices
        Shape [rows], in points per unit: any numbers; what is negative or not finite counts as 0.
    """
    ticks, shift = in_ticks(problem, prices)
    reduced = (problem.value << shift) - problem.uses.T @ ticks
    starts = np.flatnonzero(np.diff(problem.group, prepend=-1))
    best = np.maximum(np.maximum.reduceat(reduced, starts), 0) if problem.size else reduced
    bound = best.sum() + ticks @ problem.capacity
    # Shifting right rounds down, which is right for values that are whole points.
    return Certificate(
        bound=int(bound >> shift),
        prices=ticks / 2.0**shift,
        reach=(bound - best[problem.group] + reduced) >> shift,
        reach_without=(bound - best) >> shift,
    )


def proven_bound(problem: Selection, prices: Floats) -> int:
    """
    Prove that no choice which keeps the pins is worth more than the bound, in points.

    Parameters
    ----------
    problem
        Any, with or without pins.
    prices
        Shape [rows], in points per unit: any numbers; what is negative or not finite counts as 0.

    Raises
    ------
    InvalidProblem
        If the pins contradict each other or the capacities.
    """
    settled = settle_pins(problem)
    require(settled is not None, RECORD, "fixed", "pins that do not fit together", "pins that fit")
    assert settled is not None  # for the type checker; `require` has raised
    part = reduce_problem(problem, *settled)
    pinned = 0 if problem.fixed is None else problem.worth(problem.fixed)
    return pinned + certify(part.problem, prices[part.rows]).bound


def in_ticks(problem: Selection, prices: Floats) -> tuple[Ints, int]:
    """Round the prices to whole ticks of 1/2**shift point, as fine as int64 allows; give ticks and shift."""
    prices = np.where(np.isfinite(prices) & (prices > 0), prices, 0.0)
    used = np.asarray(problem.uses.sum(axis=1), dtype=np.float64) + problem.capacity
    values = float(np.abs(problem.value).sum()) + 1
    with np.errstate(over="ignore"):
        largest = values + float(prices @ used)
    if largest >= LARGEST:
        # Prices too high for exact sums help nobody; any prices prove a bound, so 0 everywhere will do.
        prices, largest = np.zeros_like(prices), values
    shift = min(FINEST, int(np.log2(LARGEST / largest)))
    return np.rint(prices * 2.0**shift).astype(np.int64), shift
