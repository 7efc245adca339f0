"""First come, first served: what a coordinator does by hand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.selection.problem import Selection


def first_come_greedy(problem: Selection, order: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """
    Serve the groups in order, each with its most valuable candidate that still fits: shape [n].

    Pins are served before everybody. Nobody takes a candidate that is worth nothing or less; among equals the
    first in the arrays is taken. The choice is feasible whenever the pins are.

    Parameters
    ----------
    problem
        With or without pins.
    order
        Group numbers, the longest waiting first. A group that is not named gets nothing.
    """
    pins = np.zeros(problem.size, dtype=np.bool_) if problem.fixed is None else problem.fixed
    left = problem.capacity - problem.uses @ pins.astype(np.int64)
    chosen = pins.copy()
    served = set(problem.group[pins].tolist())

    by_candidate = problem.uses.tocsc()
    best_first = np.lexsort((-problem.value, problem.group))
    groups = problem.group[best_first]
    starts, ends = np.searchsorted(groups, order), np.searchsorted(groups, order, side="right")
    for group, start, end in zip(order.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if group in served:
            continue
        for candidate in best_first[start:end].tolist():
            if problem.value[candidate] <= 0:
                break
            entries = slice(by_candidate.indptr[candidate], by_candidate.indptr[candidate + 1])
            rows, amounts = by_candidate.indices[entries], by_candidate.data[entries]
            if (amounts <= left[rows]).all():
                left[rows] -= amounts
                chosen[candidate] = True
                served.add(group)
                break
    return chosen
