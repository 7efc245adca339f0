"""Why a first choice is the first choice: what stands by, what was wanted more, which limit binds."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import CandidateLimits, ResourceKind
from matching.columns.people import DOMAINS
from matching.explain import Situation, explain_assignments
from matching.explain.assigned import tightest
from matching.model import Assignment, Need, Party, Place, Problem
from matching.pipeline import ProposeParams, propose, solve
from matching.prepare import prepare
from matching.selection import SelectParams
from matching.vocabulary import Activity, LimitKind, NeedDomain, Urgency
from tests.matching.builders import (
    PLACE,
    TODAY,
    host,
    menu,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    slot,
)
from tests.matching.towns import HOMES, towns

LIKES_CAFE = {"likes": (Activity.CAFE,)}


def situation_of(town: Problem, replan: bool = False) -> Situation:
    """Choose the best there is."""
    prepared = prepare(town, CandidateLimits(), replan)
    return Situation(prepared, solve(prepared, SelectParams()).chosen)


def assignments(options: int = 3, **over: Any) -> tuple[Assignment, ...]:
    """Give the assignments of a problem."""
    return propose(problem(**over), ProposeParams(confirm=0, options=options)).assignments


@given(town=towns(), replan=st.booleans())
def test_binding_limit_leaves_least(town: Problem, replan: bool) -> None:
    """No limit that an assignment takes from has less left in any week than the one that is told."""
    situation = situation_of(town, replan)
    prepared = situation.prepared
    uses, resources = prepared.uses, prepared.resources
    named = {ResourceKind.POOL_SLOT, ResourceKind.NEWCOMERS, ResourceKind.REST}
    taken = np.zeros_like(resources.capacity)
    for entry in np.flatnonzero(situation.chosen[uses.candidate]):
        weeks = slice(uses.first_week[entry], uses.last_week[entry] + 1)
        taken[uses.resource[entry], weeks] += uses.amount[entry]
    for candidate in np.flatnonzero(situation.chosen).tolist():
        left = [
            int(resources.capacity[resource, week] - taken[resource, week])
            for entry in np.flatnonzero(uses.candidate == candidate)
            if resources.name(resource := int(uses.resource[entry]))[0] in named
            for week in range(uses.first_week[entry], uses.last_week[entry] + 1)
            if resources.binds[resource, week]
        ]
        binding = tightest(situation, candidate)
        assert (binding.left if binding else None) == min(left, default=None)


def test_binding_limit_by_name() -> None:
    """The limit with least left is named with its date: one of two places, and no newcomer more."""
    (told,) = assignments()
    assert told.binding is not None
    assert (told.binding.limit, told.binding.left, told.binding.stated_on) == (LimitKind.DECLARED, 1, TODAY)
    (told,) = assignments(hosts=[host(newcomers_at_once=1)], weeks=1)
    assert told.binding is not None
    assert (told.binding.limit, told.binding.left) == (LimitKind.NEWCOMERS, 0)


@given(town=towns(), replan=st.booleans(), options=st.integers(1, 4))
def test_standbys_are_free_at_other_menus_in_order(town: Problem, replan: bool, options: int) -> None:
    """Each menu that is free beside the others' assignments stands by once, the one worth most first."""
    situation = situation_of(town, replan)
    prepared = situation.prepared
    table = prepared.candidates
    for told in explain_assignments(situation, options):
        free = situation.is_free & ~table.current & (table.unit == unit_of(situation, told))
        worth: dict[str, int] = {}
        for row in np.flatnonzero(free):
            menu_id = prepared.problem.menus[table.menu[row]].id
            worth[menu_id] = max(int(prepared.selection.value[row]), worth.get(menu_id, 0))
        worth.pop(told.choice.menu_id, None)
        assert [standby.points.value for standby in told.standbys] == sorted(worth.values(), reverse=True)[
            : options - 1
        ]
        assert all(worth[standby.menu_id] == standby.points.value for standby in told.standbys)


def unit_of(situation: Situation, told: Assignment) -> int:
    """Give the unit an assignment was made for."""
    columns = situation.prepared.columns
    mine = columns.units.member_unit[columns.units.member_person == columns.people.ids.index(told.person_id)]
    return next(int(unit) for unit in mine if DOMAINS[columns.units.domain[unit]] == told.domain)


def test_standby_of_one_is_beside_the_others() -> None:
    """A menu that another person fills stands by for nobody else."""
    menus = [menu(), menu(id="M2", slots=(slot(4),)), menu(id="M3", slots=(slot(5),))]
    places = pool(slots=tuple(pool_slot(slot(day), 1) for day in (2, 4, 5)))
    first, second = assignments(people=[person(), person(id="P2")], menus=menus, pools=[places])
    taken = {first.choice.menu_id, second.choice.menu_id}
    assert [standby.menu_id for standby in first.standbys] == sorted({"M1", "M2", "M3"} - taken)
    assert first.standbys == second.standbys or len(taken) == 2


@given(town=towns(), replan=st.booleans())
def test_preferred_suits_better_and_is_full(town: Problem, replan: bool) -> None:
    """What was wanted more suits better than the first choice, at a menu that is free in no pattern."""
    situation = situation_of(town, replan)
    for told in explain_assignments(situation, 9):
        if told.preferred is not None:
            wanted = told.preferred.option
            assert not told.preferred.is_free
            assert wanted.points.fit > told.choice.points.fit
            assert wanted.menu_id not in {each.menu_id for each in (told.choice, *told.standbys)}


def test_preferred_names_the_limit_that_is_full() -> None:
    """Who would rather go where another has the last place is told which limit is full."""
    urgent = person(id="P2", needs=(Need(NeedDomain.BELONGING, Urgency.NOW),), **LIKES_CAFE)
    menus = [menu(activities=(Activity.CAFE,)), menu(id="M2", slots=(slot(4),))]
    places = pool(slots=(pool_slot(places=1), pool_slot(slot(4), 1)))
    first, second = assignments(people=[person(**LIKES_CAFE), urgent], menus=menus, pools=[places])
    assert (first.choice.menu_id, second.choice.menu_id) == ("M2", "M1")
    assert second.preferred is None
    assert first.preferred is not None
    assert first.preferred.option.menu_id == "M1"
    full = first.preferred.full
    assert full is not None
    assert (full.limit, full.pool_id, full.slot, full.left) == (LimitKind.DECLARED, "H1-places", slot(), 0)


def test_own_time_is_no_full_limit() -> None:
    """Who would rather go elsewhere at the time of another need has no limit to be told of."""
    needs = (Need(NeedDomain.WORK, Urgency.NOW), Need(NeedDomain.BELONGING))
    menus = [
        menu(domains=(NeedDomain.WORK,)),
        menu(id="M2", domains=(NeedDomain.BELONGING,), activities=(Activity.CAFE,)),
        menu(id="M3", domains=(NeedDomain.BELONGING,), slots=(slot(4),)),
    ]
    places = pool(slots=(pool_slot(), pool_slot(slot(4))))
    who = person(needs=needs, most_slots=2, **LIKES_CAFE)
    belonging, work = assignments(people=[who], menus=menus, pools=[places])
    assert (work.choice.menu_id, belonging.choice.menu_id) == ("M1", "M3")
    assert belonging.preferred is not None
    assert (belonging.preferred.option.menu_id, belonging.preferred.full) == ("M2", None)


def test_members_of_a_party_are_told_their_own_way() -> None:
    """Each member's choice, standby and wish has the member's own way there, and the party's points."""
    away = Place(PLACE.lat + 0.009, PLACE.lng)
    people = [person(), person(id="P2", home_mesh=HOMES[1])]
    hosts = [host(), host(id="H2", place=away)]
    menus = [menu(), menu(id="M2", host_id="H2")]
    one, two = assignments(people=people, hosts=hosts, menus=menus, parties=[Party("G1", ("P1", "P2"))])
    for ours, theirs in zip((one.choice, *one.standbys), (two.choice, *two.standbys), strict=True):
        assert ours.menu_id == theirs.menu_id
        assert ours.distance_m != theirs.distance_m
        assert ours.points == theirs.points


def test_where_somebody_is_today_is_no_standby() -> None:
    """In a re-plan a placement is kept or given up; it does not stand by."""
    likes = person(**LIKES_CAFE)
    town = problem(
        people=[likes],
        menus=[menu(), menu(id="M2", activities=(Activity.CAFE,))],
        placements=[placement(person_id="P1")],
    )
    for change, expected in ((0, ("M2", False)), (2_000, ("M1", True))):
        weights = dataclasses.replace(town.weights, change=change)
        params = ProposeParams(confirm=0, replan=True)
        (told,) = propose(dataclasses.replace(town, weights=weights), params).assignments
        assert (told.choice.menu_id, told.is_current) == expected
        assert {standby.menu_id for standby in told.standbys} <= {"M2"}
