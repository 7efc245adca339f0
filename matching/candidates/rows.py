"""Capacity rows: pool × slot × run of weeks, newcomers, rest, a person's own timetable, people kept apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.candidates.uses import Uses

_CHUNK = 2_000_000
"""Entries expanded by week at a time."""


@dataclass(frozen=True, eq=False)
class Rows:
    """
    The rows of the kernel.

    Parameters
    ----------
    uses
        int64 CSR, rows × candidates.
    capacity
        int64[rows].
    resource, week
        int64[rows]: which resource of `Uses` in which week the row stands for.
    """

    uses: sparse.csr_array
    capacity: NDArray[np.int64]
    resource: NDArray[np.int64]
    week: NDArray[np.int64]


def build_rows(uses: Uses, n_candidates: int) -> Rows:
    """
    Turn what candidates take from resources week by week into as few rows as say the same.

    A week's row is left out when another week of the same resource has at least the same candidates and no
    more capacity; so a resource whose candidates all stay to the end needs one row for each fall in capacity.
    """
    if uses.candidate.size == 0:
        none = np.zeros(0, dtype=np.int64)
        return Rows(sparse.csr_array((0, n_candidates), dtype=np.int64), none, none, none)
    # Resources are numbered densely, so a table renumbers those in use; int32 halves what a nation takes.
    in_use = np.bincount(uses.resource, minlength=len(uses.capacity)) > 0
    resource = np.flatnonzero(in_use)
    local = (np.cumsum(in_use) - 1).astype(np.int32)[uses.resource]
    capacity = uses.capacity[resource]
    kept = _needed_weeks(capacity, uses.binds[resource], local, uses.first_week, uses.last_week)
    row_resource, row_week = np.nonzero(kept)
    first_row = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)

    week_of_row = row_week.astype(np.int32)
    rows: list[NDArray[np.int32]] = []
    entries: list[NDArray[np.int32]] = []
    for start in range(0, local.size, _CHUNK):
        here = local[start : start + _CHUNK]
        times = np.diff(first_row)[here]
        entry = np.repeat(np.arange(start, start + here.size, dtype=np.int32), times)
        row = np.arange(entry.size) - np.repeat(np.cumsum(times) - times, times) + first_row[local[entry]]
        week = week_of_row[row]
        inside = (uses.first_week[entry] <= week) & (week <= uses.last_week[entry])
        rows.append(row[inside].astype(np.int32))
        entries.append(entry[inside])
    row, entry = np.concatenate(rows), np.concatenate(entries)
    matrix = sparse.coo_array(
        (uses.amount[entry], (row, uses.candidate[entry])), shape=(row_week.size, n_candidates)
    ).tocsr()
    matrix.sum_duplicates()
    return Rows(matrix, capacity[row_resource, row_week], resource[row_resource], row_week)


def _needed_weeks(
    capacity: NDArray[np.int64],
    binds: NDArray[np.bool_],
    local: NDArray[np.int32],
    first: NDArray[np.int32],
    last: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Tell which weeks of each resource need a row, bool[r, w]."""
    n, weeks = capacity.shape
    spans = np.unique(first * weeks + last)
    present = np.zeros((n, spans.size), dtype=bool)
    present[local, np.searchsorted(spans, first * weeks + last)] = True
    # Of the spans that contain a week: the earliest end and the latest start.
    soonest_end = np.full((n, weeks), weeks)
    latest_start = np.full((n, weeks), -1)
    for column, (start, end) in enumerate(zip(spans // weeks, spans % weeks, strict=True)):
        here = present[:, column]
        soonest_end[here, start : end + 1] = np.minimum(soonest_end[here, start : end + 1], end)
        latest_start[here, start : end + 1] = np.maximum(latest_start[here, start : end + 1], start)
    needed = binds & (latest_start >= 0)
    for week in range(weeks):
        for other in range(weeks):
            if other == week:
                continue
            contains = soonest_end[:, week] >= other if other > week else latest_start[:, week] <= other
            covered = contains & (capacity[:, other] <= capacity[:, week])
            # Of two weeks that cover each other the later one stays; `needed` already lacks the other then.
            needed[:, week] &= ~(covered & needed[:, other])
    return needed
