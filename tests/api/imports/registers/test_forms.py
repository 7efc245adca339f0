"""One cell each: what is written reads back, and what cannot be meant is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.calendar import wareki
from api.imports.registers.forms import (
    DAY,
    LAT,
    PHONE,
    STRETCHES,
    TIMES,
    Form,
    Unreadable,
    one_of,
    some_of,
    text_of,
    whole,
)
from matching.vocabulary import Activity, Answer, HostKind, NeedDomain

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
DAYS = st.dates(dt.date(1912, 7, 30), dt.date(2099, 12, 31))
CLOCKS = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def stretches() -> st.SearchStrategy[tuple[tuple[dt.time, dt.time], ...]]:
    """Make stretches of a day, one after the other."""
    ends = st.lists(CLOCKS, min_size=2, max_size=6, unique=True).filter(lambda times: len(times) % 2 == 0)
    return ends.map(lambda times: tuple(zip(sorted(times)[::2], sorted(times)[1::2], strict=True)))


@given(DAYS)
def test_a_day_reads_back_in_every_way_it_is_written(day: dt.date) -> None:
    """ISO, with slashes, in 和暦 with the name or the letter of the era, in any width."""
    era = wareki(day)
    short = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T"}[era[:2]]
    written = [
        DAY.write(day),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        era,
        short + era[2:-1].replace("年", ".").replace("月", "."),
    ]
    for text in (*written, *(text.translate(WIDE) for text in written)):
        assert DAY.read(text) == day, text


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-13-01",
        "26-11-20",
        "2026-11/20",
        "2026年11月20",
        "20261120",
        "平成31年5月1日",
        "昭和64年1月8日",
        "令和0年5月1日",
        "R8.2.30",
        "M45.7.29",
        "令和²年5月1日",
        "2026-①-20",
        "\u0662\u0660\u0662\u0666-11-20",
        "45981",
        "2026-11-20 09:00:00",
        "9999999-01-01",
    ],
)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    """No day that is not in the calendar, no era beyond its end, no digit but 0-9 in either width."""
    with pytest.raises(Unreadable):
        DAY.read(text)


@given(stretches())
def test_stretches_read_back(times: tuple[tuple[dt.time, dt.time], ...]) -> None:
    """What is written for a day is what is read."""
    assert STRETCHES.read(STRETCHES.write(times)) == times
    assert TIMES.read(TIMES.write(times)) == times
    assert TIMES.read(TIMES.write(Answer.UNKNOWN)) is Answer.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "9:00〜12:00 13:00〜15:00",
        "9:00-12:00、13:00-15:00",
        "9:00-12:00 13:00-15:00".translate(WIDE),
        "9時-12時 13時00分-15時",
    ],
)
def test_stretches_as_people_write_them(text: str) -> None:
    """Any dash, any width, with 時 or a colon, between spaces or 、."""
    assert STRETCHES.read(text) == ((dt.time(9), dt.time(12)), (dt.time(13), dt.time(15)))


@pytest.mark.parametrize(
    "text",
    [
        "12:00-9:00",
        "9:00-9:00",
        "9:00",
        "9-12",
        "25:00-26:00",
        "9:00-12:00 11:00-13:00",
        "午前",
        "9:00-12:00 x",
    ],
)
def test_stretches_that_are_none_are_refused(text: str) -> None:
    """A stretch ends after it starts and before the next."""
    with pytest.raises(Unreadable):
        STRETCHES.read(text)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (whole(0, 10), "11"),
        (whole(0, 10), "-1"),
        (whole(0, 10), "1.5"),
        (whole(0, 10), "²"),
        (whole(0, 10), "①"),
        (whole(0, 10), "\u0661"),
        (whole(0, 10), "9" * 400),
        (one_of(HostKind), "畑"),
        (one_of(Answer), "yes"),
        (some_of(NeedDomain), "就労、就労"),
        (some_of(NeedDomain), "就労、"),
        (text_of(3), "一二三四"),
        (text_of(9), "一\n二"),
        (PHONE, "312345678"),
        (PHONE, "なし"),
        (LAT, "135.1"),
        (LAT, "nan"),
    ],
)
def test_what_a_form_does_not_hold_is_refused(form: Form, text: str) -> None:
    """Never a guess: out of range, not a word of the list, twice, too long, a number that lost its zero."""
    with pytest.raises(Unreadable):
        form.read(text)


@given(st.lists(st.sampled_from(Activity), unique=True, min_size=1))
def test_words_read_back(activities: list[Any]) -> None:
    """Labels with ・ in them stay whole."""
    form = some_of(Activity)
    assert form.read(form.write(activities)) == activities


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No form raises anything else."""
    for form in (
        DAY,
        TIMES,
        STRETCHES,
        PHONE,
        LAT,
        whole(0, 9),
        one_of(Answer),
        some_of(Activity),
        text_of(9),
    ):
        try:
            form.read(text)
        except Unreadable:
            continue
