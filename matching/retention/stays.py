"""Stays (受入) as they were watched, and their weeks at risk: one row per stay and week."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.errors import require
from matching.retention.features import ALLOWED, COLUMN, FEATURES, MOVES, seasons
from matching.vocabulary import Feature, Parting

LONGEST_WEEKS = 104
"""A stay is watched for two years; what comes later says nothing of how to start."""

_MONTH_DAYS = 28
_TOO_EARLY_DAYS = 14
PARTINGS = tuple(Parting)
STAYS_ON = -1


@dataclass(frozen=True)
class Step:
    """
    How often and how long from a day on.

    Parameters
    ----------
    from_day
        The first day.
    slots_a_week, stay_minutes
        As in `ALLOWED`; ``None`` where it is not known.
    """

    from_day: dt.date
    slots_a_week: float | None
    stay_minutes: float | None


@dataclass(frozen=True, kw_only=True)
class Stay:
    """
    One stay as it was watched; never who it was.

    Parameters
    ----------
    id, person_id, host_id
        Opaque ids.
    starts_on
        The first day of 体験 or 受入.
    watched_from
        From when on an end would have been noticed; a stay that was over before is not known, so its early
        weeks count for nothing (left truncation).
    until
        The day it ended, or the last day it was known to go on (right censoring).
    parting
        How it ended; ``None`` while it goes on.
    at_start
        What does not change; what is missing is unknown and costs nothing.
    steps
        In order of their days.
    contact_days
        Days on which somebody spoke with the person.

    Raises
    ------
    InvalidProblem
        If days are out of order, or a value is out of range or changes from week to week.
    """

    id: str
    person_id: str
    host_id: str
    starts_on: dt.date
    watched_from: dt.date
    until: dt.date
    parting: Parting | None
    at_start: Mapping[Feature, float] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    contact_days: tuple[dt.date, ...] = ()

    def __post_init__(self) -> None:
        who = f"stay {self.id}"
        require(self.until >= self.starts_on, who, "until", self.until, f"{self.starts_on} or later")
        for feature, value in self.at_start.items():
            require(feature not in MOVES, who, feature, value, "none: it changes from week to week")
            _check(who, feature, value)
        days = [step.from_day for step in self.steps]
        require(sorted(days) == days, who, "steps", days, "days in order")
        for step in self.steps:
            _check(who, Feature.SLOTS_A_WEEK, step.slots_a_week)
            _check(who, Feature.STAY_MINUTES, step.stay_minutes)
        object.__setattr__(self, "contact_days", tuple(sorted(self.contact_days)))

    @property
    def first_week(self) -> int:
        """The first week that was watched from its first day on."""
        return max(0, -(-(self.watched_from - self.starts_on).days // 7))

    @property
    def last_week(self) -> int:
        """The week after the last that counts: the one it ended in counts, one cut short does not."""
        days = (self.until - self.starts_on).days
        weeks = days // 7 + 1 if self.parting else (days + 1) // 7
        return min(weeks, LONGEST_WEEKS)

    @property
    def ended_in_sight(self) -> bool:
        """It ended, within the weeks that count."""
        return self.parting is not None and (self.until - self.starts_on).days // 7 < LONGEST_WEEKS


@dataclass(frozen=True, eq=False)
class Weeks:
    """
    n weeks at risk, in order of stays and weeks.

    Parameters
    ----------
    stay
        int64[n]: row of the stay.
    week
        int64[n]: weeks since its start, 0 to 103.
    parting
        int8[n]: code of `PARTINGS` where the stay ended in this week, else −1.
    values
        float64[n, features], as the model reads them; NaN unknown.
    """

    stay: NDArray[np.int64]
    week: NDArray[np.int64]
    parting: NDArray[np.int8]
    values: NDArray[np.float64]

    @property
    def broke(self) -> NDArray[np.bool_]:
        """Whether the connection broke in the week, bool[n]."""
        return _BREAKS[self.parting]

    @property
    def left(self) -> NDArray[np.bool_]:
        """Whether the stay ended in the week without a break, bool[n]."""
        return (self.parting != STAYS_ON) & ~self.broke

    def of(self, stays: NDArray[np.bool_]) -> Weeks:
        """Give the weeks of some of the stays, bool by stay; the stays keep their rows."""
        rows = stays[self.stay]
        return Weeks(self.stay[rows], self.week[rows], self.parting[rows], self.values[rows])


_BREAKS = np.array([*(parting.is_break for parting in PARTINGS), False])


def weeks_at_risk(stays: Sequence[Stay]) -> Weeks:
    """
    Lay stays out week by week.

    What may change is read at the start of each week, so that no week knows what comes in it.
    """
    tables = [_weeks_of(row, stay) for row, stay in enumerate(stays)]
    none = np.zeros(0, dtype=np.int64)
    if not tables:
        return Weeks(none, none, none.astype(np.int8), np.zeros((0, len(FEATURES))))
    return Weeks(*(np.concatenate(columns) for columns in zip(*tables, strict=True)))


def at_start(stays: Sequence[Stay], weeks: int) -> NDArray[np.float64]:
    """Give what is known of each stay on its first day, for weeks to come, [stays, weeks, features]."""
    return np.stack([values_of(stay, range(weeks), known_on=stay.starts_on) for stay in stays])


def values_of(stay: Stay, weeks: Iterable[int], known_on: dt.date | None = None) -> NDArray[np.float64]:
    """
    Give the features of a stay at the start of some weeks, float64[weeks, p], as the model reads them.

    Parameters
    ----------
    stay, weeks
        Which.
    known_on
        Nothing that came after this day is looked at; the calendar goes on.
    """
    start = stay.starts_on.toordinal()
    first = start + 7 * np.fromiter(weeks, dtype=np.int64)
    day = first if known_on is None else np.minimum(first, known_on.toordinal())
    found = np.full((first.size, len(FEATURES)), np.nan)
    for feature, value in stay.at_start.items():
        found[:, COLUMN[feature]] = ALLOWED[feature].read(value)
    if stay.steps:
        # Before the first step that is known, it was as it then was.
        step = (
            np.maximum(np.searchsorted(_ordinals(s.from_day for s in stay.steps), day, side="right"), 1) - 1
        )
        raised = ALLOWED[Feature.LADDER_STEP]
        for feature, by_step in (
            (Feature.SLOTS_A_WEEK, [_or_nan(s.slots_a_week) for s in stay.steps]),
            (Feature.STAY_MINUTES, [_or_nan(s.stay_minutes) for s in stay.steps]),
            (Feature.LADDER_STEP, [raised.read(each) for each in _raised(stay.steps)]),
        ):
            found[:, COLUMN[feature]] = np.array(by_step)[step]
    looked_back = np.minimum(_MONTH_DAYS, day - start)
    contacts = _ordinals(stay.contact_days)
    count = np.searchsorted(contacts, day) - np.searchsorted(contacts, day - looked_back)
    a_month = np.log1p(count * _MONTH_DAYS / np.maximum(looked_back, 1))
    found[:, COLUMN[Feature.CONTACTS_A_MONTH]] = np.where(looked_back >= _TOO_EARLY_DAYS, a_month, np.nan)
    winter, spring = seasons(first)
    found[:, COLUMN[Feature.SEASON_WINTER]], found[:, COLUMN[Feature.SEASON_SPRING]] = winter, spring
    return found


def _weeks_of(
    row: int, stay: Stay
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8], NDArray[np.float64]]:
    week = np.arange(stay.first_week, max(stay.last_week, stay.first_week), dtype=np.int64)
    parting = np.full(week.size, STAYS_ON, dtype=np.int8)
    if stay.parting is not None and stay.ended_in_sight and week.size:
        parting[-1] = PARTINGS.index(stay.parting)
    return np.full(week.size, row, dtype=np.int64), week, parting, values_of(stay, week.tolist())


def _raised(steps: Sequence[Step]) -> list[int]:
    """Count for each step how often the minutes a week had grown by then."""
    a_week = [(step.slots_a_week or 0) * (step.stay_minutes or 0) for step in steps]
    grew = (later > earlier for earlier, later in itertools.pairwise(a_week))
    return list(itertools.accumulate(grew, initial=0))


def _ordinals(days: Iterable[dt.date]) -> NDArray[np.int64]:
    return np.array([day.toordinal() for day in days], dtype=np.int64)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _check(who: str, feature: Feature, value: float | None) -> None:
    rule = ALLOWED[feature]
    fits = value is None or rule.least <= value <= rule.most
    require(fits, who, feature, value, f"{rule.least:g} to {rule.most:g}")
