"""
Rows as sacks: where every candidate uses one row, each row takes the best of what it is offered.

For any prices of 0 or more on the groups, no choice is worth more than

    sum of the prices + sum over rows of its best filling at values less the prices of their groups.

A filling takes nothing in part, so this bound can be tighter than any that prices on the rows prove. The best
filling is found by dynamic programming over whole numbers, all rows at once, and is proven to the last point.

Source: M. L. Fisher, R. Jaikumar, L. N. Van Wassenhove, "A Multiplier Adjustment Method for the Generalized
Assignment Problem", Management Science 32 (1986).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.selection.arrays import Flags, Floats, Ints
from matching.selection.bound import FINEST, LARGEST
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups

MOST_CELLS = 200_000_000
"""Of the table a filling is read back from, a byte each."""
NEVER = np.int64(-(2**61))


@dataclass(frozen=True, eq=False)
class Filling:
    """
    The best filling of every row at some prices of the groups.

    Parameters
    ----------
    bound
        No choice is worth more, in points.
    taken
        Shape [n]: what the fillings hold; a group may be in several, or in none.
    worth
        Shape [rows]: what each filling is worth beyond the prices, in points.
    """

    bound: int
    taken: Flags
    worth: Floats


@dataclass(frozen=True, eq=False)
class Sacks:
    """
    A problem in which every candidate uses one row, and no two of a group use the same.

    Parameters
    ----------
    problem
        As in `Part`.
    row, amount
        Shape [n]: the row each candidate uses, and how much of it.
    by_row
        Shape [n]: the candidates, row by row.
    """

    problem: Selection
    row: Ints
    amount: Ints
    by_row: Ints

    def fill(self, prices: Floats) -> Filling:
        """
        Fill every row.

        Parameters
        ----------
        prices
            Shape [groups], in points: finite; what is negative counts as 0.
        """
        problem = self.problem
        prices = np.maximum(prices, 0.0)
        largest = float(np.abs(problem.value).sum()) + float(prices.sum()) + 1
        shift = min(FINEST, int(np.log2(LARGEST / largest)))
        ticks = np.rint(prices * 2.0**shift).astype(np.int64)
        gain = (problem.value << shift) - ticks[problem.group]
        offered = self._in_question(gain)

        rows, starts, row = np.unique(self.row[offered], return_index=True, return_inverse=True)
        place = np.arange(offered.size) - starts[row]
        shape = (int(place.max(initial=-1)) + 1, rows.size)
        gains, amounts = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        gains[place, row], amounts[place, row] = gain[offered], self.amount[offered]
        best, is_taken = _best_fillings(gains, amounts, problem.capacity[rows])

        taken = np.zeros(problem.size, dtype=np.bool_)
        taken[offered[is_taken[place, row]]] = True
        worth = np.zeros(problem.capacity.size)
        worth[rows] = best / 2.0**shift
        return Filling(int((ticks.sum() + best.sum()) >> shift), taken, worth)

    def _in_question(self, gain: Ints) -> Ints:
        """
        Name the candidates that a best filling can hold, row by row: what gains most, and what is near.

        A row filled in that order is worth at most what it would be if it were filled to the brim. No filling
        with a candidate that loses more than this difference against the last one's gain per unit is best.
        """
        offered = self.by_row[gain[self.by_row] > 0]
        rate = gain[offered] / self.amount[offered]
        order = np.lexsort((-rate, self.row[offered]))
        offered, rate = offered[order], rate[order]
        row, amount, gains = self.row[offered], self.amount[offered], gain[offered].astype(np.float64)
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        sizes = np.diff(starts, append=row.size)

        so_far = np.cumsum(amount)
        room = self.problem.capacity[row] - (so_far - np.repeat(so_far[starts] - amount[starts], sizes))
        fits = room >= 0
        last = starts + np.add.reduceat(fits, starts, dtype=np.int64)
        left = np.where(last > starts, room[last - 1], self.problem.capacity[row[starts]])
        is_short = last < starts + sizes
        price = np.where(is_short, rate[np.minimum(last, row.size - 1)], 0.0)
        also = np.where(~fits & (amount <= np.repeat(left, sizes)), gains, 0.0)
        short_by = np.repeat(price * left - np.maximum.reduceat(also, starts), sizes)
        # Sums in float64 are a little off; what is kept for nothing only costs time.
        return offered[np.repeat(price, sizes) * amount - gains <= short_by + 1 + 1e-9 * gains]


def as_sacks(problem: Selection) -> Sacks | None:
    """
    Recognise a problem whose candidates use one row each; None if it is another, or its rows are too long.

    Parameters
    ----------
    problem
        As in `Part`.
    """
    by_candidate = problem.uses.tocsc()
    if not problem.size or (np.diff(by_candidate.indptr) != 1).any():
        return None
    row = by_candidate.indices.astype(np.int64)
    if np.unique(row * count_groups(problem) + problem.group).size < problem.size:
        return None
    longest = int(np.bincount(row).max())
    if longest * problem.capacity.size * (int(problem.capacity.max()) + 1) > MOST_CELLS:
        return None
    return Sacks(problem, row, by_candidate.data, np.argsort(row, kind="stable"))


def _best_fillings(gains: Ints, amounts: Ints, capacity: Ints) -> tuple[Ints, Flags]:
    """
    Fill every row as well as can be: its gain, shape [rows], and what is in it, shape [things, rows].

    `gains` and `amounts` have shape [things, rows]; a thing that gains nothing is left out.
    """
    things, rows = gains.shape
    if not things:
        return np.zeros(rows, dtype=np.int64), np.zeros(gains.shape, dtype=np.bool_)
    pad, width = int(amounts.max()), int(capacity.max()) + 1
    table = np.full((rows, pad + width), NEVER)
    best: npt.NDArray[np.int64] = table[:, pad:]
    best[:] = 0
    at = (np.arange(rows) * (pad + width) + pad)[:, None] + np.arange(width)
    before, with_it = np.empty_like(at), np.empty_like(at)
    took = np.empty((things, rows, width), dtype=np.bool_)
    for thing in range(things):
        np.subtract(at, amounts[thing][:, None], out=before)
        table.take(before, out=with_it, mode="clip")
        with_it += gains[thing][:, None]
        np.greater(with_it, best, out=took[thing])
        np.maximum(with_it, best, out=best)

    every, left = np.arange(rows), capacity.copy()
    taken = np.empty(gains.shape, dtype=np.bool_)
    for thing in reversed(range(things)):
        taken[thing] = took[thing, every, left]
        left -= amounts[thing] * taken[thing]
    return best[every, capacity], taken
