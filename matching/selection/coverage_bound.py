"""The bound of a coverage problem: the relaxation of the developments that matter, and prices for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.selection.arrays import Flags, Floats, Ints
from matching.selection.clock import Clock
from matching.selection.coverage_lp import TOLERANCE, CoverageModel, solve_model

ROUNDS = 40
_SHIFT = 8
"""Prices are rounded to 1/256 point, so that the bound is a sum of whole numbers."""
_BUDGETS = 3
"""Rounds look at what the first prices want most, of so many budgets, and at what later prices want."""
_LEAST_STEP = 1e-4
"""Rounds end when the bound falls by less than this share three times."""


@dataclass(frozen=True, eq=False)
class CoverageBound:
    """
    What the relaxation knows.

    Parameters
    ----------
    bound
        Proven: nothing within the budget is worth more, in points.
    share
        Shape [d]: how much of each development is built, 0 to 1.
    worth
        Shape [d]: what building it adds at these prices, less its effort, in points.
    bonus
        Shape [n]: what a candidate is worth to the worst-off area beside its own value, in points.
    reach, reach_built, reach_unbuilt
        Shape [n], [d], [d]: no solution with this candidate, with or without this development is worth more.
    cuts
        Shape [k, 2]: group and development of the rows that tighten the relaxation.
    """

    bound: float
    share: Floats
    worth: Floats
    bonus: Ints
    reach: Ints
    reach_built: Ints
    reach_unbuilt: Ints
    cuts: Ints

    @property
    def by_share(self) -> Ints:
        """Developments, the most built first."""
        return np.lexsort((np.arange(self.share.size), -self.worth, -self.share.round(6)))

    @property
    def by_worth(self) -> Ints:
        """Developments, the most worth at these prices first."""
        return np.lexsort((np.arange(self.share.size), -self.worth))

    def wanted(self, effort: Ints, budget: int) -> Flags:
        """Give what these prices want most, of three budgets, and all that is built in part, shape [d]."""
        order = self.by_worth
        wanted = self.share > TOLERANCE
        wanted[order[np.cumsum(effort[order]) <= _BUDGETS * budget]] = True
        return wanted


@dataclass(frozen=True, eq=False)
class _Prices:
    """Duals of groups, rows, budget and areas, and of the cuts; all 0 or more, in points."""

    group: Floats
    row: Floats
    budget: float
    area: Floats
    cut: Floats

    @classmethod
    def of(cls, model: CoverageModel, duals: Floats) -> _Prices:
        problem = model.problem
        ends = np.cumsum([problem.people.size, problem.capacity.size, 1, model.areas.size])
        group, row, budget, area, cut = np.split(np.maximum(np.nan_to_num(duals), 0), ends)
        return cls(group, row, float(budget[0]), area, cut)


def relax_coverage(model: CoverageModel, clock: Clock) -> CoverageBound:
    """
    Solve the relaxation, tightened until it holds or the time is up, and prove its bound.

    The first solve sees every development, the rounds after it only those its prices want most. A development
    that is left out keeps the prices of its rows, and comes in as soon as the prices want it after all.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    problem, d = model.problem, model.d
    cuts = np.zeros((0, 2), dtype=np.int64)
    dearest = np.zeros(problem.people.size)
    np.maximum.at(dearest, problem.group, problem.value.astype(np.float64))
    no_area = np.zeros(model.areas.size)
    prices = _Prices(dearest, np.zeros(problem.capacity.size), 0.0, no_area, np.zeros(0))
    best = _certify(model, cuts, prices, np.zeros(d))
    open_ = np.ones(d, dtype=np.bool_)
    adders = np.diff(model.extra.indptr)
    stuck = 0
    for turn in range(ROUNDS):
        if clock.is_over() or not model.n or not d:
            break
        solved = solve_model("glop", model, cuts, model.columns(open_), clock, np.zeros(model.n + d + 1))
        if not solved.is_optimal:
            break
        x, share = solved.values[: model.n], solved.values[model.n : -1]
        found = _Prices.of(model, solved.duals)
        is_priced = (adders == 0) | (np.asarray(model.extra @ open_.astype(np.int64)) > 0)
        prices = _Prices(
            found.group, np.where(is_priced, found.row, prices.row), found.budget, found.area, found.cut
        )
        proven = _certify(model, cuts, prices, share)
        stuck = 0 if proven.bound < best.bound * (1 - _LEAST_STEP) else stuck + 1
        best = proven if proven.bound < best.bound else best
        more = model.violated(x, share)
        missed = (proven.worth > 0) & ~open_
        if stuck == 3 or not (len(more) or missed.any()):
            break
        open_ = proven.wanted(problem.effort, problem.budget) if turn == 0 else open_ | missed
        cuts = np.unique(np.concatenate([cuts, more]), axis=0)
    return best


def _certify(model: CoverageModel, cuts: Ints, prices: _Prices, share: Floats) -> CoverageBound:
    """
    Prove a bound from prices: Lagrange's, in whole numbers, whatever the solver says of them.

    What a candidate would give beyond the price of its group goes to a development it needs, as the dual of
    a cut would; so prices found without some developments and cuts are prices for all of them.
    """
    problem, ticks = model.problem, 2.0**_SHIFT
    group_price, row_price, area_price, cut_price = (
        np.rint(each * ticks).astype(np.int64) for each in (prices.group, prices.row, prices.area, prices.cut)
    )
    budget_price = round(prices.budget * ticks)
    at_cut = model.at_cut(cuts).astype(np.int64)
    in_area = model.in_area().astype(np.int64)
    reduced = (
        (problem.value << _SHIFT) - problem.uses.T @ row_price + in_area.T @ area_price - at_cut.T @ cut_price
    )
    of_built = model.extra.T @ row_price - problem.effort * budget_price
    np.add.at(of_built, cuts[:, 1], cut_price)
    needing = np.flatnonzero(np.diff(model.needs.indptr))
    needed = model.needs.indices[model.needs.indptr[needing]]
    keys, at = np.unique(problem.group[needing] * model.d + needed, return_inverse=True)
    rent = np.zeros(keys.size, dtype=np.int64)
    np.maximum.at(rent, at, np.maximum(reduced[needing] - group_price[problem.group[needing]], 0))
    reduced[needing] -= rent[at]
    np.add.at(of_built, keys % max(model.d, 1), rent)
    best = np.zeros(problem.people.size, dtype=np.int64)
    np.maximum.at(best, problem.group, reduced)
    of_worst = (problem.worst_points << _SHIFT) - int(area_price @ model.reachable)
    bound = int(
        best.sum()
        + np.maximum(of_built, 0).sum()
        + max(of_worst, 0)
        + row_price @ problem.capacity
        + budget_price * problem.budget
    )
    return CoverageBound(
        bound=float(bound >> _SHIFT),
        share=share,
        worth=of_built / ticks,
        bonus=(in_area.T @ area_price) >> _SHIFT,
        reach=(bound - best[problem.group] + reduced) >> _SHIFT,
        reach_built=(bound - np.maximum(of_built, 0) + of_built) >> _SHIFT,
        reach_unbuilt=(bound - np.maximum(of_built, 0)) >> _SHIFT,
        cuts=cuts,
    )
