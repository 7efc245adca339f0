"""What is missing where no rule is against a menu, and yet no candidate could be made of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matching.columns.pool_slots import UNITS
from matching.explain.situation import Situation, pool_binding
from matching.model import Binding, Reason
from matching.vocabulary import DrawUnit, LimitKind, Verdict


def what_is_missing(situation: Situation, unit_pair: int) -> tuple[tuple[Reason, ...], tuple[Binding, ...]]:
    """Give reasons and limits that leave a unit nothing to choose at a menu; never both empty."""
    prepared = situation.prepared
    slots = int(prepared.unit_pairs.usable[unit_pair])
    for row, _, pinned in prepared.released.tolist():
        if row == unit_pair and pinned:
            slots = pinned
    full = (
        *_too_few_places(situation, unit_pair, slots),
        *_pools_without_such_time(situation, unit_pair, slots),
        *_nobody_new(situation, unit_pair),
    )
    reasons = tuple(_about_the_person(situation, unit_pair))
    if not full and not reasons:
        reasons = (Reason("no_common_week", Verdict.DOES_NOT_FIT),)
    return reasons, tuple(dict.fromkeys(full))


def _size(situation: Situation, unit_pair: int) -> int:
    prepared = situation.prepared
    return int(prepared.columns.units.size[prepared.unit_pairs.unit[unit_pair]])


def _too_few_places(situation: Situation, unit_pair: int, slots: int) -> Iterator[Binding]:
    """Give the limits of slots with fewer places, in every week, than the unit has members."""
    prepared, margins = situation.prepared, situation.prepared.margins
    draws = prepared.columns.slots.draws
    first, last = np.searchsorted(draws.menu, np.array([0, 1]) + prepared.unit_pairs.menu[unit_pair])
    for draw in range(first, last):
        row = int(draws.pool_slot[draw])
        held = margins.held[row]
        if draws.unit[draw] == UNITS.index(DrawUnit.PERSON) and slots >> draws.slot[draw] & 1 and held.any():
            most = int(margins.left[row][held].max())
            if most < _size(situation, unit_pair):
                yield pool_binding(prepared, row, int(held.argmax()), most)


def _pools_without_such_time(situation: Situation, unit_pair: int, slots: int) -> Iterator[Binding]:
    """Give the pools the menu draws on for this unit that hold nothing at the time of a slot."""
    prepared = situation.prepared
    pairs, units, people = prepared.unit_pairs, prepared.columns.units, prepared.columns.people
    members = units.member_person[units.member_unit == pairs.unit[unit_pair]]
    limit_of = {DrawUnit.PERSON: LimitKind.NONE_KNOWN}
    if people.attention_minutes[members].any():
        limit_of[DrawUnit.ATTENTION_MINUTES] = LimitKind.AMOUNT
    if pairs.fetched[unit_pair]:
        limit_of[DrawUnit.PICK_UP_SEAT] = LimitKind.AMOUNT
    pools = {pool.id: pool for pool in prepared.problem.pools}
    menu = prepared.problem.menus[pairs.menu[unit_pair]]
    for position, slot in enumerate(menu.slots):
        for draw in menu.draws:
            pool = pools[draw.pool_id]
            there = any(part.slot is None or part.slot.overlaps(slot) for part in pool.slots)
            if slots >> position & 1 and draw.unit in limit_of and not there:
                yield Binding(limit_of[draw.unit], pool.id, pool.host_id or "", slot, 0)


def _nobody_new(situation: Situation, unit_pair: int) -> Iterator[Binding]:
    """Give the host's limit on newcomers, or its rest, where it is in force in every week."""
    prepared = situation.prepared
    host = int(prepared.columns.menus.host[prepared.unit_pairs.menu[unit_pair]])
    host_id = prepared.problem.hosts[host].id
    most = prepared.intake.newcomers[host].max()
    if most < _size(situation, unit_pair):
        yield Binding(LimitKind.NEWCOMERS, "", host_id, None, int(most))
    if not prepared.intake.may_start[host].any():
        yield Binding(LimitKind.REST, "", host_id, None, 0)


def _about_the_person(situation: Situation, unit_pair: int) -> Iterator[Reason]:
    """Tell of a week that is full already, and of companions of whom none has all the hours."""
    prepared = situation.prepared
    pairs, units, people = prepared.unit_pairs, prepared.columns.units, prepared.columns.people
    is_room = prepared.columns.menus.is_room[pairs.menu[unit_pair]]
    if pairs.most[unit_pair] < pairs.fewest[unit_pair] and not is_room:
        yield Reason("own_time", Verdict.DOES_NOT_FIT)
    members = units.member_person[units.member_unit == pairs.unit[unit_pair]]
    minutes = int(people.accompaniment_minutes[members].max())
    if minutes and not _somebody_goes_along(situation, unit_pair, members):
        yield Reason("companion", Verdict.DOES_NOT_FIT, {"minutes": minutes})


def _somebody_goes_along(situation: Situation, unit_pair: int, members: NDArray[np.int64]) -> bool:
    """Tell whether one companion serves every member who needs somebody, in enough slots."""
    columns, pairs = situation.prepared.columns, situation.prepared.unit_pairs
    companions, menu = columns.companions, int(pairs.menu[unit_pair])
    in_need = members[columns.people.accompaniment_minutes[members] > 0]
    positions = np.flatnonzero(int(pairs.usable[unit_pair]) >> np.arange(columns.menus.n_slots[menu]) & 1)
    day, start = columns.menus.slot_day[menu, positions], columns.menus.slot_start[menu, positions]
    return any(
        companions.serving(companion, columns.people.district[in_need]).all()
        and (companions.part_at(companion, day, start) >= 0).sum() >= pairs.fewest[unit_pair]
        for companion in range(len(companions.ids))
    )
