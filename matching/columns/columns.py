"""All columns of a problem, made in one go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.companions import CompanionColumns
from matching.columns.menus import MenuColumns
from matching.columns.people import PeopleColumns
from matching.columns.pool_slots import PoolSlotColumns
from matching.columns.units import Units, served_needs
from matching.model import Problem


@dataclass(frozen=True, eq=False)
class Columns:
    """
    A problem as columns.

    Parameters
    ----------
    people, menus, slots, companions, units
        The tables; `slots` are pools by slot.
    caseload
        int64[people]: pool-slot row of the caseload that carries each person, -1 for none.
    apart
        int64[k, 2]: person rows to keep apart, each pair once.
    replanned
        Needs (person id, domain) of the problem's people whose placements are up for change.
    """

    people: PeopleColumns
    menus: MenuColumns
    slots: PoolSlotColumns
    companions: CompanionColumns
    units: Units
    caseload: NDArray[np.int64]
    apart: NDArray[np.int64]
    replanned: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, problem: Problem, replan: bool = False) -> Columns:
        """
        Make the columns.

        Parameters
        ----------
        problem
            With its records in order of their ids.
        replan
            Placements that already hold are up for change.
        """
        districts = {name: row for row, name in enumerate(_districts(problem))}
        replanned = frozenset(_own_served_needs(problem) if replan else ())
        slots = PoolSlotColumns.of(problem)
        return cls(
            people=PeopleColumns.of(problem, districts, replanned),
            menus=MenuColumns.of(problem, districts),
            slots=slots,
            companions=CompanionColumns.of(problem, slots, districts),
            units=Units.of(problem, replan),
            caseload=_caseload(problem, slots),
            apart=_apart(problem),
            replanned=replanned,
        )


def _districts(problem: Problem) -> list[str]:
    named = {person.district for person in problem.people if person.district}
    named |= {district for menu in problem.menus for district in menu.pick_up_districts}
    return sorted(named | {district for pool in problem.pools for district in pool.districts})


def _own_served_needs(problem: Problem) -> set[tuple[str, str]]:
    """Give the needs of the problem's people that have a placement; whoever else is at a host stays there."""
    return served_needs(problem) & {
        (person.id, need.domain) for person in problem.people for need in person.needs
    }


def _caseload(problem: Problem, slots: PoolSlotColumns) -> NDArray[np.int64]:
    first_row = np.searchsorted(slots.pool, np.arange(len(problem.pools)))
    rows = {pool.id: int(row) for pool, row in zip(problem.pools, first_row, strict=True)}
    return np.array(
        [rows[person.caseload_pool_id] if person.caseload_pool_id else -1 for person in problem.people],
        dtype=np.int64,
    )


def _apart(problem: Problem) -> NDArray[np.int64]:
    rows = {person.id: row for row, person in enumerate(problem.people)}
    pairs = {
        (min(row, rows[other]), max(row, rows[other]))
        for row, person in enumerate(problem.people)
        for other in person.apart_from_persons
        if other in rows
    }
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
