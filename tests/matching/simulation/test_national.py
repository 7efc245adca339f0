"""Arrays of national size: the same for the same seed, and what they say they are."""

from __future__ import annotations

import numpy as np
import pytest

from matching.errors import InvalidProblem
from matching.selection.rounding import choose_by_value
from matching.simulation.national import draw_national
from tests.matching.selection.problems import as_part


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("single", [False, True])
def test_equal_arguments_give_equal_arrays(hard: bool, single: bool) -> None:
    """Twice the same seed is the same problem; another seed is another."""
    first, again, other = (draw_national(80, 60, seed, hard, single) for seed in (3, 3, 4))
    assert np.array_equal(first.selection.value, again.selection.value)
    assert (first.selection.uses != again.selection.uses).nnz == 0
    assert not np.array_equal(first.selection.value[:500], other.selection.value[:500])


def test_values_rows_and_people_are_in_range() -> None:
    """Values are 1 to 1000, each person has up to 20 menus and two patterns each, each row has users."""
    drawn = draw_national(300, 300, 1)
    problem = drawn.selection
    assert problem.value.min() >= 1
    assert problem.value.max() <= 1000
    pairs, patterns = np.unique(np.stack([drawn.person, drawn.menu]), axis=1, return_counts=True)
    assert np.bincount(pairs[0]).max() == 20
    assert patterns.max() == 2
    assert np.diff(problem.uses.indptr).min() > 0


def test_hard_means_that_slots_are_short() -> None:
    """With fewer menus open, half-days are what runs out; a town is short of newcomers' places instead."""
    used_up = []
    for hard in (False, True):
        drawn = draw_national(400, 400, 2, hard=hard)
        part = as_part(drawn.selection)
        chosen = choose_by_value(part.problem)
        left = part.problem.capacity - part.problem.uses @ chosen.astype(np.int64)
        is_slot = part.rows >= np.unique(drawn.menu).size + 400 // 20
        used_up.append((left[is_slot] == 0).mean())
    assert used_up[1] > 2 * used_up[0]


@pytest.mark.parametrize(("people", "menus"), [(0, 5), (5, 0)])
def test_nobody_or_nothing_is_refused(people: int, menus: int) -> None:
    """Sizes below one are an error that names the number."""
    with pytest.raises(InvalidProblem, match=r"n_people|n_menus"):
        draw_national(people, menus, 1)
