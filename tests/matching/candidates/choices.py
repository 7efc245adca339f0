"""Ask the rows of a problem whether people could be at menus together."""

from __future__ import annotations

from itertools import product

import numpy as np

from matching.candidates import CandidateLimits
from matching.model import Problem
from matching.prepare import prepare


def fit_together(town: Problem, *wanted: tuple[str, str]) -> bool:
    """
    Tell whether candidates of people (or parties) at menus hold together, each from its first week.

    Parameters
    ----------
    town
        The problem.
    wanted
        (person or party id, menu id) each.
    """
    prepared = prepare(town, CandidateLimits())
    table, units = prepared.candidates, prepared.columns.units
    names = [
        party or prepared.problem.people[lead].id
        for party, lead in zip(units.party_ids, units.lead, strict=True)
    ]
    choices = []
    for who, menu_id in wanted:
        menu = next(row for row, each in enumerate(prepared.problem.menus) if each.id == menu_id)
        units_of = [unit for unit, name in enumerate(names) if name == who]
        rows = np.flatnonzero(np.isin(table.unit, units_of) & (table.menu == menu))
        choices.append(rows[table.first_week[rows] == table.first_week[rows].min(initial=99)].tolist())
    for picked in product(*choices):
        chosen = np.zeros(len(table), dtype=bool)
        chosen[list(picked)] = True
        if chosen.sum() == len(wanted) and prepared.selection.holds(chosen):
            return True
    return False
