"""Leaving candidates out never costs the best choice, and the bound accounts for what was left out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.selection import refine as refine_module
from matching.selection.bound import certify
from matching.selection.clock import Clock
from matching.selection.exact import Effort, Found
from matching.selection.lp import relax
from matching.selection.problem import Selection
from matching.selection.refine import Outcome, Task, refine
from matching.selection.rounding import choose_by_value
from tests.matching.selection.problems import as_part, best_worth, best_worth_by_scipy, crowded, selections


def task_for(part: Selection, prices: np.ndarray, effort: Effort | None = None) -> Task:
    """Make the task of a part from prices and a quick choice."""
    certificate = certify(part, prices)
    known = Outcome(choose_by_value(part), certificate.bound)
    return Task(part, certificate, known, effort or Effort())


def priced_task(part: Selection, effort: Effort | None = None) -> Task:
    """Make the task of a part from the prices of its relaxation."""
    relaxation = relax(part, Clock(60))
    assert relaxation is not None
    return task_for(part, relaxation.prices, effort)


@given(problem=selections(pins=False), data=st.data())
def test_finds_the_best_choice_whatever_the_prices(problem: Selection, data: st.DataObject) -> None:
    """Good prices or bad, with the smallest of cores, the outcome is the best choice and proven."""
    part = as_part(problem).problem
    rows = part.capacity.size
    prices = np.array(data.draw(st.lists(st.floats(0, 30), min_size=rows, max_size=rows)), dtype=np.float64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refine_module, "CORE_PER_GROUP", 1)
        outcome = refine(task_for(part, prices), Clock(60))
    assert part.holds(outcome.chosen)
    assert part.worth(outcome.chosen) == outcome.bound == best_worth(part)


@pytest.mark.parametrize("seed", range(3))
def test_core_then_rest(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a crowd a core is searched first, its choice hints the second search, and the answer is right."""
    part = as_part(crowded(seed)).problem
    searches: list[tuple[int, bool]] = []
    search = refine_module.search

    def watched(problem: Selection, *args: object, **named: object) -> Found:
        searches.append((problem.size, named["hint"] is not None))
        return search(problem, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(refine_module, "search", watched)
    outcome = refine(priced_task(part), Clock(60))
    assert part.worth(outcome.chosen) == outcome.bound == best_worth_by_scipy(part)
    assert [hinted for _, hinted in searches] == [False, True]
    assert max(size for size, _ in searches) < part.size


def test_an_allowed_gap_is_used_and_kept() -> None:
    """With a gap allowed the outcome lies within it, and its bound is no less than the best choice."""
    part = as_part(crowded(3)).problem
    allowed = part.worth(choose_by_value(part)) // 100
    outcome = refine(priced_task(part, Effort(allowed_gap=allowed)), Clock(60))
    assert part.worth(outcome.chosen) < outcome.bound <= part.worth(outcome.chosen) + allowed
    assert outcome.bound >= best_worth_by_scipy(part)


def test_without_time_it_stays_as_it_was() -> None:
    """A clock that has run out gives back what was known."""
    task = priced_task(as_part(crowded(0)).problem)
    assert refine(task, Clock(0)) is task.known


def test_a_search_that_finds_nothing_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the search ends in the middle without an answer, choice and bound stay as they were known."""
    part = as_part(crowded(0)).problem
    task = priced_task(part)
    monkeypatch.setattr(refine_module, "search", lambda *_, **__: Found(None, math.inf))
    outcome = refine(task, Clock(60))
    assert outcome.chosen.tolist() == task.known.chosen.tolist()
    assert outcome.bound == task.known.bound


def test_a_bound_that_forgets_what_was_left_out_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound of the core alone would be wrong: choices outside the core can be worth more."""
    forgetful: list[bool] = []
    search = refine_module.search

    def watched(problem: Selection, *args: object, **named: object) -> Found:
        found = search(problem, *args, **named)  # type: ignore[arg-type]
        forgetful.append(found.bound < best)
        return found

    monkeypatch.setattr(refine_module, "CORE_PER_GROUP", 1)
    monkeypatch.setattr(refine_module, "search", watched)
    for seed in range(3):
        part = as_part(crowded(seed, groups=15, per_group=20, rows=15)).problem
        best = best_worth_by_scipy(part)
        assert refine(priced_task(part), Clock(60)).bound == best
    assert any(forgetful)


def test_reports_are_never_better_than_the_truth() -> None:
    """Objectives told are feasible and bounds told are proven, even while only a core is searched."""
    part = as_part(crowded(1)).problem
    best = best_worth_by_scipy(part)
    heard: list[tuple[int, float]] = []
    refine(priced_task(part), Clock(60), lambda *news: heard.append(news))
    assert heard
    assert all(objective <= best <= bound for objective, bound in heard)
