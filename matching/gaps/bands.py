"""Bands of time: one word for when a slot takes place, and one for when a person can come."""

from __future__ import annotations

import datetime as dt

from matching.model import Person, Slot, TimeWindow
from matching.vocabulary import NeedDomain, TimeBand, Weekday

_NOON, _EVENING = dt.time(12), dt.time(17)
_LEAST_MINUTES = 60
"""Less of a band than this is no time to come in."""


def band_of(slot: Slot) -> TimeBand:
    """Give the band a slot starts in: nights, weekends, evenings, mornings or afternoons."""
    return _band(slot.weekday, slot.start)


def band_of_person(person: Person, domain: NeedDomain) -> TimeBand:
    """
    Give the band in which a person can come for a need.

    Weekday mornings and afternoons together are daytime; more bands than that are various times. Who looks
    for a room counts by the night.
    """
    if domain == NeedDomain.HOUSING:
        return TimeBand.NIGHTS
    if person.availability is None:
        return TimeBand.NOT_ASKED
    bands = {band for window in person.availability for band in _bands_in(window)}
    if bands == {TimeBand.MORNINGS, TimeBand.AFTERNOONS}:
        return TimeBand.DAYTIME
    return bands.pop() if len(bands) == 1 else TimeBand.ANY


def _band(weekday: Weekday | None, start: dt.time) -> TimeBand:
    if weekday is None:
        return TimeBand.NIGHTS
    if weekday >= Weekday.SAT:
        return TimeBand.WEEKENDS
    if start >= _EVENING:
        return TimeBand.EVENINGS
    return TimeBand.MORNINGS if start < _NOON else TimeBand.AFTERNOONS


def _bands_in(window: TimeWindow) -> set[TimeBand]:
    """Give the bands of which a stretch of free time holds an hour or more."""
    if window.weekday >= Weekday.SAT:
        return {TimeBand.WEEKENDS}
    found = set()
    for first, last in ((dt.time.min, _NOON), (_NOON, _EVENING), (_EVENING, dt.time.max)):
        start, end = max(window.start, first), min(window.end, last)
        if (end.hour - start.hour) * 60 + end.minute - start.minute >= _LEAST_MINUTES:
            found.add(_band(window.weekday, start))
    return found
