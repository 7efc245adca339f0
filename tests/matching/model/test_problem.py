"""A problem hangs together: what one record says of another must be there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from matching.errors import InvalidProblem
from matching.model import CaringDuty, Draw, Need, Party, Pin, Reach, Refusal, SchemeCheck
from matching.vocabulary import Answer, DrawUnit, NeedDomain, PoolKind
from tests.matching.builders import (
    TODAY,
    WEEKS,
    amount_pool,
    beds,
    host,
    menu,
    person,
    placement,
    pool,
    problem,
    room,
    slot,
    window,
)

WORK, BELONGING = Need(NeedDomain.WORK), Need(NeedDomain.BELONGING)
VAN = amount_pool(PoolKind.VEHICLE_SEATS, 3)
STAFF = amount_pool(PoolKind.ATTENTION, 60)
CASES = amount_pool(PoolKind.CASELOAD, 5)
ELSEWHERE = slot(5)


def of(**over: Any) -> dict[str, Any]:
    """Give the problem's one person with these fields."""
    return {"people": [person(**over)]}


BAD = [
    # ids occur once
    ({"people": [person(), person()]}, "person P1", "id"),
    ({"hosts": [host(), host()]}, "host H1", "id"),
    ({"menus": [menu(), menu()]}, "menu M1", "id"),
    ({"pools": [pool(), pool()]}, "pool H1-places", "id"),
    # pools and menus are somebody's
    ({"pools": [pool(host_id="H9")]}, "pool H1-places", "host_id"),
    ({"menus": [menu(host_id="H9")]}, "menu M1", "host_id"),
    # a menu draws on pools that are there, of the right kind, and on places or beds
    ({"menus": [menu(draws=(Draw("nowhere"),))]}, "menu M1", "draws"),
    ({"menus": [menu(draws=(Draw("attention"),))], "pools": [pool(), STAFF]}, "menu M1", "draws"),
    (
        {"menus": [menu(draws=(Draw("attention", DrawUnit.ATTENTION_MINUTES),))], "pools": [STAFF]},
        "menu M1",
        "draws",
    ),
    ({"menus": [menu(draws=(Draw("H1-places", DrawUnit.PICK_UP_SEAT),))]}, "menu M1", "draws"),
    (
        {
            "menus": [menu(draws=(Draw("H1-places"), Draw("vehicle_seats", DrawUnit.ATTENTION_MINUTES)))],
            "pools": [pool(), VAN],
        },
        "menu M1",
        "draws",
    ),
    ({"menus": [menu(draws=(Draw("H1-beds"),))], "pools": [beds()]}, "menu M1", "draws"),
    ({"menus": [room(draws=(Draw("H1-places"),))]}, "menu R1", "draws"),
    # what a person says is about hosts, menus, people and pools that are there
    (of(apart_from_hosts=("H9",)), "person P1", "host id"),
    (of(can_reach=(Reach("H9", Answer.YES),)), "person P1", "host id"),
    (of(refusals=(Refusal("H9"),)), "person P1", "host id"),
    (of(caring=(CaringDuty("P9", (window(1),)),)), "person P1", "caring"),
    (of(pins=(Pin(NeedDomain.BELONGING, "M9"),)), "person P1", "pins"),
    (of(pins=(Pin(NeedDomain.BELONGING, "M1", (ELSEWHERE,)),)), "person P1", "pins"),
    (of(caseload_pool_id="nobody"), "person P1", "caseload_pool_id"),
    (of(caseload_pool_id="H1-places"), "person P1", "caseload_pool_id"),
    # a party is of people who are there, once each, with a need in common
    ({"parties": [Party("G1", ("P1", "P9"))]}, "party G1", "member_ids"),
    (
        {"people": [person(), person(id="P2", needs=(WORK,))], "parties": [Party("G1", ("P1", "P2"))]},
        "party G1",
        "member_ids",
    ),
    (
        {
            "people": [person(), person(id="P2"), person(id="P3")],
            "parties": [Party("G1", ("P1", "P2")), Party("G2", ("P3", "P2"))],
        },
        "party G2",
        "member_ids",
    ),
    # a placement is in a slot of a menu, with pools of the right kind
    ({"placements": [placement(menu_id="M9")]}, "placement of P0", "menu_id"),
    ({"placements": [placement(slots=(ELSEWHERE,))]}, "placement of P0", "slots"),
    ({"placements": [placement(companion_pool_id="H1-places")]}, "placement of P0", "companion_pool_id"),
    ({"placements": [placement(companion_pool_id="nobody")]}, "placement of P0", "companion_pool_id"),
    ({"placements": [placement(caseload_pool_id="H1-places")]}, "placement of P0", "caseload_pool_id"),
    # weeks
    ({"weeks": 0}, "problem", "horizon weeks"),
    ({"weeks": 53}, "problem", "horizon weeks"),
]


@pytest.mark.parametrize(("over", "record", "field"), BAD)
def test_problem_is_refused(over: dict[str, Any], record: str, field: str) -> None:
    """What does not hang together is InvalidProblem, and the error names record and field."""
    with pytest.raises(InvalidProblem) as refused:
        problem(**over)
    assert (refused.value.record, refused.value.field) == (record, field)


def test_a_full_problem_is_accepted() -> None:
    """A problem in which every reference leads somewhere is accepted."""
    full = problem(
        people=[
            person(
                needs=(WORK, BELONGING),
                caring=(CaringDuty("P2", (window(1),)),),
                pins=(Pin(NeedDomain.WORK, "M1", (slot(),)),),
                caseload_pool_id="caseload",
                schemes=(SchemeCheck("就労移行", NeedDomain.WORK, Answer.NO),),
            ),
            person(id="P2", apart_from_persons=("P0",)),  # someone who is at a host, and no longer here
        ],
        menus=[
            menu(
                draws=(
                    Draw("H1-places"),
                    Draw("attention", DrawUnit.ATTENTION_MINUTES),
                    Draw("vehicle_seats", DrawUnit.PICK_UP_SEAT),
                )
            ),
            room(),
        ],
        pools=[pool(), beds(), VAN, STAFF, CASES],
        parties=[Party("G1", ("P1", "P2"))],
        placements=[placement(caseload_pool_id="caseload")],
    )
    assert len(full.pools) == 5


def test_horizon_of_a_problem() -> None:
    """A problem's horizon is its date and weeks."""
    assert problem().horizon.date == TODAY
    assert problem().horizon.weeks == WEEKS


def test_in_order_sorts_every_record() -> None:
    """Sorting by id makes two problems equal that hold the same records in another order."""
    people = [person(id=name) for name in ("P3", "P1", "P2")]
    hosts = [host(id="H2"), host()]
    menus = [menu(id="M2"), menu()]
    pools = [VAN, pool(), STAFF]
    parties = [Party("G2", ("P1", "P2"))]
    held = [
        placement(person_id="P9", slots=(slot(),)),
        placement(person_id="P0", first_day=dt.date(2026, 6, 2)),
        placement(person_id="P0", first_day=dt.date(2026, 6, 1)),
    ]
    one = problem(people=people, hosts=hosts, menus=menus, pools=pools, parties=parties, placements=held)
    other = problem(
        people=people[::-1],
        hosts=hosts[::-1],
        menus=menus[::-1],
        pools=pools[::-1],
        parties=parties,
        placements=held[::-1],
    )
    assert one != other
    assert one.in_order() == other.in_order()
    assert [each.id for each in one.in_order().people] == ["P1", "P2", "P3"]


def test_placements_of_one_person_at_one_menu_are_ordered_too() -> None:
    """Two placements that differ only in their slots have one order."""
    two_slots = menu(slots=(slot(2), slot(4)))
    held = [placement(slots=(slot(2),)), placement(slots=(slot(4),))]
    one, other = (problem(menus=[two_slots], placements=order) for order in (held, held[::-1]))
    assert one.in_order() == other.in_order()
