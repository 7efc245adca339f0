"""
What to add so that most people can start: developments open rows, and a budget says how many are built.

As in `Selection` each group gets at most one candidate and every capacity row holds; but a row also has what
the developments that are built add to it. What counts is the value of the chosen candidates, and the share
of people who can start in the worst-off area, so that none is forgotten.

The relaxation is tightened round by round (a group can start at a development only as far as that is built),
its prices prove a bound in whole numbers, whatever cannot be part of anything better is left out, and what
then remains is small enough for an exact search.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from matching.errors import SolverFault, require
from matching.selection.arrays import Flags, Ints, Matrix, as_ints, as_uses, entry_rows
from matching.selection.clock import Clock
from matching.selection.coverage_bound import CoverageBound, relax_coverage
from matching.selection.coverage_greedy import built_greedily, fill_built
from matching.selection.coverage_lp import CoverageModel
from matching.selection.coverage_search import dive, dive_near, search_rest, wanted
from matching.selection.problem import Selection, SelectParams, relative_gap
from matching.selection.solve import select
from matching.vocabulary import SolveStatus

_RECORD = "coverage"
DEFAULTS = SelectParams()
_SHARE_OF_RELAXATION = 0.5
_SHARE_OF_NEARBY = 0.4
"""Of the time limit; what is then left is for the exact search."""
_TRIES = 200
_SMALL = 2_000
"""So few candidates are searched exactly at once."""
_SHARE_OF_FILLING = 0.1
"""Of the time limit: who starts is chosen anew for every set that is tried."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """
    Candidates in groups, rows they use, and developments that add to the rows.

    Parameters
    ----------
    group, value, uses, capacity
        As in `Selection`; the capacity is what there is without any development.
    extra
        Shape [rows, d]: what each development adds to each row, 0 or more.
    effort
        Shape [d]: what building it takes, 1 or more.
    budget
        How much effort there is, 0 or more.
    people
        Shape [groups]: how many people each group is; groups are numbered 0, 1, 2 …
    area
        Shape [groups]: the area each group lives in, -1 for none.
    worst_points
        What it is worth that everybody in the worst-off area can start; half of them, half of it. Areas in
        which nobody could start whatever is built do not count.

    A candidate of no value lets nobody start: it adds nothing, for no area, and is never chosen.

    Raises
    ------
    InvalidProblem
        If a shape, type or range does not hold.
    """

    group: Ints
    value: Ints
    uses: Matrix
    capacity: Ints
    extra: Matrix
    effort: Ints
    budget: int
    people: Ints
    area: Ints
    worst_points: int = 0

    def __post_init__(self) -> None:
        problem = Selection(self.group, self.value, self.uses, self.capacity)
        effort = as_ints("effort", self.effort, lowest=1)
        for name in ("group", "value", "uses", "capacity"):
            object.__setattr__(self, name, getattr(problem, name))
        extra = as_uses("extra", self.extra, (problem.capacity.size, effort.size))
        people = as_ints("people", self.people, lowest=1)
        require(problem.size == 0 or int(problem.group.max()) < people.size, _RECORD, "people", people.size,
                "a number for each group")  # fmt: skip
        require(self.budget >= 0, _RECORD, "budget", self.budget, "0 or more")
        require(self.worst_points >= 0, _RECORD, "worst_points", self.worst_points, "0 or more")
        object.__setattr__(self, "effort", effort)
        object.__setattr__(self, "extra", extra)
        object.__setattr__(self, "people", people)
        object.__setattr__(self, "area", as_ints("area", self.area, size=people.size, lowest=-1))

    def with_built(self, built: Flags) -> Selection:
        """Give the selection that is left once these are built, shape [d]."""
        added = self.extra @ built.astype(np.int64)
        return Selection(self.group, self.value, self.uses, self.capacity + added)

    @cached_property
    def starts(self) -> Flags:
        """Tell which candidates let somebody start if everything were built, shape [n]."""
        most = self.capacity + np.asarray(self.extra.sum(axis=1)).ravel()
        too_much = self.uses.data > most[entry_rows(self.uses)]
        fits = np.ones(self.group.size, dtype=np.bool_)
        fits[self.uses.indices[too_much]] = False
        return fits & (self.value > 0)

    @cached_property
    def areas(self) -> tuple[Ints, Ints]:
        """Give the areas that count, and how many people of each could start if everything were built."""
        reachable = np.unique(self.group[self.starts])
        reachable = reachable[self.area[reachable] >= 0]
        areas, of_group = np.unique(self.area[reachable], return_inverse=True)
        return areas, np.bincount(of_group, weights=self.people[reachable]).astype(np.int64)

    def only(self, kept: Flags) -> Coverage:
        """Give the question with these candidates alone, shape [n]."""
        uses = sparse.csr_array(self.uses[:, kept])
        return replace(self, group=self.group[kept], value=self.value[kept], uses=uses)

    def started(self, chosen: Flags) -> Ints:
        """Count how many people of each area that counts can start, shape [areas]."""
        groups = self.group[chosen & self.starts]
        return np.array([self.people[groups[self.area[groups] == area]].sum() for area in self.areas[0]])

    def worst_share(self, chosen: Flags) -> float:
        """Give the share that starts of those who ever could, in the worst-off area; 1 if no area counts."""
        return float((self.started(chosen) / self.areas[1]).min(initial=1))

    def worth(self, chosen: Flags) -> int:
        """Add up what a choice is worth, in whole points; the worst-off area's part is rounded down."""
        of_worst = self.worst_points * self.started(chosen) // self.areas[1]
        return int(self.value[chosen].sum()) + int(of_worst.min(initial=self.worst_points))

    def holds(self, built: Flags, chosen: Flags) -> bool:
        """Say whether the developments keep the budget, and the choice the groups and rows."""
        return int(self.effort[built].sum()) <= self.budget and self.with_built(built).holds(chosen)


@dataclass(frozen=True, eq=False)
class CoverageResult:
    """
    What to build, who then starts, and how good that is proven to be.

    Parameters
    ----------
    built
        Shape [d].
    chosen
        Shape [n].
    objective, bound
        Total worth, and proven: no set within the budget is worth more, in points.
    status
        How the search ended.
    """

    built: Flags
    chosen: Flags
    objective: int
    bound: float
    status: SolveStatus

    @property
    def optimality_gap(self) -> float:
        """How far the objective can be from the best, as a share of the bound."""
        return relative_gap(self.objective, self.bound)


def cover(problem: Coverage, params: SelectParams = DEFAULTS) -> CoverageResult:
    """
    Choose what to build within the budget so that the people who can then start are worth most.

    The choice is always feasible and the bound always proven, however short the time.

    Parameters
    ----------
    problem
        The question.
    params
        Time limit, gap and a wish to stop.

    Raises
    ------
    SolverFault
        If a solver refuses its model.
    """
    found = _cover(problem.only(problem.starts), params)
    chosen = np.zeros(problem.group.size, dtype=np.bool_)
    chosen[np.flatnonzero(problem.starts)[found.chosen]] = True
    if not problem.holds(found.built, chosen) or found.objective != problem.worth(chosen):
        raise SolverFault("the choice of developments keeps not its budget or its rows")
    return replace(found, chosen=chosen)


def _cover(problem: Coverage, params: SelectParams) -> CoverageResult:
    """Do the same for a question in which every candidate lets somebody start."""
    clock = Clock(params.time_limit_s, params.should_stop)
    model = CoverageModel.of(problem)
    relaxed = relax_coverage(model, Clock(params.time_limit_s * _SHARE_OF_RELAXATION, params.should_stop))
    best = _Best(problem, relaxed, clock, params.time_limit_s * _SHARE_OF_FILLING)
    best.take(*built_greedily(problem))
    nothing = np.zeros(model.d, dtype=np.bool_)
    dived = dive(model, relaxed, nothing, wanted(model, relaxed, best.objective), best.objective, clock)
    best.take(fill_built(problem, relaxed.by_share) if dived is None else dived)
    if int((relaxed.reach > best.objective).sum()) > _SMALL:
        share = _SHARE_OF_RELAXATION + _SHARE_OF_NEARBY
        until = Clock(params.time_limit_s * share - clock.seconds(), params.should_stop)
        best.look_nearby(model, params.relative_gap, until)
    for is_whole in (False, True):
        if best.is_within(params.relative_gap) or clock.is_over():
            break
        found = search_rest(model, relaxed, best.objective, is_whole, clock)
        if found.built is not None:
            best.take(found.built, found.chosen if is_whole else None)
        # Whatever was left out of the search is worth no more than what is known.
        best.bound = min(best.bound, max(found.bound, best.objective))
    return best.result(params)


class _Best:
    """The best choice and bound so far."""

    def __init__(self, problem: Coverage, relaxed: CoverageBound, clock: Clock, fill_s: float) -> None:
        self._problem, self._relaxed, self._clock, self._fill_s = problem, relaxed, clock, fill_s
        self._built = np.zeros(problem.effort.size, dtype=np.bool_)
        self._chosen = np.zeros(problem.group.size, dtype=np.bool_)
        self.objective = problem.worth(self._chosen)
        self.bound = relaxed.bound
        self.take(self._built)

    def take(self, built: Flags, chosen: Flags | None = None) -> None:
        """Keep a set of developments, with those who then start, if it is better."""
        chosen = self._start(built) if chosen is None else chosen
        worth = self._problem.worth(chosen)
        if worth > self.objective and self._problem.holds(built, chosen):
            self._built, self._chosen, self.objective = built, chosen, worth

    def _start(self, built: Flags) -> Flags:
        """Choose who starts once these are built."""
        rest = self._problem.with_built(built)
        # What the worst-off area's people are worth beside their own value stands in the prices.
        priced = Selection(rest.group, rest.value + self._relaxed.bonus, rest.uses, rest.capacity)
        limit_s = max(min(self._fill_s, self._clock.seconds_left() / 4), 0.05)
        return select(priced, SelectParams(time_limit_s=limit_s)).chosen

    def look_nearby(self, model: CoverageModel, gap: float, clock: Clock) -> None:
        """Take a few of what is built away and dive again, as long as there is time."""
        rng = np.random.Generator(np.random.PCG64(1))
        for _ in range(_TRIES):
            if self.is_within(gap) or clock.is_over():
                return
            built = dive_near(model, self._relaxed, self._built, self.objective, rng, clock)
            if built is not None:
                self.take(built)

    def is_within(self, gap: float) -> bool:
        return relative_gap(self.objective, self.bound) <= gap

    def result(self, params: SelectParams) -> CoverageResult:
        """Name how it ended, leave out what was built for nobody, and trust no solver."""
        problem = self._problem
        used = problem.uses @ self._chosen.astype(np.int64) > problem.capacity
        needed = np.asarray((problem.extra[np.flatnonzero(used)] > 0).sum(axis=0)).ravel() > 0
        built = self._built & needed
        if self.objective > self.bound:
            raise SolverFault("the choice of developments is worth more than its bound")
        if self.objective == self.bound:
            status = SolveStatus.OPTIMAL
        elif self.is_within(params.relative_gap):
            status = SolveStatus.WITHIN_GAP
        else:
            status = self._clock.ending()
        return CoverageResult(built, self._chosen, self.objective, self.bound, status)
