"""Close the gap of one part: find prices, leave out what they prove needless, search the rest exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.selection.arrays import Flags
from matching.selection.bound import Certificate, certify
from matching.selection.clock import Clock
from matching.selection.exact import Effort, Report, search
from matching.selection.lp import relax
from matching.selection.problem import Selection
from matching.selection.reduce import reduce_problem
from matching.selection.rounding import choose_by_share

CORE_PER_GROUP = 4
"""The first search keeps this many candidates per group: the best choice is nearly always there."""
CORE_WORK = 5.0
"""Deterministic seconds for the first search, which only has to find a good choice."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """
    The best choice known for a part, and what it is proven to be near.

    Parameters
    ----------
    chosen
        Shape [n].
    bound
        No choice is worth more, in points.
    """

    chosen: Flags
    bound: int


@dataclass(frozen=True, eq=False)
class Task:
    """
    One part to solve, on its own and possibly in another process.

    Parameters
    ----------
    problem
        As in `Part`.
    certificate
        What good prices prove about it; None to find prices first.
    known
        A feasible choice, and a bound.
    effort
        How hard to search.
    """

    problem: Selection
    certificate: Certificate | None
    known: Outcome
    effort: Effort


def refine(task: Task, clock: Clock, report: Report | None = None) -> Outcome:
    """
    Search until the choice is within the allowed gap: first in a small core, then in all that can be better.

    Parameters
    ----------
    task
        The part.
    clock
        Ends the search early.
    report
        Called with objective and bound of the part, in points, when one of them may have got better.
    """
    certificate, best = (task.certificate, task.known) if task.certificate else _price(task, clock)
    reach = certificate.reach
    core_size = CORE_PER_GROUP * certificate.reach_without.size
    has_core = int((reach > _goal(task, best)).sum()) > 2 * core_size
    if has_core:
        core_goal = certificate.reach_of_few(CORE_PER_GROUP)
        work = min(CORE_WORK, task.effort.work_limit)
        core = replace(task, effort=replace(task.effort, work_limit=work))
        best = _search_above(core_goal, core, certificate, best, clock, hint=False, report=report)
    hint = has_core or task.effort.is_known_good
    return _search_above(_goal(task, best), task, certificate, best, clock, hint=hint, report=report)


def _price(task: Task, clock: Clock) -> tuple[Certificate, Outcome]:
    """Solve the relaxation: what its prices prove, and the best choice after rounding it."""
    problem, best = task.problem, task.known.chosen
    relaxation = None if clock.is_over() else relax(problem, clock)
    if relaxation is None:
        certificate = certify(problem, np.zeros(problem.capacity.size))
    else:
        certificate = certify(problem, relaxation.prices)
        rounded = choose_by_share(problem, relaxation.share, certificate.reach)
        best = max(best, rounded, key=problem.worth)
    return certificate, Outcome(best, min(task.known.bound, certificate.bound))


def _goal(task: Task, best: Outcome) -> int:
    """Only what is worth more than this is worth a search."""
    return task.problem.worth(best.chosen) + task.effort.allowed_gap


def _search_above(
    goal: int,
    task: Task,
    certificate: Certificate,
    best: Outcome,
    clock: Clock,
    hint: bool,
    report: Report | None,
) -> Outcome:
    """Search where a choice can be worth more than the goal; the best one known stays in, so there is one."""
    if best.bound <= _goal(task, best) or clock.is_over():
        return best
    problem = task.problem
    part = reduce_problem(problem, (certificate.reach > goal) | best.chosen, problem.capacity)
    known = best.chosen[part.candidates]
    groups, starts = np.unique(problem.group[part.candidates], return_index=True)
    has_place = np.logical_or.reduceat(known, starts)
    must = has_place & (certificate.reach_without[groups] <= goal)
    found = search(
        part.problem,
        must,
        task.effort,
        clock,
        hint=known if hint else None,
        # What was left out is worth no more than the goal.
        report=None if report is None else lambda objective, bound: report(objective, max(bound, goal)),
    )
    chosen = best.chosen
    if found.chosen is not None and part.problem.worth(found.chosen) > problem.worth(chosen):
        chosen = np.zeros(problem.size, dtype=np.bool_)
        chosen[part.candidates[found.chosen]] = True
    return Outcome(chosen, int(min(best.bound, max(found.bound, goal))))
