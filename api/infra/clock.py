"""Time: instants are UTC and come from the database; dates and fiscal years are decided in Asia/Tokyo."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from api.infra.types import UtcInstant

TOKYO = ZoneInfo("Asia/Tokyo")


class present(FunctionElement[dt.datetime]):  # noqa: N801  named as in SQL
    """The present instant by the database's clock, to the millisecond."""

    type = UtcInstant()
    inherit_cache = True


@compiles(present)
def _on_postgresql(element: present, compiler: SQLCompiler, **how: Any) -> str:
    return "date_trunc('milliseconds', now())"


@compiles(present, "sqlite")
def _on_sqlite(element: present, compiler: SQLCompiler, **how: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


class Clock(Protocol):
    """Where the present comes from."""

    def now(self, session: Session) -> dt.datetime:
        """Give the present instant, in UTC."""
        ...

    def read(self, said: dt.datetime) -> dt.datetime:
        """Give the present instant from what the database said it is."""
        ...


class DatabaseClock:
    """The database's clock, so that servers whose clocks differ agree on what has expired."""

    def now(self, session: Session) -> dt.datetime:
        """Ask the database, to the millisecond."""
        return session.execute(_NOW).scalar_one()

    def read(self, said: dt.datetime) -> dt.datetime:
        """Take its word."""
        return said


_NOW = select(present())


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
