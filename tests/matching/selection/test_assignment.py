"""Generalised assignment: the choice holds, is never worse than what was known, and its bound is proven."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from matching.selection import Progress, SelectParams, select
from matching.selection.arrays import Flags
from matching.selection.assignment import assign, recognise
from matching.selection.bound import Certificate, certify
from matching.selection.clock import Clock
from matching.selection.exact import Effort
from matching.selection.lp import relax
from matching.selection.problem import Selection
from matching.selection.refine import Outcome, Task, refine
from matching.selection.rounding import choose_by_share
from matching.selection.run import Run
from matching.selection.sacks import as_sacks
from matching.selection.tally import Tally
from matching.simulation.generalised_assignment import draw_assignment
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import as_part, best_worth_by_scipy, stop_when_asked

LONG = SelectParams(time_limit_s=300)


def drawn(kind: str, agents: int, jobs: int, seed: int) -> tuple[Selection, Certificate, Flags]:
    """Draw an instance, the prices of its relaxation, and the choice it is rounded to."""
    problem = as_part(draw_assignment(kind, agents, jobs, seed).selection()).problem
    relaxation = relax(problem, Clock(60))
    assert relaxation is not None
    certificate = certify(problem, relaxation.prices)
    return problem, certificate, choose_by_share(problem, relaxation.share, certificate.reach)


def begun(problem: Selection, certificate: Certificate, chosen: Flags, params: SelectParams) -> Run:
    """Begin a run that knows a choice."""
    clock = Clock(params.time_limit_s, params.should_stop)
    run = Run(params, clock, Tally(clock, params.on_progress))
    run.tally.start(0, [(problem.worth(chosen), certificate.bound)])
    return run


@pytest.mark.parametrize("kind", "CDE")
@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_better_than_rounding_and_near_its_bound(kind: str, seed: int) -> None:
    """Every job is done, the bound is no looser than the relaxation's, the optimum lies between."""
    instance = draw_assignment(kind, 5, 20, seed)
    problem, certificate, rounded = drawn(kind, 5, 20, seed)
    sacks = as_sacks(problem)
    assert sacks is not None
    run = begun(problem, certificate, rounded, LONG)
    outcome = assign(problem, sacks, certificate, rounded, run)
    best = best_worth_by_scipy(problem)
    assert problem.holds(outcome.chosen)
    assert problem.worth(rounded) < problem.worth(outcome.chosen) <= best <= outcome.bound
    assert outcome.bound <= certificate.bound
    assert outcome.chosen.sum() == 20
    assert instance.cost(problem.worth(outcome.chosen)) <= 1.02 * instance.cost(best)


def test_equal_input_gives_equal_output() -> None:
    """Twice the same problem: the same choice and bound."""
    params = SelectParams(time_limit_s=300, relative_gap=1e-7)
    first, again = (select(draw_assignment("E", 6, 30, 4).selection(), params) for _ in range(2))
    assert first.chosen.tolist() == again.chosen.tolist()
    assert (first.objective, first.bound) == (again.objective, again.bound)


@pytest.mark.parametrize("asked", [1, 3, 10, 40, 100])
def test_a_stop_at_any_moment_gives_the_best(asked: int) -> None:
    """Whenever somebody wants to stop, the choice holds, is what was last reported, and bounded."""
    problem = draw_assignment("D", 10, 60, 5).selection()
    reports = list[Progress]()
    stop = stop_when_asked(asked)
    params = SelectParams(time_limit_s=300, should_stop=stop, on_progress=reports.append)
    result = select(problem, params)
    assert problem.holds(result.chosen)
    assert reports[-1].objective == result.objective <= result.bound <= reports[0].bound
    assert result.status in (SolveStatus.STOPPED, SolveStatus.OPTIMAL)


def test_the_way_is_taken_and_pays() -> None:
    """A hard instance gets better than an exact search of the whole makes it in a unit of work."""
    whole = draw_assignment("E", 8, 56, 2).selection()
    problem, certificate, rounded = drawn("E", 8, 56, 2)
    task = Task(problem, certificate, Outcome(rounded, certificate.bound), Effort(work_limit=1))
    exact = problem.worth(refine(task, Clock(300)).chosen)
    reached = [0]

    def hear(progress: Progress) -> None:
        reached.append(progress.objective)

    params = SelectParams(time_limit_s=300, on_progress=hear, should_stop=lambda: reached[-1] > exact)
    assert select(whole, params).objective > exact


def test_a_known_optimum_is_not_searched_again() -> None:
    """Where the fillings do not argue, the first bound proves the choice."""
    n = 6
    group, row = np.repeat(np.arange(n), 2), np.tile([0, 1], n)
    uses = np.zeros((2, 2 * n), dtype=np.int64)
    uses[row, np.arange(2 * n)] = 3
    value = np.where(row == group % 2, 10, 1)
    result = select(Selection(group, value, sparse.csr_array(uses), np.array([9, 9])), LONG)
    assert (result.objective, result.bound, result.status) == (60, 60, SolveStatus.OPTIMAL)


def test_many_small_rows_are_left_to_the_relaxation() -> None:
    """Rows with room for one or two, and very many rows, are searched as a whole."""
    for agents, jobs, taken in ((5, 20, True), (10, 30, False), (120, 480, False)):
        part = as_part(draw_assignment("D", agents, jobs, 1).selection()).problem
        assert as_sacks(part) is not None
        assert (recognise(part) is not None) == taken
