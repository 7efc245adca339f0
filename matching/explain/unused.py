"""Margin nobody uses in a proposal."""

from __future__ import annotations

import numpy as np

from matching.capacity.margins import LIMITS
from matching.columns.pool_slots import KINDS
from matching.explain.situation import Situation
from matching.model import UnusedMargin
from matching.vocabulary import PoolKind


def unused_margins(situation: Situation) -> tuple[UnusedMargin, ...]:
    """Give the places and beds that stay free in every week they are held, most first."""
    prepared = situation.prepared
    slots, margins, problem = prepared.columns.slots, prepared.margins, prepared.problem
    least = situation.places_left
    is_place = np.isin(slots.kind, [KINDS.index(PoolKind.PLACES), KINDS.index(PoolKind.BEDS)])
    found: list[UnusedMargin] = []
    for row in np.flatnonzero(is_place & (least > 0)):
        pool = problem.pools[slots.pool[row]]
        slot = pool.slots[slots.part[row]].slot
        assert slot is not None
        assert pool.host_id is not None
        week = int(np.where(margins.held[row], margins.left[row], np.iinfo(np.int64).max).argmin())
        found.append(
            UnusedMargin(
                host_id=pool.host_id,
                pool_id=pool.id,
                slot=slot,
                left=int(least[row]),
                limit=LIMITS[margins.binding[row, week]],
                asks=bool(margins.asks[row]),
            )
        )
    return tuple(sorted(found, key=lambda unused: (-unused.left, unused.host_id, unused.pool_id)))
