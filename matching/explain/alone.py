"""What one person could choose from: the best of each free menu with what binds, and what stops the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.columns.people import DOMAINS
from matching.explain.assigned import best_by_menu, tightest
from matching.explain.changes import useful_changes
from matching.explain.options import option
from matching.explain.situation import Situation
from matching.explain.unplaced import blocks_of
from matching.model import Binding, Block, Option, UsefulChange
from matching.prepare import Prepared
from matching.vocabulary import NeedDomain


@dataclass(frozen=True)
class Choices:
    """
    What there is for one need of one person.

    Parameters
    ----------
    domain
        The need.
    options
        The best of each menu that is free, the best first, with the limit that binds there.
    blocks
        What stops each other near menu, the nearest to possible first.
    change
        The change that would open most, if one would.
    """

    domain: NeedDomain
    options: tuple[tuple[Option, Binding | None], ...]
    blocks: tuple[Block, ...]
    change: UsefulChange | None


def choices_of(prepared: Prepared, person_id: str, most_options: int) -> tuple[Choices, ...]:
    """
    Give the choices of a person beside everybody's placements, need by need.

    Nothing is solved, for nobody else chooses; each need is looked at by itself, and needs that a placement
    serves are not among them.

    Parameters
    ----------
    prepared
        The problem with this person.
    person_id
        Whose choices.
    most_options
        How many menus are told in full for each need, 1 or more.
    """
    table, units, problem = prepared.candidates, prepared.columns.units, prepared.problem
    situation = Situation(prepared, np.zeros(len(table), dtype=bool))
    person = next((row for row, each in enumerate(problem.people) if each.id == person_id), -1)
    changes = useful_changes(situation)
    told: list[Choices] = []
    for unit in units.member_unit[units.member_person == person].tolist():
        position = units.member_person[units.member_unit == unit].tolist().index(person)
        rows = np.flatnonzero(table.unit == unit)
        free = rows[situation.is_free[rows]]
        menus = {problem.menus[menu].id for menu in np.unique(table.menu[free]).tolist()}
        told.append(
            Choices(
                domain=DOMAINS[units.domain[unit]],
                options=tuple(
                    (option(prepared, row, position), tightest(situation, row))
                    for row in best_by_menu(situation, free, most_options)
                ),
                blocks=tuple(block for block in blocks_of(situation, unit) if block.menu_id not in menus),
                change=next((each for each in changes if person_id in each.could_use), None),
            )
        )
    return tuple(sorted(told, key=lambda each: each.domain))
