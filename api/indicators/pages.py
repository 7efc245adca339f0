"""事業の指標のページ: K1 to K12 by month, quarter or 年度, each with what is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from api.context import Context
from api.indicators.counting import Unit
from api.indicators.periods import Grain, n_months_after
from api.indicators.schemas import IndicatorLine, ValueView
from api.indicators.service import show_indicators
from api.indicators.words import HOW_COUNTED, INDICATOR_WORDS
from api.policy.vocabulary import Act
from api.web.inputs import Input
from api.web.paging import Pages

PATH = "/gaps/indicators"
pages = Pages()

GRAINS = {Grain.MONTH: "月ごと", Grain.QUARTER: "四半期ごと", Grain.YEAR: "年度ごと"}
SHOWN = {Grain.MONTH: 6, Grain.QUARTER: 4, Grain.YEAR: 3}
"""How many periods stand beside each other."""


class HowLong(Input):
    """How long one period is."""

    by: Grain = Grain.MONTH


@dataclass(frozen=True)
class Group:
    """One indicator: its code, its name, what is counted, and its parts with a text for each period."""

    code: str
    words: str
    counted: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class IndicatorsPage:
    """
    The indicators.

    Parameters
    ----------
    grains
        The lengths to choose from: words, address, and whether it is shown.
    periods
        What the periods are called.
    groups
        K1 to K12, in order.
    is_suppressed
        Small numbers of people are hidden.
    as_of
        The day the records were counted on.
    """

    grains: tuple[tuple[str, str, bool], ...]
    periods: tuple[str, ...]
    groups: tuple[Group, ...]
    is_suppressed: bool
    as_of: dt.date


@pages.show(PATH, Act.INDICATOR_READ, "gaps/indicators.html")
def show_indicators_page(context: Context, query: HowLong) -> IndicatorsPage:
    """Show the indicators of the last periods."""
    first = n_months_after(context.today.replace(day=1), -query.by.months * (SHOWN[query.by] - 1))
    found = show_indicators(context, first, context.today, query.by)
    by_code = groupby(sorted(found.lines, key=lambda line: int(line.code[1:])), key=lambda line: line.code)
    return IndicatorsPage(
        grains=tuple(
            (words, f"{PATH}?by={grain.value}", grain == query.by) for grain, words in GRAINS.items()
        ),
        periods=tuple(each.words for each in found.periods),
        groups=tuple(
            Group(code, INDICATOR_WORDS[code], HOW_COUNTED[code], tuple(map(_part, lines)))
            for code, lines in by_code
        ),
        is_suppressed=found.is_suppressed,
        as_of=found.as_of,
    )


def _part(line: IndicatorLine) -> tuple[str, tuple[str, ...]]:
    name = line.words.removeprefix(INDICATOR_WORDS[line.code]).strip() or "合計"
    return name, tuple(value_words(value, line.unit) for value in line.values)


def value_words(value: ValueView, unit: Unit) -> str:
    """Give a number as it is read: 0 is 0, a share stands with what it is of, and what is hidden says so."""
    if value.is_hidden:
        return "少数のため非表示"
    if value.value is None or value.of == 0:
        return "－"
    if value.rate is not None:
        return f"{value.rate:.0%}（{value.value:g} / {value.of}）"
    return f"{value.value:g}日（{value.of}人）" if unit == Unit.DAYS else f"{value.value:g}"
