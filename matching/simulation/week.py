"""One week of a replay as a question to the kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.selection.arrays import Ints, Matrix
from matching.selection.problem import Selection
from matching.simulation.year import NO_ROW, Year

WAITING_POINT_A_WEEK, MOST_WAITING_WEEKS = 20, 52
"""As in `data/weights`: the published priority of those who have waited."""


@dataclass(frozen=True, eq=False)
class Week:
    """
    What is known in a week: who waits, where each could start now, and what is left.

    Parameters
    ----------
    year
        Of which a choice may only use what is known.
    number
        0 for the first week.
    candidates
        int64[n]: the candidates that may start this week and were not refused, sorted by person.
    left
        int64[rows, weeks]: the seats left in this week and the coming ones, 0 or more.
    """

    year: Year
    number: int
    candidates: Ints
    left: Ints

    def value(self) -> Ints:
        """Give the value of each candidate as a proposal has it: fit, and the priority of who has waited."""
        waited = self.number - self.year.arrives[self.year.person[self.candidates]]
        priority = WAITING_POINT_A_WEEK * np.minimum(waited, MOST_WAITING_WEEKS)
        return self.year.value[self.candidates] + priority

    def rows(self) -> tuple[Ints, Ints, Ints]:
        """
        Say what each candidate uses: rows and candidates of the entries, and how much there is of each row.

        A seat that is left now is left for the whole term unless fewer are left later, so a row of the
        kernel is a row of the year from each week on in which less is left than in any week before.
        """
        lowest = np.minimum.accumulate(self.left, axis=1)
        is_less = np.ones(self.left.shape, dtype=np.bool_)
        is_less[:, 1:] = self.left[:, 1:] < lowest[:, :-1]
        row, later = np.nonzero(is_less)
        first = np.searchsorted(row, np.arange(self.year.n_rows))
        count = np.bincount(row, minlength=self.year.n_rows)
        term = self.year.term[self.year.person[self.candidates]]
        used, column = [], []
        for taken in self.year.rows[self.candidates].T:
            who = np.flatnonzero(taken != NO_ROW)
            many = count[taken[who]]
            candidate = np.repeat(who, many)
            at = np.repeat(first[taken[who]] - np.cumsum(many) + many, many) + np.arange(candidate.size)
            is_used = later[at] < term[candidate]
            used.append(at[is_used])
            column.append(candidate[is_used])
        return np.concatenate(used), np.concatenate(column), self.left[row, later]

    def question(self, value: Ints) -> Selection:
        """
        Ask whom to place where this week.

        Parameters
        ----------
        value
            Shape [n]: of each candidate.
        """
        row, column, capacity = self.rows()
        _, group = np.unique(self.year.person[self.candidates], return_inverse=True)
        return Selection(group, value, unit_uses(row, column, (capacity.size, value.size)), capacity)


Choose = Callable[[Week], Ints]
"""A policy: gives those of the week's candidates that are to be proposed."""


def unit_uses(row: Ints, column: Ints, shape: tuple[int, int]) -> Matrix:
    """Build a matrix in which every entry is one unit."""
    return sparse.csr_array((np.ones(row.size, dtype=np.int64), (row, column)), shape=shape)
