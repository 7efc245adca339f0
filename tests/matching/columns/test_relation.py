"""A sparse table says what was put in, and the default everywhere else."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.columns import Relation

ROWS, COLUMNS = 5, 7
ENTRIES = st.dictionaries(
    st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)), st.floats(-9, 9), max_size=20
)


@given(ENTRIES)
def test_every_pair_is_looked_up(entries: dict[tuple[int, int], float]) -> None:
    """Each pair has its entry or the default, like a plain dictionary."""
    rows, columns = (grid.ravel() for grid in np.mgrid[0:ROWS, 0:COLUMNS])
    found = Relation.of(entries, COLUMNS).at(rows, columns, -1.0)
    expected = [entries.get(pair, -1.0) for pair in zip(rows.tolist(), columns.tolist(), strict=True)]
    assert found.tolist() == expected


def test_nobody_and_nowhere_have_the_default() -> None:
    """Row or column -1 means none and never hits the entry of another pair."""
    relation = Relation.of({(0, 6): 1.0, (1, 6): 2.0}, COLUMNS)
    assert relation.at(np.array([-1, 1, 2]), np.array([6, -1, -1]), 0.0).tolist() == [0, 0, 0]


def test_an_empty_table_is_all_default() -> None:
    """Nothing put in, nothing found."""
    assert Relation.of({}, COLUMNS).at(np.array([0, 4]), np.array([0, 6]), 0.5).tolist() == [0.5, 0.5]
