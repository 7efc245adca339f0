"""A gap analysis in words: one view, shown by the terminal, the pages and the exports alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from api.words import word
from matching.gaps import GapTable, gap_tables, suppressed
from matching.labels import label
from matching.model import Problem
from matching.model.gap import GapReport, Prospect, UnusedPlace
from matching.phrases import Names, slots_text
from matching.phrases.gaps import (
    barrier_text,
    barriers_text,
    care_text,
    development_text,
    plan_text,
    price_text,
    prospect_text,
    requests,
    unused_text,
)
from matching.suppression import Shown, Suppressed, shown, with_totals
from matching.vocabulary import Lang, NeedDomain, Stop, TimeBand

HIDDEN = "－"
"""What stands for a number of people that must not be shown."""

SHADES = 5
"""How many shades a heat map has beside white."""

MOST_LINES = 15


@dataclass(frozen=True)
class CellView:
    """One number of people: the number, or nothing where it is hidden, and how it is written."""

    number: int | None
    text: str


@dataclass(frozen=True)
class RowView:
    """One need in one district, or a total."""

    need: str
    district: str
    cells: tuple[CellView, ...]
    total: CellView


@dataclass(frozen=True)
class TableView:
    """Unmet needs along one view, with all totals; columns nobody stands in are left out."""

    view: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    totals: RowView


@dataclass(frozen=True)
class UnusedLine:
    """A place nobody uses."""

    host: str
    text: str
    barriers: str


@dataclass(frozen=True)
class ProspectView:
    """One development: what it is, what it would bring, and drafts of what to ask for."""

    id: str
    what: str
    text: str
    effort_days: int
    people: int | None
    requests: tuple[str, ...]


@dataclass(frozen=True)
class GapView:
    """A whole analysis in words; numbers of people are hidden where they must be."""

    summary: str
    hidden: str
    tables: tuple[TableView, ...]
    unused: tuple[UnusedLine, ...]
    prices: tuple[str, ...]
    plan: str
    built: tuple[ProspectView, ...]
    prospects: tuple[ProspectView, ...]
    greedy: tuple[str, ...]
    combinations: tuple[ProspectView, ...]
    care: tuple[str, ...]


def gap_view(
    problem: Problem,
    report: GapReport,
    lang: Lang = Lang.JA,
    *,
    population: int | None = None,
    for_outsiders: bool = False,
) -> GapView:
    """
    Put an analysis into words.

    Parameters
    ----------
    problem, report
        The analysis must be one of this problem.
    lang
        The language.
    population, for_outsiders
        For those who only see aggregates numbers of people are suppressed, by the population. Places and
        hosts are no people and stay.
    """
    names = Names.of(problem)
    districts = tuple(sorted({host.district for host in problem.hosts if host.district}))
    tables = gap_tables(report.unmet, districts)
    seen = suppressed(tables, population) if for_outsiders else tuple(_open(each) for each in tables)
    alike: dict[object, list[UnusedPlace]] = {}
    for place in report.unused:
        alike.setdefault((place.host_id, place.left, place.nearby, place.barriers), []).append(place)
    by_id = {each.development.id: each for each in report.prospects}

    def told(prospect: Prospect) -> ProspectView:
        return _prospect(prospect, names, lang, population if for_outsiders else None, for_outsiders)

    def people(number: int) -> Shown:
        return shown(number, population) if for_outsiders else number

    def share(part: int, whole: Shown) -> Shown:
        """Show a part of what is shown, unless it or the rest is small."""
        return None if whole is None or None in {people(part), people(whole - part)} else part

    unmet = seen[0].total
    placed = None if unmet is None else people(report.placed)
    waiting = None if placed is None else report.waiting
    asks = share(sum(need.asks_first for need in report.unmet), unmet)
    greedy = [
        word("gap_greedy", lang, what=development_text(by_id[each.development_id].development, names, lang),
             effort=each.effort_days, people=_text(people(each.started)))
        for each in report.greedy
        if each.development_id in by_id
    ]  # fmt: skip
    return GapView(
        summary=word("gap_summary", lang, waiting=_text(waiting), placed=_text(placed),
                     unmet=_text(unmet), asks=_text(asks)),
        hidden=word("gap_hidden", lang) if for_outsiders else "",
        tables=tuple(_table(table, part, lang) for table, part in zip(tables, seen, strict=True)),
        unused=tuple(_unused(places, names, lang, for_outsiders) for places in alike.values()),
        prices=() if for_outsiders else tuple(
            price_text(price, names, lang) for price in report.prices if price.gain
        ),
        plan=word("gap_plan_outside", lang, effort=report.plan.effort_days, budget=report.plan.budget_days)
        if share(report.plan.started, unmet) is None
        else plan_text(report.plan, lang),
        built=tuple(told(by_id[key]) for key in report.plan.built if key in by_id),
        prospects=tuple(told(each) for each in report.prospects[:MOST_LINES]),
        greedy=tuple(greedy),
        combinations=tuple(told(each) for each in report.combinations),
        care=tuple(care_text(each, names, lang) for each in report.care),
    )  # fmt: skip


def _open(table: GapTable) -> Suppressed:
    """Show a table whole, to those who may see the cases behind it."""
    numbers = with_totals(table.counts)
    return Suppressed(numbers, np.zeros(numbers.shape, dtype=np.bool_))


def _unused(places: list[UnusedPlace], names: Names, lang: Lang, for_outsiders: bool) -> UnusedLine:
    """Tell of places that are alike but for their slot in one line."""
    first, slots = places[0], tuple(place.slot for place in places)
    host = names.host(first.host_id, lang)
    if for_outsiders:
        when = slots_text(slots, lang)
        return UnusedLine(host, word("gap_places", lang, host=host, when=when, left=first.left), "")
    return UnusedLine(host, unused_text(first, names, lang, slots), barriers_text(first.barriers, lang))


def _text(number: Shown) -> str:
    return HIDDEN if number is None else f"{number:,}"


def _cell(number: Shown) -> CellView:
    return CellView(number, _text(number))


def _table(table: GapTable, seen: Suppressed, lang: Lang) -> TableView:
    # Which columns are empty is said by zeros, and every zero may be shown.
    kept = [column for column in range(len(table.columns)) if seen.at(None, None, column) != 0]
    rows = []
    for n, domain in enumerate(NeedDomain):
        for d, district in enumerate(table.districts):
            if seen.at(n, d, None) != 0:
                where = district or word("gap_no_district", lang)
                rows.append(_row(label(domain, lang), where, seen, n, d, kept))
    return TableView(
        view=table.view,
        title=word(f"gap_by_{table.view}", lang),
        columns=tuple(_column(table, column, lang) for column in kept),
        rows=tuple(rows),
        totals=_row(word("gap_total", lang), "", seen, None, None, kept),
    )


def _row(
    need: str, district: str, seen: Suppressed, n: int | None, d: int | None, kept: Sequence[int]
) -> RowView:
    cells = tuple(_cell(seen.at(n, d, column)) for column in kept)
    return RowView(need, district, cells, _cell(seen.at(n, d, None)))


def _column(table: GapTable, column: int, lang: Lang) -> str:
    code = table.columns[column]
    if table.view == "stop":
        return label(Stop(code), lang)
    return label(TimeBand(code), lang) if table.view == "band" else barrier_text(code, lang)


def _prospect(
    prospect: Prospect, names: Names, lang: Lang, population: int | None, for_outsiders: bool
) -> ProspectView:
    what = development_text(prospect.development, names, lang)
    number: Shown = max(0, prospect.forecast if prospect.confirmed is None else prospect.confirmed)
    if for_outsiders:
        number = shown(number or 0, population)
    effort = prospect.development.effort_days
    hidden = word("gap_prospect_outside", lang, what=what, effort=effort)
    return ProspectView(
        id=prospect.development.id,
        what=what,
        text=hidden if number is None else prospect_text(prospect, names, lang),
        effort_days=effort,
        people=number,
        requests=requests(prospect.development, names, lang),
    )
