"""A change makes its one difference, and no other."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from matching.errors import InvalidProblem
from matching.model import Change, ChangeKind, Declared, PoolSlot, Problem, apply_change
from matching.vocabulary import Answer, Condition, DeclaredMark, PoolKind
from tests.matching.builders import TODAY, amount_pool, host, menu, person, pool, pool_slot, problem, slot

TUE, THU = slot(2), slot(4)
STAFF = amount_pool(PoolKind.ATTENTION, 60)


@pytest.fixture
def town() -> Problem:
    """Make a town with two of everything, so that a change could hit the wrong one."""
    return problem(
        people=[person(fewest_slots=2, most_slots=3), person(id="P2", fewest_slots=2, most_slots=3)],
        hosts=[host(newcomers_at_once=1, supporters=1), host(id="H2", newcomers_at_once=1, supporters=1)],
        menus=[menu(slots=(TUE, THU), pick_up_districts=("south",)), menu(id="M2", slots=(TUE, THU))],
        pools=[pool(slots=(pool_slot(TUE), pool_slot(THU))), pool(id="H2-places", host_id="H2"), STAFF],
    )


def differences(one: Any, other: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """Give every value in which two records differ, by its path."""
    if dataclasses.is_dataclass(one) and type(one) is type(other):
        return {
            where: values
            for field in dataclasses.fields(one)
            for where, values in differences(
                getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}".lstrip(".")
            ).items()
        }
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return {
            where: values
            for row, pair in enumerate(zip(one, other, strict=True))
            for where, values in differences(*pair, f"{path}[{row}]").items()
        }
    return {} if one == other else {path: (one, other)}


PLACES = {"pool_id": "H1-places", "slot": THU}
EXPECTED = [
    (Change(ChangeKind.ONE_MORE_PLACE, **PLACES), {"pools[0].slots[1].declared.places": (2, 3)}),
    (
        Change(ChangeKind.MORE_AMOUNT, pool_id="attention", amount=30),
        {"pools[2].slots[0].amount": (60, 90), "pools[2].slots[0].stated_on": (None, TODAY)},
    ),
    (Change(ChangeKind.ONE_MORE_NEWCOMER, host_id="H1"), {"hosts[0].newcomers_at_once": (1, 2)}),
    (Change(ChangeKind.ONE_MORE_SUPPORTER, host_id="H2"), {"hosts[1].supporters": (1, 2)}),
    (
        Change(ChangeKind.PICK_UP, menu_id="M1", district="north"),
        {"menus[0].pick_up_districts": (("south",), ("north", "south"))},
    ),
    (
        Change(ChangeKind.SHORTER_STAY, menu_id="M2", amount=45),
        {"menus[1].shortest_stay_minutes": (None, 45)},
    ),
    (Change(ChangeKind.FEWER_SLOTS, person_id="P2", amount=1), {"people[1].fewest_slots": (2, 1)}),
    (
        Change(ChangeKind.ADJUST_CONDITION, menu_id="M1", condition=Condition.NOISE),
        {"menus[0].conditions": ({}, {Condition.NOISE: Answer.NO})},
    ),
    (
        Change(ChangeKind.ADJUST_CONDITION, menu_id="M1", condition=Condition.PLACE_TO_REST),
        {"menus[0].conditions": ({}, {Condition.PLACE_TO_REST: Answer.YES})},
    ),
]


@pytest.mark.parametrize(("change", "expected"), EXPECTED, ids=lambda value: getattr(value, "kind", ""))
def test_only_that_thing_differs(town: Problem, change: Change, expected: dict[str, Any]) -> None:
    """The changed problem differs in exactly what the change says."""
    assert differences(town, apply_change(town, change)) == expected


def test_every_kind_of_change_is_tested() -> None:
    """The table above and the test of the asked host cover every kind."""
    assert {change.kind for change, _ in EXPECTED} | {ChangeKind.ASK_HOST} == set(ChangeKind)


@pytest.mark.parametrize(
    ("declared", "places"),
    [
        (None, 1),
        (Declared(DeclaredMark.CLOSED), 1),
        (Declared(DeclaredMark.ASK), 1),
        (Declared(DeclaredMark.ASK, 2), 3),  # one more than may be asked for today, not fewer
        (Declared(DeclaredMark.OPEN), 2),  # ○ without a number is one place
        (Declared(DeclaredMark.OPEN, 0), 1),
        (Declared(DeclaredMark.OPEN, 4), 5),
    ],
)
@pytest.mark.parametrize("kind", [ChangeKind.ONE_MORE_PLACE, ChangeKind.ASK_HOST])
def test_one_more_place_is_one_more_than_stated(
    kind: ChangeKind, declared: Declared | None, places: int
) -> None:
    """A host that is asked states one place more than it stands for now, and states it today."""
    part = PoolSlot(TUE, regular_users=3, declared=declared, quota=9)
    asked = problem(pools=[pool(slots=(part,))])
    changed = apply_change(asked, Change(kind, pool_id="H1-places", slot=TUE))
    assert changed.pools[0].slots == (
        dataclasses.replace(part, declared=Declared(DeclaredMark.OPEN, places), stated_on=TODAY),
    )


@pytest.mark.parametrize(
    ("supporters", "needed"),
    [(1, 2), (2, 2), (5, 5), (None, None)],
)
def test_one_more_place_brings_its_supporters(supporters: int | None, needed: int | None) -> None:
    """A host that takes a third person has the supporters for three; legal limits are never raised."""
    asked = problem(hosts=[host(supporters=supporters, people_per_supporter=2, quota=2)])
    changed = apply_change(
        asked, Change(ChangeKind.ONE_MORE_PLACE, host_id="H1", pool_id="H1-places", slot=TUE)
    )
    assert changed.hosts == (host(supporters=needed, people_per_supporter=2, quota=2),)


def test_a_supporter_more_than_nobody_known() -> None:
    """A first supporter can be asked for where none was known."""
    asked = problem(hosts=[host(supporters=None)])
    changed = apply_change(asked, Change(ChangeKind.ONE_MORE_SUPPORTER, host_id="H1"))
    assert changed.hosts[0].supporters == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(ChangeKind.ONE_MORE_PLACE, pool_id="nowhere", slot=TUE), "pool_id"),
        (Change(ChangeKind.ASK_HOST, pool_id="nowhere", slot=TUE), "pool_id"),
        (Change(ChangeKind.ONE_MORE_PLACE, pool_id="H1-places", slot=slot(5)), "slot"),
        (Change(ChangeKind.MORE_AMOUNT, pool_id="nowhere"), "pool_id"),
        (Change(ChangeKind.MORE_AMOUNT, pool_id="attention", slot=TUE), "slot"),
        (Change(ChangeKind.ONE_MORE_NEWCOMER, host_id="H9"), "host_id"),
        (Change(ChangeKind.ONE_MORE_SUPPORTER), "host_id"),
        (Change(ChangeKind.PICK_UP, menu_id="M9", district="north"), "menu_id"),
        (Change(ChangeKind.PICK_UP, menu_id="M1"), "district"),
        (Change(ChangeKind.SHORTER_STAY, menu_id="M9", amount=30), "menu_id"),
        (Change(ChangeKind.SHORTER_STAY, menu_id="M1", amount=9), "shortest_stay_minutes"),
        (Change(ChangeKind.FEWER_SLOTS, person_id="P9"), "person_id"),
        (Change(ChangeKind.FEWER_SLOTS, person_id="P1", amount=0), "fewest_slots"),
        (Change(ChangeKind.ADJUST_CONDITION, menu_id="M9", condition=Condition.NOISE), "menu_id"),
        (Change(ChangeKind.ADJUST_CONDITION, menu_id="M1"), "condition"),
    ],
)
def test_a_change_of_what_is_not_there(town: Problem, change: Change, field: str) -> None:
    """A change that names something the problem does not hold is InvalidProblem."""
    with pytest.raises(InvalidProblem) as refused:
        apply_change(town, change)
    assert refused.value.field == field


def test_the_given_problem_stays_as_it_was(town: Problem) -> None:
    """A change is made to a copy."""
    before = dataclasses.replace(town)
    apply_change(town, Change(ChangeKind.ONE_MORE_PLACE, **PLACES))
    assert town == before
