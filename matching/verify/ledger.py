"""What people take of every pool in every week, entered one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matching.model import Option, Person, Pool, PoolSlot, Problem, Slot
from matching.vocabulary import DrawUnit, TravelMode

Entry = tuple[str, int, int]
"""Pool id, position of the slot in the pool, week."""


class Ledger:
    """
    The amounts taken from each pool slot in each week.

    Parameters
    ----------
    problem
        Its pools, menus and horizon.
    left
        int64[pool slots, weeks]: what placements leave, pools in order of their ids.
    held
        bool[pool slots, weeks]: the slot takes place.
    """

    def __init__(self, problem: Problem, left: NDArray[np.int64], held: NDArray[np.bool_]) -> None:
        self._horizon = problem.horizon
        self._pools = {pool.id: pool for pool in problem.pools}
        self._menus = {menu.id: menu for menu in problem.menus}
        rows = [(pool.id, part) for pool in problem.pools for part in range(len(pool.slots))]
        self._left = {
            (pool_id, part, week): int(left[row, week])
            for row, (pool_id, part) in enumerate(rows)
            for week in range(problem.weeks)
            if held[row, week]
        }
        self._taken: Counter[Entry] = Counter()

    def enter(self, person: Person, option: Option, times: int) -> None:
        """Add what one person's option takes; with -1 times it is given back."""
        for entry, amount in self._entries(person, option):
            self._taken[entry] += amount * times

    def overdrawn(self) -> list[tuple[Entry, int, int]]:
        """Give the entries that take more than is left: where, taken, left."""
        return [
            (entry, taken, self._left[entry])
            for entry, taken in sorted(self._taken.items())
            if self._is_overdrawn(entry)
        ]

    def overdrawn_by(self, person: Person, option: Option) -> bool:
        """Tell whether something one person's option takes from is overdrawn."""
        return any(self._is_overdrawn(entry) for entry, _ in self._entries(person, option))

    def _is_overdrawn(self, entry: Entry) -> bool:
        return entry in self._left and self._taken[entry] > self._left[entry]

    def missing_pools(self, person: Person, option: Option) -> list[str]:
        """Give the pools an option draws on that hold nothing at the time of one of its slots."""
        return [
            pool.id
            for slot in option.slots
            for pool, amount in self._drawn(person, option)
            if amount and not any(_meets(part, slot) for part in pool.slots)
        ]

    def closed_pools(self, option: Option, week: int) -> list[str]:
        """Give the pools of an option's places that are not held in a week, at the time of a slot."""
        return [
            draw.pool_id
            for draw in self._menus[option.menu_id].draws
            if draw.unit == DrawUnit.PERSON
            for slot in option.slots
            for part, piece in enumerate(self._pools[draw.pool_id].slots)
            if _meets(piece, slot) and (draw.pool_id, part, week) not in self._left
        ]

    def _entries(self, person: Person, option: Option) -> Iterator[tuple[Entry, int]]:
        first, last = self._horizon.week_of(option.first_day), self._horizon.week_of(option.last_day)
        for week in range(first, last + 1):
            for pool, amount in self._drawn(person, option):
                for slot in option.slots:
                    for part, piece in enumerate(pool.slots):
                        if amount and _meets(piece, slot):
                            yield (pool.id, part, week), amount
            if option.companion_pool_id is not None:
                pool = self._pools[option.companion_pool_id]
                for slot in option.slots:
                    covering = [part for part, piece in enumerate(pool.slots) if covers(piece, slot)]
                    if covering:
                        yield (pool.id, covering[-1], week), person.accompaniment_minutes
            if person.caseload_pool_id is not None:
                yield (person.caseload_pool_id, 0, week), 1

    def _drawn(self, person: Person, option: Option) -> list[tuple[Pool, int]]:
        amounts = {
            DrawUnit.PERSON: 1,
            DrawUnit.ATTENTION_MINUTES: person.attention_minutes,
            DrawUnit.PICK_UP_SEAT: int(option.mode == TravelMode.PICK_UP),
        }
        draws = self._menus[option.menu_id].draws
        return [(self._pools[draw.pool_id], amounts[draw.unit]) for draw in draws]


def _meets(part: PoolSlot, slot: Slot) -> bool:
    return part.slot is None or part.slot.overlaps(slot)


def covers(part: PoolSlot, slot: Slot) -> bool:
    """Tell whether a companion's hours include the start of a slot."""
    if part.slot is None:
        return True
    return part.slot.weekday == slot.weekday and part.slot.start <= slot.start < part.slot.end
