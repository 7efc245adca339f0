"""The relaxation of a coverage problem, the bound its prices prove, and the exact search of what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper as mb
from scipy import sparse

from matching.errors import SolverFault
from matching.selection.arrays import Flags, Floats, Ints, Matrix, entry_rows
from matching.selection.clock import Clock
from matching.selection.lp import REFUSED

if TYPE_CHECKING:
    from matching.selection.coverage import Coverage

ROUNDS = 12
_TOLERANCE = 1e-6
_SHIFT = 8
"""Prices are rounded to 1/256 point, so that the bound is a sum of whole numbers."""


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


@dataclass(frozen=True, eq=False)
class Found:
    """What an exact search would build and who starts, if it found anything, and a bound on what it saw."""

    built: Flags | None
    chosen: Flags | None
    bound: float


@dataclass(frozen=True, eq=False)
class _Model:
    """The rows of the relaxation: variables are candidates, developments, and the worst area's share."""

    problem: Coverage
    extra: Matrix
    needs: Matrix
    areas: Ints
    reachable: Ints

    @classmethod
    def of(cls, problem: Coverage) -> _Model:
        areas, reachable = problem.areas
        return cls(problem, _no_more_than_asked(problem), _needs(problem), areas, reachable)

    @property
    def n(self) -> int:
        return int(self.problem.group.size)

    @property
    def d(self) -> int:
        return int(self.problem.effort.size)

    def rows(self, cuts: Ints) -> tuple[sparse.csr_matrix, Floats]:
        """Give all rows and their upper bounds: groups, capacities, budget, areas, cuts."""
        problem = self.problem
        n, groups = self.n, problem.people.size
        membership = sparse.csr_array((np.ones(n), (problem.group, np.arange(n))), shape=(groups, n))
        in_area = self.in_area()
        at_cut = self.at_cut(cuts)
        built = sparse.csr_array(
            (-np.ones(len(cuts)), (np.arange(len(cuts)), cuts[:, 1])), shape=(len(cuts), self.d)
        )
        # The stub knows no blocks of several kinds.
        blocks: Any = [
            [membership, None, None],
            [problem.uses.astype(np.float64), -self.extra.astype(np.float64), None],
            [None, sparse.csr_array(problem.effort[None].astype(np.float64)), None],
            [-in_area, None, sparse.csr_array(self.reachable[:, None].astype(np.float64))],
            [at_cut, built, None],
        ]
        upper = np.concatenate(
            [
                np.ones(groups),
                problem.capacity,
                [problem.budget],
                np.zeros(self.areas.size),
                np.zeros(len(cuts)),
            ]
        )
        stacked: Any = sparse.bmat(blocks, format="csr")
        return sparse.csr_matrix(stacked), upper

    def in_area(self) -> sparse.csr_array:
        """Give the people each candidate lets start in each area, shape [areas, n]."""
        problem = self.problem
        area = problem.area[problem.group]
        of_area = np.searchsorted(self.areas, area)
        inside = np.flatnonzero(np.isin(area, self.areas) & problem.starts)
        return sparse.csr_array(
            (problem.people[problem.group[inside]].astype(np.float64), (of_area[inside], inside)),
            shape=(self.areas.size, self.n),
        )

    def at_cut(self, cuts: Ints) -> sparse.csr_array:
        """Tell which candidates of a group need a development, for each cut, shape [cuts, n]."""
        needs = self.needs.tocoo()
        key = self.problem.group[needs.row] * self.d + needs.col
        cut_key = cuts[:, 0] * self.d + cuts[:, 1]
        order = np.argsort(cut_key)
        at = np.minimum(np.searchsorted(cut_key[order], key), max(len(cuts) - 1, 0))
        hit = cut_key[order][at] == key if len(cuts) else np.zeros(key.size, dtype=np.bool_)
        return sparse.csr_array(
            (np.ones(int(hit.sum())), (order[at[hit]] if len(cuts) else at[hit], needs.row[hit])),
            shape=(len(cuts), self.n),
        )

    def violated(self, x: Floats, y: Floats) -> Ints:
        """Find groups that start at a development further than it is built, shape [k, 2]."""
        needs = self.needs.tocoo()
        key = self.problem.group[needs.row] * self.d + needs.col
        keys, of_entry = np.unique(key, return_inverse=True)
        started = np.bincount(of_entry, weights=x[needs.row], minlength=keys.size)
        worse = started > y[keys % self.d] + _TOLERANCE
        return np.stack([keys[worse] // self.d, keys[worse] % self.d], axis=1)

    def objective(self) -> Floats:
        problem = self.problem
        return np.concatenate([problem.value, np.zeros(self.d), [problem.worst_points]]).astype(np.float64)


def relax_coverage(problem: Coverage, clock: Clock) -> CoverageBound:
    """
    Solve the relaxation, tightened until it holds or the time is up, and prove its bound.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    model = _Model.of(problem)
    cuts = np.zeros((0, 2), dtype=np.int64)
    duals = np.zeros(problem.people.size + problem.capacity.size + 1 + model.areas.size)
    best = _certify(model, cuts, duals, np.zeros(model.d))
    for _ in range(ROUNDS):
        if clock.is_over() or not model.n or not model.d:
            break
        rows, upper = model.rows(cuts)
        solver = _solve("glop", model.objective(), rows, upper, clock)
        if solver.status() != mb.SolveStatus.OPTIMAL:
            break
        values = np.asarray(solver.variable_values())
        found = _certify(model, cuts, np.asarray(solver.dual_values()), values[model.n : -1])
        best = found if found.bound < best.bound else best
        more = model.violated(values[: model.n], values[model.n : -1])
        if not len(more):
            break
        cuts = np.unique(np.concatenate([cuts, more]), axis=0)
    return best


def search_rest(
    problem: Coverage, relaxed: CoverageBound, objective: int, is_whole: bool, clock: Clock
) -> Found:
    """
    Search exactly which developments could still be worth more than the objective.

    Unless people are to be whole they may be split among candidates, which makes the bound a little loose
    and the search many times faster.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    model = _Model.of(problem)
    rows, upper = model.rows(relaxed.cuts)
    builds = relaxed.reach_built > objective
    needs_closed = (model.needs @ (~builds).astype(np.int64)) > 0
    is_open = np.concatenate([(relaxed.reach > objective) & ~needs_closed, builds, [True]])
    kept = np.flatnonzero(is_open)
    lower = np.zeros(model.n + model.d + 1)
    lower[model.n : -1] = relaxed.reach_unbuilt <= objective
    lower = np.where(is_open, lower, 0)
    solver = _solve(
        "scip",
        model.objective()[kept],
        rows[:, kept],
        upper,
        clock,
        lower[kept],
        integral=slice(0 if is_whole else int((kept < model.n).sum()), kept.size - 1),
    )
    if solver.status() == mb.SolveStatus.INFEASIBLE:
        return Found(None, None, float(objective))
    if solver.status() not in {mb.SolveStatus.OPTIMAL, mb.SolveStatus.FEASIBLE}:
        return Found(None, None, relaxed.bound)
    values = np.zeros(model.n + model.d + 1)
    values[kept] = np.asarray(solver.variable_values())
    bound = float(np.floor(solver.best_objective_bound() + _TOLERANCE * 100))
    return Found(values[model.n : -1] > 0.5, values[: model.n] > 0.5, min(relaxed.bound, bound))


def _solve(
    name: str,
    objective: Floats,
    rows: sparse.csr_matrix,
    upper: Floats,
    clock: Clock,
    lower: Floats | None = None,
    integral: slice = slice(0),
) -> mb.ModelSolverHelper:
    """Maximise over 0 to 1 under rows with upper bounds; the integral ones are yes or no."""
    lowest = np.zeros(objective.size) if lower is None else lower
    # The stub names no type an array can have.
    arrays: list[Any] = [
        lowest,
        np.ones(objective.size),
        objective,
        np.full(upper.size, -np.inf),
        upper,
        rows,
    ]
    model = mb.ModelBuilderHelper()
    model.fill_model_from_sparse_data(*arrays)
    for variable in range(objective.size)[integral]:
        model.set_var_integrality(variable, True)
    model.set_maximize(True)
    solver = mb.ModelSolverHelper(name)
    solver.set_time_limit_in_seconds(max(clock.seconds_left(), 0.01))
    with clock.interrupting(solver.interrupt_solve):
        solver.solve(model)
    if solver.status() in REFUSED:
        raise SolverFault(f"{name} refused the coverage model: {solver.status()} {solver.status_string()}")
    return solver


def _certify(model: _Model, cuts: Ints, duals: Floats, share: Floats) -> CoverageBound:
    """Prove a bound from prices: Lagrange's, in whole numbers, whatever the solver says of them."""
    problem = model.problem
    ticks = np.rint(np.maximum(np.nan_to_num(duals), 0) * 2.0**_SHIFT).astype(np.int64)
    ends = np.cumsum([problem.people.size, problem.capacity.size, 1, model.areas.size])
    _, row_price, budget_price, area_price, cut_price = np.split(ticks, ends)
    at_cut = model.at_cut(cuts).astype(np.int64)
    in_area = model.in_area().astype(np.int64)
    reduced = (
        (problem.value << _SHIFT) - problem.uses.T @ row_price + in_area.T @ area_price - at_cut.T @ cut_price
    )
    best = np.zeros(problem.people.size, dtype=np.int64)
    np.maximum.at(best, problem.group, reduced)
    of_built = model.extra.T @ row_price - problem.effort * budget_price[0]
    np.add.at(of_built, cuts[:, 1], cut_price)
    of_worst = (problem.worst_points << _SHIFT) - int(area_price @ model.reachable)
    bound = int(
        best.sum()
        + np.maximum(of_built, 0).sum()
        + max(of_worst, 0)
        + row_price @ problem.capacity
        + budget_price[0] * problem.budget
    )
    return CoverageBound(
        bound=float(bound >> _SHIFT),
        share=share,
        worth=of_built / 2.0**_SHIFT,
        bonus=(in_area.T @ area_price) >> _SHIFT,
        reach=(bound - best[problem.group] + reduced) >> _SHIFT,
        reach_built=(bound - np.maximum(of_built, 0) + of_built) >> _SHIFT,
        reach_unbuilt=(bound - np.maximum(of_built, 0)) >> _SHIFT,
        cuts=cuts,
    )


def _no_more_than_asked(problem: Coverage) -> Matrix:
    """Cut what a development adds down to the most that everybody together could ask of the row."""
    uses = problem.uses
    row, group = entry_rows(uses), problem.group[uses.indices]
    most = np.zeros(problem.capacity.size, dtype=np.int64)
    if uses.nnz:
        keys, of_entry = np.unique(row * problem.people.size + group, return_inverse=True)
        by_group = np.zeros(keys.size, dtype=np.int64)
        np.maximum.at(by_group, of_entry, uses.data)
        np.add.at(most, keys // problem.people.size, by_group)
    extra = problem.extra.copy()
    extra.data = np.minimum(extra.data, most[entry_rows(extra)])
    return extra


def _needs(problem: Coverage) -> Matrix:
    """Tell which candidates cannot be chosen without which development, shape [n, d]."""
    adders = np.diff(problem.extra.indptr)
    uses = problem.uses.tocoo()
    alone = (adders[uses.row] == 1) & (uses.data > problem.capacity[uses.row])
    who = problem.extra.indices[problem.extra.indptr[:-1][uses.row[alone]]]
    needs = sparse.csr_array(
        (np.ones(int(alone.sum()), dtype=np.int64), (uses.col[alone], who)),
        shape=(problem.group.size, problem.effort.size),
    )
    needs.sum_duplicates()
    return needs
