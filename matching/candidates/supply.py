"""What hosts can give, as the candidates need it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.model import Problem


@dataclass(frozen=True, eq=False)
class Supply:
    """
    Capacity of s pool slots and h hosts in w weeks.

    Parameters
    ----------
    held
        bool[s, w]: the pool slot takes place.
    left
        int64[s, w]: what is left of it.
    newcomers
        float[h, w]: how many more may be in their first weeks; infinity without a limit.
    may_start
        bool[h, w]: enough rest since the last intake.
    newcomer_weeks
        How many weeks someone counts as a newcomer.
    rest_weeks
        int64[h]: weeks between two intakes, 0 for none.
    in_dates
        bool[m, slots, w]: the week lies within the dates of the menu's own slot.
    """

    held: NDArray[np.bool_]
    left: NDArray[np.int64]
    newcomers: NDArray[np.float64]
    may_start: NDArray[np.bool_]
    newcomer_weeks: int
    rest_weeks: NDArray[np.int64]
    in_dates: NDArray[np.bool_]

    @property
    def weeks(self) -> int:
        """Weeks of the horizon."""
        return int(self.held.shape[1])


def weeks_in_dates(problem: Problem) -> NDArray[np.bool_]:
    """Tell in which weeks each slot of each menu lies within its own dates, bool[m, slots, w]."""
    horizon = problem.horizon
    most = max((len(menu.slots) for menu in problem.menus), default=1)
    inside = np.ones((len(problem.menus), most, horizon.weeks), dtype=bool)
    for row, menu in enumerate(problem.menus):
        for j, slot in enumerate(menu.slots):
            if slot.first_day or slot.last_day:
                inside[row, j] = [
                    slot.held_on(horizon.day(week, slot.weekday or 1))
                    and slot.held_on(horizon.day(week, slot.weekday or 7))
                    for week in range(horizon.weeks)
                ]
    return inside
