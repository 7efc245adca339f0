"""The smallest changes that would place people: found from what stops them, confirmed by a re-solve."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from matching.candidates import ResourceKind
from matching.capacity.limits import STATIC_LIMITS
from matching.columns.pool_slots import KINDS, UNITS
from matching.explain.situation import Situation, pool_binding
from matching.explain.unplaced import reasons_against
from matching.geo.travel import minutes
from matching.model import Change, ChangeKind, Reason, UsefulChange
from matching.prepare import Prepared
from matching.vocabulary import Condition, DrawUnit, LimitKind, PoolKind, TravelMode

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

_IN_MINUTES = frozenset({KINDS.index(PoolKind.ATTENTION), KINDS.index(PoolKind.COMPANION)})


def useful_changes(situation: Situation) -> tuple[UsefulChange, ...]:
    """
    Find single changes that would open a place for somebody without one, the most useful first.

    Only people one change away are counted; whether a place is really gained shows in the re-solve.
    """
    units, people = situation.prepared.columns.units, situation.prepared.problem.people
    could_use: dict[Change, set[str]] = {}
    for unit, change in (*_by_limit(situation), *_by_place(situation), *_by_rule(situation)):
        members = units.member_person[units.member_unit == unit]
        could_use.setdefault(change, set()).update(people[row].id for row in members)
    found = [
        UsefulChange(change, tuple(sorted(who)))
        for change, who in could_use.items()
        if not _asks_too_much(change, could_use)
    ]
    return tuple(sorted(found, key=_usefulness))


def _asks_too_much(change: Change, changes: Iterable[Change]) -> bool:
    """Tell whether the person could start with more slots a week than this change leaves them."""
    return change.kind == ChangeKind.FEWER_SLOTS and any(
        other.kind == change.kind and other.person_id == change.person_id and other.amount > change.amount
        for other in changes
    )


def _usefulness(useful: UsefulChange) -> tuple[int, int, str]:
    return -len(useful.could_use), _EFFORT[useful.change.kind], repr(useful.change)


def confirm_changes(
    changes: Sequence[UsefulChange],
    most: int,
    placed_with: Callable[[Change], int | None],
    placed_now: int,
    should_stop: Callable[[], bool] | None = None,
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
        Re-solves a copy of the problem with one change and gives how many people are placed; nothing where
        the re-solve did not end.
    placed_now
        How many are placed without it.
    should_stop
        Asked before each re-solve; what is left then stays unconfirmed.

    Returns
    -------
    Confirmed ones by people gained, then the others.
    """
    confirmed: list[UsefulChange] = []
    for useful in _covering(changes, most):
        if should_stop and should_stop():
            break
        placed = placed_with(useful.change)
        if placed is not None:
            confirmed.append(dataclasses.replace(useful, gain=placed - placed_now))
    confirmed.sort(key=lambda useful: (-(useful.gain or 0), *_usefulness(useful)))
    chosen = {useful.change for useful in confirmed}
    return (*confirmed, *(useful for useful in changes if useful.change not in chosen))


def _covering(changes: Sequence[UsefulChange], most: int) -> list[UsefulChange]:
    """Pick changes one by one, each time the one that helps most people who are helped least so far."""
    picked: list[UsefulChange] = []
    helped: Counter[str] = Counter()
    rest = list(changes)
    while rest and len(picked) < most:
        best = min(
            rest,
            key=lambda useful: (-sum(1 / (1 + helped[who]) for who in useful.could_use), _usefulness(useful)),
        )
        picked.append(best)
        rest.remove(best)
        helped.update(best.could_use)
    return picked


def _by_limit(situation: Situation) -> Iterator[tuple[int, Change]]:
    """Give changes of one full limit that alone stops a candidate."""
    prepared = situation.prepared
    rows, candidates = situation.lacking
    left_out = situation.chosen_of[prepared.candidates.unit[candidates]] < 0
    rows, candidates = rows[left_out], candidates[left_out]
    resources = prepared.rows.resource[rows]
    stops = np.unique(np.stack([candidates, resources], axis=1), axis=0)
    candidate, times = np.unique(stops[:, 0], return_counts=True)
    alone = np.isin(stops[:, 0], candidate[times == 1])
    pairs = np.stack([prepared.candidates.unit[stops[alone, 0]], stops[alone, 1]], axis=1)
    week_of = dict(zip(resources.tolist(), prepared.rows.week[rows].tolist(), strict=True))
    for unit, resource in np.unique(pairs, axis=0).tolist():
        kind, index = prepared.resources.name(resource)
        if kind == ResourceKind.POOL_SLOT:
            for change in more_of_pool_slot(prepared, index, week_of[resource]):
                yield unit, change
        elif kind == ResourceKind.NEWCOMERS and _may_ask(prepared, LimitKind.NEWCOMERS):
            yield unit, Change(ChangeKind.ONE_MORE_NEWCOMER, host_id=prepared.problem.hosts[index].id)


def _by_place(situation: Situation) -> Iterator[tuple[int, Change]]:
    """Give changes of slots without any place, for units no rule stops."""
    prepared = situation.prepared
    pairs = prepared.unit_pairs
    without = ~np.isin(np.arange(pairs.unit.size), prepared.candidates.pair)
    left_out = situation.chosen_of[pairs.unit] < 0
    for row in np.flatnonzero(without & left_out & pairs.allowed):
        for pool_slot, week in situation.closed_for(int(row)):
            for change in more_of_pool_slot(prepared, pool_slot, week):
                yield int(pairs.unit[row]), change


def _by_rule(situation: Situation) -> Iterator[tuple[int, Change]]:
    """Give changes of one rule that alone stops a menu."""
    prepared = situation.prepared
    pairs = prepared.unit_pairs
    one_rule = np.bitwise_count(pairs.against) == 1
    for row in np.flatnonzero(one_rule & (situation.chosen_of[pairs.unit] < 0)):
        change = _of_rule(situation, int(row), reasons_against(prepared, int(row))[0])
        if change is not None:
            yield int(pairs.unit[row]), change


def more_of_pool_slot(prepared: Prepared, pool_slot: int, week: int) -> Iterator[Change]:
    """Ask for more of a pool in a slot, unless another limit would hold it where it is."""
    binding = pool_binding(prepared, pool_slot, week, 0)
    kind = _OF_LIMIT.get(binding.limit)
    if kind is None or not _may_ask(prepared, binding.limit):
        return
    if _legal_places(prepared, pool_slot) <= prepared.margins.places[pool_slot, week]:
        return
    in_minutes = prepared.columns.slots.kind[pool_slot] in _IN_MINUTES
    yield Change(
        kind,
        host_id=binding.host_id,
        pool_id=binding.pool_id if kind != ChangeKind.ONE_MORE_SUPPORTER else "",
        slot=binding.slot if kind != ChangeKind.ONE_MORE_SUPPORTER else None,
        amount=30 if in_minutes else 1,
    )


def _legal_places(prepared: Prepared, pool_slot: int) -> float:
    """Give the least limit of a pool slot that nobody can be asked to raise; infinity for none."""
    limits = prepared.margins.limits[pool_slot]
    fixed = [
        number
        for kind, number in zip(STATIC_LIMITS, limits.tolist(), strict=True)
        if not np.isnan(number) and not _may_ask(prepared, kind)
    ]
    return min(fixed, default=np.inf)


def _may_ask(prepared: Prepared, limit: LimitKind) -> bool:
    rule = prepared.problem.rules.limit(limit)
    return rule is None or rule.is_askable


def _of_rule(situation: Situation, unit_pair: int, reason: Reason) -> Change | None:
    """Give the change that would lift one rule for one unit, if it can be asked for and places are left."""
    prepared = situation.prepared
    pairs, row = prepared.unit_pairs, unit_pair
    # Of a party the rule is told of the first member it is against.
    pair = int(pairs.first_pair[row])
    while not prepared.findings.against[pair]:
        pair += 1
    table = prepared.pairs
    menu = prepared.problem.menus[pairs.menu[row]]
    person = prepared.problem.people[table.person[pair]]
    rooms, needed = int(pairs.usable[row]), int(pairs.fewest[row])
    change: Change | None = None
    if reason.rule == "travel" and person.district and _could_be_fetched(prepared, pair):
        change = Change(ChangeKind.PICK_UP, menu.host_id, menu.id, district=person.district)
    elif reason.rule == "availability" and pairs.usable[row]:
        needed = int(reason.values["free"])
        change = Change(ChangeKind.FEWER_SLOTS, person_id=person.id, amount=needed)
    elif reason.rule == "stay":
        rooms = int(table.free[pair] & table.accompanied[pair])
        longest = int(reason.values["longest_minutes"])
        change = Change(ChangeKind.SHORTER_STAY, menu.host_id, menu.id, amount=longest)
    elif reason.rule.startswith("condition_"):
        condition = Condition(reason.rule.removeprefix("condition_"))
        if condition in ADJUSTABLE:
            change = Change(ChangeKind.ADJUST_CONDITION, menu.host_id, menu.id, condition=condition)
    return change if change and _places_in(situation, unit_pair, rooms) >= needed else None


def _could_be_fetched(prepared: Prepared, pair: int) -> bool:
    """Tell whether a ride would be short enough, and the person has not said that they cannot come."""
    pairs = prepared.pairs
    person, menu = pairs.person[pair : pair + 1], pairs.menu[pair : pair + 1]
    said_no = pairs.people.can_reach.at(person, pairs.menus.host[menu], 1)[0] == 0
    ride = minutes(prepared.problem.travel, TravelMode.PICK_UP, pairs.distance_m[pair : pair + 1])[0]
    most = pairs.people.most_travel_minutes[person[0]]
    return not said_no and bool(ride <= (most if np.isfinite(most) else ride)) and bool(np.isfinite(ride))


def _places_in(situation: Situation, unit_pair: int, slots: int) -> int:
    """Count the slots among those given that still have room for the unit."""
    prepared = situation.prepared
    draws = prepared.columns.slots.draws
    size = prepared.columns.units.size[prepared.unit_pairs.unit[unit_pair]]
    first, last = np.searchsorted(draws.menu, np.array([0, 1]) + prepared.unit_pairs.menu[unit_pair])
    own = draws.unit[first:last] == UNITS.index(DrawUnit.PERSON)
    full = own & (situation.places_left[draws.pool_slot[first:last]] < size)
    closed = sum({1 << int(slot) for slot in draws.slot[first:last][full]})
    return (slots & ~closed).bit_count()
