"""
Travel minutes: a straight line, made longer by the road, at the pace of a way of travelling.

A plain model on purpose: no timetable and no road map, only parameters that a municipality reads, checks
against a few known ways and edits (`data/travel/default.toml`). The person knows better: 「通える」 said by
them overrides every minute computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.geo.distance import square_distance_m
from matching.model import TravelModel
from matching.vocabulary import TravelMode

MODES = tuple(TravelMode)
"""The order of the columns of `own_modes` and of the numbers in `Travel.mode`."""


@dataclass(frozen=True, eq=False)
class Travel:
    """
    Travel of many pairs of a person and a menu; every array has shape (p,).

    NaN is unknown, because the person has no square or the menu no position; infinity is that no way of
    travelling the pair has goes that far.

    Parameters
    ----------
    mode
        How the person would come from the centre of the square: index into `MODES`, -1 for unknown or none.
    minutes_best, minutes, minutes_worst
        Least minutes from the nearest point of the square, its centre and its farthest point, each by the way
        of travelling that is quickest from there of those the pair has; never falling in this order.
    distance_m
        Straight line from the centre, in metres.
    """

    mode: NDArray[np.int8]
    minutes_best: NDArray[np.float64]
    minutes: NDArray[np.float64]
    minutes_worst: NDArray[np.float64]
    distance_m: NDArray[np.float64]


def minutes(model: TravelModel, mode: TravelMode, distance_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Give the travel minutes of straight-line distances by one way of travelling.

    Parameters
    ----------
    model
        The parameters.
    mode
        The way of travelling.
    distance_m
        Metres, 0 or more, any shape.

    Returns
    -------
    NDArray[np.float64]
        Minutes, never falling as the distance grows; infinite beyond reach; NaN stays NaN.
    """
    params = model.of(mode)
    spent = distance_m * params.minutes_per_m
    spent += params.fixed_minutes
    np.copyto(spent, np.inf, where=distance_m > params.reach_m)
    return spent


def travel(
    model: TravelModel,
    squares: NDArray[np.float64],
    places: NDArray[np.float64],
    own_modes: NDArray[np.bool_],
    pick_up: NDArray[np.bool_],
    bus_ok: NDArray[np.bool_],
    most_minutes: NDArray[np.float64],
) -> Travel:
    """
    Find how each person would come to each menu, and in how many minutes.

    A person comes by the quickest of their own ways. Where even that takes longer than they can bear from the
    centre of their square, or where they have none, a pick-up of the menu is one way more, taken if quicker.

    Parameters
    ----------
    model
        The parameters.
    squares
        Shape (p, 4): south, west, north, east of the person's square in degrees; NaN where there is none.
    places
        Shape (p, 2): latitude and longitude of the menu in degrees; NaN for a menu without a position.
    own_modes
        Shape (p, 5): whether the person can use each of `MODES` alone; the column of the pick-up is not read.
    pick_up
        Whether a pick-up of this menu covers this person.
    bus_ok
        Whether the menu can be reached by bus.
    most_minutes
        The longest way the person can bear; infinite where they named none.

    Returns
    -------
    Travel
        One entry for each pair. Takes about 130 bytes a pair while it runs.
    """
    nearest_m, farthest_m, centre_m = square_distance_m(squares, places[:, 0], places[:, 1])
    ways: dict[TravelMode, NDArray[np.bool_]] = {
        mode: own_modes[:, at] for at, mode in enumerate(MODES) if mode is not TravelMode.PICK_UP
    }
    ways[TravelMode.BUS] = ways[TravelMode.BUS] & bus_ok

    _, alone = _quickest(model, ways, centre_m)
    can_come_alone = (alone <= most_minutes) & np.isfinite(alone)
    ways[TravelMode.PICK_UP] = pick_up & ~can_come_alone

    mode, from_centre = _quickest(model, ways, centre_m)
    _, best = _quickest(model, ways, nearest_m)
    _, worst = _quickest(model, ways, farthest_m)
    return Travel(mode=mode, minutes_best=best, minutes=from_centre, minutes_worst=worst, distance_m=centre_m)


def _quickest(
    model: TravelModel, ways: Mapping[TravelMode, NDArray[np.bool_]], distance_m: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Give each pair's quickest way, -1 for none, and its minutes; of equally quick ones the first."""
    mode = np.full(distance_m.shape, -1, dtype=np.int8)
    least = np.where(np.isnan(distance_m), np.nan, np.inf)
    for way, has_way in ways.items():
        spent = minutes(model, way, distance_m)
        is_quicker = spent < least
        is_quicker &= has_way
        np.copyto(least, spent, where=is_quicker)
        np.copyto(mode, np.int8(MODES.index(way)), where=is_quicker)
    return mode, least
