"""Proposals, imports and faults on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from api.imports import RowFault, WamFile, WamHosts
from api.imports.demo import RealHosts
from api.terminal.calendar import date_text
from api.terminal.words import word
from matching.errors import InvalidProblem
from matching.labels import label
from matching.model import Assignment, Block, Problem, Proposal, Unplaced, UnusedMargin
from matching.phrases import (
    Names,
    binding_text,
    day_text,
    points_text,
    preference_text,
    question_text,
    reason_text,
    slot_text,
    slots_text,
    status_text,
    travel_text,
    useful_change_text,
)
from matching.verify import Fault
from matching.vocabulary import Lang, Verdict

console = Console()

_MARKS = {Verdict.FITS: "[green]○[/]", Verdict.TO_CHECK: "[yellow]△[/]", Verdict.DOES_NOT_FIT: "[red]×[/]"}
_MOST_ROWS = 80
_MOST_QUESTIONS = 2
_MOST_MENUS = 2
_MOST_UNUSED = 15


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
    names = Names.of(problem)
    served = {(p.person_id, p.domain) for p in problem.placements}
    console.rule(f"[bold]{word('title', lang)}[/]  {date_text(made.date, lang)}")
    console.print(f"[bold]{status_text(made, lang)}[/]  {word('decide', lang)}")
    console.print(
        word(
            "counts",
            lang,
            people=len(problem.people),
            needs=sum(len(person.needs) for person in problem.people),
            served=len(served),
            hosts=len(problem.hosts),
            menus=len(problem.menus),
            assigned=len(made.assignments),
            unplaced=len(made.unplaced),
        ),
        highlight=False,
    )
    _assignments(made, names, lang)
    _unplaced(made.unplaced, "unplaced", names, lang)
    if made.released_pins:
        _unplaced(made.released_pins, "pins", names, lang)
    _changes(made, names, lang)
    _unused(made.unused, names, lang)
    weights = problem.weights
    console.print(
        word(
            "formula",
            lang,
            placed=weights.placed,
            week=weights.waiting_point_a_week,
            rules=made.rules_version,
            solver=made.solver,
        ),
        style="dim",
        highlight=False,
    )
    console.print(word("seconds", lang, **seconds), style="dim", highlight=False)
    console.print(word("next", lang), highlight=False)


def _assignments(made: Proposal, names: Names, lang: Lang) -> None:
    table = _table(word("assigned", lang), *(word(each, lang) for each in ("person", "offer", "why")))
    for assignment in made.assignments[:_MOST_ROWS]:
        table.add_row(
            f"{assignment.person_id}\n{label(assignment.domain, lang)}",
            _offer(assignment, made, names, lang),
            _why(assignment, names, lang),
        )
    _print(table, len(made.assignments), lang)


def _offer(assignment: Assignment, made: Proposal, names: Names, lang: Lang) -> str:
    choice = assignment.choice
    lines = [
        f"{_MARKS[choice.verdict]} {names.menu(choice.menu_id, choice.host_id, lang)}",
        word(
            "times",
            lang,
            slots=slots_text(choice.slots, lang),
            day=day_text(choice.first_day, lang, made.date),
        ),
        travel_text(choice, lang),
    ]
    if choice.companion_pool_id is not None:
        lines.append(word("companion", lang, name=names.bringer(choice.companion_pool_id, "", lang)))
    marks = (
        ("together", assignment.party_id is not None),
        ("pinned", assignment.is_pinned),
        ("current", assignment.is_current),
    )
    said = "・".join(word(key, lang) for key, holds in marks if holds)
    return "\n".join([*lines, said] if said else lines)


def _why(assignment: Assignment, names: Names, lang: Lang) -> str:
    """Say what speaks for the choice, what is to be asked first, what suits better, and what stands by."""
    choice = assignment.choice
    lines = [reason_text(strength, lang) for strength in choice.strengths] or [
        points_text(choice.points, lang)
    ]
    lines += [reason_text(question, lang) for question in choice.questions[:_MOST_QUESTIONS]]
    if len(choice.questions) > _MOST_QUESTIONS:
        lines.append(word("more_questions", lang, n=len(choice.questions) - _MOST_QUESTIONS))
    if assignment.preferred is not None:
        lines.append(preference_text(assignment.preferred, names, lang))
    if assignment.standbys:
        options = (names.menu(option.menu_id, option.host_id, lang) for option in assignment.standbys)
        lines.append(f"{word('standby', lang)}: {' / '.join(options)}")
    return "\n".join(lines)


def _unplaced(left: Sequence[Unplaced], heading: str, names: Names, lang: Lang) -> None:
    table = _table(word(heading, lang), *(word(each, lang) for each in ("person", "stops", "smallest")))
    for unplaced in left[:_MOST_ROWS]:
        lines = [_block(block, names, lang) for block in unplaced.blocks[:_MOST_MENUS]]
        if len(unplaced.blocks) > _MOST_MENUS:
            lines.append(word("more_menus", lang, n=len(unplaced.blocks) - _MOST_MENUS))
        change = unplaced.change
        help_ = [useful_change_text(change, names, lang) if change else word("no_change", lang)]
        if unplaced.question:
            help_.append(question_text(unplaced.question, lang))
        table.add_row(
            f"{unplaced.person_id}\n{label(unplaced.domain, lang)}", "\n".join(lines), "\n".join(help_)
        )
    _print(table, len(left), lang)


def _block(block: Block, names: Names, lang: Lang) -> str:
    reasons = [reason_text(reason, lang) for reason in block.reasons]
    reasons += [binding_text(binding, names, lang) for binding in block.full[:2]]
    return f"[red]×[/] {names.menu(block.menu_id, block.host_id, lang)}: {' / '.join(reasons)}"


def _changes(made: Proposal, names: Names, lang: Lang) -> None:
    confirmed = [useful for useful in made.changes if useful.gain]
    if confirmed:
        console.print(f"\n[bold]{word('changes', lang)}[/]")
        for useful in confirmed:
            console.print(f"  • {useful_change_text(useful, names, lang)}", highlight=False)


def _unused(unused: Sequence[UnusedMargin], names: Names, lang: Lang) -> None:
    headings = ("host", "slot", "left", "limit")
    table = _table(word("unused", lang), *(word(each, lang) for each in headings))
    for margin in unused[:_MOST_UNUSED]:
        mark = _MARKS[Verdict.TO_CHECK if margin.asks else Verdict.FITS]
        table.add_row(
            names.host(margin.host_id, lang),
            slot_text(margin.slot, lang),
            f"{mark} {margin.left}",
            label(margin.limit, lang),
        )
    _print(table, len(unused), lang, _MOST_UNUSED)


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
