"""Who makes which contact in which week: feasible, proven, and never worse than by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.contacts.check import faults_of
from matching.contacts.plan import greedy_worth, plan_visits
from matching.contacts.visits import NOBODY, VisitPlan, Visits
from matching.errors import InvalidProblem
from matching.vocabulary import LeftOver, SolveStatus


def visits(n: int = 1, c: int = 1, w: int = 2, **given: Any) -> Visits:
    """Give n contacts of an hour that anybody may make in any week, changed as given."""
    fields = {
        "earliest": np.zeros(n, int),
        "latest": np.full(n, w - 1),
        "due": np.zeros(n, int),
        "minutes": np.full(n, 60),
        "is_must": np.zeros(n, bool),
        "subject": np.arange(n),
        "preferred": np.full(n, NOBODY),
        "may": np.ones((n, c), bool),
        "travel": np.zeros((n, c), int),
        "available": np.full((c, w), 60),
    }
    return Visits(**{**fields, **{name: np.array(value) for name, value in given.items()}})


@st.composite
def many_visits(draw: st.DrawFn) -> Visits:
    """Draw a small problem of any shape, also with nobody and nothing."""
    n, c, w = draw(st.integers(0, 7)), draw(st.integers(0, 3)), draw(st.integers(1, 4))

    def ints(shape: Any, low: int, high: int) -> Any:
        size = int(np.prod(shape))
        drawn = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
        return np.array(drawn, dtype=np.int64).reshape(shape)

    earliest = ints(n, -2, w)
    return Visits(
        earliest=earliest,
        latest=earliest + ints(n, 0, 3),
        due=earliest + ints(n, 0, 3),
        minutes=ints(n, 1, 90),
        is_must=ints(n, 0, 1).astype(bool),
        subject=ints(n, 0, 3),
        preferred=ints(n, -1, c - 1),
        may=ints((n, c), 0, 1).astype(bool),
        travel=ints((n, c), 0, 40),
        available=ints((c, w), 0, 150),
    )


@given(problem=many_visits())
def test_a_plan_holds_and_is_proven(problem: Visits) -> None:
    """No rule is broken, the bound is never below the plan, and by hand is never better."""
    plan = plan_visits(problem)
    assert faults_of(problem, plan) == []
    assert plan.status == SolveStatus.OPTIMAL
    assert plan.bound == plan.objective >= greedy_worth(problem)
    assert LeftOver.OUT_OF_TIME not in plan.left_over.values()


@given(problem=many_visits())
def test_more_hours_never_make_it_worse(problem: Visits) -> None:
    """With more minutes the plan is worth as much or more."""
    more = dataclasses.replace(problem, available=problem.available + 30)
    assert plan_visits(more).objective >= plan_visits(problem).objective


def test_musts_come_first_and_the_known_coordinator_is_kept() -> None:
    """With one hour for two contacts the must is made; whom they know is chosen where it costs nothing."""
    plan = plan_visits(visits(2, 1, 1, is_must=[False, True]))
    assert plan.week.tolist() == [NOBODY, 0]
    assert plan.left_over == {0: LeftOver.HOURS}
    known = plan_visits(visits(2, 2, 1, preferred=[1, 0]))
    assert known.coordinator.tolist() == [1, 0]


def test_the_plan_is_better_than_by_hand_where_hours_are_short() -> None:
    """By hand the first takes the only hour the second could have used."""
    problem = visits(2, 1, 2, latest=[1, 0], due=[0, 0], is_must=[True, False])
    assert greedy_worth(problem) < plan_visits(problem).objective
    assert plan_visits(problem).week.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"earliest": [5], "latest": [6]}, LeftOver.NOT_IN_THESE_WEEKS),
        ({"may": [[False]]}, LeftOver.NOBODY_MAY),
        ({"travel": [[30]]}, LeftOver.TOO_LONG),
    ],
)
def test_what_is_left_over_says_why(given_: dict[str, Any], expected: LeftOver) -> None:
    """The limit that binds is named."""
    assert plan_visits(visits(1, **given_)).left_over == {0: expected}


def test_nobody_is_contacted_twice_in_a_week() -> None:
    """Of two contacts with one person in one week, one is left over for that reason and no other."""
    plan = plan_visits(visits(2, 1, 1, subject=[7, 7], available=[[600]]))
    assert sorted(plan.left_over.values()) == [LeftOver.SAME_WEEK]


def test_the_check_finds_every_kind_of_fault() -> None:
    """A plan that is changed by hand is found out."""
    problem = visits(2, 2, 2, may=[[True, False], [True, True]], subject=[3, 3], latest=[0, 1])
    good = plan_visits(problem)
    assert faults_of(problem, good) == []

    def changed(**given_: Any) -> list[str]:
        return faults_of(problem, dataclasses.replace(good, **given_))

    def placed(coordinator: list[int], week: list[int]) -> list[str]:
        return changed(coordinator=np.array(coordinator), week=np.array(week))

    assert any("not by coordinator" in fault for fault in placed([1, 0], [0, 1]))
    assert any("not in week" in fault for fault in placed([0, 0], [1, 1]))
    assert any("minutes" in fault for fault in placed([0, 0], [0, 0]))
    assert any("times" in fault for fault in placed([0, 1], [0, 0]))
    assert any("neither" in fault for fault in placed([0, NOBODY], [0, NOBODY]))
    assert any("worth" in fault for fault in changed(objective=good.objective + 1))
    assert any("bound" in fault for fault in changed(bound=good.objective - 1.0))


def test_wrong_arrays_are_refused() -> None:
    """Shapes and ranges are checked when the question is made."""
    for wrong in (
        {"minutes": [0]},
        {"preferred": [3]},
        {"travel": [[-1]]},
        {"may": [[True, True]]},
        {"available": [60, 60]},
        {"due": [0, 1]},
    ):
        with pytest.raises(InvalidProblem):
            visits(1, **wrong)


def test_equal_input_gives_an_equal_plan() -> None:
    """The same question twice has the same answer."""
    problem = visits(6, 3, 3, travel=np.arange(18).reshape(6, 3))
    first, second = plan_visits(problem), plan_visits(problem)
    assert isinstance(first, VisitPlan)
    assert first.week.tolist() == second.week.tolist()
    assert first.coordinator.tolist() == second.coordinator.tolist()
