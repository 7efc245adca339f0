"""Pairs brought together by unit, and the candidate table."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns


@dataclass(frozen=True, eq=False)
class UnitPairs:
    """
    One row per unit and menu that was looked at, in the order of units and menus.

    A party's row says what holds for all of its members.

    Parameters
    ----------
    unit, menu
        int64[p].
    first_pair
        int64[p]: row of the first member in the pair table; the members follow one another.
    against
        int64[p], bit per rule that is against a member.
    allowed
        bool[p]: no rule is against any member, and no pin keeps the unit elsewhere.
    usable
        int64[p]: slots all members could come to, bit per slot of the menu.
    fewest, most
        int64[p]: slots a week.
    points
        int32[p, pair criteria]: mean over the members.
    fetched
        int64[p]: members who travel by pick-up.
    """

    unit: NDArray[np.int64]
    menu: NDArray[np.int64]
    first_pair: NDArray[np.int64]
    against: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    usable: NDArray[np.int64]
    fewest: NDArray[np.int64]
    most: NDArray[np.int64]
    points: NDArray[np.int32]
    fetched: NDArray[np.int64]


def unit_pairs(
    columns: Columns,
    unit: NDArray[np.int64],
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
    against: NDArray[np.int64],
    usable: NDArray[np.int64],
    fewest: NDArray[np.int64],
    points: NDArray[np.int32],
    fetched: NDArray[np.bool_],
) -> UnitPairs:
    """
    Bring the pairs of each unit and menu together.

    Parameters
    ----------
    columns
        The problem.
    unit, person, menu, against, usable, fewest, points, fetched
        The pair table, ordered by unit, menu and person.
    """
    is_first = np.ones(unit.size, dtype=bool)
    is_first[1:] = (unit[1:] != unit[:-1]) | (menu[1:] != menu[:-1])
    start = np.flatnonzero(is_first)
    members = np.diff(np.append(start, unit.size))
    people = columns.people
    wanted = np.maximum(people.most_slots[person] - people.taken_slots[person], 0)
    if start.size == unit.size:
        # Nobody is in a party: the pairs are the unit pairs, and no column needs a copy.
        return UnitPairs(
            unit, menu, start, against, against == 0, usable, fewest, wanted, points, fetched.astype(np.int64)
        )
    against = np.bitwise_or.reduceat(against, start)
    return UnitPairs(
        unit=unit[start],
        menu=menu[start],
        first_pair=start,
        against=against,
        allowed=against == 0,
        usable=np.bitwise_and.reduceat(usable, start),
        fewest=np.maximum.reduceat(fewest, start),
        most=np.minimum.reduceat(wanted, start),
        points=(np.add.reduceat(points, start, axis=0) // members[:, None]).astype(np.int32),
        fetched=np.add.reduceat(fetched.astype(np.int64), start),
    )


@dataclass(frozen=True, eq=False)
class Candidates:
    """
    候補: n candidates, ordered by unit, then menu, slots, first week and companion.

    Parameters
    ----------
    pair, unit, menu
        int64[n]: row in `UnitPairs`, unit, menu.
    slots
        int64[n], bit per slot of the menu.
    fixed
        bool[n]: a choice people have made.
    current
        bool[n]: a placement that already holds and is up for change.
    first_week, last_week
        int64[n], both included.
    companion
        int64[n]: row of the companion who goes along, -1 for none.
    weeks_late
        int64[n]: weeks after the unit's earliest start.
    """

    pair: NDArray[np.int64]
    unit: NDArray[np.int64]
    menu: NDArray[np.int64]
    slots: NDArray[np.int64]
    fixed: NDArray[np.bool_]
    current: NDArray[np.bool_]
    first_week: NDArray[np.int64]
    last_week: NDArray[np.int64]
    companion: NDArray[np.int64]
    weeks_late: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.unit.size)

    @classmethod
    def bare(
        cls,
        pairs: UnitPairs,
        pair: NDArray[np.int64],
        slots: NDArray[np.int64],
        fixed: NDArray[np.bool_],
        current: NDArray[np.bool_],
    ) -> Candidates:
        """Start a table from its patterns, without weeks or companions."""
        none = np.zeros(pair.size, dtype=np.int64)
        return cls(pair, pairs.unit[pair], pairs.menu[pair], slots, fixed, current, none, none, none, none)

    def take(self, rows: NDArray[np.intp], **columns: NDArray[np.int64]) -> Candidates:
        """Give some rows, in the order given, with some columns put in anew."""
        taken = {field.name: getattr(self, field.name)[rows] for field in dataclasses.fields(self)}
        return Candidates(**{**taken, **columns})


def unit_totals(columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the attention and the accompaniment minutes each unit needs, int64[u] each, over its members."""
    units, people = columns.units, columns.people

    def total(minutes: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.bincount(
            units.member_unit, weights=minutes[units.member_person], minlength=units.size.size
        ).astype(np.int64)

    return total(people.attention_minutes), total(people.accompaniment_minutes)
