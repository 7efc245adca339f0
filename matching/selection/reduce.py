"""Make a problem smaller and lose nothing: settle pins, leave out hopeless candidates and idle rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.selection.arrays import Flags, Ints, entry_rows
from matching.selection.problem import Selection


@dataclass(frozen=True, eq=False)
class Part:
    """
    A part of a larger problem, and where its candidates and rows stand there.

    Its candidates are sorted by group, its groups are 0, 1, 2 … without gaps, and it has no pins.

    Parameters
    ----------
    problem
        The part on its own.
    candidates
        Shape [n of the part]: positions in the larger problem.
    rows
        Shape [rows of the part]: positions in the larger problem.
    """

    problem: Selection
    candidates: Ints
    rows: Ints


def count_groups(problem: Selection) -> int:
    """
    Count the groups.

    Parameters
    ----------
    problem
        As in `Part`.
    """
    return int(problem.group[-1]) + 1 if problem.size else 0


def settle_pins(problem: Selection) -> tuple[Flags, Ints] | None:
    """
    Choose the pins: give the candidates still free, shape [n], and the capacity left, shape [rows].

    A candidate is free if no pin is in its group. None if two pins share a group or the pins do not fit.

    Parameters
    ----------
    problem
        With or without pins.
    """
    if problem.fixed is None or not problem.fixed.any():
        return np.ones(problem.size, dtype=np.bool_), problem.capacity
    if not problem.holds(problem.fixed):
        return None
    free = ~np.isin(problem.group, problem.group[problem.fixed])
    return free, problem.capacity - problem.uses @ problem.fixed.astype(np.int64)


def reduce_problem(problem: Selection, free: Flags, capacity: Ints) -> Part:
    """
    Keep the free candidates that someone could want and that fit alone, and the rows that can bind for them.

    A candidate worth nothing, or less, is no better than choosing none of its group.

    Parameters
    ----------
    problem
        The larger problem; its pins and capacity do not count here.
    free
        Shape [n]: candidates that may be kept.
    capacity
        Shape [rows]: what there is of each row.
    """
    useful = free & (problem.value > 0) & fits_alone(problem, capacity)
    candidates = np.flatnonzero(useful)
    candidates = candidates[np.argsort(problem.group[candidates], kind="stable")]
    starts = np.diff(problem.group[candidates], prepend=-1) != 0
    group = np.cumsum(starts) - 1
    uses = problem.uses[:, candidates]
    uses.sort_indices()
    everything = Selection(group, problem.value[candidates], uses, capacity)
    rows = np.flatnonzero(_most_used(everything) > capacity)
    part = Selection(group, everything.value, uses[rows], capacity[rows])
    return Part(part, candidates, rows)


def fits_alone(problem: Selection, capacity: Ints) -> Flags:
    """Say of each candidate, shape [n], whether it fits if nothing else is chosen."""
    uses = problem.uses
    too_much = uses.data > capacity[entry_rows(uses)]
    fits = np.ones(problem.size, dtype=np.bool_)
    fits[uses.indices[too_much]] = False
    return fits


def _most_used(problem: Selection) -> Ints:
    """Add up, for each row, the most that each group can use: shape [rows]. Candidates sorted by group."""
    uses = problem.uses
    most = np.zeros(uses.shape[0], dtype=np.int64)
    if uses.nnz:
        # Within a row the entries are sorted by candidate, hence by group: a group's entries are one run.
        row = entry_rows(uses)
        group = problem.group[uses.indices]
        new_run = (np.diff(row, prepend=-1) != 0) | (np.diff(group, prepend=-1) != 0)
        starts = np.flatnonzero(new_run)
        np.add.at(most, row[starts], np.maximum.reduceat(uses.data, starts))
    return most
