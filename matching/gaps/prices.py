"""What one more place is worth, by slot and host: prices, and the highest checked by a re-solve."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from matching.candidates import ResourceKind
from matching.explain import more_of_pool_slot
from matching.model import Change, ChangeKind
from matching.model.gap import Price
from matching.prepare import Prepared
from matching.selection import SelectResult
from matching.vocabulary import LimitKind


def prices(prepared: Prepared, result: SelectResult) -> tuple[Price, ...]:
    """
    Give the price of one more of everything a host or the municipality can be asked for, the highest first.

    A legal bound (定員, 人員配置) has a price too, but nobody can be asked to raise it; it is left out.

    Parameters
    ----------
    prepared, result
        A problem and the kernel's answer, whose prices they are.
    """
    rows = prepared.rows
    by_resource: dict[int, float] = {}
    week_of: dict[int, int] = {}
    for row in np.flatnonzero(result.prices > 0).tolist():
        resource = int(rows.resource[row])
        by_resource[resource] = by_resource.get(resource, 0.0) + float(result.prices[row])
        week_of.setdefault(resource, int(rows.week[row]))
    found: dict[Change, float] = {}
    for resource, points in by_resource.items():
        kind, index = prepared.resources.name(resource)
        if kind == ResourceKind.POOL_SLOT:
            for change in more_of_pool_slot(prepared, index, week_of[resource]):
                found[change] = found.get(change, 0.0) + points * change.amount
        elif kind == ResourceKind.NEWCOMERS and _may_ask(prepared, LimitKind.NEWCOMERS):
            change = Change(ChangeKind.ONE_MORE_NEWCOMER, host_id=prepared.problem.hosts[index].id)
            found[change] = points
    return tuple(
        Price(change, points)
        for change, points in sorted(found.items(), key=lambda entry: (-entry[1], repr(entry[0])))
    )


def _may_ask(prepared: Prepared, limit: LimitKind) -> bool:
    rule = prepared.problem.rules.limit(limit)
    return rule is None or rule.is_askable


def confirm_prices(
    found: tuple[Price, ...],
    most: int,
    placed_with: Callable[[Change], int | None],
    placed_now: int,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Price, ...]:
    """
    Re-solve with the highest-priced changes and say how many more people each one places.

    Parameters
    ----------
    found
        As `prices` gives them.
    most, placed_with, placed_now, should_stop
        As in `matching.explain.confirm_changes`.

    Returns
    -------
    Confirmed ones by people gained, then the others by price.
    """
    confirmed = []
    for price in found[:most]:
        if should_stop and should_stop():
            break
        placed = placed_with(price.change)
        confirmed.append(dataclasses.replace(price, gain=None if placed is None else placed - placed_now))
    confirmed.sort(key=lambda price: (-(price.gain or 0), -price.points, repr(price.change)))
    return (*confirmed, *found[len(confirmed) :])
