"""From the relaxation to what is built: a dive that rounds step by step, and an exact search of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.selection.arrays import Flags
from matching.selection.clock import Clock
from matching.selection.coverage_bound import CoverageBound
from matching.selection.coverage_greedy import fill_built
from matching.selection.coverage_lp import TOLERANCE, CoverageModel, solve_model


@dataclass(frozen=True, eq=False)
class Found:
    """What an exact search would build and who starts, if it found anything, and a bound on what it saw."""

    built: Flags | None
    chosen: Flags | None
    bound: float


def dive(model: CoverageModel, relaxed: CoverageBound, objective: int, clock: Clock) -> Flags:
    """
    Build what the relaxation builds whole, and the most of what it builds in part, and relax again.

    What could be in nothing worth more than the objective, or is far from wanted, is left out. When the time
    is up, the rest is built as the first relaxation wants it.

    Returns
    -------
    Shape [d], within the budget.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    problem, cuts = model.problem, relaxed.cuts
    built = np.zeros(model.d, dtype=np.bool_)
    open_ = (relaxed.reach_built > objective) & relaxed.wanted(problem.effort, problem.budget)
    while not clock.is_over():
        open_ &= built | (problem.effort <= problem.budget - int(problem.effort[built].sum()))
        lower = np.zeros(model.n + model.d + 1)
        lower[model.n : -1] = built
        solved = solve_model("glop", model, cuts, model.columns(open_), clock, lower)
        if not solved.is_optimal:
            break
        share = solved.values[model.n : -1]
        built |= share > 1 - TOLERANCE
        part = np.flatnonzero(~built & (share > TOLERANCE))
        if not part.size:
            return built
        fits = part[problem.effort[part] <= problem.budget - int(problem.effort[built].sum())]
        if fits.size:
            built[fits[np.argmax(share[fits])]] = True
        more = model.violated(solved.values[: model.n], share)
        cuts = np.unique(np.concatenate([cuts, more]), axis=0)
    order = relaxed.by_share
    return fill_built(problem, order[np.argsort(~built[order], kind="stable")])


def search_rest(
    model: CoverageModel, relaxed: CoverageBound, objective: int, is_whole: bool, clock: Clock
) -> Found:
    """
    Search exactly which developments could still be worth more than the objective.

    Unless people are to be whole they may be split among candidates, which makes the bound a little loose
    and the search many times faster.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    columns = model.columns(relaxed.reach_built > objective)
    columns[: model.n] &= relaxed.reach > objective
    lower = np.zeros(columns.size)
    lower[model.n : -1] = relaxed.reach_unbuilt <= objective
    lower[~columns] = 0
    integral = np.ones(columns.size, dtype=np.bool_)
    integral[: model.n] = is_whole
    integral[-1] = False
    solved = solve_model("scip", model, relaxed.cuts, columns, clock, lower, integral)
    if solved.is_infeasible:
        return Found(None, None, float(objective))
    if not solved.has_values:
        return Found(None, None, relaxed.bound)
    bound = float(np.floor(solved.bound + TOLERANCE * 100))
    values = solved.values
    return Found(values[model.n : -1] > 0.5, values[: model.n] > 0.5, min(relaxed.bound, bound))
