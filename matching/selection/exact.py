"""Exact search with CP-SAT over the candidates that are still open."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.errors import SolverFault
from matching.selection.arrays import Flags
from matching.selection.clock import Clock
from matching.selection.problem import Selection

Report = Callable[[int, float], None]


@dataclass(frozen=True)
class Effort:
    """
    How hard to search.

    Parameters
    ----------
    workers
        Threads.
    seed
        Of the search.
    allowed_gap
        Stop when the choice found is this close to the bound, in points.
    work_limit
        Stop after this much work, in CP-SAT's deterministic seconds: the same work on any machine.
    presolve
        Simplify first. It pays where an optimum is to be proven, not where a good choice is enough.
    is_known_good
        Begin with the choice that is known. It pays where that is hard to make better.
    """

    workers: int = 1
    seed: int = 1
    allowed_gap: int = 0
    work_limit: float = math.inf
    presolve: bool = True
    is_known_good: bool = False


@dataclass(frozen=True, eq=False)
class Found:
    """
    What a search found.

    Parameters
    ----------
    chosen
        Shape [n]: the best choice found; None if none was.
    bound
        No choice of the searched problem is worth more, in points: -inf if there is none at all, inf if
        the search ended before it knew anything.
    """

    chosen: Flags | None
    bound: float


def search(
    problem: Selection,
    must: Flags,
    effort: Effort,
    clock: Clock,
    hint: Flags | None = None,
    report: Report | None = None,
) -> Found:
    """
    Search for the best choice.

    Parameters
    ----------
    problem
        As in `Part`.
    must
        Shape [groups]: groups that must get a candidate.
    effort
        How hard to search.
    clock
        Ends the search early.
    hint
        Shape [n]: a choice to begin with. A very good one saves half the time, a poor one costs time.
    report
        Called with objective and bound, in points, when one of them gets better.

    Raises
    ------
    SolverFault
        If CP-SAT refuses the model.
    """
    model, choose = _model(problem, must)
    if hint is not None:
        for variable, is_chosen in zip(choose, hint.tolist(), strict=True):
            model.add_hint(variable, is_chosen)
    solver = cp_model.CpSolver()
    _set_parameters(solver, effort, clock.seconds_left())
    callback = None
    if report is not None:
        callback = _Reporter(solver, report)
        solver.best_bound_callback = callback.on_bound
    with clock.interrupting(solver.stop_search):
        status = solver.solve(model, callback)
    if callback is not None and callback.failure is not None:
        raise callback.failure
    if status == cp_model.MODEL_INVALID:
        raise SolverFault(f"CP-SAT refused the model: {model.validate()}")
    if status == cp_model.INFEASIBLE:
        return Found(None, -math.inf)
    if status == cp_model.UNKNOWN:
        return Found(None, math.inf)
    chosen = np.array([solver.boolean_value(x) for x in choose], dtype=np.bool_)
    # Values are whole points, so the bound is a whole number that came through a float.
    return Found(chosen, float(np.rint(solver.best_objective_bound)))


def _model(problem: Selection, must: Flags) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Build the model: a yes or no for each candidate, the groups, the rows, the total value."""
    model = cp_model.CpModel()
    choose = [model.new_bool_var("") for _ in range(problem.size)]
    starts = np.searchsorted(problem.group, np.arange(must.size + 1)).tolist()
    for group, needed in enumerate(must.tolist()):
        members = choose[starts[group] : starts[group + 1]]
        if needed:
            model.add_exactly_one(members)
        else:
            model.add_at_most_one(members)
    uses = problem.uses
    indptr, columns, amounts = uses.indptr.tolist(), uses.indices.tolist(), uses.data.tolist()
    for row, capacity in enumerate(problem.capacity.tolist()):
        entries = slice(indptr[row], indptr[row + 1])
        users = [choose[column] for column in columns[entries]]
        model.add(cp_model.LinearExpr.weighted_sum(users, amounts[entries]) <= capacity)
    model.maximize(cp_model.LinearExpr.weighted_sum(choose, problem.value.tolist()))
    return model, choose


def _set_parameters(solver: cp_model.CpSolver, effort: Effort, seconds: float) -> None:
    """Set CP-SAT up for these problems; measured, see the comments."""
    parameters = solver.parameters
    parameters.num_workers = effort.workers
    # Threads that take turns find the same choice every time; threads that race do not, and are no faster.
    parameters.interleave_search = effort.workers > 1
    parameters.random_seed = effort.seed
    parameters.max_time_in_seconds = seconds
    parameters.max_deterministic_time = effort.work_limit
    parameters.absolute_gap_limit = effort.allowed_gap
    parameters.cp_model_presolve = effort.presolve
    # Ctrl-C is the caller's to hear, as a wish to stop; CP-SAT's own handler crashes outside the main thread.
    parameters.catch_sigint_signal = False
    # The relaxation is what decides these problems: with all rows in it from the start the search takes
    # a second where it takes a minute without. What is left after fixing has little to probe or to mirror.
    parameters.linearization_level = 2
    parameters.add_lp_constraints_lazily = False
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0


class _Reporter(cp_model.CpSolverSolutionCallback):
    """Passes news from CP-SAT on; what the listener raises ends the search and is kept in `failure`."""

    def __init__(self, solver: cp_model.CpSolver, report: Report) -> None:
        super().__init__()
        self._solver = solver
        self._report = report
        self._objective = 0
        self.failure: BaseException | None = None

    def on_solution_callback(self) -> None:
        self._objective = round(self.objective_value)
        self._pass_on(self.best_objective_bound)

    def on_bound(self, bound: float) -> None:
        self._pass_on(bound)

    def _pass_on(self, bound: float) -> None:
        # An exception must not travel through the solver's own code.
        try:
            self._report(self._objective, float(np.rint(bound)))
        except BaseException as failure:
            self.failure = failure
            self._solver.stop_search()
