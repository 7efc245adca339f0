"""The kernel's arrays: what a candidate is worth, what is left out, which pins hold."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import CandidateLimits
from matching.model import Need, Party, Pin, Problem, Slot
from matching.prepare import Prepared, prepare
from matching.scoring import values
from matching.selection import select
from matching.vocabulary import Activity, NeedDomain, PoolKind, Urgency
from tests.matching.builders import (
    TODAY,
    amount_pool,
    host,
    menu,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    slot,
)
from tests.matching.towns import towns

LIMITS = CandidateLimits()
ONE_PLACE = pool(slots=(pool_slot(places=1),))


def pin(menu_id: str = "M1", *slots: Slot) -> Pin:
    """Make a pin for the need to belong."""
    return Pin(NeedDomain.BELONGING, menu_id, slots)


def released(prepared: Prepared) -> list[tuple[str, str]]:
    """Give person and menu of each pin that cannot hold."""
    town = prepared.problem
    return [
        (town.people[who].id, town.menus[prepared.unit_pairs.menu[row]].id)
        for row, who, _ in prepared.released.tolist()
    ]


def test_value_is_the_published_formula() -> None:
    """A candidate is worth placed + waiting + urgency, and its fit less the best fit of the person."""
    waiting = person(
        waiting_since=TODAY - dt.timedelta(weeks=10),
        needs=(Need(NeedDomain.BELONGING, Urgency.NOW),),
        likes=(Activity.CAFE,),
    )
    town = problem(people=[waiting], menus=[menu(), menu(id="M2", activities=(Activity.CAFE,))])
    prepared = prepare(town, LIMITS)
    weights = town.weights
    best = weights.placed + 10 * weights.waiting_point_a_week + weights.urgency[Urgency.NOW]
    assert prepared.selection.value.tolist() == [best - weights.wish, best]


@given(town=towns(), constant=st.integers(-3_000, 3_000), data=st.data())
def test_a_constant_on_all_fits_of_a_person_moves_no_seat(
    town: Problem, constant: int, data: st.DataObject
) -> None:
    """Who has a better fit everywhere, or a worse one, gets no other place for it, and takes nobody's."""
    prepared = prepare(town, LIMITS)
    units = sorted(set(prepared.candidates.unit.tolist()))
    if not units:
        return
    shifted = prepared.fit + constant * (prepared.candidates.unit == data.draw(st.sampled_from(units)))
    value = value_of(prepared, shifted)
    before = select(prepared.selection).chosen
    after = select(dataclasses.replace(prepared.selection, value=value)).chosen
    assert (before == after).all()


def value_of(prepared: Prepared, fit: np.ndarray) -> np.ndarray:
    """Put other fits into the formula."""
    weights = prepared.problem.weights
    return values(prepared.candidates.unit, fit, prepared.columns.units, prepared.priority, weights)[0]


def test_a_constant_on_the_value_would_move_a_seat() -> None:
    """The formula keeps the seat: points not measured from the person's best would move it."""
    first = person(needs=(Need(NeedDomain.BELONGING, Urgency.NOW),))
    prepared = prepare(problem(people=[first, person(id="P2")], pools=[ONE_PLACE]), LIMITS)
    bonus = 2_000 * (prepared.candidates.unit == 1)
    for value, winner in (
        (value_of(prepared, prepared.fit + bonus), 0),
        (prepared.selection.value + bonus, 1),
    ):
        chosen = select(dataclasses.replace(prepared.selection, value=value)).chosen
        assert prepared.candidates.unit[chosen].tolist() == [winner]


@given(town=towns(), replan=st.booleans())
def test_nothing_far_below_the_persons_own_best(town: Problem, replan: bool) -> None:
    """No candidate is `deepest_fit` points under the best of the same unit, but what people have set."""
    weights = dataclasses.replace(town.weights, deepest_fit=150)
    prepared = prepare(dataclasses.replace(town, weights=weights), LIMITS, replan)
    table = prepared.candidates
    assert (prepared.best_fit - prepared.fit < 150)[~(table.fixed | table.current)].all()
    for unit in np.unique(table.unit):
        mine = table.unit == unit
        assert np.unique(prepared.best_fit[mine]).tolist() == [prepared.fit[mine].max()]


def test_what_is_far_below_is_marked() -> None:
    """A menu left out because others suit much better is told apart from one that cannot be."""
    likes = person(likes=(Activity.CAFE,))
    menus = [menu(activities=(Activity.CAFE,)), menu(id="M2"), menu(id="M3", slots=(slot(5),))]
    weights = dataclasses.replace(problem().weights, deepest_fit=200)
    prepared = prepare(problem(people=[likes], menus=menus, weights=weights), LIMITS)
    assert prepared.candidates.menu.tolist() == [0]
    assert prepared.outranked.tolist() == [False, True, False]


@pytest.mark.parametrize("slots", [(), (slot(),)])
def test_pin_against_a_rule_is_released(slots: tuple[Slot, ...]) -> None:
    """A pin at a menu that a rule is against does not hold, with or without slots."""
    who = person(pins=(pin("M1", *slots),), avoids=(Activity.CAFE,))
    prepared = prepare(problem(people=[who], menus=[menu(activities=(Activity.CAFE,))]), LIMITS)
    assert released(prepared) == [("P1", "M1")]


def test_pins_hold_in_order_of_the_people() -> None:
    """Of two pins for one place the first person's holds and the second's is released."""
    people = [person(id=f"P{n}", pins=(pin("M1", slot()),)) for n in (2, 1)]
    prepared = prepare(problem(people=people, pools=[ONE_PLACE]), LIMITS)
    assert prepared.selection.fixed is not None
    assert prepared.selection.fixed.tolist() == [True, False]
    assert released(prepared) == [("P2", "M1")]


def test_pin_takes_the_companion_who_still_has_time() -> None:
    """A pin holds if any companion, or any start, fits beside the earlier pins."""
    guides = [amount_pool(PoolKind.COMPANION, 30, id=pool_id) for pool_id in ("C1", "C2")]
    people = [person(id=f"P{n}", pins=(pin("M1", slot()),), accompaniment_minutes=30) for n in (1, 2)]
    assert released(prepare(problem(people=people, pools=[pool(), *guides]), LIMITS)) == []
    resting = problem(people=people, hosts=[host(rest_days=7)], pools=[pool(), *guides])
    assert released(prepare(resting, LIMITS)) == []


def test_pins_of_a_party() -> None:
    """A party has one pin: of members who want different slots, or menus, one is told that it cannot hold."""
    two_days = pool(slots=(pool_slot(), pool_slot(slot(4))))
    menus = [menu(slots=(slot(), slot(4))), menu(id="M2")]
    for second, lost in (
        (pin("M1", slot()), []),
        (pin("M1", slot(4)), [("P2", "M1")]),
        (pin("M2", slot()), [("P2", "M2")]),
        (pin("M1"), []),
        (pin("M2"), [("P2", "M2")]),
    ):
        people = [person(pins=(pin("M1", slot()),)), person(id="P2", pins=(second,))]
        town = problem(people=people, menus=menus, pools=[two_days], parties=[Party("G1", ("P1", "P2"))])
        assert released(prepare(town, LIMITS)) == lost


def test_pin_at_a_menu_for_other_needs() -> None:
    """People may choose a menu for a need it does not list; nobody is sent there otherwise."""
    other = menu(domains=(NeedDomain.WORK,))
    assert len(prepare(problem(menus=[other]), LIMITS).candidates) == 0
    for chosen in (pin(), pin("M1", slot())):
        town = problem(people=[person(pins=(chosen,))], menus=[other])
        assert len(prepare(town, LIMITS).candidates) == 1
    placed = placement(person_id="P1", slots=(slot(),))
    two_days = pool(slots=(pool_slot(), pool_slot(slot(4))))
    menus = [menu(slots=(slot(), slot(4)), domains=(NeedDomain.WORK,))]
    table = prepare(
        problem(menus=menus, pools=[two_days], placements=[placed]), LIMITS, replan=True
    ).candidates
    assert table.current.tolist() == [True]


def test_placement_is_worth_the_cost_of_change() -> None:
    """In a re-plan staying is worth as much more as moving somebody costs."""
    here = placement(person_id="P1")
    town = problem(menus=[menu(), menu(id="M2")], placements=[here])
    prepared = prepare(town, LIMITS, replan=True)
    worth = dict(zip(prepared.candidates.current.tolist(), prepared.selection.value.tolist(), strict=True))
    assert worth[True] - worth[False] == town.weights.change


def test_newcomer_stays_a_newcomer_in_a_replan() -> None:
    """Who came last week is still new to the host in a re-plan: nobody else starts before they are known."""
    came = placement(person_id="P1", first_day=TODAY - dt.timedelta(days=2))
    town = problem(people=[person(), person(id="P2")], hosts=[host(newcomers_at_once=1)], placements=[came])
    table = prepare(town, LIMITS, replan=True).candidates
    assert table.first_week[table.unit == 1].tolist() == [3]


def test_order_of_records_means_nothing() -> None:
    """The arrays are the same whichever record comes first."""
    people = [person(id=f"P{n}", age_years=20 + n) for n in range(5)]
    town = problem(people=people, menus=[menu(id=f"M{n}") for n in range(3)])
    turned = dataclasses.replace(town, people=town.people[::-1], menus=town.menus[::-1])
    one, two = prepare(town, LIMITS), prepare(turned, LIMITS)
    assert one.problem == two.problem
    assert (one.selection.value == two.selection.value).all()
    assert (one.selection.uses != two.selection.uses).nnz == 0
