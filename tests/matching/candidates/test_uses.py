"""What candidates take: of pools, of a host's newcomers and rest, of a person's own time."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from matching.candidates import CandidateLimits, ResourceKind
from matching.columns.people import MODES
from matching.model import Draw, Menu, Need, Party, Person, Place, Pool, PoolSlot, Problem
from matching.prepare import prepare
from matching.vocabulary import DrawUnit, NeedDomain, PoolKind, TravelMode
from tests.matching.builders import (
    PLACE,
    amount_pool,
    beds,
    host,
    menu,
    night,
    person,
    pool,
    pool_slot,
    problem,
    room,
    slot,
)
from tests.matching.candidates.choices import fit_together
from tests.matching.towns import towns

BOTH = (("P1", "M1"), ("P2", "M1"))
TWO_NEEDS = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
PICK_UP = MODES.index(TravelMode.PICK_UP)
FAR = Place(PLACE.lat + 3 / 111, PLACE.lng)


def two_people(**over: Any) -> list[Person]:
    """Make two people who differ in their ids alone."""
    return [person(id="P1", **over), person(id="P2", **over)]


def menus_for_two_needs(*times: Any) -> list[Menu]:
    """Make a menu for work and one for belonging, each at its time."""
    domains = (NeedDomain.WORK, NeedDomain.BELONGING)
    return [
        menu(id=f"M{n}", domains=(domain,), slots=(when,))
        for n, (domain, when) in enumerate(zip(domains, times, strict=True), start=1)
    ]


def places_at(*times: Any, places: int = 2) -> Pool:
    """Make the shop's places at some times."""
    return pool(slots=tuple(pool_slot(when, places) for when in dict.fromkeys(times)))


@pytest.mark.parametrize(("places", "fit"), [(1, False), (2, True)])
def test_places(places: int, fit: bool) -> None:
    """Two people need two places."""
    town = problem(people=two_people(), pools=[places_at(slot(), places=places)])
    assert fit_together(town, *BOTH) is fit


def test_places_of_two_hosts() -> None:
    """A menu that draws on the places of two hosts takes one of each."""
    elsewhere = pool(id="H2-places", host_id="H2", slots=(pool_slot(places=1),))
    draws = (Draw("H1-places"), Draw("H2-places"))
    town = problem(
        people=two_people(),
        hosts=[host(), host(id="H2")],
        menus=[menu(draws=draws)],
        pools=[pool(), elsewhere],
    )
    assert fit_together(town, BOTH[0])
    assert not fit_together(town, *BOTH)


@pytest.mark.parametrize(("minutes", "fit"), [(39, False), (40, True)])
def test_attention_minutes(minutes: int, fit: bool) -> None:
    """Everybody takes the minutes of attention they need in each slot."""
    town = problem(
        people=two_people(attention_minutes=20),
        menus=[menu(draws=(Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES)))],
        pools=[pool(), amount_pool(PoolKind.ATTENTION, minutes)],
    )
    assert fit_together(town, *BOTH) is fit


def test_no_attention_needed() -> None:
    """Who needs no attention takes none, and needs none to be there."""
    town = problem(
        people=[person(attention_minutes=0), person(id="P2", attention_minutes=20)],
        menus=[menu(draws=(Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES)))],
        pools=[pool(), amount_pool(PoolKind.ATTENTION, 60, slot(5))],
    )
    assert fit_together(town, ("P1", "M1"))
    assert not fit_together(town, ("P2", "M1"))


@pytest.mark.parametrize(("seats", "fit"), [(1, False), (2, True)])
def test_vehicle_seats(seats: int, fit: bool) -> None:
    """Two people who have to be fetched need two seats."""
    assert fit_together(_fetched(two_people(), seats), *BOTH) is fit


def test_no_seat_for_who_comes_alone() -> None:
    """Who can get there by themselves takes no seat of the van."""
    near = person(id="P2", most_travel_minutes=60)
    assert fit_together(_fetched([person(), near], seats=1), *BOTH)


def _fetched(people: list[Person], seats: int) -> Problem:
    """Make a shop three kilometres away, too far to walk in half an hour, that fetches people."""
    draws = (Draw("H1-places"), Draw("vehicle_seats", DrawUnit.PICK_UP_SEAT))
    return problem(
        people=people,
        hosts=[host(place=FAR)],
        menus=[menu(draws=draws, pick_up_districts=("north",))],
        pools=[pool(), amount_pool(PoolKind.VEHICLE_SEATS, seats)],
    )


@pytest.mark.parametrize(("minutes", "fit"), [(59, False), (60, True)])
def test_companions_minutes(minutes: int, fit: bool) -> None:
    """A companion goes along with as many as the minutes allow."""
    guide = amount_pool(PoolKind.COMPANION, minutes)
    town = problem(people=two_people(accompaniment_minutes=30), pools=[pool(), guide])
    assert fit_together(town, *BOTH) is fit


def test_companion_of_each_visit() -> None:
    """Two visits a week in a whole week's minutes take twice the minutes of one."""
    twice = {"fewest_slots": 2, "most_slots": 2, "accompaniment_minutes": 30}
    for minutes, fit in ((30, False), (60, True)):
        town = problem(
            people=[person(**twice)],
            menus=[menu(slots=(slot(2), slot(4)))],
            pools=[places_at(slot(2), slot(4)), amount_pool(PoolKind.COMPANION, minutes)],
        )
        assert fit_together(town, ("P1", "M1")) is fit


@pytest.mark.parametrize(("cases", "fit"), [(1, False), (2, True)])
def test_caseload(cases: int, fit: bool) -> None:
    """A coordinator carries no more people than there is room for."""
    carried = amount_pool(PoolKind.CASELOAD, cases)
    town = problem(people=two_people(caseload_pool_id="caseload"), pools=[pool(), carried])
    assert fit_together(town, *BOTH) is fit


@pytest.mark.parametrize(("newcomers", "fit"), [(1, False), (2, True)])
def test_newcomers(newcomers: int, fit: bool) -> None:
    """A host gets to know so many people at the same time."""
    town = problem(people=two_people(), hosts=[host(newcomers_at_once=newcomers)])
    assert fit_together(town, *BOTH) is fit


@pytest.mark.parametrize(("newcomers", "fit"), [(1, False), (2, True)])
def test_each_member_of_a_party_is_a_newcomer(newcomers: int, fit: bool) -> None:
    """A party of two is two people to get to know."""
    town = problem(
        people=two_people(),
        hosts=[host(newcomers_at_once=newcomers)],
        parties=[Party("G1", ("P1", "P2"))],
    )
    assert fit_together(town, ("G1", "M1")) is fit


def test_a_party_is_one_intake() -> None:
    """A host that rests after an intake takes in two people in one week only as a party."""
    town = problem(people=two_people(), hosts=[host(rest_days=7)])
    assert not fit_together(town, *BOTH)
    assert fit_together(dataclasses.replace(town, parties=(Party("G1", ("P1", "P2")),)), ("G1", "M1"))


def test_members_take_places_each() -> None:
    """A party of two takes two places."""
    party = (Party("G1", ("P1", "P2")),)
    town = problem(people=two_people(), parties=party, pools=[places_at(slot(), places=1)])
    assert not fit_together(town, ("G1", "M1"))


def test_nobody_is_in_two_places_at_once() -> None:
    """Menus at the same time are not for one person, whose needs they are."""
    for second, fit in ((slot(2, "11:00", "13:00"), False), (slot(2, "12:00", "13:00"), True)):
        town = problem(
            people=[person(needs=TWO_NEEDS, most_slots=2)],
            menus=menus_for_two_needs(slot(), second),
            pools=[places_at(slot(), second)],
        )
        assert fit_together(town, ("P1", "M1"), ("P1", "M2")) is fit


@pytest.mark.parametrize(("most", "fit"), [(1, False), (2, True)])
def test_weekly_load(most: int, fit: bool) -> None:
    """Nobody goes more often in a week than they want, over all needs together."""
    town = problem(
        people=[person(needs=TWO_NEEDS, most_slots=most)],
        menus=menus_for_two_needs(slot(2), slot(4)),
        pools=[places_at(slot(2), slot(4))],
    )
    assert fit_together(town, ("P1", "M1"), ("P1", "M2")) is fit


def test_a_room_takes_no_time_of_the_week() -> None:
    """A room stands beside a menu by day, however few slots a week somebody wants."""
    needs = (Need(NeedDomain.HOUSING), Need(NeedDomain.BELONGING))
    town = problem(
        people=[person(needs=needs)],
        menus=[menu(domains=(NeedDomain.BELONGING,)), room(domains=(NeedDomain.HOUSING,))],
        pools=[pool(), beds(slots=(pool_slot(night(), 1),))],
    )
    assert fit_together(town, ("P1", "M1"), ("P1", "R1"))


@pytest.mark.parametrize("who_says_so", ["P1", "P2"])
def test_people_to_keep_apart(who_says_so: str) -> None:
    """Two people to keep apart are never at one host in the same weeks, whichever of them said it."""
    people = two_people()
    row = int(who_says_so[1]) - 1
    people[row] = dataclasses.replace(people[row], apart_from_persons=(people[1 - row].id,))
    other = host(id="H2"), menu(id="M2", host_id="H2")
    town = problem(people=people, hosts=[host(), other[0]], menus=[menu(), menu(id="M3"), other[1]])
    assert not fit_together(town, *BOTH)
    assert not fit_together(town, ("P1", "M1"), ("P2", "M3"))
    assert fit_together(town, ("P1", "M1"), ("P2", "M2"))


def test_one_after_the_other_is_apart() -> None:
    """People to keep apart may have the same room one after the other."""
    people = [person(apart_from_persons=("P2",)), person(id="P2", earliest_start=problem().horizon.day(2, 1))]
    for nights, fit in ((14, True), (21, False)):
        town = problem(people=people, menus=[room(most_nights=nights)], pools=[beds()])
        assert fit_together(town, ("P1", "R1"), ("P2", "R1")) is fit


def test_a_party_to_keep_apart_goes_nowhere() -> None:
    """A party of two people to keep apart, a mistake in the records, is never placed."""
    people = [person(apart_from_persons=("P2",)), person(id="P2")]
    town = problem(people=people, parties=[Party("G1", ("P1", "P2"))])
    assert not fit_together(town, ("G1", "M1"))


def test_names_of_resources() -> None:
    """Every row of the kernel can be traced to a kind of resource and its record."""
    town = problem(people=two_people(), hosts=[host(newcomers_at_once=1, rest_days=7)])
    prepared = prepare(town, CandidateLimits())
    kinds = {prepared.resources.name(int(resource))[0] for resource in prepared.rows.resource}
    assert kinds == {ResourceKind.POOL_SLOT, ResourceKind.NEWCOMERS, ResourceKind.REST}


@given(towns())
def test_pools_are_taken_as_records_say(town: Problem) -> None:
    """A candidate takes from each pool slot what its menu draws and its members need, record by record."""
    prepared = prepare(town, CandidateLimits())
    for row in range(0, len(prepared.candidates), 7):
        chosen = np.arange(len(prepared.candidates)) == row
        assert prepared.taken(chosen).tolist() == _taken_by(prepared.problem, prepared, row)


def _taken_by(town: Problem, prepared: Any, row: int) -> list[list[int]]:
    table, units = prepared.candidates, prepared.columns.units
    where = town.menus[table.menu[row]]
    chosen = [when for position, when in enumerate(where.slots) if table.slots[row] >> position & 1]
    weeks = range(table.first_week[row], table.last_week[row] + 1)
    parts = [(each.id, part) for each in town.pools for part in each.slots]
    taken = [[0] * town.weeks for _ in parts]

    def take(pool_id: str, when: Any, amount: int) -> None:
        for line, (each, part) in enumerate(parts):
            if each == pool_id and (part.slot is None or when is None or part.slot.overlaps(when)):
                for week in weeks:
                    taken[line][week] += amount

    members = units.member_person[units.member_unit == table.unit[row]]
    first_pair = int(prepared.unit_pairs.first_pair[table.pair[row]])
    for offset, member in enumerate(members):
        who: Person = town.people[member]
        amounts = {
            DrawUnit.PERSON: 1,
            DrawUnit.ATTENTION_MINUTES: who.attention_minutes,
            DrawUnit.PICK_UP_SEAT: int(prepared.pairs.mode[first_pair + offset] == PICK_UP),
        }
        for when in chosen:
            for draw in where.draws:
                take(draw.pool_id, when, amounts[draw.unit])
        if who.caseload_pool_id:
            take(who.caseload_pool_id, None, 1)
    if table.companion[row] >= 0:
        guide = prepared.columns.companions.ids[table.companion[row]]
        minutes = sum(town.people[member].accompaniment_minutes for member in members)
        for when in chosen:
            take(guide, when, minutes)
    return taken


def test_amounts_without_a_number_are_nothing() -> None:
    """A pool whose amount nobody has stated gives nothing."""
    guide = Pool(id="guide", kind=PoolKind.COMPANION, slots=(PoolSlot(None),))
    assert not fit_together(
        problem(people=[person(accompaniment_minutes=30)], pools=[pool(), guide]), BOTH[0]
    )
