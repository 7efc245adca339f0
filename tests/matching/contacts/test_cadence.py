"""When contacts are due: growing dates on open days, never before the start."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.bundled import data_path
from matching.contacts.cadence import Cadence, default_cadence
from matching.contacts.spans import Span
from matching.errors import InvalidProblem
from matching.vocabulary import ContactKind, Side

CADENCE = default_cadence()
TEXT = data_path("contacts/default.toml").read_text(encoding="utf-8")
YEAR = dt.timedelta(days=366)
days = st.dates(dt.date(2020, 1, 1), dt.date(2045, 12, 31))


@given(kind=st.sampled_from(ContactKind), side=st.sampled_from(Side), start=days, data=st.data())
def test_dates_grow_are_open_and_never_before_the_start(
    kind: ContactKind, side: Side, start: dt.date, data: st.DataObject
) -> None:
    """Whatever the start, the end and the worries, each date comes once, in order, on an open day."""
    until = start + data.draw(st.integers(0, 800)) * dt.timedelta(days=1)
    worries = data.draw(st.lists(st.dates(start - YEAR, start + YEAR), max_size=3))
    found = CADENCE.due_dates(kind, side, start, until, worries)
    assert all(earlier < later for earlier, later in itertools.pairwise(found))
    assert all(day >= start and not CADENCE.closed.is_closed(day) for day in found)
    assert set(CADENCE.due_dates(kind, side, start, until)) <= set(found), "worries take nothing away"


@given(start=days, months=st.integers(0, 60))
def test_a_month_later_is_never_a_month_too_far(start: dt.date, months: int) -> None:
    """The same day, or the last of the month where there is no such day."""
    found = Span(months=months).after(start)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == start.day or (found + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        (dt.date(2027, 1, 31), "1m", dt.date(2027, 2, 28)),
        (dt.date(2028, 1, 31), "1m", dt.date(2028, 2, 29)),
        (dt.date(2027, 1, 31), "2m", dt.date(2027, 3, 31)),
        (dt.date(2027, 10, 31), "4m", dt.date(2028, 2, 29)),
        (dt.date(2027, 12, 1), "12m", dt.date(2028, 12, 1)),
        (dt.date(2027, 3, 1), "2w", dt.date(2027, 3, 15)),
        (dt.date(2027, 3, 1), "0d", dt.date(2027, 3, 1)),
    ],
)
def test_the_end_of_a_month_stays_the_end(start: dt.date, span: str, expected: dt.date) -> None:
    """31 January and a month is the last day of February, leap year or not; two months is 31 March again."""
    assert Span.read(span, "test", "span").after(start) == expected


def test_the_default_is_what_the_page_says() -> None:
    """就労・体験 of the person: first day, 1 and 2 weeks, then monthly to 6 months, and 12 months."""
    start = dt.date(2027, 6, 1)
    found = CADENCE.due_dates(ContactKind.WORK, Side.PERSON, start, start + 2 * YEAR)
    assert [day.isoformat() for day in found] == [
        *("2027-06-01", "2027-06-08", "2027-06-15", "2027-07-01", "2027-08-02", "2027-09-01"),
        *("2027-10-01", "2027-11-01", "2027-12-01", "2028-06-01"),
    ]


def test_days_the_office_is_closed_are_passed_over() -> None:
    """A due date in the turn of the year goes to 4 January, or to the Monday after it."""
    for start, expected in (("2026-12-23", "2027-01-04"), ("2027-12-24", "2028-01-04")):
        first = CADENCE.due_dates(
            ContactKind.PARTICIPATION, Side.PERSON, dt.date.fromisoformat(start), dt.date(2028, 2, 1)
        )[0]
        assert first.isoformat() == expected
    kept = Cadence.from_toml(TEXT.replace("moves = true", "moves = false"))
    start = dt.date(2026, 12, 23)
    assert kept.due_dates(ContactKind.PARTICIPATION, Side.PERSON, start, start + YEAR)[0] == dt.date(
        2026, 12, 30
    )


def test_a_room_is_followed_for_as_long_as_it_lasts() -> None:
    """居住: next day, 1 and 2 weeks, then every month until the last day; nothing after it."""
    start, until = dt.date(2027, 1, 31), dt.date(2028, 6, 29)
    found = CADENCE.due_dates(ContactKind.HOUSING, Side.PERSON, start, until)
    assert len(found) == 3 + 16
    assert (found[0], found[3], found[-1]) == (
        dt.date(2027, 2, 1),
        dt.date(2027, 3, 1),
        dt.date(2028, 5, 31),
    )


def test_a_worry_asks_for_more_and_for_a_while_only() -> None:
    """Every two weeks for two months from the worry, then as before."""
    start, worry = dt.date(2027, 3, 1), dt.date(2027, 5, 10)
    usual = CADENCE.due_dates(ContactKind.PARTICIPATION, Side.HOST, start, start + YEAR)
    found = CADENCE.due_dates(ContactKind.PARTICIPATION, Side.HOST, start, start + YEAR, [worry])
    assert [day.isoformat() for day in sorted({*found} - {*usual})] == [
        *("2027-05-24", "2027-06-07", "2027-06-21", "2027-07-05")
    ]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('kind = "closure"\nside = "host"', 'kind = "closure"\nside = "person"', "profiles"),
        ('after = ["2w", "1m", "3m", "6m"]', 'after = ["1m", "2w"]', "after"),
        ('after = ["2w", "1m", "3m", "6m"]', "after = []", "after"),
        ('after = ["2w", "1m", "3m", "6m"]', 'after = ["2 weeks"]', "after"),
        ('then_every = "1m"', 'then_every = "0d"', "then_every"),
        ("window_days = 3", "window_days = 99", "window_days"),
        ("minutes = 45", "minutes = true", "minutes"),
        ('evidence = "P"', 'evidence = "sure"', "evidence"),
        ('"12-29"', '"13-40"', "days"),
        ("moves = true", 'moves = "yes"', "moves"),
        ("[denser]", "[often]", "denser"),
    ],
)
def test_a_slip_in_the_data_is_named(old: str, new: str, field: str) -> None:
    """What a municipality edits is checked when it is read, and the error names the field."""
    assert old in TEXT
    with pytest.raises(InvalidProblem) as caught:
        Cadence.from_toml(TEXT.replace(old, new, 1))
    assert caught.value.field == field
