"""Deferred acceptance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.baselines import deferred_acceptance, first_come_greedy
from matching.selection.arrays import Flags
from matching.selection.problem import Selection
from tests.matching.selection.problems import best_worth, selection, selections, thorough


@thorough
@given(problem=selections(), data=st.data())
def test_always_feasible(problem: Selection, data: st.DataObject) -> None:
    """Whatever the ranks, it ends, and the choice keeps every rule if the pins do."""
    ranks = st.lists(st.integers(0, 3), min_size=problem.size, max_size=problem.size)
    rank = np.array(data.draw(ranks), dtype=np.int64)
    if best_worth(problem) is not None:
        assert problem.holds(deferred_acceptance(problem, rank))


def college(seed: int) -> tuple[Selection, np.ndarray]:
    """Make a textbook problem: one row per candidate, every use 1, places 1 or 2, ranks without ties."""
    rng = np.random.default_rng(seed)
    people, places = 8, 4
    n = people * places
    uses = np.zeros((places, n), dtype=np.int64)
    uses[np.tile(np.arange(places), people), np.arange(n)] = 1
    value = 1 + rng.permutation(n)
    problem = selection(
        np.repeat(np.arange(people), places).tolist(), value.tolist(), uses.tolist(), [1, 2, 1, 2]
    )
    return problem, rng.permutation(n)


def blocking_pairs(problem: Selection, rank: np.ndarray, chosen: Flags) -> list[int]:
    """List candidates that both sides would rather have: the group, and the row by room or by rank."""
    left = problem.capacity - problem.uses @ chosen.astype(np.int64)
    row = problem.uses.toarray().argmax(axis=0)
    blocking = []
    for candidate in np.flatnonzero(~chosen):
        own = chosen & (problem.group == problem.group[candidate])
        is_wanted = problem.value[candidate] > problem.worth(own)
        held = chosen & (row == row[candidate])
        is_welcome = left[row[candidate]] > 0 or bool((rank[held] > rank[candidate]).any())
        if is_wanted and is_welcome:
            blocking.append(int(candidate))
    return blocking


@pytest.mark.parametrize("seed", range(20))
def test_stable_in_the_textbook_case(seed: int) -> None:
    """With one row per candidate nobody and no row would rather have each other than what they got."""
    problem, rank = college(seed)
    assert blocking_pairs(problem, rank, deferred_acceptance(problem, rank)) == []


def test_the_check_of_stability_sees_a_choice_that_is_not() -> None:
    """First come, first served is not stable when the rows rank otherwise: the check finds that."""
    found = []
    for seed in range(20):
        problem, rank = college(seed)
        found += blocking_pairs(problem, rank, first_come_greedy(problem, np.arange(8)))
    assert found


def test_the_lowest_in_rank_is_turned_away_and_proposes_again() -> None:
    """Who loses a place to someone in front proposes the next best."""
    problem = selection([0, 0, 1], [9, 4, 8], [[1, 0, 1], [0, 1, 0]], [1, 1])
    assert deferred_acceptance(problem, np.array([1, 1, 0])).tolist() == [False, True, True]
    assert deferred_acceptance(problem, np.array([0, 0, 1])).tolist() == [True, False, False]


def test_nobody_is_turned_away_for_someone_who_does_not_fit() -> None:
    """If one row cannot make room, the others turn nobody away."""
    problem = selection([0, 1, 2], [9, 9, 9], [[1, 0, 1], [0, 1, 1]], [1, 1])
    kept = deferred_acceptance(problem, np.array([5, 0, 1]))
    assert kept.tolist() == [True, True, False]


def test_a_larger_use_turns_several_away() -> None:
    """One who needs two units takes the places of two behind, the last in rank first."""
    problem = selection([0, 1, 2, 3], [9, 9, 9, 9], [[1, 1, 1, 2]], [3])
    assert deferred_acceptance(problem, np.array([1, 3, 2, 0])).tolist() == [True, False, False, True]


def test_one_who_leaves_makes_room_on_all_rows() -> None:
    """Who is turned away on one row counts as gone on the next."""
    problem = selection([0, 1, 2], [9, 9, 9], [[1, 0, 1], [1, 1, 1]], [1, 2])
    assert deferred_acceptance(problem, np.array([2, 1, 0])).tolist() == [False, True, True]


def test_a_pin_is_never_turned_away() -> None:
    """A pin keeps its place even last in rank, and its group proposes nothing."""
    problem = selection([0, 0, 1], [-1, 9, 9], [[1, 0, 1]], [1], fixed=[True, False, False])
    assert deferred_acceptance(problem, np.array([9, 0, 0])).tolist() == [True, False, False]


def test_nobody_proposes_what_is_worth_nothing() -> None:
    """A candidate of value 0 or less is never proposed."""
    assert not deferred_acceptance(selection([0, 1], [0, -2], [], []), np.array([0, 1])).any()
