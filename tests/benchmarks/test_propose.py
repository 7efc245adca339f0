"""How long a proposal takes beside the bare solver call on the same arrays, and what it gains."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from rich.console import Console
from rich.table import Table

from matching.baselines import deferred_acceptance, first_come_greedy
from matching.bundled import default_rules, default_travel, default_weights
from matching.candidates import CandidateLimits
from matching.pipeline import ProposeParams, propose_timed
from matching.prepare import Prepared, prepare
from matching.selection import SelectParams
from matching.simulation.synthetic import synthetic_problem
from matching.verify import verify
from matching.vocabulary import SolveStatus
from tests.benchmarks.peers import cp_sat

pytestmark = pytest.mark.bench

LIMIT_S = float(os.environ.get("SANKA_BENCH_LIMIT_S", "60"))
SEED = 1


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
    bare, tuned = (cp_sat(selection, LIMIT_S, linearization=level) for level in (1, 2))
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
        *(
            cell
            for peer in (bare, tuned)
            for cell in (
                f"{peer.seconds:.2f} s {peer.word} {(peer.objective or 0) / proposal.objective - 1:+.2%}",
                f"{ours_s / peer.seconds:.3f}",
            )
        ),
    )
    console = Console(width=190)
    console.print()
    console.print(table)
    sizes = selection.size, selection.capacity.size, selection.uses.nnz
    console.print("{:,} candidates, {:,} rows, {:,} uses".format(*sizes))

    assert proposal.status == SolveStatus.OPTIMAL
    assert proposal.optimality_gap == 0
    assert verify(problem, proposal) == ()
    assert proposal.objective >= max(greedy, deferred, bare.objective or 0, tuned.objective or 0)
