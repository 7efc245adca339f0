"""
The one way numbers of people leave for those who only see aggregates (小さな数の秘匿).

Thresholds by population as in MHLW's guideline on 匿名介護情報: below 2,000 people no counts at all, below
25,000 none of 1 to 19, else none of 1 to 9; 0 may be shown. A total is shown only where everything in it is
shown, so no hidden number stands in an equation with what is shown: nothing bounds it but the rule itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

NO_COUNTS_BELOW = 2_000
SMALL_BELOW = 25_000
THRESHOLD_SMALL, THRESHOLD = 20, 10

Shown = int | None


@dataclass(frozen=True)
class Suppressed:
    """
    A table with its margins; None is hidden.

    Parameters
    ----------
    cells
        As given.
    row_totals, column_totals, total
        Sums of what was given.
    """

    cells: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown


def suppress(table: Sequence[Sequence[int]], population: int | None) -> Suppressed:
    """
    Hide small numbers of a table of people, and every total one of them could be computed from.

    Parameters
    ----------
    table
        Counts, 0 or more, without totals.
    population
        Of the municipality; not known counts as the smallest.
    """
    cells = tuple(tuple(shown(number, population) for number in row) for row in table)
    columns = tuple(zip(*cells, strict=True))
    rows = tuple(total_of(row, population) for row in cells)
    return Suppressed(
        cells,
        rows,
        tuple(total_of(column, population) for column in columns),
        total_of([number for row in cells for number in row], population),
    )


def shown(number: int, population: int | None) -> Shown:
    """Give a number of people, or None where it must not be shown."""
    least = least_shown(population)
    return None if least is None or 0 < number < least else number


def total_of(parts: Collection[Shown], population: int | None) -> Shown:
    """Give a total, or None where it or a part of it is hidden."""
    if least_shown(population) is None or any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None)


def least_shown(population: int | None) -> int | None:
    """Give the least number of people above 0 that is shown; None where none is."""
    if population is None or population < NO_COUNTS_BELOW:
        return None
    return THRESHOLD_SMALL if population < SMALL_BELOW else THRESHOLD
