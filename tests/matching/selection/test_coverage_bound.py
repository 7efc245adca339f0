"""The relaxation of the developments that matter proves as much as the one of all of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from matching.selection.clock import Clock
from matching.selection.coverage import Coverage
from matching.selection.coverage_bound import relax_coverage
from matching.selection.coverage_lp import CoverageModel, solve_model
from matching.selection.coverage_search import dive, dive_near, wanted

PEOPLE, DEVELOPMENTS, DISTRICTS = 60, 80, 4


def question(seed: int, worst_points: int) -> Coverage:
    """Draw who could start where; one to three places each, and a budget for a tenth of all."""
    rng = np.random.Generator(np.random.PCG64(seed))
    person, development = np.nonzero(rng.random((PEOPLE, DEVELOPMENTS)) < 0.15)
    n = person.size
    columns = np.arange(DEVELOPMENTS)
    return Coverage(
        group=person,
        value=(1_000 + rng.integers(0, 300, PEOPLE))[person],
        uses=sparse.csr_array((np.ones(n, dtype=np.int64), (development, np.arange(n)))),
        capacity=np.zeros(DEVELOPMENTS, dtype=np.int64),
        extra=sparse.csr_array((rng.integers(1, 4, DEVELOPMENTS), (columns, columns))),
        effort=rng.integers(2, 9, DEVELOPMENTS),
        budget=40,
        people=np.ones(PEOPLE, dtype=np.int64),
        area=rng.integers(0, DISTRICTS, PEOPLE),
        worst_points=worst_points,
    )


def relaxed_whole(model: CoverageModel) -> float:
    """Solve the relaxation of every development, with every cut that is violated."""
    cuts = np.zeros((0, 2), dtype=np.int64)
    everything = np.ones(model.n + model.d + 1, dtype=np.bool_)
    while True:
        solved = solve_model("glop", model, cuts, everything, Clock(60), np.zeros(everything.size))
        more = model.violated(solved.values[: model.n], solved.values[model.n : -1])
        if not len(more):
            return float(model.objective() @ solved.values)
        cuts = np.unique(np.concatenate([cuts, more]), axis=0)


@pytest.mark.parametrize("worst_points", [0, 20_000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_looking_at_what_matters_proves_as_much(seed: int, worst_points: int) -> None:
    """The bound is no lower than the relaxation of everything, for it is proven, and hardly higher."""
    model = CoverageModel.of(question(seed, worst_points))
    whole, bound = relaxed_whole(model), relax_coverage(model, Clock(60)).bound
    assert whole - 1 <= bound <= whole * 1.001


def test_some_developments_are_left_out() -> None:
    """The control: the prices want only some, so the rounds do not look at all of them."""
    problem = question(1, 0)
    wanted = relax_coverage(CoverageModel.of(problem), Clock(60)).wanted(problem.effort, problem.budget)
    assert 0 < wanted.sum() < DEVELOPMENTS


def test_without_time_the_bound_still_holds() -> None:
    """With no round at all the bound is loose, and a dive is given up."""
    model, over = CoverageModel.of(question(1, 20_000)), Clock(0.0)
    relaxed = relax_coverage(model, over)
    assert relaxed.bound >= relaxed_whole(model) - 1
    nothing = np.zeros(model.d, dtype=np.bool_)
    assert dive(model, relaxed, nothing, ~nothing, 0, over) is None


@pytest.mark.parametrize("worst_points", [0, 20_000])
def test_dives_keep_the_budget_and_the_rest(worst_points: int) -> None:
    """What a dive builds is within the budget; one nearby keeps most of what was built, or finds nothing."""
    model = CoverageModel.of(question(2, worst_points))
    relaxed = relax_coverage(model, Clock(60))
    nothing = np.zeros(model.d, dtype=np.bool_)
    built = dive(model, relaxed, nothing, wanted(model, relaxed, 0), 0, Clock(60))
    assert built is not None
    rng = np.random.Generator(np.random.PCG64(3))
    near = [dive_near(model, relaxed, built, 0, rng, Clock(60)) for _ in range(10)]
    for each in (built, *(each for each in near if each is not None)):
        assert model.problem.effort[each].sum() <= model.problem.budget
        assert (built & ~each).sum() <= 4
    assert dive_near(model, relaxed, built, int(relaxed.bound), rng, Clock(60)) is None, "none is better"
