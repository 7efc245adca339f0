"""Why not: each near menu with the rules or full limits that stop it, for people without a place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.columns.people import DOMAINS
from matching.eligibility import reasons
from matching.explain.situation import Situation, pool_binding
from matching.model import Binding, Block, Question, Reason, Unplaced, UsefulChange
from matching.prepare import Prepared
from matching.vocabulary import Verdict


def explain_unplaced(
    situation: Situation, changes: Sequence[UsefulChange], questions: dict[str, Question]
) -> tuple[Unplaced, ...]:
    """
    Explain each unit that was not placed, by person and need.

    Parameters
    ----------
    situation
        The problem with its choice.
    changes
        Useful changes, the most useful first.
    questions
        The question worth asking first, by person id.
    """
    prepared = situation.prepared
    units, people = prepared.columns.units, prepared.problem.people
    told: list[Unplaced] = []
    for unit in np.flatnonzero(situation.chosen_of < 0):
        blocks = blocks_of(situation, int(unit))
        for member in units.member_person[units.member_unit == unit]:
            person_id = people[member].id
            helpful = [change for change in changes if person_id in change.could_use and change.gain != 0]
            told.append(
                Unplaced(
                    person_id=person_id,
                    domain=DOMAINS[units.domain[unit]],
                    blocks=blocks,
                    change=helpful[0] if helpful else None,
                    question=questions.get(person_id),
                )
            )
    return tuple(sorted(told, key=lambda left: (left.person_id, left.domain)))


def blocks_of(situation: Situation, unit: int) -> tuple[Block, ...]:
    """Give what stops each near menu for a unit, the nearest to possible first."""
    prepared = situation.prepared
    first, last = np.searchsorted(prepared.unit_pairs.unit, [unit, unit + 1])
    candidates = np.searchsorted(prepared.candidates.pair, np.arange(first, last + 1))
    blocks = [
        _block(situation, row, range(candidates[row - first], candidates[row - first + 1]))
        for row in range(first, last)
    ]
    return tuple(sorted(blocks, key=lambda block: (len(block.reasons), len(block.full), block.menu_id)))


def _block(situation: Situation, unit_pair: int, candidates: range) -> Block:
    prepared = situation.prepared
    menu = prepared.problem.menus[prepared.unit_pairs.menu[unit_pair]]
    against: tuple[Reason, ...] = ()
    full: tuple[Binding, ...] = ()
    if prepared.unit_pairs.against[unit_pair]:
        against = reasons_against(prepared, unit_pair)
    else:
        full = _full_limits(situation, unit_pair, candidates)
        if not full:
            against = (Reason("too_far_below_best", Verdict.DOES_NOT_FIT),)
    return Block(menu.id, menu.host_id, against, full)


def reasons_against(prepared: Prepared, unit_pair: int) -> tuple[Reason, ...]:
    """Give the rules against a unit and a menu, each once."""
    first = int(prepared.unit_pairs.first_pair[unit_pair])
    size = int(prepared.columns.units.size[prepared.unit_pairs.unit[unit_pair]])
    told: dict[str, Reason] = {}
    for row in range(first, first + size):
        if prepared.findings.against[row]:
            for reason in reasons(prepared.pairs, prepared.findings, row):
                told.setdefault(reason.rule, reason)
    return tuple(told.values())


def _full_limits(situation: Situation, unit_pair: int, candidates: range) -> tuple[Binding, ...]:
    """Give the full limits of the candidate that lacks least, or the slots that have no place at all."""
    if not candidates:
        closed = situation.closed_for(unit_pair)
        return tuple(pool_binding(situation.prepared, row, week, 0) for row, week in closed)
    nearest = min(candidates, key=lambda row: situation.lacking_rows(row).size)
    named = (situation.binding(int(row)) for row in situation.lacking_rows(nearest))
    return tuple(dict.fromkeys(binding for binding in named if binding))
