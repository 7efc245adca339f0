"""
Deferred acceptance (Gale and Shapley), made to work for candidates that need several rows at once.

Groups propose, rows hold. In turn, each group without a place proposes its most valuable candidate that it
has not proposed before. The candidate is held if every row it uses has room for it, where a row makes room by
turning away candidates it holds that rank behind the new one, the last in rank first. If one row cannot make
enough room, the candidate is refused and nobody is turned away. Who is refused or turned away proposes again,
but never the same candidate: so no candidate is proposed twice, and it ends. What is held always fits.

With one row per candidate and every use 1 this is the textbook mechanism and its result is stable. With
several rows stability can be out of reach, and the result depends on whose turn it is: group numbers from low
to high at first, then whoever lost a place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from matching.selection.problem import Selection


def deferred_acceptance(problem: Selection, rank: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """
    Let groups propose and rows hold until nobody has anything left to propose: shape [n].

    Pins are held from the start and never turned away. Nobody proposes a candidate that is worth nothing or
    less. The choice is feasible whenever the pins are.

    Parameters
    ----------
    problem
        With or without pins.
    rank
        Shape [n]: what the rows prefer, the smallest first; among equals the first in the arrays. For one
        priority of the groups on every row give ``priority[group]``.
    """
    pins = np.zeros(problem.size, dtype=np.bool_) if problem.fixed is None else problem.fixed
    book = _Book(problem, rank)
    for pin in np.flatnonzero(pins).tolist():
        book.hold(pin)
    group = problem.group.tolist()
    wishes = _wishes(problem, pins)
    turns = deque(wishes)
    while turns:
        candidate = next(wishes[turns[0]], None)
        if candidate is None:
            turns.popleft()
            continue
        leaving = book.room_for(candidate)
        if leaving is None:
            continue
        turns.popleft()
        for loser in leaving:
            book.release(loser)
            turns.append(group[loser])
        book.hold(candidate)
    chosen = pins.copy()
    chosen[list(book.held)] = True
    return chosen


def _wishes(problem: Selection, pins: npt.NDArray[np.bool_]) -> dict[int, Iterator[int]]:
    """List the candidates of each group without a pin, the most valuable first."""
    wishes: dict[int, list[int]] = {}
    free = (problem.value > 0) & ~np.isin(problem.group, problem.group[pins])
    for candidate in np.lexsort((-problem.value, problem.group)).tolist():
        if free[candidate]:
            wishes.setdefault(int(problem.group[candidate]), []).append(candidate)
    return {group: iter(candidates) for group, candidates in wishes.items()}


class _Book:
    """What every row holds and has left."""

    def __init__(self, problem: Selection, rank: npt.NDArray[np.int64]) -> None:
        uses = problem.uses.tocsc()
        indptr, rows, amounts = uses.indptr.tolist(), uses.indices.tolist(), uses.data.tolist()
        self._uses = [
            dict(zip(rows[start:end], amounts[start:end], strict=True)) for start, end in pairwise(indptr)
        ]
        self._left = problem.capacity.tolist()
        self._holds: list[set[int]] = [set() for _ in self._left]
        self._rank = [(wanted, position) for position, wanted in enumerate(rank.tolist())]
        self._pins = set() if problem.fixed is None else set(np.flatnonzero(problem.fixed).tolist())
        self.held: set[int] = set()

    def room_for(self, candidate: int) -> list[int] | None:
        """Name the candidates that would have to leave, or None if that would not be enough."""
        leaving: set[int] = set()
        for row, amount in self._uses[candidate].items():
            short = amount - self._left[row] - sum(self._uses[loser].get(row, 0) for loser in leaving)
            others = self._holds[row] - self._pins - leaving
            behind = [other for other in others if self._rank[other] > self._rank[candidate]]
            for loser in sorted(behind, key=self._rank.__getitem__, reverse=True):
                if short <= 0:
                    break
                leaving.add(loser)
                short -= self._uses[loser][row]
            if short > 0:
                return None
        return sorted(leaving)

    def hold(self, candidate: int) -> None:
        """Give the candidate its place on every row."""
        self.held.add(candidate)
        for row, amount in self._uses[candidate].items():
            self._left[row] -= amount
            self._holds[row].add(candidate)

    def release(self, candidate: int) -> None:
        """Take the candidate's place on every row away."""
        self.held.remove(candidate)
        for row, amount in self._uses[candidate].items():
            self._left[row] += amount
            self._holds[row].remove(candidate)
