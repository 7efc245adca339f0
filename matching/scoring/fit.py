"""
Fit: how well a menu and a weekly pattern suit one person, in points by criterion.

Fit compares hosts for one person and never persons with each other. What has not been asked yet is the same
for every host and so costs the person nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns import MenuColumns, PeopleColumns
from matching.columns.menus import SUITS
from matching.columns.people import NEEDED, retention_column
from matching.model import Weights

PAIR_CRITERIA = ("wish", "conditions", "travel", "continuity", "host_unknown")
PATTERN_CRITERIA = ("ladder", "spread", "late_start", "retention")
CRITERIA = (*PAIR_CRITERIA, *PATTERN_CRITERIA)
"""The order of columns in tables of points."""

_USUAL_TRAVEL_MINUTES = 60.0
_UNKNOWN_IS_MIDDLE = 0.5


def pair_points(
    people: PeopleColumns,
    menus: MenuColumns,
    weights: Weights,
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
    minutes: NDArray[np.float64],
    host_questions: NDArray[np.int64],
) -> NDArray[np.int32]:
    """
    Give the points of each pair by `PAIR_CRITERIA`.

    Parameters
    ----------
    people, menus, weights
        Columns and weights.
    person, menu
        int64[p].
    minutes
        float[p]: travel one way; NaN unknown.
    host_questions
        int64[p]: answers of the host that are missing for this pair.

    Returns
    -------
    int32[p, 5]
        Costs are negative.
    """
    most = people.most_travel_minutes[person]
    most = np.where(np.isnan(most), _USUAL_TRAVEL_MINUTES, np.maximum(most, 1))
    travel = np.where(np.isnan(minutes), _UNKNOWN_IS_MIDDLE, np.clip(1 - minutes / most, 0, 1))

    continuity = people.known_hosts.at(person, menus.host[menu], 0)
    return np.stack(
        [
            np.rint(weights.wish * wish_share(people, menus, person, menu)),
            np.rint(weights.conditions * conditions_share(people, menus, person, menu)),
            np.rint(weights.travel * travel),
            np.rint(weights.continuity * continuity),
            -weights.host_unknown * host_questions.astype(np.float64),
        ],
        axis=1,
    ).astype(np.int32)


def pattern_points(
    people: PeopleColumns,
    menus: MenuColumns,
    weights: Weights,
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
    slots: NDArray[np.int64],
    weeks_late: NDArray[np.int64],
) -> NDArray[np.int32]:
    """
    Give the points of each candidate by `PATTERN_CRITERIA`.

    Parameters
    ----------
    people, menus, weights
        Columns and weights.
    person, menu
        int64[n].
    slots
        int64[n]: the chosen slots, bit per slot of the menu.
    weeks_late
        int64[n]: weeks after the person's earliest start.

    Returns
    -------
    int32[n, 4]
        Costs are negative. Predictions stand against the person's own middle one, so that only differences
        between their hosts and patterns count, and where there is none the points are the middle.
    """
    count = np.bitwise_count(slots).astype(np.int64)
    above = people.retention.at(person, retention_column(menu, count), 0)
    room = menus.is_room[menu]
    now = np.where(room, 1.0, np.minimum(1, count / people.most_slots[person]))
    goal = people.goal_slots[person]
    longest = (menus.slot_end - menus.slot_start).max(axis=1)[menu]
    grows_often = np.minimum(1, menus.n_slots[menu] / np.maximum(goal, 1))
    grows_long = longest >= people.goal_minutes[person]
    ladder = 0.75 * now + 0.25 * np.where((goal == 0) | room, 1.0, grows_often * grows_long)

    days = np.zeros(slots.shape, dtype=np.int64)
    for j in range(menus.slot_day.shape[1]):
        chosen = (slots >> j) & 1
        days |= chosen << np.maximum(menus.slot_day[menu, j], 0)
    spread = np.bitwise_count(days) / np.maximum(count, 1)
    return np.stack(
        [
            np.rint(weights.ladder * ladder),
            np.rint(weights.spread * spread),
            -weights.late_start * weeks_late.astype(np.float64),
            np.rint(weights.retention * np.clip(_UNKNOWN_IS_MIDDLE + above, 0, 1)),
        ],
        axis=1,
    ).astype(np.int32)


def wish_share(
    people: PeopleColumns, menus: MenuColumns, person: NDArray[np.int64], menu: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give how many of the activities the person likes the menu has, of those it could have, 0 to 1."""
    likes, does = people.likes[person], menus.activities[menu]
    liked = np.bitwise_count(likes & does)
    could_like = np.minimum(np.bitwise_count(likes), np.bitwise_count(does))
    return np.where(likes == 0, _UNKNOWN_IS_MIDDLE, liked / np.maximum(could_like, 1))


def conditions_share(
    people: PeopleColumns, menus: MenuColumns, person: NDArray[np.int64], menu: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give how many of the conditions the person needs the menu is known to meet, 0 to 1."""
    needed = people.requires[person] == NEEDED
    met = needed & (menus.suits[menu] == SUITS)
    return np.where(needed.any(axis=1), met.sum(axis=1) / np.maximum(needed.sum(axis=1), 1), 1.0)
