"""The smallest changes that would help: found from what stops people, and confirmed by solving again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import CandidateLimits
from matching.capacity.limits import STATIC_LIMITS
from matching.explain import Situation, confirm_changes, useful_changes
from matching.explain.changes import ADJUSTABLE
from matching.model import (
    Change,
    ChangeKind,
    Declared,
    Draw,
    LimitRule,
    Party,
    Place,
    Problem,
    Reach,
    UsefulChange,
    apply_change,
)
from matching.pipeline import ProposeParams, propose, solve
from matching.prepare import prepare
from matching.selection import SelectParams
from matching.vocabulary import (
    Answer,
    Condition,
    DeclaredMark,
    DrawUnit,
    HostKind,
    LimitKind,
    PoolKind,
)
from tests.matching.builders import (
    MONDAY,
    NOTHING_ASKED,
    PLACE,
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

TUE, THU = slot(2), slot(4)
TWO_PEOPLE = (person(), person(id="P2"))
ONE_PLACE = pool(slots=(pool_slot(places=1),))
FAR = Place(PLACE.lat + 3 / 111, PLACE.lng)


def proposed(town: Problem, confirm: int = 10) -> tuple[UsefulChange, ...]:
    """Give the useful changes of the best proposal."""
    return propose(town, ProposeParams(confirm=confirm)).changes


def the_change(town: Problem) -> UsefulChange:
    """Give the only useful change, and see that it places one person more."""
    (useful,) = proposed(town)
    assert useful.gain == 1
    assert placed(apply_change(town, useful.change)) == placed(town) + 1
    return useful


def placed(town: Problem) -> int:
    """Count the needs with a place."""
    return len(propose(town, ProposeParams(confirm=0)).assignments)


def kinds(town: Problem) -> set[ChangeKind]:
    """Give the kinds of useful changes."""
    return {useful.change.kind for useful in proposed(town)}


@given(town=towns(), replan=st.booleans())
def test_gain_is_what_solving_again_gives(town: Problem, replan: bool) -> None:
    """A confirmed gain is how many more people a proposal for the changed problem places."""
    params = ProposeParams(confirm=2, replan=replan)
    proposal = propose(town, params)
    for useful in proposal.changes:
        if useful.gain is not None:
            changed = propose(apply_change(town, useful.change), dataclasses.replace(params, confirm=0))
            assert useful.gain == len(changed.assignments) - len(proposal.assignments)
    assert sum(useful.gain is not None for useful in proposal.changes) == min(2, len(proposal.changes))


@given(town=towns(), replan=st.booleans())
def test_only_people_without_a_place_could_use_it(town: Problem, replan: bool) -> None:
    """A change is for people who have a need without a place, each named once, and no change comes twice."""
    proposal = propose(town, ProposeParams(confirm=0, replan=replan))
    left = {each.person_id for each in proposal.unplaced}
    assert all(useful.could_use and set(useful.could_use) <= left for useful in proposal.changes)
    assert all(len(set(useful.could_use)) == len(useful.could_use) for useful in proposal.changes)
    changes = [useful.change for useful in proposal.changes]
    assert len(set(changes)) == len(changes)


@given(towns())
def test_legal_limits_are_never_asked_to_be_raised(town: Problem) -> None:
    """No change asks for places that a legal limit would not let anybody have."""
    prepared = prepare(town, CandidateLimits())
    situation = Situation(prepared, solve(prepared, SelectParams()).chosen)
    askable = {limit.kind for limit in town.rules.limits if limit.is_askable}
    rows = {
        (each.id, part.slot): row
        for row, (each, part) in enumerate(
            (each, part) for each in prepared.problem.pools for part in each.slots
        )
    }
    for change in (useful.change for useful in useful_changes(situation)):
        if change.pool_id:
            row = rows[change.pool_id, change.slot]
            legal = [
                limit
                for kind, limit in zip(STATIC_LIMITS, prepared.margins.limits[row], strict=True)
                if kind not in askable and not np.isnan(limit)
            ]
            assert min(legal) > prepared.margins.places[row][prepared.margins.held[row]].min()


def test_one_more_place() -> None:
    """Where the stated places are full, one more is what would help who waits since a shorter time."""
    people = [person(waiting_since=TODAY - dt.timedelta(days=365)), person(id="P2")]
    useful = the_change(problem(people=people, pools=[ONE_PLACE]))
    assert useful.change == Change(ChangeKind.ONE_MORE_PLACE, "H1", pool_id="H1-places", slot=TUE)
    assert useful.could_use == ("P2",)


@pytest.mark.parametrize("declared", [Declared(DeclaredMark.CLOSED), Declared(DeclaredMark.ASK, 0)])
def test_one_place_where_there_is_none(declared: Declared) -> None:
    """A slot that is closed, or has no place, may be asked about too."""
    closed = pool(slots=(pool_slot(declared=declared),))
    assert the_change(problem(pools=[closed])).change.kind == ChangeKind.ONE_MORE_PLACE


def test_ask_host() -> None:
    """A slot of which nothing is known asks for the host's word."""
    unknown = pool(slots=(pool_slot(places=None, stated_on=None),))
    useful = the_change(problem(pools=[unknown]))
    assert useful.change == Change(ChangeKind.ASK_HOST, "H1", pool_id="H1-places", slot=TUE)


def test_one_more_place_with_somebody_to_look_after_them() -> None:
    """Where the host's supporters are the limit, one more of them is what would help."""
    useful = the_change(problem(people=TWO_PEOPLE, hosts=[host(supporters=1, people_per_supporter=1)]))
    assert useful.change == Change(ChangeKind.ONE_MORE_SUPPORTER, "H1")


def test_fewer_slots() -> None:
    """Who wants two days of a menu with one could start with one."""
    useful = the_change(problem(people=[person(fewest_slots=2, most_slots=2)]))
    assert useful.change == Change(ChangeKind.FEWER_SLOTS, person_id="P1", amount=1)


def test_no_fewer_slots_than_needed() -> None:
    """Who could start with two slots somewhere is not asked to start with one."""
    menus = [menu(slots=(TUE, THU)), menu(id="M2")]
    places = pool(slots=(pool_slot(), pool_slot(THU)))
    town = problem(people=[person(fewest_slots=3, most_slots=3)], menus=menus, pools=[places])
    assert the_change(town).change.amount == 2


def test_pick_up() -> None:
    """Who lives too far away would be helped by a pick-up in their district."""
    town = problem(hosts=[host(place=FAR)])
    useful = the_change(town)
    assert useful.change == Change(ChangeKind.PICK_UP, "H1", "M1", district="north")


@pytest.mark.parametrize(
    "fields",
    [{"district": None}, {"can_reach": (Reach("H1", Answer.NO),)}, {"most_travel_minutes": 10}],
)
def test_no_pick_up_that_would_not_help(fields: dict[str, Any]) -> None:
    """No ride is asked for without a district, beyond the person's limit, or against their word."""
    assert proposed(problem(people=[person(**fields)], hosts=[host(place=FAR)])) == ()


def test_shorter_stay() -> None:
    """Who can stay an hour in a menu of two would be helped by a shorter stay."""
    useful = the_change(problem(people=[person(longest_stay_minutes=60)]))
    assert useful.change == Change(ChangeKind.SHORTER_STAY, "H1", "M1", amount=60)


def with_condition(condition: Condition) -> Problem:
    """Make a person for whom only this condition of the menu is in the way."""
    asks = Answer.NO if NOTHING_ASKED[condition] == Answer.YES else Answer.YES
    has = Answer.YES if asks == Answer.NO else Answer.NO
    conditions = {**NOTHING_ASKED, condition: asks}
    return problem(people=[person(conditions=conditions)], menus=[menu(conditions={condition: has})])


@pytest.mark.parametrize("condition", sorted(ADJUSTABLE))
def test_adjust_condition(condition: Condition) -> None:
    """A burden that can be avoided, or a support that can be given, is asked for."""
    useful = the_change(with_condition(condition))
    assert useful.change == Change(ChangeKind.ADJUST_CONDITION, "H1", "M1", condition=condition)


@pytest.mark.parametrize("condition", sorted(set(Condition) - ADJUSTABLE))
def test_conditions_that_are_the_work_itself(condition: Condition) -> None:
    """Nobody is asked to do outdoor work indoors or to serve customers without meeting them."""
    assert proposed(with_condition(condition)) == ()


def test_one_more_newcomer() -> None:
    """Where the host gets to know one person at a time, one more is what would help."""
    useful = the_change(problem(people=TWO_PEOPLE, hosts=[host(newcomers_at_once=1)], weeks=2))
    assert useful.change == Change(ChangeKind.ONE_MORE_NEWCOMER, "H1")


def test_more_attention() -> None:
    """Minutes of attention are asked for by the half hour."""
    town = problem(
        people=[person(attention_minutes=20), person(id="P2", attention_minutes=20)],
        menus=[menu(draws=(Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES)))],
        pools=[pool(), amount_pool(PoolKind.ATTENTION, 30)],
    )
    assert the_change(town).change == Change(ChangeKind.MORE_AMOUNT, pool_id="attention", amount=30)


def test_one_more_case() -> None:
    """A coordinator's caseload is asked for one by one."""
    people = [person(caseload_pool_id="caseload"), person(id="P2", caseload_pool_id="caseload")]
    town = problem(people=people, pools=[pool(), amount_pool(PoolKind.CASELOAD, 1)])
    assert the_change(town).change == Change(ChangeKind.MORE_AMOUNT, pool_id="caseload", amount=1)


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"quota": 4}, LimitKind.QUOTA),
        ({"staff_fte": 0.4, "staff_ratio": 10.0}, LimitKind.STAFFING),
        ({"equipment_places": 4}, LimitKind.EQUIPMENT),
        ({"waiting": 1}, LimitKind.WAITING_LIST),
    ],
)
def test_no_legal_limit(fields: dict[str, Any], limit: LimitKind) -> None:
    """Nobody is asked to raise a legal limit, nor for places that it would not let anybody have."""
    full = pool_slot(places=5, regular_users=4)
    kind = HostKind.TYPE_B if limit == LimitKind.STAFFING else HostKind.SHOP
    town = problem(hosts=[host(kind=kind, **fields)], pools=[pool(slots=(full,))])
    assert placed(town) == 0
    assert proposed(town) == ()
    as_many = pool(slots=(pool_slot(places=0, regular_users=4),))
    assert proposed(dataclasses.replace(town, pools=(as_many,))) == ()


def test_limits_a_municipality_keeps_closed() -> None:
    """Which limits may be asked about is data: what is not askable is not asked for."""
    rules = problem().rules
    limits: tuple[LimitRule, ...] = tuple(
        dataclasses.replace(limit, is_askable=False) for limit in rules.limits
    )
    town = problem(people=TWO_PEOPLE, pools=[ONE_PLACE], rules=dataclasses.replace(rules, limits=limits))
    assert proposed(town) == ()


def test_nothing_where_two_things_are_in_the_way() -> None:
    """Who is two changes away is not counted."""
    far = problem(people=[person(longest_stay_minutes=60)], hosts=[host(place=FAR)])
    assert proposed(far) == ()


def test_no_change_at_a_menu_without_room() -> None:
    """A ride to a full menu helps nobody."""
    full = placement()
    town = problem(hosts=[host(place=FAR)], pools=[ONE_PLACE], placements=[full])
    assert proposed(town) == ()


def test_nothing_for_nobody() -> None:
    """Where everybody has a place nothing is to be changed."""
    assert proposed(problem(people=TWO_PEOPLE)) == ()


def test_change_for_the_member_it_is_about() -> None:
    """Of a party, the member a rule is against is asked, not the first."""
    people = [person(), person(id="P2", fewest_slots=2, most_slots=2)]
    town = problem(people=people, parties=[Party("G1", ("P1", "P2"))])
    (useful,) = proposed(town)
    assert useful.change == Change(ChangeKind.FEWER_SLOTS, person_id="P2", amount=1)
    assert (useful.could_use, useful.gain) == (("P1", "P2"), 2)


def test_most_people_first() -> None:
    """What more people could use comes first; of equal use what asks least of people."""
    far_people = [person(id=f"F{n}", district="south") for n in range(2)]
    town = problem(
        people=[person(longest_stay_minutes=60, can_reach=(Reach("H1", Answer.YES),)), *far_people],
        hosts=[host(place=FAR)],
        pools=[pool(slots=(pool_slot(places=3),))],
    )
    ranked = [(useful.change.kind, useful.could_use) for useful in proposed(town, confirm=0)]
    assert ranked == [(ChangeKind.PICK_UP, ("F0", "F1")), (ChangeKind.SHORTER_STAY, ("P1",))]


def test_confirmed_ones_come_first_by_gain() -> None:
    """As many as asked are tried out, spread over different people, and the most gained comes first."""
    one, two, three = (
        UsefulChange(Change(ChangeKind.SHORTER_STAY, menu_id=menu_id, amount=60), who)
        for menu_id, who in (("A", ("P1", "P2")), ("B", ("P1", "P2")), ("C", ("P3", "P4")))
    )
    gains = {"A": 5, "C": 6}
    tried = confirm_changes((one, two, three), 2, lambda change: gains[change.menu_id], 4)
    assert tried == (dataclasses.replace(three, gain=2), dataclasses.replace(one, gain=1), two)


def test_no_more_is_tried_after_a_wish_to_stop() -> None:
    """Who stops gets the changes that were found, and those tried so far."""
    changes = [UsefulChange(Change(ChangeKind.PICK_UP, district=name), ("P1",)) for name in "abc"]
    answers = iter([False, True])
    tried = confirm_changes(changes, 3, lambda _: 1, 0, lambda: next(answers))
    assert [useful.gain for useful in tried] == [1, None, None]
    assert {useful.change for useful in tried} == {useful.change for useful in changes}


def test_closed_in_the_first_weeks_alone_is_not_asked_about() -> None:
    """A slot that has a place in a later week needs no change."""
    leaves = placement(last_day=MONDAY + dt.timedelta(days=10))
    assert proposed(problem(pools=[ONE_PLACE], placements=[leaves])) == ()
