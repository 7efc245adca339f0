"""No hidden number can be computed from what is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from api.indicators.suppression import Suppressed, least_shown, suppress

POPULATIONS = (1_999, 2_000, 24_999, 25_000, 400_000)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=4
    )
)


def widths(seen: Suppressed) -> list[float]:
    """Bound every hidden cell from all that is shown by linear programmes, and give how wide each is."""
    cells = np.array(seen.cells, dtype=object)
    index = np.arange(cells.size).reshape(cells.shape)
    rows, sums = [], []

    def known(members: object, total: int | None) -> None:
        if total is not None:
            row = np.zeros(cells.size)
            row[np.ravel(members)] = 1
            rows.append(row)
            sums.append(total)

    for n, number in enumerate(cells.ravel()):
        known([n], number)
    for n, total in enumerate(seen.row_totals):
        known(index[n], total)
    for n, total in enumerate(seen.column_totals):
        known(index[:, n], total)
    known(index, seen.total)
    found = []
    for n in [n for n, number in enumerate(cells.ravel()) if number is None]:
        goal = np.zeros(cells.size)
        goal[n] = 1
        equal = {"A_eq": np.array(rows), "b_eq": np.array(sums)} if rows else {}
        # 1,000 stands for "as many as there are": nobody knows a higher bound.
        low, high = (
            linprog(sign * goal, **equal, bounds=[(0, 1_000)] * cells.size).fun * sign for sign in (1, -1)
        )
        found.append(high - low)
    return found


@settings(deadline=None)
@given(table=tables, population=st.sampled_from(POPULATIONS))
def test_hidden_numbers_are_bounded_by_nothing(table: list[list[int]], population: int) -> None:
    """What a linear programme makes of the margins is wider than all numbers that are hidden."""
    least = least_shown(population) or 0
    assert all(width >= max(least, 1) for width in widths(suppress(table, population)))


@settings(deadline=None)
@given(table=tables, population=st.sampled_from(POPULATIONS))
def test_what_is_shown_is_true_and_large_enough(table: list[list[int]], population: int) -> None:
    """Shown numbers are the real ones, 0 among them; none of 1 up to the threshold is."""
    seen, least = suppress(table, population), least_shown(population)
    for row, real in zip(seen.cells, table, strict=True):
        for number, truth in zip(row, real, strict=True):
            assert number in {None, truth}
            assert (number is not None) == (least is not None and (truth == 0 or truth >= least))
    for total, real in zip(seen.row_totals, table, strict=True):
        assert total in {None, sum(real)}
    assert seen.total in {None, sum(map(sum, table))}


def test_showing_the_margins_would_give_a_number_away() -> None:
    """The negative control: with its row's total, a single hidden number is no secret."""
    careful = suppress([[30, 4]], 400_000)
    assert careful.cells == ((30, None),)
    assert min(widths(careful)) > 100
    careless = Suppressed(careful.cells, (34,), careful.column_totals, careful.total)
    assert min(widths(careless)) == pytest.approx(0)


@pytest.mark.parametrize(
    ("population", "least"),
    [(None, None), (0, None), (1_999, None), (2_000, 20), (24_999, 20), (25_000, 10)],
)
def test_thresholds_follow_the_population(population: int | None, least: int | None) -> None:
    """Below 2,000 people, or where nobody knows how many, no count at all leaves."""
    assert least_shown(population) == least
