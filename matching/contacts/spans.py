"""Spans of time as offices count them: days, weeks and months whose end stays the end."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from matching.errors import require

_SPAN = re.compile(r"(\d{1,4})([dwm])", re.ASCII)


@dataclass(frozen=True)
class Span:
    """
    Months and days; a week is seven days.

    Parameters
    ----------
    months, days
        Both 0 or more.
    """

    months: int = 0
    days: int = 0

    @classmethod
    def read(cls, text: object, record: str, field: str) -> Span:
        """
        Read ``0d``, ``2w`` or ``1m``.

        Raises
        ------
        InvalidProblem
            If it is none of these.
        """
        found = _SPAN.fullmatch(text) if isinstance(text, str) else None
        require(found is not None, record, field, text, "a number with d, w or m, as in 2w")
        assert found is not None  # for the type checker; `require` has raised
        count, unit = int(found[1]), found[2]
        return cls(months=count) if unit == "m" else cls(days=count * (7 if unit == "w" else 1))

    def times(self, count: int) -> Span:
        """Give the span so many times over, counted from one day: no month's end is lost on the way."""
        return Span(self.months * count, self.days * count)

    def plus(self, other: Span) -> Span:
        """Give both spans together."""
        return Span(self.months + other.months, self.days + other.days)

    def after(self, day: dt.date) -> dt.date:
        """
        Give the day this long after another; 31 January and a month is the last day of February.

        Raises
        ------
        OverflowError
            After the year 9999.
        """
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if year > dt.MAXYEAR:
            raise OverflowError("after the year 9999")
        last = calendar.monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(day.day, last)) + dt.timedelta(days=self.days)
