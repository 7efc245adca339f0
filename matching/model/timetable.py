"""Days, times and weeks: when people can come and when menus take place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matching.errors import require
from matching.vocabulary import Weekday


def minute_of_day(clock: dt.time) -> int:
    """Give a time of day as minutes since midnight, 0 to 1,439."""
    return clock.hour * 60 + clock.minute


def clock_text(clock: dt.time) -> str:
    """Write a time of day as people do: 13:30."""
    return clock.strftime("%H:%M")


@dataclass(frozen=True, order=True)
class TimeWindow:
    """
    A stretch of one weekday, every week.

    Parameters
    ----------
    weekday
        1 = Monday … 7 = Sunday.
    start, end
        Times of day; the end is later than the start.
    """

    weekday: Weekday
    start: dt.time
    end: dt.time

    def __post_init__(self) -> None:
        require(self.start < self.end, "time window", "end", self.end, f"a time after {self.start}")


@dataclass(frozen=True)
class Slot:
    """
    枠: a weekday with start and end time in which a menu takes place; without a weekday, every night.

    Parameters
    ----------
    weekday
        1 = Monday … 7 = Sunday; ``None`` for a room, which counts nights.
    start, end
        Times of day (ignored for nights); the end is later than the start.
    first_day, last_day
        The dates between which the slot is held; ``None`` for open.
    """

    weekday: Weekday | None
    start: dt.time = dt.time(0, 0)
    end: dt.time = dt.time(23, 59)
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def __post_init__(self) -> None:
        require(self.start < self.end, "slot", "end", self.end, f"a time after {self.start}")
        if self.first_day and self.last_day:
            require(
                self.first_day <= self.last_day, "slot", "last_day", self.last_day, f"from {self.first_day}"
            )

    @property
    def is_night(self) -> bool:
        """Tell whether the slot is a bed every night and not a time of day."""
        return self.weekday is None

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return minute_of_day(self.end) - minute_of_day(self.start)

    def overlaps(self, other: Slot | TimeWindow) -> bool:
        """Tell whether both take place at the same time of the same weekday (nights meet only nights)."""
        if self.weekday is None or other.weekday is None:
            return self.weekday is None and other.weekday is None
        return self.weekday == other.weekday and self.start < other.end and other.start < self.end

    def held_on(self, day: dt.date) -> bool:
        """Tell whether the slot's dates include the day."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@dataclass(frozen=True)
class Period:
    """
    Whole days from the first to the last, both included.

    Parameters
    ----------
    first_day, last_day
        Dates; the last is not before the first.
    """

    first_day: dt.date
    last_day: dt.date

    def __post_init__(self) -> None:
        require(
            self.first_day <= self.last_day, "period", "last_day", self.last_day, f"from {self.first_day}"
        )

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Horizon:
    """
    The weeks a proposal looks at: week 0 starts on the first Monday not before the date.

    Parameters
    ----------
    date
        The day the proposal is made for.
    weeks
        How many weeks it looks ahead, 1 to 52.
    """

    date: dt.date
    weeks: int = 12

    def __post_init__(self) -> None:
        require(1 <= self.weeks <= 52, "problem", "horizon weeks", self.weeks, "1 to 52")

    @property
    def first_monday(self) -> dt.date:
        """The Monday week 0 starts on."""
        return self.date + dt.timedelta(days=(7 - self.date.weekday()) % 7)

    def day(self, week: int, weekday: int) -> dt.date:
        """Give the date of a weekday (1 = Monday) in a week (0-based)."""
        return self.first_monday + dt.timedelta(days=7 * week + weekday - 1)

    def week_of(self, day: dt.date) -> int:
        """Give the 0-based week a date falls in; negative before week 0."""
        return (day - self.first_monday).days // 7

    def first_full_week_from(self, day: dt.date) -> int:
        """Give the first week that starts on or after the day, at least 0."""
        return max(0, -((self.first_monday - day).days // 7))
