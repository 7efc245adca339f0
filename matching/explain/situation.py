"""The situation a proposal leaves: who is where, and what is left of every capacity row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.candidates import ResourceKind
from matching.capacity.margins import LIMITS
from matching.columns.pool_slots import UNITS
from matching.model import Binding
from matching.prepare import Prepared
from matching.vocabulary import DrawUnit, LimitKind


@dataclass(frozen=True, eq=False)
class Situation:
    """
    A prepared problem with a choice made.

    Parameters
    ----------
    prepared
        The problem.
    chosen
        bool[n]: chosen candidates.
    """

    prepared: Prepared
    chosen: NDArray[np.bool_]

    @cached_property
    def left(self) -> NDArray[np.int64]:
        """What is left of each row, int64[rows]."""
        rows = self.prepared.rows
        return rows.capacity - rows.uses @ self.chosen.astype(np.int64)

    @cached_property
    def chosen_of(self) -> NDArray[np.int64]:
        """The chosen candidate of each unit, int64[u], -1 for none."""
        found = np.full(self.prepared.columns.units.size.size, -1, dtype=np.int64)
        rows = np.flatnonzero(self.chosen)
        found[self.prepared.candidates.unit[rows]] = rows
        return found

    @cached_property
    def lacking(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """
        What each candidate would need beyond what is left beside everybody else's assignment.

        Returns
        -------
        row, candidate
            int64[k]: rows that are too full for the candidate; candidates in no pair are free.
        """
        rows = self.prepared.rows
        uses = rows.uses.tocoo()
        unit = self.prepared.candidates.unit
        n_units = self.prepared.columns.units.size.size
        # What a unit's own assignment takes would be given back.
        own_key = uses.row.astype(np.int64) * n_units + unit[uses.col]
        mine = self.chosen[uses.col]
        keys, amounts = own_key[mine], uses.data[mine]
        order = np.argsort(keys, kind="stable")
        keys, amounts = keys[order], amounts[order]
        given_back = np.zeros(own_key.size, dtype=np.int64)
        if keys.size:
            place = np.minimum(np.searchsorted(keys, own_key), keys.size - 1)
            given_back = np.where(keys[place] == own_key, amounts[place], 0)
        short = uses.data > self.left[uses.row] + given_back
        row, candidate = uses.row[short].astype(np.int64), uses.col[short].astype(np.int64)
        order = np.lexsort((row, candidate))
        return row[order], candidate[order]

    @cached_property
    def is_free(self) -> NDArray[np.bool_]:
        """Candidates that could be taken beside everybody else's assignment, bool[n]."""
        free = np.ones(len(self.prepared.candidates), dtype=bool)
        free[self.lacking[1]] = False
        return free

    @cached_property
    def places_left(self) -> NDArray[np.int64]:
        """What is left of each pool slot in the held week with the least room, int64[s]; 0 if never held."""
        margins = self.prepared.margins
        left = margins.left - self.prepared.taken(self.chosen)
        least = np.where(margins.held, left, np.iinfo(np.int64).max).min(
            axis=1, initial=np.iinfo(np.int64).max
        )
        return np.where(margins.held.any(axis=1), least, 0)

    @cached_property
    def closed_slots(self) -> dict[int, list[tuple[int, int, int]]]:
        """Slots without a place in any week, by menu: (slot of the menu, pool slot, first week held)."""
        draws, closed = self.prepared.columns.slots.draws, self.prepared.margins.closed_week
        own = draws.unit == UNITS.index(DrawUnit.PERSON)
        found: dict[int, list[tuple[int, int, int]]] = {}
        for draw in np.flatnonzero(own & (closed[draws.pool_slot] >= 0)):
            row = int(draws.pool_slot[draw])
            entry = int(draws.slot[draw]), row, int(closed[row])
            found.setdefault(int(draws.menu[draw]), []).append(entry)
        return found

    def closed_for(self, unit_pair: int) -> list[tuple[int, int]]:
        """Give (pool slot, week) of the slots a unit could come to in which the host has no place."""
        pairs = self.prepared.unit_pairs
        usable = int(pairs.usable[unit_pair])
        closed = self.closed_slots.get(int(pairs.menu[unit_pair]), [])
        return [(row, week) for slot, row, week in closed if usable >> slot & 1]

    def lacking_rows(self, candidate: int) -> NDArray[np.int64]:
        """Give the rows that are too full for a candidate."""
        rows, _ = self.lacking
        return rows[self._lacking_from[candidate] : self._lacking_from[candidate + 1]]

    @cached_property
    def _lacking_from(self) -> NDArray[np.intp]:
        return np.searchsorted(self.lacking[1], np.arange(len(self.prepared.candidates) + 1))

    def binding(self, row: int) -> Binding | None:
        """Name the limit behind a row; ``None`` for a person's own time and for people kept apart."""
        prepared = self.prepared
        kind, index = prepared.resources.name(int(prepared.rows.resource[row]))
        left = int(self.left[row])
        if kind == ResourceKind.POOL_SLOT:
            return pool_binding(prepared, index, int(prepared.rows.week[row]), left)
        if kind in {ResourceKind.NEWCOMERS, ResourceKind.REST}:
            limit = LimitKind.NEWCOMERS if kind == ResourceKind.NEWCOMERS else LimitKind.REST
            return Binding(limit, "", prepared.problem.hosts[index].id, None, left)
        return None


def pool_binding(prepared: Prepared, pool_slot: int, week: int, left: int) -> Binding:
    """Name the limit that sets the margin of a pool slot in a week."""
    slots, problem = prepared.columns.slots, prepared.problem
    pool = problem.pools[slots.pool[pool_slot]]
    part = pool.slots[slots.part[pool_slot]]
    return Binding(
        limit=LIMITS[prepared.margins.binding[pool_slot, week]],
        pool_id=pool.id,
        host_id=pool.host_id or "",
        slot=part.slot,
        left=left,
        stated_on=part.stated_on,
    )
