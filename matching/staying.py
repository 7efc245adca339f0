"""Who was told what: a proposal's assignments among the candidates of a later problem."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import DOMAINS
from matching.model import Assignment, Problem, Proposal
from matching.prepare import Prepared


def still_offered(prepared: Prepared, previous: Proposal) -> NDArray[np.bool_]:
    """
    Tell which candidates are what a proposal gave, whatever the week they start in: bool[n].

    Parameters
    ----------
    prepared
        The later problem.
    previous
        The proposal.
    """
    problem, units, table = prepared.problem, prepared.columns.units, prepared.candidates
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    slots = {menu.id: {slot: bit for bit, slot in enumerate(menu.slots)} for menu in problem.menus}
    given = {(each.person_id, each.domain): each.choice for each in previous.assignments}
    menu_of = np.full(units.size.size, -1, dtype=np.int64)
    slots_of = np.zeros(units.size.size, dtype=np.int64)
    for unit, (lead, domain) in enumerate(zip(units.lead.tolist(), units.domain.tolist(), strict=True)):
        choice = given.get((problem.people[lead].id, DOMAINS[domain]))
        if choice is None or choice.menu_id not in menus:
            continue
        bits = slots[choice.menu_id]
        if all(slot in bits for slot in choice.slots):
            menu_of[unit] = menus[choice.menu_id]
            slots_of[unit] = sum(1 << bits[slot] for slot in choice.slots)
    return (table.menu == menu_of[table.unit]) & (table.slots == slots_of[table.unit])


def moved_people(problem: Problem, previous: Proposal, proposal: Proposal) -> tuple[str, ...]:
    """Name those of the problem whose assignment for a need is not what it was, by id."""
    now = {(each.person_id, each.domain): _where(each) for each in proposal.assignments}
    people = {person.id for person in problem.people}
    moved = {
        each.person_id
        for each in previous.assignments
        if each.person_id in people and now.get((each.person_id, each.domain)) != _where(each)
    }
    return tuple(sorted(moved))


def _where(assignment: Assignment) -> tuple[object, ...]:
    return assignment.choice.menu_id, frozenset(assignment.choice.slots)
