"""The pair table: what the rules read, one row per person and menu."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns import CompanionColumns, MenuColumns, PeopleColumns
from matching.columns.menus import GROUPS
from matching.columns.people import DOMAINS
from matching.model import RuleSet


@dataclass(frozen=True, eq=False)
class Pairs:
    """
    Pairs of a person and a menu for one need, p rows.

    Parameters
    ----------
    people, menus, companions
        The columns the indexes point into.
    unit, person, menu, domain
        int64[p]: unit, person row, menu row, index into the need domains.
    minutes_best, minutes, minutes_worst
        float[p]: travel one way from the nearest point of the home square, its centre and its farthest point;
        NaN unknown, infinity out of reach of every way of travelling.
    distance_m
        float[p]: from the centre, NaN unknown.
    mode
        int8[p]: index into the travel modes, -1 for none or unknown.
    free, short_enough, accompanied
        int64[p], bit per slot of the menu: the person is free, can stay long enough, has a companion.
    weeks
        Weeks of the horizon.
    gate
        bool[groups, domains]: need × service group.
    """

    people: PeopleColumns
    menus: MenuColumns
    companions: CompanionColumns
    unit: NDArray[np.int64]
    person: NDArray[np.int64]
    menu: NDArray[np.int64]
    domain: NDArray[np.int64]
    minutes_best: NDArray[np.float64]
    minutes: NDArray[np.float64]
    minutes_worst: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    mode: NDArray[np.int8]
    free: NDArray[np.int64]
    short_enough: NDArray[np.int64]
    accompanied: NDArray[np.int64]
    weeks: int
    gate: NDArray[np.bool_]

    @cached_property
    def usable(self) -> NDArray[np.int64]:
        """Slots the person could come to, int64[p], bit per slot of the menu."""
        return self.free & self.short_enough & self.accompanied

    @cached_property
    def fewest(self) -> NDArray[np.int64]:
        """Slots a week wanted at least; a room is one."""
        return np.where(self.menus.is_room[self.menu], 1, self.people.fewest_slots[self.person])

    def __len__(self) -> int:
        return int(self.person.size)


def gate_matrix(rules: RuleSet) -> NDArray[np.bool_]:
    """Turn the gate of a rule set into a matrix of service groups by need domains."""
    matrix = np.zeros((len(GROUPS), len(DOMAINS)), dtype=bool)
    for group, domains in rules.gate.items():
        for domain in domains:
            matrix[GROUPS.index(group), DOMAINS.index(domain)] = True
    return matrix


def count_slots(mask: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the slots of each mask."""
    return np.bitwise_count(mask).astype(np.int64)
