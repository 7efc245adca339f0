"""Proposals, imports and faults on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from api.imports import RowFault, WamFile, WamHosts
from api.imports.demo import RealHosts
from api.proposals.view import MOST_UNUSED, AssignmentView, UnplacedView, UnusedView, proposal_view
from api.words import word
from matching.errors import InvalidProblem
from matching.model import Problem, Proposal
from matching.verify import Fault
from matching.vocabulary import Lang

console = Console()

_COLOURED = {"○": "[green]○[/]", "△": "[yellow]△[/]", "×": "[red]×[/]"}
_MOST_ROWS = 80
_MOST_QUESTIONS = 2


def simulated(real: RealHosts, lang: Lang) -> None:
    """Say what of a demonstration on real hosts is real."""
    console.print(
        word("simulated", lang, rows=real.rows, faults=real.faults), style="yellow", highlight=False
    )
    for source in real.sources:
        console.print(f"{word('source', lang)}: {source}", style="dim", highlight=False)


def invalid(error: InvalidProblem, lang: Lang) -> None:
    """Say what input cannot be used."""
    given = repr(error.given)
    shown = given if len(given) <= 200 else given[:200] + "…"
    text = word("invalid", lang, record=error.record, field=error.field, given=shown, expected=error.expected)
    console.print(text, style="red", markup=False, highlight=False)


def needs_service(package: str) -> None:
    """Say how to install what the pages need."""
    for lang in Lang:
        console.print(
            word("needs_service", lang, package=package), style="red", highlight=False, markup=False
        )


def line(text: str) -> None:
    """Say one thing."""
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def fault(text: str) -> None:
    """Say one thing that is wrong."""
    console.print(text, style="red", highlight=False, markup=False, soft_wrap=True)


def demo_accounts(url: str, accounts: Sequence[tuple[str, str]], password: str, lang: Lang) -> None:
    """Show how to sign in to the demo."""
    line(word("demo_accounts", lang, url=url))
    table = Table(word("account", lang), word("role", lang))
    for name, role in accounts:
        table.add_row(name, role)
    console.print(table)
    line(word("password_of_all", lang, password=password))


def faults(found: Sequence[Fault], lang: Lang) -> None:
    """Say whether a proposal holds, and what does not."""
    if not found:
        console.print(f"[green]○[/] {word('kept', lang)}")
        return
    console.print(f"[red]×[/] {word('faults', lang, n=len(found))}")
    for fault in found:
        console.print(f"  {fault.code}: {fault.about} {fault.detail}", markup=False, highlight=False)


def imported(file: WamFile, found: WamHosts, lang: Lang) -> None:
    """Say what an import gave, and what is wrong with which row."""
    console.print(
        word(
            "imported",
            lang,
            rows=len(file.rows),
            hosts=len(found.hosts),
            menus=len(found.menus),
            no_quota=sum(host.quota is None for host in found.hosts),
            no_place=sum(host.place is None for host in found.hosts),
        )
    )
    console.print(f"{word('source', lang)}: {file.source}", highlight=False)
    told = (*file.faults, *found.notices)
    if told:
        _row_faults(told, lang)


def _row_faults(told: Sequence[RowFault], lang: Lang) -> None:
    table = _table(None, word("row", lang), word("message", lang))
    for fault in sorted(told, key=lambda each: each.row_number)[:_MOST_ROWS]:
        table.add_row(str(fault.row_number), fault.ja if lang == Lang.JA else fault.en)
    _print(table, len(told), lang)


def proposal(problem: Problem, made: Proposal, seconds: dict[str, float], lang: Lang) -> None:
    """Show a proposal: who could go where and why, who is left and why, what would help, what is unused."""
    view = proposal_view(problem, made, lang)
    console.rule(f"[bold]{word('title', lang)}[/]  {view.date}")
    console.print(f"[bold]{view.status}[/]  {view.decide}")
    console.print(view.counts, highlight=False)
    _assignments(view.assignments, lang)
    _unplaced(view.unplaced, "unplaced", lang)
    if view.released:
        _unplaced(view.released, "pins", lang)
    if view.changes:
        console.print(f"\n[bold]{word('changes', lang)}[/]")
        for change in view.changes:
            console.print(f"  • {change}", highlight=False)
    _unused(view.unused, lang)
    console.print(view.formula, style="dim", highlight=False)
    console.print(word("seconds", lang, **seconds), style="dim", highlight=False)
    console.print(word("next", lang), highlight=False)


def _assignments(shown: Sequence[AssignmentView], lang: Lang) -> None:
    table = _table(word("assigned", lang), *(word(each, lang) for each in ("person", "offer", "why")))
    for each in shown[:_MOST_ROWS]:
        offer = [f"{_COLOURED[each.mark]} {each.menu}", each.times, each.way, each.companion, each.said]
        why = [*each.strengths, *each.questions[:_MOST_QUESTIONS]]
        if len(each.questions) > _MOST_QUESTIONS:
            why.append(word("more_questions", lang, n=len(each.questions) - _MOST_QUESTIONS))
        why.append(each.preferred)
        if each.standbys:
            why.append(f"{word('standby', lang)}: {' / '.join(each.standbys)}")
        table.add_row(f"{each.person_id}\n{each.need}", _lines(offer), _lines(why))
    _print(table, len(shown), lang)


def _unplaced(shown: Sequence[UnplacedView], heading: str, lang: Lang) -> None:
    table = _table(word(heading, lang), *(word(each, lang) for each in ("person", "stops", "smallest")))
    for each in shown[:_MOST_ROWS]:
        blocks = [f"{_COLOURED['×']} {block}" for block in each.blocks]
        table.add_row(
            f"{each.person_id}\n{each.need}",
            _lines([*blocks, each.more]),
            _lines([each.change, each.question]),
        )
    _print(table, len(shown), lang)


def _unused(shown: Sequence[UnusedView], lang: Lang) -> None:
    headings = (word(each, lang) for each in ("host", "slot", "left", "limit"))
    table = _table(word("unused", lang), *headings)
    for each in shown[:MOST_UNUSED]:
        table.add_row(each.host, each.slot, f"{_COLOURED[each.mark]} {each.left}", each.limit)
    _print(table, len(shown), lang, MOST_UNUSED)


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if text)


def _table(title: str | None, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", expand=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _print(table: Table, total: int, lang: Lang, most: int = _MOST_ROWS) -> None:
    console.print()
    console.print(table, highlight=False)
    if total > most:
        console.print(word("more_rows", lang, n=total - most), style="dim", highlight=False)
