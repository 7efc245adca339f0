"""The smallest changes that would place people: found from what stops them, confirmed by a re-solve."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.explain.situation import Situation, pool_binding
from matching.explain.unplaced import closed_slots, reasons_against
from matching.model import Binding, Change, ChangeKind, Reason, UsefulChange
from matching.prepare import Prepared
from matching.vocabulary import Condition, LimitKind, PoolKind

ADJUSTABLE = frozenset(
    {
        Condition.LARGE_GROUP,
        Condition.NOISE,
        Condition.STANDING,
        Condition.LIFTING,
        Condition.SMELL,
        Condition.BRIGHT_LIGHT,
        Condition.FIXED_PACE,
        Condition.STEP_FREE,
        Condition.PLACE_TO_REST,
        Condition.ONE_TO_ONE,
        Condition.EASY_WORDS,
    }
)
"""Conditions a host can change around one person; being outdoors or meeting customers is the work itself."""

_EFFORT = {kind: rank for rank, kind in enumerate((
    ChangeKind.ASK_HOST,
    ChangeKind.ONE_MORE_PLACE,
    ChangeKind.FEWER_SLOTS,
    ChangeKind.SHORTER_STAY,
    ChangeKind.ADJUST_CONDITION,
    ChangeKind.ONE_MORE_NEWCOMER,
    ChangeKind.MORE_AMOUNT,
    ChangeKind.ONE_MORE_SUPPORTER,
    ChangeKind.PICK_UP,
))}  # fmt: skip
"""Of equally useful changes the one that asks least of people comes first."""

_OF_LIMIT = {
    LimitKind.NONE_KNOWN: ChangeKind.ASK_HOST,
    LimitKind.DECLARED: ChangeKind.ONE_MORE_PLACE,
    LimitKind.NEWCOMERS: ChangeKind.ONE_MORE_NEWCOMER,
    LimitKind.SUPPORTERS: ChangeKind.ONE_MORE_SUPPORTER,
    LimitKind.AMOUNT: ChangeKind.MORE_AMOUNT,
}
"""What a host can be asked to change. A legal bound (定員, 人員配置) is never among them."""


def useful_changes(situation: Situation) -> tuple[UsefulChange, ...]:
    """
    Find single changes that would open a place for somebody without one, the most useful first.

    Only people one change away are counted; whether a place is really gained shows in the re-solve.
    """
    prepared = situation.prepared
    units, people = prepared.columns.units, prepared.problem.people
    could_use: dict[Change, set[str]] = {}
    for unit in np.flatnonzero(situation.chosen_of < 0):
        members = [people[row].id for row in units.member_person[units.member_unit == unit]]
        first, last = np.searchsorted(prepared.unit_pairs.unit, [unit, unit + 1])
        for row in range(first, last):
            for change in _changes_for(situation, int(row)):
                could_use.setdefault(change, set()).update(members)
    found = [UsefulChange(change, tuple(sorted(who))) for change, who in could_use.items()]
    return tuple(sorted(found, key=_usefulness))


def _usefulness(useful: UsefulChange) -> tuple[int, int, str]:
    return -len(useful.could_use), _EFFORT[useful.change.kind], repr(useful.change)


def confirm_changes(
    changes: Sequence[UsefulChange],
    most: int,
    placed_with: Callable[[Change], int],
    placed_now: int,
) -> tuple[UsefulChange, ...]:
    """
    Re-solve with the most useful changes and say how many more people each one places.

    Parameters
    ----------
    changes
        As `useful_changes` gives them.
    most
        How many to confirm. They are chosen so that as many different people as possible are helped.
    placed_with
        Re-solves a copy of the problem with one change and gives how many people are placed.
    placed_now
        How many are placed without it.

    Returns
    -------
    Confirmed ones by people gained, then the others.
    """
    picked = _covering(changes, most)
    confirmed = [
        dataclasses.replace(useful, gain=placed_with(useful.change) - placed_now) for useful in picked
    ]
    confirmed.sort(key=lambda useful: (-(useful.gain or 0), *_usefulness(useful)))
    chosen = {useful.change for useful in picked}
    return (*confirmed, *(useful for useful in changes if useful.change not in chosen))


def _covering(changes: Sequence[UsefulChange], most: int) -> list[UsefulChange]:
    """Pick changes one by one, each time the one that helps most people not helped yet."""
    picked: list[UsefulChange] = []
    helped: set[str] = set()
    rest = list(changes)
    while rest and len(picked) < most:
        best = min(rest, key=lambda useful: (-len(set(useful.could_use) - helped), *_usefulness(useful)))
        picked.append(best)
        rest.remove(best)
        helped |= set(best.could_use)
    return picked


def _changes_for(situation: Situation, unit_pair: int) -> Iterator[Change]:
    """Give the single changes that would open one menu for one unit."""
    prepared = situation.prepared
    against = reasons_against(prepared, unit_pair)
    if len(against) == 1:
        change = _of_rule(prepared, unit_pair, against[0])
        if change is not None:
            yield change
    elif not against:
        first, last = np.searchsorted(prepared.candidates.pair, [unit_pair, unit_pair + 1])
        for candidate in range(first, last):
            bindings = {situation.binding(int(row)) for row in situation.lacking_rows(candidate)}
            if len(bindings) == 1 and (binding := bindings.pop()):
                yield from _of_limit(prepared, binding)
        if first == last:
            for row, week in closed_slots(prepared, unit_pair):
                yield from _of_limit(prepared, pool_binding(prepared, row, week, 0))


def _of_limit(prepared: Prepared, binding: Binding) -> Iterator[Change]:
    kind = _OF_LIMIT.get(binding.limit)
    rule = prepared.problem.rules.limit(binding.limit)
    if kind is None or (rule is not None and not rule.is_askable):
        return
    amount = 1
    if kind == ChangeKind.MORE_AMOUNT:
        amount = _missing_units(prepared, binding)
    yield Change(
        kind,
        host_id=binding.host_id,
        pool_id=binding.pool_id,
        slot=binding.slot,
        amount=amount,
    )


def _missing_units(prepared: Prepared, binding: Binding) -> int:
    """Ask for one unit of people or seats, and for half an hour of minutes."""
    pool = next(pool for pool in prepared.problem.pools if pool.id == binding.pool_id)
    return 30 if pool.kind in {PoolKind.ATTENTION, PoolKind.COMPANION} else 1


def _of_rule(prepared: Prepared, unit_pair: int, reason: Reason) -> Change | None:
    """Give the change that would lift one rule for one unit, if people could ask for it."""
    pairs = prepared.unit_pairs
    menu = prepared.problem.menus[pairs.menu[unit_pair]]
    person = prepared.problem.people[prepared.columns.units.lead[pairs.unit[unit_pair]]]
    if prepared.margins.left[_own_rows(prepared, int(pairs.menu[unit_pair]))].max(initial=0) == 0:
        return None
    if reason.rule == "travel" and "said" not in reason.values and person.district:
        return Change(ChangeKind.PICK_UP, menu.host_id, menu.id, district=person.district)
    if reason.rule == "availability" and int(reason.values["free"]) > 0:
        return Change(ChangeKind.FEWER_SLOTS, person_id=person.id, amount=int(reason.values["free"]))
    if reason.rule == "stay":
        return Change(
            ChangeKind.SHORTER_STAY, menu.host_id, menu.id, amount=int(reason.values["longest_minutes"])
        )
    if reason.rule.startswith("condition_"):
        condition = Condition(reason.rule.removeprefix("condition_"))
        if condition in ADJUSTABLE:
            return Change(ChangeKind.ADJUST_CONDITION, menu.host_id, menu.id, condition=condition)
    return None


def _own_rows(prepared: Prepared, menu: int) -> NDArray[np.int64]:
    draws = prepared.columns.slots.draws
    first, last = np.searchsorted(draws.menu, [menu, menu + 1])
    return draws.pool_slot[first:last]
