"""The hours the person is free."""

from __future__ import annotations

import pytest

from matching.model import CaringDuty, Need, Party, TimeWindow
from matching.vocabulary import NeedDomain
from tests.matching.builders import (
    all_day,
    beds,
    menu,
    person,
    placement,
    room,
    slot,
    window,
)
from tests.matching.eligibility.judged import AGAINST, ASK_PERSON, FITS, says, values_of

THREE = menu(slots=(slot(1), slot(2), slot(3)))
"""Monday, Tuesday and Wednesday, 10:00 to 12:00."""


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [
        ((window(2, "10:00", "12:00"),), FITS),  # exactly
        ((window(2, "09:00", "17:00"),), FITS),
        ((window(2, "10:01", "12:00"),), AGAINST),
        ((window(2, "10:00", "11:59"),), AGAINST),
        ((window(2, "09:00", "11:00"), window(2, "11:00", "17:00")), FITS),  # told in two pieces
        ((window(2, "09:00", "11:00"), window(2, "11:01", "17:00")), AGAINST),
        ((window(3),), AGAINST),
        ((), AGAINST),  # never free
        (None, ASK_PERSON),  # 未聴取
    ],
)
def test_availability(hours: tuple[TimeWindow, ...] | None, verdict: str) -> None:
    """Whoever is free for the whole slot fits; unheard hours are asked of the person and turn nobody down."""
    assert says("availability", person(availability=hours)) == verdict


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [
        (window(2, "11:00", "17:00"), FITS),  # the last hour
        (window(2, "09:00", "11:00"), FITS),  # the first hour
        (window(2, "11:01", "17:00"), AGAINST),
        (window(2, "12:00", "17:00"), AGAINST),
    ],
)
def test_part_of_a_slot_is_enough_where_the_host_says_so(hours: TimeWindow, verdict: str) -> None:
    """A menu that can make use of one hour needs one free hour inside its slot."""
    assert says("availability", person(availability=(hours,)), menu(shortest_stay_minutes=60)) == verdict


@pytest.mark.parametrize(
    ("fewest", "free_days", "verdict"),
    [(1, 1, FITS), (2, 1, AGAINST), (2, 2, FITS), (3, 3, FITS), (4, 7, AGAINST)],
)
def test_as_many_slots_as_are_wanted(fewest: int, free_days: int, verdict: str) -> None:
    """The menu must have as many free slots as the person wants at least."""
    who = person(
        fewest_slots=fewest,
        most_slots=fewest,
        availability=all_day()[:free_days],
    )
    assert says("availability", who, THREE) == verdict


def test_too_few_slots_is_no_matter_of_unheard_hours() -> None:
    """A menu with fewer slots than wanted does not fit, whatever the hours will turn out to be."""
    who = person(fewest_slots=2, most_slots=2, availability=None)
    assert says("availability", who) == AGAINST
    assert says("availability", who, THREE) == ASK_PERSON


@pytest.mark.parametrize("hours", [(), None, all_day()])
def test_a_night_needs_no_hours(hours: tuple[TimeWindow, ...] | None) -> None:
    """A room asks for no hours of the day, so nothing is to be asked, and one night slot is enough."""
    who = person(availability=hours, fewest_slots=3, most_slots=3)
    assert says("availability", who, room(), pools=[beds()]) == FITS


@pytest.mark.parametrize("hours", [all_day(), None])
def test_nobody_is_in_two_places_at_once(hours: tuple[TimeWindow, ...] | None) -> None:
    """Where the person is at a host already, another menu at that time does not fit, heard hours or not."""
    who = person(needs=(Need(NeedDomain.BELONGING), Need(NeedDomain.WORK)), availability=hours)
    here = placement(person_id="P1", domain=NeedDomain.WORK)
    assert says("availability", who, placements=[here]) == AGAINST
    assert says("availability", who) == (FITS if hours else ASK_PERSON)


CARER = person(caring=(CaringDuty("P2", (window(2, "11:00", "13:00"),)),))
CARED_FOR = person(id="P2")


def test_hours_of_caring_are_not_free() -> None:
    """Who looks after somebody during the slot cannot come."""
    assert says("availability", CARER, people=[CARED_FOR]) == AGAINST


def test_caring_is_covered_by_going_together() -> None:
    """Who goes together with the person they look after can come."""
    assert says("availability", CARER, people=[CARED_FOR], parties=[Party("G1", ("P1", "P2"))]) == FITS


def test_a_party_covers_only_the_need_it_goes_for() -> None:
    """For a need the other does not share the carer goes alone, and the other would be left alone."""
    carer = person(needs=(Need(NeedDomain.BELONGING), Need(NeedDomain.WORK)), caring=CARER.caring)
    town = {"people": [CARED_FOR], "parties": [Party("G1", ("P1", "P2"))]}
    assert says("availability", carer, domain=NeedDomain.BELONGING, **town) == FITS
    assert says("availability", carer, domain=NeedDomain.WORK, **town) == AGAINST


def test_caring_is_covered_by_the_other_s_placement() -> None:
    """While the person cared for is at a host, from 10 to 12, the carer can come; in the afternoon not."""
    caring = (CaringDuty("P2", (window(2, "09:00", "17:00"),)),)
    where = menu(slots=(slot(2, "10:00", "12:00"), slot(2, "13:00", "15:00")))
    there = placement(person_id="P2", slots=where.slots[:1])
    once, twice = (person(caring=caring, fewest_slots=n, most_slots=n) for n in (1, 2))
    assert says("availability", once, where, people=[CARED_FOR]) == AGAINST
    assert says("availability", once, where, people=[CARED_FOR], placements=[there]) == FITS
    assert says("availability", twice, where, people=[CARED_FOR], placements=[there]) == AGAINST


def test_availability_is_told_in_slots() -> None:
    """The reason compares slots wanted, offered and free."""
    who = person(fewest_slots=2, most_slots=2, availability=(window(1), window(6)))
    assert values_of("availability", who, THREE) == {"wanted": 2, "offered": 3, "free": 1}
