"""Days, weeks and slots."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.model import Horizon, Period, clock_text, minute_of_day
from tests.matching.builders import clock, night, slot, window

DATES = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("date", "monday"),
    [
        ("2026-06-01", "2026-06-01"),  # a Monday starts its own week 0
        ("2026-06-02", "2026-06-08"),
        ("2026-05-31", "2026-06-01"),  # a Sunday: tomorrow
        ("2026-12-29", "2027-01-04"),  # across the end of the year
        ("2024-02-27", "2024-03-04"),  # across 29 February
    ],
)
def test_week_0_starts_on_the_first_monday(date: str, monday: str) -> None:
    """Week 0 starts on the first Monday not before the date."""
    assert Horizon(dt.date.fromisoformat(date)).first_monday == dt.date.fromisoformat(monday)


@given(DATES)
def test_first_monday_is_within_six_days(date: dt.date) -> None:
    """Whatever the date, week 0 starts on a Monday at most six days later."""
    monday = Horizon(date).first_monday
    assert monday.isoweekday() == 1
    assert 0 <= (monday - date).days <= 6


@given(DATES, st.integers(0, 51), st.integers(1, 7))
def test_day_and_week_agree(date: dt.date, week: int, weekday: int) -> None:
    """The day of a week lies in that week, on that weekday."""
    horizon = Horizon(date, 52)
    day = horizon.day(week, weekday)
    assert horizon.week_of(day) == week
    assert day.isoweekday() == weekday


@pytest.mark.parametrize(("days", "week"), [(-8, -2), (-7, -1), (-1, -1), (0, 0), (6, 0), (7, 1)])
def test_week_of_a_day_near_the_start(days: int, week: int) -> None:
    """Days before week 0 have negative weeks; a week ends on its Sunday."""
    horizon = Horizon(dt.date(2026, 6, 1))
    assert horizon.week_of(horizon.first_monday + dt.timedelta(days)) == week


@pytest.mark.parametrize(("days", "week"), [(-30, 0), (-1, 0), (0, 0), (1, 1), (7, 1), (8, 2)])
def test_first_full_week_starts_on_or_after_the_day(days: int, week: int) -> None:
    """Someone free from a Tuesday starts the Monday after; from a Monday, the same day."""
    horizon = Horizon(dt.date(2026, 6, 1))
    assert horizon.first_full_week_from(horizon.first_monday + dt.timedelta(days)) == week


@pytest.mark.parametrize("weeks", [0, -1, 53])
def test_horizon_of_no_or_too_many_weeks(weeks: int) -> None:
    """A horizon has 1 to 52 weeks."""
    with pytest.raises(InvalidProblem, match="horizon weeks"):
        Horizon(dt.date(2026, 6, 1), weeks)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (slot(2, "10:00", "12:00"), slot(2, "11:59", "13:00"), True),
        (slot(2, "10:00", "12:00"), slot(2, "12:00", "13:00"), False),  # one ends as the other starts
        (slot(2, "10:00", "12:00"), slot(2, "10:30", "11:00"), True),  # inside
        (slot(2, "10:00", "12:00"), slot(3, "10:00", "12:00"), False),
        (slot(2, "10:00", "12:00"), window(2, "09:00", "10:01"), True),
        (night(), night(), True),
        (night(), slot(), False),  # nights meet only nights
        (night(), window(2), False),
    ],
)
def test_overlap(one, other, meet: bool) -> None:
    """Two stretches overlap when they share a minute of the same weekday, whichever is asked."""
    assert one.overlaps(other) is meet
    if hasattr(other, "overlaps"):
        assert other.overlaps(one) is meet


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (None, None, [True, True, True, True]),
        (2, None, [False, True, True, True]),
        (None, 3, [True, True, True, False]),
        (2, 3, [False, True, True, False]),
    ],
)
def test_held_on(first: int | None, last: int | None, held: list[bool]) -> None:
    """A slot is held from its first to its last day, both included; an open end is open."""
    dated = slot(
        first_day=first and dt.date(2026, 6, first),
        last_day=last and dt.date(2026, 6, last),
    )
    assert [dated.held_on(dt.date(2026, 6, day)) for day in (1, 2, 3, 4)] == held


def test_slot_length_and_nights() -> None:
    """A slot knows its minutes, and a slot without a weekday is a night."""
    assert slot(start="09:30", end="12:00").minutes == 150
    assert night().is_night
    assert not slot().is_night


def test_period_holds_both_ends() -> None:
    """A period includes its first and its last day."""
    period = Period(dt.date(2026, 12, 29), dt.date(2027, 1, 3))
    inside = [dt.date(2026, 12, 28) + dt.timedelta(days) in period for days in range(8)]
    assert inside == [False, True, True, True, True, True, True, False]


def test_times_of_day() -> None:
    """Times of day become minutes and text."""
    assert minute_of_day(clock("00:00")) == 0
    assert minute_of_day(clock("23:59")) == 1439
    assert clock_text(clock("09:05")) == "09:05"
