"""What there is of every pool slot on each day it takes place, by the core's margins."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from api.mapping.hosts import HostRecords
from matching import model
from matching.capacity import Margins
from matching.capacity.margins import LIMITS
from matching.columns import Columns
from matching.columns.pool_slots import NIGHT, WHOLE_WEEK, PoolSlotColumns
from matching.vocabulary import LimitKind

SeatKey = tuple[uuid.UUID, dt.date]
"""A pool slot and a day on which it takes place (for a whole week its Monday)."""


@dataclass(frozen=True)
class Capacity:
    """
    What there is of a pool slot on a day, and the limit that sets it.

    Parameters
    ----------
    places
        In the pool's unit, before anything is used.
    limit
        The limit that binds.
    """

    places: int
    limit: LimitKind


def capacities(records: HostRecords, first_day: dt.date, last_day: dt.date) -> dict[SeatKey, Capacity]:
    """
    Give what there is of every pool slot on each day it takes place, by the core's margins.

    Parameters
    ----------
    records
        Hosts with their menus and pools.
    first_day, last_day
        The days looked at, both included; at most a year.
    """
    monday = monday_of(first_day)
    weeks = max(1, min(52, (last_day - monday).days // 7 + 1))
    problem, slots, margins = margins_of(records, monday, weeks)
    hosts = {host.id: host for host in problem.hosts}
    found: dict[SeatKey, Capacity] = {}
    for row, (pool, part, weekday) in enumerate(
        zip(slots.pool.tolist(), slots.part.tolist(), slots.day.tolist(), strict=True)
    ):
        pool_slot = records.pool_slots[problem.pools[pool].id, part]
        slot = problem.pools[pool].slots[part].slot
        host = hosts.get(problem.pools[pool].host_id or "")
        for week in range(problem.weeks):
            # The core looks at a week of nights as a whole; the ledger knows each night.
            if not margins.held[row, week] and weekday != NIGHT:
                continue
            there = Capacity(int(margins.places[row, week]), LIMITS[margins.binding[row, week]])
            for day in _days(problem.horizon, week, weekday):
                is_looked_at = first_day <= day <= last_day or weekday == WHOLE_WEEK
                is_shut = weekday == NIGHT and host is not None and _is_shut(host, day)
                if is_looked_at and not is_shut and (slot is None or slot.held_on(day)):
                    found[pool_slot, day] = there
    return found


def _is_shut(host: model.Host, day: dt.date) -> bool:
    seasons = (season.period for season in host.busy_seasons if season.places == 0)
    return any(day in period for period in (*host.closed, *seasons))


def margins_of(
    records: HostRecords, monday: dt.date, weeks: int
) -> tuple[model.Problem, PoolSlotColumns, Margins]:
    """Compute the core's margins from a Monday on, before anything is used, with the rows they are about."""
    problem = model.Problem(
        date=monday,
        weeks=weeks,
        people=(),
        hosts=records.hosts,
        menus=records.menus,
        pools=records.pools,
        rules=records.settings.rules,
        weights=records.settings.weights,
        travel=records.settings.travel,
    ).in_order()
    columns = Columns.of(problem)
    return problem, columns.slots, Margins.of(problem, columns.slots, columns.companions, frozenset())


def _days(horizon: model.Horizon, week: int, weekday: int) -> list[dt.date]:
    if weekday == NIGHT:
        return [horizon.day(week, each) for each in range(1, 8)]
    return [horizon.day(week, 1 if weekday == WHOLE_WEEK else weekday)]


def monday_of(day: dt.date) -> dt.date:
    """Give the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())
