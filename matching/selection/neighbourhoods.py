"""
Parts of a large problem whose groups compete for the same rows, found from the arrays alone.

Groups are laid out by how many steps they are from a few landmarks, a step leading from a group to another
with a row in common, and this map is halved along its widest side until the pieces are small enough. Where
people compete for what is near them, that comes out as a map of the country.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.selection.arrays import Ints, entry_rows
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups

LANDMARKS = 6


def neighbourhoods(problem: Selection, size: int, landmarks: int = LANDMARKS) -> Ints:
    """
    Number the neighbourhood of each group: shape [groups], 0, 1, 2 … without gaps.

    Parameters
    ----------
    problem
        As in `Part`.
    size
        Most groups in one, 1 or more.
    landmarks
        How many landmarks the map is made from, 1 or more; another number gives other borders.
    """
    groups = count_groups(problem)
    places = _map(problem, groups, landmarks)
    label = np.zeros(groups, dtype=np.int64)
    open_pieces, count = [np.arange(groups)], 0
    while open_pieces:
        piece = open_pieces.pop()
        if piece.size <= size:
            label[piece] = count
            count += 1
            continue
        here = places[piece]
        widest = int(np.argmax(here.var(axis=0)))
        order = np.lexsort((*here.T, here[:, widest]))
        half = piece.size // 2
        open_pieces += [np.sort(piece[order[:half]]), np.sort(piece[order[half:]])]
    return label


def row_owners(problem: Selection, label: Ints) -> Ints:
    """
    Give each row to the neighbourhood that can use it most: shape [rows], 0 for a row nobody can use.

    Parameters
    ----------
    problem
        As in `Part`.
    label
        Shape [groups]: the neighbourhood of each group.
    """
    count = int(label.max(initial=0)) + 1
    place, entries = np.unique(
        entry_rows(problem.uses) * count + label[problem.group[problem.uses.indices]], return_counts=True
    )
    row, owner = place // count, place % count
    order = np.lexsort((entries, row))
    owners = np.zeros(problem.capacity.size, dtype=np.int64)
    owners[row[order]] = owner[order]  # of equal rows the last one stays: the one with most entries
    return owners


def waves(problem: Selection, label: Ints) -> list[Ints]:
    """
    Sort the neighbourhoods into waves: in one wave no two have a row in common.

    Parameters
    ----------
    problem
        As in `Part`.
    label
        Shape [groups]: the neighbourhood of each group.
    """
    count = int(label.max(initial=0)) + 1
    place = np.unique(entry_rows(problem.uses) * count + label[problem.group[problem.uses.indices]])
    has_row = sparse.csr_array(
        (np.ones(place.size, dtype=np.int32), (place % count, place // count)),
        shape=(count, problem.capacity.size),
    )
    touches = sparse.csr_array(has_row @ has_row.T)
    wave = np.full(count, -1)
    for one in np.argsort(-np.diff(touches.indptr), kind="stable").tolist():
        taken = set(wave[touches.indices[touches.indptr[one] : touches.indptr[one + 1]]].tolist())
        wave[one] = next(number for number in range(count) if number not in taken)
    return [np.flatnonzero(wave == number) for number in range(int(wave.max()) + 1)]


def _map(problem: Selection, groups: int, landmarks: int) -> npt.NDArray[np.int32]:
    """Give the steps of each group from each landmark: shape [groups, landmarks]."""
    graph = _competition(problem, groups)
    # The first landmark is as far as can be from some group of the largest neighbourhood of all.
    steps = _steps_from(graph, _busiest(graph, groups))[:groups]
    columns: list[npt.NDArray[np.int32]] = []
    nearest = steps
    for _ in range(landmarks):
        column = _steps_from(graph, int(np.argmax(nearest)))[:groups]
        reached = column >= 0
        columns.append(np.where(reached, column, column.max() + 1))
        nearest = column if len(columns) == 1 else np.minimum(nearest, column)
    return np.stack(columns, axis=1)


def _busiest(graph: sparse.csr_array, groups: int) -> int:
    """Name a group with the most rows: it surely belongs to the crowd and not to a lonely corner."""
    return int(np.argmax(np.diff(graph.indptr[: groups + 1])))


def _competition(problem: Selection, groups: int) -> sparse.csr_array:
    """Join groups and the rows they can use: a graph whose nodes are the groups, then the rows."""
    row, group = entry_rows(problem.uses), problem.group[problem.uses.indices]
    # Within a row the entries are sorted by group: one of each run is enough.
    is_new = (np.diff(row, prepend=-1) != 0) | (np.diff(group, prepend=-1) != 0)
    one, two = group[is_new], row[is_new] + groups
    nodes = groups + problem.capacity.size
    ends = np.concatenate([one, two]), np.concatenate([two, one])
    return sparse.csr_array((np.ones(2 * one.size, dtype=np.int8), ends), shape=(nodes, nodes))


def _steps_from(graph: sparse.csr_array, start: int) -> npt.NDArray[np.int32]:
    """Count the steps from a node to every other: shape [nodes], -1 where no way leads."""
    steps = np.full(graph.shape[0], -1, dtype=np.int32)
    front = np.array([start])
    steps[front] = step = 0
    while front.size:
        step += 1
        count = graph.indptr[front + 1] - graph.indptr[front]
        before = np.cumsum(count) - count
        at = np.repeat(graph.indptr[front] - before, count) + np.arange(count.sum())
        near = graph.indices[at]
        front = np.unique(near[steps[near] < 0])
        steps[front] = step
    return steps
