"""From a problem to a proposal: it holds, it is the best there is, and it respects what people have set."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.baselines import deferred_acceptance, first_come_greedy
from matching.candidates import CandidateLimits
from matching.columns import Columns
from matching.columns.people import DOMAINS
from matching.columns.units import served_needs
from matching.errors import SolverFault
from matching.model import Assignment, Need, Option, Party, Person, Pin, Place, Problem, Proposal
from matching.model.weights import MOST_POINTS
from matching.pipeline import ProposeParams, propose, propose_timed, solve
from matching.prepare import prepare
from matching.selection import SelectParams, select
from matching.verify import verify
from matching.vocabulary import Activity, ConsentStage, LimitKind, NeedDomain, SolveStatus, Urgency
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
from tests.matching.towns import towns

QUICK = ProposeParams(confirm=0)
LIMITS = CandidateLimits()
ONE_PLACE = pool(slots=(pool_slot(places=1),))


def made(town: Problem, **over: Any) -> Proposal:
    """Propose without trying out changes."""
    return propose(town, dataclasses.replace(QUICK, **over))


def where(proposal: Proposal) -> dict[str, str]:
    """Give the menu of each person with a place."""
    return {each.person_id: each.choice.menu_id for each in proposal.assignments}


def weighted(town: Problem, **points: int) -> Problem:
    """Change some weights."""
    return dataclasses.replace(town, weights=dataclasses.replace(town.weights, **points))


def options_of(assignment: Assignment) -> list[Option]:
    """Give everything the person is told of."""
    preferred = [assignment.preferred.option] if assignment.preferred else []
    return [assignment.choice, *assignment.standbys, *preferred]


def looking(town: Problem, replan: bool = False) -> Counter[tuple[str, str]]:
    """Give the needs that look for a place."""
    units = Columns.of(town, replan).units
    return Counter(
        (town.people[who].id, DOMAINS[units.domain[unit]])
        for unit, who in zip(units.member_unit, units.member_person, strict=True)
    )


@given(town=towns(), replan=st.booleans())
def test_every_proposal_holds(town: Problem, replan: bool) -> None:
    """What is proposed passes a check that knows nothing of how it was made."""
    assert verify(town, propose(town, ProposeParams(replan=replan, confirm=1))) == ()


@given(town=towns(), replan=st.booleans())
def test_nobody_is_forgotten(town: Problem, replan: bool) -> None:
    """Every need that looks for a place either has one or is told of without one, once."""
    proposal = made(town, replan=replan)
    told = Counter((each.person_id, each.domain) for each in (*proposal.assignments, *proposal.unplaced))
    assert told == looking(town, replan)


@given(town=towns(), replan=st.booleans(), turn=st.randoms(use_true_random=False))
def test_order_of_the_records_means_nothing(town: Problem, replan: bool, turn: random.Random) -> None:
    """The same records in another order give the same proposal."""
    lists = ("people", "hosts", "menus", "pools", "placements", "households", "parties")
    shuffled = {name: tuple(turn.sample(getattr(town, name), len(getattr(town, name)))) for name in lists}
    params = ProposeParams(replan=replan, confirm=1)
    assert propose(dataclasses.replace(town, **shuffled), params) == propose(town, params)


@given(town=towns(), replan=st.booleans())
def test_no_baseline_does_better(town: Problem, replan: bool) -> None:
    """First come, first served, and deferred acceptance, hold and are never worth more than the proposal."""
    prepared = prepare(town, LIMITS, replan)
    problem_ = prepared.selection
    best = select(problem_).objective
    first = np.argsort(-prepared.priority, kind="stable")
    rank = np.argsort(first)[problem_.group] if problem_.size else problem_.group
    for chosen in (first_come_greedy(problem_, first), deferred_acceptance(problem_, rank)):
        assert problem_.holds(chosen)
        assert problem_.worth(chosen) <= best


def test_a_baseline_does_worse_where_people_meet() -> None:
    """Who comes first takes the place another needs; the proposal places both."""
    first = person(needs=(Need(NeedDomain.BELONGING, Urgency.NOW),), likes=(Activity.CAFE,))
    picky = person(id="P2", avoids=(Activity.CRAFT,))
    menus = [menu(activities=(Activity.CAFE,)), menu(id="M2", slots=(slot(4),), activities=(Activity.CRAFT,))]
    places = pool(slots=(pool_slot(places=1), pool_slot(slot(4), 1)))
    town = problem(people=[first, picky], menus=menus, pools=[places])
    selection = prepare(town, LIMITS).selection
    assert first_come_greedy(selection, np.array([0, 1])).sum() == 1
    assert where(made(town)) == {"P1": "M2", "P2": "M1"}


@given(towns())
def test_placements_stay(town: Problem) -> None:
    """Without a re-plan nobody who has a placement for a need is proposed anything for it."""
    proposal = made(town)
    assert not served_needs(town) & {(each.person_id, each.domain) for each in proposal.assignments}
    assert not any(each.is_current for each in proposal.assignments)


@given(towns())
def test_nobody_moves_where_moving_costs_everything(town: Problem) -> None:
    """In a re-plan everybody stays who can, if a change costs more than all it could bring."""
    town = weighted(town, change=MOST_POINTS)
    current = prepare(town, LIMITS, replan=True)
    staying = current.candidates.current
    if current.selection.holds(staying):
        proposal = made(town, replan=True)
        kept = {current.candidates.unit[row] for row in np.flatnonzero(staying)}
        assert len({_unit_of(each) for each in proposal.assignments if each.is_current}) == len(kept)


def _unit_of(assignment: Assignment) -> tuple[str, str]:
    return assignment.party_id or assignment.person_id, assignment.domain


@given(town=towns(), change=st.integers(1, 20_000))
def test_a_replan_pays_for_every_change(town: Problem, change: int) -> None:
    """Where moving is free the rest is worth no less than where it costs."""

    def worth_without_change(points: int) -> int:
        proposal = made(weighted(town, change=points), replan=True)
        units = {_unit_of(each): each for each in proposal.assignments}
        stays = [each for each in units.values() if each.is_current]
        sizes = [each.choice.points.placed // town.weights.placed for each in stays]
        return proposal.objective - points * sum(sizes)

    assert worth_without_change(0) >= worth_without_change(change)


def test_a_replan_moves_somebody_where_it_is_worth_it() -> None:
    """Somebody moves to let another in if that is worth more than the cost of the change."""
    menus = [menu(activities=(Activity.CAFE,)), menu(id="M2", slots=(slot(4),), activities=(Activity.CRAFT,))]
    places = pool(slots=(pool_slot(places=1), pool_slot(slot(4), 1)))
    people = [person(), person(id="P2", avoids=(Activity.CRAFT,))]
    town = problem(people=people, menus=menus, pools=[places], placements=[placement(person_id="P1")])
    assert where(made(town)) == {}
    assert where(made(town, replan=True)) == {"P1": "M2", "P2": "M1"}
    assert where(made(weighted(town, change=MOST_POINTS), replan=True)) == {"P1": "M1"}


def test_pin_is_kept() -> None:
    """A choice people have made stands, even where the person would fit better elsewhere."""
    likes = person(likes=(Activity.CAFE,), pins=(Pin(NeedDomain.BELONGING, "M1", (slot(),)),))
    proposal = made(problem(people=[likes], menus=[menu(), menu(id="M2", activities=(Activity.CAFE,))]))
    assert where(proposal) == {"P1": "M1"}
    assert proposal.assignments[0].is_pinned
    assert proposal.status == SolveStatus.OPTIMAL


def test_pins_that_contradict_each_other() -> None:
    """Of two pins for one place the second is released and says what is full; others are placed."""
    pinned = {"pins": (Pin(NeedDomain.BELONGING, "M1", (slot(),)),)}
    town = problem(
        people=[person(**pinned), person(id="P2", **pinned), person(id="P3")],
        menus=[menu(), menu(id="M2", slots=(slot(4),))],
        pools=[pool(slots=(pool_slot(places=1), pool_slot(slot(4))))],
    )
    proposal = made(town)
    assert where(proposal) == {"P1": "M1", "P3": "M2"}
    assert proposal.status == SolveStatus.INFEASIBLE
    (told,) = proposal.released_pins
    assert (told.person_id, told.domain) == ("P2", NeedDomain.BELONGING)
    assert [(full.limit, full.left) for block in told.blocks for full in block.full] == [
        (LimitKind.DECLARED, 0)
    ]
    assert verify(town, proposal) == ()


@pytest.mark.parametrize("slots", [(), (slot(),)])
def test_pin_against_a_rule_names_the_rule(slots: tuple[Any, ...]) -> None:
    """A pin that a rule is against is released, and the rule is named."""
    who = person(pins=(Pin(NeedDomain.BELONGING, "M1", slots),), avoids=(Activity.CAFE,))
    proposal = made(problem(people=[who], menus=[menu(activities=(Activity.CAFE,)), menu(id="M2")]))
    (told,) = proposal.released_pins
    assert [reason.rule for block in told.blocks for reason in block.reasons] == ["avoid"]
    assert proposal.status == SolveStatus.INFEASIBLE
    assert where(proposal) == {}


def test_a_party_goes_together() -> None:
    """A party has the same menu, slots and days, or nothing at all."""
    people = [person(), person(id="P2")]
    party = [Party("G1", ("P1", "P2"))]
    one, two = made(problem(people=people, parties=party)).assignments
    assert (one.choice.menu_id, one.choice.slots) == (two.choice.menu_id, two.choice.slots)
    assert (one.choice.first_day, one.choice.last_day) == (two.choice.first_day, two.choice.last_day)
    assert {one.party_id, two.party_id} == {"G1"}
    assert made(problem(people=people, parties=party, pools=[ONE_PLACE])).assignments == ()


def test_each_need_has_its_own_assignment() -> None:
    """Who has several needs gets one assignment for each, at different times."""
    needs = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
    menus = [
        menu(id="M1", domains=(NeedDomain.WORK,)),
        menu(id="M2", domains=(NeedDomain.BELONGING,), slots=(slot(4),)),
    ]
    places = pool(slots=(pool_slot(), pool_slot(slot(4))))
    proposal = made(problem(people=[person(needs=needs, most_slots=2)], menus=menus, pools=[places]))
    assert [(each.domain, each.choice.menu_id) for each in proposal.assignments] == [
        (NeedDomain.BELONGING, "M2"),
        (NeedDomain.WORK, "M1"),
    ]


@given(town=towns(), replan=st.booleans())
def test_nobody_without_consent(town: Problem, replan: bool) -> None:
    """Who has not agreed is proposed nothing; in a re-plan they may stay where they are."""
    refused = {each.id for each in town.people if each.consent == ConsentStage.NONE}
    here = {(each.person_id, each.domain, each.menu_id) for each in town.placements}
    for told in made(town, replan=replan).assignments:
        if told.person_id in refused:
            assert told.is_current
            assert (told.person_id, told.domain, told.choice.menu_id) in here


def test_a_replan_brings_nobody_along() -> None:
    """A member of a party who is somewhere alone does not bring in another who has not agreed."""
    people = [person(), person(id="P2", consent=ConsentStage.NONE)]
    town = problem(people=people, parties=[Party("G1", ("P1", "P2"))], placements=[placement(person_id="P1")])
    assert where(made(town, replan=True)) == {}
    both = (placement(person_id="P1"), placement(person_id="P2"))
    told = made(dataclasses.replace(town, placements=both), replan=True).assignments
    assert [each.is_current for each in told] == [True, True]


@given(town=towns(), replan=st.booleans())
def test_no_distance_of_a_person_under_protection(town: Problem, replan: bool) -> None:
    """Nothing that is told of a person under protection follows from where anybody lives."""
    protected = {each.id for each in town.people if each.is_protected}
    for assignment in made(town, replan=replan).assignments:
        if assignment.person_id in protected:
            for option in options_of(assignment):
                assert (option.distance_m, option.travel_minutes, option.mode) == (None, None, None)
                assert "near" not in {reason.rule for reason in option.strengths}


def test_each_member_of_a_party_has_an_own_way() -> None:
    """A party's members are each told of their own way; one under protection of none."""
    people = [person(), person(id="P2", home_mesh=None, is_protected=True)]
    proposal = made(problem(people=people, parties=[Party("G1", ("P1", "P2"))]))
    one, two = (each.choice for each in proposal.assignments)
    assert one.distance_m is not None
    assert (two.distance_m, two.travel_minutes, two.mode) == (None, None, None)


@given(towns())
def test_no_time_at_all(town: Problem) -> None:
    """However short the time, what comes back holds under a proven bound and says how it ended."""
    proposal = made(town, select=SelectParams(time_limit_s=1e-9))
    assert verify(town, proposal) == ()
    assert proposal.status in {SolveStatus.OPTIMAL, SolveStatus.TIMED_OUT, SolveStatus.INFEASIBLE}
    assert proposal.bound >= propose(town, QUICK).objective
    if proposal.status == SolveStatus.TIMED_OUT:
        assert all(useful.gain is None for useful in proposal.changes)


@given(towns())
def test_wish_to_stop(town: Problem) -> None:
    """Who stops the search gets what there is; no change is tried out any more."""
    proposal = propose(town, ProposeParams(select=SelectParams(should_stop=lambda: True)))
    assert verify(town, proposal) == ()
    assert proposal.status in {SolveStatus.OPTIMAL, SolveStatus.STOPPED, SolveStatus.INFEASIBLE}
    assert all(useful.gain is None for useful in proposal.changes)


def test_stages_are_reported() -> None:
    """Every stage says that it starts, in order, and how long it took."""
    heard: list[str] = []
    _, seconds = propose_timed(problem(), ProposeParams(on_stage=heard.append))
    assert heard == ["prepare", "select", "explain", "confirm", "finish"]
    assert list(seconds) == heard
    assert all(took >= 0 for took in seconds.values())


def test_what_it_was_made_from() -> None:
    """A proposal says what it was made from and with."""
    town = problem()
    proposal = made(town)
    assert (proposal.date, proposal.weeks) == (town.date, town.weeks)
    assert proposal.rules_version == town.rules.version
    assert proposal.solver.startswith("ortools ")
    assert not proposal.is_replan
    assert proposal.optimality_gap == 0


def test_number_of_options_and_changes() -> None:
    """No more options and changes are told of than asked."""
    menus = [menu(id=f"M{n}") for n in range(5)]
    for options in (1, 2, 3):
        (assignment,) = made(problem(menus=menus), options=options).assignments
        assert 1 + len(assignment.standbys) == options
    people = [person(id=f"P{n}", fewest_slots=2, most_slots=2) for n in range(4)]
    for changes in (1, 3):
        assert len(made(problem(people=people), changes=changes).changes) == changes


def test_who_waited_longest_comes_first() -> None:
    """Of two people for one place the one who has waited longer gets it."""
    waited = person(id="P2", waiting_since=TODAY - dt.timedelta(weeks=30))
    assert where(made(problem(people=[person(), waited], pools=[ONE_PLACE]))) == {"P2": "M1"}


def test_placed_comes_before_fit() -> None:
    """Two people with a place each count more than one at the place that suits best."""
    near = host(id="H2", place=Place(PLACE.lat + 0.009, PLACE.lng))
    people: list[Person] = [person(), person(id="P2", can_reach=())]
    town = problem(
        people=people,
        hosts=[host(), near],
        menus=[menu(), menu(id="M2", host_id="H2", slots=(slot(4),))],
        pools=[pool(slots=(pool_slot(places=1), pool_slot(slot(4), 1)))],
    )
    assert sorted(where(made(town)).values()) == ["M1", "M2"]


def test_pins_the_kernel_refuses_are_a_fault() -> None:
    """Pins that were checked and are refused all the same are an error, never an empty proposal."""
    prepared = prepare(problem(people=[person(), person(id="P2")], pools=[ONE_PLACE]), LIMITS)
    impossible = dataclasses.replace(prepared.selection, fixed=np.ones(2, dtype=bool))
    with pytest.raises(SolverFault):
        solve(dataclasses.replace(prepared, selection=impossible), SelectParams())
