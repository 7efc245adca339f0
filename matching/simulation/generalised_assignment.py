"""
Instances of generalised assignment: every job to one agent, within what each agent can carry, at least cost.

The hardest well-studied relative of the kernel's question, drawn by the recipes in the literature: types A to
D as in Chu & Beasley, "A genetic algorithm for the generalised assignment problem" (1997), type E as in
Yagiura, Ibaraki & Glover, "A path relinking approach with ejection chains for the generalized assignment
problem" (2006). From A to C it gets tighter; in D and E cheap is heavy, so every price is a hard bargain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.errors import require
from matching.selection.problem import Selection

TYPES = "ABCDE"
_TIGHT = 0.8
_B_OF_A = 0.7

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class GeneralisedAssignment:
    """
    One instance.

    Parameters
    ----------
    costs, loads
        Shape [agents, jobs]: what a job costs with an agent, and what it takes of the agent's capacity.
    capacity
        Shape [agents].
    """

    costs: Ints
    loads: Ints
    capacity: Ints

    @property
    def reward(self) -> int:
        """What doing a job is worth in `selection`: more than all costs that it could save elsewhere."""
        return int(self.costs.max()) * self.costs.shape[1] + 1

    def selection(self) -> Selection:
        """Ask it as a selection: a group per job, a candidate per agent and job, a row per agent."""
        agents, jobs = self.costs.shape
        row = np.repeat(np.arange(agents), jobs)
        shape = agents, agents * jobs
        uses = sparse.csr_array((self.loads.ravel(), (row, np.arange(row.size))), shape=shape)
        value = self.reward - self.costs.ravel()
        return Selection(np.tile(np.arange(jobs), agents), value, uses, self.capacity)

    def cost(self, worth: float) -> int:
        """
        Turn the objective of a choice that does every job into its cost, and a bound into one from below.

        Parameters
        ----------
        worth
            Of the selection, in points.
        """
        return self.reward * self.costs.shape[1] - int(worth)


def draw_assignment(kind: str, agents: int, jobs: int, seed: int) -> GeneralisedAssignment:
    """
    Draw an instance; equal arguments give equal instances.

    Parameters
    ----------
    kind
        A, B, C, D or E.
    agents, jobs
        1 or more each.
    seed
        Any whole number, 0 or more.

    Raises
    ------
    InvalidProblem
        If there is no such type or a number is out of range.
    """
    record = "generalised assignment"
    require(len(kind) == 1 and kind in TYPES, record, "kind", kind, f"one of {', '.join(TYPES)}")
    require(agents >= 1, record, "agents", agents, "1 or more")
    require(jobs >= 1, record, "jobs", jobs, "1 or more")
    rng = np.random.Generator(np.random.PCG64(seed))
    shape = agents, jobs
    if kind == "E":
        exact = 1 - 10 * np.log(1 - rng.random(shape))
        loads = exact.astype(np.int64)
        costs = np.maximum(1, (1000 / exact - 10 * rng.random(shape)).astype(np.int64))
    elif kind == "D":
        loads = rng.integers(1, 101, shape)
        costs = 111 - loads + rng.integers(-10, 11, shape)
    else:
        loads, costs = rng.integers(5, 26, shape), rng.integers(10, 51, shape)
    if kind in "AB":
        share = 1.0 if kind == "A" else _B_OF_A
        capacity = np.full(agents, share * (9 * jobs / agents + 0.4 * _busiest(costs, loads)))
    else:
        capacity = _TIGHT * loads.sum(axis=1) / agents
    return GeneralisedAssignment(costs, loads, capacity.astype(np.int64))


def read_assignment(text: str) -> GeneralisedAssignment:
    """
    Read a published file: agents and jobs, the costs (a line per agent), the loads, and the capacities.

    Parameters
    ----------
    text
        Whole numbers with white space between.
    """
    agents, jobs, *numbers = map(int, text.split())
    table = agents * jobs
    costs, loads = np.array(numbers[: 2 * table]).reshape(2, agents, jobs)
    return GeneralisedAssignment(costs, loads, np.array(numbers[2 * table :]))


def _busiest(costs: Ints, loads: Ints) -> int:
    """Add up, for the agent who would have most, the load if every job went where it is cheapest."""
    agents, jobs = costs.shape
    cheapest = costs.argmin(axis=0)
    carried = np.bincount(cheapest, weights=loads[cheapest, np.arange(jobs)], minlength=agents)
    return int(carried.max())
