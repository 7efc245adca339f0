"""Cut opening times into slots: a morning and an afternoon of each open weekday."""

from __future__ import annotations

import datetime as dt

from api.imports.cells import Opening
from api.imports.closed_days import ClosedDays
from api.imports.wam import WamRow
from matching.model.timetable import Slot
from matching.vocabulary import Weekday

_MORNING = (dt.time(8), dt.time(12))
_AFTERNOON_FROM = dt.time(13)
_LONGEST_HOURS = 4
_SHORTEST_MINUTES = 60


def half_days(weekday: Weekday, opening: Opening) -> tuple[Slot, ...]:
    """
    Give the morning and the afternoon slot within an opening time; noon to one is the break.

    A slot has at most four hours, next to the break: 09:30-18:30 gives 09:30-12:00 and 13:00-17:00, and
    06:00-12:00 gives 08:00-12:00. Less than an hour is no slot.
    """
    start, end = opening
    afternoon = max(start, _AFTERNOON_FROM)
    latest = dt.time(min(afternoon.hour + _LONGEST_HOURS, 23), afternoon.minute)
    spans = ((max(start, _MORNING[0]), min(end, _MORNING[1])), (afternoon, min(end, latest)))
    slots = [Slot(weekday, *span) for span in spans if span[0] < span[1]]
    return tuple(slot for slot in slots if slot.minutes >= _SHORTEST_MINUTES)


def slots_of(row: WamRow, closed: ClosedDays) -> tuple[Slot, ...]:
    """Give the slots of a week: 平日 from Monday to Friday, 土曜, 日曜, without the closed weekdays."""
    openings = [row.open_weekdays] * 5 + [row.open_saturday, row.open_sunday]
    return tuple(
        slot
        for weekday, opening in zip(Weekday, openings, strict=True)
        if opening is not None and weekday not in closed.weekdays
        for slot in half_days(weekday, opening)
    )
