"""What to develop: what each would bring alone, the best set for a budget, and how sure that is."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from matching.gaps.question import Question
from matching.model.gap import DevelopmentPlan, DistrictStart, GreedyStep, Prospect
from matching.selection import Selection, SelectParams, select
from matching.selection.arrays import Flags, Ints
from matching.selection.coverage import Coverage, CoverageResult, cover
from matching.selection.coverage_greedy import greedy

DRAW_PARAMS = SelectParams(time_limit_s=2.0, relative_gap=0.01)


def prospects(question: Question) -> tuple[Prospect, ...]:
    """
    Say of each development that helps anybody what it would bring alone, the most people first.

    Of those that let equally many start, what helps others than the ones before comes first, then what lets
    people of higher priority start, then what takes less. Everybody else keeps their place; whether more is
    gained by moving others shows in the re-solve.
    """
    coverage = question.coverage
    touches = (coverage.extra.T > 0).astype(np.int64) @ (coverage.uses > 0).astype(np.int64)
    touches = sparse.csr_array(touches)
    found = []
    for column, development in enumerate(question.developments):
        span = slice(touches.indptr[column], touches.indptr[column + 1])
        near = np.sort(touches.indices[span]).astype(np.int64)
        near = near[coverage.value[near] > 0]
        if near.size:
            started = _alone(coverage, column, near)
            found.append(
                Prospect(
                    development=development,
                    could_use=question.ids_of(near),
                    forecast=question.people_of(started),
                    points=int(coverage.value[started].sum()),
                )
            )
    return tuple(_spread([each for each in found if each.forecast]))


def _spread(found: list[Prospect]) -> list[Prospect]:
    """Order them so that of equals the next helps those who are helped least so far."""
    helped: Counter[str] = Counter()
    by_forecast: dict[int, list[Prospect]] = {}
    for each in sorted(found, key=_most_first):
        by_forecast.setdefault(each.forecast, []).append(each)
    ordered = []
    for equals in by_forecast.values():
        while equals:
            best = min(
                equals, key=lambda each: sum(helped[who] for who in each.could_use) / len(each.could_use)
            )
            equals.remove(best)
            ordered.append(best)
            helped.update(best.could_use)
    return ordered


def _alone(coverage: Coverage, column: int, near: Ints) -> Flags:
    """Choose who starts if one development alone is built, among the candidates that touch it, bool[n]."""
    capacity = coverage.capacity + np.asarray(coverage.extra[:, [column]].todense()).ravel()
    part = Selection(coverage.group[near], coverage.value[near], coverage.uses[:, near], capacity)
    started = np.zeros(coverage.group.size, dtype=np.bool_)
    started[near[select(part, SelectParams(time_limit_s=1.0)).chosen]] = True
    return started


def _most_first(prospect: Prospect) -> tuple[int, int, int, str]:
    gained = prospect.forecast if prospect.confirmed is None else prospect.confirmed
    return -gained, -prospect.points, prospect.development.effort_days, prospect.development.id


def confirm(
    found: Sequence[Prospect],
    most: int,
    placed_with: Callable[[Prospect], int | None],
    placed_now: int,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Prospect, ...]:
    """
    Add the first ones for real, re-solve everything, and say how many more people each one places.

    Parameters
    ----------
    found
        As `prospects` gives them.
    most
        How many to confirm.
    placed_with
        Solves a copy of the problem with one of them built and counts the people placed; nothing where the
        solve did not end.
    placed_now
        How many are placed without it.
    should_stop
        Asked before each; what is left then stays unconfirmed.

    Returns
    -------
    Confirmed ones first, the most people first, then the others.
    """
    confirmed = []
    for prospect in found[:most]:
        if should_stop and should_stop():
            break
        placed = placed_with(prospect)
        gained = None if placed is None else placed - placed_now
        confirmed.append(dataclasses.replace(prospect, confirmed=gained))
    return (*sorted(confirmed, key=_most_first), *found[len(confirmed) :])


def plan(question: Question, params: SelectParams | None = None) -> DevelopmentPlan:
    """Choose the set that lets most people start within the budget, with its proven gap."""
    coverage = question.coverage
    found = cover(coverage, params or SelectParams())
    return DevelopmentPlan(
        built=_by_people(question, found),
        effort_days=int(coverage.effort[found.built].sum()),
        budget_days=coverage.budget,
        started=question.people_of(found.chosen),
        points=found.objective,
        bound=found.bound,
        status=found.status,
        by_district=_by_district(question, found),
    )


def greedy_list(question: Question) -> tuple[GreedyStep, ...]:
    """Give what a planner would build one by one, each time what lets most people start for its effort."""
    return tuple(
        GreedyStep(
            question.developments[step.development].id,
            question.developments[step.development].effort_days,
            question.people_of(np.array(step.started, dtype=np.int64)),
        )
        for step in greedy(question.coverage)
    )


def stays_best(
    question: Question, draws: int, seed: int = 1, should_stop: Callable[[], bool] | None = None
) -> dict[str, float]:
    """
    Draw again who arrives, and give the share of draws in which each development is in the best set.

    The people waiting now are a sample of those who come: in each draw everybody turns up Poisson(1) times
    (the Poisson bootstrap: Hanley and MacGibbon 2006), and the best set is chosen anew.

    Parameters
    ----------
    question
        What could be built.
    draws
        How many; 0 gives nothing.
    seed
        0 or more; the same seed gives the same draws.
    should_stop
        Asked before each draw; the shares are then of those made.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    times = np.zeros(len(question.developments), dtype=np.int64)
    made = 0
    for _ in range(draws):
        if should_stop and should_stop():
            break
        counts = rng.poisson(1.0, question.coverage.people.size)
        times += cover(_drawn(question.coverage, counts), DRAW_PARAMS).built
        made += 1
    if not made:
        return {}
    return {
        development.id: float(number / made)
        for development, number in zip(question.developments, times.tolist(), strict=True)
    }


def _drawn(coverage: Coverage, counts: Ints) -> Coverage:
    """Let each group turn up as often as it was drawn, each time as somebody of their own."""
    candidate, group, people, area = [], [], [], []
    first = 0
    for turn in range(int(counts.max(initial=0))):
        here = counts > turn
        number = np.cumsum(here) - 1 + first
        mine = np.flatnonzero(here[coverage.group])
        candidate.append(mine)
        group.append(number[coverage.group[mine]])
        people.append(coverage.people[here])
        area.append(coverage.area[here])
        first += int(here.sum())
    if not candidate:
        return dataclasses.replace(coverage, budget=0)
    rows = np.concatenate(candidate)
    return dataclasses.replace(
        coverage,
        group=np.concatenate(group),
        value=coverage.value[rows],
        uses=sparse.csr_array(coverage.uses[:, rows]),
        people=np.concatenate(people),
        area=np.concatenate(area),
    )


def _by_people(question: Question, found: CoverageResult) -> tuple[str, ...]:
    """Give what is built, what most people start by first."""
    coverage = question.coverage
    chosen = np.flatnonzero(found.chosen)
    size = question.prepared.columns.units.size[coverage.group[chosen]]
    touched = np.asarray((coverage.uses[:, chosen] > 0).astype(np.int64) @ size)
    served = {
        int(column): int(touched[np.flatnonzero(coverage.extra[:, [column]].todense())].max(initial=0))
        for column in np.flatnonzero(found.built)
    }
    ids = [question.developments[column].id for column in served]
    return tuple(sorted(ids, key=lambda key: (-served[_column(question, key)], key)))


def _column(question: Question, key: str) -> int:
    return next(column for column, each in enumerate(question.developments) if each.id == key)


def _by_district(question: Question, found: CoverageResult) -> tuple[DistrictStart, ...]:
    """Count by district who starts, who ever could, and who waits; the worst-off district first."""
    coverage = question.coverage
    people = question.prepared.problem.people
    lead = question.prepared.columns.units.lead
    districts = [people[row].district or "" for row in lead.tolist()]
    ever = np.unique(coverage.group[coverage.value > 0])
    started = coverage.group[found.chosen]

    def count(groups: Ints, district: str) -> int:
        return int(sum(coverage.people[unit] for unit in groups.tolist() if districts[unit] == district))

    everybody = np.arange(coverage.people.size)
    found_districts = [
        DistrictStart(name, count(started, name), count(ever, name), count(everybody, name))
        for name in sorted(set(districts))
    ]
    return tuple(
        sorted(found_districts, key=lambda each: (each.started / max(each.waiting, 1), each.district))
    )
