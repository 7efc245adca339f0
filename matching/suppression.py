"""
The one way numbers of people leave for those who only see aggregates (小さな数の秘匿).

Thresholds by population as in MHLW's guideline on 匿名介護情報: below 2,000 people no counts at all, below
25,000 none of 1 to 19, else none of 1 to 9; 0 may be shown. That hides the small numbers; but with its total
a single hidden number is no secret. So further numbers are hidden (complementary suppression) until nobody
can bound a hidden number more closely than the threshold from everything that is shown: for each hidden
number the widest and the narrowest table that agree with what is shown are sought by linear programmes, and
what they show to give it away, by their prices, is hidden next, the smallest number first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from matching.errors import require

NO_COUNTS_BELOW = 2_000
SMALL_BELOW = 25_000
THRESHOLD_SMALL, THRESHOLD = 20, 10
MOST_AXES = 3
"""No table of people is crossed by more (匿名介護情報: 3 dimensions)."""

_UNKNOWN_TOP = 1_000_000.0
"""Stands for "as many as there are": nobody knows a higher bound."""

_SOME = 1e-9
Shown = int | None


@dataclass(frozen=True, eq=False)
class Suppressed:
    """
    A table of people with all of its totals, some of them hidden.

    Parameters
    ----------
    numbers
        int64, one longer than the table along each axis: the last of each axis is its total.
    hidden
        bool, likewise: what must not be shown.
    """

    numbers: NDArray[np.int64]
    hidden: NDArray[np.bool_]

    def at(self, *index: int | None) -> Shown:
        """Give a number, ``None`` where hidden; ``None`` as an index is the total along that axis."""
        place = tuple(-1 if each is None else each for each in index)
        return None if self.hidden[place] else int(self.numbers[place])

    @property
    def total(self) -> Shown:
        """The total of everything."""
        return self.at(*(None,) * self.numbers.ndim)


def suppress(table: object, population: int | None) -> Suppressed:
    """
    Hide small numbers of a table of people, and every number one of them could be bounded by.

    Parameters
    ----------
    table
        Counts, 0 or more, with one to three axes and without totals.
    population
        Of the municipality; not known counts as the smallest.

    Raises
    ------
    InvalidProblem
        If the table has no axis or more than three, or a number is negative.
    """
    return suppress_together([table], population)[0]


def suppress_together(tables: Sequence[object], population: int | None) -> tuple[Suppressed, ...]:
    """
    Hide small numbers of several tables of the same people, which may be laid side by side.

    Parameters
    ----------
    tables
        As in `suppress`; all axes but the last are the same, and so are the totals along the last.
    population
        Of the municipality; not known counts as the smallest.

    Raises
    ------
    InvalidProblem
        If a table cannot be used, or the tables are not of the same people.
    """
    counts = [np.asarray(table, dtype=np.int64) for table in tables]
    for each in counts:
        require(1 <= each.ndim <= MOST_AXES, "table", "axes", each.ndim, f"1 to {MOST_AXES}")
        require(bool((each >= 0).all()), "table", "counts", int(each.min(initial=0)), "0 or more")
        same = np.array_equal(each.sum(axis=-1), counts[0].sum(axis=-1))
        require(same, "table", "totals", each.shape, "the totals of the first table")
    numbers = [with_totals(each) for each in counts]
    least = least_shown(population)
    if least is None:
        return tuple(Suppressed(each, np.ones(each.shape, dtype=np.bool_)) for each in numbers)
    together = np.concatenate([each.ravel() for each in numbers])
    hidden = (together > 0) & (together < least)
    sums = sparse.csr_array(sparse.block_diag([sums_of(each.shape) for each in counts], format="csr"))
    _hide_what_tells(sums, together, hidden, least, _links([each.shape for each in counts]))
    parts = np.split(hidden, np.cumsum([each.size for each in numbers])[:-1])
    return tuple(
        Suppressed(each, part.reshape(each.shape)) for each, part in zip(numbers, parts, strict=True)
    )


def _links(shapes: Sequence[tuple[int, ...]]) -> sparse.csr_array:
    """Say that the totals along the last axis are the same in each table as in the first, by cells."""
    along = [
        sparse.kron(sparse.eye_array(int(np.prod(shape[:-1]))), np.ones((1, shape[-1])), format="csr")
        for shape in shapes
    ]
    blocks: Any = [
        [along[0], *(-each if other == n else None for other, each in enumerate(along[1:], 1))]
        for n in range(1, len(along))
    ]
    cells = sum(int(np.prod(shape)) for shape in shapes)
    return sparse.csr_array(sparse.block_array(blocks, format="csr") if blocks else (0, cells))


def with_totals(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give a table with its totals along every axis."""
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def sums_of(shape: tuple[int, ...]) -> sparse.csr_array:
    """Tell which cells each number of a table with totals is the sum of, shape [numbers, cells]."""
    cells = np.arange(int(np.prod(shape))).reshape(shape)
    rows, columns = [], []
    for number, index in enumerate(np.ndindex(*(n + 1 for n in shape))):
        inside = tuple(
            slice(None) if at == n else slice(at, at + 1) for at, n in zip(index, shape, strict=True)
        )
        members = cells[inside].ravel()
        rows.append(np.full(members.size, number))
        columns.append(members)
    row, column = np.concatenate(rows), np.concatenate(columns)
    size = int(np.prod([n + 1 for n in shape])), cells.size
    return sparse.csr_array((np.ones(row.size), (row, column)), shape=size)


def _hide_what_tells(
    sums: sparse.csr_array,
    numbers: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    least: int,
    links: sparse.csr_array,
) -> None:
    """Hide more, in place, until no hidden number can be bounded more closely than the threshold."""
    # Every 0 is shown, so a cell that may hold something holds 1 at least.
    cells = np.flatnonzero(_cell_values(sums, numbers) > 0)
    sums, links = sums[:, cells], links[:, cells]
    # Every table that agrees with what is shown bounds all hidden numbers from inside; it goes on to agree
    # when more is hidden, so what is found wide enough once stays so.
    low, high = numbers.astype(np.float64), numbers.astype(np.float64)
    waiting = np.flatnonzero(hidden).tolist()
    while waiting:
        number = waiting.pop()
        while high[number] - low[number] < least:
            prices = np.zeros(numbers.size)
            for sign in (1.0, -1.0):
                shown_rows = np.flatnonzero(~hidden & (numbers > 0))
                found = linprog(
                    sign * sums[[number]].toarray().ravel(),
                    A_eq=sparse.vstack([sums[shown_rows], links], format="csr"),
                    b_eq=np.concatenate([numbers[shown_rows], np.zeros(links.shape[0])]),
                    bounds=(1, _UNKNOWN_TOP),
                )
                agrees = np.asarray(sums @ np.asarray(found.x))
                low, high = np.minimum(low, agrees), np.maximum(high, agrees)
                prices[shown_rows] += np.abs(found.eqlin.marginals[: shown_rows.size])
            if high[number] - low[number] < least:
                tells = np.flatnonzero(prices > _SOME)
                tells = tells[np.lexsort((tells, numbers[tells]))]
                hidden[tells[0]] = True
                waiting.append(int(tells[0]))


def _cell_values(sums: sparse.csr_array, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the number in each cell, out of all numbers."""
    is_cell = np.flatnonzero(np.diff(sums.indptr) == 1)
    values = np.zeros(sums.shape[1], dtype=np.int64)
    values[sums.indices[sums.indptr[is_cell]]] = numbers[is_cell]
    return values


def shown(number: int, population: int | None) -> Shown:
    """Give a number of people, or None where it must not be shown."""
    least = least_shown(population)
    return None if least is None or 0 < number < least else number


def total_of(parts: Collection[Shown], population: int | None) -> Shown:
    """Give a total, or None where it or a part of it is hidden: where nothing else of the table is known."""
    if least_shown(population) is None or any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None)


def least_shown(population: int | None) -> int | None:
    """Give the least number of people above 0 that is shown; None where none is."""
    if population is None or population < NO_COUNTS_BELOW:
        return None
    return THRESHOLD_SMALL if population < SMALL_BELOW else THRESHOLD
