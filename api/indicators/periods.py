"""Months, quarters and 年度 (April to March), as whole periods."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from api.infra.clock import fiscal_year

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Grain(StrEnum):
    """How long one period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it is."""
        return _MONTHS[self.value]


@dataclass(frozen=True)
class Period:
    """
    A span of whole months.

    Parameters
    ----------
    first, last
        Its first and last day.
    words
        What it is called.
    """

    first: dt.date
    last: dt.date
    words: str

    def has(self, day: dt.date | None) -> bool:
        """Tell whether a day falls into it."""
        return day is not None and self.first <= day <= self.last


def periods_between(since: dt.date, until: dt.date, grain: Grain) -> list[Period]:
    """Give the periods that have a day in a span; each is whole, so that nobody can ask for a single day."""
    year, month = since.year, since.month
    month -= (month - 4) % grain.months  # quarters and 年度 count from April
    if month < 1:
        year, month = year - 1, month + 12
    found, first = [], dt.date(year, month, 1)
    while first <= until:
        following = _months_after(first, grain.months)
        last = following - dt.timedelta(days=1)
        found.append(Period(first, last, _words(first, grain)))
        first = following
    return found


def n_months_after(day: dt.date, months: int) -> dt.date:
    """Give the same day some months later; the last of the month where there is no such day."""
    start = _months_after(day.replace(day=1), months)
    return start.replace(day=min(day.day, calendar.monthrange(start.year, start.month)[1]))


def _months_after(first: dt.date, months: int) -> dt.date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _words(first: dt.date, grain: Grain) -> str:
    match grain:
        case Grain.MONTH:
            return f"{first.year}年{first.month}月"
        case Grain.QUARTER:
            return f"{fiscal_year(first)}年度 第{(first.month - 4) % 12 // 3 + 1}四半期"
        case Grain.YEAR:
            return f"{fiscal_year(first)}年度"
