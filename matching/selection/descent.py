"""
Walk downhill on a Lagrangian bound, whatever it is that has a price.

Each step raises the price of what too many want and lowers the price of what is left over, by as much as
Polyak's rule says for a goal a little below the best bound so far; the goal comes nearer each time the steps
stop helping. Whatever comes out is only ever used through a proof that holds for any prices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.selection.clock import Clock

T = TypeVar("T", np.float32, np.float64)

MEMORY = 0.8
"""How much of the last direction is kept: who wants the same two places does not swing to and fro."""
NEARER = 0.8
"""What the distance of the goal is multiplied by when it proves too far."""
PATIENCE = 3
"""Steps without progress before the goal comes nearer."""


@dataclass(frozen=True)
class Walk:
    """
    How far to walk.

    Parameters
    ----------
    steps
        At most so many.
    goal
        How far below the best bound the first goal lies, in points.
    progress
        What counts as progress, in points.
    """

    steps: int
    goal: float
    progress: float


def descend(
    start: npt.NDArray[T],
    look: Callable[[npt.NDArray[T]], tuple[float, npt.NDArray[T]]],
    walk: Walk,
    clock: Clock,
) -> npt.NDArray[T]:
    """
    Give the prices with the lowest bound that the walk came by: the shape of `start`, 0 or more.

    Parameters
    ----------
    start
        Prices, 0 or more.
    look
        Tells the bound at some prices, and by how much more is wanted of each thing than there is.
    walk
        How far to walk.
    clock
        Ends the walk early; the best prices so far are given.
    """
    prices = best_prices = start
    direction = np.zeros_like(start)
    best, goal, idle = np.inf, walk.goal, 0
    for _ in range(walk.steps):
        if clock.is_over():
            break
        bound, excess = look(prices)
        idle = 0 if best - bound > walk.progress else idle + 1
        if bound < best:
            best, best_prices = bound, prices
        if idle >= PATIENCE:
            goal, idle = goal * NEARER, 0
        direction = excess + start.dtype.type(MEMORY) * direction
        direction[(prices <= 0) & (direction < 0)] = 0
        length = total(direction * direction)
        if length == 0:
            break
        step = start.dtype.type((bound - best + goal) / length)
        prices = np.maximum(prices + step * direction, start.dtype.type(0))
    return best_prices


def total(numbers: npt.NDArray[T]) -> float:
    """
    Add up in double precision; BLAS would wake threads that cost more than they bring.

    Parameters
    ----------
    numbers
        Any shape.
    """
    return float(numbers.sum(dtype=np.float64))
