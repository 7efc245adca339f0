"""From a problem to a proposal: the only place where the stages meet."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from matching.candidates import CandidateLimits
from matching.columns.people import DOMAINS
from matching.errors import SolverFault
from matching.explain import (
    Situation,
    confirm_changes,
    explain_assignments,
    explain_unplaced,
    first_questions,
    unused_margins,
    useful_changes,
)
from matching.explain.unplaced import blocks_of
from matching.floors import hold_floors
from matching.model import Change, Floor, News, Problem, Proposal, Unplaced, apply_change, apply_news
from matching.prepare import Prepared, prepare
from matching.selection import Selection, SelectParams, SelectResult, select
from matching.selection.bound import proven_bound
from matching.serialize import problem_hash
from matching.staying import moved_people, still_offered
from matching.vocabulary import SolveStatus

PROVEN = frozenset({SolveStatus.OPTIMAL, SolveStatus.WITHIN_GAP})
"""How a solve ends whose count of placed people can be compared."""


@dataclass(frozen=True)
class ProposeParams:
    """
    How a proposal is made.

    Parameters
    ----------
    select
        Time limit, gap, workers and callbacks of the solve.
    limits
        How many candidates are made; ``None`` to go by the number of people.
    replan
        Placements that already hold are up for change, at the price of `Weights.change`.
    previous
        A proposal people may have been told of: each of its assignments that is still possible is worth
        `Weights.change` more, so that nobody is moved for less.
    floors
        Least share of people placed, 0 to 1, by district; empty for none.
    options
        First choice and standbys together, 1 to 9.
    confirm
        How many of the most useful changes a re-solve confirms; 0 for none.
    changes
        How many useful changes the proposal lists, confirmed or not.
    on_stage
        Called with the name of each stage as it starts.
    """

    select: SelectParams = field(default_factory=SelectParams)
    limits: CandidateLimits | None = None
    replan: bool = False
    previous: Proposal | None = None
    floors: Mapping[str, float] = field(default_factory=dict)
    options: int = 3
    confirm: int = 10
    changes: int = 50
    on_stage: Callable[[str], None] | None = None


def propose(problem: Problem, params: ProposeParams | None = None) -> Proposal:
    """
    Propose placements, with reasons, standbys, the people left, and a proven bound.

    Parameters
    ----------
    problem
        In any order; the same records in another order give the same proposal.
    params
        Defaults when left out.

    Raises
    ------
    SolverFault
        If the solver returns something that does not hold.
    """
    return propose_timed(problem, params)[0]


def propose_timed(problem: Problem, params: ProposeParams | None = None) -> tuple[Proposal, dict[str, float]]:
    """Propose, and give the seconds each stage took by its name."""
    params = params or ProposeParams()
    clock = _Clock(params.on_stage)
    clock.start("prepare")
    prepared = prepare(problem, _limits(problem, params), params.replan)
    clock.start("select")
    result, floors, floors_cost = _choose(prepared, params)
    clock.start("explain")
    situation = Situation(prepared, result.chosen)
    questions = first_questions(situation)
    assignments = explain_assignments(situation, params.options)
    changes = useful_changes(situation)
    clock.start("confirm")
    # A solve that did not end says nothing of what a change would add.
    if params.confirm and changes and result.status in PROVEN:
        changes = confirm_changes(
            changes,
            params.confirm,
            lambda change: placed_with(prepared.problem, change, params),
            placed_people(prepared, result.chosen),
            params.select.should_stop,
        )
    clock.start("finish")
    placed = {assignment.person_id for assignment in assignments}
    released = _released(situation)
    proposal = Proposal(
        date=problem.date,
        weeks=problem.weeks,
        status=SolveStatus.INFEASIBLE if released else result.status,
        objective=result.objective,
        bound=result.bound,
        problem_hash=problem_hash(prepared.problem),
        rules_version=problem.rules.version,
        solver=f"ortools {version('ortools')}",
        is_replan=params.replan,
        assignments=assignments,
        unplaced=explain_unplaced(situation, changes, questions),
        questions={person_id: asked for person_id, asked in questions.items() if person_id in placed},
        changes=changes[: params.changes],
        unused=unused_margins(situation),
        released_pins=released,
        floors=floors,
        floors_cost=floors_cost,
    )
    return proposal, clock.stop()


def _limits(problem: Problem, params: ProposeParams) -> CandidateLimits:
    return params.limits or CandidateLimits.for_size(len(problem.people))


@dataclass(frozen=True)
class Replanned:
    """
    A proposal after news.

    Parameters
    ----------
    problem
        After the news; what the proposal is to be verified against.
    proposal
        As few moved as the price of a change allows.
    moved
        Ids of people who had an assignment in the previous proposal and now have another, or none, though
        they are still to be placed.
    """

    problem: Problem
    proposal: Proposal
    moved: tuple[str, ...]


def replan(
    problem: Problem, previous: Proposal, news: Sequence[News], params: ProposeParams | None = None
) -> Replanned:
    """
    Propose again after something happened, and move as few people as the price of a change allows.

    Parameters
    ----------
    problem
        What the previous proposal was made from.
    previous
        Its proposal.
    news
        What happened since, in order.
    params
        As for `propose`.

    Raises
    ------
    InvalidProblem
        If the news names something the problem does not hold.
    SolverFault
        If the solver returns something that does not hold.
    """
    after = apply_news(problem, news)
    proposal = propose(after, dataclasses.replace(params or ProposeParams(), previous=previous))
    return Replanned(after, proposal, moved_people(after, previous, proposal))


def _choose(prepared: Prepared, params: ProposeParams) -> tuple[SelectResult, tuple[Floor, ...], int]:
    """Solve with what counts beside the value: the price of a change, and floors; give what those cost."""
    worth_more = np.zeros(prepared.selection.size, dtype=np.int64)
    if params.previous is not None:
        size = prepared.columns.units.size[prepared.candidates.unit]
        worth_more = still_offered(prepared, params.previous) * prepared.problem.weights.change * size

    def solve_for(selection: Selection) -> SelectResult:
        staying = dataclasses.replace(selection, value=selection.value + worth_more)
        return _solved(staying, params.select)

    first = solve_for(prepared.selection) if worth_more.any() else solve(prepared, params.select)
    if not params.floors and not worth_more.any():
        return first, (), 0
    value = prepared.selection.worth(first.chosen)
    bound = min(first.bound, proven_bound(prepared.selection, first.prices))
    if not params.floors:
        return _told(first, first.chosen, value, bound), (), 0
    held = hold_floors(prepared, params.floors, first, solve_for)
    worth = prepared.selection.worth(held.chosen)
    return _told(first, held.chosen, worth, bound), held.floors, value - worth


def _told(result: SelectResult, chosen: NDArray[np.bool_], worth: int, bound: float) -> SelectResult:
    """Say how far a choice made with other things in mind can be from the most valuable of all."""
    status = result.status
    if status in PROVEN:
        status = SolveStatus.OPTIMAL if worth >= bound else SolveStatus.WITHIN_GAP
    return dataclasses.replace(
        result, chosen=chosen, objective=worth, bound=float(max(bound, worth)), status=status
    )


def solve(prepared: Prepared, params: SelectParams) -> SelectResult:
    """
    Run the kernel on a prepared problem.

    Raises
    ------
    SolverFault
        If the pins, which were checked one by one, do not hold together.
    """
    return _solved(prepared.selection, params)


def _solved(selection: Selection, params: SelectParams) -> SelectResult:
    result = select(selection, params)
    if result.status == SolveStatus.INFEASIBLE:
        raise SolverFault("pins that hold one by one were refused together")
    return result


def placed_people(prepared: Prepared, chosen: NDArray[np.bool_]) -> int:
    """Count the people (not the units) a choice places, each need by itself."""
    return int(prepared.columns.units.size[prepared.candidates.unit[chosen]].sum())


def placed_with(problem: Problem, change: Change, params: ProposeParams) -> int | None:
    """Re-solve a copy with one change, and count the people placed; nothing where the solve did not end."""
    return placed_in(apply_change(problem, change), params)


def placed_in(problem: Problem, params: ProposeParams) -> int | None:
    """Solve quietly and count the people placed; nothing where the solve did not end."""
    prepared = prepare(problem, _limits(problem, params), params.replan)
    result = solve(prepared, dataclasses.replace(params.select, on_progress=None))
    return placed_people(prepared, result.chosen) if result.status in PROVEN else None


def _released(situation: Situation) -> tuple[Unplaced, ...]:
    """Say of each pin that could not hold what stops it."""
    prepared = situation.prepared
    units, people = prepared.columns.units, prepared.problem.people
    told: list[Unplaced] = []
    for row, person, _ in prepared.released.tolist():
        unit = int(prepared.unit_pairs.unit[row])
        menu = prepared.problem.menus[prepared.unit_pairs.menu[row]]
        blocks = tuple(block for block in blocks_of(situation, unit) if block.menu_id == menu.id)
        domain = DOMAINS[units.domain[unit]]
        told.append(Unplaced(people[person].id, domain, blocks, change=None, question=None))
    return tuple(told)


class _Clock:
    """Seconds by stage."""

    def __init__(self, on_stage: Callable[[str], None] | None) -> None:
        self._on_stage = on_stage
        self._seconds: dict[str, float] = {}
        self._stage = ""
        self._since = time.perf_counter()

    def start(self, stage: str) -> None:
        self.stop()
        self._stage = stage
        if self._on_stage:
            self._on_stage(stage)

    def stop(self) -> dict[str, float]:
        now = time.perf_counter()
        if self._stage:
            self._seconds[self._stage] = now - self._since
        self._since = now
        return self._seconds
