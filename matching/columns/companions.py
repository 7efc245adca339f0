"""Companions (同行・伴走): who serves which district, and which of their hours a slot falls in."""

from __future__ import annotations

from collections.abc import Iterator
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
    districts
        For each companion the rows of the districts it serves; ``None`` for all.
    parts
        For each companion its pool-slot rows.
    slots
        The pool slots the rows belong to.
    """

    ids: tuple[str, ...]
    districts: tuple[frozenset[int] | None, ...]
    parts: tuple[NDArray[np.intp], ...]
    slots: PoolSlotColumns

    @classmethod
    def of(cls, problem: Problem, slots: PoolSlotColumns, districts: dict[str, int]) -> CompanionColumns:
        """List the companion pools of a problem."""
        pools = [(row, pool) for row, pool in enumerate(problem.pools) if pool.kind == PoolKind.COMPANION]
        first = np.searchsorted(slots.pool, np.arange(len(problem.pools) + 1))
        return cls(
            ids=tuple(pool.id for _, pool in pools),
            districts=tuple(
                frozenset(districts[name] for name in pool.districts) if pool.districts else None
                for _, pool in pools
            ),
            parts=tuple(np.arange(first[row], first[row + 1]) for row, _ in pools),
            slots=slots,
        )

    def serving(self, companion: int, district: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each district row whether the companion serves it; an unknown one (-1) is no hindrance."""
        served = self.districts[companion]
        if served is None:
            return np.ones(district.shape, dtype=bool)
        return (district < 0) | np.isin(district, list(served))

    def with_rows(self, district: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Give each companion that serves one of the districts (or -1), and the positions it serves."""
        positions = dict(rows_by_value(district))
        everywhere = np.arange(district.size)
        for companion, served in enumerate(self.districts):
            if served is None:
                yield companion, everywhere
            elif found := [positions[row] for row in (-1, *sorted(served)) if row in positions]:
                yield companion, np.sort(np.concatenate(found))

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


def rows_by_value(values: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Give each distinct value, in order, with the positions it stands at."""
    order = np.argsort(values, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(values[order])) + 1):
        if rows.size:
            yield int(values[rows[0]]), rows
