"""Feasible choices from an order of the candidates: quick, never proven, never wrong."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matching.selection.arrays import Flags, Floats, Ints, Matrix, entry_rows
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups

UPGRADE_PASSES = 10


def choose_by_value(problem: Selection) -> Flags:
    """
    Choose the most valuable candidates first: shape [n].

    Parameters
    ----------
    problem
        As in `Part`.
    """
    return upgrade(problem, fill(problem, np.argsort(-problem.value, kind="stable")))


def choose_by_share(problem: Selection, share: Floats, reach: Ints) -> Flags:
    """
    Choose what the relaxation chose, most of all first, and let the reach decide among equals: shape [n].

    Parameters
    ----------
    problem
        As in `Part`.
    share
        Shape [n], 0 to 1: how much of each candidate the relaxation chose.
    reach
        Shape [n], in points: the bound of a choice with this candidate.
    """
    order = np.lexsort((-reach, -share.round(6)))
    return upgrade(problem, fill(problem, order))


def fill(problem: Selection, order: Ints) -> Flags:
    """
    Go through the candidates in order and take what fits, one per group: shape [n].

    It works in rounds of whole arrays: the first candidate left of each group asks for its place, and those
    are taken that fit even if everybody before them gets theirs. The very first always does, so it ends.

    Parameters
    ----------
    problem
        As in `Part`.
    order
        Shape [n]: all candidates, the most wanted first.
    """
    in_order = problem.uses[:, order]
    in_order.sort_indices()
    row = entry_rows(in_order)
    rank, amount = in_order.indices, in_order.data
    group = problem.group[order]
    left = problem.capacity.copy()
    chosen = np.zeros(problem.size, dtype=np.bool_)
    waiting = np.ones(problem.size, dtype=np.bool_)
    while True:
        waiting[rank[amount > left[row]]] = False
        ranks = np.flatnonzero(waiting)
        if not ranks.size:
            return chosen
        asks = np.zeros(problem.size, dtype=np.bool_)
        asks[ranks[np.unique(group[ranks], return_index=True)[1]]] = True
        still = waiting[rank]
        row, rank, amount = row[still], rank[still], amount[still]

        asked = asks[rank]
        too_late = _used_so_far(row[asked], amount[asked]) > left[row[asked]]
        asks[rank[asked][too_late]] = False

        chosen[order[asks]] = True
        taken = asks[rank]
        np.subtract.at(left, row[taken], amount[taken])
        waiting &= ~np.isin(group, group[asks])


def upgrade(problem: Selection, chosen: Flags) -> Flags:
    """
    Move groups to candidates worth more, the greatest gains first, while any fits: shape [n].

    Parameters
    ----------
    problem
        As in `Part`.
    chosen
        Shape [n]: a feasible choice.
    """
    for _ in range(UPGRADE_PASSES):
        own = np.zeros(count_groups(problem), dtype=np.int64)
        own[problem.group[chosen]] = problem.value[chosen]
        gain = problem.value - own[problem.group]
        movable = np.flatnonzero(gain > 0)
        # What a move takes beyond what the group gives back must fit into what is left now.
        extra = _extra_uses(problem, chosen)[:, movable]
        left = problem.capacity - problem.uses @ chosen.astype(np.int64)
        moves = Selection(problem.group[movable], gain[movable], extra, left)
        taken = fill(moves, np.argsort(-moves.value, kind="stable"))
        if not taken.any():
            break
        winners = movable[taken]
        chosen = chosen & ~np.isin(problem.group, problem.group[winners])
        chosen[winners] = True
    return chosen


def _used_so_far(row: Ints, amount: Ints) -> Ints:
    """Add up the amounts from the start of each row to each entry; entries sorted by row."""
    total = np.cumsum(amount)
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    before = total[starts] - amount[starts]
    return total - np.repeat(before, np.diff(starts, append=row.size))


def _extra_uses(problem: Selection, chosen: Flags) -> Matrix:
    """What each candidate uses beyond what its group's chosen candidate uses: shape [rows, n]."""
    uses = problem.uses
    # Row and group in one number; sorted, as rows are and candidates within a row are sorted by group.
    place = entry_rows(uses) * count_groups(problem) + problem.group[uses.indices]
    own = np.flatnonzero(chosen[uses.indices])
    extra = uses.data.copy()
    if own.size:
        at = np.minimum(np.searchsorted(place[own], place), own.size - 1)
        same = place[own[at]] == place
        extra[same] -= np.minimum(uses.data[own[at[same]]], extra[same])
    return sparse.csr_array((extra, uses.indices, uses.indptr), shape=uses.shape)
