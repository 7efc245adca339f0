"""
Generalised assignment is a selection: a group per job, a candidate per job and agent, a row per agent.

Files hold the number of agents and jobs, then the costs (a line per agent), the loads, and the capacities.
Set SANKA_GAP_DIR to a directory with such files of the names below to check them too.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np
import pytest

from matching.selection import SelectParams, select
from matching.simulation.generalised_assignment import (
    GeneralisedAssignment,
    draw_assignment,
    read_assignment,
)
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import best_worth_by_scipy

TINY = """
3 5
 7 3 9 4 6
 5 8 2 6 3
 6 4 5 7 8
 4 3 6 2 5
 3 5 2 4 3
 5 2 4 6 3
 7 6 7
"""


KNOWN = {"gap1-0": 261, "gap1-1": 269, "gap4-0": 423, "gap6-0": 525}
"""Least costs of published instances."""


def least_cost(instance: GeneralisedAssignment, params: SelectParams) -> tuple[int, SolveStatus]:
    """Solve it as a selection in which doing one more job is worth more than any cost."""
    problem = instance.selection()
    result = select(problem, params)
    assert problem.holds(result.chosen)
    assert result.chosen.sum() == instance.costs.shape[1]
    assert instance.cost(result.bound) <= instance.cost(result.objective)
    return instance.cost(result.objective), result.status


def test_tiny_instance_against_trying_all() -> None:
    """The least cost found is the least of all ways to give five jobs to three agents."""
    instance = read_assignment(TINY)
    costs, loads, capacity = instance.costs, instance.loads, instance.capacity
    ways = itertools.product(range(3), repeat=5)
    fitting = [
        sum(costs[agent, job] for job, agent in enumerate(way))
        for way in ways
        if (np.bincount(way, loads[way, range(5)], 3) <= capacity).all()
    ]
    assert least_cost(instance, SelectParams()) == (min(fitting), SolveStatus.OPTIMAL)


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.skipif("SANKA_GAP_DIR" not in os.environ, reason="SANKA_GAP_DIR is not set")
def test_known_instances(name: str) -> None:
    """A published instance is solved to proven optimality, at the known least cost."""
    text = (Path(os.environ["SANKA_GAP_DIR"]) / name).read_text()
    assert least_cost(read_assignment(text), SelectParams(time_limit_s=60)) == (
        KNOWN[name],
        SolveStatus.OPTIMAL,
    )


@pytest.mark.parametrize("kind", "ABCDE")
def test_drawn_instances_are_solved_as_another_solver_solves_them(kind: str) -> None:
    """A small instance of every published type is solved to the cost that a solver not ours finds."""
    instance = draw_assignment(kind, 5, 20, seed=3)
    best = instance.cost(best_worth_by_scipy(instance.selection()))
    assert least_cost(instance, SelectParams(time_limit_s=300)) == (best, SolveStatus.OPTIMAL)
