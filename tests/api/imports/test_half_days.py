"""Opening times as mornings and afternoons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.closed_days import ClosedDays
from api.imports.half_days import half_days, slots_of
from api.imports.wam import WamRow
from matching.model.timetable import clock_text
from matching.vocabulary import Weekday

MakeRow = Callable[..., WamRow]


def _clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


@pytest.mark.parametrize(
    ("opening", "slots"),
    [
        ("09:30-18:30", ["09:30-12:00", "13:00-17:00"]),
        ("06:00-12:00", ["08:00-12:00"]),
        ("10:00-15:00", ["10:00-12:00", "13:00-15:00"]),
        ("09:00-13:30", ["09:00-12:00"]),  # half an hour is no slot
        ("11:30-14:00", ["13:00-14:00"]),
        ("12:00-13:00", []),
        ("17:00-23:59", ["17:00-21:00"]),
        ("21:30-23:59", ["21:30-23:30"]),
        ("00:00-23:59", ["08:00-12:00", "13:00-17:00"]),
    ],
)
def test_half_days(opening: str, slots: list[str]) -> None:
    """Noon to one is the break, and four hours next to it are the most."""
    start, end = map(_clock, opening.split("-"))
    found = half_days(Weekday.MON, (start, end))
    assert [f"{clock_text(slot.start)}-{clock_text(slot.end)}" for slot in found] == slots


@given(st.tuples(st.times(), st.times()).filter(lambda span: span[0] < span[1]))
def test_slots_lie_within_the_opening_time(opening: tuple[dt.time, dt.time]) -> None:
    """No slot starts before opening, ends after closing or lasts less than one or more than four hours."""
    for slot in half_days(Weekday.SAT, opening):
        assert opening[0] <= slot.start < slot.end <= opening[1]
        assert 60 <= slot.minutes <= 240


def test_a_week(make_row: MakeRow) -> None:
    """平日 is Monday to Friday; closed weekdays have no slot even where hours are given."""
    row = make_row(open_saturday="09:00-12:00", open_sunday="09:00-12:00")
    slots = slots_of(row, ClosedDays(frozenset({Weekday.WED, Weekday.SUN})))
    assert [slot.weekday for slot in slots] == [1, 1, 2, 2, 4, 4, 5, 5, 6]
