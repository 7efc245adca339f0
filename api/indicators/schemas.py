"""What is shown of the indicators."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from api.indicators.counting import Unit
from api.indicators.periods import Grain


class PeriodView(BaseModel):
    """One period, and what it is called."""

    first: dt.date
    last: dt.date
    words: str


class ValueView(BaseModel):
    """
    One number. 0 is shown as 0; hidden numbers say so, and a median of nothing is neither.

    `of` is the denominator (of a median: how many people), `rate` the share, `left_out` what is not in the
    denominator because it is not known yet or ended otherwise.
    """

    value: float | None
    of: int | None
    rate: float | None
    left_out: int | None
    is_hidden: bool


class IndicatorLine(BaseModel):
    """One indicator, or one part of it, over the periods; `definition` says what is counted."""

    code: str
    part: str
    words: str
    unit: Unit
    definition: str
    values: list[ValueView]


class IndicatorList(BaseModel):
    """K1 to K12 by period, as the records stood on a day."""

    as_of: dt.date
    by: Grain
    is_suppressed: bool
    periods: list[PeriodView]
    lines: list[IndicatorLine]
