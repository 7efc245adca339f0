"""A week's question with those in it who may come in the next weeks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.selection.problem import Selection
from matching.simulation.week import WAITING_POINT_A_WEEK, Week, unit_uses
from matching.simulation.year import NO_ROW, WAITING_POINTS, Year

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_AHEAD_WEEKS = 8
_LOOKED_AT = np.array([0, 1, 2, 4, 6, 9, 12, 16])
"""The coming weeks in which guests and people need a seat each; what lies between is not looked at."""
_LATER_WEEKS, _GUEST_WAITS_WEEKS = (1, 2, 4), (0, 2, 4)
_SURE = 0.9
"""What a start that is not now counts for, as a share: it may come to nothing."""


class Guests:
    """
    The people of a past year, who may come again.

    Parameters
    ----------
    past
        The year.
    """

    def __init__(self, past: Year) -> None:
        self.year = past
        # Who was there in the first week had come in the year before.
        self._came = np.where(past.arrives > 0, past.arrives, -1)

    def coming(self, number: int) -> tuple[Ints, Ints]:
        """
        Name the candidates of those who came in the weeks after a week, and how many weeks after.

        Past the end of the year it begins again.

        Parameters
        ----------
        number
            Of the week, 0 for the first.
        """
        after = 1 + (self._came - 1 - number) % (self.year.weeks - 1)
        is_coming = (self._came > 0) & (after <= _AHEAD_WEEKS)
        candidates = np.flatnonzero(is_coming[self.year.person])
        return candidates, after[self.year.person[candidates]]


class Ahead:
    """
    The question of a week, as it grows by guests.

    The week's own candidates come first and keep all rows exactly. Each past year adds rows of its own: the
    seats of the coming weeks, in which the week's candidates and its guests need room together, and one row
    for each waiting person, who starts now or, in that year, later.

    Parameters
    ----------
    week
        The week.
    prices
        float64[rows]: what a week of a seat is worth.
    weight
        How many past years there will be: what is chosen now counts in each.
    """

    def __init__(self, week: Week, prices: Floats, weight: int) -> None:
        year, self._week = week.year, week
        person = year.person[week.candidates]
        _, self._group = np.unique(person, return_inverse=True)
        self._term, self._rows = year.term[person], year.rows[week.candidates]
        self._points = year.value[week.candidates] * self._term
        row, column, capacity = week.rows()
        self._row, self._column, self._capacity = [row], [column], [capacity]
        priority = WAITING_POINT_A_WEEK * (week.number - year.arrives[person])
        price = np.where(self._rows != NO_ROW, prices[self._rows], 0).sum(axis=1)
        self._value = [weight * (self._points - np.rint(price * self._term).astype(np.int64) + priority)]
        self._groups = [self._group]
        self._n, self._n_rows, self._n_groups = person.size, capacity.size, self._count(self._group)

    def invite(self, guests: Guests) -> None:
        """Add what the coming weeks of a past year would bring."""
        week, mine = self._week, np.arange(self._term.size)
        seats = self._n_rows
        self._capacity.append(week.left[:, _LOOKED_AT].ravel())
        people = seats + week.year.n_rows * _LOOKED_AT.size
        self._capacity.append(np.ones(self._count(self._group), dtype=np.int64))
        self._n_rows = people + self._count(self._group)

        self._use(seats, mine, self._rows, 0 * self._term, self._term)
        self._entries(people + self._group, mine)
        for later in _LATER_WEEKS:
            column = self._add(self._group, self._points, later)
            self._use(seats, column, self._rows, np.full(mine.size, later), self._term)
            self._entries(people + self._group, column)
        self._n_groups += self._count(self._group)

        candidates, after = guests.coming(week.number)
        person = guests.year.person[candidates]
        term = guests.year.term[person]
        for wait in _GUEST_WAITS_WEEKS:
            column = self._add(person, guests.year.value[candidates] * term, wait)
            self._use(seats, column, guests.year.rows[candidates], after + wait, term)
        self._n_groups += guests.year.n_people

    def question(self) -> Selection:
        """Ask; the week's own candidates come first."""
        _, group = np.unique(np.concatenate(self._groups), return_inverse=True)
        row, column = np.concatenate(self._row), np.concatenate(self._column)
        uses = unit_uses(row, column, (self._n_rows, self._n))
        return Selection(group, np.concatenate(self._value), uses, np.concatenate(self._capacity))

    def _add(self, group: Ints, points: Ints, wait: int) -> Ints:
        """Add candidates that start after a wait, and name their columns."""
        self._groups.append(self._n_groups + group)
        self._value.append(np.rint(_SURE * points).astype(np.int64) - WAITING_POINTS * wait)
        self._n += group.size
        return np.arange(self._n - group.size, self._n)

    def _use(self, seats: int, column: Ints, rows: Ints, start: Ints, term: Ints) -> None:
        """Take a seat of each row in every week looked at from the start until the term is over."""
        is_there = (start[:, None] <= _LOOKED_AT) & ((start + term)[:, None] > _LOOKED_AT)
        for taken in rows.T:
            who, when = np.nonzero(is_there & (taken != NO_ROW)[:, None])
            self._entries(seats + taken[who] * _LOOKED_AT.size + when, column[who])

    def _entries(self, row: Ints, column: Ints) -> None:
        self._row.append(row)
        self._column.append(column)

    @staticmethod
    def _count(group: Ints) -> int:
        return int(group.max()) + 1 if group.size else 0
