"""Why not: every menu that was looked at, with the rules or the limits that stop it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import CandidateLimits
from matching.columns.people import DOMAINS
from matching.columns.pool_slots import UNITS
from matching.eligibility import RULES
from matching.explain import Situation, explain_unplaced
from matching.model import (
    Block,
    Change,
    ChangeKind,
    Draw,
    Need,
    Party,
    Pin,
    Place,
    Pool,
    Problem,
    Question,
    Refusal,
    Unplaced,
    UsefulChange,
)
from matching.pipeline import ProposeParams, propose
from matching.prepare import Prepared, prepare
from matching.vocabulary import Activity, DrawUnit, LimitKind, NeedDomain, PoolKind, Verdict
from tests.matching.builders import (
    MONDAY,
    PLACE,
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
TWO_DAYS = pool(slots=(pool_slot(TUE), pool_slot(THU)))
TWO_PEOPLE = (person(), person(id="P2"))
NEEDS_TWO_DAYS = {"fewest_slots": 2, "most_slots": 2}
RULE_IDS = {rule.id for rule in RULES}


def unplaced(**over: Any) -> tuple[Unplaced, ...]:
    """Give who has no place."""
    return propose(problem(**over), ProposeParams(confirm=0)).unplaced


def only_block(menu_id: str = "M1", **over: Any) -> Block:
    """Give what stops one menu for the only need without a place."""
    (left,) = unplaced(**over)
    return next(block for block in left.blocks if block.menu_id == menu_id)


def rules_of(block: Block) -> list[str]:
    """Give the rules that stop a menu."""
    return [reason.rule for reason in block.reasons]


def limits_of(block: Block) -> list[tuple[LimitKind, int]]:
    """Give the limits that stop a menu, and what is left of each."""
    return [(full.limit, full.left) for full in block.full]


@given(town=towns(), replan=st.booleans())
def test_every_menu_looked_at_is_told_of(town: Problem, replan: bool) -> None:
    """Each menu that was looked at stands there once, with a rule or a limit that stops it."""
    prepared = prepare(town, CandidateLimits(), replan)
    pairs = prepared.unit_pairs
    for left in propose(town, ProposeParams(confirm=0, replan=replan)).unplaced:
        unit = unit_of(prepared, left)
        menus = [prepared.problem.menus[row].id for row in pairs.menu[pairs.unit == unit]]
        assert sorted(block.menu_id for block in left.blocks) == menus
        assert all(block.reasons or block.full for block in left.blocks)


def unit_of(prepared: Prepared, left: Unplaced) -> int:
    """Give the unit of a need."""
    columns = prepared.columns
    mine = columns.units.member_unit[columns.units.member_person == columns.people.ids.index(left.person_id)]
    return next(int(unit) for unit in mine if DOMAINS[columns.units.domain[unit]] == left.domain)


@given(town=towns(), replan=st.booleans())
def test_what_is_told_is_so(town: Problem, replan: bool) -> None:
    """Rules are told if they are against the menu; that others suit better, only where it is so."""
    prepared = prepare(town, CandidateLimits(), replan)
    pairs = prepared.unit_pairs
    people = {each.id: each for each in town.people}
    members_of = {member: party.member_ids for party in town.parties for member in party.member_ids}
    for left in propose(town, ProposeParams(confirm=0, replan=replan)).unplaced:
        unit = unit_of(prepared, left)
        first = np.searchsorted(pairs.unit, unit)
        pins = [
            pin
            for member in members_of.get(left.person_id, (left.person_id,))
            for pin in people[member].pins
            if pin.domain == left.domain
        ]
        for block in left.blocks:
            menu_row = prepared.columns.menus.ids.index(block.menu_id)
            row = first + np.searchsorted(pairs.menu[pairs.unit == unit], menu_row)
            against = {rule.id for bit, rule in enumerate(RULES) if pairs.against[row] >> bit & 1}
            told = set(rules_of(block))
            if against:
                assert told == against
                assert block.full == ()
            assert "time_was_up" not in told
            assert not ("too_far_below_best" in told and not prepared.outranked[row])
            assert not ("chosen_elsewhere" in told and not pins)
            if "no_common_week" in told and not pins:
                assert not _could_start(prepared, unit, int(row))


def _could_start(prepared: Prepared, unit: int, row: int) -> bool:
    """Tell, week by week, whether enough of the slots are open together."""
    columns, draws = prepared.columns, prepared.columns.slots.draws
    members = columns.units.member_person[columns.units.member_unit == unit]
    if columns.people.accompaniment_minutes[members].any():
        return False
    menu_row = int(prepared.unit_pairs.menu[row])
    where = prepared.problem.menus[menu_row]
    usable, fewest = int(prepared.unit_pairs.usable[row]), int(prepared.unit_pairs.fewest[row])
    host_row = columns.menus.host[menu_row]
    for week in range(int(columns.people.earliest_week[members].max()), prepared.problem.weeks):
        if not prepared.intake.may_start[host_row, week] or prepared.intake.newcomers[host_row, week] < 1:
            continue
        open_ = []
        for position, when in enumerate(where.slots):
            day = prepared.problem.horizon.day(week, when.weekday or 1)
            last = prepared.problem.horizon.day(week, when.weekday or 7)
            own = draws.pool_slot[
                (draws.menu == menu_row)
                & (draws.slot == position)
                & (draws.unit == UNITS.index(DrawUnit.PERSON))
            ]
            left = prepared.margins.left[own, week] >= members.size
            if (
                usable >> position & 1
                and when.held_on(day)
                and when.held_on(last)
                and (prepared.margins.held[own, week] & left).all()
            ):
                open_.append(when)
        if any(
            not any(one.overlaps(two) for one, two in combinations(chosen, 2))
            for chosen in combinations(open_, fewest)
        ):
            return True
    return False


def test_all_rules_that_are_against_it() -> None:
    """Every rule against a menu is told, in the order of the rules, with the values compared."""
    who = person(age_years=17, avoids=(Activity.CAFE,), refusals=(Refusal("H1"),))
    block = only_block(people=[who], menus=[menu(age_from=18, activities=(Activity.CAFE,))])
    assert rules_of(block) == ["refusal", "age", "avoid"]
    assert all(reason.verdict == Verdict.DOES_NOT_FIT for reason in block.reasons)
    assert block.reasons[1].values == {"age": 17, "from": 18, "to": 120}


def test_nearest_to_possible_comes_first() -> None:
    """Menus that only a limit stops come before those a rule is against, and few reasons before many."""
    who = person(age_years=17, avoids=(Activity.CAFE,))
    menus = [
        menu(id="A", age_from=18, activities=(Activity.CAFE,)),
        menu(id="B", age_from=18),
        menu(id="C", slots=(THU,)),
    ]
    (left,) = unplaced(people=[who], menus=menus, pools=[pool(slots=(pool_slot(), pool_slot(THU, 0)))])
    assert [block.menu_id for block in left.blocks] == ["C", "B", "A"]


def test_places_taken_by_others() -> None:
    """Who comes too late for the last place is told which limit is full."""
    block = only_block(people=TWO_PEOPLE, pools=[pool(slots=(pool_slot(places=1),))])
    assert (rules_of(block), limits_of(block)) == ([], [(LimitKind.DECLARED, 0)])


@pytest.mark.parametrize(
    ("part", "limit"),
    [(pool_slot(places=0), LimitKind.DECLARED), (pool_slot(places=None), LimitKind.NONE_KNOWN)],
)
def test_slot_that_never_has_a_place(part: Any, limit: LimitKind) -> None:
    """A slot without any place is told as full, or as not asked yet."""
    block = only_block(pools=[pool(slots=(part,))])
    assert (rules_of(block), limits_of(block)) == ([], [(limit, 0)])


def test_time_the_pool_does_not_have() -> None:
    """A menu at a time at which the places drawn on do not exist waits for the host's word."""
    block = only_block(menus=[menu(slots=(THU,))])
    assert limits_of(block) == [(LimitKind.NONE_KNOWN, 0)]
    assert (block.full[0].pool_id, block.full[0].slot) == ("H1-places", THU)


def test_too_few_places_for_a_party() -> None:
    """A party is told that one place is left, which is too few."""
    left = unplaced(
        people=TWO_PEOPLE, parties=[Party("G1", ("P1", "P2"))], pools=[pool(slots=(pool_slot(places=1),))]
    )
    assert [each.person_id for each in left] == ["P1", "P2"]
    assert left[0].blocks == left[1].blocks
    assert limits_of(left[0].blocks[0]) == [(LimitKind.DECLARED, 1)]


def test_host_that_takes_no_newcomers() -> None:
    """A host that can get to know nobody new is told as such, and never as suiting worse than others."""
    block = only_block(hosts=[host(newcomers_at_once=0)])
    assert (rules_of(block), limits_of(block)) == ([], [(LimitKind.NEWCOMERS, 0)])


def test_host_that_rests() -> None:
    """A host that rests to the end of the horizon is told as such."""
    came = placement(first_day=MONDAY - dt.timedelta(days=3))
    block = only_block(hosts=[host(rest_days=90)], placements=[came])
    assert limits_of(block) == [(LimitKind.REST, 0)]


def attention(when: Any = None, minutes: int = 60) -> Pool:
    """Make attention for who needs it."""
    return amount_pool(PoolKind.ATTENTION, minutes, when)


def test_attention_that_is_not_there() -> None:
    """Attention that is there on another day, or too little, is told as the limit of its pool."""
    menus = [menu(draws=(Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES)))]
    people = [person(attention_minutes=20)]
    for brought, left in ((attention(THU), 0), (attention(None, 10), 10)):
        block = only_block(people=people, menus=menus, pools=[pool(), brought])
        assert (rules_of(block), limits_of(block)) == ([], [(LimitKind.AMOUNT, left)])
        assert block.full[0].pool_id == "attention"


def test_van_that_does_not_go() -> None:
    """A van that goes on another day is told as the limit of its seats."""
    block = only_block(
        hosts=[host(place=Place(PLACE.lat + 3 / 111, PLACE.lng))],
        menus=[
            menu(
                draws=(Draw("H1-places"), Draw("vehicle_seats", DrawUnit.PICK_UP_SEAT)),
                pick_up_districts=("north",),
            )
        ],
        pools=[pool(), amount_pool(PoolKind.VEHICLE_SEATS, 4, THU)],
    )
    assert (block.full[0].limit, block.full[0].pool_id) == (LimitKind.AMOUNT, "vehicle_seats")


def test_no_companion_for_all_of_it() -> None:
    """Who needs two slots a week, each with another companion, is told that nobody has all the hours."""
    guides = [amount_pool(PoolKind.COMPANION, 60, when, id=f"C{when.weekday}") for when in (TUE, THU)]
    block = only_block(
        people=[person(accompaniment_minutes=30, **NEEDS_TWO_DAYS)],
        menus=[menu(slots=(TUE, THU))],
        pools=[TWO_DAYS, *guides],
    )
    assert (rules_of(block), limits_of(block)) == (["companion"], [])


def test_slots_open_one_after_the_other() -> None:
    """Slots that are each open for a while, and never together, are told as such."""
    early = slot(2, last_day=MONDAY + dt.timedelta(days=6))
    late = slot(4, first_day=MONDAY + dt.timedelta(days=14))
    block = only_block(
        people=[person(**NEEDS_TWO_DAYS)],
        menus=[menu(slots=(early, late))],
        pools=[pool(slots=(pool_slot(early), pool_slot(late)))],
    )
    assert (rules_of(block), limits_of(block)) == (["no_common_week"], [])


def test_own_time() -> None:
    """Whose other need takes the hour, or the only slot of the week, is told of their own time."""
    needs = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
    working = menu(domains=(NeedDomain.WORK,))
    for when, most in ((TUE, 2), (THU, 1)):
        second = menu(id="M2", domains=(NeedDomain.BELONGING,), slots=(when,))
        who = person(needs=needs, most_slots=most)
        (left,) = unplaced(people=[who], menus=[working, second], pools=[TWO_DAYS])
        assert [rules_of(block) for block in left.blocks] == [["own_time"]]
        assert left.blocks[0].full == ()


def test_week_that_is_full_already() -> None:
    """Who already goes as often as they want is told of their own time."""
    needs = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
    block = only_block(
        "M2",
        people=[person(needs=needs)],
        menus=[
            menu(domains=(NeedDomain.WORK,)),
            menu(id="M2", domains=(NeedDomain.BELONGING,), slots=(THU,)),
        ],
        pools=[TWO_DAYS],
        placements=[placement(person_id="P1", domain=NeedDomain.WORK)],
    )
    assert rules_of(block) == ["own_time"]


def test_people_to_keep_apart() -> None:
    """Who is kept apart from somebody assigned there is told no more than that."""
    people = [person(), person(id="P2", apart_from_persons=("P1",))]
    block = only_block(people=people)
    assert (rules_of(block), limits_of(block)) == (["keep_apart"], [])
    assert block.reasons[0].values == {}


def test_others_suit_much_better() -> None:
    """That others suit better is told only where candidates were left out for it."""
    town = problem(
        people=[person(likes=(Activity.CAFE,))],
        menus=[menu(activities=(Activity.CAFE,)), menu(id="M2")],
        weights=dataclasses.replace(problem().weights, deepest_fit=200),
    )
    prepared = prepare(town, CandidateLimits())
    nobody = Situation(prepared, np.zeros(len(prepared.candidates), dtype=bool))
    (left,) = explain_unplaced(nobody, (), {})
    told = {block.menu_id: rules_of(block) for block in left.blocks}
    assert told["M2"] == ["too_far_below_best"]
    assert told["M1"] != ["too_far_below_best"]


def test_menus_beside_a_pin_that_cannot_hold() -> None:
    """Whose chosen menu is full is told so of that menu, and of all others that another is chosen."""
    pinned = {"pins": (Pin(NeedDomain.BELONGING, "M1", (TUE,)),)}
    people = [person(**pinned), person(id="P2", **pinned)]
    places = [pool(slots=(pool_slot(places=1), pool_slot(THU)))]
    (left,) = unplaced(people=people, menus=[menu(), menu(id="M2", slots=(THU,))], pools=places)
    assert left.person_id == "P2"
    told = {block.menu_id: (rules_of(block), limits_of(block)) for block in left.blocks}
    assert told == {"M1": ([], [(LimitKind.DECLARED, 0)]), "M2": (["chosen_elsewhere"], [])}


def test_search_that_was_ended() -> None:
    """Where the search was ended before a free place was given, nothing else is made up."""
    prepared = prepare(problem(), CandidateLimits())
    situation = Situation(prepared, np.zeros(1, dtype=bool))
    (left,) = explain_unplaced(situation, (), {})
    assert [rules_of(block) for block in left.blocks] == [["time_was_up"]]


def test_most_useful_change_that_helps() -> None:
    """With the reasons stands the first change the person could use, unless a re-solve showed no gain."""
    town = problem(people=TWO_PEOPLE, pools=[pool(slots=(pool_slot(places=0),))])
    prepared = prepare(town, CandidateLimits())
    situation = Situation(prepared, np.zeros(0, dtype=bool))
    no_gain, other, best = (
        UsefulChange(Change(kind), who, gain)
        for kind, who, gain in (
            (ChangeKind.ONE_MORE_PLACE, ("P1", "P2"), 0),
            (ChangeKind.PICK_UP, ("P2",), None),
            (ChangeKind.FEWER_SLOTS, ("P1", "P2"), 1),
        )
    )
    question = Question("travel", 1, 1)
    one, two = explain_unplaced(situation, (no_gain, other, best), {"P2": question})
    assert (one.change, one.question) == (best, None)
    assert (two.change, two.question) == (other, question)


def test_needs_are_told_by_person_and_need() -> None:
    """Who has two needs without a place is told of each."""
    needs = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
    told = unplaced(people=[person(id="P2"), person(needs=needs)], menus=[])
    assert [(left.person_id, left.domain) for left in told] == [
        ("P1", NeedDomain.BELONGING),
        ("P1", NeedDomain.WORK),
        ("P2", NeedDomain.BELONGING),
    ]
    assert Counter(len(left.blocks) for left in told) == {0: 3}
