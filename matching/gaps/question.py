"""The question what to develop, as arrays of the kernel: candidates of the unplaced, rows, extras."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.candidates import CandidateLimits, ResourceKind
from matching.gaps.held import as_held
from matching.model import Problem, Proposal
from matching.model.development import Development, develop
from matching.prepare import Prepared, prepare
from matching.selection.arrays import Flags, Ints, Matrix
from matching.selection.coverage import Coverage

MOST_WEEKS_LATE = 4
"""A start later than this, once somebody else has left, is not what a development is built for."""


@dataclass(frozen=True, eq=False)
class Question:
    """
    What could be built, and who could then start.

    Parameters
    ----------
    developments
        In the order of the columns of `coverage.extra`.
    prepared
        The town as held, with everything built.
    coverage
        The kernel's arrays; groups are units.
    """

    developments: tuple[Development, ...]
    prepared: Prepared
    coverage: Coverage

    def people_of(self, chosen: Flags) -> int:
        """Count the people a choice lets start, each need by itself."""
        return int(self.prepared.columns.units.size[self.prepared.candidates.unit[chosen]].sum())

    def ids_of(self, candidates: Flags | Ints) -> tuple[str, ...]:
        """Give the ids of the people behind candidates, each once, in order."""
        units = self.prepared.columns.units
        members = units.member_person[np.isin(units.member_unit, self.prepared.candidates.unit[candidates])]
        return tuple(sorted({self.prepared.problem.people[row].id for row in members.tolist()}))


def ask(
    problem: Problem,
    proposal: Proposal,
    developments: Sequence[Development],
    budget_days: int,
    worst_share: float = 0.0,
) -> Question:
    """
    Make the question for those whom the proposal gives no place, everybody else staying where they are.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    developments
        What could be built, each id once.
    budget_days
        How much can be built.
    worst_share
        Weight of the worst-off district, as a share of what everybody together is worth, 0 to 1.
    """
    held = as_held(problem, proposal)
    everything = len(held.menus) + sum(len(each.menus) for each in developments)
    limits = CandidateLimits(near_menus=max(everything, 1), menus_per_unit=max(everything, 1))
    # How far a menu may lie under the person's best depends on what else is built, which is not known yet.
    weights = dataclasses.replace(problem.weights, deepest_fit=problem.weights.placed - 1)
    built = dataclasses.replace(develop(held, developments), weights=weights)
    prepared = prepare(built, limits)
    units = prepared.columns.units
    extra, capacity = _extras(prepared, developments)
    value = problem.weights.placed * units.size + prepared.priority
    soon = prepared.candidates.weeks_late <= MOST_WEEKS_LATE
    waits = _opened(prepared, capacity) & _good_enough(problem, prepared) & soon
    return Question(
        tuple(developments),
        prepared,
        Coverage(
            group=prepared.candidates.unit,
            value=np.where(waits, value[prepared.candidates.unit], 0),
            uses=prepared.rows.uses,
            capacity=capacity,
            extra=extra,
            effort=np.array([each.effort_days for each in developments], dtype=np.int64),
            budget=budget_days,
            people=units.size,
            area=_areas(prepared),
            worst_points=int(worst_share * int(value.sum())),
        ),
    )


def _extras(prepared: Prepared, developments: Sequence[Development]) -> tuple[Matrix, Ints]:
    """Give what each development adds to each row, rows × d, and what the rows hold without any of them."""
    rows, slots = prepared.rows, prepared.columns.slots
    pool_ids = [pool.id for pool in prepared.problem.pools]
    owner = {pool.id: d for d, each in enumerate(developments) for pool in each.pools}
    more: dict[str, list[tuple[int, int]]] = {}
    for d, each in enumerate(developments):
        for part in each.more:
            more.setdefault(part.pool_id, []).append((d, part.amount))
    capacity = rows.capacity.copy()
    entries: list[tuple[int, int, int]] = []
    for row, resource in enumerate(rows.resource.tolist()):
        kind, index = prepared.resources.name(resource)
        if kind != ResourceKind.POOL_SLOT:
            continue
        pool_id = pool_ids[slots.pool[index]]
        if pool_id in owner:
            entries.append((row, owner[pool_id], int(capacity[row])))
            capacity[row] = 0
        for d, amount in more.get(pool_id, ()):
            entries.append((row, d, amount))
            capacity[row] = max(0, capacity[row] - amount)
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    shape = (capacity.size, len(developments))
    return sparse.csr_array((table[:, 2], (table[:, 0], table[:, 1])), shape=shape), capacity


def _opened(prepared: Prepared, capacity: Ints) -> Flags:
    """Tell which candidates need something to be built; whoever could start without it was not forgotten."""
    uses = prepared.rows.uses.tocoo()
    opened = np.zeros(len(prepared.candidates), dtype=np.bool_)
    opened[uses.col[uses.data > capacity[uses.row]]] = True
    return opened


def _good_enough(problem: Problem, prepared: Prepared) -> Flags:
    """Tell which candidates lie not too far under the best the town has for the unit today (decision 1)."""
    today = prepare(problem, CandidateLimits.for_size(len(problem.people)))
    best_today = {
        _name(today, int(unit)): int(best)
        for unit, best in zip(today.candidates.unit, today.best_fit, strict=True)
    }
    width = len(prepared.problem.menus)
    _, at_menu = np.unique(prepared.candidates.unit * width + prepared.candidates.menu, return_inverse=True)
    best = np.full(at_menu.max(initial=-1) + 1, np.iinfo(np.int64).min)
    np.maximum.at(best, at_menu, prepared.fit)
    lowest = np.iinfo(np.int64).min
    of_unit = np.array(
        [best_today.get(_name(prepared, unit), lowest) for unit in prepared.candidates.unit.tolist()],
        dtype=np.int64,
    )
    return np.maximum(of_unit, best[at_menu]) - prepared.fit < problem.weights.deepest_fit


def _name(prepared: Prepared, unit: int) -> tuple[str, int]:
    """Name a unit by its first member and its need."""
    units = prepared.columns.units
    return prepared.problem.people[units.lead[unit]].id, int(units.domain[unit])


def _areas(prepared: Prepared) -> Ints:
    """Give the district of each unit by its first member, as a number; -1 where it is not known."""
    districts = sorted({person.district for person in prepared.problem.people if person.district})
    number = {district: row for row, district in enumerate(districts)}
    people = prepared.problem.people
    return np.array(
        [number.get(people[lead].district or "", -1) for lead in prepared.columns.units.lead.tolist()],
        dtype=np.int64,
    )
