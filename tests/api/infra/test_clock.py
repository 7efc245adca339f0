"""Dates, fiscal years and ages as they are counted in Japan; instants in UTC."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.infra.clock import age_years, day_in_japan, fiscal_year, start_of_day
from tests.api.service import Service


@pytest.mark.parametrize(
    ("instant", "day", "year"),
    [
        ("2027-03-31T14:59:59.999+00:00", "2027-03-31", 2026),
        ("2027-03-31T15:00:00+00:00", "2027-04-01", 2027),
        ("2027-03-31T15:30:00+00:00", "2027-04-01", 2027),
        ("2026-12-31T15:00:00+00:00", "2027-01-01", 2026),
        ("2028-02-28T15:00:00+00:00", "2028-02-29", 2027),
        ("2027-02-28T15:00:00+00:00", "2027-03-01", 2026),
    ],
)
def test_the_day_turns_at_midnight_in_japan(instant: str, day: str, year: int) -> None:
    """The fiscal year turns with it, on 1 April."""
    found = day_in_japan(dt.datetime.fromisoformat(instant))
    assert found.isoformat() == day
    assert fiscal_year(found) == year


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_a_day_begins_where_the_one_before_it_ends(day: dt.date) -> None:
    """Every instant falls on one day and in one fiscal year: none twice, none in neither."""
    begin = start_of_day(day)
    assert begin.tzinfo == dt.UTC
    assert day_in_japan(begin) == day
    assert day_in_japan(begin - dt.timedelta(milliseconds=1)) == day - dt.timedelta(days=1)
    turns = fiscal_year(day) - fiscal_year(day - dt.timedelta(days=1))
    assert turns == ((day.month, day.day) == (4, 1))


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2000-04-01", "2026-03-31", 25),
        ("2000-04-01", "2026-04-01", 26),
        ("2000-04-02", "2026-04-01", 25),
        ("2004-02-29", "2027-02-28", 22),
        ("2004-02-29", "2027-03-01", 23),
        ("2004-02-29", "2028-02-28", 23),
        ("2004-02-29", "2028-02-29", 24),
        ("2026-11-20", "2026-11-20", 0),
        ("1999-12-31", "2000-01-01", 0),
    ],
)
def test_ages(born: str, on: str, years: int) -> None:
    """Completed years; who was born on 29 February turns older on 1 March where there is none."""
    assert age_years(dt.date.fromisoformat(born), dt.date.fromisoformat(on)) == years


def test_the_present_comes_from_the_database(service: Service) -> None:
    """In UTC, to the millisecond, and it goes on."""
    with service.installation.database.read() as session:
        first = service.clock.now(session)
    with service.installation.database.read() as session:
        second = service.clock.now(session)
    assert first.tzinfo == dt.UTC
    assert first.microsecond % 1000 == 0
    assert first <= second
    assert abs(dt.datetime.now(dt.UTC) - second) < dt.timedelta(minutes=1)
