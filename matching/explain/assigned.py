"""Why a first choice is the first choice: its points, what stands by, what was wanted more, what binds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import DOMAINS
from matching.explain.options import option
from matching.explain.situation import Situation
from matching.model import Assignment, Binding, Preference


def explain_assignments(situation: Situation, most_options: int) -> tuple[Assignment, ...]:
    """
    Explain each chosen candidate, by person and need.

    Parameters
    ----------
    situation
        The problem with its choice.
    most_options
        First choice and standbys together, 1 or more; each at another menu, none where the person is now.
    """
    prepared = situation.prepared
    table, units, people = prepared.candidates, prepared.columns.units, prepared.problem.people
    first_of_unit = np.searchsorted(table.unit, np.arange(units.size.size + 1))
    told: list[Assignment] = []
    for unit, candidate in enumerate(situation.chosen_of):
        if candidate < 0:
            continue
        rows = np.arange(first_of_unit[unit], first_of_unit[unit + 1])
        others = rows[(table.menu[rows] != table.menu[candidate]) & ~table.current[rows]]
        free = others[situation.is_free[others]]
        standbys = best_by_menu(situation, free, most_options - 1)
        # A menu that is free in some other pattern is a standby, not a wish that could not be met.
        full = others[~np.isin(table.menu[others], table.menu[free])]
        preferred = _preferred(situation, int(candidate), full)
        binding = tightest(situation, int(candidate))
        members = units.member_person[units.member_unit == unit]
        told += [
            Assignment(
                person_id=people[member].id,
                domain=DOMAINS[units.domain[unit]],
                party_id=units.party_ids[unit],
                choice=option(prepared, int(candidate), position),
                standbys=tuple(option(prepared, row, position) for row in standbys),
                preferred=_as_preference(situation, preferred, position),
                binding=binding,
                is_pinned=bool(table.fixed[candidate]),
                is_current=bool(table.current[candidate]),
            )
            for position, member in enumerate(members)
        ]
    return tuple(sorted(told, key=lambda assignment: (assignment.person_id, assignment.domain)))


def tightest(situation: Situation, candidate: int) -> Binding | None:
    """Give the limit with the least left among those a candidate takes from."""
    columns = situation.prepared.uses_by_candidate
    rows = columns.indices[columns.indptr[candidate] : columns.indptr[candidate + 1]]
    named = [(binding.left, row, binding) for row in rows if (binding := situation.binding(int(row)))]
    return min(named, key=lambda entry: entry[:2])[2] if named else None


def best_by_menu(situation: Situation, rows: NDArray[np.int64], most: int) -> list[int]:
    """Give the best candidate of each menu, best menus first."""
    prepared = situation.prepared
    order = np.lexsort((rows, -prepared.selection.value[rows]))
    best: dict[int, int] = {}
    for row in rows[order]:
        best.setdefault(int(prepared.candidates.menu[row]), int(row))
        if len(best) == most:
            break
    return list(best.values())[:most]


def _preferred(situation: Situation, candidate: int, others: NDArray[np.int64]) -> int | None:
    """Give the candidate of greatest fit at another menu, where it suits better than the first choice."""
    fit = situation.prepared.fit
    if others.size == 0:
        return None
    row = int(others[np.argmax(fit[others])])
    return row if fit[row] > fit[candidate] else None


def _as_preference(situation: Situation, row: int | None, member: int) -> Preference | None:
    """Tell one member of a unit what was wanted more, and the first limit that was full."""
    if row is None:
        return None
    full = [binding for each in situation.lacking_rows(row) if (binding := situation.binding(int(each)))]
    wanted = option(situation.prepared, row, member)
    return Preference(wanted, bool(situation.is_free[row]), full[0] if full else None)
