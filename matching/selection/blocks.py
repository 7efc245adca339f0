"""
Choices for problems too large to search as a whole: one neighbourhood after another, searched exactly.

In the first pass nobody has a place yet. Whoever is not decided is stood in for by the prices: what they too
could want costs its price, so that a neighbourhood leaves to others what is worth more to them. From the
second pass on everybody outside holds what they have, other borders are drawn, and each neighbourhood is
searched again among what is left; so the choice only ever gets better. Neighbourhoods without a row in common
are searched side by side.

The gap has an address: what a choice is below the bound is the sum of what each group loses against its best
reduced value and what each row leaves unused at its price. A neighbourhood that loses next to nothing is left
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.selection.arrays import Flags, Floats, Ints, Matrix, entry_rows
from matching.selection.bound import Certificate
from matching.selection.dispatch import solve_parts
from matching.selection.exact import Effort
from matching.selection.neighbourhoods import neighbourhoods, row_owners, waves
from matching.selection.problem import Selection
from matching.selection.reduce import Part, count_groups, reduce_problem
from matching.selection.refine import Outcome, Task
from matching.selection.rounding import upgrade
from matching.selection.run import Run
from matching.selection.tally import Tally

GROUPS = 400
"""Groups in a neighbourhood at first: small ones take little time, large ones have fewer borders."""
STEADY = 4
"""Passes with neighbourhoods of that size: new borders help sooner than larger neighbourhoods."""
GROWTH = 1.3
"""How much larger they get with each later pass."""
KEPT = 2
"""Candidates per group looked at in the first pass, those with the least loss against the prices; one more
with each pass."""
FIRST_GAP = 2e-3
"""How exactly the first pass searches; each later one twice as exactly."""
WORK = 3.0
"""CP-SAT's deterministic seconds for one neighbourhood."""
LANDMARKS = (6, 5, 4, 3)
"""Of the maps of successive passes, so that borders move."""


def improve(problem: Selection, certificate: Certificate, chosen: Flags, run: Run) -> Flags:
    """
    Search neighbourhood by neighbourhood until the gap is small enough or the clock ends it: shape [n].

    Neighbourhoods grow after a few passes; it also ends when the next would be the whole.

    Parameters
    ----------
    problem
        As in `Part`.
    certificate
        Of good prices.
    chosen
        Shape [n]: a feasible choice; what comes back is worth no less.
    run
        Its tally has this problem as its only part.
    """
    number = 0
    while not run.is_done() and count_groups(problem) > _size(number):
        core = _core(problem, certificate, chosen, KEPT + number)
        one_pass = _Pass(core, certificate.prices[core.rows], number, run)
        known = np.zeros(core.problem.size, dtype=np.bool_) if number == 0 else chosen[core.candidates]
        found = one_pass.search(known)
        if number == 0 or not run.clock.is_over():
            # A first pass that was ended early leaves people undecided who can have what is left over.
            found = upgrade(core.problem, found)
        if core.problem.worth(found) > problem.worth(chosen):
            chosen = np.zeros(problem.size, dtype=np.bool_)
            chosen[core.candidates[found]] = True
        run.tally.update(0, problem.worth(chosen), certificate.bound)
        number += 1
    return chosen


def _size(number: int) -> int:
    """Give the most groups of a neighbourhood in a pass."""
    return int(GROUPS * GROWTH ** max(0, number - STEADY + 1))


def _core(problem: Selection, certificate: Certificate, chosen: Flags, kept: int) -> Part:
    """Keep the candidates with the farthest reach, and those chosen."""
    few = certificate.reach >= certificate.reach_of_few(kept)
    return reduce_problem(problem, few | chosen, problem.capacity)


@dataclass(frozen=True, eq=False)
class _Piece:
    """A neighbourhood: its candidates as positions in the core, and its problem."""

    candidates: Ints
    part: Part
    task: Task


class _Pass:
    """One pass over all neighbourhoods of the core."""

    def __init__(self, core: Part, prices: Floats, number: int, run: Run) -> None:
        self._problem = core.problem
        self._by_candidate = core.problem.uses.tocsc()
        self._prices = prices
        self._is_first = number == 0
        self._run = run
        self._gap = max(run.params.relative_gap / 2, FIRST_GAP / 2**number)
        self._label = neighbourhoods(core.problem, _size(number), LANDMARKS[number % len(LANDMARKS)])
        self._label_of = self._label[core.problem.group]
        self._order = np.argsort(self._label_of, kind="stable")
        self._ends = np.searchsorted(self._label_of[self._order], np.arange(self._label.max(initial=0) + 2))

    def search(self, chosen: Flags) -> Flags:
        """Search wave after wave, from a feasible choice: shape [n]."""
        problem, run = self._problem, self._run
        chosen = chosen.copy()
        left = problem.capacity - problem.uses @ chosen.astype(np.int64)
        is_open = self._worth_a_search(chosen, left)
        decided = ~is_open if not self._is_first else np.zeros_like(is_open)
        for wave in waves(problem, self._label):
            live = wave[is_open[wave]]
            if run.is_done() or not live.size:
                continue
            decided[live] = True
            charged = self._charged_rows(decided) if self._is_first else None
            pieces = [self._piece(one, chosen, left, charged) for one in live.tolist()]
            tasks = [piece.task for piece in pieces]
            for piece, outcome in zip(pieces, self._solve(tasks), strict=True):
                new = piece.part.candidates[outcome.chosen]
                old = chosen[piece.candidates]
                chosen[piece.candidates] = False
                chosen[piece.candidates[new]] = True
                change = chosen[piece.candidates].astype(np.int64) - old
                left -= np.asarray(self._by_candidate[:, piece.candidates] @ change, dtype=np.int64)
            if not self._is_first:
                run.tally.update(0, problem.worth(chosen), run.tally.bound)
        return chosen

    def _solve(self, tasks: list[Task]) -> list[Outcome]:
        tally = Tally(self._run.clock, None)
        tally.start(0, [(task.problem.worth(task.known.chosen), task.known.bound) for task in tasks])
        return solve_parts(tasks, self._run.params.executor, self._run.clock, tally)

    def _worth_a_search(self, chosen: Flags, left: Ints) -> Flags:
        """Say of each neighbourhood whether it loses more than half of what the whole is allowed to lose."""
        problem, count = self._problem, self._ends.size - 1
        if self._is_first:
            return np.ones(count, dtype=np.bool_)
        reduced = problem.value - problem.uses.T @ self._prices
        starts = np.flatnonzero(np.diff(problem.group, prepend=-1))
        loss = np.maximum(np.maximum.reduceat(reduced, starts), 0)
        loss[problem.group[chosen]] -= reduced[chosen]
        lost = np.bincount(self._label, weights=loss, minlength=count)
        owners = row_owners(problem, self._label)
        lost += np.bincount(owners, weights=self._prices * left, minlength=count)
        worth = np.bincount(self._label_of[chosen], weights=problem.value[chosen], minlength=count)
        return lost > worth * self._run.params.relative_gap / 2

    def _charged_rows(self, decided: Flags) -> Flags:
        """Say of each row whether somebody not decided yet could want it too."""
        uses = self._problem.uses
        wants = ~decided[self._label_of][uses.indices]
        charged = np.zeros(uses.shape[0], dtype=np.bool_)
        charged[entry_rows(uses)[wants]] = True
        return charged

    def _piece(self, label: int, chosen: Flags, left: Ints, charged: Flags | None) -> _Piece:
        """Cut one neighbourhood out, with what is left of its rows and what it holds itself."""
        candidates = self._order[self._ends[label] : self._ends[label + 1]]
        own = self._by_candidate[:, candidates]
        rows = np.unique(own.indices).astype(np.int64)
        uses: Matrix = sparse.csr_array(own)[rows]
        held = chosen[candidates]
        value = self._problem.value[candidates]
        if charged is not None:
            value = value - np.rint(uses.T @ np.where(charged[rows], self._prices[rows], 0)).astype(np.int64)
        capacity = left[rows] + uses @ held.astype(np.int64)
        whole = Selection(self._problem.group[candidates], value, uses, capacity)
        part = reduce_problem(whole, np.ones(whole.size, dtype=np.bool_), capacity)
        known = held[part.candidates]
        most = int(part.problem.value.sum())
        allowed = int(self._gap * part.problem.worth(known) or self._gap * most / KEPT)
        effort = Effort(self._run.params.workers, self._run.params.seed, allowed, WORK, presolve=False)
        return _Piece(candidates, part, Task(part.problem, None, Outcome(known, most), effort))
