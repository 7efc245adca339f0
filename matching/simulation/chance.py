"""Common random numbers: a chance belongs to what it is about, and never to who asks, or when."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

_STRIDE = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class Chance(IntEnum):
    """What a year leaves to chance; each has numbers of its own."""

    LIKING = 1
    PERSON_DECLINES = 2
    HOST_REFUSES = 3
    HOST_IS_BUSY = 4
    BREAK = 5


def chance(seed: int, what: Chance, *about: ArrayLike) -> NDArray[np.float64]:
    """
    Give a number from 0 to below 1 for everything a chance is about; equal arguments give an equal number.

    Parameters
    ----------
    seed
        0 or more.
    what
        Which chance.
    about
        One or more arrays of whole numbers of 0 or more that broadcast together: years, people, hosts, weeks.
    """
    mixed = _mix(np.asarray([seed], dtype=np.uint64) * _STRIDE + np.uint64(what))
    for part in about:
        mixed = _mix((mixed ^ np.asarray(part).astype(np.uint64)) + _STRIDE)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix all bits of each number with each other (the last steps of SplitMix64)."""
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))
