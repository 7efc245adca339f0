"""
The limits, each a small pure function: places for our people in each pool slot.

Infinity means that the limit does not apply, NaN that an input it needs is unknown. Which limits are on,
their sentences and their sources are data (data/rules).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.columns.pool_slots import HOST_KINDS, KINDS, MARKS, PoolSlotColumns
from matching.model import LimitRule
from matching.vocabulary import DeclaredMark, LimitKind, PoolKind

Limit = Callable[[PoolSlotColumns], NDArray[np.float64]]


def quota(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """Give 定員 less 本来の利用者; the 125 %/150 % tolerance is for them alone and never used."""
    return np.maximum(0, slots.quota - slots.regular_users)


def waiting_list(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """Give no place while a regular user waits (本来の利用希望者を優先)."""
    return np.where(np.isnan(slots.waiting), np.nan, np.where(slots.waiting > 0, 0.0, np.inf))


def staffing(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """
    Give what the staff may look after, less the regular users.

    Ratios are met when ceil((users) ÷ ratio, one decimal) ≤ FTE, so users ≤ ratio × FTE cut to one decimal.
    """
    tenths = np.floor(slots.staff_fte * 10 + 1e-6)
    return np.maximum(0, np.floor(tenths * slots.staff_ratio / 10 + 1e-9) - slots.regular_users)


def declared(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """Give what the host stated: ○ its number or 1, × none, △ its number or unknown."""
    number = slots.declared_places
    mark = slots.declared_mark
    return np.select(
        [
            mark == MARKS.index(DeclaredMark.OPEN),
            mark == MARKS.index(DeclaredMark.CLOSED),
            mark == MARKS.index(DeclaredMark.ASK),
        ],
        [np.where(np.isnan(number), 1.0, number), 0.0, number],
        np.nan,
    )


def supporters(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """Give 受入担当 × the people each can look after."""
    return slots.supporters * slots.people_per_supporter


def equipment(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """Give the people rooms and tools are enough for, less the regular users."""
    return np.maximum(0, slots.equipment - slots.regular_users)


def amount(slots: PoolSlotColumns) -> NDArray[np.float64]:
    """Give what is brought, in the pool's unit."""
    return slots.amount


_PLACE_LIMITS: dict[LimitKind, Limit] = {
    LimitKind.QUOTA: quota,
    LimitKind.WAITING_LIST: waiting_list,
    LimitKind.STAFFING: staffing,
    LimitKind.DECLARED: declared,
    LimitKind.SUPPORTERS: supporters,
    LimitKind.EQUIPMENT: equipment,
}

STATIC_LIMITS = (*_PLACE_LIMITS, LimitKind.AMOUNT)
"""Limits that are the same in every week, in the order in which ties name the binding one."""


def places(kind: LimitKind, rule: LimitRule, slots: PoolSlotColumns) -> NDArray[np.float64]:
    """
    Apply one limit to the pool slots it is about.

    Parameters
    ----------
    kind
        One of `STATIC_LIMITS`.
    rule
        The limit as data; for kinds of host it is not required for, a missing input silences it.
    slots
        The pool slots.

    Returns
    -------
    float[s]
        Places or units; infinity where the limit does not apply, NaN where an input is unknown.
    """
    is_place = np.isin(slots.kind, [KINDS.index(PoolKind.PLACES), KINDS.index(PoolKind.BEDS)])
    if kind == LimitKind.AMOUNT:
        # Whoever brings a pool says how much; without a number nothing is there.
        return np.where(is_place, np.inf, amount(slots))
    number = _PLACE_LIMITS[kind](slots)
    required = np.isin(slots.host_kind, [HOST_KINDS.index(host) for host in rule.required_for])
    silent = ~is_place | (np.isnan(number) & ~required)
    return np.where(silent, np.inf, number)
