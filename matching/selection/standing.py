"""
A choice that stands, kept ready for change: a host closes, a seat opens, somebody withdraws or arrives.

Whoever loses a place, whoever has none and could use what came free, and whoever would gain by it more than
the price of a change, chooses anew; everybody else stays. The small problem of those few is solved to its
proven optimum. The prices of the whole still prove a bound on every choice after the change, also on those
that move everybody; it is brought up to date by what changed, in exact integers, and not computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from matching.errors import require
from matching.selection.arrays import RECORD, Flags, Ints, Matrix
from matching.selection.bound import in_ticks
from matching.selection.problem import Selection, SelectParams, SelectResult, relative_gap
from matching.selection.reduce import fits_alone
from matching.selection.solve import select

MOST_MOVABLE = 300
"""Groups that may choose anew beside those who must, the greatest hopes first."""


@dataclass(frozen=True, eq=False)
class Amendment:
    """
    What is different from now on.

    Parameters
    ----------
    capacity
        New capacity of some rows, 0 or more.
    closed
        Candidates that cannot be chosen any longer: a host's that closes, a person's who withdraws.
    opened
        Candidates that can be chosen from now on: a person's who arrives, a host's that opens again.
    """

    capacity: Mapping[int, int] = field(default_factory=dict)
    closed: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    opened: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Replan:
    """
    The answer to a change.

    Parameters
    ----------
    left
        Positions of candidates that were chosen and are no longer.
    taken
        Positions of candidates that are chosen now and were not.
    moved
        How many groups had a place before the change and have another now.
    objective
        Total value after the change, in points; prices of change are not in it.
    bound
        Proven: no choice after the change is worth more, whoever moves, prices of change taken off.
    is_best_for_few
        Proven: nothing better can be done for those who chose anew while all others stay.
    """

    left: Ints
    taken: Ints
    moved: int
    objective: int
    bound: int
    is_best_for_few: bool

    @property
    def optimality_gap(self) -> float:
        """How far it can be from the best choice of all, as a share of the bound."""
        return relative_gap(self.objective, self.bound)


class Standing:
    """
    A solved problem, indexed so that a change costs milliseconds.

    Parameters
    ----------
    problem
        Any. Candidates nobody can choose yet (of people who will arrive) are named by `shut`.
    result
        Its solution.
    price_of_change
        Points a move must gain at least, 0 or more; it is not asked of who must move.
    shut
        Shape [n]: candidates that cannot be chosen for now; None for none.
    """

    def __init__(
        self, problem: Selection, result: SelectResult, price_of_change: int = 0, shut: Flags | None = None
    ) -> None:
        require(price_of_change >= 0, RECORD, "price_of_change", price_of_change, "0 or more")
        order = np.argsort(problem.group, kind="stable")
        groups, self._group = np.unique(problem.group[order], return_inverse=True)
        self._order = order
        self._position = np.empty_like(order)
        self._position[order] = np.arange(order.size)
        self._ends = np.searchsorted(self._group, np.arange(groups.size + 1))
        self._by_candidate = sparse.csc_array(problem.uses[:, order])
        self._by_row: Matrix = problem.uses[:, order]
        self._value = problem.value[order]
        self._open = np.ones(order.size, dtype=np.bool_) if shut is None else ~shut[order]
        self._fixed = np.zeros(groups.size, dtype=np.bool_)
        if problem.fixed is not None:
            self._fixed[self._group[problem.fixed[order]]] = True
        self._capacity = problem.capacity.copy()
        self._price = price_of_change
        chosen = result.chosen[order]
        self._own = np.full(groups.size, -1)
        self._own[self._group[chosen]] = np.flatnonzero(chosen)
        self._left = problem.capacity - problem.uses @ result.chosen.astype(np.int64)
        self.objective = result.objective

        self._fits = fits_alone(problem, problem.capacity)[order]
        self._ticks, self._shift = in_ticks(problem, result.prices)
        self._reduced = (self._value << self._shift) - self._by_row.T @ self._ticks
        self._best = np.array([], dtype=np.int64)
        if groups.size:
            hopes = np.where(self._open & self._fits, self._reduced, 0)
            self._best = np.maximum(np.maximum.reduceat(hopes, self._ends[:-1]), 0)
            # A pin is kept whatever it is worth.
            self._best[self._fixed] = self._reduced[self._own[self._fixed]]
        self._bound = int(self._best.sum() + self._ticks @ self._capacity)

    @property
    def chosen(self) -> Flags:
        """Shape [n]: the choice as it stands."""
        flags = np.zeros(self._order.size, dtype=np.bool_)
        flags[self._order[self._own[self._own >= 0]]] = True
        return flags

    @property
    def capacity(self) -> Ints:
        """Shape [rows]: what there is of each row, as it stands."""
        return self._capacity.copy()

    @property
    def shut(self) -> Flags:
        """Shape [n]: candidates that cannot be chosen, as it stands."""
        flags = np.zeros(self._order.size, dtype=np.bool_)
        flags[self._order[~self._open]] = True
        return flags

    def replan(self, amendment: Amendment, params: SelectParams | None = None) -> Replan:
        """
        Take a change in, and find the answer to it; from then on that is what stands.

        A pin that cannot stay is no longer one.

        Raises
        ------
        InvalidProblem
            If a row or candidate is unknown or a capacity negative.
        """
        self._check(amendment)
        more = self._amend(amendment)
        must = self._displaced()
        self._release(must)
        may = self._hopeful(must, more)
        return self._choose_anew(must, may, params or SelectParams(time_limit_s=5.0))

    def _check(self, amendment: Amendment) -> None:
        rows, n = self._capacity.size, self._order.size
        for row, amount in amendment.capacity.items():
            require(0 <= row < rows, RECORD, "capacity", row, f"a row, 0 to {rows - 1}")
            require(amount >= 0, RECORD, f"capacity[{row}]", amount, "0 or more")
        for name, places in (("closed", amendment.closed), ("opened", amendment.opened)):
            is_known = bool(((places >= 0) & (places < n)).all())
            require(is_known, RECORD, name, places.tolist()[:5], f"candidates, 0 to {n - 1}")

    def _amend(self, amendment: Amendment) -> Ints:
        """Take the change in and bring the bound up to date; name the rows with more room than before."""
        more, touched = [], [np.zeros(0, dtype=np.int64)]
        for row, amount in amendment.capacity.items():
            change = amount - int(self._capacity[row])
            span = slice(self._by_row.indptr[row], self._by_row.indptr[row + 1])
            users = self._by_row.indices[span]
            # Whoever fitted nowhere for want of another row is counted in: that only makes the bound looser.
            self._fits[users] = self._by_row.data[span] <= amount
            touched.append(users.astype(np.int64))
            self._capacity[row] += change
            self._left[row] += change
            self._bound += int(self._ticks[row]) * change
            if change > 0:
                more.append(row)
        closed, opened = self._position[amendment.closed], self._position[amendment.opened]
        self._open[closed] = False
        self._open[opened] = True
        self._renew_best(np.unique(self._group[np.concatenate([closed, opened, *touched])]))
        self._arrived = np.unique(self._group[opened])
        return np.array(more, dtype=np.int64)

    def _renew_best(self, groups: Ints) -> None:
        """Find the best reduced value of some groups again."""
        for group in groups.tolist():
            own = slice(self._ends[group], self._ends[group + 1])
            hopes = self._reduced[own][self._open[own] & self._fits[own]]
            best = max(0, int(hopes.max(initial=0)))
            if self._fixed[group] and self._own[group] >= 0 and self._open[self._own[group]]:
                best = int(self._reduced[self._own[group]])
            self._bound += best - int(self._best[group])
            self._best[group] = best

    def _displaced(self) -> Ints:
        """Name the groups that cannot keep what they have: it is shut, or on a row that holds too much."""
        has_place = np.flatnonzero(self._own >= 0)
        shut = has_place[~self._open[self._own[has_place]]]
        found = [shut]
        for row in np.flatnonzero(self._left < 0).tolist():
            users = self._by_row.indices[self._by_row.indptr[row] : self._by_row.indptr[row + 1]]
            found.append(np.unique(self._group[users[self._own[self._group[users]] == users]]))
        must = np.unique(np.concatenate(found))
        freed = must[self._fixed[must]]
        self._fixed[freed] = False
        self._renew_best(freed)
        return must

    def _release(self, groups: Ints) -> None:
        """Give back what some groups take; they still know what it was."""
        held = self._own[groups]
        self._left += self._used_by(held[held >= 0])

    def _used_by(self, candidates: Ints) -> Ints:
        amounts = self._by_candidate[:, candidates] @ np.ones(candidates.size, dtype=np.int64)
        return np.asarray(amounts, dtype=np.int64)

    def _hopeful(self, must: Ints, more: Ints) -> Ints:
        """Name groups that could gain by what is free now, the greatest gains first."""
        held = self._own[must]
        given_back = self._by_candidate[:, held[held >= 0]].indices
        rows = np.unique(np.concatenate([more, given_back]))
        rows = rows[self._left[rows] > 0]
        spans = [
            self._by_row.indices[self._by_row.indptr[row] : self._by_row.indptr[row + 1]] for row in rows
        ]
        users = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *spans]))
        users = users[self._open[users] & self._fits[users]]
        group = self._group[users]
        own = self._own[group]
        gain = self._value[users] - np.where(own >= 0, self._value[own] + self._price, 0)
        hopes = (gain > 0) & ~self._fixed[group] & ~np.isin(group, must)
        arrived = self._arrived[(self._own[self._arrived] < 0) & ~np.isin(self._arrived, must)]
        by_gain = group[hopes][np.argsort(-gain[hopes], kind="stable")]
        _, first = np.unique(by_gain, return_index=True)
        return np.union1d(by_gain[np.sort(first)][:MOST_MOVABLE], arrived)

    def _choose_anew(self, must: Ints, may: Ints, params: SelectParams) -> Replan:
        """Solve the problem of the few, and let its answer stand."""
        self._release(may)
        few = np.concatenate([must, may])
        members = np.concatenate(
            [np.zeros(0, dtype=np.int64)]
            + [np.arange(self._ends[group], self._ends[group + 1]) for group in few.tolist()]
        )
        members = members[self._open[members]]
        uses = self._by_candidate[:, members]
        rows = np.unique(uses.indices)
        value = self._value[members].copy()
        # Whoever may stay moves only for more than the price; whoever must move does not pay it.
        stays = np.isin(members, self._own[few][self._own[few] >= 0])
        value[stays] += self._price
        small = Selection(self._group[members], value, sparse.csr_array(uses)[rows], self._left[rows])
        result = select(small, params)

        before = self._own[few]
        after = np.full(few.size, -1)
        place_of = {int(group): place for place, group in enumerate(few)}
        for candidate in members[result.chosen].tolist():
            after[place_of[int(self._group[candidate])]] = candidate
        self._own[few] = after
        self._left -= self._used_by(after[after >= 0])
        left, taken = before[(before >= 0) & (before != after)], after[(after >= 0) & (before != after)]
        self.objective += int(self._value[taken].sum() - self._value[left].sum())
        return Replan(
            left=self._order[left],
            taken=self._order[taken],
            moved=int(((before >= 0) & (after >= 0) & (before != after)).sum()),
            objective=self.objective,
            bound=self._bound >> self._shift,
            is_best_for_few=result.objective == result.bound,
        )
