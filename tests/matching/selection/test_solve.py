"""`select`: always feasible, always proven, the best choice when it says so, and the same every time."""

from __future__ import annotations

import dataclasses
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from matching.baselines import deferred_acceptance, first_come_greedy
from matching.errors import SolverFault
from matching.selection import Progress, Selection, SelectParams, select, solve
from matching.selection.bound import proven_bound
from matching.selection.refine import Outcome
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import (
    best_worth,
    best_worth_by_scipy,
    crowded,
    selection,
    selections,
    side_by_side,
    stubborn,
    thorough,
)

TINY = SelectParams(time_limit_s=1e-9)
LONG = SelectParams(time_limit_s=300)
"""For crowds, which take a second here: a slow machine must not run out of time."""


@thorough
@given(problem=selections())
def test_the_best_choice_and_its_proof(problem: Selection) -> None:
    """The result is the best choice that keeps every rule, found by trying all, and proven optimal."""
    result = select(problem)
    best = best_worth(problem)
    if best is None:
        assert result.status == SolveStatus.INFEASIBLE
        assert not result.chosen.any()
        assert (result.objective, result.bound) == (0, 0.0)
    else:
        assert result.status == SolveStatus.OPTIMAL
        assert problem.holds(result.chosen)
        assert problem.worth(result.chosen) == result.objective == result.bound == best
        assert result.optimality_gap == 0
    assert result.prices.shape == problem.capacity.shape
    assert (result.prices >= 0).all()


@pytest.mark.parametrize("seed", range(6))
def test_a_crowd_is_solved_as_another_solver_solves_it(seed: int) -> None:
    """Where rounding is not enough the result is still the best, and proven."""
    problem = crowded(seed, groups=25, per_group=16, rows=25)
    result = select(problem, LONG)
    assert result.status == SolveStatus.OPTIMAL
    assert problem.holds(result.chosen)
    assert result.objective == result.bound == best_worth_by_scipy(problem)


@thorough
@given(problem=selections(), order=st.permutations([0, 1, 2, 3, 4]))
def test_never_worse_than_by_hand(problem: Selection, order: list[int]) -> None:
    """Whoever comes first and whatever the ranks, neither baseline is worth more than the result."""
    result = select(problem)
    if result.status != SolveStatus.INFEASIBLE:
        by_hand = first_come_greedy(problem, np.array(order) * (7 if (problem.group > 4).any() else 1))
        deferred = deferred_acceptance(problem, np.argsort(problem.value))
        assert problem.worth(by_hand) <= result.objective
        assert problem.worth(deferred) <= result.objective


@thorough
@given(problem=selections())
def test_without_any_time_the_choice_is_feasible_and_the_bound_proven(problem: Selection) -> None:
    """However short the time, there is a feasible choice, and no choice is worth more than the bound."""
    result = select(problem, TINY)
    best = best_worth(problem)
    if best is not None:
        assert problem.holds(result.chosen)
        assert result.objective == problem.worth(result.chosen) <= best <= result.bound
        is_proven = result.objective == result.bound
        assert result.status == (SolveStatus.OPTIMAL if is_proven else SolveStatus.TIMED_OUT)


@given(problem=selections(), gap=st.sampled_from([0.01, 0.2, 5.0]))
def test_a_gap_asked_for_is_kept(problem: Selection, gap: float) -> None:
    """A result within the gap says so, and its gap is no more than was asked for."""
    result = select(problem, SelectParams(relative_gap=gap))
    best = best_worth(problem)
    if best is not None:
        assert problem.holds(result.chosen)
        assert result.objective <= best <= result.bound
        assert result.optimality_gap <= gap
        is_proven = result.objective == result.bound
        assert result.status == (SolveStatus.OPTIMAL if is_proven else SolveStatus.WITHIN_GAP)


@pytest.mark.parametrize("gap", [0.1, 0.01, 0.003])
def test_a_gap_ends_a_search_early(gap: float) -> None:
    """In a crowd the search ends as soon as the gap is small enough, before the proof of the best."""
    problem = side_by_side([crowded(seed) for seed in range(3)])
    result = select(problem, dataclasses.replace(LONG, relative_gap=gap))
    assert result.status == SolveStatus.WITHIN_GAP
    assert 0 < result.optimality_gap <= gap


def test_the_prices_prove_the_bound_of_the_relaxation() -> None:
    """Prices put into the Lagrangian bound give a bound close to the one reported, without any solver."""
    problem = crowded(4)
    result = select(problem, LONG)
    assert result.bound <= proven_bound(problem, result.prices) <= 1.03 * result.bound


def test_a_price_says_what_one_more_unit_is_worth() -> None:
    """Of three who want two places, the third would bring 5: that is the price of a place."""
    result = select(selection([0, 1, 2], [9, 7, 5], [[1, 1, 1]], [2]))
    assert result.objective == 16
    assert 5 <= result.prices[0] <= 7


@pytest.mark.parametrize("varied", [{}, {"seed": 7}, {"workers": 2}], ids=str)
def test_equal_input_gives_equal_output(varied: dict[str, int]) -> None:
    """Twice the same arrays and parameters give the same choice, bound and prices, also with two threads."""
    params = dataclasses.replace(LONG, **varied)
    first, again = (select(crowded(5, groups=15, per_group=12, rows=15), params) for _ in range(2))
    assert first.chosen.tolist() == again.chosen.tolist()
    assert first.prices.tolist() == again.prices.tolist()
    assert (first.objective, first.bound, first.status) == (again.objective, again.bound, again.status)


def test_the_order_of_candidates_does_not_change_the_objective() -> None:
    """Shuffled candidates are worth the same in the end."""
    problem = crowded(6)
    shuffle = np.random.default_rng(6).permutation(problem.size)
    shuffled = Selection(
        problem.group[shuffle], problem.value[shuffle], problem.uses[:, shuffle], problem.capacity
    )
    assert select(shuffled, LONG).objective == select(problem, LONG).objective


def test_a_wish_to_stop_from_the_start() -> None:
    """Who wants to stop at once gets a feasible choice, a proven bound, and STOPPED."""
    problem = crowded(0)
    result = select(problem, SelectParams(should_stop=lambda: True))
    assert result.status == SolveStatus.STOPPED
    assert problem.holds(result.chosen)
    assert 0 < result.objective < result.bound


def test_a_wish_to_stop_in_the_middle() -> None:
    """A long search ends soon after somebody wants to stop."""
    problem = stubborn()
    began = time.monotonic()
    result = select(
        problem, SelectParams(time_limit_s=600, should_stop=lambda: time.monotonic() - began > 0.3)
    )
    assert result.status == SolveStatus.STOPPED
    assert time.monotonic() - began < 60
    assert problem.holds(result.chosen)
    assert result.objective <= result.bound


def test_the_time_limit_holds_for_the_whole_call() -> None:
    """A problem too hard for its time ends about in time, with a choice and a bound."""
    problem = stubborn()
    began = time.monotonic()
    result = select(problem, SelectParams(time_limit_s=0.3))
    assert time.monotonic() - began < 60
    assert result.status == SolveStatus.TIMED_OUT
    assert problem.holds(result.chosen)
    assert result.optimality_gap > 0


def test_progress_gets_better_and_ends_at_the_result() -> None:
    """Each report is better than the one before, no bound is below the result, the last is the result."""
    heard: list[Progress] = []
    params = dataclasses.replace(LONG, on_progress=heard.append)
    result = select(side_by_side([crowded(1), crowded(2)]), params)
    assert len(heard) > 2
    for before, after in pairwise(heard):
        assert after.objective >= before.objective
        assert after.bound <= before.bound
        assert after.seconds >= before.seconds
        assert (after.objective, after.bound) != (before.objective, before.bound)
    assert (heard[-1].objective, heard[-1].bound) == (result.objective, result.bound)
    assert all(news.bound >= result.objective for news in heard)


def test_listening_changes_nothing() -> None:
    """The same choice is found whether anybody listens or not."""
    listening = dataclasses.replace(LONG, on_progress=lambda _: None, should_stop=lambda: False)
    assert select(crowded(2), listening).chosen.tolist() == select(crowded(2), LONG).chosen.tolist()


def test_pins_that_do_not_fit_are_a_status() -> None:
    """Pins over capacity, or two in one group, give INFEASIBLE and no exception."""
    over = selection([0, 1], [1, 1], [[1, 1]], [1], fixed=[True, True])
    twice = selection([0, 0], [1, 1], [], [], fixed=[True, True])
    assert select(over).status == select(twice).status == SolveStatus.INFEASIBLE


def test_a_pin_is_kept_whatever_it_costs() -> None:
    """A pin of negative value that keeps a better candidate out is chosen all the same."""
    result = select(selection([0, 1], [-5, 9], [[1, 1]], [1], fixed=[True, False]))
    assert result.chosen.tolist() == [True, False]
    assert (result.objective, result.bound) == (-5, -5.0)


EDGES = {
    "nothing at all": (selection([], [], [], []), 0),
    "rows but nobody": (selection([], [], [[], []], [1, 2]), 0),
    "no rows": (selection([0, 0, 4], [3, 8, 2], [], []), 10),
    "all values negative": (selection([0, 1], [-3, -8], [[1, 1]], [2]), 0),
    "all values zero": (selection([0, 1], [0, 0], [[1, 1]], [2]), 0),
    "no capacity at all": (selection([0, 1], [3, 8], [[1, 1]], [0]), 0),
    "more capacity than anybody can use": (selection([0, 1], [3, 8], [[1, 1]], [2**63 - 1]), 11),
    "everything forbidden by one row each": (selection([0, 1], [3, 8], [[5, 0], [0, 5]], [4, 4]), 0),
    "a row nobody uses": (selection([0, 1], [3, 8], [[0, 0], [1, 1]], [0, 1]), 8),
    "values near the largest": (selection([0, 1, 2], [2**50, 2**50 - 1, 1], [[1, 1, 1]], [2]), 2**51 - 1),
    "uses near the largest": (selection([0, 1], [3, 8], [[2**51, 2**51 + 1]], [2**51 + 1]), 8),
}


@pytest.mark.parametrize(("problem", "best"), EDGES.values(), ids=EDGES.keys())
def test_edges(problem: Selection, best: int) -> None:
    """The corners of what can be asked have their plain answers."""
    result = select(problem)
    assert (result.objective, result.bound, result.status) == (best, best, SolveStatus.OPTIMAL)
    assert problem.holds(result.chosen)


def test_one_giant_group() -> None:
    """Of ten thousand candidates of one person, the best that fits is chosen."""
    n = 10_000
    value = np.arange(n)
    uses = sparse.csr_array((np.where(value > 9_000, 2, 1)[None, :]).astype(np.int64))
    result = select(Selection(np.zeros(n, dtype=np.int64), value, uses, np.array([1])))
    assert (result.objective, result.status) == (9_000, SolveStatus.OPTIMAL)


def test_duplicated_candidates() -> None:
    """The same candidates ten times over are worth what they are worth once."""
    once = crowded(7, groups=12, per_group=6, rows=10)
    many = Selection(
        np.tile(once.group, 10),
        np.tile(once.value, 10),
        sparse.csr_array(sparse.hstack([once.uses] * 10, format="csr")),
        once.capacity,
    )
    assert select(many, LONG).objective == select(once, LONG).objective


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        pytest.param(lambda known: Outcome(np.ones_like(known.chosen), known.bound), "groups", id="choice"),
        pytest.param(lambda known: Outcome(known.chosen, 0), "bound", id="bound"),
    ],
)
def test_a_wrong_answer_is_never_passed_on(
    broken: object, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A choice that breaks a rule, or a bound below the choice, is caught in the last check."""
    monkeypatch.setattr(solve, "solve_parts", lambda tasks, *_: [broken(task.known) for task in tasks])  # type: ignore[operator]
    with pytest.raises(SolverFault, match=message):
        select(crowded(0))


def test_without_a_relaxation_it_still_proves_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the numbers defeat the relaxation, the exact search does without its prices."""
    monkeypatch.setattr(solve, "relax", lambda *_: None)
    problem = crowded(2, groups=10, per_group=4, rows=8)
    result = select(problem, LONG)
    assert result.status == SolveStatus.OPTIMAL
    assert result.objective == best_worth_by_scipy(problem)
