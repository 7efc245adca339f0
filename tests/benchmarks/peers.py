"""Other ways to answer the kernel's question, timed from the same arrays to their own answer."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.selection import Selection

PDLP = """
num_threads: 2
termination_criteria { simple_optimality_criteria {
  eps_optimal_absolute: 1e-4 eps_optimal_relative: 1e-4
} }
"""


@dataclass(frozen=True)
class Answer:
    """
    What a peer found.

    Parameters
    ----------
    seconds
        From arrays to answer, the building of its model included.
    objective
        In points; of a relaxation, not of a choice, where only that is solved. None if nothing was found.
    word
        What it says of it.
    """

    seconds: float
    objective: float | None
    word: str

    @property
    def is_proven(self) -> bool:
        """Whether it calls its answer optimal."""
        return self.word == "OPTIMAL"


def cp_sat(selection: Selection, limit_s: float, linearization: int = 1) -> Answer:
    """
    Ask CP-SAT, one worker.

    Linearization level 1 is CP-SAT's default; level 2 suits this problem much better and is shown too.
    """
    began = time.perf_counter()
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(selection.size)]
    order = np.argsort(selection.group, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(selection.group[order])) + 1):
        model.add_at_most_one([chosen[candidate] for candidate in group])
    uses = selection.uses
    for row in range(uses.shape[0]):
        span = slice(uses.indptr[row], uses.indptr[row + 1])
        members = [chosen[candidate] for candidate in uses.indices[span]]
        amount = cp_model.LinearExpr.weighted_sum(members, uses.data[span].tolist())
        model.add(amount <= int(selection.capacity[row]))
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, selection.value.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = linearization
    solver.parameters.max_time_in_seconds = limit_s
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Answer(
        time.perf_counter() - began, solver.objective_value if found else None, solver.status_name(status)
    )


def by_model_builder(selection: Selection, solver: str, limit_s: float, parameters: str = "") -> Answer:
    """Ask a solver inside OR-Tools: 'scip' and 'highs' for a choice, 'pdlp' and 'glop' for the relaxation."""
    began = time.perf_counter()
    is_whole = solver in ("scip", "highs")
    n = selection.size
    groups = sparse.csr_array((np.ones(n), (selection.group, np.arange(n))))
    rows = sparse.csr_matrix(sparse.vstack([groups, selection.uses], format="csr"), dtype=np.float64)
    upper = np.concatenate([np.ones(groups.shape[0]), selection.capacity])
    model = model_builder.Model()
    model.helper.fill_model_from_sparse_data(
        np.zeros(n),
        np.ones(n),
        -selection.value.astype(np.float64),
        np.full(upper.size, -np.inf),
        upper,
        rows,
    )
    if is_whole:
        for variable in range(n):
            model.helper.set_var_integrality(variable, True)
    asked = model_builder.Solver(solver)
    asked.set_time_limit_in_seconds(limit_s)
    if parameters:
        asked.set_solver_specific_parameters(parameters)
    status = asked.solve(model)
    found = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    return Answer(time.perf_counter() - began, -asked.objective_value if found else None, status.name)


def min_cost_flow_of(selection: Selection) -> Answer:
    """Ask SimpleMinCostFlow; a candidate uses a menu's newcomers, then its coordinator's caseload."""
    began = time.perf_counter()
    n, groups = selection.size, int(selection.group.max()) + 1
    by_candidate = selection.uses.tocsc()
    menu, coordinator = by_candidate.indices.reshape(n, 2).T.astype(np.int32)
    rows = selection.capacity.size
    out = groups + rows
    used_menus, at = np.unique(menu, return_index=True)
    used_coordinators = np.unique(coordinator)
    every = np.arange(groups, dtype=np.int32)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = (
        (selection.group.astype(np.int32), groups + menu, np.ones(n, np.int64), -selection.value),
        (every, np.full(groups, out, np.int32), np.ones(groups, np.int64), np.zeros(groups, np.int64)),
        (
            groups + used_menus,
            groups + coordinator[at],
            selection.capacity[used_menus],
            np.zeros(at.size, np.int64),
        ),
        (
            groups + used_coordinators,
            np.full(used_coordinators.size, out, np.int32),
            selection.capacity[used_coordinators],
            np.zeros(used_coordinators.size, np.int64),
        ),
    )
    tail, head, capacity, cost = (np.concatenate(column) for column in zip(*arcs, strict=True))
    flow.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), capacity.astype(np.int64), cost.astype(np.int64)
    )
    flow.set_nodes_supplies(np.append(every, out), np.append(np.ones(groups, np.int64), -groups))
    status = flow.solve()
    word = "OPTIMAL" if status == flow.OPTIMAL else str(status)
    return Answer(time.perf_counter() - began, -flow.optimal_cost(), word)


def lapjv(selection: Selection) -> Answer:
    """Ask scipy's sparse LAPJV; a candidate uses one row, and who stays out has a column for it."""
    began = time.perf_counter()
    groups = int(selection.group.max()) + 1
    menu = selection.uses.tocsc().indices
    first = np.cumsum(selection.capacity) - selection.capacity
    seats = selection.capacity[menu]
    candidate = np.repeat(np.arange(selection.size), seats)
    seat = (
        np.repeat(first[menu], seats) + np.arange(candidate.size) - np.repeat(np.cumsum(seats) - seats, seats)
    )
    total = int(selection.capacity.sum())
    row = np.concatenate([selection.group[candidate], np.arange(groups)])
    column = np.concatenate([seat, total + np.arange(groups)])
    # An explicit zero would be no edge: everything is worth one point more.
    worth = np.concatenate([selection.value[candidate] + 1, np.ones(groups, np.int64)]).astype(np.float64)
    table = sparse.csr_array((worth, (row, column)), shape=(groups, total + groups))
    rows, columns = min_weight_full_bipartite_matching(table, maximize=True)
    worths = np.asarray(table[rows, columns]).sum() - groups
    return Answer(time.perf_counter() - began, float(worths), "OPTIMAL")
