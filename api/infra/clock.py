"""Time: instants are UTC and come from the database; dates and fiscal years are decided in Asia/Tokyo."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

TOKYO = ZoneInfo("Asia/Tokyo")
_NOW_ON_SQLITE = text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")
_NOW_ON_POSTGRESQL = text("SELECT date_trunc('milliseconds', now())")


class Clock(Protocol):
    """Where the present comes from."""

    def now(self, session: Session) -> dt.datetime:
        """Give the present instant, in UTC."""
        ...


class DatabaseClock:
    """The database's clock, so that servers whose clocks differ agree on what has expired."""

    def now(self, session: Session) -> dt.datetime:
        """Ask the database, to the millisecond."""
        if session.get_bind().dialect.name == "sqlite":
            said = session.execute(_NOW_ON_SQLITE).scalar_one()
            return dt.datetime.fromisoformat(said)
        instant: dt.datetime = session.execute(_NOW_ON_POSTGRESQL).scalar_one()
        return instant.astimezone(dt.UTC)


def day_in_japan(instant: dt.datetime) -> dt.date:
    """Give the date an instant falls on in Japan."""
    return instant.astimezone(TOKYO).date()


def start_of_day(day: dt.date) -> dt.datetime:
    """Give the instant a date begins in Japan, in UTC."""
    return dt.datetime.combine(day, dt.time(), TOKYO).astimezone(dt.UTC)


def fiscal_year(day: dt.date) -> int:
    """Give the 年度 of a date: 1 April to 31 March."""
    return day.year if day.month >= 4 else day.year - 1


def age_years(born_on: dt.date, on: dt.date) -> int:
    """Give the completed years of age on a day; who was born on 29 February turns older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
