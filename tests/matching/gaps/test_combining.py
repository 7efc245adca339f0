"""Combinations are made of what is really free, and each partner gets a request of its own."""

from __future__ import annotations

from matching.gaps.combining import combinations
from matching.gaps.held import as_held
from matching.model import Draw, Need, Pool, PoolSlot, Problem
from matching.model.development import develop
from matching.phrases import Names
from matching.phrases.gaps import requests
from matching.pipeline import ProposeParams, propose
from matching.vocabulary import Answer, Condition, DrawUnit, NeedDomain, PoolKind
from tests.matching.builders import (
    NOTHING_ASKED,
    amount_pool,
    host,
    menu,
    person,
    pool,
    pool_slot,
    problem,
)
from tests.matching.gaps.conftest import Analysed

QUIET = ProposeParams(confirm=0)
LEARNING = (NeedDomain.LEARNING,)


def room_and_teacher(minutes: int, **of_person: object) -> Problem:
    """Make a shop with a free room, and a school whose teacher has so many minutes a week and no room."""
    return problem(
        people=[person(needs=(Need(NeedDomain.LEARNING),), **of_person)],
        hosts=[host(), host(id="H2", name="みほん学習室")],
        menus=[
            menu(domains=(NeedDomain.BELONGING,)),
            menu(
                id="M2",
                host_id="H2",
                domains=LEARNING,
                draws=(Draw("H2-places"), Draw("H2-time", DrawUnit.ATTENTION_MINUTES)),
                conditions={Condition.ONE_TO_ONE: Answer.YES},
            ),
        ],
        pools=[
            pool(),
            pool(id="H2-places", host_id="H2", slots=(pool_slot(places=0),)),
            amount_pool(PoolKind.ATTENTION, minutes, id="H2-time", host_id="H2"),
        ],
    )


def test_a_room_and_a_teacher_make_a_place_to_learn() -> None:
    """The shop's room with the school's teacher answers a need neither answers alone."""
    given = room_and_teacher(120)
    proposal = propose(given, QUIET)
    assert proposal.assignments == ()
    (made,) = combinations(given, proposal)
    assert {piece.pool_id for piece in made.pieces} == {"H1-places", "H2-time"}
    assert made.domains == LEARNING
    assert len(propose(develop(given, [made]), QUIET).assignments) == 1


def test_a_teacher_without_time_makes_nothing() -> None:
    """The whole slot must be free: an hour is not two."""
    given = room_and_teacher(60)
    assert combinations(given, propose(given, QUIET)) == ()


def test_what_a_room_lacks_can_be_brought() -> None:
    """Somebody's time brings one-to-one support to a room where there was none."""
    needs_support = {**NOTHING_ASKED, Condition.ONE_TO_ONE: Answer.YES}
    given = room_and_teacher(120, conditions=needs_support)
    (made,) = combinations(given, propose(given, QUIET))
    assert made.menus[0].conditions[Condition.ONE_TO_ONE] == Answer.YES


def test_each_partner_is_asked_for_its_own_piece() -> None:
    """One draft for the room, one for the teacher; nothing of the person in either."""
    given = room_and_teacher(120)
    (made,) = combinations(given, propose(given, QUIET))
    room, teacher = requests(made, Names.of(given))
    assert "みほん商店" in room
    assert "場所" in room
    assert "みほん学習室" in teacher
    assert "P1" not in room + teacher


def room_and_supporter(minutes: int, districts: tuple[str, ...] = ()) -> Problem:
    """Make a shop with a free room, a salon's supporter, and somebody who needs one-to-one support."""
    return problem(
        people=[
            person(
                needs=(Need(NeedDomain.BELONGING),),
                conditions={**NOTHING_ASKED, Condition.ONE_TO_ONE: Answer.YES},
            )
        ],
        hosts=[host(), host(id="H2", name="みほん茶の間")],
        menus=[menu(domains=(NeedDomain.BELONGING,), conditions={Condition.ONE_TO_ONE: Answer.NO})],
        pools=[
            pool(),
            amount_pool(PoolKind.COMPANION, minutes, host_id="H2", name="支え手の人", districts=districts),
        ],
    )


def test_somebody_who_now_supports_others_is_a_piece() -> None:
    """A supporter with time beside a free room answers who needs somebody beside them; the host asks them."""
    given = room_and_supporter(120)
    proposal = propose(given, QUIET)
    assert proposal.assignments == ()
    (made,) = combinations(given, proposal)
    assert [piece.kind for piece in made.pieces] == [PoolKind.PLACES, PoolKind.COMPANION]
    assert len(propose(develop(given, [made]), QUIET).assignments) == 1
    _, asked = requests(made, Names.of(given))
    assert asked.startswith("みほん茶の間さまへ")
    assert "支え手の人" not in asked
    for control in (room_and_supporter(60), room_and_supporter(120, ("elsewhere",))):
        assert combinations(control, propose(control, QUIET)) == ()


def test_no_more_is_taken_than_is_left(analysed: Analysed) -> None:
    """In the demo town every piece of every combination has room once the proposal is carried out."""
    held = as_held(analysed.problem, analysed.proposal)
    left = {(each.pool_id, each.slot): each.left for each in analysed.proposal.unused}
    for made in combinations(held, analysed.proposal):
        room = made.pieces[0].pool_id
        agreed: Pool = made.pools[0]
        for part in agreed.slots:
            assert isinstance(part, PoolSlot)
            assert part.slot is not None
            assert (part.declared.places if part.declared else 0) == left[room, part.slot]


def test_the_found_ones_bring_what_was_forecast(analysed: Analysed) -> None:
    """Those shown for the demo town place as many more as was said, each by itself."""
    assert analysed.report.combinations
    for prospect in analysed.report.combinations:
        assert prospect.confirmed == prospect.forecast > 0
        assert len({piece.host_id for piece in prospect.development.pieces}) > 1
