"""The margin (受入余力): the least known limit of each pool slot in each week, less what already holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.capacity.limits import STATIC_LIMITS, places
from matching.capacity.usage import used_by_placements
from matching.columns.companions import CompanionColumns
from matching.columns.pool_slots import MARKS, PoolSlotColumns
from matching.model import Problem
from matching.vocabulary import DeclaredMark, LimitKind

LIMITS = (*STATIC_LIMITS, LimitKind.BUSY_SEASON, LimitKind.NONE_KNOWN)
"""The order of `Margins.binding`."""

UNBOUNDED = 10**9


@dataclass(frozen=True, eq=False)
class Margins:
    """
    Margins of s pool slots in w weeks.

    Parameters
    ----------
    limits
        float[s, static limits]: places by limit; infinity silent, NaN unknown.
    places
        int64[s, w]: the least known limit, before placements; 0 where no limit is known.
    used
        int64[s, w]: taken by placements.
    held
        bool[s, w]: the slot takes place.
    binding
        int64[s, w]: index into `LIMITS` of the least limit.
    asks
        bool[s]: an input that applies is unknown or stale, so the host is to be asked.
    """

    limits: NDArray[np.float64]
    places: NDArray[np.int64]
    used: NDArray[np.int64]
    held: NDArray[np.bool_]
    binding: NDArray[np.int64]
    asks: NDArray[np.bool_]

    @cached_property
    def left(self) -> NDArray[np.int64]:
        """What is left, int64[s, w]; never negative, for a host that lowers its places evicts nobody."""
        return np.maximum(0, self.places - self.used)

    @cached_property
    def closed_week(self) -> NDArray[np.int64]:
        """The first week a pool slot is held, where no week has a place; -1 elsewhere. int64[s]."""
        closed = self.held.any(axis=1) & (np.where(self.held, self.left, 0).max(axis=1, initial=0) == 0)
        return np.where(closed, self.held.argmax(axis=1), -1)

    @classmethod
    def of(
        cls,
        problem: Problem,
        slots: PoolSlotColumns,
        companions: CompanionColumns,
        replanned: frozenset[tuple[str, str]],
    ) -> Margins:
        """
        Compute the margins.

        Parameters
        ----------
        problem
            For rules and placements.
        slots, companions
            The problem's pool slots and companions.
        replanned
            Needs (person id, domain) whose placements are up for change and take no seat here.
        """
        limits = np.full((slots.pool.size, len(STATIC_LIMITS)), np.inf)
        for column, kind in enumerate(STATIC_LIMITS):
            rule = problem.rules.limit(kind)
            if rule is not None:
                limits[:, column] = places(kind, rule, slots)
        known = np.where(np.isnan(limits), np.inf, limits)
        least = known.min(axis=1, initial=np.inf)
        weekly = np.broadcast_to(least[:, None], slots.held.shape)
        total = np.minimum(weekly, slots.busy_places)
        none_known = np.isinf(least)
        total[none_known] = 0
        binding = np.broadcast_to(known.argmin(axis=1)[:, None], total.shape).copy()
        binding[slots.busy_places < weekly] = LIMITS.index(LimitKind.BUSY_SEASON)
        binding[none_known] = LIMITS.index(LimitKind.NONE_KNOWN)
        stale = slots.stated_days_ago > problem.rules.stale_after_days
        undated = (slots.declared_mark >= 0) & np.isnan(slots.stated_days_ago)
        asked_first = slots.declared_mark == MARKS.index(DeclaredMark.ASK)
        return cls(
            limits=limits,
            places=np.minimum(total, UNBOUNDED).astype(np.int64),
            used=used_by_placements(problem, slots, companions, replanned),
            held=slots.held,
            binding=binding,
            asks=np.isnan(limits).any(axis=1) | stale | undated | asked_first | none_known,
        )
