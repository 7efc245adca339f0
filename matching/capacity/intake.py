"""Newcomers: how many people a host can get to know at the same time, and how often."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.model import Placement, Problem
from matching.vocabulary import LimitKind, PlacementStatus


@dataclass(frozen=True, eq=False)
class Intake:
    """
    The intake limits of h hosts in w weeks.

    Parameters
    ----------
    newcomers
        float[h, w]: how many more may be in their first weeks; infinity where there is no limit.
    may_start
        bool[h, w]: enough rest since the last intake that already holds.
    newcomer_weeks
        How many weeks someone counts as a newcomer.
    rest_weeks
        int64[h]: weeks between two intakes, 0 for none.
    """

    newcomers: NDArray[np.float64]
    may_start: NDArray[np.bool_]
    newcomer_weeks: int
    rest_weeks: NDArray[np.int64]

    @classmethod
    def of(cls, problem: Problem, replanned: frozenset[tuple[str, str]]) -> Intake:
        """Compute the limits from hosts and from placements that already hold."""
        weeks, horizon = problem.weeks, problem.horizon
        rows = {host.id: row for row, host in enumerate(problem.hosts)}
        host_of_menu = {menu.id: rows[menu.host_id] for menu in problem.menus}
        newcomer_on = problem.rules.limit(LimitKind.NEWCOMERS) is not None
        rest_on = problem.rules.limit(LimitKind.REST) is not None
        at_once = [host.newcomers_at_once if newcomer_on else None for host in problem.hosts]
        most = np.array([np.inf if number is None else number for number in at_once], dtype=np.float64)
        newcomers = np.repeat(most[:, None], weeks, axis=1)
        rest_days = [host.rest_days if rest_on else 0 for host in problem.hosts]
        may_start = np.ones((len(rows), weeks), dtype=bool)
        for placement in problem.placements:
            if not placement.status.takes_seat or (placement.person_id, placement.domain) in replanned:
                continue
            host = host_of_menu[placement.menu_id]
            if _has_lapsed(placement, problem.date):
                continue
            start = horizon.week_of(placement.first_day)
            end = start + problem.rules.newcomer_weeks
            if placement.last_day is not None:
                end = min(end, horizon.week_of(placement.last_day) + 1)
            newcomers[host, max(0, start) : max(0, end)] -= 1
            for week in range(weeks):
                apart_days = abs((horizon.day(week, 1) - placement.first_day).days)
                may_start[host, week] &= apart_days >= rest_days[host]
        return cls(
            newcomers=np.maximum(0, newcomers),
            may_start=may_start,
            newcomer_weeks=problem.rules.newcomer_weeks,
            rest_weeks=np.array([-(-days // 7) for days in rest_days], dtype=np.int64),
        )


def _has_lapsed(placement: Placement, today: dt.date) -> bool:
    """Tell whether a placement is an offer that nobody took up in time, and so no intake."""
    is_offer = placement.status == PlacementStatus.OFFERED
    return is_offer and placement.last_day is not None and placement.last_day < today
