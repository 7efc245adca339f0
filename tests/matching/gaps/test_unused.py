"""Unused places name what keeps people out."""

from __future__ import annotations

from matching.gaps import unused_places
from matching.gaps.unused import FULL
from matching.model import Problem
from matching.model.gap import UnusedPlace
from matching.pipeline import ProposeParams, propose
from matching.vocabulary import TimeBand
from tests.matching.builders import host, menu, person, problem, window
from tests.matching.gaps.conftest import Analysed

FAR = "513405411"


def unused(given: Problem) -> tuple[UnusedPlace, ...]:
    """Propose, and give the places nobody uses."""
    return unused_places(given, propose(given, ProposeParams(confirm=0)))


def test_each_barrier_is_counted_by_itself() -> None:
    """Two who could come but for the way, one who has another thing in the way too."""
    far = [person(id=f"P{n}", home_mesh=FAR) for n in (1, 2)]
    both = person(id="P3", home_mesh=FAR, availability=(window(1),))
    (place,) = unused(problem(people=[*far, both]))
    counted = {barrier.rule: (barrier.alone, barrier.among) for barrier in place.barriers}
    assert counted == {"travel": (2, 3), "availability": (0, 1)}
    assert (place.left, place.nearby, place.band) == (2, 3, TimeBand.MORNINGS)


def test_lifting_the_only_barrier_lets_them_in() -> None:
    """Whoever one rule alone keeps out has a place once it is lifted, as far as there are places."""
    given = problem(people=[person(id=f"P{n}") for n in (1, 2)], menus=[menu(age_from=60)])
    (place,) = unused(given)
    assert [(barrier.rule, barrier.alone) for barrier in place.barriers] == [("age", 2)]
    lifted = problem(people=given.people, menus=[menu()])
    assert len(propose(lifted, ProposeParams(confirm=0)).assignments) == 2


def test_where_nobody_waits_nothing_is_in_the_way() -> None:
    """Free places without anybody left are unused, without barriers."""
    (place,) = unused(problem())
    assert (place.left, place.nearby, place.barriers) == (1, 0, ())


def test_another_limit_can_be_the_barrier() -> None:
    """Places stay free while the host can get to know nobody more."""
    given = problem(hosts=[host(newcomers_at_once=0)])
    (place,) = unused(given)
    assert [barrier.rule for barrier in place.barriers] == [FULL]


def test_the_most_wasted_come_first(analysed: Analysed) -> None:
    """The order follows the people one thing alone keeps out."""
    kept_out = [max((each.alone for each in place.barriers), default=0) for place in analysed.report.unused]
    assert kept_out == sorted(kept_out, reverse=True)
    assert {place.pool_id for place in analysed.report.unused} == {
        margin.pool_id for margin in analysed.proposal.unused
    }
