"""What became of the people of a simulated year, as numbers, and as means over years."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from matching.simulation.replay import NOWHERE, Stays
from matching.simulation.year import Year

_DAYS_A_WEEK = 7
_CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Measures:
    """
    One year under one policy.

    Parameters
    ----------
    placed
        How many people began somewhere.
    value
        Of all weeks with a place in the year, less the weeks of waiting of those who got one, in points.
    share_of_hindsight
        The value as a share of what is proven to be the most anybody could have reached.
    waiting_days_median, waiting_days_p90
        Over everybody, until they began, were lost from sight or the year was over.
    connected
        How many began and had not broken off, nor lost their host, six months later or at the agreed end.
    worst_district_share
        Share of its people that began somewhere, in the district where it is least.
    moves
        How many would have to move because their host closed during their stay.
    """

    placed: float
    value: float
    share_of_hindsight: float
    waiting_days_median: float
    waiting_days_p90: float
    connected: float
    worst_district_share: float
    moves: float


MEASURES = tuple(field.name for field in dataclasses.fields(Measures))


@dataclass(frozen=True)
class Interval:
    """
    A mean over years, and how far the true one may lie from it.

    Parameters
    ----------
    mean
        Of the years.
    half_width
        Of the 95 % confidence interval by Student's t; None for a single year.
    """

    mean: float
    half_width: float | None


def measure(year: Year, stays: Stays, bound: float) -> Measures:
    """
    Measure one year.

    Parameters
    ----------
    year
        What happened.
    stays
        Who began where and when.
    bound
        No policy can be worth more in this year, in points.
    """
    person = stays.placed
    candidate, start = stays.candidate[person], stays.start[person]
    value = int(year.worth(candidate, start).sum())
    end = np.where(stays.start == NOWHERE, np.minimum(year.leaves + 1, year.weeks), stays.start)
    waiting_days = (end - year.arrives) * _DAYS_A_WEEK
    closes = year.closes[year.host[candidate]]
    term, lasts = year.term[person], year.lasts[candidate]
    # Closings are drawn for this year and a notice beyond; no term is longer than six months.
    keeps = (lasts == term) & (start + term <= closes)
    of_district = np.bincount(year.district)
    placed_of_district = np.bincount(year.district[person], minlength=of_district.size)
    has_people = of_district > 0
    return Measures(
        placed=person.size,
        value=value,
        share_of_hindsight=value / bound if bound > 0 else 1.0,
        waiting_days_median=float(np.median(waiting_days)),
        waiting_days_p90=float(np.percentile(waiting_days, 90)),
        connected=int(keeps.sum()),
        worst_district_share=float((placed_of_district[has_people] / of_district[has_people]).min()),
        moves=int((start + lasts > closes).sum()),
    )


def over_years(measured: Sequence[Measures]) -> dict[str, Interval]:
    """
    Give mean and interval of each measure, by its name.

    Parameters
    ----------
    measured
        One or more years.
    """
    values = {
        name: np.array([getattr(each, name) for each in measured], dtype=np.float64) for name in MEASURES
    }
    return {name: _interval(each) for name, each in values.items()}


def _interval(values: NDArray[np.float64]) -> Interval:
    if values.size < 2:
        return Interval(float(values.mean()), None)
    error = float(values.std(ddof=1)) / np.sqrt(values.size)
    half_width = float(stats.t.ppf((1 + _CONFIDENCE) / 2, values.size - 1) * error)
    return Interval(float(values.mean()), half_width)
