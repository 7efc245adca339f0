"""What people have already chosen: pins, and placements that are up for change."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.candidates import Candidates, Forced, Rows, UnitPairs
from matching.columns import Columns
from matching.columns.people import DOMAINS
from matching.model import Problem, Slot


class Pinned(NamedTuple):
    """A pin: whose it is, its row in `UnitPairs`, and bit per slot of the menu; 0 where none is given."""

    person: int
    pair: int
    slots: int


def with_choices(
    problem: Problem, columns: Columns, pairs: UnitPairs
) -> tuple[UnitPairs, Forced, list[Pinned]]:
    """
    Keep pinned units to their menu, and list the patterns people have set.

    Of a unit's pins those with slots come before those without, then the first. Where a rule is against it no
    candidate is made.

    Returns
    -------
    pairs, forced, pins
        The pins are those that hold only if their pattern is chosen; 0 slots never is.
    """
    units = columns.units
    # Pins and placements may name a menu that is for other needs; by itself nobody is sent there.
    allowed = pairs.allowed & ((columns.menus.domains[pairs.menu] >> units.domain[pairs.unit]) & 1 == 1)
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    unit_of = {
        (problem.people[person].id, DOMAINS[units.domain[unit]]): int(unit)
        for unit, person in zip(units.member_unit, units.member_person, strict=True)
    }
    forced: dict[tuple[int, int], tuple[bool, bool]] = {}

    def row_of(unit: int, menu: int) -> int:
        first, last = np.searchsorted(pairs.unit, [unit, unit + 1])
        return int(first + np.searchsorted(pairs.menu[first:last], menu))

    def mask(menu: int, slots: tuple[Slot, ...]) -> int:
        return sum(1 << problem.menus[menu].slots.index(slot) for slot in slots)

    by_unit: dict[int, list[Pinned]] = {}
    for person_row, person in enumerate(problem.people):
        for pin in person.pins:
            unit = unit_of.get((person.id, pin.domain))
            if unit is not None:
                menu = menus[pin.menu_id]
                pinned = Pinned(person_row, row_of(unit, menu), mask(menu, pin.slots))
                by_unit.setdefault(unit, []).append(pinned)
    pins: list[Pinned] = []
    for unit, of_unit in by_unit.items():
        first = min(of_unit, key=lambda pinned: pinned.slots == 0)
        allowed[pairs.unit == unit] = False
        if pairs.allowed[first.pair] and first.slots:
            forced[first.pair, first.slots] = (True, False)
        elif pairs.allowed[first.pair]:
            allowed[first.pair] = True
        pins += [
            pinned
            for pinned in of_unit
            if pinned.slots or pinned.pair != first.pair or not pairs.allowed[first.pair]
        ]
    staying: dict[tuple[int, int, int], set[str]] = {}
    for placement in problem.placements:
        unit = unit_of.get((placement.person_id, placement.domain))
        if (placement.person_id, placement.domain) in columns.replanned and unit is not None:
            menu = menus[placement.menu_id]
            key = unit, row_of(unit, menu), mask(menu, placement.slots)
            staying.setdefault(key, set()).add(placement.person_id)
    for (unit, row, slots), members in staying.items():
        # A party stays where all of it is; who is there alone does not bring the others in.
        if len(members) == units.size[unit]:
            forced[row, slots] = (forced.get((row, slots), (False, False))[0], True)
    table = np.array([(*key, *flags) for key, flags in sorted(forced.items())], dtype=np.int64).reshape(-1, 4)
    choices = Forced(table[:, 0], table[:, 1], table[:, 2].astype(bool), table[:, 3].astype(bool))
    return UnitPairs(**{**vars(pairs), "allowed": allowed}), choices, pins


def pins_that_hold(table: Candidates, rows: Rows) -> NDArray[np.bool_]:
    """
    Take pins in order of their people, each with the first start and companion that fit beside the earlier.

    A pin that fits with none is released.
    """
    fixed = np.zeros(len(table), dtype=bool)
    served: set[int] = set()
    left = rows.capacity.copy()
    columns = rows.uses.tocsc()
    for candidate in np.flatnonzero(table.fixed).tolist():
        unit = int(table.unit[candidate])
        if unit in served:
            continue
        span = slice(columns.indptr[candidate], columns.indptr[candidate + 1])
        row, amount = columns.indices[span], columns.data[span]
        if (amount <= left[row]).all():
            left[row] -= amount
            fixed[candidate] = True
            served.add(unit)
    return fixed
