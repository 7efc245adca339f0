"""What each candidate takes from each resource, from its first week to its last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.candidates.supply import Supply
from matching.candidates.table import Candidates, UnitPairs, unit_totals
from matching.columns import Columns
from matching.columns.companions import rows_by_value
from matching.columns.pool_slots import UNITS
from matching.vocabulary import DrawUnit

_CHUNK = 500_000
"""Candidates expanded at a time."""


class ResourceKind(StrEnum):
    """What candidates compete for."""

    POOL_SLOT = "pool_slot"
    NEWCOMERS = "newcomers"
    REST = "rest"
    TIMETABLE = "timetable"
    WEEKLY_LOAD = "weekly_load"
    APART = "apart"


@dataclass(frozen=True, eq=False)
class Resources:
    """
    Everything candidates compete for, one row each, r rows.

    Parameters
    ----------
    kinds
        Kind of each block of rows, with the row it starts at.
    capacity
        int64[r, w].
    binds
        bool[r, w]: the resource is in force in that week.
    """

    kinds: tuple[tuple[ResourceKind, int], ...]
    capacity: NDArray[np.int64]
    binds: NDArray[np.bool_]

    def name(self, resource: int) -> tuple[ResourceKind, int]:
        """Give the kind of a resource and its row within that kind."""
        kind, start = next(block for block in reversed(self.kinds) if block[1] <= resource)
        return kind, resource - start


@dataclass(frozen=True, eq=False)
class Uses:
    """
    One row for each candidate and resource it takes from; int32, for a nation has many millions of them.

    Parameters
    ----------
    candidate, resource, amount
        int32[e].
    first_week, last_week
        int32[e], both included.
    capacity, binds
        Of `Resources`.
    """

    candidate: NDArray[np.int32]
    resource: NDArray[np.int32]
    amount: NDArray[np.int32]
    first_week: NDArray[np.int32]
    last_week: NDArray[np.int32]
    capacity: NDArray[np.int64]
    binds: NDArray[np.bool_]


_Entries = NDArray[np.int64] | NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class _Block:
    """The entries of one kind of resource; resources are numbered within the kind."""

    kind: ResourceKind
    candidate: NDArray[np.int32]
    resource: NDArray[np.int32]
    amount: NDArray[np.int32]
    first_week: NDArray[np.int32]
    last_week: NDArray[np.int32]
    capacity: NDArray[np.int64]
    binds: NDArray[np.bool_]

    @classmethod
    def of(
        cls, kind: ResourceKind, capacity: NDArray[np.int64], binds: NDArray[np.bool_], *entries: _Entries
    ) -> _Block:
        """Make a block of (candidate, resource, amount, first week, last week) columns of any integers."""
        candidate, resource, amount, first_week, last_week = (each.astype(np.int32) for each in entries)
        return cls(kind, candidate, resource, amount, first_week, last_week, capacity, binds)


def take_from_resources(
    columns: Columns, pairs: UnitPairs, supply: Supply, table: Candidates
) -> tuple[Uses, Resources]:
    """List what every candidate takes."""
    blocks = [
        _pools(columns, pairs, supply, table),
        *_intake(columns, supply, table),
        *_own_time(columns, supply.weeks, table),
        _apart(columns, supply.weeks, table),
    ]
    starts = np.cumsum([0, *(len(block.capacity) for block in blocks)])
    resources = Resources(
        kinds=tuple((block.kind, int(start)) for block, start in zip(blocks, starts, strict=False)),
        capacity=np.concatenate([block.capacity for block in blocks]),
        binds=np.concatenate([block.binds for block in blocks]),
    )

    def joined(name: str) -> NDArray[np.int32]:
        return np.concatenate([getattr(block, name) for block in blocks])

    numbered = [block.resource + np.int32(start) for block, start in zip(blocks, starts, strict=False)]
    uses = Uses(
        candidate=joined("candidate"),
        resource=np.concatenate(numbered),
        amount=joined("amount"),
        first_week=joined("first_week"),
        last_week=joined("last_week"),
        capacity=resources.capacity,
        binds=resources.binds,
    )
    return uses, resources


def _spread(first: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Repeat each row `count` times: the row's index, and first, first + 1, … within it."""
    row = np.repeat(np.arange(first.size), count)
    return row, first[row] + np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)


def _chosen_slots(slots: NDArray[np.int64], width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give (row, slot position) for every slot in every mask."""
    chosen = (slots[:, None] >> np.arange(width)) & 1
    row, position = np.nonzero(chosen)
    return row, position


def _pools(columns: Columns, pairs: UnitPairs, supply: Supply, table: Candidates) -> _Block:
    """Take from pools by slot: what the menu draws on, the companion's minutes, the caseload."""
    menus, companions, units = columns.menus, columns.companions, columns.units
    attention, accompaniment = unit_totals(columns)
    parts = [
        _draws_of(columns, pairs, table, attention, start, start + _CHUNK)
        for start in range(0, len(table), _CHUNK)
    ]

    with_companion = np.flatnonzero(table.companion >= 0)
    row, position = _chosen_slots(table.slots[with_companion], menus.slot_day.shape[1])
    candidate = with_companion[row]
    for companion, mine in rows_by_value(table.companion[candidate]):
        menu, j = table.menu[candidate[mine]], position[mine]
        part = companions.part_at(companion, menus.slot_day[menu, j], menus.slot_start[menu, j])
        parts.append((candidate[mine], part, accompaniment[table.unit[candidate[mine]]]))

    first_member = np.searchsorted(units.member_unit, table.unit)
    row, member = _spread(first_member, units.size[table.unit])
    carried = columns.caseload[units.member_person[member]]
    is_carried = carried >= 0
    parts.append((row[is_carried], carried[is_carried], np.ones(int(is_carried.sum()), dtype=np.int64)))

    who, resource, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
    some = amount > 0
    who, resource, amount = who[some], resource[some], amount[some]
    return _Block.of(
        ResourceKind.POOL_SLOT, supply.left, supply.held,
        who, resource, amount, table.first_week[who], table.last_week[who],
    )  # fmt: skip


def _draws_of(
    columns: Columns,
    pairs: UnitPairs,
    table: Candidates,
    attention: NDArray[np.int64],
    start: int,
    end: int,
) -> tuple[_Entries, _Entries, _Entries]:
    """Give (candidate, pool slot, amount) of what some candidates' menus draw on."""
    menus, slots, units = columns.menus, columns.slots, columns.units
    width = menus.slot_day.shape[1]
    candidate, position = _chosen_slots(table.slots[start:end], width)
    candidate += start
    key = table.menu[candidate] * width + position
    draw_key = slots.draws.menu * width + slots.draws.slot
    first = np.searchsorted(draw_key, key)
    row, draw = _spread(first, np.searchsorted(draw_key, key, side="right") - first)
    who = candidate[row]
    unit, drawn = table.unit[who], slots.draws.unit[draw]
    amount = np.select(
        [drawn == UNITS.index(DrawUnit.PERSON), drawn == UNITS.index(DrawUnit.ATTENTION_MINUTES)],
        [units.size[unit], attention[unit]],
        pairs.fetched[table.pair[who]],
    )
    some = amount > 0
    return (
        who[some].astype(np.int32),
        slots.draws.pool_slot[draw[some]].astype(np.int32),
        amount[some].astype(np.int32),
    )


def _intake(columns: Columns, supply: Supply, table: Candidates) -> tuple[_Block, _Block]:
    """Take from the host's newcomers in the first weeks, and from its one intake per rest."""
    newcomers, rest_weeks, units = supply.newcomers, supply.rest_weeks, columns.units
    host = columns.menus.host[table.menu]
    weeks = supply.weeks
    # A host has a limit in every week or in none.
    limited = np.flatnonzero(np.isfinite(newcomers[host, 0]) & ~table.current)
    first = table.first_week[limited]
    capacity = np.where(np.isfinite(newcomers), newcomers, 0).astype(np.int64)
    new = _Block.of(
        ResourceKind.NEWCOMERS, capacity, np.isfinite(newcomers),
        limited, host[limited], units.size[table.unit[limited]],
        first, np.minimum(first + supply.newcomer_weeks, weeks) - 1,
    )  # fmt: skip
    resting = np.flatnonzero((rest_weeks[host] > 0) & ~table.current)
    first = table.first_week[resting]
    last = np.minimum(first + rest_weeks[host[resting]], weeks) - 1
    one = np.ones(capacity.shape, dtype=np.int64)
    rest = _Block.of(
        ResourceKind.REST, one, one.astype(bool),
        resting, host[resting], np.ones(resting.size, dtype=np.int64), first, last,
    )  # fmt: skip
    return new, rest


def _own_time(columns: Columns, weeks: int, table: Candidates) -> tuple[_Block, _Block]:
    """Keep people with several needs from being in two places at once, or more often than they want."""
    people, menus, units = columns.people, columns.menus, columns.units
    n = people.age_years.size
    needs = np.bincount(units.member_person, minlength=n)
    busy = needs > 1
    first_member = np.searchsorted(units.member_unit, table.unit)
    row, member = _spread(first_member, units.size[table.unit])
    person = units.member_person[member]
    row, person = row[busy[person]], person[busy[person]]
    by_day = ~menus.is_room[table.menu[row]]
    row, person = row[by_day], person[by_day]

    load_capacity = np.maximum(people.most_slots - people.taken_slots, 0)
    load = _Block.of(
        ResourceKind.WEEKLY_LOAD,
        np.repeat(load_capacity[:, None], weeks, axis=1), np.ones((n, weeks), dtype=bool),
        row, person, np.bitwise_count(table.slots[row]).astype(np.int64),
        table.first_week[row], table.last_week[row],
    )  # fmt: skip

    # At the start of any slot a person is in at most one place.
    at, j = _chosen_slots(table.slots[row], menus.slot_day.shape[1])
    who, menu = person[at], table.menu[row[at]]
    day = menus.slot_day[menu, j]
    start, end = menus.slot_start[menu, j], menus.slot_end[menu, j]
    moments = np.unique(np.stack([who * 8 + day, start], axis=1), axis=0)
    own_day = who * 8 + day
    first = np.searchsorted(moments[:, 0], own_day)
    entry, moment = _spread(first, np.searchsorted(moments[:, 0], own_day, side="right") - first)
    inside = (start[entry] <= moments[moment, 1]) & (moments[moment, 1] < end[entry])
    candidate = row[at[entry[inside]]]
    one = np.ones((len(moments), weeks), dtype=np.int64)
    timetable = _Block.of(
        ResourceKind.TIMETABLE, one, one.astype(bool),
        candidate, moment[inside], np.ones(candidate.size, dtype=np.int64),
        table.first_week[candidate], table.last_week[candidate],
    )  # fmt: skip
    return timetable, load


def _apart(columns: Columns, weeks: int, table: Candidates) -> _Block:
    """
    Keep two people from being at the same host in the same weeks, need by need.

    Where both are of one party, each of its candidates takes twice what there is: it goes nowhere.
    """
    units = columns.units
    host = columns.menus.host[table.menu]
    candidates: list[NDArray[np.intp]] = []
    resources: list[NDArray[np.int64]] = []
    count = 0
    for one, two in columns.apart:
        for first_unit in units.member_unit[units.member_person == one]:
            for second_unit in units.member_unit[units.member_person == two]:
                of_first, of_second = (np.flatnonzero(table.unit == u) for u in (first_unit, second_unit))
                rows = np.concatenate([of_first, of_second])
                hosts, local = np.unique(host[rows], return_inverse=True)
                candidates.append(rows)
                resources.append(local + count)
                count += hosts.size
    candidate = np.concatenate([*candidates, np.zeros(0, dtype=np.intp)])
    ones = np.ones((count, weeks), dtype=np.int64)
    return _Block.of(
        ResourceKind.APART, ones, ones.astype(bool),
        candidate, np.concatenate([*resources, np.zeros(0, dtype=np.int64)]),
        np.ones(candidate.size, dtype=np.int64), table.first_week[candidate], table.last_week[candidate],
    )  # fmt: skip
