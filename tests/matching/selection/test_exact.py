"""The exact search: right answers, honest bounds, loud faults."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from matching.errors import SolverFault
from matching.selection import exact
from matching.selection.clock import Clock
from matching.selection.exact import Effort, search
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups
from tests.matching.selection.problems import (
    as_part,
    best_worth,
    best_worth_by_scipy,
    crowded,
    selection,
    selections,
)


def nobody_must(problem: Selection) -> np.ndarray:
    """Leave every group free to get nothing."""
    return np.zeros(count_groups(problem), dtype=np.bool_)


@given(problem=selections(pins=False))
def test_finds_the_best_choice(problem: Selection) -> None:
    """The choice found is feasible and the best there is, and the bound says so."""
    part = as_part(problem).problem
    found = search(part, nobody_must(part), Effort(), Clock(60))
    assert found.chosen is not None
    assert part.holds(found.chosen)
    assert part.worth(found.chosen) == found.bound == best_worth(part)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("is_hinted", [False, True])
def test_finds_the_best_choice_in_a_crowd(workers: int, is_hinted: bool) -> None:
    """Where rounding fails it still finds what another solver finds, whatever its threads and its hint."""
    part = as_part(crowded(3, groups=15, per_group=8, rows=12)).problem
    hint = nobody_must(part)[part.group] if is_hinted else None
    found = search(part, nobody_must(part), Effort(workers=workers), Clock(60), hint=hint)
    assert found.chosen is not None
    assert part.worth(found.chosen) == found.bound == best_worth_by_scipy(part)


def test_groups_that_must_get_something_do() -> None:
    """A group that must be served is served, even if that costs more than it brings."""
    part = as_part(selection([0, 1], [9, 4], [[1, 1]], [1])).problem
    found = search(part, np.array([False, True]), Effort(), Clock(60))
    assert found.chosen is not None
    assert found.chosen.tolist() == [False, True]
    assert found.bound == 4


def test_no_choice_at_all_is_no_bound() -> None:
    """If the groups that must be served cannot be, there is no choice, and its bound is minus infinity."""
    part = as_part(selection([0, 1], [9, 4], [[1, 1]], [1])).problem
    found = search(part, np.array([True, True]), Effort(), Clock(60))
    assert found.chosen is None
    assert found.bound == -math.inf


def test_without_time_nothing_is_known() -> None:
    """A search that ends before it begins claims nothing."""
    part = as_part(crowded(0)).problem
    found = search(part, nobody_must(part), Effort(), Clock(0))
    assert found.chosen is None
    assert found.bound == math.inf


def test_a_limit_of_work_ends_the_search_with_an_honest_bound() -> None:
    """What is found in little work is feasible, and its bound no less than the best choice."""
    part = as_part(crowded(3)).problem
    found = search(part, nobody_must(part), Effort(work_limit=0.02), Clock(60))
    best = best_worth_by_scipy(part)
    assert found.bound >= best
    assert found.chosen is None or part.holds(found.chosen)


def test_an_overflow_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """If CP-SAT refuses the model, that is never taken for "no candidates"."""
    build = exact._model

    def broken(
        problem: Selection, must: np.ndarray
    ) -> tuple[exact.cp_model.CpModel, list[exact.cp_model.IntVar]]:
        model, choose = build(problem, must)
        model.add(sum(2**62 * x for x in choose) <= 1)
        return model, choose

    monkeypatch.setattr(exact, "_model", broken)
    part = as_part(crowded(0)).problem
    with pytest.raises(SolverFault, match="CP-SAT refused"):
        search(part, nobody_must(part), Effort(), Clock(60))


def test_reports_get_better_and_end_at_the_answer() -> None:
    """Reports carry feasible objectives and proven bounds."""
    part = as_part(crowded(2)).problem
    heard: list[tuple[int, float]] = []
    found = search(part, nobody_must(part), Effort(), Clock(60), report=lambda *news: heard.append(news))
    assert heard
    assert max(objective for objective, _ in heard) == found.bound
    assert min(bound for _, bound in heard) >= found.bound


def test_a_listener_that_fails_ends_the_search_with_its_own_error() -> None:
    """An exception of the listener comes out as it is, not as a crash of the solver."""

    def fail(objective: int, bound: float) -> None:
        raise KeyError("mine")

    part = as_part(crowded(2)).problem
    with pytest.raises(KeyError, match="mine"):
        search(part, nobody_must(part), Effort(), Clock(60), report=fail)
