"""Parts of a problem that share no row can be solved one by one."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from matching.selection.arrays import entry_rows
from matching.selection.problem import Selection
from matching.selection.reduce import Part, count_groups


def split(problem: Selection) -> list[Part]:
    """
    Split a problem into its connected components, in the order of their first groups.

    Groups are connected if they use a common row.

    Parameters
    ----------
    problem
        As in `Part`.
    """
    if not problem.size:
        return []
    groups = count_groups(problem)
    row = entry_rows(problem.uses)
    nodes = groups + problem.capacity.size
    edges = (np.ones(row.size), (problem.group[problem.uses.indices], groups + row))
    count, label = connected_components(sparse.csr_array(edges, shape=(nodes, nodes)), directed=False)
    of_candidate, of_row = label[problem.group], label[groups:]
    candidates, rows = np.argsort(of_candidate, kind="stable"), np.argsort(of_row, kind="stable")
    # With both axes sorted by component, each component is a block on the diagonal.
    sorted_uses = problem.uses[rows][:, candidates]
    ends = np.arange(count + 1)
    column_at = np.searchsorted(of_candidate[candidates], ends)
    row_at = np.searchsorted(of_row[rows], ends)
    parts = []
    for c in range(count):
        own = candidates[column_at[c] : column_at[c + 1]]
        own_rows = rows[row_at[c] : row_at[c + 1]]
        uses = sorted_uses[row_at[c] : row_at[c + 1], column_at[c] : column_at[c + 1]]
        group = np.cumsum(np.diff(problem.group[own], prepend=-1) != 0) - 1
        parts.append(
            Part(Selection(group, problem.value[own], uses, problem.capacity[own_rows]), own, own_rows)
        )
    return parts
