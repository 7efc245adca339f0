"""A change of the problem: what a coordinator could ask for, applied to a copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from matching.errors import require
from matching.model.pool import Declared, PoolSlot
from matching.model.timetable import Slot
from matching.vocabulary import BURDENS, Answer, Condition, DeclaredMark

if TYPE_CHECKING:
    from matching.model.problem import Problem


class ChangeKind(StrEnum):
    """What kind of change; its phrases stand in `matching.phrases`."""

    ONE_MORE_PLACE = "one_more_place"
    ASK_HOST = "ask_host"
    MORE_AMOUNT = "more_amount"
    ONE_MORE_NEWCOMER = "one_more_newcomer"
    ONE_MORE_SUPPORTER = "one_more_supporter"
    PICK_UP = "pick_up"
    SHORTER_STAY = "shorter_stay"
    FEWER_SLOTS = "fewer_slots"
    ADJUST_CONDITION = "adjust_condition"


@dataclass(frozen=True)
class Change:
    """
    One change; which fields are used depends on the kind.

    Parameters
    ----------
    kind
        What kind.
    host_id, menu_id, pool_id, person_id
        What it touches.
    slot
        The slot of the pool.
    condition
        The condition a host would adjust.
    district
        The district a pick-up would serve.
    amount
        Places or units more; minutes of the shorter stay; slots a week of the smaller start.
    """

    kind: ChangeKind
    host_id: str = ""
    menu_id: str = ""
    pool_id: str = ""
    person_id: str = ""
    slot: Slot | None = None
    condition: Condition | None = None
    district: str = ""
    amount: int = 1


def apply_change(problem: Problem, change: Change) -> Problem:
    """
    Give a copy of the problem with the change made; nothing else differs.

    Raises
    ------
    InvalidProblem
        If the change names something the problem does not hold.
    """
    return _APPLY[change.kind](problem, change)


def _change_pool_slot(problem: Problem, change: Change, new: Callable[[PoolSlot], PoolSlot]) -> Problem:
    pool = next((pool for pool in problem.pools if pool.id == change.pool_id), None)
    require(pool is not None, "change", "pool_id", change.pool_id, "a pool of the problem")
    assert pool is not None
    require(
        any(part.slot == change.slot for part in pool.slots), "change", "slot", change.slot, "a slot of it"
    )
    slots = tuple(new(part) if part.slot == change.slot else part for part in pool.slots)
    changed = dataclasses.replace(pool, slots=slots)
    return dataclasses.replace(
        problem, pools=tuple(changed if each.id == pool.id else each for each in problem.pools)
    )


def _more_places(problem: Problem, change: Change) -> Problem:
    """Let the host state more places in the slot, with the supporters they take; legal limits stay."""
    stated = 0

    def declared(part: PoolSlot) -> PoolSlot:
        nonlocal stated
        stated = _stated_places(part) + change.amount
        return dataclasses.replace(part, declared=Declared(DeclaredMark.OPEN, stated), stated_on=problem.date)

    changed = _change_pool_slot(problem, change, declared)
    hosts = tuple(
        dataclasses.replace(host, supporters=max(host.supporters, -(-stated // host.people_per_supporter)))
        if host.id == change.host_id and host.supporters is not None and host.people_per_supporter
        else host
        for host in changed.hosts
    )
    return dataclasses.replace(changed, hosts=hosts)


def _stated_places(part: PoolSlot) -> int:
    if part.declared is None or part.declared.mark == DeclaredMark.CLOSED:
        return 0
    if part.declared.places is None:
        return int(part.declared.mark == DeclaredMark.OPEN)
    return part.declared.places


def _more_amount(problem: Problem, change: Change) -> Problem:
    return _change_pool_slot(
        problem,
        change,
        lambda part: dataclasses.replace(
            part, amount=(part.amount or 0) + change.amount, stated_on=problem.date
        ),
    )


def _more_newcomers(problem: Problem, change: Change) -> Problem:
    return _change_host(problem, change, "newcomers_at_once")


def _more_supporters(problem: Problem, change: Change) -> Problem:
    return _change_host(problem, change, "supporters")


def _change_host(problem: Problem, change: Change, field: str) -> Problem:
    require(
        any(host.id == change.host_id for host in problem.hosts),
        "change",
        "host_id",
        change.host_id,
        "a host of the problem",
    )
    more: dict[str, Any] = {field: change.amount}
    hosts = tuple(
        dataclasses.replace(host, **{name: (getattr(host, name) or 0) + n for name, n in more.items()})
        if host.id == change.host_id
        else host
        for host in problem.hosts
    )
    return dataclasses.replace(problem, hosts=hosts)


def _change_menu(problem: Problem, change: Change) -> Problem:
    require(
        any(menu.id == change.menu_id for menu in problem.menus),
        "change",
        "menu_id",
        change.menu_id,
        "a menu of the problem",
    )
    if change.kind == ChangeKind.PICK_UP:
        require(bool(change.district), "change", "district", change.district, "a district")
    if change.kind == ChangeKind.ADJUST_CONDITION:
        require(change.condition is not None, "change", "condition", None, "a condition")
    menus = []
    for menu in problem.menus:
        if menu.id != change.menu_id:
            menus.append(menu)
        elif change.kind == ChangeKind.PICK_UP:
            districts = tuple(sorted({*menu.pick_up_districts, change.district}))
            menus.append(dataclasses.replace(menu, pick_up_districts=districts))
        elif change.kind == ChangeKind.SHORTER_STAY:
            menus.append(dataclasses.replace(menu, shortest_stay_minutes=change.amount))
        else:
            assert change.condition is not None
            answer = Answer.NO if change.condition in BURDENS else Answer.YES
            menus.append(dataclasses.replace(menu, conditions={**menu.conditions, change.condition: answer}))
    return dataclasses.replace(problem, menus=tuple(menus))


def _fewer_slots(problem: Problem, change: Change) -> Problem:
    require(
        any(person.id == change.person_id for person in problem.people),
        "change",
        "person_id",
        change.person_id,
        "a person of the problem",
    )
    people = tuple(
        dataclasses.replace(person, fewest_slots=change.amount) if person.id == change.person_id else person
        for person in problem.people
    )
    return dataclasses.replace(problem, people=people)


_APPLY: dict[ChangeKind, Callable[[Problem, Change], Problem]] = {
    ChangeKind.ONE_MORE_PLACE: _more_places,
    ChangeKind.ASK_HOST: _more_places,
    ChangeKind.MORE_AMOUNT: _more_amount,
    ChangeKind.ONE_MORE_NEWCOMER: _more_newcomers,
    ChangeKind.ONE_MORE_SUPPORTER: _more_supporters,
    ChangeKind.PICK_UP: _change_menu,
    ChangeKind.SHORTER_STAY: _change_menu,
    ChangeKind.FEWER_SLOTS: _fewer_slots,
    ChangeKind.ADJUST_CONDITION: _change_menu,
}
