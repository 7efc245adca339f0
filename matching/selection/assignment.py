"""
Problems in which every candidate uses one row: generalised assignment.

Prices of the groups prove a bound and say what each row loses against the best it could hold. A dive then
fixes the fillings that least is argued about, a few at a time, and lets the prices settle for the rest. Last,
the rows that lose most are emptied, a few at a time, and filled anew by an exact search; how many at a time
follows from whether the search can still prove what it finds.
"""

from __future__ import annotations

import numpy as np

from matching.selection.arrays import Flags, Floats, Ints
from matching.selection.bound import Certificate
from matching.selection.clock import Clock
from matching.selection.descent import Walk, descend
from matching.selection.exact import Effort
from matching.selection.problem import Selection
from matching.selection.reduce import Part, count_groups, reduce_problem
from matching.selection.refine import Outcome, Task, refine
from matching.selection.run import Run
from matching.selection.sacks import Filling, Sacks, as_sacks

FEWEST_GROUPS, MOST_ROWS = 4, 100
"""Groups per row, and rows: where rows hold one or two the relaxation says nearly all, and a few of very many
rows are too small a part to look at."""
FIRST_STEPS, STEPS = 100, 6
"""Of the walk over all rows, and of those that let the prices settle after some were fixed."""
FIRST_GOAL, GOAL = 5e-3, 2e-4
"""Of these walks, as shares of what all capacity is worth at the prices of the rows."""
PROGRESS = 5e-5
FIXED = 20
"""One row in so many is fixed at a time."""
LAST = 4
"""So many rows are not worth a dive: they are searched exactly."""
FEW = 5.0
"""Rows emptied at a time, at first."""
KEPT = 6
"""Candidates per group that rows are filled anew with."""
MORE, FEWER = 1.03, 0.85
"""What their number is multiplied by when the search proved what it found, and when it could not."""
CALM = 0.3
"""How often a row that loses nothing is emptied, beside one that loses as much as rows do on average."""
WORK = 0.5
"""CP-SAT's deterministic seconds for filling a few rows anew; twice as many after as many searches in vain as
there are rows."""
WHOLE = 1_600
"""So few candidates left that can be better are searched as a whole after a few searches in vain."""


def recognise(problem: Selection) -> Sacks | None:
    """
    Recognise a problem of few and large rows, whose candidates use one each; None if it is another.

    Parameters
    ----------
    problem
        As in `Part`.
    """
    rows = problem.capacity.size
    return as_sacks(problem) if FEWEST_GROUPS * rows <= count_groups(problem) and rows <= MOST_ROWS else None


def assign(problem: Selection, sacks: Sacks, certificate: Certificate, chosen: Flags, run: Run) -> Outcome:
    """
    Search for a good choice, and prove a bound that is often tighter than the relaxation's.

    Parameters
    ----------
    problem
        As in `Part`.
    sacks
        What `as_sacks` made of it.
    certificate
        Of good prices of the rows.
    chosen
        Shape [n]: a feasible choice; what comes back is worth no less.
    run
        Its tally has this problem as its only part.
    """
    scale = float(certificate.prices @ problem.capacity)
    prices = _settle(sacks, _group_prices(problem, certificate), FIRST_STEPS, FIRST_GOAL * scale, run.clock)
    filling = sacks.fill(prices)
    bound = min(certificate.bound, filling.bound)
    run.tally.update(0, problem.worth(chosen), bound)
    if not run.is_done():
        chosen = max(chosen, _dive(problem, prices, GOAL * scale, run), key=problem.worth)
        run.tally.update(0, problem.worth(chosen), bound)
        chosen = _fill_anew(sacks, prices, filling, certificate, chosen, run)
    return Outcome(chosen, bound)


def _group_prices(problem: Selection, certificate: Certificate) -> Floats:
    """Say what each group can gain at the prices of the rows: shape [groups]."""
    reduced = problem.value - problem.uses.T @ certificate.prices
    starts = np.flatnonzero(np.diff(problem.group, prepend=-1))
    return np.maximum(np.maximum.reduceat(reduced, starts), 0.0)


def _settle(sacks: Sacks, prices: Floats, steps: int, goal: float, clock: Clock) -> Floats:
    """Walk to prices at which the fillings argue less about the groups."""

    def look(prices: Floats) -> tuple[float, Floats]:
        filling = sacks.fill(prices)
        return float(filling.bound), (_wanted(sacks.problem, filling) - 1).astype(np.float64)

    return descend(prices, look, Walk(steps, goal, PROGRESS * goal), clock)


def _wanted(problem: Selection, filling: Filling) -> Ints:
    """Count the fillings each group is in: shape [groups]."""
    return np.bincount(problem.group[filling.taken], minlength=count_groups(problem))


def _dive(problem: Selection, prices: Floats, goal: float, run: Run) -> Flags:
    """Fix filling after filling, and search exactly what is left: shape [n]."""
    chosen = np.zeros(problem.size, dtype=np.bool_)
    part = Part(problem, np.arange(problem.size), np.arange(problem.capacity.size))
    while part.problem.capacity.size > LAST and not run.clock.is_over():
        sacks = as_sacks(part.problem)
        if sacks is None:
            break
        prices = _settle(sacks, prices, STEPS, goal, run.clock)
        rows, taken = _least_argued(sacks, sacks.fill(prices))
        chosen[part.candidates[taken]] = True
        here = part.problem
        is_open = ~np.isin(sacks.row, rows) & ~np.isin(here.group, here.group[taken])
        rest = reduce_problem(here, is_open, here.capacity)
        prices = prices[np.unique(here.group[rest.candidates])]
        part = Part(rest.problem, part.candidates[rest.candidates], part.rows[rest.rows])
    nothing = Outcome(np.zeros(part.problem.size, dtype=np.bool_), int(part.problem.value.sum()))
    chosen[part.candidates[_search(part.problem, nothing, WORK, run).chosen]] = True
    return chosen


def _least_argued(sacks: Sacks, filling: Filling) -> tuple[Ints, Flags]:
    """Name the rows to fix next, and what is in them, shape [n]; a group goes to the first that holds it."""
    problem, count = sacks.problem, sacks.problem.capacity.size
    own = np.flatnonzero(filling.taken)
    argued = (_wanted(problem, filling) - 1)[problem.group[own]]
    used = np.bincount(sacks.row[own], weights=sacks.amount[own], minlength=count)
    order = np.lexsort(
        (problem.capacity - used, np.bincount(sacks.row[own], weights=argued, minlength=count))
    )
    taken, groups, rows = np.zeros(problem.size, dtype=np.bool_), np.zeros(0, dtype=np.int64), []
    for row in order[: max(1, count // FIXED)].tolist():
        held = own[sacks.row[own] == row]
        if not np.isin(problem.group[held], groups).any():
            taken[held] = True
            groups = np.append(groups, problem.group[held])
            rows.append(row)
    return np.array(rows), taken


def _fill_anew(
    sacks: Sacks, prices: Floats, filling: Filling, certificate: Certificate, chosen: Flags, run: Run
) -> Flags:
    """Empty the rows that lose most and fill them anew, again and again: shape [n]."""
    problem, count = sacks.problem, sacks.problem.capacity.size
    draw = np.random.default_rng(run.params.seed)
    gain = problem.value - prices[problem.group]
    promising = certificate.reach >= certificate.reach_of_few(KEPT)
    few, work, idle = FEW, WORK, 0
    while not run.is_done() and few < count:
        lost = filling.worth - np.bincount(sacks.row[chosen], weights=gain[chosen], minlength=count)
        order = np.argsort(-(lost + CALM * lost.mean()) * draw.random(count), kind="stable")
        emptied = np.isin(sacks.row, order[: int(few)])
        kept = problem.group[chosen & ~emptied]
        is_open = emptied & (promising | chosen) & ~np.isin(problem.group, kept)
        part = reduce_problem(problem, is_open, problem.capacity)
        known = chosen[part.candidates]
        most = int(part.problem.value.sum())
        found = _search(part.problem, Outcome(known, most), work, run)
        worth = part.problem.worth(found.chosen)
        few = max(2.0, few * (MORE if found.bound == worth else FEWER))
        idle += 1
        if worth > part.problem.worth(known):
            chosen = chosen.copy()
            chosen[part.candidates] = found.chosen
            idle = 0
            run.tally.update(0, problem.worth(chosen), run.tally.bound)
        elif idle >= FEW and (certificate.reach > problem.worth(chosen)).sum() <= WHOLE:
            break
        elif idle >= count:
            work, idle = 2 * work, 0
    return chosen


def _search(problem: Selection, known: Outcome, work: float, run: Run) -> Outcome:
    """Search a few rows exactly."""
    effort = Effort(run.params.workers, run.params.seed, work_limit=work, is_known_good=True)
    return refine(Task(problem, None, known, effort), run.clock)
