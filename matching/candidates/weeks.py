"""Weeks: in which weeks each slot of a menu is held and open, and when a candidate starts and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.candidates.supply import Supply
from matching.columns import Columns
from matching.columns.pool_slots import UNITS
from matching.vocabulary import DrawUnit

_NIGHTS_A_WEEK = 7


@dataclass(frozen=True, eq=False)
class Openings:
    """
    Weeks as bit masks: bit w stands for week w of the horizon.

    Parameters
    ----------
    weeks
        Weeks of the horizon, at most 52.
    held
        int64[m, slots]: the slot takes place.
    left
        int64[m, slots, w]: places left in the menu's own pools; 0 where a pool has no such slot.
    may_start
        int64[h]: weeks in which the host can take in somebody new.
    step
        int64[h]: weeks until the next intake is worth a try, 0 where one start is enough.
    lacks_attention, lacks_seat
        int64[m], bit per slot: the attention pool or the pick-up the menu draws on has no such time.
    """

    weeks: int
    held: NDArray[np.int64]
    left: NDArray[np.int64]
    may_start: NDArray[np.int64]
    step: NDArray[np.int64]
    lacks_attention: NDArray[np.int64]
    lacks_seat: NDArray[np.int64]

    @classmethod
    def of(cls, columns: Columns, supply: Supply) -> Openings:
        """Look through the pools each slot draws on."""
        menus, draws = columns.menus, columns.slots.draws
        shape = (*menus.slot_day.shape, supply.weeks)
        open_places = np.full(shape, np.iinfo(np.int64).max)
        takes_place = supply.in_dates.copy()
        person = UNITS.index(DrawUnit.PERSON)
        own = draws.unit == person
        at = (draws.menu[own], draws.slot[own])
        np.minimum.at(open_places, at, supply.left[draws.pool_slot[own]])
        np.logical_and.at(takes_place, at, supply.held[draws.pool_slot[own]])
        inside = np.arange(shape[1])[None, :] < menus.n_slots[:, None]
        lacking = (draws.missing[:, person, None] >> np.arange(shape[1])) & 1 == 1
        open_places[~inside | lacking] = 0
        takes_place[~inside | lacking] = False
        limited = np.isfinite(supply.newcomers).any(axis=1) | (supply.rest_weeks > 0)
        can_start = supply.may_start & (supply.newcomers >= 1)
        return cls(
            weeks=supply.weeks,
            held=_mask(takes_place),
            left=np.where(takes_place, open_places, 0),
            may_start=_mask(can_start),
            step=np.where(limited, np.maximum(supply.rest_weeks, supply.newcomer_weeks), 0),
            lacks_attention=draws.missing[:, UNITS.index(DrawUnit.ATTENTION_MINUTES)],
            lacks_seat=draws.missing[:, UNITS.index(DrawUnit.PICK_UP_SEAT)],
        )

    @property
    def any_week(self) -> NDArray[np.int64]:
        """Slots with a place in some week, int64[m], bit per slot."""
        return _mask(self.left.max(axis=2) > 0)

    def earliest(self, columns: Columns) -> NDArray[np.int64]:
        """Give the first week in which all members of each unit can start, int64[u]."""
        units = columns.units
        week = np.zeros(units.size.size, dtype=np.int64)
        np.maximum.at(week, units.member_unit, columns.people.earliest_week[units.member_person])
        return week


def starts(
    columns: Columns,
    openings: Openings,
    unit: NDArray[np.int64],
    menu: NDArray[np.int64],
    slots: NDArray[np.int64],
    current: NDArray[np.bool_],
    most_starts: int,
) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.int64]]:
    """
    Give the weeks of each pattern: from the first in which all of its slots are open, or later.

    Where a host's intake is limited, up to `most_starts` starts are tried, a newcomer's time apart.

    A placement that already holds starts in week 0. A room ends after its longest stay, everything else when
    its slots end or the horizon does. Patterns that can never start are left out.

    Returns
    -------
    row, first_week, last_week
        [n]: row of the pattern, and its weeks.
    """
    menus, units = columns.menus, columns.units
    host = menus.host[menu]
    every = np.int64((1 << openings.weeks) - 1)
    open_weeks = np.full(unit.shape, every)
    held_weeks = np.full(unit.shape, every)
    enough = {size: _mask(openings.left >= size) for size in np.unique(units.size)}
    for j in range(menus.slot_day.shape[1]):
        chosen = (slots >> j) & 1 == 1
        held_weeks[chosen] &= openings.held[menu[chosen], j]
        for size, weeks in enough.items():
            sized = chosen & (units.size[unit] == size)
            open_weeks[sized] &= weeks[menu[sized], j]
    open_weeks &= openings.may_start[host]
    earliest = openings.earliest(columns)[unit]

    rows: list[NDArray[np.intp]] = []
    found: list[NDArray[np.int64]] = []
    at = np.where(current, 0, _lowest_from(open_weeks, earliest))
    live = np.flatnonzero(at >= 0)
    for attempt in range(most_starts):
        rows.append(live)
        found.append(at[live])
        step = openings.step[host]
        live = np.flatnonzero((at >= 0) & (step > 0) & ~current)
        if attempt + 1 == most_starts or live.size == 0:
            break
        later = np.full(at.shape, -1, dtype=np.int64)
        later[live] = _lowest_from(open_weeks[live], at[live] + step[live])
        at = later
        live = np.flatnonzero(at >= 0)
    row, first = np.concatenate(rows), np.concatenate(found)
    stay_weeks = -(-menus.most_nights[menu[row]] // _NIGHTS_A_WEEK)
    end = np.where(menus.is_room[menu[row]], first + stay_weeks - 1, openings.weeks - 1)
    last = _highest_until(held_weeks[row], np.minimum(end, openings.weeks - 1))
    kept = np.flatnonzero(last >= first)
    order = kept[np.lexsort((first[kept], row[kept]))]
    return row[order], first[order], last[order]


def _mask(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Pack the last axis into bits."""
    return (flags.astype(np.int64) << np.arange(flags.shape[-1])).sum(axis=-1)


def _lowest_from(weeks: NDArray[np.int64], start: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the lowest set bit from a bit on, -1 for none."""
    rest = np.where(start < 62, weeks >> np.minimum(start, 62), 0)
    lowest = rest & -rest
    return np.where(rest == 0, -1, start + np.bitwise_count(lowest - 1))


def _highest_until(weeks: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the highest set bit up to a bit, -1 for none."""
    rest = weeks & ((np.int64(2) << end) - 1)
    # Weeks are at most 52 bits, which a float holds exactly.
    return np.where(rest == 0, -1, np.frexp(rest.astype(np.float64))[1] - 1).astype(np.int64)
