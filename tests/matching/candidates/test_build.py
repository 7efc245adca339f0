"""Candidates: of the best menus, in several patterns, with a companion, and what people have set as it is."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given

from matching.candidates import CandidateLimits
from matching.model import Draw, Party, Pin, Pool, Problem
from matching.prepare import Prepared, prepare
from matching.vocabulary import Activity, DrawUnit, NeedDomain, PoolKind
from tests.matching.builders import amount_pool, menu, person, placement, pool, pool_slot, problem, slot
from tests.matching.towns import towns

TUE, THU = slot(2), slot(4)
TWO_DAYS = pool(slots=(pool_slot(TUE), pool_slot(THU)))


def prepared_of(town: Problem, replan: bool = False, **limits: int) -> Prepared:
    """Make the candidates of a problem."""
    return prepare(town, CandidateLimits(**limits), replan)


def menu_ids(prepared: Prepared) -> list[str]:
    """Give the menus of the candidates, each once, in order."""
    return [prepared.problem.menus[row].id for row in np.unique(prepared.candidates.menu)]


def guides(prepared: Prepared) -> list[str | None]:
    """Give who goes along with each candidate."""
    ids = prepared.columns.companions.ids
    return [ids[row] if row >= 0 else None for row in prepared.candidates.companion]


def test_best_menus_are_kept() -> None:
    """Of the menus the rules allow, those with the most points for the person are kept."""
    likes = person(likes=(Activity.CAFE,))
    menus = [menu(id="M1"), menu(id="M2", activities=(Activity.CAFE,)), menu(id="M3")]
    town = problem(people=[likes], menus=menus)
    assert menu_ids(prepared_of(town)) == ["M1", "M2", "M3"]
    assert menu_ids(prepared_of(town, menus_per_unit=1)) == ["M2"]
    assert prepared_of(town, menus_per_unit=1).outranked.tolist() == [True, False, True]


@given(towns())
def test_no_more_than_asked(town: Problem) -> None:
    """No unit has candidates at more menus, and no pair more patterns, starts or companions, than asked."""
    prepared = prepared_of(
        town, menus_per_unit=2, patterns_per_pair=3, starts_per_pair=2, companions_per_pair=1
    )
    table = prepared.candidates
    free = ~(table.fixed | table.current)
    for unit in np.unique(table.unit):
        assert np.unique(table.menu[free & (table.unit == unit)]).size <= 2
    for pair in np.unique(table.pair[free]):
        rows = np.flatnonzero(free & (table.pair == pair))
        assert np.unique(table.slots[rows]).size <= 3
        for slots in np.unique(table.slots[rows]):
            assert np.sum(table.slots[rows] == slots) <= 2


@given(towns())
def test_table_is_in_order_and_each_candidate_stands_once(town: Problem) -> None:
    """Candidates come by pair, slots, first week and companion, and none comes twice."""
    table = prepared_of(town, replan=True).candidates
    keys = np.stack([table.pair, table.slots, table.first_week, table.companion], axis=1).tolist()
    assert keys == sorted(keys)
    assert len({tuple(key) for key in keys}) == len(keys)


@given(towns())
def test_only_slots_the_unit_could_come_to(town: Problem) -> None:
    """Patterns that nobody has set lie within the slots all members could come to, as often as wanted."""
    prepared = prepared_of(town, replan=True)
    table, pairs = prepared.candidates, prepared.unit_pairs
    made = ~(table.fixed | table.current)
    assert not (table.slots & ~pairs.usable[table.pair])[made].any()
    count = np.bitwise_count(table.slots)[made]
    is_room = prepared.columns.menus.is_room[table.menu[made]]
    assert (count >= pairs.fewest[table.pair[made]]).all()
    assert (is_room | (count <= pairs.most[table.pair[made]])).all()


def test_rules_leave_no_candidate() -> None:
    """A menu that a rule is against makes no candidate."""
    assert len(prepared_of(problem(people=[person(avoids=(Activity.CAFE,))])).candidates) == 1
    against = problem(people=[person(avoids=(Activity.CAFE,))], menus=[menu(activities=(Activity.CAFE,))])
    assert len(prepared_of(against).candidates) == 0


@pytest.mark.parametrize(
    ("field", "draw", "kind"),
    [
        ("attention_minutes", Draw("attention", DrawUnit.ATTENTION_MINUTES), PoolKind.ATTENTION),
        ("accompaniment_minutes", Draw("H1-places"), PoolKind.COMPANION),
    ],
)
def test_slots_without_the_help_that_is_needed(field: str, draw: Draw, kind: PoolKind) -> None:
    """Where attention or a companion is there only on Thursday, who needs it comes on Thursday."""
    menus = [menu(slots=(TUE, THU), draws=tuple(dict.fromkeys((Draw("H1-places"), draw))))]
    help_on_thursday = amount_pool(kind, 60, slot(4, "09:00", "12:00"))
    for minutes, days in ((30, {0b10}), (0, {0b01, 0b10})):
        town = problem(people=[person(**{field: minutes})], menus=menus, pools=[TWO_DAYS, help_on_thursday])
        assert set(prepared_of(town).candidates.slots.tolist()) == days


def guide(pool_id: str, *districts: str, minutes: int = 60) -> Pool:
    """Make a companion of some districts."""
    return amount_pool(PoolKind.COMPANION, minutes, id=pool_id, districts=districts)


def test_one_candidate_for_each_companion() -> None:
    """Who needs somebody to go along has a candidate with each companion of the district, up to the limit."""
    pools = [pool(), guide("C1"), guide("C2", "south"), guide("C3", "north"), guide("C4")]
    town = problem(people=[person(accompaniment_minutes=30)], pools=pools)
    assert guides(prepared_of(town)) == ["C1", "C3"]
    assert guides(prepared_of(town, companions_per_pair=9)) == ["C1", "C3", "C4"]


def test_nobody_goes_along_without_need() -> None:
    """Who needs nobody has a candidate without a companion."""
    assert guides(prepared_of(problem(pools=[pool(), guide("C1")]))) == [None]


def test_companion_of_a_party_serves_all_who_need_one() -> None:
    """A party's companion serves the district of every member in need of one, not only of the first."""
    people = [person(), person(id="P2", accompaniment_minutes=30, district="south")]
    party = [Party("G1", ("P1", "P2"))]
    pools = [pool(), guide("C1", "north"), guide("C2", "south")]
    assert guides(prepared_of(problem(people=people, parties=party, pools=pools))) == ["C2"]
    both = [dataclasses.replace(people[0], accompaniment_minutes=30), people[1]]
    assert guides(prepared_of(problem(people=both, parties=party, pools=pools))) == []


def test_pin_with_slots_is_the_only_pattern() -> None:
    """A pin is made as it is, outside the person's hours too, and nothing else is made."""
    pin = Pin(NeedDomain.BELONGING, "M1", (TUE, THU))
    menus = [menu(slots=(TUE, THU)), menu(id="M2")]
    town = problem(people=[person(pins=(pin,))], menus=menus, pools=[TWO_DAYS])
    table = prepared_of(town).candidates
    assert table.slots.tolist() == [0b11]
    assert table.fixed.all()


def test_pin_without_slots_keeps_to_the_menu() -> None:
    """A pin without slots leaves the slots open and the menu not."""
    pin = Pin(NeedDomain.BELONGING, "M1")
    menus = [menu(slots=(TUE, THU)), menu(id="M2")]
    prepared = prepared_of(problem(people=[person(pins=(pin,))], menus=menus, pools=[TWO_DAYS]))
    assert menu_ids(prepared) == ["M1"]
    assert prepared.candidates.slots.tolist() == [0b01, 0b10]
    assert not prepared.candidates.fixed.any()


def test_pin_at_a_time_without_the_help_that_is_needed() -> None:
    """A pin on a day without the attention the person needs makes no candidate."""
    draws = (Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES))
    town = problem(
        people=[person(attention_minutes=20, pins=(Pin(NeedDomain.BELONGING, "M1", (TUE,)),))],
        menus=[menu(draws=draws)],
        pools=[pool(), amount_pool(PoolKind.ATTENTION, 60, THU)],
    )
    assert len(prepared_of(town).candidates) == 0


def test_placement_up_for_change_stands_once() -> None:
    """In a re-plan where someone is today stands once, marked, among the other patterns."""
    here = placement(person_id="P1", slots=(THU,))
    town = problem(menus=[menu(slots=(TUE, THU))], pools=[TWO_DAYS], placements=[here])
    assert len(prepared_of(town).candidates) == 0
    table = prepared_of(town, replan=True).candidates
    assert table.slots.tolist() == [0b01, 0b10]
    assert table.current.tolist() == [False, True]


def test_nobody_and_nothing() -> None:
    """A problem without people, or without menus, has no candidates and no rows."""
    for town in (problem(people=[]), problem(menus=[]), problem(people=[], hosts=[], menus=[], pools=[])):
        prepared = prepared_of(town)
        assert len(prepared.candidates) == 0
        assert prepared.selection.size == 0
