"""Pools by slot as columns, and which of them each slot of a menu draws on."""

from __future__ import annotations

from dataclasses import dataclass

import jpholiday
import numpy as np
from numpy.typing import NDArray

from matching.model import Horizon, Host, Period, Pool, PoolSlot, Problem, Slot, minute_of_day
from matching.vocabulary import DeclaredMark, DrawUnit, HostKind, LimitKind, PoolKind

KINDS = tuple(PoolKind)
HOST_KINDS = tuple(HostKind)
MARKS = tuple(DeclaredMark)
UNITS = tuple(DrawUnit)

WHOLE_WEEK, NIGHT = -1, 0


@dataclass(frozen=True, eq=False)
class Draws:
    """
    One row for each pool slot that a menu's slot draws on.

    Parameters
    ----------
    menu, slot, pool_slot, unit
        int64[d]: menu row, position of the slot in the menu, pool-slot row, index into `UNITS`; ordered by
        menu, then slot.
    missing
        int64[menus, units]: slots, bit per slot of the menu, for which a pool drawn on has no such time.
    """

    menu: NDArray[np.int64]
    slot: NDArray[np.int64]
    pool_slot: NDArray[np.int64]
    unit: NDArray[np.int64]
    missing: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PoolSlotColumns:
    """
    One row per pool and slot of it. Unknown numbers are NaN.

    Parameters
    ----------
    pool, part
        int64[s]: pool row, position in the pool's slots.
    host, kind, host_kind
        int64[s]: host row or -1, index into `KINDS`, index into `HOST_KINDS` or -1.
    day, start, end
        int64[s]: weekday, 0 for a night, -1 for a whole week; minutes since midnight.
    quota, regular_users, waiting, staff_fte, staff_ratio, supporters, people_per_supporter, equipment,
    amount, declared_places, stated_days_ago
        float[s].
    declared_mark
        int64[s], index into `MARKS` or -1.
    held
        bool[s, weeks]: the slot takes place in that week.
    busy_places
        float[s, weeks]: places in a busy season, infinity outside.
    draws
        Which menu draws on which pool slot.
    """

    pool: NDArray[np.int64]
    part: NDArray[np.int64]
    host: NDArray[np.int64]
    kind: NDArray[np.int64]
    host_kind: NDArray[np.int64]
    day: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    quota: NDArray[np.float64]
    regular_users: NDArray[np.float64]
    waiting: NDArray[np.float64]
    staff_fte: NDArray[np.float64]
    staff_ratio: NDArray[np.float64]
    supporters: NDArray[np.float64]
    people_per_supporter: NDArray[np.float64]
    equipment: NDArray[np.float64]
    amount: NDArray[np.float64]
    declared_places: NDArray[np.float64]
    stated_days_ago: NDArray[np.float64]
    declared_mark: NDArray[np.int64]
    held: NDArray[np.bool_]
    busy_places: NDArray[np.float64]
    draws: Draws

    @classmethod
    def of(cls, problem: Problem) -> PoolSlotColumns:
        """Make the columns of a problem's pools, in their order."""
        host_rows = {host.id: row for row, host in enumerate(problem.hosts)}
        rows = [
            (pool_row, part_row, pool, part, host_rows.get(pool.host_id or "", -1))
            for pool_row, pool in enumerate(problem.pools)
            for part_row, part in enumerate(pool.slots)
        ]
        hosts = [problem.hosts[host] if host >= 0 else None for *_, host in rows]

        def ints(values: list[int]) -> NDArray[np.int64]:
            return np.array(values, dtype=np.int64)

        def of_host(name: str) -> NDArray[np.float64]:
            return _floats([getattr(host, name) if host else None for host in hosts])

        spans = [_span(part.slot) for *_, part, _ in rows]
        day = ints([span[0] for span in spans])
        places = {PoolKind.PLACES, PoolKind.BEDS}
        held, busy = _weeks(problem, [part.slot for *_, part, _ in rows], hosts, day)
        return cls(
            pool=ints([row[0] for row in rows]),
            part=ints([row[1] for row in rows]),
            host=ints([row[4] for row in rows]),
            kind=ints([KINDS.index(row[2].kind) for row in rows]),
            host_kind=ints([HOST_KINDS.index(host.kind) if host else -1 for host in hosts]),
            day=day,
            start=ints([span[1] for span in spans]),
            end=ints([span[2] for span in spans]),
            quota=_floats(
                [_quota(pool, part, host) for (_, _, pool, part, _), host in zip(rows, hosts, strict=True)]
            ),
            regular_users=_floats([part.regular_users for *_, part, _ in rows]),
            waiting=of_host("waiting"),
            staff_fte=of_host("staff_fte"),
            staff_ratio=of_host("staff_ratio"),
            supporters=of_host("supporters"),
            people_per_supporter=of_host("people_per_supporter"),
            equipment=of_host("equipment_places"),
            amount=_floats([None if pool.kind in places else part.amount for _, _, pool, part, _ in rows]),
            declared_places=_floats(
                [part.declared.places if part.declared else None for *_, part, _ in rows]
            ),
            declared_mark=ints(
                [MARKS.index(part.declared.mark) if part.declared else -1 for *_, part, _ in rows]
            ),
            stated_days_ago=_floats(
                [(problem.date - part.stated_on).days if part.stated_on else None for *_, part, _ in rows]
            ),
            held=held,
            busy_places=busy,
            draws=_draws(problem),
        )


def _floats(values: list[int | None] | list[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _quota(pool: Pool, part: PoolSlot, host: Host | None) -> int | None:
    if part.quota is not None:
        return part.quota
    return host.quota if host and pool.kind in {PoolKind.PLACES, PoolKind.BEDS} else None


def _span(slot: Slot | None) -> tuple[int, int, int]:
    if slot is None:
        return WHOLE_WEEK, 0, 1440
    return slot.weekday or NIGHT, minute_of_day(slot.start), minute_of_day(slot.end)


def _weeks(
    problem: Problem, slots: list[Slot | None], hosts: list[Host | None], day: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Tell in which weeks each pool slot is held, and how many may come in a busy season."""
    horizon = problem.horizon
    first = np.datetime64(horizon.first_monday)
    dates = first + 7 * np.arange(horizon.weeks)[None, :] + np.maximum(day - 1, 0)[:, None]
    last_dates = dates + np.where(day > 0, 0, 6)[:, None]
    held = np.ones(dates.shape, dtype=bool)
    busy = np.full(dates.shape, np.inf)
    holiday = _holidays(horizon)
    seasons_count = problem.rules.limit(LimitKind.BUSY_SEASON) is not None
    for row, (slot, host) in enumerate(zip(slots, hosts, strict=True)):
        if slot and slot.first_day:
            held[row] &= dates[row] >= np.datetime64(slot.first_day)
        if slot and slot.last_day:
            held[row] &= last_dates[row] <= np.datetime64(slot.last_day)
        if host is None or day[row] == WHOLE_WEEK:
            continue
        if host.closes_on_holidays and day[row] > 0:
            held[row] &= ~holiday[:, day[row] - 1]
        # A week of nights is touched by a period as soon as one of its days is.
        for period in host.closed:
            held[row] &= ~_touched(dates[row], last_dates[row], period)
        for season in host.busy_seasons if seasons_count else ():
            touched = _touched(dates[row], last_dates[row], season.period)
            busy[row] = np.where(touched, np.minimum(busy[row], season.places), busy[row])
    # In a season without any place everybody pauses: the slot is not held, and nobody loses their seat.
    return held & (busy > 0), np.where(busy > 0, busy, np.inf)


def _touched(
    first: NDArray[np.datetime64], last: NDArray[np.datetime64], period: Period
) -> NDArray[np.bool_]:
    return (last >= np.datetime64(period.first_day)) & (first <= np.datetime64(period.last_day))


def _holidays(horizon: Horizon) -> NDArray[np.bool_]:
    return np.array(
        [
            [bool(jpholiday.is_holiday(horizon.day(week, weekday))) for weekday in range(1, 8)]
            for week in range(horizon.weeks)
        ],
        dtype=bool,
    )


def _draws(problem: Problem) -> Draws:
    first_row: dict[str, int] = {}
    pools = {pool.id: pool for pool in problem.pools}
    count = 0
    for pool in problem.pools:
        first_row[pool.id] = count
        count += len(pool.slots)
    table: list[tuple[int, int, int, int]] = []
    missing = np.zeros((len(problem.menus), len(UNITS)), dtype=np.int64)
    for menu_row, menu in enumerate(problem.menus):
        for j, slot in enumerate(menu.slots):
            for draw in menu.draws:
                unit = UNITS.index(draw.unit)
                drawn = [
                    first_row[draw.pool_id] + part_row
                    for part_row, part in enumerate(pools[draw.pool_id].slots)
                    if part.slot is None or part.slot.overlaps(slot)
                ]
                table += [(menu_row, j, row, unit) for row in drawn]
                if not drawn:
                    missing[menu_row, unit] |= 1 << j
    columns = np.array(table, dtype=np.int64).reshape(-1, 4)
    return Draws(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], missing)
