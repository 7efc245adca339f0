"""Close the gap of one part: leave out what prices prove needless, search the rest exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.selection.bound import Certificate
from matching.selection.clock import Clock
from matching.selection.exact import Effort, Report, search
from matching.selection.problem import Flags, Selection
from matching.selection.reduce import reduce_problem

CORE_PER_GROUP = 4
"""The first search keeps this many candidates per group on average: the best choice is nearly always there."""
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
        What good prices prove about it.
    known
        A feasible choice, and the bound of the certificate.
    effort
        How hard to search.
    """

    problem: Selection
    certificate: Certificate
    known: Outcome
    effort: Effort


def refine(task: Task, clock: Clock, report: Report | None = None) -> Outcome:
    """
    Search until the choice is within the allowed gap, first in a small core, then in all that could be better.

    Parameters
    ----------
    task
        The part.
    clock
        Ends the search early.
    report
        Called with objective and bound of the part, in points, when one of them may have got better.
    """
    problem = task.problem
    certificate = task.certificate
    best = task.known
    core_size = CORE_PER_GROUP * certificate.reach_without.size
    goal = problem.worth(best.chosen) + task.effort.allowed_gap
    if best.bound > goal and np.count_nonzero(certificate.reach > goal) > 2 * core_size:
        core_goal = int(np.partition(certificate.reach, -core_size)[-core_size])
        short = replace(task.effort, work_limit=CORE_WORK)
        best = _search_above(core_goal, problem, certificate, best, short, clock, report)
        goal = problem.worth(best.chosen) + task.effort.allowed_gap
    if best.bound > goal:
        best = _search_above(goal, problem, certificate, best, task.effort, clock, report)
    return best


def _search_above(
    goal: int,
    problem: Selection,
    certificate: Certificate,
    best: Outcome,
    effort: Effort,
    clock: Clock,
    report: Report | None,
) -> Outcome:
    """
    Search among the choices that can be worth more than the goal; nothing else can.

    The best choice known stays among them, so there always is one.
    """
    if clock.is_over():
        return best
    open_ = (certificate.reach > goal) | best.chosen
    used = np.zeros(certificate.reach_without.size, dtype=np.bool_)
    used[problem.group[best.chosen]] = True
    must = (certificate.reach_without <= goal) & used
    part = reduce_problem(problem, open_, problem.capacity)
    kept_groups = problem.group[part.candidates[np.flatnonzero(np.diff(part.problem.group, prepend=-1))]]

    def report_all(objective: int, bound: float) -> None:
        if report is not None:
            report(objective, min(best.bound, max(bound, goal)))

    found = search(part.problem, must[kept_groups], effort, clock, report_all if report is not None else None)
    chosen = best.chosen
    if found.chosen is not None and part.problem.worth(found.chosen) > problem.worth(chosen):
        chosen = np.zeros(problem.size, dtype=np.bool_)
        chosen[part.candidates[found.chosen]] = True
    return Outcome(chosen, int(min(best.bound, max(found.bound, goal))))
