"""From the relaxation to what is built: a dive that rounds step by step, and an exact search of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.selection.arrays import Flags
from matching.selection.clock import Clock
from matching.selection.coverage_bound import CoverageBound
from matching.selection.coverage_lp import TOLERANCE, CoverageModel, solve_model

_MOST_AWAY = 4


@dataclass(frozen=True, eq=False)
class Found:
    """What an exact search would build and who starts, if it found anything, and a bound on what it saw."""

    built: Flags | None
    chosen: Flags | None
    bound: float


def dive(
    model: CoverageModel, relaxed: CoverageBound, built: Flags, open_: Flags, objective: int, clock: Clock
) -> Flags | None:
    """
    Build what the relaxation builds whole, and the most of what it builds in part, and relax again.

    Parameters
    ----------
    model, relaxed
        The question, and the cuts to begin with.
    built, open_
        Shape [d]: what is built already, and what may be built.
    objective
        What is known; a dive that can end at no more is given up.
    clock
        When to give up.

    Returns
    -------
    Shape [d], within the budget; nothing if it was given up.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    problem, cuts = model.problem, relaxed.cuts
    built, open_ = built.copy(), open_ | built
    while not clock.is_over():
        open_ &= built | (problem.effort <= _left(model, built))
        lower = np.zeros(model.n + model.d + 1)
        lower[model.n : -1] = built
        solved = solve_model("glop", model, cuts, model.columns(open_), clock, lower)
        if not solved.is_optimal or float(model.objective() @ solved.values) < objective + 1 - TOLERANCE:
            return None
        share = solved.values[model.n : -1]
        built |= share > 1 - TOLERANCE
        part = np.flatnonzero(~built & (share > TOLERANCE))
        if not part.size:
            return built
        fits = part[problem.effort[part] <= _left(model, built)]
        if fits.size:
            built[fits[np.argmax(share[fits])]] = True
        more = model.violated(solved.values[: model.n], share)
        cuts = np.unique(np.concatenate([cuts, more]), axis=0)
    return None


def dive_near(
    model: CoverageModel,
    relaxed: CoverageBound,
    built: Flags,
    objective: int,
    rng: np.random.Generator,
    clock: Clock,
) -> Flags | None:
    """
    Take a few of what is built away, one of them for good, and dive from the rest.

    Nothing if that cannot be better. What is worth least at the prices is taken away most often.

    Parameters
    ----------
    model, relaxed, objective, clock
        As in `dive`.
    built
        Shape [d]: what is built.
    rng
        Draws what is taken away.
    """
    order = relaxed.by_worth[::-1]
    order = order[built[order]]
    if not order.size:
        return None
    weight = 1 / np.arange(1, order.size + 1)
    most = min(int(rng.integers(1, _MOST_AWAY + 1)), order.size)
    away = rng.choice(order, most, replace=False, p=weight / weight.sum())
    rest, open_ = built.copy(), wanted(model, relaxed, objective)
    rest[away] = False
    open_[away[0]] = False
    return dive(model, relaxed, rest, open_, objective, clock)


def wanted(model: CoverageModel, relaxed: CoverageBound, objective: int) -> Flags:
    """Tell which developments the prices want, and could be part of something better, shape [d]."""
    problem = model.problem
    return relaxed.wanted(problem.effort, problem.budget) & (relaxed.reach_built > objective)


def _left(model: CoverageModel, built: Flags) -> int:
    return model.problem.budget - int(model.problem.effort[built].sum())


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
