"""After news a proposal changes as little as the price of a change allows."""

from __future__ import annotations

import dataclasses

import pytest

from matching.errors import InvalidProblem
from matching.model import (
    Change,
    ChangeKind,
    Draw,
    HostCloses,
    Household,
    Party,
    PersonArrives,
    PersonWithdraws,
    Problem,
    Proposal,
    apply_news,
)
from matching.pipeline import ProposeParams, Replanned, propose, replan
from matching.simulation.synthetic import synthetic_problem
from matching.verify import verify
from matching.vocabulary import SolveStatus
from tests.matching.builders import TODAY, host, menu, person, pool, pool_slot, problem, slot

QUICK = ProposeParams(confirm=0)


@pytest.fixture(scope="module")
def town() -> Problem:
    """A synthetic town of sixty people."""
    empty = problem()
    return synthetic_problem(60, 80, 5, empty.rules, empty.weights, empty.travel, hard=True)


@pytest.fixture(scope="module")
def before(town: Problem) -> Proposal:
    """Its proposal."""
    return propose(town, QUICK)


def where(proposal: Proposal) -> dict[tuple[str, str], tuple[object, ...]]:
    """Give menu and slots of each assignment."""
    return {
        (each.person_id, each.domain): (each.choice.menu_id, each.choice.slots)
        for each in proposal.assignments
    }


def test_without_news_nobody_moves(town: Problem, before: Proposal) -> None:
    """The same problem and its own proposal: all keep what they were told."""
    again = replan(town, before, [], QUICK)
    assert again.moved == ()
    assert where(again.proposal) == where(before)
    assert again.proposal.objective == before.objective


def test_a_host_that_closes_moves_its_people_and_hardly_anybody_else(town: Problem, before: Proposal) -> None:
    """Whoever was to go there goes elsewhere or nowhere; far more would move without a price of a change."""
    hosts = [each.choice.host_id for each in before.assignments]
    closing = max(hosts, key=hosts.count)
    had = {each.person_id for each in before.assignments if each.choice.host_id == closing}
    answer = replan(town, before, [HostCloses(closing)], QUICK)
    assert verify(answer.problem, answer.proposal) == ()
    assert answer.proposal.status in (SolveStatus.OPTIMAL, SolveStatus.WITHIN_GAP)
    assert all(each.choice.host_id != closing for each in answer.proposal.assignments)
    assert had <= set(answer.moved)
    assert len(answer.moved) <= len(had) + 3
    assert answer.proposal.bound >= answer.proposal.objective


def test_the_price_of_a_change_decides_who_moves() -> None:
    """A better place opens for somebody who has one: they move only if it is worth more than the price."""
    two = problem(
        people=(person(),),
        hosts=(host(id="H1"), host(id="H2")),
        menus=(menu(id="M1", host_id="H1"), menu(id="M2", host_id="H2", draws=(Draw("L2"),))),
        pools=(pool(slots=(pool_slot(places=1),)), pool(id="L2", host_id="H2", slots=(pool_slot(places=1),))),
    )
    closed = apply_news(two, [HostCloses("H1")])
    told = propose(closed, QUICK)
    assert [each.choice.menu_id for each in told.assignments] == ["M2"]
    dear = dataclasses.replace(two, weights=dataclasses.replace(two.weights, change=5_000))
    assert replan(dear, told, [], QUICK).moved == ()


def test_people_come_and_go(town: Problem, before: Proposal) -> None:
    """Whoever withdraws is in nothing any more; whoever arrives is placed or told why not."""
    leaving = before.assignments[0].person_id
    newcomer = dataclasses.replace(town.people[3], id="P900")
    answer = replan(town, before, [PersonWithdraws(leaving), PersonArrives(newcomer)], QUICK)
    assert verify(answer.problem, answer.proposal) == ()
    assert leaving not in {person.id for person in answer.problem.people}
    assert leaving not in answer.moved
    told = {each.person_id for each in (*answer.proposal.assignments, *answer.proposal.unplaced)}
    assert "P900" in told
    assert len(answer.moved) < len(before.assignments) / 5


def test_a_seat_that_opens_is_a_change_like_any_other() -> None:
    """One more place, asked of a host, lets the next person in and moves nobody."""
    full = problem(people=(person(id="P1"), person(id="P2")), pools=(pool(slots=(pool_slot(places=1),)),))
    told = propose(full, QUICK)
    assert len(told.assignments) == 1
    more = Change(ChangeKind.ONE_MORE_PLACE, host_id="H1", pool_id=full.pools[0].id, slot=slot())
    answer = replan(full, told, [more], QUICK)
    assert len(answer.proposal.assignments) == 2
    assert answer.moved == ()


def test_a_person_who_withdraws_leaves_no_trace() -> None:
    """Parties, households, duties and placements no longer name them, and the problem stays valid."""
    carer = person(id="P1", apart_from_persons=("P2",))
    three = problem(
        people=(carer, person(id="P2"), person(id="P3")),
        parties=(Party("G1", ("P2", "P3")),),
        households=(Household("F1", ("P1", "P2")), Household("F2", ("P2",))),
    )
    after = apply_news(three, [PersonWithdraws("P2")])
    assert "P2" not in repr(after)
    assert [household.member_ids for household in after.households] == [("P1",)]


@pytest.mark.parametrize("news", [HostCloses("H9"), PersonWithdraws("P9"), PersonArrives(person(id="P1"))])
def test_news_of_what_is_not_there_is_refused(news: HostCloses | PersonWithdraws | PersonArrives) -> None:
    """An unknown host or person, or a person who is there already, is an error that names it."""
    with pytest.raises(InvalidProblem):
        apply_news(problem(people=(person(id="P1"),)), [news])


def test_the_answer_is_a_replanned() -> None:
    """The problem after the news comes back, so that the proposal can be verified against it."""
    one = problem(people=(person(),))
    answer = replan(one, propose(one, QUICK), [HostCloses("H1")], QUICK)
    assert isinstance(answer, Replanned)
    assert answer.problem.date == TODAY
    assert answer.proposal.assignments == ()
    assert answer.moved == ("P1",)
