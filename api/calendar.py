"""Dates as Japanese offices write them."""

from __future__ import annotations

import calendar
import datetime as dt

from matching.vocabulary import Lang

_ERAS = (
    (dt.date(2019, 5, 1), "令和"),
    (dt.date(1989, 1, 8), "平成"),
    (dt.date(1926, 12, 25), "昭和"),
    (dt.date(1912, 7, 30), "大正"),
)
_LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T"}
_WEEKDAYS = "月火水木金土日"


def wareki(day: dt.date) -> str:
    """Write a date in 和暦, with 元年 for the first year; 西暦 before 大正."""
    for start, era in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def day_of_era(era: str, year: int, month: int, day: int) -> dt.date:
    """
    Read a date in 和暦; the era by its name or its Latin letter.

    Raises
    ------
    ValueError
        If the era has no such day: 平成 ended on 30 April of its 31st year.
    """
    ends = dt.date.max
    for start, name in _ERAS:
        if era in {name, _LETTERS[name], _LETTERS[name].lower()}:
            found = dt.date(start.year + year - 1, month, day)
            if not start <= found < ends:
                break
            return found
        ends = start
    raise ValueError(f"no such day in {era}")


def months_after(day: dt.date, months: int) -> dt.date:
    """Give the same day some months later, or the last of a month that has none: 31 January, 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def date_text(day: dt.date, lang: Lang) -> str:
    """Write a date for a heading: 2026-11-20（金） 令和8年11月20日."""
    if lang == Lang.EN:
        return f"{day.isoformat()} ({day:%a})"
    return f"{weekday_text(day)} {wareki(day)}"


def weekday_text(day: dt.date) -> str:
    """Write a date with its weekday: 2026-11-20（金）."""
    return f"{day.isoformat()}（{_WEEKDAYS[day.weekday()]}）"
