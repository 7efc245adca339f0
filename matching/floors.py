"""
A floor per district: at least this share of its people gets a place.

A floor is reached from outside the kernel by raising the priority of that district's people, all by the same
points, until it holds. The raise is the floor's price in Lagrange's sense, so it also proves what a floor
costs at least: no choice that keeps the floors is worth more than the raised bound less raise x people due.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.errors import require
from matching.model import Floor
from matching.prepare import Prepared
from matching.selection.problem import Selection, SelectResult

MOST_RAISES = 8.0
"""A district is raised by at most so many times what a placement is worth; more would not reach more."""
FIRST_RAISE = 1 / 16
BISECTIONS = 4

Solve = Callable[[Selection], SelectResult]


@dataclass(frozen=True, eq=False)
class Held:
    """
    A choice that keeps the floors as far as they can be kept.

    Parameters
    ----------
    chosen
        bool[n].
    floors
        What became of each.
    bound
        Proven: no choice that keeps all floors is worth more, in points; that of any choice where one
        cannot be kept.
    """

    chosen: NDArray[np.bool_]
    floors: tuple[Floor, ...]
    bound: int


def hold_floors(prepared: Prepared, asked: Mapping[str, float], first: SelectResult, solve: Solve) -> Held:
    """
    Raise the priority of districts until each has its share of people placed.

    Parameters
    ----------
    prepared
        The problem.
    asked
        Least share of each district's people who look for a place, 0 to 1. Someone with two needs counts
        twice.
    first
        The solution without floors.
    solve
        Solves the same problem with other values.

    Raises
    ------
    InvalidProblem
        If a share is out of range, or a district has nobody.
    """
    districts = _Districts(prepared, asked)
    cap = int(MOST_RAISES * prepared.problem.weights.placed)
    low = np.zeros(len(asked), dtype=np.int64)
    high = np.where(districts.short_in(first.chosen), cap, 0)
    best, best_raise, raised = first, low, low
    is_short = districts.short_in(first.chosen)
    start = max(1, int(FIRST_RAISE * prepared.problem.weights.placed))
    while is_short.any() and (raised[is_short] < cap).any():
        low = np.where(is_short, raised, low)
        raised = np.where(is_short, np.minimum(np.maximum(2 * raised, start), cap), raised)
        best, best_raise = solve(districts.with_raise(raised)), raised
        is_short = districts.short_in(best.chosen)
    if not is_short.any():
        high = raised
        for _ in range(BISECTIONS):
            middle = (low + high) // 2
            if (middle == high).all() or (high - low <= 1).all():
                break
            tried = solve(districts.with_raise(middle))
            is_short = districts.short_in(tried.chosen)
            low = np.where(is_short, middle, low)
            if not is_short.any():
                best, best_raise, high = tried, middle, middle
        is_short = districts.short_in(best.chosen)
    return Held(
        chosen=best.chosen,
        floors=districts.told(first.chosen, best.chosen, best_raise),
        bound=int(first.bound if is_short.any() else best.bound - best_raise @ districts.due),
    )


class _Districts:
    """The districts with a floor: whose candidates are whose, and how many are due."""

    def __init__(self, prepared: Prepared, asked: Mapping[str, float]) -> None:
        units, people = prepared.columns.units, prepared.problem.people
        self._selection = prepared.selection
        self._names = sorted(asked)
        self._asked = asked
        number = {name: row for row, name in enumerate(self._names)}
        of_unit = np.array([number.get(people[row].district or "", -1) for row in units.lead], dtype=np.int64)
        self._size = units.size[prepared.candidates.unit]
        self._of = of_unit[prepared.candidates.unit]
        inside = of_unit >= 0
        self._people = np.bincount(
            of_unit[inside], weights=units.size[inside], minlength=len(self._names)
        ).astype(np.int64)
        for name, count in zip(self._names, self._people.tolist(), strict=True):
            require(0 <= asked[name] <= 1, "floor", name, asked[name], "a share, 0 to 1")
            require(count > 0, "floor", "district", name, "a district where somebody looks for a place")
        shares = [asked[name] for name in self._names]
        # A share like 0.6 of 5 is 3, though 0.6 x 5 is a little more in binary.
        self.due = np.array(
            [math.ceil(round(s * n, 9)) for s, n in zip(shares, self._people.tolist(), strict=True)],
            dtype=np.int64,
        )

    def with_raise(self, raised: NDArray[np.int64]) -> Selection:
        """Give the problem with so many points more for each person of each district."""
        extra = np.where(self._of >= 0, np.append(raised, 0)[self._of] * self._size, 0)
        return dataclasses.replace(self._selection, value=self._selection.value + extra)

    def placed(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count the people placed in each district, int64[districts]."""
        inside = chosen & (self._of >= 0)
        counts = np.bincount(self._of[inside], weights=self._size[inside], minlength=len(self._names))
        return counts.astype(np.int64)

    def short_in(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say which districts have fewer people placed than are due, bool[districts]."""
        return self.placed(chosen) < self.due

    def told(
        self, first: NDArray[np.bool_], chosen: NDArray[np.bool_], raised: NDArray[np.int64]
    ) -> tuple[Floor, ...]:
        """Say what became of each floor."""
        columns = self._people, self.placed(first), self.placed(chosen), raised
        return tuple(
            Floor(name, self._asked[name], *numbers)
            for name, *numbers in zip(self._names, *(column.tolist() for column in columns), strict=True)
        )
