"""From unit pairs to candidates: patterns, starts and companions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.candidates.patterns import overlapping_slots, weekly_patterns
from matching.candidates.supply import Supply
from matching.candidates.table import Candidates, UnitPairs, unit_totals
from matching.candidates.weeks import Openings, starts
from matching.columns import Columns

_TOWN, _CITY = 2_000, 20_000


@dataclass(frozen=True)
class CandidateLimits:
    """
    How many candidates are made, to keep a nation-wide table in memory.

    Parameters
    ----------
    near_menus
        Nearest menus looked at for each need, 1 or more.
    menus_per_unit
        Of those the rules allow, the best kept.
    patterns_per_pair, starts_per_pair, companions_per_pair
        Weekly patterns, first weeks and companions tried for a pair.
    """

    near_menus: int = 60
    menus_per_unit: int = 40
    patterns_per_pair: int = 8
    starts_per_pair: int = 2
    companions_per_pair: int = 2

    @classmethod
    def for_size(cls, people: int) -> CandidateLimits:
        """Give as many as a town needs for its optimum, and fewer each for many people at once."""
        if people <= _TOWN:
            return cls()
        if people <= _CITY:
            return cls(menus_per_unit=30, patterns_per_pair=4)
        return cls(near_menus=40, menus_per_unit=30, patterns_per_pair=2, starts_per_pair=1)


@dataclass(frozen=True, eq=False)
class Forced:
    """
    Patterns that people have set: pins with slots, and placements that already hold.

    Parameters
    ----------
    pair
        int64[f]: row in `UnitPairs`.
    slots
        int64[f], bit per slot of the menu.
    is_pin, is_current
        bool[f].
    """

    pair: NDArray[np.int64]
    slots: NDArray[np.int64]
    is_pin: NDArray[np.bool_]
    is_current: NDArray[np.bool_]


def build_candidates(
    columns: Columns, pairs: UnitPairs, supply: Supply, forced: Forced, limits: CandidateLimits
) -> Candidates:
    """
    Make the candidate table, without points.

    Parameters
    ----------
    columns
        The problem.
    pairs
        What the rules and the points say of each unit and menu; rows that are not allowed make no candidate
        unless forced.
    supply
        What hosts can give.
    forced
        Patterns to include as they are.
    limits
        How many candidates to make.
    """
    openings = Openings.of(columns, supply)
    table = _patterns(columns, pairs, openings, forced, limits)

    row, first, last = starts(
        columns, openings, table.unit, table.menu, table.slots, table.current, limits.starts_per_pair
    )
    table = table.take(row, first_week=first, last_week=last)
    row, companion = _companions(columns, table, limits)
    table = table.take(row, companion=companion)
    late = np.maximum(table.first_week - openings.earliest(columns)[table.unit], 0)
    return table.take(np.arange(len(table)), weeks_late=late)


def _patterns(
    columns: Columns, pairs: UnitPairs, openings: Openings, forced: Forced, limits: CandidateLimits
) -> Candidates:
    """Make the weekly patterns of the best menus of each unit, and the forced ones."""
    keep = best_menus(pairs, limits.menus_per_unit)
    menu = pairs.menu[keep]
    row, slots = weekly_patterns(
        _open_slots(columns, pairs, openings, keep),
        pairs.fewest[keep],
        np.where(columns.menus.is_room[menu], 1, pairs.most[keep]),
        pairs.unit[keep] + menu,
        limits.patterns_per_pair,
        menu,
        overlapping_slots(columns.menus),
    )
    lacking = _lacking_slots(columns, pairs, openings, forced.pair) & forced.slots
    holds = forced.is_current | (lacking == 0)
    pair = np.concatenate([keep[row], forced.pair[holds]])
    slots = np.concatenate([slots, forced.slots[holds]])
    free = np.zeros(row.size, dtype=bool)
    fixed = np.concatenate([free, forced.is_pin[holds]])
    current = np.concatenate([free, forced.is_current[holds]])
    # A forced pattern that was also made by itself stands once, as the forced one.
    order = np.lexsort((~(fixed | current), slots, pair))
    pair, slots, fixed, current = pair[order], slots[order], fixed[order], current[order]
    twin = np.zeros(pair.size, dtype=bool)
    twin[1:] = (pair[1:] == pair[:-1]) & (slots[1:] == slots[:-1])
    return Candidates.bare(pairs, pair[~twin], slots[~twin], fixed[~twin], current[~twin])


def _open_slots(
    columns: Columns, pairs: UnitPairs, openings: Openings, rows: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Give the slots with a place in some week, and with the van and the attention the unit needs."""
    lacking = _lacking_slots(columns, pairs, openings, rows)
    return pairs.usable[rows] & openings.any_week[pairs.menu[rows]] & ~lacking


def _lacking_slots(
    columns: Columns, pairs: UnitPairs, openings: Openings, rows: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Give the slots in which there is never the van or the attention the unit needs."""
    menu, unit = pairs.menu[rows], pairs.unit[rows]
    attention, _ = unit_totals(columns)
    lacking = openings.lacks_attention[menu] * (attention[unit] > 0)
    return lacking | openings.lacks_seat[menu] * (pairs.fetched[rows] > 0)


def best_menus(pairs: UnitPairs, most: int) -> NDArray[np.intp]:
    """Give the allowed rows, of each unit the `most` with the most points, in order."""
    allowed = np.flatnonzero(pairs.allowed)
    order = np.lexsort((pairs.menu[allowed], -pairs.points[allowed].sum(axis=1), pairs.unit[allowed]))
    ranked = allowed[order]
    unit = pairs.unit[ranked]
    rank = np.arange(ranked.size) - np.searchsorted(unit, unit)
    return np.sort(ranked[rank < most])


def _companions(
    columns: Columns, table: Candidates, limits: CandidateLimits
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """
    Repeat each candidate for the companions that cover all of its slots; -1 where nobody is needed.

    A companion of a party serves the district of every member who needs somebody to go along.
    """
    companions, menus, units = columns.companions, columns.menus, columns.units
    comes_along = columns.people.accompaniment_minutes[units.member_person] > 0
    served_by_all = _companions_of_parties(columns, comes_along)
    _, minutes = unit_totals(columns)
    needed = np.flatnonzero(minutes[table.unit] > 0)
    alone = np.flatnonzero(minutes[table.unit] == 0)
    rows: list[NDArray[np.intp]] = [alone]
    found: list[NDArray[np.int64]] = [np.full(alone.size, -1, dtype=np.int64)]
    first_in_need = np.full(units.size.size, -1, dtype=np.int64)
    first_in_need[units.member_unit[comes_along][::-1]] = units.member_person[comes_along][::-1]
    district = columns.people.district[first_in_need[table.unit[needed]]]
    tried = np.zeros(needed.size, dtype=np.int64)
    for companion, here in companions.with_rows(district):
        row = needed[here]
        menu, slots = table.menu[row], table.slots[row]
        covers = tried[here] < limits.companions_per_pair
        covers &= np.array(
            [companion in served_by_all.get(int(unit), {companion}) for unit in table.unit[row]],
            dtype=bool,
        )
        for j in range(menus.slot_day.shape[1]):
            part = companions.part_at(companion, menus.slot_day[menu, j], menus.slot_start[menu, j])
            covers &= (part >= 0) | ((slots >> j) & 1 == 0)
        tried[here] += covers
        rows.append(row[covers])
        found.append(np.full(int(covers.sum()), companion, dtype=np.int64))
    row, companion_of = np.concatenate(rows), np.concatenate(found)
    order = np.lexsort((companion_of, row))
    return row[order], companion_of[order]


def _companions_of_parties(columns: Columns, comes_along: NDArray[np.bool_]) -> dict[int, set[int]]:
    """Give for each party the companions that serve the districts of all its members in need of one."""
    units, companions = columns.units, columns.companions
    found: dict[int, set[int]] = {}
    for unit in np.flatnonzero(units.size > 1):
        in_need = units.member_person[(units.member_unit == unit) & comes_along]
        district = columns.people.district[in_need]
        found[int(unit)] = {
            companion
            for companion in range(len(companions.ids))
            if companions.serving(companion, district).all()
        }
    return found
