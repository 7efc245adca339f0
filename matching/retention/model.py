"""What was learned, whole: the curve, the model if it helps, and what is known of how good it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.retention.audit import Tie
from matching.retention.curve import Curve
from matching.retention.fairness import GroupLine
from matching.retention.features import FEATURES
from matching.retention.hazard import Hazard
from matching.retention.hosts import HostRates
from matching.retention.settings import RetentionSettings
from matching.vocabulary import Parting


class WhyCurve(StrEnum):
    """Why there is the curve alone and no model."""

    BELOW_FLOOR = "below_floor"
    FEW_BREAKS = "few_breaks"
    NO_HELP = "no_help"
    UNFAIR = "unfair"


@dataclass(frozen=True)
class Counts:
    """
    What it was learned from.

    Parameters
    ----------
    stays, people, hosts, weeks
        How many; weeks at risk.
    partings
        How many ended in each way.
    """

    stays: int
    people: int
    hosts: int
    weeks: int
    partings: Mapping[Parting, int]

    @property
    def breaks(self) -> int:
        """How many connections broke."""
        return sum(count for parting, count in self.partings.items() if parting.is_break)


@dataclass(frozen=True)
class CalibrationLine:
    """
    One fifth of the stays, from the least to the most likely to last.

    Parameters
    ----------
    stays
        How many.
    predicted, observed
        Mean predicted share at the horizon, and the curve of those who were seen.
    low, high
        The band of the observed share.
    """

    stays: int
    predicted: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True)
class Metrics:
    """
    Measured on people who were held out (cross-validation over people), stays watched from their start.

    Parameters
    ----------
    brier, brier_curve
        IPCW Brier score over the horizon of the model, and of the curve alone; lower is better.
    gain, gain_error
        Curve minus model, and its standard error over people.
    concordance
        How often of two stays the one that broke first was thought less likely to last; 0.5 is chance.
    calibration_gap
        Mean predicted share at the horizon minus the curve of those who were seen.
    calibration_slope
        1 where differences in log-odds come out as predicted; below 1 they were overstated. NaN without
        differences.
    calibration
        By fifths of the prediction.
    """

    brier: float
    brier_curve: float
    gain: float
    gain_error: float
    concordance: float
    calibration_gap: float
    calibration_slope: float
    calibration: tuple[CalibrationLine, ...]


@dataclass(frozen=True, eq=False)
class Seen:
    """
    What the features were like at the start of the stays it was learned from.

    Parameters
    ----------
    low, high
        float64[p]: 5th and 95th percentile over the weeks at risk; NaN where never known.
    edges
        float64[p, 4]: fifths at the start of stays; NaN where never known.
    shares
        float64[p, 6]: share of stays in each fifth, and of those not known.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    edges: NDArray[np.float64]
    shares: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Model:
    """
    One artefact: numbers only, no row of anybody.

    Parameters
    ----------
    first_day, last_day
        The data window: the first start and the last day that was seen.
    counts, settings
        What it was learned from, and under which settings.
    curve
        The curve of all stays.
    why_curve
        Why there is no model; ``None`` where there is one.
    hazard, hosts
        The model, and how hosts differ; ``None`` without one.
    seen
        What the features were like.
    metrics
        How good it is; ``None`` where it was never tried.
    ties, groups
        The correlation audit, and how it does by group.
    made_with
        Versions of what made it.
    """

    first_day: dt.date
    last_day: dt.date
    counts: Counts
    settings: RetentionSettings
    curve: Curve
    why_curve: WhyCurve | None
    hazard: Hazard | None
    hosts: HostRates | None
    seen: Seen
    metrics: Metrics | None
    ties: tuple[Tie, ...]
    groups: tuple[GroupLine, ...]
    made_with: str

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(feature.value for feature in FEATURES)
