"""First come, first served."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.baselines import first_come_greedy
from matching.selection.problem import Selection
from tests.matching.selection.problems import best_worth, selection, selections, thorough


@thorough
@given(problem=selections(), data=st.data())
def test_always_feasible(problem: Selection, data: st.DataObject) -> None:
    """In any order the choice keeps every rule, if the pins do."""
    order = np.array(data.draw(st.permutations(np.unique(problem.group).tolist())), dtype=np.int64)
    if best_worth(problem) is not None:
        assert problem.holds(first_come_greedy(problem, order))


def test_the_first_takes_the_best_that_fits() -> None:
    """Who waits longest takes their best place; the next takes what is left."""
    problem = selection([0, 0, 1, 1], [9, 4, 8, 3], [[1, 0, 1, 0], [0, 1, 0, 1]], [1, 1])
    assert first_come_greedy(problem, np.array([0, 1])).tolist() == [True, False, False, True]
    assert first_come_greedy(problem, np.array([1, 0])).tolist() == [False, True, True, False]


def test_every_row_must_have_room() -> None:
    """A candidate that lacks room on one of its rows is passed over."""
    problem = selection([0, 0], [9, 4], [[1, 1], [2, 1]], [1, 1])
    assert first_come_greedy(problem, np.array([0])).tolist() == [False, True]


def test_nobody_takes_what_is_worth_nothing() -> None:
    """A candidate of value 0 or less is worse than waiting."""
    assert not first_come_greedy(selection([0, 1], [0, -2], [], []), np.array([0, 1])).any()


def test_who_is_not_named_gets_nothing() -> None:
    """Only groups in the order are served; unknown and repeated numbers do no harm."""
    problem = selection([0, 1], [5, 5], [], [])
    assert first_come_greedy(problem, np.array([1, 1, 99])).tolist() == [False, True]


def test_pins_come_first() -> None:
    """A pin takes its place before the first in the order, and its group takes nothing more."""
    problem = selection([0, 1, 1], [9, -1, 5], [[1, 1, 0]], [1], fixed=[False, True, False])
    assert first_come_greedy(problem, np.array([0, 1])).tolist() == [False, True, False]
