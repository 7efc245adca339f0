"""Over time: monthly snapshots, the trend, and a forecast where there is enough history, else silence."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.errors import require
from matching.model import Problem, Proposal

FEWEST_QUARTERS = 8
"""Two years: with less, no interval of ours would be worth its name."""

_MONTHS_A_QUARTER = 3
_PATHS = 4_000
SOURCE = "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5"
"""Where the method stands: the drift method, with bootstrapped residuals for its interval."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """
    The state of a town at the end of a month, as plain numbers.

    Parameters
    ----------
    month
        Its first day.
    waiting, unmet
        Needs that look for a place, and those of them without one.
    unmet_by
        Needs without a place by need, district and stop, each key ``domain|district|stop``.
    median_wait_weeks
        Of the needs without a place; ``None`` without any.
    places
        Free places a week, all hosts together.
    places_by_host
        The same by host id.
    """

    month: dt.date
    waiting: int
    unmet: int
    unmet_by: Mapping[str, int]
    median_wait_weeks: float | None
    places: int
    places_by_host: Mapping[str, int]

    def __post_init__(self) -> None:
        require(self.month.day == 1, "snapshot", "month", self.month, "the first day of a month")


@dataclass(frozen=True)
class Forecast:
    """
    What a number will be in the quarters to come, if it goes on as it did.

    Parameters
    ----------
    expected, low, high
        One per quarter; the interval holds the truth four times in five.
    share
        0.8, as a reminder.
    """

    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    share: float = 0.8


@dataclass(frozen=True)
class Trend:
    """
    How a number moved.

    Parameters
    ----------
    a_quarter
        Change a quarter, over all quarters there are.
    quarters
        Means of the whole quarters of the calendar, the oldest first.
    """

    a_quarter: float
    quarters: tuple[float, ...]


def snapshot(problem: Problem, proposal: Proposal) -> Snapshot:
    """
    Freeze what a proposal says of the month of its date.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    """
    from matching.gaps.unmet import unmet_needs

    unmet = unmet_needs(problem, proposal)
    counts = Counter(f"{need.domain}|{need.district}|{need.stop}" for need in unmet)
    places: Counter[str] = Counter()
    for margin in proposal.unused:
        places[margin.host_id] += margin.left
    waits = [need.waiting_weeks for need in unmet]
    return Snapshot(
        month=problem.date.replace(day=1),
        waiting=len(unmet) + len(proposal.assignments),
        unmet=len(unmet),
        unmet_by=dict(sorted(counts.items())),
        median_wait_weeks=statistics.median(waits) if waits else None,
        places=places.total(),
        places_by_host=dict(sorted(places.items())),
    )


def by_quarter(months: Mapping[dt.date, float], today: dt.date | None = None) -> tuple[float, ...]:
    """
    Give the means of the calendar's whole quarters, of the last unbroken run of them, the oldest first.

    Parameters
    ----------
    months
        The first day of each month, and its number.
    today
        A run that ends before the quarter before this day's says nothing of what comes: none is given then.
    """
    found: dict[int, list[float]] = {}
    for month, number in months.items():
        found.setdefault(_quarter(month), []).append(number)
    whole = sorted(quarter for quarter, numbers in found.items() if len(numbers) == _MONTHS_A_QUARTER)
    if today is not None and (not whole or whole[-1] < _quarter(today) - 1):
        return ()
    run = [quarter for quarter in whole if not whole or set(range(quarter, whole[-1] + 1)) <= set(whole)]
    return tuple(statistics.mean(found[quarter]) for quarter in run)


def _quarter(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // _MONTHS_A_QUARTER


def trend(quarters: Sequence[float]) -> Trend | None:
    """Give the change a quarter; nothing of fewer than two quarters."""
    if len(quarters) < 2:
        return None
    return Trend((quarters[-1] - quarters[0]) / (len(quarters) - 1), tuple(quarters))


def forecast(quarters: Sequence[float], ahead: int = 4, seed: int = 1) -> Forecast | None:
    """
    Say what a count will be in the next quarters, or nothing where history is too short.

    The drift method: the last number, and on by the mean change. The interval comes from paths made of the
    changes there were, drawn again, and of the mean change's own uncertainty (Hyndman and Athanasopoulos,
    5.2 and 5.5). It knows nothing of seasons, and says so by being wide.

    Parameters
    ----------
    quarters
        As `by_quarter` gives them.
    ahead
        Quarters to come, 1 to 8.
    seed
        Of the paths.
    """
    require(1 <= ahead <= 8, "forecast", "ahead", ahead, "1 to 8 quarters")
    if len(quarters) < FEWEST_QUARTERS:
        return None
    numbers = np.array(quarters, dtype=np.float64)
    changes = np.diff(numbers)
    drift = changes.mean()
    # Residuals are a little too small, for the drift was fitted to them.
    residuals = (changes - drift) * np.sqrt(changes.size / (changes.size - 1))
    rng = np.random.Generator(np.random.PCG64(seed))
    drifts = drift + rng.choice(residuals, (_PATHS, changes.size)).mean(axis=1)
    steps = drifts[:, None] + rng.choice(residuals, (_PATHS, ahead))
    paths = np.maximum(0.0, numbers[-1] + np.cumsum(steps, axis=1))
    expected = np.maximum(0.0, numbers[-1] + drift * np.arange(1, ahead + 1))
    low, high = np.quantile(paths, [0.1, 0.9], axis=0)
    return Forecast(
        tuple(expected.round(1).tolist()), tuple(low.round(1).tolist()), tuple(high.round(1).tolist())
    )
