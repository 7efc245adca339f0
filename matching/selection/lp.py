"""The linear relaxation: candidates may be chosen in part; its duals are the prices of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper as mb
from scipy import sparse

from matching.errors import SolverFault
from matching.selection.arrays import Floats
from matching.selection.clock import Clock
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups

REFUSED = (mb.SolveStatus.MODEL_INVALID, mb.SolveStatus.INVALID_SOLVER_PARAMETERS)


@dataclass(frozen=True, eq=False)
class Relaxation:
    """
    The best choice in parts.

    Parameters
    ----------
    share
        Shape [n]: how much of each candidate is chosen, 0 to 1, up to the solver's tolerance.
    prices
        Shape [rows], 0 or more: what one more unit of each row would be worth, in points.
    """

    share: Floats
    prices: Floats


def relax(problem: Selection, clock: Clock) -> Relaxation | None:
    """
    Solve the linear relaxation with GLOP; None if the clock ended it or the numbers defeated it.

    Parameters
    ----------
    problem
        As in `Part`: groups without gaps, no pins.
    clock
        Ends the solve early.

    Raises
    ------
    SolverFault
        If GLOP refuses the model.
    """
    solver = mb.ModelSolverHelper("glop")
    solver.set_time_limit_in_seconds(clock.seconds_left())
    with clock.interrupting(solver.interrupt_solve):
        solver.solve(_model(problem))
    if solver.status() in REFUSED:
        raise SolverFault(f"GLOP refused the relaxation: {solver.status()} {solver.status_string()}")
    if solver.status() != mb.SolveStatus.OPTIMAL:
        return None
    row_duals = np.asarray(solver.dual_values())[count_groups(problem) :]
    return Relaxation(np.asarray(solver.variable_values()), np.maximum(row_duals, 0.0))


def _model(problem: Selection) -> mb.ModelBuilderHelper:
    """Build the model from arrays: one row per group, then the capacity rows."""
    n = problem.size
    groups = count_groups(problem)
    membership = sparse.csr_array((np.ones(n), (problem.group, np.arange(n))), shape=(groups, n))
    rows = sparse.csr_matrix(sparse.vstack([membership, problem.uses.astype(np.float64)], format="csr"))
    upper = np.concatenate([np.ones(groups), problem.capacity])
    # Bounds of the variables, objective, bounds of the rows, rows. The stub names no type an array can have.
    arrays: list[Any] = [np.zeros(n), np.ones(n), problem.value.astype(np.float64)]
    arrays += [np.full(upper.size, -np.inf), upper, rows]
    model = mb.ModelBuilderHelper()
    model.fill_model_from_sparse_data(*arrays)
    model.set_maximize(True)
    return model
