"""
Nested limits are a flow: one place each, in places within hosts within districts.

Where every candidate uses one unit of each of its rows, and of any two rows either one lies within the other
or nobody uses both, the rows are a forest. A group then sends one unit into a candidate's innermost row, from
there up to the root, and out. Such a problem has whole-number prices that prove its optimum, and a min-cost
flow finds the choice in seconds at any size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from matching.selection.arrays import Flags, Floats, Ints
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups

Whole = npt.NDArray[np.integer]

GLANCE = 20_000
"""Entries looked at first: most problems that are no forest show it there."""


@dataclass(frozen=True, eq=False)
class Forest:
    """
    How the rows of a problem lie within each other.

    Parameters
    ----------
    innermost
        Shape [n]: the innermost row of each candidate; the number of rows for a candidate without any.
    parent
        Shape [rows]: the row each row lies within; the number of rows for a root.
    """

    innermost: Ints
    parent: Ints


def as_forest(problem: Selection) -> Forest | None:
    """
    Recognise a problem whose rows are nested; None if they are not, or if somebody uses more than one unit.

    Parameters
    ----------
    problem
        As in `Part`.
    """
    uses = problem.uses
    rows = uses.shape[0]
    if (uses.data != 1).any():
        return None
    # Inner rows first: a row within another has no more users.
    by_size = np.argsort(np.diff(uses.indptr), kind="stable")
    by_candidate = uses[by_size].tocsc()
    if uses.nnz > GLANCE:
        few = max(1, problem.size * GLANCE // uses.nnz)
        if _parents(by_candidate[:, :few].indptr, by_candidate[:, :few].indices, rows) is None:
            return None
    parent = _parents(by_candidate.indptr, by_candidate.indices, rows)
    if parent is None:
        return None
    row_at = np.append(by_size, rows)
    in_order = np.empty(rows, dtype=np.int64)
    in_order[by_size] = row_at[parent]
    has_row = np.diff(by_candidate.indptr) > 0
    innermost = np.full(problem.size, rows)
    innermost[has_row] = by_size[by_candidate.indices[by_candidate.indptr[:-1][has_row]]]
    return Forest(innermost, in_order)


def _parents(indptr: Whole, indices: Whole, rows: int) -> Ints | None:
    """Find the row after each row in every candidate that uses it, `rows` for none; None if it varies."""
    following = np.append(indices, rows)[1:]
    following[indptr[1:][np.diff(indptr) > 0] - 1] = rows
    parent = np.full(rows, rows, dtype=np.int64)
    parent[indices] = following
    return parent if np.array_equal(parent[indices], following) else None


def solve_flow(problem: Selection, forest: Forest) -> tuple[Flags, Floats] | None:
    """
    Find the best choice, shape [n], and prices that prove it, shape [rows]; None if numbers are too large.

    Parameters
    ----------
    problem
        As in `Part`.
    forest
        How its rows are nested.
    """
    n, groups, rows = problem.size, count_groups(problem), problem.capacity.size
    out = groups + rows
    flow = min_cost_flow.SimpleMinCostFlow()
    every = np.arange(groups)
    within = np.minimum(problem.capacity, groups)
    leaves_at = groups + np.concatenate([forest.innermost, np.full(groups, rows), forest.parent])
    # A group's unit goes through a candidate, or straight out; a row's units to the row around it, or out.
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([problem.group, every, groups + np.arange(rows)]).astype(np.int32),
        leaves_at.astype(np.int32),
        np.concatenate([np.ones(n + groups, dtype=np.int64), within]),
        np.concatenate([-problem.value, np.zeros(groups + rows, dtype=np.int64)]),
    )
    supplies = np.append(np.ones(groups, dtype=np.int64), -groups)
    flow.set_nodes_supplies(np.append(every, out).astype(np.int32), supplies)
    if flow.solve() != flow.OPTIMAL:
        return None
    chosen = np.asarray(flow.flows(np.arange(n, dtype=np.int32))) > 0
    return chosen, _prices(problem, forest, chosen)


def _prices(problem: Selection, forest: Forest, chosen: Flags) -> Floats:
    """
    Read the prices off an optimal choice.

    The way out of a row costs what all rows around it cost. These tolls are the least that leave nobody with
    something better than they have: a candidate's toll is at least its value less what its group gains now.
    """
    rows, starts = problem.capacity.size, np.flatnonzero(np.diff(problem.group, prepend=-1))
    ends = np.append(starts[1:], problem.size)
    used = np.bincount(forest.innermost[chosen], minlength=rows + 1)
    is_full = problem.capacity == problem.uses @ chosen.astype(np.int64)
    own = np.full(starts.size, -1)
    own[problem.group[chosen]] = np.flatnonzero(chosen)
    has_place = own >= 0
    toll = np.zeros(rows + 1, dtype=np.int64)
    holders = np.flatnonzero(has_place)
    by_row = holders[np.argsort(forest.innermost[own[holders]], kind="stable")]
    row_starts = np.cumsum(used) - used
    inner, outer = np.flatnonzero(~is_full), forest.parent

    def raised(groups: Ints) -> Ints:
        """Raise the tolls that these groups would otherwise beat; name the rows."""
        gain = np.where(
            has_place[groups], problem.value[own[groups]] - toll[forest.innermost[own[groups]]], 0
        )
        count = ends[groups] - starts[groups]
        at = np.repeat(starts[groups] - (np.cumsum(count) - count), count) + np.arange(count.sum())
        least = problem.value[at] - np.repeat(gain, count)
        row = forest.innermost[at]
        more = least > toll[row]
        np.maximum.at(toll, row[more], least[more])
        return np.unique(row[more])

    changed = raised(np.arange(starts.size))
    # Each round follows the tolls one exchange further. An optimal choice has no circle to run in.
    for _ in range(problem.size):
        changed = _along_the_forest(toll, changed, inner, outer, rows)
        if not changed.size:
            break
        count = used[changed]
        at = np.repeat(row_starts[changed] - (np.cumsum(count) - count), count) + np.arange(count.sum())
        changed = raised(by_row[at])
    return (toll[:rows] - toll[forest.parent]).astype(np.float64)


def _along_the_forest(toll: Ints, changed: Ints, inner: Ints, outer: Ints, rows: int) -> Ints:
    """Let a row that is not full cost what the row around it costs, and none cost less; name what changed."""
    before = toll.copy()
    while True:
        last = toll.copy()
        np.maximum.at(toll, outer[inner], toll[inner])
        toll[:rows] = np.maximum(toll[:rows], toll[outer])
        if np.array_equal(last, toll):
            break
    return np.union1d(changed, np.flatnonzero(toll != before))
