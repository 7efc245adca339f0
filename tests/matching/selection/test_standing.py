"""A choice that stands answers changes: feasible, the best for those who move, and bounded for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.selection import Selection, SelectParams, select
from matching.selection.standing import Amendment, Standing
from matching.simulation.national import draw_national
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import best_worth, selection, selections


def as_it_stands(problem: Selection, standing: Standing) -> Selection:
    """Give the problem after all changes, without candidates that are shut."""
    kept = ~standing.shut
    return Selection(
        problem.group[kept], problem.value[kept], problem.uses[:, np.flatnonzero(kept)], standing.capacity
    )


@given(problem=selections(pins=False), data=st.data())
def test_after_every_change_the_choice_holds_and_the_bound_is_proven(
    problem: Selection, data: st.DataObject
) -> None:
    """Whatever changes, one after another: all rows hold, and no choice is worth more than the bound."""
    price = data.draw(st.sampled_from([0, 3]))
    standing = Standing(problem, select(problem), price)
    rows, n = problem.capacity.size, problem.size
    for _ in range(3):
        places = st.lists(st.integers(0, max(n - 1, 0)), max_size=3 if n else 0)
        capacity = st.dictionaries(
            st.integers(0, max(rows - 1, 0)), st.integers(0, 5), max_size=2 if rows else 0
        )
        answer = standing.replan(
            Amendment(
                data.draw(capacity),
                np.array(data.draw(places), dtype=np.int64),
                np.array(data.draw(places), dtype=np.int64),
            )
        )
        now, chosen = as_it_stands(problem, standing), standing.chosen
        assert not (chosen & standing.shut).any()
        assert now.holds(chosen[~standing.shut])
        assert answer.objective == problem.worth(chosen)
        assert answer.objective <= best_worth(now) <= answer.bound
        assert answer.is_best_for_few


def test_a_host_that_closes_moves_only_its_people() -> None:
    """In a town where a menu closes, those it had choose anew, nobody else loses a place."""
    drawn = draw_national(300, 250, 1)
    problem = drawn.selection
    result = select(problem, SelectParams(time_limit_s=60, relative_gap=0.001))
    standing = Standing(problem, result, price_of_change=10**6)
    closing = np.bincount(drawn.menu[result.chosen]).argmax()
    answer = standing.replan(Amendment(closed=np.flatnonzero(drawn.menu == closing)))
    had = set(problem.group[result.chosen & (drawn.menu == closing)].tolist())
    assert had
    assert set(problem.group[answer.left].tolist()) == had
    stayed = result.chosen & (drawn.menu != closing)
    assert standing.chosen[stayed].all()
    assert answer.optimality_gap < 0.02


def test_a_seat_that_opens_goes_to_who_gains_most() -> None:
    """Of three who want one place, one more lets the second in; the first stays."""
    problem = selection([0, 1, 2], [9, 7, 5], [[1, 1, 1]], [1])
    standing = Standing(problem, select(problem))
    answer = standing.replan(Amendment(capacity={0: 2}))
    assert standing.chosen.tolist() == [True, True, False]
    assert answer.taken.tolist() == [1]
    assert (answer.objective, answer.moved) == (16, 0)


def test_whoever_withdraws_gives_the_place_to_the_next() -> None:
    """A person who withdraws leaves a place to who waits for it, and has none any more."""
    problem = selection([0, 1], [9, 7], [[1, 1]], [1])
    standing = Standing(problem, select(problem))
    answer = standing.replan(Amendment(closed=np.array([0])))
    assert answer.left.tolist() == [0]
    assert answer.taken.tolist() == [1]


def test_whoever_arrives_gets_what_is_free() -> None:
    """A person who arrives gets a free place, and not one that somebody has."""
    problem = selection([0, 1, 1], [9, 20, 6], [[1, 1, 0], [0, 0, 1]], [1, 1])
    shut = np.array([False, True, True])
    without = Selection(problem.group, np.where(shut, 0, problem.value), problem.uses, problem.capacity)
    standing = Standing(problem, select(without), price_of_change=100, shut=shut)
    answer = standing.replan(Amendment(opened=np.array([1, 2])))
    assert standing.chosen.tolist() == [True, False, True]
    assert answer.objective == 15
    assert answer.bound >= 26 - 11


@pytest.mark.parametrize(("price", "moves"), [(0, 1), (3, 1), (4, 0), (50, 0)])
def test_nobody_moves_for_less_than_the_price(price: int, moves: int) -> None:
    """A better seat that opens is worth 4 more: whoever has one moves if a change costs less than that."""
    problem = selection([0, 0], [5, 9], [[1, 0], [0, 1]], [1, 0])
    standing = Standing(problem, select(problem), price_of_change=price)
    assert standing.replan(Amendment(capacity={1: 1})).moved == moves


def test_a_pin_stays_until_it_cannot() -> None:
    """A pinned candidate is not moved for a better one; when its place goes, the person chooses anew."""
    problem = selection([0, 0], [5, 9], [[1, 0], [0, 1]], [1, 0], fixed=[True, False])
    standing = Standing(problem, select(problem))
    assert standing.replan(Amendment(capacity={1: 1})).moved == 0
    assert standing.replan(Amendment(capacity={0: 0})).taken.tolist() == [1]


@pytest.mark.parametrize(
    "broken",
    [
        Amendment({5: 1}),
        Amendment({0: -1}),
        Amendment(closed=np.array([9])),
        Amendment(opened=np.array([-1])),
    ],
)
def test_unknown_rows_and_candidates_are_refused(broken: Amendment) -> None:
    """A row or candidate that is not there, or a negative capacity, is an error and changes nothing."""
    problem = selection([0, 1], [9, 7], [[1, 1]], [1])
    standing = Standing(problem, select(problem))
    before = standing.chosen.tolist()
    with pytest.raises(InvalidProblem):
        standing.replan(broken)
    assert standing.chosen.tolist() == before


def test_the_optimum_stands() -> None:
    """Where nothing changes nothing moves, and what was proven stays proven."""
    problem = draw_national(120, 80, 3, single=True).selection
    result = select(problem)
    assert result.status == SolveStatus.OPTIMAL
    answer = Standing(problem, result).replan(Amendment())
    assert not answer.left.size
    assert not answer.taken.size
    assert answer.bound == answer.objective == result.objective
