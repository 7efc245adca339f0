"""Units: who is placed together, for which need, and who already has a place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from matching.columns import Columns
from matching.columns.people import DOMAINS
from matching.columns.units import URGENCIES
from matching.model import Need, Party, Problem
from matching.vocabulary import NeedDomain, PlacementStatus, Urgency
from tests.matching.builders import TODAY, person, placement, problem
from tests.matching.capacity.measured import day

WORK, BELONGING = Need(NeedDomain.WORK, Urgency.NOW), Need(NeedDomain.BELONGING)
BOTH = (WORK, BELONGING)


def units(town: Problem, replan: bool = False) -> list[tuple[str, str | None, list[str]]]:
    """Give the units as need, party and members."""
    town = town.in_order()
    found = Columns.of(town, replan).units
    return [
        (
            DOMAINS[found.domain[row]].value,
            found.party_ids[row],
            [town.people[each].id for each in found.member_person[found.member_unit == row]],
        )
        for row in range(found.size.size)
    ]


def test_one_unit_for_each_need() -> None:
    """A person with two needs is looked at twice."""
    assert units(problem(people=[person(needs=BOTH)])) == [
        ("work", None, ["P1"]),
        ("belonging", None, ["P1"]),
    ]


def test_a_party_is_one_unit_for_the_need_all_share() -> None:
    """A party goes together for the need all members have; for other needs each goes alone."""
    town = problem(
        people=[person(id="P2", needs=BOTH), person(id="P1"), person(id="P3")],
        parties=[Party("G1", ("P2", "P1"))],
    )
    assert units(town) == [
        ("belonging", "G1", ["P1", "P2"]),
        ("work", None, ["P2"]),
        ("belonging", None, ["P3"]),
    ]
    found = Columns.of(town.in_order()).units
    assert found.size.tolist() == [2, 1, 1]
    assert found.lead.tolist() == [0, 1, 2]
    assert [URGENCIES[row].value for row in found.member_urgency] == ["soon", "soon", "now", "soon"]


@pytest.mark.parametrize(
    ("over", "is_served"),
    [
        ({}, True),
        ({"status": PlacementStatus.VISITING}, True),  # on its way, so nothing else is proposed
        ({"status": PlacementStatus.OFFERED}, True),
        ({"status": PlacementStatus.ENDED}, False),
        ({"status": PlacementStatus.BROKEN_OFF}, False),
        ({"last_day": day(0, 1)}, True),
        ({"last_day": day(0, 1) - dt.timedelta(1)}, False),
        ({"domain": NeedDomain.WORK}, False),  # another need
        ({"person_id": "P9"}, False),
    ],
)
def test_a_need_with_a_placement_is_no_unit(over: dict[str, Any], is_served: bool) -> None:
    """A need whose placement is under way is not looked at again, unless a re-plan is asked."""
    town = problem(placements=[placement(**{"person_id": "P1", **over})])
    assert bool(units(town)) is not is_served
    assert len(units(town, replan=True)) == 1


def test_a_party_waits_for_the_member_who_has_a_place() -> None:
    """Where one member of a party has a place for the need, the party is not looked at for it."""
    town = problem(
        people=[person(), person(id="P2")],
        parties=[Party("G1", ("P1", "P2"))],
        placements=[placement(person_id="P2")],
    )
    assert units(town) == []
    assert units(town, replan=True) == [("belonging", "G1", ["P1", "P2"])]


@pytest.mark.parametrize(
    ("over", "is_replanned"),
    [({}, True), ({"person_id": "P9"}, False), ({"domain": NeedDomain.WORK}, False)],
)
def test_only_own_needs_are_replanned(over: dict[str, Any], is_replanned: bool) -> None:
    """A re-plan frees placements of the problem's own people and needs; nobody else loses a seat by it."""
    town = problem(placements=[placement(**{"person_id": "P1", **over})])
    assert bool(Columns.of(town, replan=True).replanned) is is_replanned
    assert not Columns.of(town).replanned


def test_nobody_is_no_unit() -> None:
    """A problem without people has no units."""
    assert units(problem(people=[])) == []


def test_apart_pairs_are_listed_once() -> None:
    """Two people who both want to keep apart are one pair; strangers are none."""
    town = problem(
        people=[
            person(apart_from_persons=("P2", "P0")),
            person(id="P2", apart_from_persons=("P1",)),
            person(id="P3", apart_from_persons=("P1",)),
        ]
    )
    assert Columns.of(town).apart.tolist() == [[0, 1], [0, 2]]


def test_waiting_is_no_placement() -> None:
    """Having applied long ago changes nothing about which units there are."""
    assert units(problem(people=[person(waiting_since=TODAY - dt.timedelta(900))])) == units(problem())
