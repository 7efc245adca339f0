"""Which pool slots each slot of a menu draws on."""

from __future__ import annotations

import numpy as np
import pytest

from matching.columns import Columns
from matching.columns.pool_slots import UNITS
from matching.model import Draw, PoolSlot
from matching.vocabulary import DrawUnit, PoolKind
from tests.matching.builders import (
    amount_pool,
    beds,
    host,
    menu,
    person,
    pool,
    pool_slot,
    problem,
    room,
    slot,
)


def drawn(menu_slot, *pool_slots) -> list[int]:
    """Give the pool slots that a menu with one slot draws on."""
    town = problem(
        menus=[menu(slots=(menu_slot,))],
        pools=[pool(slots=tuple(pool_slot(when) for when in pool_slots))],
    )
    return Columns.of(town).slots.draws.pool_slot.tolist()


@pytest.mark.parametrize(
    ("menu_slot", "pool_slots", "expected"),
    [
        (slot(2), [slot(2)], [0]),
        (slot(2), [slot(4), slot(2)], [1]),
        (slot(2, "10:00", "12:00"), [slot(2, "09:00", "10:30"), slot(2, "11:00", "15:00")], [0, 1]),
        (slot(2, "10:00", "12:00"), [slot(2, "08:00", "10:00"), slot(2, "12:00", "15:00")], []),
        (slot(2), [slot(3)], []),
    ],
)
def test_a_menu_draws_on_every_pool_slot_it_overlaps(menu_slot, pool_slots, expected: list[int]) -> None:
    """Whoever comes to a menu takes from each pool slot that shares a minute with it."""
    assert drawn(menu_slot, *pool_slots) == expected


def test_missing_times_are_marked() -> None:
    """Where a pool has nothing at the time of a slot, that slot is marked for its unit."""
    town = problem(
        menus=[
            menu(
                slots=(slot(1), slot(2), slot(3)),
                draws=(Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES)),
            )
        ],
        pools=[
            pool(slots=(pool_slot(slot(2)), pool_slot(slot(3)))),
            amount_pool(PoolKind.ATTENTION, 60, slot(1)),
        ],
    )
    missing = Columns.of(town.in_order()).slots.draws.missing[0]
    assert missing[UNITS.index(DrawUnit.PERSON)] == 0b001
    assert missing[UNITS.index(DrawUnit.ATTENTION_MINUTES)] == 0b110


def test_a_pool_of_the_week_serves_every_slot() -> None:
    """What counts by the week is drawn on at every visit of the week."""
    town = problem(
        menus=[
            menu(
                slots=(slot(2), slot(4)),
                draws=(Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES)),
            )
        ],
        pools=[
            pool(slots=(pool_slot(slot(2)), pool_slot(slot(4)))),
            amount_pool(PoolKind.ATTENTION, 60),
        ],
    ).in_order()
    draws = Columns.of(town).slots.draws
    week = draws.unit == UNITS.index(DrawUnit.ATTENTION_MINUTES)
    assert draws.slot[week].tolist() == [0, 1]
    assert len(set(draws.pool_slot[week].tolist())) == 1


def test_rooms_draw_on_beds_alone() -> None:
    """A night meets only nights, so a room and a menu by day share nothing."""
    town = problem(menus=[menu(), room()], pools=[beds(), pool()]).in_order()
    draws = Columns.of(town).slots.draws
    assert draws.menu.tolist() == [0, 1]
    assert [town.pools[row].id for row in draws.pool_slot] == ["H1-places", "H1-beds"]


def test_unknown_numbers_are_not_numbers() -> None:
    """A number nobody gave is NaN in every column, and never zero."""
    slots = Columns.of(problem(pools=[pool(slots=(PoolSlot(slot()),))])).slots
    for name in (
        "quota", "regular_users", "waiting", "staff_fte", "staff_ratio", "supporters",
        "people_per_supporter", "equipment", "amount", "declared_places", "stated_days_ago",
    ):  # fmt: skip
        assert np.isnan(getattr(slots, name)).all(), name
    assert slots.declared_mark.tolist() == [-1]


def test_pools_of_the_municipality_have_no_host() -> None:
    """A pool without a host takes no number from any host."""
    town = problem(hosts=[host(quota=5, waiting=1)], pools=[pool(), amount_pool(PoolKind.CASELOAD, 9)])
    slots = Columns.of(town.in_order()).slots
    assert slots.host.tolist() == [0, -1]
    assert slots.quota[0] == 5
    assert np.isnan(slots.quota[1])


def test_caseload_of_each_person() -> None:
    """Each person knows the row of the caseload that carries them."""
    town = problem(
        people=[person(), person(id="P2", caseload_pool_id="B"), person(id="P3", caseload_pool_id="A")],
        pools=[pool(), amount_pool(PoolKind.CASELOAD, 1, id="B"), amount_pool(PoolKind.CASELOAD, 1, id="A")],
    ).in_order()
    assert Columns.of(town).caseload.tolist() == [-1, 1, 0]
