"""A proposal for a synthetic nation, from nothing to a verified choice, with what was reached on the way."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from api.terminal.progress import Report
from api.words import word
from matching.labels import label
from matching.selection import Progress, SelectParams, SelectResult, select
from matching.selection.problem import relative_gap
from matching.simulation.national import National, draw_national
from matching.verify import CheckedChoice, verify_choice
from matching.vocabulary import Lang

CLOSE = 0.0003
"""The gap a nation's choice is content with unless somebody asks for another."""


@dataclass(frozen=True)
class Nation:
    """
    Which synthetic nation.

    Parameters
    ----------
    people, menus
        1 or more each.
    seed
        Any whole number, 0 or more.
    hard
        Slots are what is short.
    """

    people: int
    menus: int
    seed: int
    hard: bool


@dataclass(frozen=True, eq=False)
class Solved:
    """
    A nation's problem, the choice made for it, and what re-checking it found.

    Parameters
    ----------
    drawn
        The problem.
    result
        What the kernel says.
    checked
        What `matching.verify` says.
    """

    drawn: National
    result: SelectResult
    checked: CheckedChoice

    def write(self, out: Path) -> None:
        """Write who goes where: a line of person, menu and points for each person placed."""
        chosen = self.result.chosen
        columns = self.drawn.person[chosen], self.drawn.menu[chosen], self.drawn.selection.value[chosen]
        with out.open("w", encoding="utf-8") as file:
            np.savetxt(file, np.stack(columns, axis=1), "%d", ",", header="person,menu,points", comments="")


def solve_nation(
    nation: Nation,
    time_limit_s: float,
    gap: float,
    executor: Executor | None,
    should_stop: Callable[[], bool],
    report: Report,
    lang: Lang,
) -> Solved:
    """
    Draw the problem, solve it and check the choice; a wish to stop ends the solve and keeps the best so far.

    Parameters
    ----------
    nation
        Which one.
    time_limit_s, gap
        When the solve ends, whichever comes first.
    executor
        Solves parts side by side.
    should_stop
        True ends the solve.
    report
        Is told of every step.
    lang
        Of what it is told.
    """
    clock = _Stopwatch()
    shown = {"people": f"{nation.people:,}", "menus": f"{nation.menus:,}", "seed": nation.seed}
    report.done(word("nation", lang, **shown))
    report.stage("build")
    drawn = draw_national(nation.people, nation.menus, nation.seed, nation.hard)
    problem = drawn.selection
    sizes = problem.size, problem.capacity.size, problem.uses.nnz
    candidates, rows, uses = (f"{size:,}" for size in sizes)
    told = {"candidates": candidates, "rows": rows, "uses": uses, "seconds": clock.lap()}
    report.done(word("nation_built", lang, **told))

    report.stage("select")
    listener = _Listener(report, lang)
    params = SelectParams(
        time_limit_s=time_limit_s,
        relative_gap=gap,
        executor=executor,
        on_progress=listener.hear,
        should_stop=should_stop,
    )
    result = select(problem, params)
    said = {
        "status": label(result.status, lang),
        "placed": f"{int(result.chosen.sum()):,}",
        **_numbers(result.objective, result.bound),
        "seconds": clock.lap(),
    }
    report.done(word("nation_solved", lang, **said))

    report.stage("verify")
    checked = verify_choice(problem, result.chosen, result.objective, result.prices)
    if not checked.faults:
        numbers = _numbers(checked.objective, checked.bound)
        report.done(word("nation_verified", lang, **numbers, seconds=clock.lap()))
    return Solved(drawn, result, checked)


class _Listener:
    """Passes progress on, and says for good when the problem has its first prices and choice."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self._report = report
        self._lang = lang
        self._unpriced = math.inf
        self._is_priced = False

    def hear(self, progress: Progress) -> None:
        """Take one report of the kernel."""
        if self._unpriced == math.inf:
            self._unpriced = progress.bound
        if not self._is_priced and progress.objective > 0 and progress.bound < self._unpriced:
            self._is_priced = True
            numbers = _numbers(progress.objective, progress.bound)
            seconds = f"{progress.seconds:.1f}"
            self._report.done(word("nation_priced", self._lang, **numbers, seconds=seconds))
        self._report.solve(progress)


class _Stopwatch:
    """Seconds from lap to lap, as they are shown."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def lap(self) -> str:
        """Give the seconds since the last lap."""
        since, self._since = self._since, time.perf_counter()
        return f"{self._since - since:.1f}"


def _numbers(objective: int, bound: float) -> dict[str, str]:
    gap = relative_gap(objective, bound)
    return {"objective": f"{objective:,}", "bound": f"{bound:,.0f}", "gap": f"{gap:.3%}"}
