"""
Held capacity: the last seat waits for somebody who has no other.

Two things are learned from years that are over. Their people against all seats of a year give each seat a
price: what a week of it is worth to those who come. And those who came in the coming weeks of past years
stand in this week's question as guests, beside the people who wait: what is taken now is taken from them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.errors import require
from matching.selection import Selection, SelectParams, select
from matching.simulation.ahead import Ahead, Guests
from matching.simulation.week import Week
from matching.simulation.year import NO_ROW, Year

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PAST_YEARS = 4
"""How many past years the prices are learned from."""
GUEST_YEARS = 2
"""How many of them send guests; a guest counts for one of so many."""
# The gap ends each solve, not the clock: an equal seed gives an equal year.
_LEARN = SelectParams(time_limit_s=60, relative_gap=0.03)
_SOLVE = SelectParams(time_limit_s=60, relative_gap=0.005)


class Held:
    """
    A policy that holds seats for those who will need them.

    Parameters
    ----------
    year
        The year to come; only what is known before its first week is used.
    past
        Years of the same town that are over, the last first, `GUEST_YEARS` or more.

    Raises
    ------
    InvalidProblem
        If there are too few past years.
    """

    def __init__(self, year: Year, past: Sequence[Year]) -> None:
        require(len(past) >= GUEST_YEARS, "held capacity", "past", len(past), f"{GUEST_YEARS} or more years")
        self.prices = learn_prices(year, past)
        self._guests = [Guests(each) for each in past[:GUEST_YEARS]]

    def __call__(self, week: Week) -> Ints:
        """Choose for this week as if the guests came too; they themselves are never placed."""
        ahead = Ahead(week, self.prices, weight=len(self._guests))
        for guests in self._guests:
            ahead.invite(guests)
        chosen = select(ahead.question(), _SOLVE).chosen
        return week.candidates[chosen[: week.candidates.size]]


def learn_prices(year: Year, past: Sequence[Year]) -> Floats:
    """
    Learn what a week of a seat is worth, in points: float64[rows].

    All people of the past years choose at once; each takes as many weeks of a seat as the term is long, of as
    many as there are in so many years. When in the year each came is left out, so this is one small problem.

    Parameters
    ----------
    year
        Whose seats they are, as known before its first week.
    past
        One or more years.
    """
    group, value, row, column, amount = [], [], [], [], []
    n = n_people = 0
    for each in past:
        term = each.term[each.person]
        group.append(each.person + n_people)
        value.append(each.value * term)
        for taken in each.rows.T:
            who = np.flatnonzero(taken != NO_ROW)
            row.append(taken[who])
            column.append(who + n)
            amount.append(term[who])
        n, n_people = n + each.person.size, n_people + each.n_people
    capacity = year.seats(-1)[:, : year.weeks].sum(axis=1) * len(past)
    entries = np.concatenate(amount), (np.concatenate(row), np.concatenate(column))
    uses = sparse.csr_array(entries, shape=(capacity.size, n))
    return select(Selection(np.concatenate(group), np.concatenate(value), uses, capacity), _LEARN).prices
