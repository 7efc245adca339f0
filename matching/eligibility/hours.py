"""Which slots of a menu a person could come to: free at the time, long enough, and accompanied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.columns import CompanionColumns, MenuColumns, PeopleColumns
from matching.columns.people import FreeTimes

ALL_SLOTS = np.int64((1 << 62) - 1)


def free_slots(
    people: PeopleColumns,
    menus: MenuColumns,
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
    in_party: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """
    Tell in which slots each person is free for as long as the menu needs.

    People whose hours are not known yet are free at any time nothing else takes; a night needs no hours.

    Parameters
    ----------
    people, menus, person, menu
        The pairs.
    in_party
        bool[p]: the person goes with their party, and so need not stay with a member they look after.

    Returns
    -------
    int64[p]
        Bit per slot of the menu.
    """
    shapes, shape_of = _shapes(menus)
    alone = _fits(people.free, people.age_years.size, shapes)
    together = _fits(people.free_in_party, people.age_years.size, shapes) if in_party.any() else alone

    def fits(j: int) -> NDArray[np.bool_]:
        shape = shape_of[menu, j]
        return np.where(in_party, together[person, shape], alone[person, shape])

    return _masks(fits, menus, menu)


def _fits(free: FreeTimes, n_people: int, shapes: Sequence[tuple[int, int, int, int]]) -> NDArray[np.bool_]:
    """Tell for each person and shape of a slot whether they are free for it, bool[n, shapes]."""
    fits = np.zeros((n_people, len(shapes)), dtype=bool)
    by_day = [np.flatnonzero(free.weekday == day) for day in range(8)]
    for column, (day, start, end, stay) in enumerate(shapes):
        if day == 0:
            fits[:, column] = True
        elif day > 0:
            rows = by_day[day]
            stretch = np.minimum(free.end[rows], end) - np.maximum(free.start[rows], start)
            fits[free.person[rows[stretch >= max(stay, 1)]], column] = True
    return fits


def short_enough_slots(
    people: PeopleColumns, menus: MenuColumns, person: NDArray[np.int64], menu: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Tell which slots need no longer stay than each person can manage, int64[p], bit per slot."""
    longest = people.longest_stay_minutes[person]
    return _masks(lambda j: menus.slot_stay[menu, j] <= longest, menus, menu)


def accompanied_slots(
    people: PeopleColumns,
    menus: MenuColumns,
    companions: CompanionColumns,
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Tell for which slots somebody could go along with each person, int64[p]; all where nobody is needed."""
    mask = np.full(person.shape, ALL_SLOTS)
    needed = np.flatnonzero(people.accompaniment_minutes[person] > 0)
    if needed.size == 0:
        return mask
    who, where = person[needed], menu[needed]
    found = np.zeros(needed.shape, dtype=np.int64)
    for companion, rows in companions.with_rows(people.district[who]):
        place, minutes = where[rows], people.accompaniment_minutes[who[rows]]

        def covered(
            j: int,
            companion: int = companion,
            place: NDArray[np.int64] = place,
            minutes: NDArray[np.int64] = minutes,
        ) -> NDArray[np.bool_]:
            part = companions.part_at(companion, menus.slot_day[place, j], menus.slot_start[place, j])
            return (part >= 0) & (companions.slots.amount[part] >= minutes)

        found[rows] |= _masks(covered, menus, place)
    mask[needed] = found
    return mask


def _shapes(menus: MenuColumns) -> tuple[list[tuple[int, int, int, int]], NDArray[np.int64]]:
    """Give the distinct (day, start, end, stay) of all slots, and which one each menu slot is."""
    table = np.stack([menus.slot_day, menus.slot_start, menus.slot_end, menus.slot_stay], axis=-1)
    shapes, inverse = np.unique(table.reshape(-1, 4), axis=0, return_inverse=True)
    return [(int(a), int(b), int(c), int(d)) for a, b, c, d in shapes], inverse.reshape(menus.slot_day.shape)


def _masks(
    holds: Callable[[int], NDArray[np.bool_]], menus: MenuColumns, menu: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Collect what holds of each slot position into one mask per pair."""
    mask = np.zeros(menu.shape, dtype=np.int64)
    for j in range(menus.slot_day.shape[1]):
        inside = j < menus.n_slots[menu]
        mask |= (holds(j) & inside).astype(np.int64) << j
    return mask
