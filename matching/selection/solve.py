"""The method, step by step."""

from __future__ import annotations

import numpy as np

from matching.errors import SolverFault
from matching.selection.arrays import Flags, Floats
from matching.selection.assignment import assign, recognise
from matching.selection.blocks import improve
from matching.selection.bound import Certificate, certify
from matching.selection.clock import Clock
from matching.selection.components import split
from matching.selection.dispatch import solve_parts
from matching.selection.exact import Effort
from matching.selection.flow import as_forest, solve_flow
from matching.selection.lp import relax
from matching.selection.prices import find_prices
from matching.selection.problem import Selection, SelectParams, SelectResult, relative_gap
from matching.selection.reduce import Part, reduce_problem, settle_pins
from matching.selection.refine import Outcome, Task
from matching.selection.rounding import choose_by_share, choose_by_value, fill
from matching.selection.run import Run
from matching.selection.tally import Tally
from matching.vocabulary import SolveStatus

DEFAULTS = SelectParams()
LARGE = 100_000
"""Candidates left beyond which the relaxation is not solved as a whole: on hard problems GLOP then takes ten
times as long as walking to prices that are as good."""

FIRST = 4
"""Candidates per group that the first choice is made from."""


def select(problem: Selection, params: SelectParams = DEFAULTS) -> SelectResult:
    """
    Choose at most one candidate per group so that every capacity row holds, with the greatest total value.

    The choice is always feasible and the bound always proven. Equal arrays and parameters give an equal
    result unless the clock or `should_stop` ended the search. What is proven optimal is OPTIMAL, even if
    time ran out or somebody wanted to stop.

    Parameters
    ----------
    problem
        The question.
    params
        How long and how hard to search.

    Raises
    ------
    SolverFault
        If a solver refuses its model, or the choice or the bound fails the last check.
    """
    clock = Clock(params.time_limit_s, params.should_stop)
    run = Run(params, clock, Tally(clock, params.on_progress))
    settled = settle_pins(problem)
    if settled is None:
        return _no_choice(problem)
    chosen = np.zeros(problem.size, dtype=np.bool_) if problem.fixed is None else problem.fixed.copy()
    pinned = problem.worth(chosen)

    part = reduce_problem(problem, *settled)
    best, certificate = _solve(part.problem, pinned, run)

    chosen[part.candidates[best.chosen]] = True
    prices = np.zeros(problem.capacity.size)
    prices[part.rows] = certificate.prices
    return _checked(problem, chosen, pinned + best.bound, prices, run)


def _solve(problem: Selection, pinned: int, run: Run) -> tuple[Outcome, Certificate]:
    """Look what the problem is like, and solve it the way that suits it."""
    forest = as_forest(problem)
    if forest is not None:
        certificate = certify(problem, np.zeros(problem.capacity.size))
        run.tally.start(pinned, [(0, certificate.bound)])
        found = None if run.is_done() else solve_flow(problem, forest)
        if found is not None:
            chosen, prices = found
            certificate = certify(problem, prices)
            if certificate.bound == problem.worth(chosen):
                return Outcome(chosen, certificate.bound), certificate
    route = _route_large if problem.size > LARGE else _route_small
    return route(problem, pinned, run)


def _route_small(problem: Selection, pinned: int, run: Run) -> tuple[Outcome, Certificate]:
    """Solve the relaxation, round it, and search exactly what is left."""
    first, certificate = _price(problem, pinned, run)
    best = Outcome(first, certificate.bound)
    sacks = None if run.is_done() else recognise(problem)
    if sacks is not None:
        best = assign(problem, sacks, certificate, first, run)
    found = _search_components(problem, best.chosen, certificate, pinned, run)
    return Outcome(found.chosen, min(found.bound, best.bound)), certificate


def _route_large(problem: Selection, pinned: int, run: Run) -> tuple[Outcome, Certificate]:
    """Walk to good prices, take what they say is best, and improve that neighbourhood by neighbourhood."""
    certificate = certify(problem, np.zeros(problem.capacity.size))
    chosen = np.zeros(problem.size, dtype=np.bool_)
    run.tally.start(pinned, [(0, certificate.bound)])
    if not run.is_done():
        priced = certify(problem, find_prices(problem, run.clock))
        certificate = min(priced, certificate, key=lambda proof: proof.bound)
    few = reduce_problem(problem, certificate.reach >= certificate.reach_of_few(FIRST), problem.capacity)
    filled = fill(few.problem, np.lexsort((-few.problem.value, -certificate.reach[few.candidates])))
    chosen[few.candidates[filled]] = True
    run.tally.update(0, problem.worth(chosen), certificate.bound)
    chosen = improve(problem, certificate, chosen, run)
    return _search_components(problem, chosen, certificate, pinned, run), certificate


def _price(problem: Selection, pinned: int, run: Run) -> tuple[Flags, Certificate]:
    """Find a feasible choice and prices that prove a bound: first without any prices, then by the LP."""
    chosen = choose_by_value(problem)
    certificate = certify(problem, np.zeros(problem.capacity.size))
    run.tally.start(pinned, [(problem.worth(chosen), certificate.bound)])
    if run.is_done():
        return chosen, certificate
    relaxation = relax(problem, run.clock)
    if relaxation is None:
        return chosen, certificate
    priced = certify(problem, relaxation.prices)
    certificate = min(priced, certificate, key=lambda proof: proof.bound)
    rounded = choose_by_share(problem, relaxation.share, priced.reach)
    chosen = max(chosen, rounded, key=problem.worth)
    run.tally.update(0, problem.worth(chosen), certificate.bound)
    return chosen, certificate


def _search_components(
    problem: Selection, chosen: Flags, certificate: Certificate, pinned: int, run: Run
) -> Outcome:
    """Leave out what cannot be part of a better choice, and search the components of the rest one by one."""
    if run.is_done():
        return Outcome(chosen, certificate.bound)
    open_ = (certificate.reach > problem.worth(chosen)) | chosen
    rest = reduce_problem(problem, open_, problem.capacity)
    prices, chosen_rest = certificate.prices[rest.rows], chosen[rest.candidates]
    places, tasks = [], []
    for part in split(rest.problem):
        proof = certify(part.problem, prices[part.rows])
        known = Outcome(chosen_rest[part.candidates], proof.bound)
        if proof.bound > part.problem.worth(known.chosen):
            places.append(rest.candidates[part.candidates])
            tasks.append(Task(part.problem, proof, known, _effort(part, rest, run)))

    worths = [task.problem.worth(task.known.chosen) for task in tasks]
    proven = problem.worth(chosen) - sum(worths)
    bounds = [task.known.bound for task in tasks]
    run.tally.start(pinned + proven, list(zip(worths, bounds, strict=True)))
    outcomes = solve_parts(tasks, run.params.executor, run.clock, run.tally)
    best = chosen.copy()
    for place, outcome in zip(places, outcomes, strict=True):
        best[place] = outcome.chosen
    bound = proven + sum(outcome.bound for outcome in outcomes)
    return Outcome(best, min(certificate.bound, bound))


def _effort(part: Part, whole: Part, run: Run) -> Effort:
    """Give a part its share, by size, of the gap that is allowed for all."""
    allowance = run.tally.allowance(run.params.relative_gap)
    share = allowance * part.problem.size // whole.problem.size
    return Effort(run.params.workers, run.params.seed, share)


def _checked(problem: Selection, chosen: Flags, bound: int, prices: Floats, run: Run) -> SelectResult:
    """Trust no solver: check the choice against the problem and the bound against the choice."""
    objective = problem.worth(chosen)
    if not problem.holds(chosen):
        raise SolverFault("the choice found does not keep the groups, the capacities or the pins")
    if bound < objective:
        raise SolverFault(f"the bound {bound} is below the value {objective} of the choice found")
    if bound == objective:
        status = SolveStatus.OPTIMAL
    elif relative_gap(objective, bound) <= run.params.relative_gap:
        status = SolveStatus.WITHIN_GAP
    else:
        status = run.clock.ending()
    return SelectResult(chosen, objective, float(bound), status, prices)


def _no_choice(problem: Selection) -> SelectResult:
    """The pins contradict each other or the capacities."""
    nothing = np.zeros(problem.size, dtype=np.bool_)
    return SelectResult(nothing, 0, 0.0, SolveStatus.INFEASIBLE, np.zeros(problem.capacity.size))
