"""The indicators as the user may see them: counted for officials, suppressed for those who plan."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from api.context import Context
from api.errors import Fault, Refused
from api.indicators.counted import DEFINITIONS, Key, count_all, hidden_keys
from api.indicators.counting import Count, Unit
from api.indicators.periods import Grain, Period, periods_between
from api.indicators.records import Records, load_records, months_ended
from api.indicators.schemas import IndicatorLine, IndicatorList, PeriodView, ValueView
from api.indicators.words import INDICATOR_WORDS, PART_WORDS
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import EVERY, may
from api.policy.vocabulary import Act
from api.tables import District, Municipality
from matching.labels import label
from matching.suppression import shown
from matching.vocabulary import NeedDomain

MOST_MONTHS = 60


def show_indicators(context: Context, since: dt.date, until: dt.date, grain: Grain) -> IndicatorList:
    """Count the whole periods that have a day in the span."""
    if not since <= until <= since + dt.timedelta(days=31 * MOST_MONTHS):
        raise Refused([Fault("to", until.isoformat(), "from の日から5年以内の日")])
    periods = periods_between(since, until, grain)
    is_suppressed = not _sees_everybody(context)
    if is_suppressed:
        # The running month grows day by day; from one day to the next it would tell of one person.
        periods = [each for each in periods if each.last <= months_ended(context.today)]
    records = load_records(context.session)
    office = context.session.get(Municipality, context.municipality_id)
    population = office.population if office else None
    counted = [count_all(records, period, context.today) for period in periods]
    hidden = [
        _hidden(records, period, context.today, population) if is_suppressed else frozenset[Key]()
        for period in periods
    ]
    context.note_of("indicators", count=len(periods), by=grain.value, is_suppressed=is_suppressed)
    return IndicatorList(
        as_of=context.today,
        by=grain,
        is_suppressed=is_suppressed,
        periods=[PeriodView(first=each.first, last=each.last, words=each.words) for each in periods],
        lines=_lines(context, counted, hidden, population if is_suppressed else None, is_suppressed),
    )


def _sees_everybody(context: Context) -> bool:
    """Tell whether the user may open every case anyway, so that a number tells them nothing new."""
    parts = parts_of(context.actor.roles, NO_RELATION)
    return all(may(Act.PERSON_READ, parts, stage) for stage in EVERY)


def _hidden(records: Records, period: Period, as_of: dt.date, population: int | None) -> frozenset[Key]:
    """Say what is hidden of a period: also what is hidden in one of its months, for it is in the total."""
    spans = {period, *periods_between(period.first, period.last, Grain.MONTH)}
    return frozenset[Key]().union(
        *(hidden_keys(count_all(records, span, as_of), population) for span in spans)
    )


def _lines(
    context: Context,
    counted: list[list[Count]],
    hidden: list[frozenset[Key]],
    population: int | None,
    is_suppressed: bool,
) -> list[IndicatorLine]:
    found: dict[Key, Unit] = {(each.code, each.part): each.unit for counts in counted for each in counts}
    districts = {str(row.id): row.name for row in context.session.execute(select(District)).scalars()}
    by_key = [{(each.code, each.part): each for each in counts} for counts in counted]
    lines = []
    for key in sorted(found, key=lambda key: (int(key[0][1:]), list(found).index(key))):
        code, part = key
        values = [
            _value(counts.get(key, Count(code, part, found[key], 0)), key in hides, population, is_suppressed)
            for counts, hides in zip(by_key, hidden, strict=True)
        ]
        words = " ".join(filter(None, (INDICATOR_WORDS[code], _part_words(part, districts))))
        lines.append(
            IndicatorLine(
                code=code,
                part=part,
                words=words,
                unit=found[key],
                definition=DEFINITIONS[code],
                values=values,
            )
        )
    return lines


def _value(count: Count, is_hidden: bool, population: int | None, is_suppressed: bool) -> ValueView:
    if is_hidden:
        return ValueView(value=None, of=None, rate=None, left_out=None, is_hidden=True)
    left_out = count.left_out
    if is_suppressed and left_out is not None:
        left_out = shown(left_out, population)
    is_share = count.unit != Unit.DAYS and bool(count.of) and count.value is not None
    rate = count.value / count.of if is_share and count.of and count.value is not None else None
    return ValueView(value=count.value, of=count.of, rate=rate, left_out=left_out, is_hidden=False)


def _part_words(part: str, districts: dict[str, str]) -> str:
    if part in PART_WORDS or not part:
        return PART_WORDS.get(part, "")
    domain, _, district = part.partition(".")
    return f"{label(NeedDomain(domain))}・{districts.get(district, '圏域未聴取')}"
