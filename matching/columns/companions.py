"""Companions (同行・伴走): who serves which district, and which of their hours a slot falls in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.pool_slots import WHOLE_WEEK, PoolSlotColumns
from matching.model import Problem
from matching.vocabulary import PoolKind


@dataclass(frozen=True, eq=False)
class CompanionColumns:
    """
    One row per companion pool.

    Parameters
    ----------
    ids
        Pool ids.
    serves
        bool[c, districts].
    serves_all
        bool[c]: no district is named.
    parts
        For each companion its pool-slot rows.
    slots
        The pool slots the rows belong to.
    """

    ids: tuple[str, ...]
    serves: NDArray[np.bool_]
    serves_all: NDArray[np.bool_]
    parts: tuple[NDArray[np.intp], ...]
    slots: PoolSlotColumns

    @classmethod
    def of(cls, problem: Problem, slots: PoolSlotColumns, districts: dict[str, int]) -> CompanionColumns:
        """List the companion pools of a problem."""
        pools = [(row, pool) for row, pool in enumerate(problem.pools) if pool.kind == PoolKind.COMPANION]
        serves = np.zeros((len(pools), max(1, len(districts))), dtype=bool)
        for row, (_, pool) in enumerate(pools):
            serves[row, [districts[d] for d in pool.districts if d in districts]] = True
        return cls(
            ids=tuple(pool.id for _, pool in pools),
            serves=serves,
            serves_all=np.array([not pool.districts for _, pool in pools], dtype=bool),
            parts=tuple(np.flatnonzero(slots.pool == row) for row, _ in pools),
            slots=slots,
        )

    def serving(self, companion: int, district: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each district row (or -1) whether the companion serves it."""
        if self.serves_all[companion]:
            return np.ones(district.shape, dtype=bool)
        return (district >= 0) & self.serves[companion, district]

    def part_at(self, companion: int, day: NDArray[np.int64], start: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the pool-slot row of the companion's hours at a weekday and minute, -1 for none."""
        found = np.full(day.shape, -1, dtype=np.int64)
        for row in self.parts[companion]:
            whole = self.slots.day[row] == WHOLE_WEEK
            inside = (
                (self.slots.day[row] == day)
                & (self.slots.start[row] <= start)
                & (start < self.slots.end[row])
            )
            found[whole | inside] = row
        return found
