"""Which developments to build, one by one: in a given order, or always the one that gives most now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matching.selection.arrays import Flags, Ints

if TYPE_CHECKING:
    from matching.selection.coverage import Coverage


class Step(NamedTuple):
    """One more development of a greedy list, what it adds in points, and which candidates then start."""

    development: int
    gain: int
    started: tuple[int, ...]


def fill_built(problem: Coverage, order: Ints) -> Flags:
    """
    Build in a given order whatever the budget still allows.

    Parameters
    ----------
    problem
        The question.
    order
        Shape [d]: all developments, the most wanted first.
    """
    built = np.zeros(problem.effort.size, dtype=np.bool_)
    left = problem.budget
    for development in order.tolist():
        if problem.effort[development] <= left:
            built[development] = True
            left -= int(problem.effort[development])
    return built


def greedy(problem: Coverage) -> list[Step]:
    """
    Build one after the other what lets most people start for its effort, while the budget lasts.

    This is what a planner does by hand: nobody who has started is moved again, and the worst-off area counts
    for nothing. It is shown beside the choice of `cover`, which looks at all of it at once.
    """
    uses = problem.uses.tocsc()
    order = np.lexsort((np.arange(problem.group.size), -problem.value))
    order = order[problem.starts[order]]
    left = problem.capacity.copy()
    started = np.zeros(problem.people.size, dtype=np.bool_)
    extra = problem.extra.tocsc()
    rows_of = [extra.indices[extra.indptr[d] : extra.indptr[d + 1]] for d in range(problem.effort.size)]
    more_of = [extra.data[extra.indptr[d] : extra.indptr[d + 1]] for d in range(problem.effort.size)]
    users = _users(problem, order)
    steps: list[Step] = []
    open_ = set(range(problem.effort.size))
    budget = problem.budget
    # What a development adds can only shrink as others are built, so an old gain bounds the new one.
    bounds = dict.fromkeys(open_, np.inf)

    def starts(development: int) -> list[int]:
        room = left.copy()
        room[rows_of[development]] += more_of[development]
        taken: list[int] = []
        gone = started.copy()
        for candidate in users[development]:
            group = problem.group[candidate]
            if gone[group]:
                continue
            span = slice(uses.indptr[candidate], uses.indptr[candidate + 1])
            rows, amounts = uses.indices[span], uses.data[span]
            if (amounts <= room[rows]).all():
                room[rows] -= amounts
                gone[group] = True
                taken.append(candidate)
        return taken

    while open_:
        best: tuple[float, int, list[int]] | None = None
        for development in sorted(open_, key=lambda d: (-bounds[d], d)):
            if problem.effort[development] > budget:
                continue
            if best is not None and bounds[development] <= best[0]:
                break
            taken = starts(development)
            bounds[development] = float(problem.value[taken].sum()) / float(problem.effort[development])
            if best is None or bounds[development] > best[0]:
                best = bounds[development], development, taken
        if best is None or best[0] <= 0:
            return steps
        _, development, taken = best
        left[rows_of[development]] += more_of[development]
        for candidate in taken:
            span = slice(uses.indptr[candidate], uses.indptr[candidate + 1])
            left[uses.indices[span]] -= uses.data[span]
            started[problem.group[candidate]] = True
        budget -= int(problem.effort[development])
        open_.remove(development)
        steps.append(Step(development, int(problem.value[taken].sum()), tuple(taken)))
    return steps


def built_greedily(problem: Coverage) -> tuple[Flags, Flags]:
    """Give the greedy list as what is built, shape [d], and who starts, shape [n]."""
    built = np.zeros(problem.effort.size, dtype=np.bool_)
    chosen = np.zeros(problem.group.size, dtype=np.bool_)
    for step in greedy(problem):
        built[step.development] = True
        chosen[list(step.started)] = True
    return built, chosen


def _users(problem: Coverage, order: Ints) -> list[list[int]]:
    """List for each development the candidates that use a row it adds to, the most valuable first."""
    touches = (problem.extra.T > 0).astype(np.int64) @ (problem.uses > 0).astype(np.int64)
    ranked = touches.tocsr()[:, order]
    ranked.sort_indices()
    return [
        order[ranked.indices[ranked.indptr[d] : ranked.indptr[d + 1]]].tolist()
        for d in range(problem.effort.size)
    ]
