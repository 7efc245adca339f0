"""What placements that already hold take from each pool slot, week by week."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from matching.columns.companions import CompanionColumns
from matching.columns.pool_slots import UNITS, WHOLE_WEEK, PoolSlotColumns
from matching.model import Horizon, Placement, Problem, minute_of_day
from matching.vocabulary import DrawUnit, PoolKind


def used_by_placements(
    problem: Problem,
    slots: PoolSlotColumns,
    companions: CompanionColumns,
    replanned: frozenset[tuple[str, str]],
) -> NDArray[np.int64]:
    """
    Add up the seats, minutes and cases that placements take.

    Parameters
    ----------
    problem, slots, companions
        The problem and its columns.
    replanned
        Needs (person id, domain) whose placements are up for change and take nothing here.

    Returns
    -------
    int64[s, weeks]
        In the unit of each pool slot.
    """
    used = np.zeros(slots.held.shape, dtype=np.int64)
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    companion_rows = {pool_id: row for row, pool_id in enumerate(companions.ids)}
    caseloads = {
        pool.id: np.flatnonzero(slots.pool == row)
        for row, pool in enumerate(problem.pools)
        if pool.kind == PoolKind.CASELOAD
    }
    for placement in problem.placements:
        if not placement.status.takes_seat or (placement.person_id, placement.domain) in replanned:
            continue
        menu_row = menus[placement.menu_id]
        menu = problem.menus[menu_row]
        first, last = np.searchsorted(slots.draws.menu, [menu_row, menu_row + 1])
        for draw in range(first, last):
            slot = menu.slots[slots.draws.slot[draw]]
            if slot in placement.slots:
                target = slots.draws.pool_slot[draw]
                weeks = weeks_taken(problem.horizon, placement, slot.weekday or 0)
                used[target, weeks] += _amount(placement, UNITS[slots.draws.unit[draw]])
        if placement.companion_pool_id is not None:
            companion = companion_rows[placement.companion_pool_id]
            for slot in placement.slots:
                day = np.array([slot.weekday or 0])
                target = companions.part_at(companion, day, np.array([minute_of_day(slot.start)]))[0]
                if target >= 0:
                    weeks = weeks_taken(problem.horizon, placement, slot.weekday or 0)
                    used[target, weeks] += placement.accompaniment_minutes
        if placement.caseload_pool_id is not None:
            weeks = weeks_taken(problem.horizon, placement, WHOLE_WEEK)
            used[caseloads[placement.caseload_pool_id], weeks] += 1
    return used


def weeks_taken(horizon: Horizon, placement: Placement, day: int) -> slice:
    """
    Give the weeks of the horizon in which a placement takes its seat on a weekday.

    A night or a whole week (day 0 or -1) is taken if any of its days is.
    """
    opens = placement.first_day - dt.timedelta(days=0 if day > 0 else 6)
    monday = horizon.first_monday + dt.timedelta(days=max(0, day - 1))
    first = max(0, -((monday - opens).days // 7))
    if placement.last_day is None:
        return slice(first, horizon.weeks)
    return slice(first, max(first, min(horizon.weeks, (placement.last_day - monday).days // 7 + 1)))


def _amount(placement: Placement, unit: DrawUnit) -> int:
    return {
        DrawUnit.PERSON: 1,
        DrawUnit.ATTENTION_MINUTES: placement.attention_minutes,
        DrawUnit.PICK_UP_SEAT: int(placement.is_fetched),
    }[unit]
