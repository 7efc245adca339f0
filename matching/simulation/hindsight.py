"""The best that could have been done with a year by somebody who knew all of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.selection import Selection, SelectParams, select
from matching.simulation.replay import NOWHERE, Stays
from matching.simulation.week import unit_uses
from matching.simulation.year import NO_ROW, Year

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hindsight:
    """
    The optimum in hindsight.

    Parameters
    ----------
    stays
        The best that was found.
    bound
        Proven: no policy can be worth more in this year, in points.
    """

    stays: Stays
    bound: float


def in_hindsight(year: Year, params: SelectParams) -> Hindsight:
    """
    Choose for everybody at once where and in which week to start, every answer and end being known.

    Whatever a policy does in a replay is one of the choices looked at here, so the bound holds for all of
    them: who never agrees is not asked, and seats are taken until a stay really ends.

    Parameters
    ----------
    year
        What happens.
    params
        Of the one solve.
    """
    candidate, week, question = _question(year)
    result = select(question, params)
    person = year.person[candidate[result.chosen]]
    start, chosen = np.full(year.n_people, NOWHERE), np.full(year.n_people, NOWHERE)
    start[person], chosen[person] = week[result.chosen], candidate[result.chosen]
    return Hindsight(Stays(start, chosen), result.bound)


def _question(year: Year) -> tuple[Ints, Ints, Selection]:
    """Build one column for each candidate and week of start, one row for each row of the year and week."""
    every = np.arange(year.person.size)[:, None]
    weeks = np.arange(year.weeks)[None]
    candidate, week = np.nonzero(year.can_start(every, weeks) & year.says_yes(every, weeks))
    worth = year.worth(candidate, week)
    is_worth_it = worth > 0
    candidate, week, worth = candidate[is_worth_it], week[is_worth_it], worth[is_worth_it]
    lasts = year.ends(candidate, week) - week
    row, column = [], []
    for taken in year.rows[candidate].T:
        who = np.flatnonzero(taken != NO_ROW)
        stay = lasts[who]
        at = np.repeat(who, stay)
        when = np.repeat(week[who] - np.cumsum(stay) + stay, stay) + np.arange(at.size)
        row.append(taken[at] * year.weeks + when)
        column.append(at)
    used, compact = np.unique(np.concatenate(row), return_inverse=True)
    uses = unit_uses(compact, np.concatenate(column), (used.size, candidate.size))
    capacity = year.seats()[:, : year.weeks].ravel()[used]
    return candidate, week, Selection(year.person[candidate], worth, uses, capacity)
