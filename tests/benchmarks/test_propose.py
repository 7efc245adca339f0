"""How long a proposal takes beside the bare solver call on the same arrays, and what it gains."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from ortools.sat.python import cp_model
from rich.console import Console
from rich.table import Table

from matching.baselines import deferred_acceptance, first_come_greedy
from matching.bundled import default_rules, default_travel, default_weights
from matching.candidates import CandidateLimits
from matching.pipeline import ProposeParams, propose_timed
from matching.prepare import Prepared, prepare
from matching.selection import Selection, SelectParams
from matching.simulation.synthetic import synthetic_problem
from matching.verify import verify
from matching.vocabulary import SolveStatus

pytestmark = pytest.mark.bench

LIMIT_S = float(os.environ.get("SANKA_BENCH_LIMIT_S", "60"))
SEED = 1


def bare_cp_sat(selection: Selection, linearization: int = 1) -> tuple[float, int, str]:
    """
    Time CP-SAT's own call, building included: seconds, objective and its word on it.

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
    solver.parameters.max_time_in_seconds = LIMIT_S
    status = solver.solve(model)
    return time.perf_counter() - began, int(solver.objective_value), solver.status_name(status)


def waiting_order(prepared: Prepared) -> np.ndarray:
    """Order the units by how long they have waited, as a coordinator with a list does."""
    units = prepared.columns.units
    return np.argsort(-prepared.columns.people.waiting_weeks[units.lead], kind="stable")


@pytest.mark.parametrize("hard", [False, True], ids=["normal", "hard"])
@pytest.mark.parametrize(("n_people", "n_menus"), [(50, 200), (500, 1000)])
def test_propose(n_people: int, n_menus: int, hard: bool) -> None:
    """The whole proposal is proven optimal, verifies, and is worth no less than either baseline."""
    settings = default_rules(), default_weights(), default_travel()
    began = time.perf_counter()
    problem = synthetic_problem(n_people, n_menus, SEED, *settings, hard=hard)
    build_s = time.perf_counter() - began
    params = ProposeParams(select=SelectParams(time_limit_s=300), confirm=0)
    propose_timed(problem, params)  # imports and caches
    proposal, seconds = propose_timed(problem, params)
    prepared = prepare(problem, CandidateLimits())
    selection = prepared.selection
    greedy = selection.worth(first_come_greedy(selection, waiting_order(prepared)))
    deferred = selection.worth(deferred_acceptance(selection, -prepared.priority[selection.group]))
    bare_s, bare, word = bare_cp_sat(selection)
    tuned_s, tuned, tuned_word = bare_cp_sat(selection, linearization=2)
    ours_s = sum(seconds.values())

    table = Table(title=f"{n_people} people × {n_menus} menus, {'hard' if hard else 'normal'}, seed {SEED}")
    headings = "build s", "candidates s", "solve s", "explain s", "whole s", "gap", "greedy", "deferred"
    for heading in (*headings, "bare CP-SAT", "ratio", "CP-SAT, level 2", "ratio"):
        table.add_column(heading, justify="right")
    table.add_row(
        f"{build_s:.3f}",
        f"{seconds['prepare']:.3f}",
        f"{seconds['select']:.3f}",
        f"{seconds['explain'] + seconds['finish']:.3f}",
        f"{ours_s:.3f}",
        f"{proposal.optimality_gap:.2%}",
        f"{greedy / proposal.objective - 1:+.2%}",
        f"{deferred / proposal.objective - 1:+.2%}",
        f"{bare_s:.2f} s {word} {bare / proposal.objective - 1:+.2%}",
        f"{ours_s / bare_s:.3f}",
        f"{tuned_s:.2f} s {tuned_word} {tuned / proposal.objective - 1:+.2%}",
        f"{ours_s / tuned_s:.3f}",
    )
    console = Console(width=190)
    console.print()
    console.print(table)
    sizes = selection.size, selection.capacity.size, selection.uses.nnz
    console.print("{:,} candidates, {:,} rows, {:,} uses".format(*sizes))

    assert proposal.status == SolveStatus.OPTIMAL
    assert proposal.optimality_gap == 0
    assert verify(problem, proposal) == ()
    assert proposal.objective >= max(greedy, deferred, bare, tuned)
