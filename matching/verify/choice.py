"""
Re-check a choice of the kernel from its question alone, entry by entry, and prove its bound anew.

For problems that exist as arrays only; no solver is loaded and nothing of the kernel's own proof is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from matching.selection.arrays import Flags, Floats, Ints
from matching.selection.problem import Selection
from matching.verify.case import Fault

Ints32: TypeAlias = npt.NDArray[np.int32]

_LARGEST = 2.0**62
_FINEST = 30


@dataclass(frozen=True)
class CheckedChoice:
    """
    What a choice was found to be.

    Parameters
    ----------
    faults
        What does not hold; empty means that the choice holds.
    objective
        Its value, added up anew, in points.
    bound
        Proven from the prices: no choice is worth more, in points.
    """

    faults: tuple[Fault, ...]
    objective: int
    bound: int


def verify_choice(problem: Selection, chosen: Flags, objective: int, prices: Floats) -> CheckedChoice:
    """
    Check that nobody is chosen twice and no row is over-full, and prove a bound from the prices.

    Parameters
    ----------
    problem
        The question, without pins.
    chosen
        Shape [n]: the choice.
    objective
        What its value is said to be, in points.
    prices
        Shape [rows], in points per unit: any numbers; what is negative or not finite counts as 0.
    """
    faults = []
    times, people = np.unique(problem.group[chosen], return_counts=True)[::-1]
    faults += [Fault("chosen_twice", f"group {group}") for group in people[times > 1].tolist()]

    uses = problem.uses
    row = np.repeat(np.arange(uses.shape[0], dtype=np.int32), np.diff(uses.indptr))
    is_taken = chosen[uses.indices]
    used = np.zeros(uses.shape[0], dtype=np.int64)
    np.add.at(used, row[is_taken], uses.data[is_taken])
    faults += [
        Fault("over_capacity", f"row {number}", f"{used[number]} > {problem.capacity[number]}")
        for number in np.flatnonzero(used > problem.capacity).tolist()
    ]

    worth = int(problem.value[chosen].sum())
    bound = _bound(problem, row, prices)
    if worth != objective:
        faults.append(Fault("wrong_total", "choice", f"{objective} != {worth}"))
    if worth > bound:
        faults.append(Fault("above_bound", "choice", f"{worth} > {bound}"))
    return CheckedChoice(tuple(faults), worth, bound)


def _bound(problem: Selection, row: Ints32, prices: Floats) -> int:
    """
    Add up the best that each group can have at these prices, and what all of each row would cost.

    Nobody can have what needs more of a row than there is. Prices are cut to whole fractions of a point, so
    that all sums are of integers.
    """
    uses = problem.uses
    prices = np.where(np.isfinite(prices) & (prices > 0), prices, 0.0)
    most_used = float(prices @ np.asarray(uses.sum(axis=1), dtype=np.float64))
    largest = most_used + float(np.abs(problem.value).sum()) + 1
    if largest >= _LARGEST:
        prices, largest = np.zeros_like(prices), float(np.abs(problem.value).sum()) + 1
    shift = max(0, min(_FINEST, int(np.log2(_LARGEST / largest))))
    whole: Ints = np.floor(prices * 2.0**shift).astype(np.int64)
    left = (problem.value << shift) - uses.T @ whole
    left[uses.indices[uses.data > problem.capacity[row]]] = 0
    best = np.zeros(int(problem.group.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(best, problem.group, left)
    costly = np.flatnonzero(whole)
    # Price and capacity can each be large: Python's own integers do not overflow.
    rows = sum(map(int.__mul__, whole[costly].tolist(), problem.capacity[costly].tolist()))
    return (int(best.sum()) + rows) >> shift
