"""Why not: each near menu with the rules or full limits that stop it, for people without a place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.candidates import ResourceKind
from matching.columns.people import DOMAINS
from matching.eligibility import reasons
from matching.explain.no_candidate import what_is_missing
from matching.explain.situation import Situation
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
    stops: tuple[Reason, ...] = ()
    full: tuple[Binding, ...] = ()
    if prepared.unit_pairs.against[unit_pair]:
        stops = reasons_against(prepared, unit_pair)
    elif not _is_for_the_need(prepared, unit_pair):
        stops = (Reason("need_group", Verdict.DOES_NOT_FIT),)
    elif _is_chosen_elsewhere(situation, unit_pair):
        stops = (Reason("chosen_elsewhere", Verdict.DOES_NOT_FIT),)
    elif candidates:
        stops, full = _what_is_full(situation, candidates)
    elif prepared.outranked[unit_pair]:
        stops = (Reason("too_far_below_best", Verdict.DOES_NOT_FIT),)
    else:
        stops, full = what_is_missing(situation, unit_pair)
    return Block(menu.id, menu.host_id, stops, full)


def _is_for_the_need(prepared: Prepared, unit_pair: int) -> bool:
    """Tell whether the menu answers the need, or a pin put somebody there all the same."""
    domain = prepared.columns.units.domain[prepared.unit_pairs.unit[unit_pair]]
    answers = prepared.columns.menus.domains[prepared.unit_pairs.menu[unit_pair]] >> domain & 1
    return (
        bool(answers) or bool(prepared.unit_pairs.allowed[unit_pair]) or unit_pair in prepared.released[:, 0]
    )


def _is_chosen_elsewhere(situation: Situation, unit_pair: int) -> bool:
    """Tell whether a pin keeps the unit to another menu, or to other slots of this one."""
    prepared = situation.prepared
    if prepared.unit_pairs.allowed[unit_pair]:
        return False
    is_placed = situation.chosen_of[prepared.unit_pairs.unit[unit_pair]] >= 0
    return bool(is_placed) or unit_pair not in prepared.released[:, 0]


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


def _what_is_full(situation: Situation, candidates: range) -> tuple[tuple[Reason, ...], tuple[Binding, ...]]:
    """Give what stops the candidate that lacks least: limits, the person's own time, people kept apart."""
    prepared = situation.prepared
    nearest = min(candidates, key=lambda row: situation.lacking_rows(row).size)
    full: dict[Binding, None] = {}
    told: dict[str, Reason] = {}
    for row in situation.lacking_rows(nearest).tolist():
        binding = situation.binding(row)
        if binding is not None:
            full[binding] = None
        else:
            kind, _ = prepared.resources.name(int(prepared.rows.resource[row]))
            rule = "keep_apart" if kind == ResourceKind.APART else "own_time"
            told[rule] = Reason(rule, Verdict.DOES_NOT_FIT)
    if not full and not told:
        # Only where the search was ended before it was done.
        told["time_was_up"] = Reason("time_was_up", Verdict.DOES_NOT_FIT)
    return tuple(told.values()), tuple(full)
