"""A week as it is drawn: days across, the times of each day down; on a phone a list by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

DAY_NAMES = ("月", "火", "水", "木", "金", "土", "日")
PERIODS = ("午前", "午後", "夜")
_NOON, _EVENING = dt.time(12, 0), dt.time(17, 0)
EVERY_DAY = range(7)

State = Literal["held", "own", "both", "fits", "to_check", "does_not_fit", "closed"]
"""What a cell is: a slot, the person's own time (hatched), both at once, one of the marks, or closed."""


@dataclass(frozen=True)
class Cell:
    """
    One stretch of a weekday.

    Parameters
    ----------
    weekday
        0 is Monday.
    start, end
        Times as words, 13:30; of a night 夜 and nothing.
    period
        午前, 午後 or 夜, by its start.
    state
        How it is drawn.
    words
        What stands in it, with its mark: 空き 2 / 4.
    detail
        What is shown on focus: the binding limit and the date it rests on.
    """

    weekday: int
    start: str
    end: str
    period: str
    state: State = "held"
    words: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Day:
    """A weekday and its cells, the earliest first."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Week:
    """Seven days, Monday first, and the periods that any of them uses."""

    days: tuple[Day, ...]
    periods: tuple[str, ...]


def cell_of(
    weekday: int, start: dt.time, end: dt.time, state: State = "held", words: str = "", detail: str = ""
) -> Cell:
    """Make the cell of a stretch of a weekday."""
    period = PERIODS[0 if start < _NOON else 1 if start < _EVENING else 2]
    return Cell(weekday, f"{start:%H:%M}", f"{end:%H:%M}", period, state, words, detail)


def night_of(weekday: int, state: State = "held", words: str = "", detail: str = "") -> Cell:
    """Make the cell of a night, which has no times."""
    return Cell(weekday, "夜", "", PERIODS[2], state, words, detail)


def week_of(cells: Iterable[Cell]) -> Week:
    """Put cells into their week."""
    found = sorted(cells, key=lambda cell: (cell.weekday, cell.start, cell.end))
    days = (
        Day(name, tuple(cell for cell in found if cell.weekday == at)) for at, name in enumerate(DAY_NAMES)
    )
    return Week(tuple(days), tuple(each for each in PERIODS if any(cell.period == each for cell in found)))
