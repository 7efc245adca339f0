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
from scipy import sparse

from matching.selection import Selection, SelectParams, select
from matching.vocabulary import SolveStatus

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


def read(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read costs and loads, both [agents, jobs], and capacities [agents]."""
    agents, jobs, *numbers = map(int, text.split())
    table = agents * jobs
    costs, loads = np.array(numbers[: 2 * table]).reshape(2, agents, jobs)
    return costs, loads, np.array(numbers[2 * table :])


def least_cost(text: str, params: SelectParams) -> tuple[int, SolveStatus]:
    """Solve it as a selection in which serving one more job is worth more than any cost."""
    costs, loads, capacity = read(text)
    agents, jobs = costs.shape
    reward = int(costs.max()) * jobs + 1
    rows = np.repeat(np.arange(agents), jobs)
    uses = sparse.csr_array((loads.ravel(), (rows, np.arange(agents * jobs))), shape=(agents, agents * jobs))
    problem = Selection(np.tile(np.arange(jobs), agents), reward - costs.ravel(), uses, capacity)
    result = select(problem, params)
    assert problem.holds(result.chosen)
    assert result.chosen.sum() == jobs
    return reward * jobs - result.objective, result.status


def test_tiny_instance_against_trying_all() -> None:
    """The least cost found is the least of all ways to give five jobs to three agents."""
    costs, loads, capacity = read(TINY)
    ways = itertools.product(range(3), repeat=5)
    fitting = [
        sum(costs[agent, job] for job, agent in enumerate(way))
        for way in ways
        if (np.bincount(way, loads[way, range(5)], 3) <= capacity).all()
    ]
    assert least_cost(TINY, SelectParams()) == (min(fitting), SolveStatus.OPTIMAL)


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.skipif("SANKA_GAP_DIR" not in os.environ, reason="SANKA_GAP_DIR is not set")
def test_known_instances(name: str) -> None:
    """A published instance is solved to proven optimality, at the known least cost."""
    text = (Path(os.environ["SANKA_GAP_DIR"]) / name).read_text()
    assert least_cost(text, SelectParams(time_limit_s=60)) == (KNOWN[name], SolveStatus.OPTIMAL)
