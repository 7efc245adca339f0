"""The situation a choice leaves: what is left of every row, who could still go where, what binds."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.candidates import CandidateLimits
from matching.explain import Situation
from matching.model import Draw, Need, Problem
from matching.pipeline import solve
from matching.prepare import Prepared, prepare
from matching.selection import SelectParams
from matching.vocabulary import DrawUnit, LimitKind, NeedDomain, PoolKind
from tests.matching.builders import (
    MONDAY,
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


def situation_of(town: Problem, replan: bool = False) -> Situation:
    """Choose the best there is."""
    prepared = prepare(town, CandidateLimits(), replan)
    return Situation(prepared, solve(prepared, SelectParams()).chosen)


def fits(prepared: Prepared, chosen: NDArray[np.bool_]) -> bool:
    """Tell whether a choice keeps every row."""
    return bool((prepared.rows.uses @ chosen.astype(np.int64) <= prepared.rows.capacity).all())


@given(town=towns(), replan=st.booleans())
def test_free_is_what_could_be_taken_instead(town: Problem, replan: bool) -> None:
    """A candidate is free if and only if its unit could change to it, beside everybody else's assignment."""
    situation = situation_of(town, replan)
    unit = situation.prepared.candidates.unit
    for candidate in range(unit.size):
        instead = situation.chosen & (unit != unit[candidate])
        instead[candidate] = True
        assert situation.is_free[candidate] == fits(situation.prepared, instead)
        assert situation.is_free[candidate] == (situation.lacking_rows(candidate).size == 0)


@given(towns())
def test_places_left_are_counted_week_by_week(town: Problem) -> None:
    """Of a pool slot the held week with the least room counts, after placements and assignments."""
    situation = situation_of(town)
    prepared = situation.prepared
    taken = prepared.taken(situation.chosen)
    for row, held in enumerate(prepared.margins.held):
        left = prepared.margins.left[row] - taken[row]
        assert situation.places_left[row] == min(left[held].tolist(), default=0)


@given(towns())
def test_chosen_of_each_unit(town: Problem) -> None:
    """Each unit has its chosen candidate or none, and nothing is left of a row but what they do not take."""
    situation = situation_of(town)
    found = situation.chosen_of
    assert sorted(found[found >= 0].tolist()) == np.flatnonzero(situation.chosen).tolist()
    table = situation.prepared.candidates
    assert all(table.unit[row] == unit for unit, row in enumerate(found) if row >= 0)
    assert (situation.left >= 0).all()


def test_names_of_the_limits() -> None:
    """A row is named by the limit behind it, with its pool, host and slot, what is left, and the date."""
    town = problem(hosts=[host(newcomers_at_once=2, rest_days=7)], weeks=1)
    situation = situation_of(town)
    named = {binding.limit: binding for row in range(3) if (binding := situation.binding(row))}
    declared = named[LimitKind.DECLARED]
    assert (declared.pool_id, declared.host_id, declared.slot) == ("H1-places", "H1", slot())
    assert (declared.left, declared.stated_on) == (1, TODAY)
    assert (named[LimitKind.NEWCOMERS].pool_id, named[LimitKind.NEWCOMERS].left) == ("", 1)
    assert (named[LimitKind.REST].host_id, named[LimitKind.REST].left) == ("H1", 0)


def test_limit_that_sets_the_margin_is_named() -> None:
    """The limit that is least is named, whichever it is."""
    for fields, limit in (
        ({"supporters": 1, "people_per_supporter": 1}, LimitKind.SUPPORTERS),
        ({"quota": 1}, LimitKind.QUOTA),
        ({"equipment_places": 1}, LimitKind.EQUIPMENT),
    ):
        part = pool_slot(regular_users=0)
        situation = situation_of(problem(hosts=[host(**fields)], pools=[pool(slots=(part,))]))
        binding = situation.binding(0)
        assert binding is not None
        assert (binding.limit, binding.left) == (limit, 0)


def test_own_time_and_people_kept_apart_are_no_limit() -> None:
    """A person's own hours, and people kept apart, are nobody's limit and have no name."""
    needs = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
    busy = problem(people=[person(needs=needs)], menus=[menu(), menu(id="M2")])
    apart = problem(people=[person(apart_from_persons=("P2",)), person(id="P2")])
    for town in (busy, apart):
        situation = situation_of(town)
        rows = range(situation.prepared.rows.capacity.size)
        assert {None, LimitKind.DECLARED} == {
            binding and binding.limit for binding in map(situation.binding, rows)
        }


def test_pools_of_the_municipality_have_no_host() -> None:
    """A limit on what the municipality brings names the pool and no host."""
    draws = (Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES))
    town = problem(
        people=[person(attention_minutes=20)],
        menus=[menu(draws=draws)],
        pools=[pool(), amount_pool(PoolKind.ATTENTION, 30)],
    )
    situation = situation_of(town)
    binding = next(each for each in map(situation.binding, range(2)) if each and each.pool_id == "attention")
    assert (binding.limit, binding.host_id, binding.slot, binding.left) == (LimitKind.AMOUNT, "", None, 10)


def test_closed_slots() -> None:
    """A slot is closed for a unit that could come, if it is held and has no place in any week."""
    full = placement(last_day=None)
    places = pool(slots=(pool_slot(places=1), pool_slot(slot(4), 0), pool_slot(slot(5))))
    menus = [menu(slots=(slot(), slot(4), slot(5)))]
    situation = situation_of(problem(menus=menus, pools=[places], placements=[full]))
    assert situation.closed_for(0) == [(0, 0), (1, 0)]
    leaves = dataclasses.replace(full, last_day=MONDAY)
    situation = situation_of(problem(menus=menus, pools=[places], placements=[leaves]))
    assert situation.closed_for(0) == [(1, 0)]
