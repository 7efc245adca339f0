"""Reducing a problem loses no better choice and keeps nothing needless."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from matching.selection.problem import Selection
from matching.selection.reduce import count_groups, reduce_problem, settle_pins
from tests.matching.selection.problems import as_part, best_worth, selection, selections, thorough


@thorough
@given(problem=selections())
def test_the_best_choice_is_kept(problem: Selection) -> None:
    """Pins and the best choice of what is left are together the best choice of all."""
    settled = settle_pins(problem)
    best = best_worth(problem)
    assert (settled is None) == (best is None)
    if settled is not None:
        part = reduce_problem(problem, *settled)
        pinned = 0 if problem.fixed is None else problem.worth(problem.fixed)
        assert pinned + best_worth(part.problem) == best


@given(problem=selections(pins=False))
def test_a_part_says_where_it_comes_from(problem: Selection) -> None:
    """A part holds the values, uses and capacities at its positions, its groups sorted and without gaps."""
    part = as_part(problem)
    assert part.problem.value.tolist() == problem.value[part.candidates].tolist()
    assert part.problem.capacity.tolist() == problem.capacity[part.rows].tolist()
    expected = problem.uses.toarray()[part.rows][:, part.candidates]
    assert part.problem.uses.toarray().tolist() == expected.tolist()
    groups, dense = np.unique(problem.group[part.candidates], return_inverse=True)
    assert part.problem.group.tolist() == dense.tolist()
    assert count_groups(part.problem) == groups.size


def test_hopeless_candidates_and_idle_rows_are_left_out() -> None:
    """A candidate worth nothing, one that fits nowhere, and a row that cannot bind do not stay."""
    problem = selection(
        group=[3, 3, 1, 1],
        value=[5, 0, 4, 9],
        uses=[[1, 1, 1, 0], [1, 0, 1, 0], [0, 0, 0, 3]],
        capacity=[1, 2, 2],
    )
    part = as_part(problem)
    assert part.candidates.tolist() == [2, 0]
    assert part.rows.tolist() == [0]


def test_a_row_binds_by_the_greatest_use_of_each_group() -> None:
    """A row counts the most that each group can use, not the sum over its candidates."""
    problem = selection([0, 0, 1], [1, 2, 3], [[2, 2, 1]], [3])
    assert as_part(problem).rows.size == 0


def test_a_pin_closes_its_group_and_takes_its_capacity() -> None:
    """Others of the group are no longer free, and the row has less left."""
    problem = selection([0, 0, 1], [1, 9, 3], [[2, 1, 1]], [3], fixed=[True, False, False])
    settled = settle_pins(problem)
    assert settled is not None
    free, left = settled
    assert free.tolist() == [False, False, True]
    assert left.tolist() == [1]
