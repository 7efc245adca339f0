"""The value of a candidate: ``placed + priority(person) + fit(candidate) − best fit of that person``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns import PeopleColumns, Units
from matching.columns.units import URGENCIES
from matching.model import Weights


def priority_points(people: PeopleColumns, units: Units, weights: Weights) -> NDArray[np.int64]:
    """
    Give the published priority of each unit, int64[u]: waiting time and urgency, added over its members.

    This is the only part of a value that compares persons.
    """
    waited = np.minimum(people.waiting_weeks[units.member_person], weights.most_waiting_weeks)
    urgent = np.array([weights.urgency[urgency] for urgency in URGENCIES], dtype=np.int64)
    each = weights.waiting_point_a_week * waited + urgent[units.member_urgency]
    return np.bincount(units.member_unit, weights=each, minlength=units.size.size).astype(np.int64)


def values(
    unit: NDArray[np.int64],
    fit: NDArray[np.int64],
    units: Units,
    priority: NDArray[np.int64],
    weights: Weights,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Give the value of each candidate and the best fit of its unit.

    Adding a constant to all fits of a unit changes no value, so it moves no seat.

    Parameters
    ----------
    unit, fit
        int64[n]; fit is the mean over the unit's members.
    units, priority, weights
        Sizes, priorities and points.

    Returns
    -------
    value, best_fit
        int64[n] each.
    """
    best = np.full(units.size.size, np.iinfo(np.int64).min)
    np.maximum.at(best, unit, fit)
    best_fit = best[unit]
    size = units.size[unit]
    return size * (weights.placed + fit - best_fit) + priority[unit], best_fit
