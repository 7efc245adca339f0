"""The relaxation of a coverage problem: its rows, the cuts that tighten it, and one solve of it."""

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

TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class CoverageModel:
    """The rows of the relaxation: variables are candidates, developments, and the worst area's share."""

    problem: Coverage
    extra: Matrix
    needs: Matrix
    areas: Ints
    reachable: Ints

    @classmethod
    def of(cls, problem: Coverage) -> CoverageModel:
        """Make the model of a question."""
        areas, reachable = problem.areas
        return cls(problem, _no_more_than_asked(problem), _needs(problem), areas, reachable)

    def only(self, open_: Flags) -> CoverageModel:
        """Give the model without the candidates that need any other development; groups and rows stay."""
        kept = ~self.closed(open_)
        needs = sparse.csr_array(self.needs[kept])
        return CoverageModel(self.problem.only(kept), self.extra, needs, self.areas, self.reachable)

    @property
    def n(self) -> int:
        """How many candidates there are."""
        return int(self.problem.group.size)

    @property
    def d(self) -> int:
        """How many developments there are."""
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
        order = np.argsort(cut_key, kind="stable")
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
        worse = started > y[keys % self.d] + TOLERANCE
        return np.stack([keys[worse] // self.d, keys[worse] % self.d], axis=1)

    def objective(self) -> Floats:
        """Give what each variable is worth, shape [n + d + 1]."""
        problem = self.problem
        return np.concatenate([problem.value, np.zeros(self.d), [problem.worst_points]]).astype(np.float64)

    def closed(self, open_: Flags) -> Flags:
        """Tell which candidates cannot be chosen unless one of the other developments is built, shape [n]."""
        return np.asarray(self.needs @ (~open_).astype(np.int64)) > 0

    def columns(self, open_: Flags) -> Flags:
        """Tell which variables are left if only these developments may be built, shape [n + d + 1]."""
        return np.concatenate([~self.closed(open_), open_, [True]])


@dataclass(frozen=True, eq=False)
class Solved:
    """What a solver said: values of all variables (0 where left out), duals of all rows, and a bound."""

    status: mb.SolveStatus
    values: Floats
    duals: Floats
    bound: float

    @property
    def is_optimal(self) -> bool:
        """The values are proven best."""
        return self.status == mb.SolveStatus.OPTIMAL

    @property
    def is_infeasible(self) -> bool:
        """No values keep the rows."""
        return self.status == mb.SolveStatus.INFEASIBLE

    @property
    def has_values(self) -> bool:
        """There are values, proven best or not."""
        return self.status in {mb.SolveStatus.OPTIMAL, mb.SolveStatus.FEASIBLE}


def solve_model(
    name: str,
    model: CoverageModel,
    cuts: Ints,
    columns: Flags,
    clock: Clock,
    lower: Floats,
    integral: Flags | None = None,
) -> Solved:
    """
    Maximise over the variables that are left, 0 to 1 each.

    Parameters
    ----------
    name
        The solver.
    model, cuts
        The relaxation, and the groups and developments of its cuts, shape [k, 2].
    columns
        Shape [n + d + 1]: the variables that are left; all others are 0.
    clock
        When to end.
    lower
        Shape [n + d + 1]: the least each may be.
    integral
        Shape [n + d + 1]: which are yes or no; none when left out.

    Raises
    ------
    SolverFault
        If the solver refuses the model.
    """
    rows, upper = model.rows(cuts)
    kept = np.flatnonzero(columns)
    part = rows[:, kept]
    used = np.flatnonzero(np.diff(part.indptr))
    # The stub names no type an array can have.
    arrays: list[Any] = [
        lower[kept],
        np.ones(kept.size),
        model.objective()[kept],
        np.full(used.size, -np.inf),
        upper[used],
        part[used],
    ]
    asked = mb.ModelBuilderHelper()
    asked.fill_model_from_sparse_data(*arrays)
    for variable in np.flatnonzero(integral[kept]).tolist() if integral is not None else ():
        asked.set_var_integrality(variable, True)
    asked.set_maximize(True)
    solver = mb.ModelSolverHelper(name)
    solver.set_time_limit_in_seconds(max(clock.seconds_left(), 0.01))
    with clock.interrupting(solver.interrupt_solve):
        solver.solve(asked)
    if solver.status() in REFUSED:
        raise SolverFault(f"{name} refused the coverage model: {solver.status()} {solver.status_string()}")
    values, duals, bound = np.zeros(columns.size), np.zeros(upper.size), np.inf
    if solver.status() in {mb.SolveStatus.OPTIMAL, mb.SolveStatus.FEASIBLE}:
        values[kept] = np.asarray(solver.variable_values())
        bound = solver.best_objective_bound()
        if integral is None:
            duals[used] = np.asarray(solver.dual_values())
    return Solved(solver.status(), values, duals, bound)


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
