"""iCalendar text: escaped, folded, and read back as it was."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from api.contacts.ics import MOST_OCTETS, Event, calendar_text, escaped, folded

NOW = dt.datetime(2026, 4, 1, 3, 4, 5, tzinfo=dt.UTC)
letters = st.text(st.characters(exclude_categories=("Cs",)))


def unescaped(text: str) -> str:
    """Read a text value as RFC 5545 says."""
    read, rest = "", iter(text)
    for letter in rest:
        if letter == "\\":
            letter = {"n": "\n", "N": "\n"}.get(following := next(rest), following)
        read += letter
    return read


@given(line=letters)
def test_folded_lines_are_short_and_unfold_to_the_line(line: str) -> None:
    """No line has more than 75 octets, no letter is cut, and nothing is lost."""
    parts = folded(line)
    assert all(len(part.encode()) <= MOST_OCTETS for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


@given(text=letters)
def test_escaped_text_stays_on_its_line_and_is_read_back(text: str) -> None:
    """Nothing somebody typed begins a line of its own; letters come back as they were."""
    value = escaped(text)
    assert "\n" not in value
    assert "\r" not in value
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        letter for letter in kept if letter in "\n\t" or (ord(letter) >= 32 and ord(letter) != 127)
    )
    assert unescaped(value) == kept


def test_a_whole_day_ends_on_the_next() -> None:
    """DTEND is the day after, the last of the year too; the time stamp is UTC."""
    text = calendar_text("見本", [Event("1@sanka", dt.date(2026, 12, 31), "a;b,c\\d\ne", 2)], NOW)
    for line in (
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "DTSTAMP:20260401T030405Z",
        "SUMMARY:a\\;b\\,c\\\\d\\ne",
        "SEQUENCE:2",
    ):
        assert f"\r\n{line}\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
