"""A gap analysis on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from api.gaps.view import MOST_LINES, ProspectView, TableView, gap_view
from api.terminal.show import console
from api.words import word
from matching.model import Problem
from matching.model.gap import GapReport
from matching.vocabulary import Lang


def show_gaps(problem: Problem, report: GapReport, lang: Lang) -> None:
    """Show unmet needs, unused places, what more is worth, what to develop, and whom to look after."""
    view = gap_view(problem, report, lang)
    console.rule(f"[bold]{word('gap_title', lang)}[/]  {problem.date}")
    console.print(view.summary, highlight=False)
    for table in view.tables:
        _unmet(table, lang)
    unused = Table(title=word("gap_unused", lang), title_justify="left", title_style="bold")
    unused.add_column(word("unused", lang), overflow="fold")
    unused.add_column(word("gap_alone", lang), overflow="fold")
    for place in view.unused[:MOST_LINES]:
        unused.add_row(place.text, place.barriers)
    console.print(unused, highlight=False)
    if len(view.unused) > MOST_LINES:
        console.print(word("more_rows", lang, n=len(view.unused) - MOST_LINES), style="dim", highlight=False)
    _lines("gap_prices", view.prices, lang)
    _lines("gap_plan", [view.plan, *(each.what for each in view.built)], lang)
    _lines("gap_prospects", [each.text for each in view.prospects], lang)
    _lines("gap_greedy_title", view.greedy, lang)
    _combinations(view.combinations, lang)
    _lines("gap_care", view.care, lang)
    console.print(word("decide", lang), highlight=False)


def _unmet(table: TableView, lang: Lang) -> None:
    shown = Table(title=table.title, title_justify="left", title_style="bold", header_style="bold")
    for heading in (word("gap_need", lang), word("gap_district", lang)):
        shown.add_column(heading)
    for heading in (*table.columns, word("gap_total", lang)):
        shown.add_column(heading, justify="right")
    for row in table.rows:
        shown.add_row(row.need, row.district, *(cell.text for cell in row.cells), row.total.text)
    shown.add_section()
    totals = table.totals
    shown.add_row(totals.need, totals.district, *(cell.text for cell in totals.cells), totals.total.text)
    console.print(shown, highlight=False)


def _combinations(shown: Sequence[ProspectView], lang: Lang) -> None:
    _lines(
        "gap_combinations", [text for each in shown for text in (each.text, *_indented(each.requests))], lang
    )


def _indented(texts: Sequence[str]) -> list[str]:
    return [f"    {text}" for text in texts]


def _lines(heading: str, texts: Sequence[str], lang: Lang) -> None:
    console.print(f"\n[bold]{word(heading, lang)}[/]")
    for text in texts or [word("gap_nothing", lang)]:
        console.print(f"  • {text}", highlight=False, markup=False)
