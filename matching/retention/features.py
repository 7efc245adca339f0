"""
What a prediction may look at: the one list.

Nothing about who somebody is, where they live or what they have been through is on it, and nothing can be
added without a test that names it. Everything here is a fact about the fit, the way or the help.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.vocabulary import Feature

_MID_JANUARY = dt.date(2020, 1, 15).toordinal()


@dataclass(frozen=True)
class Allowed:
    """
    How one feature is read.

    Parameters
    ----------
    least, most
        Values outside are refused.
    is_counted
        A count that matters less the higher it is: read as log(1 + value).
    tried
        Values that could be arranged for somebody who is there, tried one by one where the training data
        holds them; empty for what nobody can change.
    """

    least: float
    most: float
    is_counted: bool = False
    tried: tuple[float, ...] = ()

    def read(self, value: float) -> float:
        """Give the value as the model reads it."""
        return math.log1p(value) if self.is_counted else value


ALLOWED: Mapping[Feature, Allowed] = {
    Feature.WISH: Allowed(0, 1),
    Feature.CONDITIONS: Allowed(0, 1),
    Feature.TRAVEL_MINUTES: Allowed(0, 240),
    Feature.SLOTS_A_WEEK: Allowed(1, 14, tried=(1, 2, 3, 4, 5)),
    Feature.STAY_MINUTES: Allowed(10, 720, tried=(60, 90, 120, 180, 240)),
    Feature.LADDER_STEP: Allowed(0, 100, is_counted=True),
    Feature.HOST_EXPERIENCE: Allowed(0, 10_000, is_counted=True),
    Feature.ATTENTION_MINUTES: Allowed(0, 720, tried=(15, 30, 60)),
    Feature.ACCOMPANIED: Allowed(0, 1, tried=(1,)),
    Feature.CONTACTS_A_MONTH: Allowed(0, 31, is_counted=True, tried=(1, 2, 4)),
    Feature.SEASON_WINTER: Allowed(-1, 1),
    Feature.SEASON_SPRING: Allowed(-1, 1),
}
"""In the order of the columns."""

FEATURES = tuple(ALLOWED)
COLUMN = {feature: column for column, feature in enumerate(FEATURES)}
FROM_THE_CALENDAR = frozenset({Feature.SEASON_WINTER, Feature.SEASON_SPRING})
MOVES = FROM_THE_CALENDAR | {
    Feature.SLOTS_A_WEEK,
    Feature.STAY_MINUTES,
    Feature.LADDER_STEP,
    Feature.CONTACTS_A_MONTH,
}
"""What may be different from week to week of one stay; the rest is as it was at the start."""


def seasons(days: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give how near days (proleptic ordinals) are to mid-January and to mid-April, −1 to 1 each."""
    turn = 2 * np.pi * (days - _MID_JANUARY) / 365.2425
    return np.cos(turn), np.sin(turn)
